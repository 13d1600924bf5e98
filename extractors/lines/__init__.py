"""Lines of plain or lightly marked text to drafts: one reader for both.

Published documents come as text that is neither: Markdown headings beside tab-separated tables,
numbered paragraphs behind bullets, notes in superscript, page breaks in the middle of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.records import BlockKind
from extractors.drafting import Draft, DraftCell
from extractors.lines.flattened import flattened_tables
from extractors.lines.inline import words_of
from extractors.lines.mending import continuations_joined, page_numbers_aside, tables_joined
from extractors.lines.outline import contents_aside, headings_found, levels_set, unglued
from extractors.lines.pieces import LineReader, Piece, PieceKind, SourceLine

_HEADER_WORDS = 6
# A table that is only one line with a tab is a paragraph; page breaks never get this far.
_KINDS: dict[PieceKind, BlockKind] = {
    "heading": "heading",
    "paragraph": "paragraph",
    "item": "item",
    "table": "paragraph",
    "note": "note",
    "furniture": "furniture",
}


def _as_they_are(text: str) -> str:
    return text


def _source_lines(text: str, marked: bool) -> Iterator[SourceLine]:
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        parts = unglued(raw) if marked else (raw,)
        for at, part in enumerate(parts):
            if at:
                yield SourceLine(number, "")
            yield SourceLine(number, part)
        if len(parts) > 1:
            yield SourceLine(number, "")


def _locator(piece: Piece) -> str:
    first, last = piece.lines[0].number, piece.lines[-1].number
    return f"line {first}" if first == last else f"lines {first}-{last}"


def _has_header(rows: tuple[tuple[str, ...], ...]) -> bool:
    """Say whether the first row names the columns: short and different, or words over numbers."""
    first, rest = rows[0], rows[1:]
    if not rest or not all(first) or any(len(cell.split()) > _HEADER_WORDS for cell in first):
        return False
    if len(first) > 2:
        return len(set(first)) == len(first)
    numeric = sum(row[0][:1].isdigit() or not row[0] for row in rest if row)
    return not first[0][:1].isdigit() and numeric > len(rest) / 2


def _table_draft(piece: Piece, inline: bool) -> Draft:
    width = max(len(row) for row in piece.rows)
    header = piece.header or int(_has_header(piece.rows))
    cells = tuple(
        DraftCell(at, column, words_of(cell) if inline else cell, header=at < header)
        for at, row in enumerate(piece.rows)
        for column, cell in enumerate((*row, *[""] * (width - len(row))))
    )
    return Draft("table", cells=cells, locator=_locator(piece))


def _draft(piece: Piece, marked: bool) -> Draft:
    if piece.kind == "table" and (len(piece.rows) > 1 or len(piece.rows[0]) > 2):
        return _table_draft(piece, marked)
    return Draft(
        kind=_KINDS[piece.kind],
        text=words_of(piece.text) if marked and piece.kind == "table" else piece.text,
        marker=piece.marker,
        level=piece.level,
        number=piece.number,
        locator=_locator(piece),
    )


def read(text: str, marked: bool) -> list[Draft]:
    """Read the lines of a text into drafts; `marked` says that inline marks are Markdown's.

    Locators give source lines from 1 ("line 12", "lines 12-14").
    """
    inline = words_of if marked else _as_they_are
    pieces = LineReader(marked, inline).read(_source_lines(text, marked))
    pieces, titles = contents_aside(pieces)
    pieces = page_numbers_aside(pieces)
    pieces = flattened_tables(pieces, inline)
    pieces = headings_found(pieces)
    pieces = continuations_joined(pieces)
    pieces = tables_joined(pieces)
    pieces = levels_set(pieces, titles)
    return [_draft(piece, marked) for piece in pieces if piece.kind != "break"]
