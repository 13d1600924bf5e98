"""One item of the queue: a passage with what stands around it, its page and its reasons."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import NamedTuple

from corpus import rows
from corpus.decisions import Decisions
from corpus.evidence import Evidence
from corpus.records import Box, Tag
from review.reading.shown import Shown, shown, visible_document
from review.viewing import Viewer

_AROUND = 2  # passages on either side
_PICTURES = 3  # pages that one passage shows at most


class Neighbour(NamedTuple):
    """A passage beside the one that is looked at."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A printed page, its size in points, and where on it the passage stands."""

    document_id: str
    number: int
    width: float
    height: float
    boxes: tuple[Box, ...]

    @property
    def outline(self) -> str:
        """All boxes as one path of SVG, whose y counts from the top: one element, soon drawn."""
        return "".join(
            f"M{box.x0:.1f} {self.height - box.y1:.1f}h{box.x1 - box.x0:.1f}"
            f"v{box.y1 - box.y0:.1f}h{box.x0 - box.x1:.1f}z"
            for box in self.boxes
        )


@dataclass(frozen=True, slots=True)
class ItemShown:
    """What the page of an item shows."""

    shown: Shown
    before: tuple[Neighbour, ...]
    after: tuple[Neighbour, ...]
    pictures: tuple[Picture, ...]


def item(
    evidence: Evidence, decisions: Decisions, viewer: Viewer, passage_id: str
) -> ItemShown | None:
    """Return what is shown of a passage; null where it is not there or not for this viewer."""
    found = shown(evidence, decisions, viewer, [passage_id])
    if not found:
        return None
    one = found[0]
    around = (
        _AROUND_IT.format(direction="<", order="DESC"),
        _AROUND_IT.format(direction=">", order="ASC"),
    )
    values = one.document.id, one.passage.start, _AROUND
    before, after = (
        tuple(Neighbour(*row) for row in evidence.query(statement, *values)) for statement in around
    )
    return ItemShown(one, before[::-1], after, pictures(evidence, one))


def pictures_of(evidence: Evidence, viewer: Viewer, passage_id: str) -> tuple[Picture, ...]:
    """Return the pages of an item that nobody looks at yet: they hold nothing restricted."""
    found = next(evidence.records(rows.passage_of, _PASSAGE, passage_id), None)
    document = visible_document(evidence, viewer, found.document_id) if found else None
    return pictures(evidence, Shown(found, document)) if found and document else ()


def pictures(evidence: Evidence, one: Shown) -> tuple[Picture, ...]:
    """Return the pages on which a passage stands; none where there is nothing printed.

    Of case notes there is no picture: it would show what was taken out.
    """
    if one.document.sensitivity != "public" or one.document.media_type != "application/pdf":
        return ()
    boxes = one.passage.boxes
    numbers = sorted({box.page for box in boxes})[:_PICTURES]
    sizes = page_sizes(evidence, one.document.id) if numbers else {}
    return tuple(
        Picture(one.document.id, number, *sizes[number],
                tuple(box for box in boxes if box.page == number))
        for number in numbers if number in sizes
    )  # fmt: skip


def page_sizes(evidence: Evidence, document_id: str) -> dict[int, tuple[float, float]]:
    """Return width and height in points of each page of a document, by its number."""
    found = next(evidence.query(_PAGES, document_id), None)
    # Number, start, end, width, height, and what OCR says of it.
    return {} if found is None else {row[0]: (row[3], row[4]) for row in json.loads(found[0])}


def spans(one: Shown, tag: Tag) -> tuple[tuple[int, int], ...]:
    """Return where in a passage the words stand that moved a tag, in order and disjoint."""
    start, length = one.passage.start, len(one.passage.text)
    merged: list[tuple[int, int]] = []
    for first, last in sorted((cue.start - start, cue.end - start) for cue in tag.cues):
        if first < 0 or last > length:
            continue
        if merged and first <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(last, merged[-1][1])
        else:
            merged.append((first, last))
    return tuple(merged)


_AROUND_IT = """
    SELECT id, text FROM passages WHERE document_id = ? AND current AND start {direction} ?
    ORDER BY start {order} LIMIT ?
"""
_PASSAGE = f"{rows.select('passages', rows.PASSAGES)} WHERE current AND id = ?"
_PAGES = """
    SELECT pages FROM extractions JOIN documents ON documents.extraction_id = extractions.id
    WHERE documents.id = ?
"""
