"""Tables: which grids hold data and which only lay out running text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from extractors.pdf.layout import TableGrid
from extractors.pdf.pieces import Piece, TableCell
from extractors.pdf.tagtree import Mark
from extractors.pdf.textlines import TextLine, lines_of

_LONG_CELL = 14  # lines; a cell with more is a text box, whatever stands beside it

Row = list[tuple[int, list[tuple[Mark, Piece]]]]


def tagged_table(
    parts: Sequence[tuple[Mark, Piece]], widths: Mapping[tuple[int, int], int]
) -> list[Piece]:
    """Split what the tags call one table into real tables and the paragraphs laid out round them.

    Word puts title box, judgement table and running text into one table. Rows of two or more
    cells make a table; rows of one cell before, after or between them are paragraphs. `widths`
    has the number of cells, empty ones too, by table and row.
    """
    pieces: list[Piece] = []
    run: list[tuple[int, Row]] = []
    for (table, number), row_parts in groupby(parts, key=lambda part: part[0][2:4]):
        row: Row = []
        for column, cell_parts in groupby(row_parts, key=lambda part: part[0].column):
            row.append((column, list(cell_parts)))
        data = _is_data(row, widths.get((table, number), 1), bool(run))
        # An empty row ends a table: it parts the title box from the judgement table.
        if run and (not data or number > run[-1][0] + 1):
            pieces.extend(_table(run))
            run = []
        if data:
            run.append((number, row))
        else:
            pieces.extend(piece for _, cell in row for _, piece in cell)
    pieces.extend(_table(run))
    return pieces


def _is_data(row: Row, width: int, within: bool) -> bool:
    # A row with one filled cell of several may end a table; it cannot open one.
    if width < 2 or (len(row) < 2 and not within):
        return False
    return all(sum(len(piece.lines) for _, piece in cell) <= _LONG_CELL for _, cell in row)


def _table(run: Sequence[tuple[int, Row]]) -> list[Piece]:
    if not run:
        return []
    cells: list[TableCell] = []
    base = run[0][0]
    for number, row in run:
        for column, parts in row:
            lines = [line for _, piece in parts for line in piece.lines]
            header = any(mark.header for mark, _ in parts)
            cells.append(TableCell(number - base, column, lines, header))
    return [Piece("table", "tags", [], "Table", cells=cells)]


def ruled_table(grid: TableGrid, lines: Sequence[TextLine]) -> Piece | None:
    """Build a table from a ruled grid and the lines inside it; None where it only frames text.

    Words go to the cell that holds their middle; a line may stand in several cells.
    """
    cells: list[TableCell] = []
    words = [word for line in lines for word in line.words]
    left = set(range(len(words)))
    filled_rows = 0
    for row_number, row in enumerate(grid.rows):
        filled = 0
        for column, box in enumerate(row):
            if box is None:
                continue
            inside = [
                at
                for at in sorted(left)
                if box[0] - 1 <= (words[at].x0 + words[at].x1) / 2 <= box[2] + 1
                and box[1] - 1 <= (words[at].y0 + words[at].y1) / 2 <= box[3] + 1
            ]
            if not inside:
                continue
            left.difference_update(inside)
            cell_lines = lines_of([words[at] for at in inside], lines[0].page)
            if len(cell_lines) > _LONG_CELL and len(row) > 1:
                return None
            cells.append(TableCell(row_number, column, cell_lines))
            filled += 1
        filled_rows += filled >= 2
    if left or not filled_rows:
        return None
    if all(line.bold for cell in cells if cell.row == cells[0].row for line in cell.lines):
        for cell in cells:
            cell.header = cell.row == cells[0].row
    return Piece("table", "geometry", [], cells=cells)
