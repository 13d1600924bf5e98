"""Compares a whole table: each row with the inspection it is of, each cell with its judgement."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from corpus.comparing.cells import Found, compare_cells
from corpus.comparing.matching import Matched, days_of, match, of_the_table, provider_of
from corpus.comparing.records import (
    Cell,
    ComparedRow,
    Comparison,
    Difference,
    Row,
    Table,
)
from corpus.comparing.table import ABOUT
from corpus.frameworks.framework import Framework
from corpus.history.records import Inspected, Provider
from corpus.wording import in_words

Frameworks = Mapping[str, Framework]
Ours = Mapping[str, tuple[Provider, Sequence[Inspected]]]


def compare(table: Table, ours: Ours, frameworks: Frameworks) -> Comparison:
    """Compare a table with inspections by provider; the keys of `ours` name each provider once.

    Inspections come the earliest first. TableError for a cell that should be a date and is none.
    """
    areas = {field for field in table.fields.values() if field not in ABOUT}
    providers = [provider for provider, _ in ours.values()]
    own = {
        id(provider): of_the_table(inspected, areas, frameworks)
        for provider, inspected in ours.values()
    }
    rows = []
    for row in table.rows:
        provider = provider_of(row, table.fields, providers)
        days = days_of(row, table.fields, table.name)
        if provider is None:
            rows.append(_unknown(row, table))
            continue
        matched = match(days, own[id(provider)])
        rows.append(_compared(row, table, provider, matched, own[id(provider)], frameworks))
    found = _of_one_inspection(table, rows)
    return Comparison(found, tuple(rows), _counts(found, rows))


def _unknown(row: Row, table: Table) -> ComparedRow:
    why = "None of our documents is of it."
    return ComparedRow(row, None, (), (_whole(row, table, None, Matched(None, None, why)),))


def _compared(
    row: Row,
    table: Table,
    provider: Provider,
    matched: Matched,
    own: Sequence[Inspected],
    frameworks: Frameworks,
) -> ComparedRow:
    one = matched.inspected
    if one is None:
        return ComparedRow(row, None, (), (_whole(row, table, provider, matched),))
    found = compare_cells(row.cells, table.fields, one, frameworks)
    differences = [_difference(row, table, provider, one, each) for each in found if each.category]
    if one is not own[-1]:
        newer = own[-1]
        why = f"The table's ended on {_day(one.on)}, our latest on {_day(newer.on)}."
        told = Matched(None, "newer inspection here", why)
        differences.append(_whole(row, table, provider, told))
    return ComparedRow(row, one, tuple(each.cell for each in found), tuple(differences))


def _whole(row: Row, table: Table, provider: Provider | None, matched: Matched) -> Difference:
    days = [row.cells[column] for column, field in table.fields.items() if field == "start"]
    ends = [row.cells[column] for column, field in table.fields.items() if field == "end"]
    return Difference(
        line=row.line,
        urn=provider.urn if provider else _cell(row, table, "urn"),
        authority=_authority(row, table, provider),
        column=None,
        field=None,
        category=matched.category or "unknown authority",
        table=" to ".join(filter(None, (*days, *ends))),
        ours=None,
        cited=None,
        inspection=None,
        explanation=matched.explanation,
    )


def _difference(
    row: Row, table: Table, provider: Provider, one: Inspected, found: Found
) -> Difference:
    return Difference(
        line=row.line,
        urn=provider.urn,
        authority=_authority(row, table, provider),
        column=found.cell.column,
        field=found.cell.field,
        category=found.category or "cannot be read",
        table=found.cell.table,
        ours=found.cell.ours,
        cited=found.cell.cited,
        inspection=one.id,
        explanation=found.explanation,
    )


def _authority(row: Row, table: Table, provider: Provider | None) -> str:
    if provider is not None:
        return provider.name
    urn = _cell(row, table, "urn")
    return _cell(row, table, "provider") or (f"number {urn}" if urn else "no authority given")


def _cell(row: Row, table: Table, wanted: str) -> str | None:
    return next(
        (row.cells[column] for column, field in table.fields.items() if field == wanted), None
    )


def _of_one_inspection(table: Table, rows: Sequence[ComparedRow]) -> Table:
    """Note where two rows are of one inspection: one of them is likely not meant so."""
    lines: dict[str, list[int]] = defaultdict(list)
    for one in rows:
        if one.inspected is not None:
            lines[one.inspected.id].append(one.row.line)
    notes = tuple(
        f"Lines {' and '.join(map(str, found))} are of one inspection; each was compared. Keep one."
        for found in lines.values()
        if len(found) > 1
    )
    return replace(table, notes=(*table.notes, *notes))


def _counts(table: Table, rows: Sequence[ComparedRow]) -> dict[str, int]:
    cells: list[Cell] = [cell for row in rows for cell in row.cells]
    grades = [cell for cell in cells if cell.field not in ABOUT]
    counted = Counter(one.category for row in rows for one in row.differences)
    return {
        "rows": len(table.rows),
        "rows_compared": sum(row.inspected is not None for row in rows),
        "rows_without_difference": sum(not row.differences for row in rows),
        "cells_compared": sum(cell.agrees is not None for cell in cells),
        "cells_agreeing": sum(cell.agrees is True for cell in cells),
        "grades_compared": sum(cell.agrees is not None for cell in grades),
        "grades_agreeing": sum(cell.agrees is True for cell in grades),
        "grades_of_a_wider_judgement": sum(bool(cell.agrees and cell.wider) for cell in grades),
        **{f"category: {name}": count for name, count in sorted(counted.items())},
    }


def _day(text: str | None) -> str:
    return in_words(date.fromisoformat(text)) if text else "an unknown day"
