"""The working record between a page's lines and the blocks of the frozen text."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.records import BlockKind, How
from extractors.pdf.markers import Marker, marker_of
from extractors.pdf.textlines import TextLine

SET_ASIDE = ("note", "furniture")  # kinds that stand after the body in the frozen text
END_MARKS = ".?!:;"
_CLOSERS = "”’\"')]»"


@dataclass(slots=True)
class TableCell:
    """One cell of a table on its way to a record: its place and its printed lines."""

    row: int
    column: int
    lines: list[TextLine]
    header: bool = False


@dataclass(slots=True)
class Piece:
    """A paragraph-like part of a page: its kind so far and its printed lines.

    `role` is what the tag tree said ("" without tags). The first `skip` words of the first line
    are the marker. `level` is the depth of a heading or item. A table has `cells` and no lines.
    """

    kind: BlockKind
    how: How
    lines: list[TextLine]
    role: str = ""
    level: int = 0
    marker: Marker | None = None
    skip: int = 0
    cells: list[TableCell] = field(default_factory=list)

    @property
    def first(self) -> TextLine:
        """The first printed line, of the first cell in a table."""
        return self.lines[0] if self.lines else self.cells[0].lines[0]

    @property
    def last(self) -> TextLine:
        """The last printed line."""
        return self.lines[-1] if self.lines else self.cells[-1].lines[-1]

    @property
    def size(self) -> float:
        """Type size of the first line whose letters are not the marker's."""
        if not self.lines:
            return self.first.size
        return self.lines[len(self.lines) > 1 and self.skip > 0].size

    @property
    def bold(self) -> bool:
        """Whether every line is mostly bold."""
        return all(line.bold for line in self.lines or self.cells[0].lines)

    @property
    def text(self) -> str:
        """The words after the marker, as they will stand in the frozen text, roughly."""
        return " ".join([line.text for line in self.lines])

    @property
    def body_x(self) -> float:
        """Left side of the text after the marker."""
        words = self.lines[0].words
        return words[self.skip].x0 if self.skip < len(words) else self.lines[0].x0


def ended(piece: Piece) -> bool:
    """Say whether the last word closes a sentence or a clause that leads to a list."""
    text = piece.last.words[-1].text.rstrip(_CLOSERS)
    return not text or text[-1] in END_MARKS


def take_marker(piece: Piece, *, weak: bool) -> None:
    """Read the first word of a paragraph or item as its marker where text follows it.

    A bullet or letter makes it an item, a number a numbered paragraph.
    """
    if piece.kind not in ("paragraph", "item", "note"):
        return
    words = piece.lines[0].words
    marker = marker_of(words[0].text)
    if marker is None or (marker.weak and not weak):
        return
    if len(words) == 1 and len(piece.lines) == 1:
        return
    piece.marker = marker
    piece.skip = 1
    if piece.kind == "note":
        return
    if marker.number is None or not marker.number[0].isdigit():
        piece.kind = "item"
    elif piece.kind == "item":
        # "47." before a paragraph is the report's own numbering, whatever Word made of it.
        piece.kind = "paragraph"
