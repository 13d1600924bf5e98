"""The flow `watch`: looks into folders on an interval and ingests what is new and complete."""

from __future__ import annotations

from prefect import flow
from prefect.logging import get_run_logger

from pipelines.flows.guarding import without_words
from pipelines.flows.ingesting import carry_out
from pipelines.offers import location
from pipelines.orders import WatchOrder, paths_of, settings_of
from pipelines.summary import Summary
from pipelines.watched import look

_NOTHING_SAID = WatchOrder()


@flow(name="watch", persist_result=False, log_prints=False)
def watch(order: WatchOrder = _NOTHING_SAID) -> Summary | None:
    """Ingest what is new in the watched folders; files still being copied wait for the next look.

    Returns null, and leaves no trace in the workspace, where nothing new is complete.
    """
    with without_words("looking into the folders"):
        settings = settings_of(order)
        found = look(paths_of(order), settings, order.settle_seconds)
    logger = get_run_logger()
    logger.info("New: %d complete, %d waiting.", len(found.complete), len(found.waiting))
    if not found.complete:
        return None
    return carry_out([location(offer) for offer in found.complete], settings, order.dask)
