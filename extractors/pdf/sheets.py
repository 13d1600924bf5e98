"""From page layouts and tag marks to the pieces of a whole document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.records import How
from extractors.pdf.furniture import Key, is_furniture, repeated
from extractors.pdf.geometry import shape, split_at_gaps
from extractors.pdf.headings import mark_headings
from extractors.pdf.layout import PageLayout, TableGrid, Word
from extractors.pdf.lists import mark_levels
from extractors.pdf.pieces import SET_ASIDE, Piece
from extractors.pdf.runon import join_run_ons, mend_breaks
from extractors.pdf.style import BodyStyle, body_style
from extractors.pdf.tables import ruled_tables_of
from extractors.pdf.tagged import is_thick, sort_words, tagged_pieces
from extractors.pdf.tagtree import Mark
from extractors.pdf.textlines import TextLine, lines_of

_CONTROL = re.compile("[\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff]+")


@dataclass(slots=True)
class Sheet:
    """One page on its way: its layout, pieces from tags, and lines that no tag accounts for."""

    layout: PageLayout
    tagged: list[Piece] = field(default_factory=list)
    artifacts: list[TextLine] = field(default_factory=list)
    loose: list[TextLine] = field(default_factory=list)
    grids: Sequence[TableGrid] = ()
    ocr: bool = False
    confidence: float | None = None

    @property
    def lines(self) -> list[TextLine]:
        """All lines outside tables, artifacts left out."""
        return [line for piece in self.tagged for line in piece.lines] + self.loose


def sheet_of(layout: PageLayout, marks: Mapping[int, Mark]) -> Sheet:
    """Sort a page's words into tagged pieces, artifacts and loose lines."""
    words = _readable(layout.words)
    number = layout.number
    if not marks:
        return Sheet(layout, loose=lines_of(words, number))
    known = sort_words(words, marks)
    if not is_thick(known):
        return Sheet(layout, loose=lines_of(words, number))
    blocks, artifacts, unknown = known
    return Sheet(
        layout,
        tagged_pieces(blocks, marks, number),
        lines_of(artifacts, number),
        lines_of(unknown, number),
    )


def _readable(words: Sequence[Word]) -> Sequence[Word]:
    """Replace control characters and spaces inside words; drop words that hold nothing else."""
    texts = [word[0] for word in words]
    joined = "".join(texts)
    # What is printable is no control character: asking for that takes a quarter of the search.
    clean = (joined.isprintable() and " " not in joined) or not _CONTROL.search(joined)
    if clean and all(texts):
        return words
    cleaned = [word._replace(text=_CONTROL.sub(" ", word.text).strip()) for word in words]
    return [word for word in cleaned if word.text]


def pieces_of(sheets: Sequence[Sheet]) -> list[list[Piece]]:
    """Turn all pages of a document into pieces, furniture and notes marked, run-ons joined."""
    style = body_style([sheet.lines for sheet in sheets])
    recurring = repeated([(sheet.layout.height, sheet.lines) for sheet in sheets])
    pages = [_page(sheet, style, recurring) for sheet in sheets]
    for page in pages:
        mend_breaks(page, style)
    mark_headings(pages, style)
    join_run_ons(pages, style)
    mark_levels([piece for page in pages for piece in page if piece.kind not in SET_ASIDE])
    return pages


def _page(sheet: Sheet, style: BodyStyle, recurring: set[Key]) -> list[Piece]:
    height = sheet.layout.height
    how: How = "ocr" if sheet.ocr else "geometry"
    pieces: list[Piece] = []
    for piece in sheet.tagged:
        if piece.lines and all(is_furniture(line, height, recurring) for line in piece.lines):
            piece.kind = "furniture"
            piece.marker, piece.skip = None, 0
        pieces.extend(split_at_gaps(piece, style))
    body: list[TextLine] = []
    furniture: list[Piece] = []
    for line in sheet.loose:
        if is_furniture(line, height, recurring):
            furniture.append(Piece("furniture", how, [line]))
        else:
            body.append(line)
    _insert(pieces, _shape_with_tables(body, sheet.grids, style, how))
    pieces.extend(furniture)
    pieces.extend(Piece("furniture", "tags", [line]) for line in sheet.artifacts)
    return pieces


def _shape_with_tables(
    lines: list[TextLine], grids: Sequence[TableGrid], style: BodyStyle, how: How
) -> list[Piece]:
    tables: list[Piece] = []
    for grid in grids:
        if not lines:
            break
        found, lines = ruled_tables_of(grid, lines, how)
        tables.extend(found)
    pieces = shape(lines, style, how)
    _insert(pieces, tables)
    return pieces


def _insert(pieces: list[Piece], others: Sequence[Piece]) -> None:
    """Put each further piece before the first one that stands below it on the page."""
    for other in others:
        base = other.first.base
        at = next((at for at, piece in enumerate(pieces) if piece.first.base < base), len(pieces))
        pieces.insert(at, other)
