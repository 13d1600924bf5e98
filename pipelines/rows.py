"""The rows that the pipeline writes about a file without reading it."""

from __future__ import annotations

from dataclasses import replace

from corpus.identity import source_id
from corpus.records import Problem, Reading, Source
from pipelines.offers import Offer

INTERRUPTED = Problem(
    "run",
    "interrupted",
    "The run was interrupted before this document was finished. Run the same command again.",
)


def before_attempt(offer: Offer) -> Source:
    """Return the row of an offered file as it is stored before the attempt to read it."""
    return Source(
        id=source_id(offer.path),
        path=offer.path,
        sha256=offer.sha256,
        provider=offer.provider,
        status="failed",
        problem=INTERRUPTED,
    )


def duplicate(offer: Offer) -> Reading:
    """Return the row of a file whose bytes were offered under another path already."""
    return Reading(source=replace(before_attempt(offer), status="duplicate", problem=None))


def refused(offer: Offer, problem: Problem) -> Reading:
    """Return the row of a file that cannot or must not be read."""
    source = replace(before_attempt(offer), status="refused", problem=problem)
    return Reading(source=source, problems=(problem,))


def failed(offer: Offer, problem: Problem, seconds: float = 0.0) -> Reading:
    """Return the row of a document on which a worker failed or had to be stopped."""
    source = replace(before_attempt(offer), status="failed", problem=problem)
    return Reading(source=source, problems=(problem,), seconds=seconds)
