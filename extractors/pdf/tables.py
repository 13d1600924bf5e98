"""Tables: which grids hold data and which only lay out running text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from corpus.records import How
from extractors.pdf.layout import TableGrid, Word
from extractors.pdf.pieces import Piece, TableCell
from extractors.pdf.tagtree import Mark
from extractors.pdf.textlines import TextLine, line_of, lines_of

_LONG_CELL = 14  # lines; a cell with more is a text box, whatever stands beside it
_TITLE_LINES = 2
_TITLE_SIZE = 1.25  # of a table's own type: what is larger is the title of more than the table

Row = list[tuple[int, list[tuple[Mark, Piece]]]]


def tagged_table(
    parts: Sequence[tuple[Mark, Piece]], widths: Mapping[tuple[int, int], int]
) -> list[Piece]:
    """Split what the tags call one table into real tables and the paragraphs laid out round them.

    Word puts title box, judgement table and running text into one table. Rows of two or more
    cells make a table, with a short row of one cell right above them as its title; other rows of
    one cell are paragraphs. `widths` has the number of cells, empty ones too, by table and row.
    """
    pieces: list[Piece] = []
    run: list[tuple[int, Row]] = []
    title: list[tuple[int, Row]] = []
    for (table, number), row_parts in groupby(parts, key=lambda part: part[0][2:4]):
        row: Row = []
        for column, cell_parts in groupby(row_parts, key=lambda part: part[0].column):
            row.append((column, list(cell_parts)))
        before = title or run
        if before and number > before[-1][0] + 1:
            # An empty row ends a table: it parts the title box from the judgement table.
            pieces.extend(_flush(run, title))
        if _is_data(row, widths.get((table, number), 1), bool(run)):
            run.extend(title)
            title.clear()
            run.append((number, row))
        elif _is_title(row) and not title:
            title.append((number, row))
        else:
            pieces.extend(_flush(run, title))
            pieces.extend(piece for _, cell in row for _, piece in cell)
    pieces.extend(_flush(run, title))
    return pieces


def _is_data(row: Row, width: int, within: bool) -> bool:
    # A row with one filled cell of several may end a table; it cannot open one.
    if width < 2 or (len(row) < 2 and not within):
        return False
    return all(sum(len(piece.lines) for _, piece in cell) <= _LONG_CELL for _, cell in row)


def _is_title(row: Row) -> bool:
    if len(row) != 1 or len(row[0][1]) != 1:
        return False
    piece = row[0][1][0][1]
    return len(piece.lines) <= _TITLE_LINES and piece.role != "LI"


def _flush(run: list[tuple[int, Row]], title: list[tuple[int, Row]]) -> list[Piece]:
    """Return the table collected in `run`, and rows that were no title after all."""
    pieces: list[Piece] = []
    if len(run) > 1 and len(run[0][1]) == 1 and _size(run[0][1]) > _TITLE_SIZE * _size(run[1][1]):
        # A report's own title right above its judgement table is no part of the table.
        pieces.extend(piece for _, cell in run.pop(0)[1] for _, piece in cell)
    cells: list[TableCell] = []
    for number, row in run:
        for column, parts in row:
            lines = [line for _, piece in parts for line in piece.lines]
            header = any(mark.header for mark, _ in parts)
            cells.append(TableCell(number - run[0][0], column, lines, header))
    if cells:
        pieces.append(Piece("table", "tags", [], "Table", cells=cells))
    pieces.extend(piece for _, row in title for _, cell in row for _, piece in cell)
    run.clear()
    title.clear()
    return pieces


def _size(row: Row) -> float:
    return row[0][1][0][1].first.size


def ruled_tables_of(
    grid: TableGrid, lines: Sequence[TextLine], how: How
) -> tuple[list[Piece], list[TextLine]]:
    """Take the tables of a ruled grid out of a page's lines; return them and the other lines.

    Rows of two or more filled cells make a table, with a short row of one cell right above them as
    its title. A grid that only frames running text gives no table. Words go to the cell that
    holds their middle; a line may stand in several cells.
    """
    inside = [line for line in lines if _holds(grid.box, line)]
    words = [word for line in inside for word in line.words]
    seen: set[int] = set()
    rows = [
        _ruled_row(number, row, words, seen, lines[0].page) for number, row in enumerate(grid.rows)
    ]
    pieces: list[Piece] = []
    run: list[TableCell] = []
    for number, cells in enumerate(rows):
        if _is_ruled_data(cells):
            above = rows[number - 1] if number and not run else []
            if len(above) == 1 and len(above[0].lines) <= _TITLE_LINES:
                run.extend(above)
            run.extend(cells)
            continue
        if run:
            pieces.append(_ruled(run, how))
        run = []
    if run:
        pieces.append(_ruled(run, how))
    taken = {
        id(word)
        for piece in pieces
        for cell in piece.cells
        for line in cell.lines
        for word in line.words
    }
    if not taken:
        return [], list(lines)
    rest = []
    for line in lines:
        left = [word for word in line.words if id(word) not in taken]
        if len(left) == len(line.words):
            rest.append(line)
        elif left:
            rest.append(line_of(left, line.page))
    return pieces, rest


def _holds(box: tuple[float, float, float, float], line: TextLine) -> bool:
    x, y = (line.x0 + line.x1) / 2, (line.y0 + line.y1) / 2
    return box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1


def _ruled_row(
    number: int,
    row: Sequence[tuple[float, float, float, float] | None],
    words: Sequence[Word],
    taken: set[int],
    page: int,
) -> list[TableCell]:
    cells: list[TableCell] = []
    for column, box in enumerate(row):
        if box is None:
            continue
        left, bottom, right, top = box
        found = [
            word
            for word in words
            if id(word) not in taken
            and left <= (word[1] + word[3]) / 2 < right
            and bottom <= (word[2] + word[4]) / 2 < top
        ]
        if found:
            # Cells of a grid may overlap; a word stands in the first of them only.
            taken.update(map(id, found))
            cells.append(TableCell(number, column, lines_of(found, page)))
    return cells


def _is_ruled_data(cells: Sequence[TableCell]) -> bool:
    return len(cells) > 1 and all(len(cell.lines) <= _LONG_CELL for cell in cells)


def _ruled(cells: list[TableCell], how: How) -> Piece:
    first = cells[0].row
    if all(line.bold for cell in cells if cell.row == first for line in cell.lines):
        for cell in cells:
            cell.header = cell.row == first
    for cell in cells:
        cell.row -= first
    return Piece("table", how, [], cells=cells)
