"""The one place that says in which order the stages run over one offered file.

read bytes -> sniff -> extract -> printed -> keep original -> passages -> facts -> tags; what is
restricted goes from printed to the quarantine
"""

from __future__ import annotations

import time
from dataclasses import replace

from corpus.problems import RefusedError, VouchError
from corpus.records import Document, Extraction, Problem, Reading, Sensitivity, Source
from corpus.workspace import keep_original, open_workspace
from extractors import extract, passages, sniff
from extractors.formats import Format
from extractors.printed import Printed, printed
from pipelines.logs import log_defect
from pipelines.offers import Offer, logged, read_bytes, shown
from pipelines.quarantine import Part, Unpacked, has_vault, quarantined
from pipelines.rows import before_attempt, failed, refused, too_much_memory
from pipelines.settings import Settings
from pipelines.stating import stated_of
from pipelines.tagging import Suggested, tags_of
from pipelines.unpacking import unpacked
from pipelines.versions import options


def read_offer(offer: Offer, settings: Settings) -> Reading:
    """Run every stage over one offered file. A bad document gives a Reading that says why.

    VouchError only where no document could be read: a broken framework, an unusable workspace.
    """
    started = time.perf_counter()
    try:
        reading = _run(offer, settings)
    except RefusedError as error:
        reading = refused(offer, error.problem)
    except VouchError:
        raise
    except RecursionError:
        reading = refused(offer, _too_deep(offer))
    except MemoryError:
        reading = failed(offer, too_much_memory("stages", shown(offer), settings))
    except Exception as error:  # noqa: BLE001 - the stage border: a bad document is a row
        reading = failed(offer, _defect(offer, error))
    return replace(reading, seconds=time.perf_counter() - started)


def _run(offer: Offer, settings: Settings) -> Reading:
    if offer.problem is not None:
        raise RefusedError(offer.problem)
    content = read_bytes(offer, settings)
    document_id = offer.sha256 or ""
    if offer.sensitivity != "public" and has_vault(settings):
        inside = unpacked(content, document_id, offer.name, options(settings))
        if inside is not None:
            return _sealed(
                offer, content, _container(offer, inside, len(content)), inside, settings
            )
    found = sniff(content, offer.name)
    extraction = extract(content, document_id, found, options(settings), offer.name)
    about = printed(extraction)
    document = _document(offer, found, len(content), about)
    if document.sensitivity == "restricted":
        whole = Part("", offer.name, found.media_type, extraction)
        return _sealed(offer, content, document, Unpacked(found.media_type, (whole,)), settings)
    # Only now is it known that the bytes may lie about as they are.
    keep_original(open_workspace(settings.workspace), content, document_id)
    cut = passages(extraction)
    stated = stated_of(extraction, cut, document, offer.path, about)
    suggested = Suggested()
    if settings.tag:
        suggested = tags_of(cut, extraction, settings, stated.framework if stated else None)
    return Reading(
        source=_source(offer, document, extraction),
        document=document,
        extraction=extraction,
        passages=cut,
        tags=suggested.tags,
        # An unclear fact is listed; the document is read in full all the same.
        problems=(
            *extraction.problems,
            *(stated.problems if stated else ()),
            *suggested.problems,
        ),
        stated=stated,
    )


def _sealed(
    offer: Offer, content: bytes, document: Document, read: Unpacked, settings: Settings
) -> Reading:
    try:
        return quarantined(offer, content, document, read, settings)
    except RefusedError as error:
        return refused(replace(offer, sensitivity="restricted"), error.problem)


def _container(offer: Offer, read: Unpacked, size: int) -> Document:
    return Document(
        id=offer.sha256 or "",
        name=offer.name,
        media_type=read.media_type,
        size=size,
        sensitivity="restricted",
        provider_urn=offer.provider,
        kind=offer.kind,
    )


def _source(offer: Offer, document: Document, extraction: Extraction) -> Source:
    return replace(
        before_attempt(offer),
        provider=document.provider_urn,
        status=extraction.status,
        problem=None if extraction.status == "ok" else next(iter(extraction.problems), None),
    )


def _document(offer: Offer, found: Format, size: int, facts: Printed) -> Document:
    # Unknown is restricted: a case note must never be tagged because nothing spoke against it.
    recognised: Sensitivity = "public" if facts.public else "restricted"
    return Document(
        id=offer.sha256 or "",
        name=offer.name,
        media_type=found.media_type,
        size=size,
        sensitivity=offer.sensitivity or recognised,
        provider_urn=offer.provider or facts.provider_urn,
        provider_name=facts.provider_name or offer.provider_name,
        kind=offer.kind or facts.kind,
        published=facts.published,
        edition=facts.edition,
    )


def _too_deep(offer: Offer) -> Problem:
    return Problem(
        "stages",
        "nested-too-deep",
        f"{offer.path} has parts within parts within parts, deeper than any honest document. "
        "Open it, save it anew, for example as PDF, and offer the new file.",
    )


def _defect(offer: Offer, error: Exception) -> Problem:
    """Say that our own code failed; the log says where."""
    log_defect(error, path=logged(offer))
    return Problem(
        "stages",
        "internal-error",
        f"Vouch itself failed on {offer.path} ({type(error).__name__}); the document may be fine. "
        "The log file in the workspace says where: please report it.",
    )
