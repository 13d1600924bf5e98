"""The flow `retag`: stored documents through their own framework or others, or with a new model."""

from __future__ import annotations

import os
from functools import partial

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.logging import get_run_logger

from corpus.problems import VouchError
from corpus.workspace import Holder
from pipelines.flows.guarding import without_words
from pipelines.flows.tasking import TaskPool, refuse_dask_alone
from pipelines.orders import TagOrder, settings_of
from pipelines.tagging import Tagged, tag_workspace

ARTIFACT = "tag-summary"
_NOTHING_SAID = TagOrder()


@flow(name="retag", persist_result=False, log_prints=False)
def retag(order: TagOrder = _NOTHING_SAID) -> dict[str, int]:
    """Tag what is stored where the taggers of today have not gone over it; returns counts.

    Tasks are told ids of documents and return counts. VouchError where it failed on a document.
    """
    with without_words("preparing the run"):
        settings = settings_of(order)
        refuse_dask_alone(order.dask, os.environ)
    staff = partial(TaskPool, dask=order.dask)
    with without_words("tagging"):
        done = tag_workspace(
            settings, alone=bool(order.frameworks), staff=staff, on_wait=say_who_writes
        )
    counts = {"documents": done.documents, "tags": done.tags, "failed": len(done.failed)}
    _publish(done, counts)
    if done.failed:
        raise VouchError(
            f"{len(done.failed)} documents could not be tagged. Run `vouch tag` in the workspace "
            "to see which."
        )
    return counts


def say_who_writes(holder: Holder | None) -> None:
    """Write to the run's log who holds the workspace."""
    get_run_logger().info("Waiting for the workspace: %s writes.", holder or "another process")


def _publish(done: Tagged, counts: dict[str, int]) -> None:
    get_run_logger().info("Tagged: %s.", ", ".join(f"{n} {what}" for what, n in counts.items()))
    rows = [f"| {what} | {number:,} |" for what, number in counts.items()]
    through = f"Through {', '.join(done.frameworks) or 'nothing'}."
    create_markdown_artifact(
        markdown="\n".join(["# Tagging", "", through, "", "| what | count |", "|---|---:|", *rows]),
        key=ARTIFACT,
        description="Documents gone over and tags written",
    )
