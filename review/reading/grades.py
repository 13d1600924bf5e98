"""Grades over time as one grid: what was judged in rows, inspections in columns.

Pure. A judgement stands in the row of an earlier one only where both are the same judgement by the
crosswalk; everything else has a row of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.history import Inspected, Judged


@dataclass(frozen=True, slots=True)
class Row:
    """One judgement over time, by the title that it had last: what each inspection said of it."""

    title: str
    cells: Mapping[str, Judged]


@dataclass(frozen=True, slots=True)
class Grid:
    """The inspections that gave grades, and the rows: both with the newest first."""

    columns: tuple[Inspected, ...]
    rows: tuple[Row, ...]


def grid(inspections: Sequence[Inspected]) -> Grid:
    """Lay out the grades of inspections, which come with the newest first."""
    columns = tuple(one for one in inspections if one.judgements)
    rows: list[dict[str, Judged]] = []
    at: dict[tuple[str, str], dict[str, Judged]] = {}
    for one in reversed(columns):  # a judgement joins the row of an earlier one
        for judged in one.judgements:
            row = _row_of(judged, at)
            if row is None or one.id in row:
                row = {}
                rows.append(row)
            row[one.id] = judged
            if judged.area:
                at.setdefault((one.id, judged.area), row)
    order = {one.id: number for number, one in enumerate(reversed(columns))}
    # Rows that the newest inspection judged come first, as it printed them.
    placed = sorted(rows, key=lambda row: -max(order[inspection] for inspection in row))
    return Grid(columns, tuple(Row(_title(row, order), row) for row in placed))


def _row_of(
    judged: Judged, at: Mapping[tuple[str, str], dict[str, Judged]]
) -> dict[str, Judged] | None:
    change = judged.change
    if change is None:
        return None
    for one in change.against:
        if one.relation == "exact":
            return at.get((one.inspection, one.area))
    return None


def _title(row: Mapping[str, Judged], order: Mapping[str, int]) -> str:
    return row[max(row, key=lambda inspection: order[inspection])].title
