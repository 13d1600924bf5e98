"""Tables of judgements, row by row: a label in one cell, its grade in another.

Rows are told by their labels, never by their place: a table may be tagged, ruled or borderless, run
on to the next page, or print a label on two lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from corpus.records import Block, Cell
from extractors.facts.judgements_statements import Context, Statement

_WORD_GRADE = re.compile(r"[A-Za-z][A-Za-z’' -]{2,40}")
_GRADE_COLUMN = re.compile(r"(?:grade|judge?ment|overall grade|rating)s?", re.IGNORECASE)

_EARLIER = re.compile(r"(?:previous|prior|last|earlier)\b[^\n]{0,60}", re.IGNORECASE)
_LONGEST = 1000  # characters of a cell that can state a judgement by itself


class _Open(NamedTuple):
    """A row that names an area and has no grade that is known."""

    cells: list[Cell]
    label: str


class Table:
    """One table, which may consist of several blocks where it runs over pages."""

    def __init__(self, context: Context, blocks: Sequence[Block]) -> None:
        self._context = context
        self._rows = [
            list(row)
            for block in blocks
            for _, row in groupby(_ordered(block.cells), key=lambda cell: cell.row)
        ]
        if self._rows:
            self._leave_out_earlier()
        self._columns = self._elements() if self._rows else {}

    def read(self) -> list[Statement]:
        """Return the statements of the table; rows without a grade are problems."""
        found, ungraded = self._read_rows()
        # A row without a grade means nothing in a table that grades nothing.
        if found or (self._rows and self._is_of_judgements()):
            found += filter(None, (self._ungraded(*row) for row in ungraded))
        return found

    def _read_rows(self) -> tuple[list[Statement], list[_Open]]:
        found: list[Statement] = []
        ungraded: list[_Open] = []
        above: list[Cell] = []  # a label whose other words, or whose grade, stand a row below
        for row in self._rows:
            filled = [cell for cell in row if cell.start < cell.end]
            if not filled:
                continue
            statements = self._row(filled)
            if not statements and above:
                statements = self._row([*above, *filled])
                if statements and ungraded and ungraded[-1].cells == above:
                    ungraded.pop()
            found += statements
            above = [] if statements else filled[:1] if len(filled) == 1 else []
            label = self._of(filled[0])
            if not statements and self._context.area(label) and self._needs_grade(row, filled):
                ungraded.append(_Open(filled, label))
        return found, ungraded

    def _needs_grade(self, row: list[Cell], filled: list[Cell]) -> bool:
        # A single cell over the whole width is a title, not a row with its grade missing.
        if len(row) == 1:
            return False
        alone = self._context.labels.grades.alone
        # Several grades in one row, of which none could be told, were reported as such.
        return not any(alone(self._of(cell)) for cell in filled)

    def _row(self, cells: list[Cell]) -> list[Statement]:
        grades = [(cell, self._context.labels.grades.alone(self._of(cell))) for cell in cells]
        graded = [(cell, grade) for cell, grade in grades if grade is not None]
        if not graded:
            cell = cells[-1]
            if len(cells) > 1 or cell.end - cell.start > _LONGEST:
                return []
            stated = self._context.stated(cell.start, cell.end, "table")
            return [stated] if stated else []
        named = [
            cell for cell, grade in grades if grade is None and cell.start < graded[0][0].start
        ]
        if not named:
            return []
        label = " ".join(self._of(cell) for cell in named)
        if len(graded) > 1:
            return self._by_column(label, named[0].start, graded)
        area = self._context.area(label)
        cell, grade = graded[0]
        if area is None:
            return []
        return [Statement(area, label, grade, "table", named[0].start, cell.end)]

    def _by_column(self, label: str, start: int, graded: list[tuple[Cell, str]]) -> list[Statement]:
        """Read a row with several grades: each column's heading names the element it is of."""
        labels = self._context.labels
        areas = [
            labels.area(label, self._columns[cell.column]) if cell.column in self._columns else None
            for cell, _ in graded
        ]
        if not all(areas):
            if self._context.area(label) or any(areas):
                self._context.problem(
                    "unclear-column",
                    f"The row “{label}” on {self._context.anchors.place(start)} prints several "
                    "grades, and its columns' headings do not say of what. None was taken; read "
                    "it there.",
                    start,
                )
            return []
        return [
            Statement(area, label, grade, "table", start if at == 0 else cell.start, cell.end)
            for at, (area, (cell, grade)) in enumerate(zip(areas, graded, strict=True))
        ]

    def _leave_out_earlier(self) -> None:
        """Drop the columns headed "Previous grade" and the like: they are of another inspection."""
        header = self._rows[0]
        earlier = {cell.column for cell in header if _EARLIER.fullmatch(self._of(cell).strip())}
        if earlier:
            kept = ([cell for cell in row if cell.column not in earlier] for row in self._rows)
            self._rows = [row for row in kept if row]

    def _elements(self) -> dict[int, str]:
        """Return the element that each column's heading names."""
        named = {
            cell.column: self._context.labels.element(self._of(cell)) for cell in self._rows[0]
        }
        return {column: element for column, element in named.items() if element}

    def _is_of_judgements(self) -> bool:
        return any(_GRADE_COLUMN.fullmatch(self._of(cell).strip()) for cell in self._rows[0])

    def _ungraded(self, row: list[Cell], label: str) -> Statement | None:
        words = self._of(row[-1])
        if len(row) > 1 and _WORD_GRADE.fullmatch(words):
            span = (row[0].start, row[-1].end)
            return self._context.unknown(label, words, "table", span)
        self._context.problem(
            "missing-grade",
            f"The table on {self._context.anchors.place(row[0].start)} prints no grade beside "
            f"“{label}”. Look at the page; nothing was put in its place.",
            row[0].start,
        )
        return None

    def _of(self, cell: Cell) -> str:
        return self._context.text[cell.start : cell.end]


def _ordered(cells: Sequence[Cell]) -> list[Cell]:
    return sorted(cells, key=lambda cell: (cell.row, cell.column))
