"""The one place that says in which order the stages run over one offered file.

read bytes -> sniff -> keep original -> extract -> passages -> printed facts -> tags
"""

from __future__ import annotations

import logging
import time
import traceback
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.identity import source_id
from corpus.problems import RefusedError, VouchError
from corpus.records import Document, Extraction, Passage, Problem, Reading, Source, Tag
from extractors.formats import Format, Options
from pipelines.offers import Offer, read_bytes
from pipelines.settings import Settings

if TYPE_CHECKING:
    from extractors.printed import Printed
    from models import Tagger

STAGE = "stages"
_log = logging.getLogger("vouch.stages")


@dataclass(slots=True)
class _Progress:
    """How far one document has come; the border makes a Reading of it, wherever it stopped."""

    offer: Offer
    document: Document | None = None
    extraction: Extraction | None = None
    passages: tuple[Passage, ...] = ()
    tags: tuple[Tag, ...] = ()


def read_offer(offer: Offer, settings: Settings) -> Reading:
    """Run every stage over one offered file. A bad document gives a Reading that says why.

    VouchError only where no document could be read: a broken framework, an unusable workspace.
    """
    started = time.perf_counter()
    progress = _Progress(offer)
    problem = offer.problem
    failed = False
    if problem is None:
        try:
            _run(progress, settings)
        except RefusedError as error:
            problem = error.problem
        except VouchError:
            raise
        except Exception as error:  # noqa: BLE001 - the stage border: a bad document is a row
            problem, failed = _defect(offer, error), True
    return _reading(progress, problem, failed, time.perf_counter() - started)


def unread(offer: Offer, problem: Problem, seconds: float = 0.0) -> Reading:
    """Return the row of a document whose worker had to be stopped."""
    return _reading(_Progress(offer), problem, failed=True, seconds=seconds)


def source_of(offer: Offer) -> Source:
    """Return the row of an offered file as it stands before the attempt to read it."""
    problem = Problem(
        STAGE,
        "interrupted",
        "The run was interrupted before this document was finished. Run the same command again.",
    )
    return Source(
        id=source_id(offer.path),
        path=offer.path,
        sha256=offer.sha256,
        provider=offer.provider,
        status="failed",
        problem=problem,
    )


def duplicate(offer: Offer) -> Reading:
    """Return the row of a file whose bytes were offered under another path already."""
    return Reading(source=replace(source_of(offer), status="duplicate", problem=None))


def options(settings: Settings) -> Options:
    """Return the reading options of these settings."""
    return Options(pdf_engine=settings.pdf_engine, ocr=settings.ocr)


def tag_passages(
    passages: tuple[Passage, ...], extraction: Extraction, settings: Settings
) -> tuple[Tag, ...]:
    """Tag passages through every framework that the settings ask for."""
    if not passages:
        return ()
    found = (tagger.tag(passages, extraction) for tagger in _taggers(lenses(settings)))
    return tuple(tag for tags in found for tag in tags)


def lenses(settings: Settings) -> tuple[str, ...]:
    """Return the ids of the frameworks to tag through. SettingsError names one that is unknown."""
    from corpus.frameworks import known
    from corpus.problems import SettingsError

    for framework in settings.frameworks:
        if framework not in known():
            raise SettingsError(
                f"There is no framework {framework!r}. Known are: {', '.join(known())}."
            )
    # Until a document's own framework is recognised, every framework we hold is its lens.
    return settings.frameworks or known()


def _run(progress: _Progress, settings: Settings) -> None:
    # Imported late: the command line must start without readers of formats and without classifiers.
    from corpus.workspace import keep_original, open_workspace
    from extractors import extract, passages, sniff
    from extractors.printed import printed

    offer = progress.offer
    content = read_bytes(offer, settings)
    found = sniff(content, offer.name)
    document_id = offer.sha256 or ""
    keep_original(open_workspace(settings.workspace), content, document_id)
    progress.extraction = extract(content, document_id, found, options(settings))
    progress.passages = passages(progress.extraction)
    progress.document = _document(offer, found, len(content), printed(progress.extraction))
    if settings.tag and progress.document.sensitivity == "public":
        progress.tags = tag_passages(progress.passages, progress.extraction, settings)


def _document(offer: Offer, found: Format, size: int, facts: Printed) -> Document:
    recognised = "public" if facts.public else "restricted"
    return Document(
        id=offer.sha256 or "",
        name=offer.name,
        media_type=found.media_type,
        size=size,
        sensitivity=offer.sensitivity or recognised,
        provider_urn=offer.provider or facts.provider_urn,
        provider_name=facts.provider_name or offer.provider_name,
        kind=offer.kind or facts.kind,
        edition=facts.edition,
    )


def _reading(progress: _Progress, problem: Problem | None, failed: bool, seconds: float) -> Reading:
    extraction = progress.extraction
    problems = () if extraction is None else extraction.problems
    source = replace(source_of(progress.offer), status="ok", problem=None)
    if problem is not None:
        problems = (*problems, problem)
        source = replace(source, status="failed" if failed else "refused", problem=problem)
    elif extraction is not None and extraction.status != "ok":
        source = replace(source, status=extraction.status, problem=next(iter(problems), None))
    if progress.document is not None and source.provider is None:
        source = replace(source, provider=progress.document.provider_urn)
    return Reading(
        source=source,
        document=progress.document,
        extraction=extraction if progress.document is not None else None,
        passages=progress.passages if progress.document is not None else (),
        tags=progress.tags,
        problems=problems,
        seconds=seconds,
    )


def _defect(offer: Offer, error: Exception) -> Problem:
    """Log where our own code failed, without the error's text, which may quote the document."""
    places = [
        f"{frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    _log.error(
        "internal error",
        extra={"path": offer.path, "error": type(error).__name__, "trace": places},
    )
    return Problem(
        STAGE,
        "internal-error",
        f"Vouch itself failed on {offer.path} ({type(error).__name__}). The document may be fine. "
        "The log file in the workspace says where; please report it.",
    )


@lru_cache(maxsize=8)
def _taggers(frameworks: tuple[str, ...]) -> tuple[Tagger, ...]:
    """Build each tagger once a process: that costs more than tagging a document."""
    from corpus.frameworks import load
    from models import baseline

    return tuple(baseline(load(framework)) for framework in frameworks)
