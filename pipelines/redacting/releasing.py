"""Makes of the notes of signed cases documents that name nobody; tagged, for the store.

Worker processes do it for many: they get notes over their pipe, and give back what may be stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.identity import MASK, source_id
from corpus.records import Document, Extraction, Reading, Source, Tag
from extractors import passages
from models.deid import Pseudonyms, project, redact
from pipelines.hearing import with_voices
from pipelines.offers import Offer
from pipelines.redacting.cases import Case, CaseNote
from pipelines.redacting.texts import Texts
from pipelines.rows import before_attempt
from pipelines.settings import Settings
from pipelines.tagging import tags_of, without_layout

READER = "pipelines.redacting.releasing:release_offer"
EXTRACTOR = "redacted/1"
_AT_ONCE = 125  # notes an offer: enough to be tagged together, few enough to end together
_PLACE = re.compile(
    r"\b(?:lines?|rows?|column|cell|slide|paragraph|table|page|note|comment|text box|footnote"
    r"|endnote|part) \d+(?:-\d+)?\b"
)
_SOMEWHERE = "in the file"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One signed note: its words, where they stand, what hides in them, and its moved day."""

    note: CaseNote
    words: str
    around: Extraction
    media_type: str
    provider: str | None
    day: str | None


@dataclass(frozen=True, slots=True)
class Release(Offer):
    """Notes that are to be made documents together; `path` is the number of the offer."""

    notes: tuple[Outgoing, ...] = ()


@dataclass(frozen=True, slots=True)
class Made(Reading):
    """The documents that an offer of notes became."""

    readings: tuple[Reading, ...] = ()


def releases(cases: Iterable[Case], texts: Texts) -> Iterator[Release]:
    """Offer the notes of signed cases, some at a time."""
    batch: list[Outgoing] = []
    number = 0
    for one in _outgoing(cases, texts):
        batch.append(one)
        if len(batch) == _AT_ONCE:
            number += 1
            yield _release(number, batch)
            batch = []
    if batch:
        yield _release(number + 1, batch)


def _release(number: int, batch: Sequence[Outgoing]) -> Release:
    return Release(path=f"notes {number}", name=f"notes {number}", notes=tuple(batch))


def _outgoing(cases: Iterable[Case], texts: Texts) -> Iterator[Outgoing]:
    for case in cases:
        pseudonyms = Pseudonyms.from_json(case.key)
        for one in case.notes:
            waiting = texts.waiting(one.document_id)
            day = pseudonyms.shifted(one.note.date) if one.note.date else None
            # The words come apart: the text of a file is that of all its notes.
            around = replace(texts.around(one), text="", problems=())
            media_type = waiting.parts[one.part].media_type
            yield Outgoing(one, texts.of(one), around, media_type, waiting.provider, day)


def release_offer(offer: Offer, settings: Settings) -> Reading:
    """Make documents of notes and tag them, in this process or in a worker."""
    if not isinstance(offer, Release):
        raise TypeError("no notes were offered")
    readings = _tagged([_reading(one) for one in offer.notes], settings)
    return Made(before_attempt(offer), readings=tuple(readings))


def nameless(locator: str | None) -> str | None:
    """Return a place without the names in it: sheets, authors of comments and files have some."""
    if locator is None:
        return None
    return ", ".join(_PLACE.findall(locator)) or _SOMEWHERE


def _tagged(readings: Sequence[Reading], settings: Settings) -> list[Reading]:
    """Tag many notes at once: one by one, short as they are, each would cost as much as ten."""
    if not settings.tag:
        return list(readings)
    cut = [passage for reading in readings for passage in reading.passages]
    suggested = tags_of(cut, without_layout(""), settings)
    by_note: dict[str, list[Tag]] = {}
    for tag in suggested.tags:
        by_note.setdefault(tag.document_id, []).append(tag)
    tagged = [
        replace(reading, tags=tuple(by_note.get(reading.source.sha256 or "", ())))
        for reading in readings
    ]
    return with_voices(tagged)


def _reading(one: Outgoing) -> Reading:
    extraction = _redacted(one)
    document = _document(one, len(extraction.text))
    return Reading(_source(one.note, document), document, extraction, passages(extraction))


def _redacted(one: Outgoing) -> Extraction:
    """Return what a note reads like without its identifiers."""
    redaction = redact(one.words, one.note.identifiers)
    note = one.note.note
    moved = project(one.around, note.start, note.end, redaction, note.id)
    blocks = (replace(block, locator=nameless(block.locator)) for block in moved.blocks)
    return replace(moved, extractor=EXTRACTOR, blocks=tuple(blocks), problems=())


def _document(one: Outgoing, size: int) -> Document:
    note = one.note.note
    return Document(
        id=note.id,
        name=f"{note.kind or 'note'} {note.id[:8]}",
        media_type=one.media_type,
        size=size,
        published=one.day,
        sensitivity="restricted",
        provider_urn=one.provider,
        kind=note.kind,
        signed=True,
    )


def _source(one: CaseNote, document: Document) -> Source:
    path = f"{MASK}{one.document_id[:12]}/{one.note.id[:12]}"
    return Source(source_id(path), path, one.note.id, document.provider_urn, "ok")
