"""The rows that the pipeline writes about a file without reading it, or about one once stored."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.identity import source_id
from corpus.records import Problem, Reading, Source
from corpus.rows import Row
from pipelines.offers import Offer, shown
from pipelines.settings import Settings

INTERRUPTED = Problem(
    "run",
    "interrupted",
    "The run was interrupted before this document was finished. Run the same command again.",
)
# What a message quotes, such as the name of an attachment.
_QUOTED = re.compile("“[^”]*”")


@dataclass(frozen=True, slots=True)
class Suggestions(Reading):
    """Tags of one stored document as rows of the store: packed by workers, of whom there are many.

    The one process that writes would take longer over packing them than over writing them.
    """

    rows: tuple[Row, ...] = ()


def before_attempt(offer: Offer) -> Source:
    """Return the row of an offered file as it is stored before the attempt to read it."""
    return Source(
        id=source_id(offer.path),
        path=shown(offer),
        sha256=offer.sha256,
        provider=offer.provider,
        status="failed",
        problem=INTERRUPTED,
    )


def duplicate(offer: Offer) -> Source:
    """Return the row of a file whose bytes are known under another path."""
    return replace(before_attempt(offer), status="duplicate", problem=None)


def refused(offer: Offer, problem: Problem) -> Reading:
    """Return the row of a file that cannot or must not be read."""
    told = _told(offer, problem)
    source = replace(before_attempt(offer), status="refused", problem=told)
    return Reading(source=source, problems=(told,))


def failed(offer: Offer, problem: Problem, seconds: float = 0.0) -> Reading:
    """Return the row of a document on which a worker failed or had to be stopped."""
    told = _told(offer, problem)
    source = replace(before_attempt(offer), status="failed", problem=told)
    return Reading(source=source, problems=(told,), seconds=seconds)


def _told(offer: Offer, problem: Problem) -> Problem:
    """Leave the name of a restricted file, and what is quoted of it, out of what is said of it."""
    message = problem.message
    if offer.sensitivity == "restricted":
        message = message.replace(offer.path, shown(offer))
        # As a whole word: a file may be called "a".
        name = rf"(?<!\w){re.escape(offer.name)}(?!\w)"
        message = _QUOTED.sub("“…”", re.sub(name, shown(offer), message))
    return replace(problem, message=message)


def too_much_memory(stage: str, path: str, settings: Settings) -> Problem:
    """Say that a document needed more memory than a worker may use."""
    return Problem(
        stage,
        "too-much-memory",
        f"{path} needed more than {settings.memory_per_worker_mb:,} MB of memory and was given up. "
        "Split the document, or set VOUCH_MEMORY_PER_WORKER_MB higher and run again.",
    )


def too_slow(path: str, settings: Settings) -> Problem:
    """Say that a document took longer than a worker may take."""
    return Problem(
        "pool",
        "too-slow",
        f"{path} took more than {settings.seconds_per_document:g} seconds and was given up. "
        "Split the document, or set VOUCH_SECONDS_PER_DOCUMENT higher and run again.",
    )


def crashed(path: str, code: int | None) -> Problem:
    """Say that the process which read a document broke down."""
    return Problem(
        "pool",
        "worker-crashed",
        f"The process that read {path} broke down (code {code}); the file is probably damaged. "
        "Open it, save it anew, for example as PDF, and offer the new file.",
    )
