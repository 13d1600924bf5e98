"""Rows of an action plan: a table's cells by the role of their column, with what groups them.

A row that only announces the rows below it gives a time band, an element or a formal group. A row
without an area of its own goes on with the one above: a merged cell, or a row cut by a page break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.records import Block
from extractors.facts.action_plans_colours import colour
from extractors.facts.action_plans_columns import Role, columns_of, is_plan, looks_like_plan
from extractors.facts.improvements_headings import Headings

_LABEL_WORDS = 12
_LONGEST_TITLE = 150  # characters
_END_MARKS = (".", ";", ":", "!", "?")
_SOFTER = re.compile(r"\b(?:softer|informal|non-formal|additional|wider)\b", re.IGNORECASE)
_FORMAL = re.compile(r"\bformal\b", re.IGNORECASE)


@dataclass(slots=True)
class Row:
    """One action while it is read: its slice, its cells' words by role, and its groups."""

    start: int
    end: int
    cells: dict[Role, str]
    element: str | None = None
    band: str | None = None
    formal: bool | None = None


@dataclass(slots=True)
class _Cell:
    column: int
    start: int
    end: int
    words: str


@dataclass(slots=True)
class Plan:
    """One plan: its header cells, its columns and its rows; tables that go on belong to it."""

    block: Block
    headers: tuple[str, ...]
    columns: dict[Role, int]
    width: int
    rows: list[Row] = field(default_factory=list)


class Plans:
    """Collects the plans of one document, table by table."""

    def __init__(self, text: str, headings: Headings) -> None:
        self.plans: list[Plan] = []
        self.untold: list[tuple[Block, tuple[str, ...]]] = []
        self._text = text
        self._headings = headings
        self._element: str | None = None
        self._band: str | None = None
        self._formal: bool | None = None
        self._titles: list[str] | None = None

    def between(self, block: Block) -> None:
        """Take what is no table: a short title may group the rows of a plan that goes on below."""
        if self._titles is None:
            return
        titles, self._titles = self._titles, None
        if not self.plans or block.end - block.start > _LONGEST_TITLE:
            return
        words = " ".join(self._text[block.start : block.end].split())
        if len(words.split()) <= _LABEL_WORDS and not words.endswith(_END_MARKS):
            self._titles = [*titles, words]

    def take(self, block: Block, *, expected: bool) -> None:
        """Take one table. `expected` says that a plan is announced where it stands."""
        titles, self._titles = self._titles, []
        rows = list(self._rows(block))
        if not rows:
            return
        at = next((n for n, row in enumerate(rows[:3]) if is_plan(_words(row))), None)
        width = max(cell.column for row in rows for cell in row) + 1
        if at is not None:
            headers = _words(rows[at])
            self._begin(Plan(block, headers, columns_of(headers), width), rows[:at])
            rows = rows[at + 1 :]
        elif titles is not None and self.plans and self._goes_on(rows, block, titles):
            self._label_all(titles)
        else:
            headers = tuple(filter(None, _words(rows[0])))
            if looks_like_plan(headers) or (expected and len(headers) > 2 and len(rows) > 1):
                self.untold.append((block, headers))
            return
        for row in rows:
            self._take_row(self.plans[-1], row)

    def _begin(self, plan: Plan, above: list[list[_Cell]]) -> None:
        self.plans.append(plan)
        self._element = self._band = None
        printed = " ".join((*plan.headers, *(cell.words for row in above for cell in row)))
        self._formal = _formality(printed)
        for row in above:
            self._label(row[0].words)

    def _goes_on(self, rows: list[list[_Cell]], block: Block, titles: list[str]) -> bool:
        """Say whether a table goes on with the plan above it: as wide, and without headers.

        Below a title that stands between the two, its colours must show that it does.
        """
        plan = self.plans[-1]
        first = [cell for cell in block.cells if cell.row == block.cells[0].row]
        headed = all(cell.header for cell in first if cell.start < cell.end)
        if headed or max(cell.column for row in rows for cell in row) + 1 > plan.width:
            return False
        rags = [cell for row in rows for cell in row if cell.column == plan.columns.get("rag")]
        return not titles or any(colour(cell.words) for cell in rags)

    def _rows(self, block: Block) -> Iterator[list[_Cell]]:
        rows: dict[int, list[_Cell]] = {}
        for cell in block.cells:
            words = " ".join(self._text[cell.start : cell.end].split())
            rows.setdefault(cell.row, []).append(_Cell(cell.column, cell.start, cell.end, words))
        for row in rows.values():
            if any(cell.words for cell in row):
                yield sorted(row, key=lambda cell: cell.column)

    def _take_row(self, plan: Plan, row: list[_Cell]) -> None:
        if _words(row) == plan.headers:
            return
        filled = [cell for cell in row if cell.words]
        cells = {
            role: cell.words
            for role, column in plan.columns.items()
            for cell in filled
            if cell.column == column
        }
        last = plan.rows[-1] if plan.rows else None
        if len(filled) == 1 and self._is_label(filled[0], last):
            self._label(filled[0].words)
            return
        span = (min(cell.start for cell in filled), max(cell.end for cell in filled))
        if last is not None and _is_rest(cells, last):
            _join(last, cells, span[1])
            return
        if last is not None and not cells.keys() & {"area", "action"}:
            # A merged cell stands once and holds for the rows beside it.
            cells |= {role: last.cells[role] for role in ("area",) if role in last.cells}
        elif last is not None and "action" in cells and "area" in plan.columns:
            cells.setdefault("area", last.cells.get("area", ""))
        plan.rows.append(Row(*span, cells, self._element, self._band, self._formal))

    def _is_label(self, cell: _Cell, last: Row | None) -> bool:
        if self._headings.band(cell.words):
            return True
        if cell.column > 0 or len(cell.words.split()) > _LABEL_WORDS:
            return False
        return not cell.words.endswith(_END_MARKS) and not cell.words[:1].islower()

    def _label_all(self, titles: list[str]) -> None:
        """Take the titles between two tables; one that was printed on two lines is one."""
        pieces: list[str] = []
        for title in [*titles, ""]:
            band = self._headings.band(title)
            if pieces and (band or not title):
                self._label(" ".join(pieces))
                pieces = []
            if band:
                self._label(title)
            else:
                pieces.append(title)

    def _label(self, words: str) -> None:
        band = self._headings.band(words)
        formal = _formality(words)
        if band:
            self._band = band
        elif formal is not None:
            self._formal = formal
        else:
            self._element, self._band = words, None


def _words(row: list[_Cell]) -> tuple[str, ...]:
    printed = {cell.column: cell.words for cell in row}
    return tuple(printed.get(column, "") for column in range(max(printed) + 1))


def _formality(words: str) -> bool | None:
    if _SOFTER.search(words):
        return False
    return True if _FORMAL.search(words) else None


def _is_rest(cells: dict[Role, str], last: Row) -> bool:
    """Say whether a row is the rest of the row above it, cut by a page break."""
    if not cells or cells.keys() & {"rag", "refs", "due", "owner"}:
        return False
    if not cells.keys() & {"area", "action"}:
        return True
    return all(
        words[:1].islower() and not last.cells.get(role, ".").endswith(_END_MARKS)
        for role, words in cells.items()
        if role in ("area", "action")
    )


def _join(last: Row, cells: dict[Role, str], end: int) -> None:
    for role, words in cells.items():
        last.cells[role] = " ".join(filter(None, (last.cells.get(role), words)))
    last.end = end
