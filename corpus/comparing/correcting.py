"""The corrected table: the published one with our values, and beside each where it is printed."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from corpus.comparing.records import Cell, ComparedRow, Comparison, Row
from corpus.comparing.table import ABOUT, DATES
from corpus.comparing.values import grade_of, is_blank, written_like
from corpus.exports.delimited import guarded
from corpus.frameworks.framework import Framework
from corpus.history.records import Cited

CITATION = "{column}_citation"
NOTE = "vouch_note"


def corrected_table(comparison: Comparison, frameworks: Mapping[str, Framework]) -> str:
    """Write the corrected table as CSV: the table's columns, then a citation a column, then a note.

    Our values are written as the table writes such values. A cell that we cannot vouch for keeps
    the table's value, and its citation is empty; the note says why.
    """
    fields = comparison.table.fields
    compared = [name for name, field in fields.items() if field not in ("urn", "provider")]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    columns = comparison.table.columns
    writer.writerow([*columns, *(CITATION.format(column=name) for name in compared), NOTE])
    styles = {name: _style(name, comparison) for name in compared}
    grades = _wordings(comparison, frameworks)
    for row in comparison.rows:
        by_column = {cell.column: cell for cell in row.cells}
        values = [_value(row, name, by_column.get(name), styles, grades) for name in columns]
        citations = [citation(by_column.get(name)) for name in compared]
        writer.writerow([guarded(text) for text in (*values, *citations, _note(row))])
    return out.getvalue()


def citation(cell: Cell | None) -> str:
    """Say where our value of a cell is printed: document, page and words; empty if nowhere."""
    if cell is None or cell.cited is None or cell.ours is None:
        return ""
    wider = f", printed for: {cell.wider}" if cell.wider else ""
    return f"{place(cell.cited)}: “{' '.join(cell.cited.words.split())}”{wider}"


def place(cited: Cited) -> str:
    """Name a document and the page in it, or what stands for pages there."""
    where = f"page {cited.page}" if cited.page else cited.locator
    return ", ".join(filter(None, (cited.document, where)))


def _value(
    row: ComparedRow,
    column: str,
    cell: Cell | None,
    styles: Mapping[str, str],
    grades: Mapping[tuple[str | None, str], str],
) -> str:
    text = row.row.cells[column]
    if cell is None or cell.agrees is not False:
        return text
    if cell.ours is None:
        return ""  # the table has a grade where the report makes no such judgement
    if cell.field in DATES:
        return written_like(date.fromisoformat(cell.ours), styles[column])
    if cell.field in ABOUT:
        return cell.ours
    framework = row.inspected.framework if row.inspected else None
    return grades.get((framework, cell.ours.casefold()), cell.ours)


def _style(column: str, comparison: Comparison) -> str:
    """Return a filled cell of a column as a model of how the table writes such values."""
    rows: Sequence[Row] = comparison.table.rows
    return next((row.cells[column] for row in rows if not is_blank(row.cells[column])), "")


def _wordings(
    comparison: Comparison, frameworks: Mapping[str, Framework]
) -> dict[tuple[str | None, str], str]:
    """Return, by framework and printed grade, how the table most often writes that grade."""
    columns = [name for name, field in comparison.table.fields.items() if field not in ABOUT]
    written = Counter(row.cells[name] for row in comparison.table.rows for name in columns)
    printed = {
        (row.inspected.framework, cell.ours)
        for row in comparison.rows
        if row.inspected is not None
        for cell in row.cells
        if cell.ours and cell.field not in ABOUT
    }
    found = {}
    for framework, grade in printed:
        scale = frameworks.get(framework or "")
        name = grade_of(grade, scale) if scale else None
        if scale is None or name is None:
            continue
        fitting = [text for text, _ in written.most_common() if grade_of(text, scale) == name]
        found[framework, grade.casefold()] = fitting[0] if fitting else grade
    return found


def _note(row: ComparedRow) -> str:
    notes = [f"{one.column or 'row'}: {one.category}" for one in row.differences]
    wider = [cell.column for cell in row.cells if cell.wider and cell.agrees]
    notes += [f"{column}: of a wider judgement" for column in wider]
    return "; ".join(notes)
