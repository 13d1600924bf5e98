"""A document as its page shows it: passages by printed page, what it states, what is orphaned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from corpus.corrections import Corrected, collect, corrected_facts
from corpus.database import translated
from corpus.decisions import Decisions
from corpus.evidence import Evidence
from corpus.facts import Fact
from corpus.history import is_report
from corpus.orphans import Orphan, orphans_beside
from corpus.records import Box, Document
from review.counting import Remembered
from review.reading.item import Picture, page_sizes
from review.reading.shown import Shown, shown, visible_document
from review.viewing import Viewer

_PAGES, _PASSAGES = 2, 30  # printed pages, or passages where nothing is printed, on one of ours
_BLANKS = re.compile(r"\s+")
# Of documents that people read now: the same for everybody who may see them.
_KEPT = Remembered()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document: `number` of `parts`, from 1."""

    number: int
    parts: int
    passages: tuple[Shown, ...]
    pictures: tuple[Picture, ...]


def part(
    evidence: Evidence, decisions: Decisions, viewer: Viewer, document: Document, lens: str,
    number: int,
) -> Part:  # fmt: skip
    """Return a part of a document that the viewer may see, with the tags of one framework."""
    by_part = _by_part(evidence, document.id)
    at = min(max(number, 1), max(len(by_part), 1))
    ids = by_part[at - 1] if by_part else []
    found = tuple(shown(evidence, decisions, viewer, ids, lens))
    return Part(at, max(len(by_part), 1), found, _pictures(evidence, document, found))


def part_of(evidence: Evidence, document_id: str, passage_id: str) -> int | None:
    """Return the number of the part in which a passage stands; null where it does not."""
    for number, ids in enumerate(_by_part(evidence, document_id), 1):
        if passage_id in ids:
            return number
    return None


def text_id(evidence: Evidence, document_id: str) -> str | None:
    """Return the id of the text that a document's offsets count in now, or None."""
    found = next(evidence.query(_TEXT, document_id), None)
    return None if found is None else found[0]


def lenses_of(evidence: Evidence, document_id: str) -> list[str]:
    """List the frameworks through which a document is tagged, its own first."""

    def make() -> list[str]:
        own = next(evidence.query(_OWN, document_id), (None,))[0]
        found = sorted(row[0] for row in evidence.query(_LENSES, document_id))
        return sorted(found, key=lambda name: name != own)

    return _KEPT.of(evidence, ("lenses", document_id), make)


class Given(NamedTuple):
    """A tag that a person gave to words of a document: who, on which laptop, and through what."""

    who: str
    origin: str
    framework: str


def given(decisions: Decisions, document_id: str) -> frozenset[Given]:
    """Return who gave a document tags of their own that stand, and through which frameworks."""
    return frozenset(Given(*row) for row in decisions.rows(_GIVEN, document_id))


def stated(evidence: Evidence, decisions: Decisions, document: Document) -> list[Corrected[Fact]]:
    """Return what a document states, corrections laid over."""
    corrections = collect(decisions.standing("correct"))
    facts = list(evidence.facts(document.id))
    return list(corrected_facts(facts, corrections, report=is_report(document)))


def orphaned(evidence: Evidence, viewer: Viewer, document_id: str | None = None) -> list[Orphan]:
    """List decisions whose target is no longer read like that, of what the viewer may see."""
    with translated(evidence.workspace.review):
        found = orphans_beside(evidence.db, document_id)
    return [one for one in found if _seen(evidence, viewer, one)]


def places_of(one: Shown, words: str) -> list[tuple[int, int]]:
    """List where in the frozen text some words of a passage stand, however they are broken."""
    pieces = [re.escape(piece) for piece in _BLANKS.split(words.strip()) if piece]
    if not pieces:
        return []
    start = one.passage.start
    found = re.finditer(r"\s+".join(pieces), one.passage.text)
    return [(start + match.start(), start + match.end()) for match in found]


def _seen(evidence: Evidence, viewer: Viewer, one: Orphan) -> bool:
    if one.document_id is None:
        return viewer.sees_all
    known = evidence.document(one.document_id)
    if known is None:
        return viewer.sees_all
    return visible_document(evidence, viewer, one.document_id) is not None


def _by_part(evidence: Evidence, document_id: str) -> list[list[str]]:
    return _KEPT.of(
        evidence,
        ("parts", document_id),
        lambda: _parts(list(evidence.query(_PLACES, document_id))),
    )


def _parts(places: list[tuple[str, int | None]]) -> list[list[str]]:
    """Put passages together by printed page, two pages a part; without pages, by their number."""
    if any(page is None for _, page in places):
        ids = [passage for passage, _ in places]
        return [ids[at : at + _PASSAGES] for at in range(0, len(ids), _PASSAGES)]
    by_part: dict[int, list[str]] = {}
    for passage, page in places:
        by_part.setdefault(((page or 1) - 1) // _PAGES, []).append(passage)
    return [by_part[key] for key in sorted(by_part)]


def _pictures(
    evidence: Evidence, document: Document, found: tuple[Shown, ...]
) -> tuple[Picture, ...]:
    if document.sensitivity != "public" or document.media_type != "application/pdf":
        return ()
    boxes = list(_boxes(found))
    sizes = page_sizes(evidence, document.id)
    numbers = sorted({box.page for box in boxes} & sizes.keys())
    return tuple(
        Picture(document.id, number, *sizes[number], tuple(b for b in boxes if b.page == number))
        for number in numbers
    )


def _boxes(found: tuple[Shown, ...]) -> Iterator[Box]:
    """Yield the boxes of passages to which anything is tagged."""
    for one in found:
        if any(not each.rejected and each.area != "NONE" for each in one.suggestions) or one.added:
            yield from one.passage.boxes


_PLACES = """
    SELECT id, page_first FROM passages WHERE document_id = ? AND current ORDER BY start, "end" DESC
"""
_OWN = "SELECT framework FROM readers WHERE document_id = ?"
_LENSES = "SELECT DISTINCT framework FROM tags WHERE document_id = ? AND rank = 1 AND current"
_GIVEN = """
    SELECT DISTINCT who, origin, ifnull(json_extract(after, '$.framework'), '') FROM standing
    WHERE document_id = ? AND what = 'add'
"""
_TEXT = "SELECT extraction_id FROM documents WHERE id = ?"
