"""The nouns of a comparison: a table's rows, what differs in them, and where it is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from corpus.history.records import Cited, Inspected
from corpus.problems import VouchError

Category = Literal[
    "grade differs",
    "wrong column",
    "no such judgement",
    "left blank",
    "date differs",
    "type differs",
    "name differs",
    "later inspection",
    "earlier inspection",
    "newer inspection here",
    "not among our documents",
    "unknown authority",
    "cannot be read",
]
CATEGORIES: tuple[Category, ...] = get_args(Category)
# What each kind of difference means to a reader; docs/compare.md shows the same words.
MEANINGS: Mapping[Category, str] = {
    "grade differs": "The report prints another grade.",
    "wrong column": "The grades are the report's, but stand under other judgements.",
    "no such judgement": "The table has a grade where that kind of inspection makes no judgement.",
    "left blank": "The table has nothing where a document has a value.",
    "date differs": "The rows are of the same inspection; its date is another.",
    "type differs": "The table calls the inspection another kind.",
    "name differs": "The table names another lead inspector, or spells the name otherwise.",
    "later inspection": "The table is newer: of an inspection later than all our reports.",
    "earlier inspection": "The table is of an inspection earlier than all our reports.",
    "newer inspection here": "The table is out of date: a report of a newer inspection is here.",
    "not among our documents": "No report of that inspection is among our documents.",
    "unknown authority": "Read its reports in, or check its number and name in the table.",
    "cannot be read": "The cell holds no grade of that framework's scale.",
}


class TableError(VouchError):
    """A table that cannot be compared; the message names the file, the line and the remedy."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: its line in the file (the header is 1) and its cells by column."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A published table as read: `fields` says by column what it holds; the others are kept as is.

    `notes` say what was passed over, such as rows that repeat another.
    """

    name: str
    columns: tuple[str, ...]
    fields: Mapping[str, str]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which the table and our documents disagree, with both values and the place.

    `column` and `field` are null where the whole row is meant. `table` is what the table has,
    `ours` what is printed; `cited` is null where no document of ours is concerned.
    """

    line: int
    urn: str | None
    authority: str
    column: str | None
    field: str | None
    category: Category
    table: str
    ours: str | None
    cited: Cited | None
    inspection: str | None
    explanation: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One compared cell: `ours` is null where we state nothing; `wider` names a wider judgement."""

    column: str
    field: str
    table: str
    ours: str | None
    agrees: bool | None
    cited: Cited | None = None
    wider: str | None = None


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A row with the inspection of ours that it is of, if any, its cells and what differs."""

    row: Row
    inspected: Inspected | None
    cells: tuple[Cell, ...]
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A whole table compared. `counts` hold rows and cells with what they are out of."""

    table: Table
    rows: tuple[ComparedRow, ...]
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def differences(self) -> tuple[Difference, ...]:
        """All differences, by line."""
        return tuple(one for row in self.rows for one in row.differences)
