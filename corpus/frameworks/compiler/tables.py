"""Criteria in tables: one column a grade, or one row a grade."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.frameworks.compiler.compiled import Descriptor, GradeGroup, Quote
from corpus.frameworks.compiler.descriptors import force_of, section_number, unnumbered
from corpus.frameworks.compiler.grades import Grades
from corpus.frameworks.compiler.outline import Outline, Piece, grid
from corpus.frameworks.compiler.words import plain
from corpus.records import Cell

_BULLET = re.compile(r"\s*•\s*")


@dataclass(frozen=True, slots=True)
class Filled:
    """One cell that describes a grade: under which heading, in which row, for which grade."""

    area: Piece | None
    label: str | None
    grade: str
    wordings: tuple[Quote, ...]
    table: Piece


def filled(laid: Outline, grades: Grades) -> list[Filled]:
    """Read every table whose head, or whose first column, names two grades or more."""
    found: list[Filled] = []
    heads: list[str | None] = []
    for piece in laid.pieces:
        if not piece.block.cells:
            continue
        rows = grid(piece)
        names = [grades.named(_words(laid, cell)) for cell in rows[0]]
        first = [grades.named(_words(laid, row[0])) for row in rows]
        if sum(name is not None for name in names) > 1:
            heads, rows = names, rows[1:]
        elif sum(name is not None for name in first) > 1:
            heads = []
            found += _by_row(laid, piece, rows, grades)
            continue
        elif not _goes_on(laid, piece, heads, rows):
            heads = []
            continue
        found += _by_column(laid, piece, rows, heads)
    return found


def table_groups(laid: Outline, found: list[Filled]) -> dict[tuple[int, str], list[GradeGroup]]:
    """Gather filled cells into groups by area: by place of its heading, and its title."""
    places = {cell.area.at if cell.area else -1 for cell in found}
    labels = {plain(cell.label) for cell in found if cell.label}
    rows_are_areas = len(places) == 1 and len(labels) > 1
    areas: dict[tuple[int, str], dict[str, list[tuple[str | None, Quote]]]] = {}
    for cell in found:
        head = unnumbered(cell.area.text) if cell.area else ""
        title = cell.label if rows_are_areas and cell.label else head
        part = None if rows_are_areas else cell.label
        grades = areas.setdefault((cell.area.at if cell.area else -1, title), {})
        grades.setdefault(cell.grade, []).extend((part, wording) for wording in cell.wordings)
    return {
        key: [_group(grade, wordings) for grade, wordings in grades.items()]
        for key, grades in areas.items()
    }


def _group(grade: str, wordings: list[tuple[str | None, Quote]]) -> GradeGroup:
    criteria = tuple(
        Descriptor(quote, n, "table cell", part) for n, (part, quote) in enumerate(wordings, 1)
    )
    tied = criteria[0].text if len(criteria) == 1 else ""
    return GradeGroup(grade, criteria, None, force_of(tied, grade), grade)


def _by_column(
    laid: Outline, piece: Piece, rows: list[list[Cell]], heads: list[str | None]
) -> Iterator[Filled]:
    area = _heading(laid, piece)
    label: str | None = None
    for row in rows:
        if heads[0] is None:
            label = _words(laid, row[0]) or label
        for cell in row:
            grade = heads[cell.column] if cell.column < len(heads) else None
            wordings = _wordings(laid, piece, cell, area, grade) if grade else ()
            if grade and wordings:
                yield Filled(area, label, grade, wordings, piece)


def _by_row(
    laid: Outline, piece: Piece, rows: list[list[Cell]], grades: Grades
) -> Iterator[Filled]:
    area = _heading(laid, piece)
    several = len(rows[0]) > 2 and grades.named(_words(laid, rows[0][0])) is None
    columns = [_words(laid, cell) for cell in rows[0]] if several else []
    for row in rows:
        grade = grades.named(_words(laid, row[0]))
        for cell in row[1:] if grade else ():
            wordings = _wordings(laid, piece, cell, area, grade)
            label = columns[cell.column] if cell.column < len(columns) else None
            if grade and wordings:
                yield Filled(area, label, grade, wordings, piece)


def _wordings(
    laid: Outline, piece: Piece, cell: Cell, area: Piece | None, grade: str | None
) -> tuple[Quote, ...]:
    """Cut a cell at its bullets; without any it is one criterion."""
    section = section_number(area) if area else None
    place = (
        f"{section or (unnumbered(area.text) if area else 'table')}, row {cell.row + 1}, {grade}"
    )
    cuts = [match.end() for match in _BULLET.finditer(laid.text, cell.start, cell.end)]
    starts = cuts or [cell.start]
    ends = [
        *(match.start() for match in _BULLET.finditer(laid.text, starts[0], cell.end)),
        cell.end,
    ]
    return tuple(
        laid.quoted(piece, start, end, place)
        for start, end in zip(starts, ends, strict=False)
        if laid.text[start:end].strip()
    )


def _heading(laid: Outline, piece: Piece) -> Piece | None:
    before = reversed(laid.pieces[: piece.at])
    return next((other for other in before if other.kind == "heading"), None)


def _goes_on(laid: Outline, piece: Piece, heads: list[str | None], rows: list[list[Cell]]) -> bool:
    """Say whether a table is the rest of the one before it, on the next page."""
    before = laid.pieces[piece.at - 1] if piece.at else None
    same = max(len(row) for row in rows) == len(heads)
    return bool(heads) and same and before is not None and bool(before.block.cells)


def _words(laid: Outline, cell: Cell) -> str:
    return laid.text[cell.start : cell.end].strip()
