"""The Extraction as the compiler walks it: its body's blocks with their headings and neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.frameworks.compiler.compiled import Anchor, Quote
from corpus.records import Block, BlockKind, Cell, Extraction

_SENTENCE_END = re.compile(r"[.!?:;][’”'\")\]]*[⁰¹²³⁴⁵-⁹]*$")
# A number that stands in a heading's words, where the format does not set it apart.
NUMBER = re.compile(r"(?P<number>\d+(?:\.\d+)*)[.)]?\s+(?=\S)")
_INTEGER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of the body. `text` is what follows the marker; `at` its place in the outline."""

    at: int
    block: Block
    text: str

    @property
    def kind(self) -> BlockKind:
        """The block's kind."""
        return self.block.kind

    @property
    def number(self) -> str | None:
        """The printed number, for a heading or a paragraph."""
        return self.block.number

    @property
    def marked(self) -> bool:
        """Whether a bullet or number stands before it."""
        return self.block.body > self.block.start

    @property
    def ended(self) -> bool:
        """Whether it ends as a sentence or an item of a list does."""
        return _SENTENCE_END.search(self.text) is not None


@dataclass(frozen=True, slots=True)
class Outline:
    """The pieces of a document's body in reading order, and the frozen text they are cut from."""

    document_id: str
    text: str
    pieces: tuple[Piece, ...]

    def anchor(self, piece: Piece, paragraph: str | None = None) -> Anchor:
        """Return where the words of a piece stand, without its marker."""
        return self.span(piece, piece.block.body, piece.block.end, paragraph)

    def span(self, piece: Piece, start: int, end: int, paragraph: str | None = None) -> Anchor:
        """Return where some words of a piece stand."""
        page, locator = piece.block.page, piece.block.locator
        for line in piece.block.lines:
            if line.start <= start:
                page = line.box.page
        return Anchor(self.document_id, start, end, page, paragraph, locator)

    def words(self, piece: Piece, words: str, paragraph: str | None = None) -> Anchor:
        """Return where some of a piece's words stand: a heading without its number."""
        start = piece.block.body + max(0, piece.text.find(words))
        return self.span(piece, start, start + len(words), paragraph)

    def titled(self, title: str) -> Anchor | None:
        """Return where a title stands as a heading or a cell; null where it does not."""
        for piece in self.pieces:
            if piece.kind == "heading" and piece.text.startswith(title):
                return self.words(piece, title)
            for cell in piece.block.cells:
                if self.text[cell.start : cell.end] == title:
                    return self.span(piece, cell.start, cell.end)
        return None

    def quote(self, piece: Piece, paragraph: str | None = None) -> Quote:
        """Return the words of a piece with their anchor."""
        return Quote(piece.text, self.anchor(piece, paragraph))

    def quoted(self, piece: Piece, start: int, end: int, paragraph: str | None = None) -> Quote:
        """Return a slice of the frozen text with its anchor in a piece."""
        return Quote(self.text[start:end], self.span(piece, start, end, paragraph))

    def cell(self, piece: Piece, cell: Cell, paragraph: str | None = None) -> Quote:
        """Return the words of a table cell with their anchor."""
        return self.quoted(piece, cell.start, cell.end, paragraph)

    def section(self, at: int) -> range:
        """Return the places below a heading, up to the next heading as high or higher."""
        level = self.pieces[at].block.level
        end = at + 1
        while end < len(self.pieces) and not (
            self.pieces[end].kind == "heading" and self.pieces[end].block.level <= level
        ):
            end += 1
        return range(at + 1, end)

    def numbered_before(self, at: int) -> str | None:
        """Return the printed number under which a piece stands: its own or the last before it."""
        for piece in reversed(self.pieces[: at + 1]):
            if piece.number is not None and piece.kind in ("paragraph", "heading"):
                return piece.number
        return None


def outline(extraction: Extraction) -> Outline:
    """Lay out the body; furniture and notes, which stand after it, are left aside."""
    body = [
        block
        for block in extraction.blocks
        if block.kind not in ("furniture", "note") and block.body < block.end
    ]
    pieces = (
        Piece(at, block, extraction.text[block.body : block.end]) for at, block in enumerate(body)
    )
    return Outline(extraction.document_id, extraction.text, tuple(pieces))


def grid(piece: Piece) -> list[list[Cell]]:
    """Return the cells of a table by rows, in the order of their columns."""
    rows: dict[int, list[Cell]] = {}
    for cell in sorted(piece.block.cells, key=lambda cell: (cell.row, cell.column)):
        rows.setdefault(cell.row, []).append(cell)
    return list(rows.values())


def numbered(laid: Outline) -> Iterator[Piece]:
    """Give the paragraphs that have a printed number ("47", "2.3.3"), not headings or items."""
    for piece in laid.pieces:
        if piece.kind == "paragraph" and piece.number and _INTEGER.match(piece.number):
            yield piece
