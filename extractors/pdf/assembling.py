"""Pieces to the frozen text and its blocks: the one place where text is put together."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.records import Block, Box, Cell, Line, Page
from extractors.pdf.layout import PageLayout
from extractors.pdf.pieces import SET_ASIDE, Piece
from extractors.pdf.textlines import TextLine


class Scribe:
    """Writes the text and remembers where everything stands in it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.at = 0
        self.blocks: list[Block] = []
        self.page_starts: dict[int, int] = {}

    def put(self, text: str) -> None:
        """Append text."""
        self.parts.append(text)
        self.at += len(text)

    def piece(self, piece: Piece) -> None:
        """Append one piece as one block, after a line break."""
        if self.at:
            self.put("\n")
        start = self.at
        self.page_starts.setdefault(piece.first.page, start)
        if piece.cells:
            self._table(piece, start)
            return
        words = piece.lines[0].words
        if piece.skip:
            marker = piece.marker
            self.put((marker.text if marker else words[0].text) + " ")
        body = self.at
        lines = self._lines(piece.lines, piece.skip)
        self.blocks.append(
            Block(
                piece.kind,
                start,
                body,
                self.at,
                piece.how,
                piece.level,
                piece.lines[0].page,
                piece.marker.number if piece.marker else None,
                lines,
            )
        )

    def _lines(self, printed: Sequence[TextLine], skip: int) -> tuple[Line, ...]:
        # Lines and boxes are made without their constructors' detour through Python: a fifth off
        # the time of this loop, which sees every line.
        new, parts, at = tuple.__new__, self.parts, self.at
        lines: list[Line] = []
        joined = True
        for line in printed:
            words = line.words[skip:] if skip else line.words
            if not words:
                skip = 0
                continue
            if not joined:
                parts.append(" ")
                at += 1
            text = " ".join([word[0] for word in words])
            left = min([word[1] for word in words]) if skip else line.x0
            box = new(Box, (line.page, left, line.y0, line.x1, line.y1))
            self.page_starts.setdefault(line.page, at)
            parts.append(text)
            end = at + len(text)
            lines.append(new(Line, (at, end, box)))
            at = end
            joined = words[-1][10]
            skip = 0
        self.at = at
        return tuple(lines)

    def _table(self, piece: Piece, start: int) -> None:
        cells: list[Cell] = []
        row = piece.cells[0].row
        for cell in piece.cells:
            if cell.row != row:
                self.put("\n")
                row = cell.row
            elif cells:
                self.put("\t")
            at = self.at
            lines = self._lines(cell.lines, 0)
            cells.append(Cell(cell.row, cell.column, at, self.at, lines, cell.header))
        every = tuple(line for cell in cells for line in cell.lines)
        page = every[0].box.page
        self.blocks.append(
            Block(
                "table",
                start,
                start,
                self.at,
                piece.how,
                piece.level,
                page,
                None,
                every,
                tuple(cells),
            )
        )


def assemble(
    layouts: Sequence[PageLayout], pieces: Sequence[list[Piece]]
) -> tuple[str, tuple[Page, ...], tuple[Block, ...]]:
    """Write the body of all pages, then furniture and notes of all pages."""
    scribe = Scribe()
    for page in pieces:
        for piece in page:
            if piece.kind not in SET_ASIDE:
                scribe.piece(piece)
    body_end = scribe.at
    starts = scribe.page_starts
    scribe.page_starts = {}
    for page in pieces:
        for piece in page:
            if piece.kind in SET_ASIDE:
                scribe.piece(piece)
    return "".join(scribe.parts), _pages(layouts, starts, body_end), tuple(scribe.blocks)


def _pages(layouts: Sequence[PageLayout], starts: dict[int, int], end: int) -> tuple[Page, ...]:
    pages: list[Page] = []
    for layout in reversed(layouts):
        start = starts.get(layout.number, end)
        pages.append(Page(layout.number, start, end, layout.width, layout.height))
        end = start
    pages.reverse()
    return tuple(pages)
