"""The flows `ingest` and `reprocess`: the local engine's run, with tasks for its workers."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import Path

from prefect import flow
from prefect.logging import get_run_logger

from corpus.problems import VouchError
from corpus.workspace import Holder
from pipelines import local
from pipelines.flows.guarding import without_words
from pipelines.flows.reporting import publish
from pipelines.flows.tasking import TaskPool, batch_size, refuse_dask_alone
from pipelines.orders import Order, paths_of, settings_of
from pipelines.settings import Settings
from pipelines.summary import Summary

_NOTHING_SAID = Order()


@flow(name="ingest", persist_result=False, log_prints=False)
def ingest(order: Order = _NOTHING_SAID) -> Summary:
    """Read files and folders into the workspace: every stage, to tagged passages."""
    with without_words("preparing the run"):
        paths, settings = paths_of(order), settings_of(order)
    return carry_out(paths, settings, order.dask)


@flow(name="reprocess", persist_result=False, log_prints=False)
def reprocess(order: Order = _NOTHING_SAID) -> Summary:
    """Read files and folders again that were read before, with the stages of today."""
    with without_words("preparing the run"):
        paths, settings = paths_of(order), settings_of(order)
    return carry_out(paths, replace(settings, reprocess=True), order.dask)


def carry_out(paths: list[Path], settings: Settings, dask: str | None) -> Summary:
    """Run inside a flow: read in tasks, write here, publish the account.

    VouchError where the workspace cannot be used, or where `strict` is set and a document is not
    in order.
    """
    refuse_dask_alone(dask, os.environ)
    # A batch of the store is a part: saved whole, then deleted.
    whole_parts = replace(settings, batch_size=batch_size(1_000_000, settings.jobs, dask))
    staff = partial(TaskPool, dask=dask)
    with without_words("ingesting"):
        summary = local.ingest(paths, whole_parts, staff=staff, on_wait=_say_who_writes)
    publish(summary)
    if settings.strict and not summary.clean:
        raise VouchError(
            f"{len(summary.bad)} of {summary.offered} files are not in order, and 'strict' is set. "
            "Run `vouch status` to see which."
        )
    return summary


def _say_who_writes(holder: Holder | None) -> None:
    get_run_logger().info("Waiting for the workspace: %s writes.", holder or "another process")
