"""Blocks to passages: the paragraphs, list items and table rows that evidence is quoted from.

Headings, notes, running headers and contents lists are no passages. A passage leaves the marker
out: its text begins after the bullet or the printed number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from corpus.identity import passage_id
from corpus.records import Block, Box, Cell, Extraction, Line, Passage

_QUOTABLE = ("paragraph", "item", "table")
_CONTENTS = re.compile(r"(table of )?contents( page)?\W*", re.IGNORECASE)
_ENDS_IN_PAGE = re.compile(r"(?:\s|\.)\d{1,4}$")
_LEADER = re.compile(r"(?:\.\s?){4,}\s*\d{1,4}$")
_BAND_WORDS = 10
_MOST_BANDS = 2  # nested labels; more in a row are a list in a table
_END_MARKS = (".", ";", ":", "!", "?")


class _Chain:
    """The headings that stand above the block at hand, outermost first."""

    def __init__(self) -> None:
        self._open: list[tuple[float, str]] = []

    def leave(self, level: float) -> None:
        # A contents list has only its lines below it, however large its title is printed.
        while self._open and (self._open[-1][0] >= level or _is_contents(self._open[-1][1])):
            self._open.pop()

    def enter(self, level: float, text: str) -> None:
        self.leave(level)
        self._open.append((level, text))

    def texts(self) -> tuple[str, ...]:
        return tuple(text for _, text in self._open)


def _is_contents_line(text: str, headings: Sequence[str]) -> bool:
    """Say whether text is a contents line: leader dots, or a page number under Contents."""
    if _LEADER.search(text):
        return True
    under_contents = bool(headings) and _is_contents(headings[-1])
    return under_contents and _ENDS_IN_PAGE.search(text) is not None


def _is_contents(heading: str) -> bool:
    return _CONTENTS.fullmatch(heading.strip()) is not None


def _boxes(lines: Iterable[Line], start: int, end: int) -> tuple[Box, ...]:
    return tuple(line.box for line in lines if line.start < end and line.end > start)


def _pages(boxes: Sequence[Box], page: int | None) -> tuple[int, int] | None:
    if boxes:
        return min(box.page for box in boxes), max(box.page for box in boxes)
    return None if page is None else (page, page)


class _Cutter:
    """Cuts the passages of one extraction."""

    def __init__(self, extraction: Extraction) -> None:
        self._document_id = extraction.document_id
        self._text = extraction.text
        self._chain = _Chain()

    def cut(self, blocks: Iterable[Block]) -> Iterator[Passage]:
        """Yield the passages of blocks in order."""
        for block in blocks:
            if block.kind == "heading":
                self._chain.enter(max(block.level, 1), self._text[block.start : block.end])
            elif block.kind == "table" and block.cells:
                # A row that prints a section's title and its grade stands just above the
                # headings of its level: the section before it is over.
                title_level = block.level - 0.5 if block.level else None
                if title_level is not None:
                    self._chain.leave(title_level)
                yield from self._rows(block)
                if title_level is not None:
                    self._chain.enter(title_level, self._titled(block.cells))
            elif block.kind in _QUOTABLE:
                yield from self._whole(block)

    def _whole(self, block: Block) -> Iterator[Passage]:
        headings = self._chain.texts()
        span = (block.body, block.end)
        yield from self._passage(span, headings, block, block.lines, block.locator)

    def _rows(self, block: Block) -> Iterator[Passage]:
        rows = [list(row) for _, row in groupby(_by_row(block.cells), key=lambda cell: cell.row)]
        only_headers = all(_is_header(row) for row in rows)
        bands: list[str] = []
        waiting: list[list[Cell]] = []
        for row in rows:
            if _is_header(row) and not only_headers:
                continue
            if self._band(row) is not None:
                waiting.append(row)
                continue
            if len(waiting) <= _MOST_BANDS:
                # One new label replaces the innermost, two new ones the two innermost.
                fresh = [self._band(label) or "" for label in waiting]
                bands = [*bands[: max(0, len(bands) - len(fresh))], *fresh]
                waiting = []
            for announced in (*waiting, row):
                yield from self._row(block, announced, bands)
            waiting = []
        # Labels that no row follows announce nothing: they are rows like any other.
        for row in waiting:
            yield from self._row(block, row, bands)

    def _row(self, block: Block, row: Sequence[Cell], bands: Sequence[str]) -> Iterator[Passage]:
        lines = sorted((line for cell in row for line in cell.lines), key=lambda line: line.start)
        span = (row[0].start, max(cell.end for cell in row))
        where = f"row {row[0].row + 1}"
        locator = None if block.page else ", ".join(filter(None, (block.locator, where)))
        headings = (*self._chain.texts(), *bands)
        yield from self._passage(span, headings, block, lines, locator)

    def _titled(self, cells: Iterable[Cell]) -> str:
        last = max(cell.row for cell in cells)  # "Key judgement" may stand above it
        row = [cell for cell in _by_row(cells) if cell.row == last]
        printed = (self._text[cell.start : cell.end] for cell in row)
        return ": ".join(filter(None, printed))

    def _band(self, row: Sequence[Cell]) -> str | None:
        """Return the label of a row that only announces the rows below: one short cell, alone."""
        filled = [cell for cell in row if cell.start < cell.end]
        if len(filled) != 1 or len(row) < 2 or filled[0].column > 0:
            return None
        label = self._text[filled[0].start : filled[0].end]
        if len(label.split()) > _BAND_WORDS or label.rstrip().endswith(_END_MARKS):
            return None
        return label

    def _passage(
        self,
        span: tuple[int, int],
        headings: tuple[str, ...],
        block: Block,
        lines: Iterable[Line],
        locator: str | None,
    ) -> Iterator[Passage]:
        start, end = span
        text = self._text[start:end]
        # A slice may begin with the tab of an empty first cell; evidence begins with a character.
        start += len(text) - len(text.lstrip())
        text = text.strip()
        if not text or _is_contents_line(text, headings):
            return
        end = start + len(text)
        boxes = _boxes(lines, start, end)
        yield Passage(
            id=passage_id(self._document_id, start, end, text),
            document_id=self._document_id,
            start=start,
            end=end,
            text=text,
            headings=headings,
            number=block.number,
            pages=_pages(boxes, block.page),
            boxes=boxes,
            locator=locator,
        )


def _by_row(cells: Iterable[Cell]) -> list[Cell]:
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def _is_header(row: Sequence[Cell]) -> bool:
    filled = [cell for cell in row if cell.start < cell.end]
    return bool(filled) and all(cell.header for cell in filled)


def passages(extraction: Extraction) -> tuple[Passage, ...]:
    """Cut an extraction into passages, in reading order; each is a slice of the frozen text.

    A table row is one passage, from its first cell to its last; a header row is one only where the
    table has nothing else, and a row that is a mere label becomes a heading of the rows below it.
    """
    return tuple(_Cutter(extraction).cut(extraction.blocks))
