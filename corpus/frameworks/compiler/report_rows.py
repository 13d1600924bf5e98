"""The headings of the printed report and which of them carry a grade."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.frameworks.compiler.compiled import Remark, ReportRow
from corpus.frameworks.compiler.outline import Outline, Piece, grid
from corpus.frameworks.compiler.words import plain
from corpus.frameworks.provisions import Cell as Kind

_CELLS: dict[str, Kind] = {
    "grade": "grade",
    "graded": "grade",
    "judgement": "grade",
    "no grade": "no grade",
    "not graded": "no grade",
    "ungraded": "no grade",
}
_TAILED = re.compile(r"^(?P<text>\S.*?)\s+(?P<cell>No grade|Not graded|Grade)$")


def report_rows(laid: Outline) -> tuple[list[ReportRow], list[Remark]]:
    """Read the tables (or lines) whose last cells say "Grade" or "No grade"."""
    rows: list[ReportRow] = []
    section: str | None = None
    last: Piece | None = None
    for piece in laid.pieces:
        if any(_is_report(laid, other) for other in _with_neighbours(laid, piece)):
            if last is None or any(p.kind == "heading" for p in laid.pieces[last.at : piece.at]):
                section = _heading_before(laid, piece)
            section = _read_table(laid, piece, section, rows)
            last = piece
    if not rows:
        rows = list(_lines(laid))
    kept, remarks = _merged(rows)
    graded = sum(row.cell == "grade" for row in kept)
    return (kept, remarks) if graded > 1 else ([], [])


def _with_neighbours(laid: Outline, piece: Piece) -> list[Piece]:
    """Return a table with those that touch it: a page break may have cut one table in two."""
    near = laid.pieces[max(0, piece.at - 1) : piece.at + 2]
    columns = {len(row) for row in grid(piece)}
    return [other for other in near if columns and max(columns) == _width(other)]


def _width(piece: Piece) -> int:
    return max((len(row) for row in grid(piece)), default=0)


def _is_report(laid: Outline, piece: Piece) -> bool:
    """Say whether a table is of report headings: the second cells of its rows speak of grades."""
    cells = [_CELLS.get(plain(laid.text[row[-1].start : row[-1].end])) for row in grid(piece)]
    return sum(cell is not None for cell in cells) * 2 >= len(cells)


def _read_table(
    laid: Outline, piece: Piece, section: str | None, rows: list[ReportRow]
) -> str | None:
    """Add a table's rows and return the section that its last rows stand in."""
    number = laid.numbered_before(piece.at)
    for row in grid(piece):
        texts = [laid.text[cell.start : cell.end].strip() for cell in row]
        kind = _CELLS.get(plain(texts[-1]), "context")
        if all(cell.header for cell in row) and kind == "context":
            continue
        if len(row) == 1 or not any(texts[1:]):
            # A row with no second cell heads the rows below it.
            section = texts[0]
            continue
        anchor = laid.span(piece, row[0].start, row[0].end, number)
        rows.append(ReportRow(texts[0], kind, anchor, section))
    return section


def _lines(laid: Outline) -> Iterator[ReportRow]:
    """Read rows that the extractor saw as lines: "Overall effectiveness Grade"."""
    for piece in laid.pieces:
        match = _TAILED.match(piece.text) if piece.kind != "table" else None
        if match is not None and len(match["text"].split()) <= 16:
            start = piece.block.body
            anchor = laid.span(piece, start, start + match.end("text"))
            yield ReportRow(match["text"], _CELLS[plain(match["cell"])], anchor)


def _merged(rows: list[ReportRow]) -> tuple[list[ReportRow], list[Remark]]:
    """Drop a row that the next one repeats in full: the trace of a heading broken by a page."""
    kept: list[ReportRow] = []
    remarks: list[Remark] = []
    for row, after in zip(rows, [*rows[1:], None], strict=False):
        cut = after is not None and plain(after.text).startswith(plain(row.text))
        if after is not None and cut and row.cell == after.cell and row.section == after.section:
            message = f'"{row.text}" is the beginning of the next row and was taken with it'
            remarks.append(Remark("row-repeated", message, row.anchor))
            continue
        kept.append(row)
    return kept, remarks


def _heading_before(laid: Outline, piece: Piece) -> str | None:
    """Return the heading right above a table, with nothing but scraps of a line between."""
    for other in reversed(laid.pieces[: piece.at]):
        if other.kind == "heading":
            return other.text
        if other.number is not None or other.text[:1].isupper():
            return None
    return None
