"""The de-identified extraction of one note: blocks, cells and lines moved along with the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from corpus.notes import Redaction
from corpus.records import Block, Cell, Extraction, Line, Page
from models.deid.redaction import Offsets


def project(
    extraction: Extraction, start: int, end: int, redaction: Redaction, document_id: str
) -> Extraction:
    """Return the extraction of the note `extraction.text[start:end]`, redacted.

    `redaction` is of that slice. Pages and boxes stay: a citation opens the right place. A
    replacement that runs over two lines stands on the first; what is left empty goes. Problems
    stay behind, since their messages quote the original.
    """
    move = _Move(start, end, redaction)
    return Extraction(
        document_id=document_id,
        extractor=extraction.extractor,
        text=redaction.text,
        pages=tuple(move.pages(extraction.pages)),
        blocks=tuple(move.blocks(extraction.blocks)),
        status=extraction.status,
    )


class _Move:
    """Moves spans of the extraction into the redacted note."""

    def __init__(self, start: int, end: int, redaction: Redaction) -> None:
        self._start, self._end = start, end
        self._offsets = Offsets(redaction)
        self._length = len(redaction.text)

    def _span(self, start: int, end: int) -> tuple[int, int]:
        start, end = max(start, self._start), min(end, self._end)
        if start >= end:
            return 0, 0
        return self._offsets.to_redacted(start - self._start, end - self._start)

    def pages(self, pages: Iterable[Page]) -> Iterator[Page]:
        """Yield the pages that the note stands on; their slices follow each other."""
        kept = [page for page in pages if page.start < self._end and page.end > self._start]
        at = 0
        for page in kept:
            last = self._length if page is kept[-1] else self._span(page.start, page.end)[1]
            yield replace(page, start=at, end=max(at, last))
            at = max(at, last)

    def blocks(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """Yield the blocks of the note."""
        at = 0
        for block in blocks:
            first, last = self._span(block.start, block.end)
            first = max(first, at)
            if first >= last:
                continue
            body = (
                max(first, self._span(block.body, block.end)[0]) if block.body < block.end else last
            )
            kept = block.number if block.number and body > first else None
            at = last
            yield replace(
                block, start=first, body=min(body, last), end=last, number=kept,
                lines=tuple(self.lines(block.lines)), cells=tuple(self.cells(block.cells)),
            )  # fmt: skip

    def cells(self, cells: Iterable[Cell]) -> Iterator[Cell]:
        """Yield the cells of the note; empty ones stay, for their column's sake."""
        at = 0
        for cell in cells:
            if cell.end < self._start or cell.start > self._end:
                continue
            if cell.start == cell.end:
                place = self._offsets.to_redacted(*(2 * (cell.start - self._start,)))[0]
                yield replace(cell, start=max(at, place), end=max(at, place), lines=())
                continue
            first, last = self._span(cell.start, cell.end)
            first = max(first, at)
            if first < last:
                at = last
                yield replace(cell, start=first, end=last, lines=tuple(self.lines(cell.lines)))

    def lines(self, lines: Iterable[Line]) -> Iterator[Line]:
        """Yield the lines of the note."""
        at = 0
        for line in lines:
            first, last = self._span(line.start, line.end)
            first = max(first, at)
            if first < last:
                at = last
                yield Line(first, last, line.box)
