"""A slice of the frozen text as a fact: its words, page, boxes and locator, and its stable id.

Built once a document. Finding the blocks that a slice touches is a search by halves, so that a
document with thousands of blocks and hundreds of facts stays cheap.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import Any

from corpus.facts import Fact, FactKind
from corpus.identity import fact_id
from corpus.records import Block, Box, Extraction, Line


class Anchors:
    """Places of one extraction: what stands where, in blocks, lines, pages and boxes."""

    def __init__(self, extraction: Extraction) -> None:
        self._extraction = extraction
        filled = (block for block in extraction.blocks if block.start < block.end)
        self._blocks = sorted(filled, key=lambda block: (block.start, block.end))
        self._starts = [block.start for block in self._blocks]
        self._pages = extraction.pages
        self._page_starts = [page.start for page in extraction.pages]

    def fact(
        self,
        kind: FactKind,
        fields: Mapping[str, Any],
        start: int,
        end: int,
        key: str = "",
    ) -> Fact:
        """Return the slice as a fact. `key` tells apart facts of one kind in one place.

        Outer white space is left out of the slice. ValueError where nothing is left of it.
        """
        start, end = self.trimmed(start, end)
        if start >= end:
            message = f"A fact needs words: the slice {start} to {end} is empty."
            raise ValueError(message)
        boxes = self.boxes(start, end)
        page = self.page(start)
        return Fact(
            id=fact_id(self._extraction.document_id, kind, key, start, end),
            document_id=self._extraction.document_id,
            kind=kind,
            fields=fields,
            start=start,
            end=end,
            text=self._extraction.text[start:end],
            page=page,
            boxes=boxes,
            locator=None if page else self.locator(start),
        )

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """Return the slice without white space at its ends."""
        words = self._extraction.text[start:end]
        start += len(words) - len(words.lstrip())
        return start, max(start, start + len(words.strip()))

    def blocks(self, start: int, end: int) -> list[Block]:
        """Return the blocks that the slice touches, in order."""
        first = max(0, bisect_right(self._starts, start) - 1)
        touched = []
        for at in range(first, len(self._blocks)):
            block = self._blocks[at]
            if block.start >= end:
                break
            if block.end > start:
                touched.append(block)
        return touched

    def block(self, start: int) -> Block | None:
        """Return the block that a position stands in, or null between blocks."""
        return next(iter(self.blocks(start, start + 1)), None)

    def lines(self, start: int, end: int) -> list[Line]:
        """Return the printed lines that the slice touches, in order of the text."""
        lines = (
            line
            for block in self.blocks(start, end)
            for line in (*block.lines, *(line for cell in block.cells for line in cell.lines))
            if line.start < end and line.end > start
        )
        # A table may hold its lines in the block, in the cells or in both: one box a line.
        return sorted(dict.fromkeys(lines), key=lambda line: line.start)

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """Return one box a printed line of the slice; empty where the document has no pages."""
        return tuple(line.box for line in self.lines(start, end))

    def page(self, start: int) -> int | None:
        """Return the page on which the words at a position are printed, from 1, or null."""
        lines = self.lines(start, start + 1)
        if lines:
            return lines[0].box.page
        block = self.block(start)
        if block is not None and block.page is not None:
            return block.page
        number = bisect_right(self._page_starts, start) - 1
        return self._pages[number].number if number >= 0 else None

    def locator(self, start: int) -> str | None:
        """Return where a position stands in a document without pages ("line 12"), or null."""
        block = self.block(start)
        if block is None or block.locator is None:
            return None
        row = next((cell.row for cell in block.cells if cell.start <= start < cell.end), None)
        return block.locator if row is None else f"{block.locator}, row {row + 1}"

    def place(self, start: int) -> str:
        """Return a position in words for a message: "page 3", "line 12", or "the document"."""
        page = self.page(start)
        return f"page {page}" if page else self.locator(start) or "the document"
