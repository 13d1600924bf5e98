"""Rows of spreadsheets and of chronology tables as notes: one row, one note."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.identity import note_id
from corpus.notes import Note, NoteKind
from corpus.records import Cell, Cue, Extraction
from extractors.notes.kinds import label_kind, printed_kind, told_by_words
from extractors.sheets.column_words import Role
from extractors.sheets.days import find_day
from extractors.sheets.mapping import (
    Column,
    Mapping,
    Table,
    mapping_of,
    places,
    sheet_name,
)

_TITLE = 9  # words of a title that names a kind
_QUESTION = re.compile(r"\w\?|^respondent|^response id|^survey", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the rows of one table by its columns; `kind` is that of the whole table, if any."""

    extraction: Extraction
    table: Table
    columns: dict[int, Column]
    kind: NoteKind | None = None

    def notes(self) -> Iterator[Note]:
        """Give a note for each row that has a filled cell."""
        for row in self.table.rows:
            yield self._note(row)

    def cells(self, row: Sequence[Cell], *roles: Role) -> Iterator[Cell]:
        """Give the filled cells of a row whose columns have one of these roles."""
        for cell in row:
            column = self.columns.get(cell.column)
            if column is not None and column.role in roles:
                yield cell

    def value(self, row: Sequence[Cell], role: Role) -> str | None:
        """Return the words of the first filled cell of a role, or null."""
        cell = next(self.cells(row, role), None)
        return self.extraction.text[cell.start : cell.end] if cell else None

    def locator(self, row: Sequence[Cell]) -> str:
        """Say where a row stands: "sheet Contacts, row 12"."""
        where = f"row {row[0].row + 1}"
        block = self.table.block
        if block.page is not None:
            where = f"page {block.page}, table, {where}"
        return f"{block.locator}, {where}" if block.locator else where

    def _note(self, row: Sequence[Cell]) -> Note:
        start, end = row[0].start, row[-1].end
        date, kind, cues = self._date(row, start)
        locator = self.locator(row)
        return Note(
            id=note_id(self.extraction.document_id, locator),
            start=start,
            end=end,
            locator=locator,
            date=date,
            kind=kind,
            author_role=self.value(row, "author-role"),
            case=self.value(row, "case"),
            cues=cues,
        )

    def _date(
        self, row: Sequence[Cell], start: int
    ) -> tuple[str | None, NoteKind | None, tuple[Cue, ...]]:
        """Return the day and the kind of a row with the cues of both."""
        kind, cues = self._kind(row, start)
        cell = next(self.cells(row, "date"), None)
        if cell is None:
            return None, kind, cues
        day = find_day(self.extraction.text, cell.start, cell.end)
        if day is None:
            return None, kind, (_cue(start, cell, "date: unreadable"), *cues)
        if day.fault:
            return None, kind, (_cue(start, cell, f"date: {day.fault}"), *cues)
        return day.iso, kind, cues

    def _kind(self, row: Sequence[Cell], start: int) -> tuple[NoteKind | None, tuple[Cue, ...]]:
        text = self.extraction.text
        for cell in self.cells(row, "kind"):
            kind = label_kind(text[cell.start : cell.end])
            if kind is not None:
                return kind, (_cue(start, cell, f"printed: {kind}"),)
        if self.kind is not None:
            return self.kind, ()
        cells = list(self.cells(row, "text")) or [row[-1]]
        place = cells[0].start
        told = told_by_words(text[place : cells[-1].end])
        moved = place - start
        return told.kind, tuple(
            Cue(cue.kind, cue.start + moved, cue.end + moved, cue.rule) for cue in told.cues
        )


def _cue(start: int, cell: Cell, rule: str) -> Cue:
    return Cue("context", cell.start - start, cell.end - start, rule)


def reader_of(
    extraction: Extraction,
    table: Table,
    mappings: Sequence[Mapping] = (),
    kind: NoteKind | None = None,
) -> Reader:
    """Return the reader of a table: by the first mapping that fits it, else by a guess."""
    names = [(cell.column, extraction.text[cell.start : cell.end]) for cell in table.names]
    fitting: dict[int, Column] | None = None
    for mapping in mappings:
        if fitting is None and mapping.sheet in (None, sheet_name(table.block)):
            fitting = places(mapping, names)
    if fitting is None:
        fitting = places(mapping_of(extraction, table), names) or {}
    if kind is None and not any(column.role == "kind" for column in fitting.values()):
        kind = _sheet_kind(extraction, table, [name for _, name in names])
    return Reader(extraction, table, fitting, kind)


def _sheet_kind(extraction: Extraction, table: Table, names: Sequence[str]) -> NoteKind | None:
    """Return the kind of all rows of a sheet: its name or title says it, or it asks questions."""
    titles = [extraction.text[cell.start : cell.end] for cell in table.above]
    for title in (sheet_name(table.block), *titles):
        kind = printed_kind(title) if title and len(title.split()) <= _TITLE else None
        if kind is not None:
            return kind
    return "survey-response" if any(_QUESTION.search(name) for name in names) else None
