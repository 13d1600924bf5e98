"""Our judgements against a published table, cell by cell, each with where it is printed."""

from __future__ import annotations

from corpus.comparing.comparison import compare
from corpus.comparing.correcting import citation, corrected_table, place
from corpus.comparing.records import (
    CATEGORIES,
    MEANINGS,
    Category,
    Cell,
    ComparedRow,
    Comparison,
    Difference,
    Row,
    Table,
    TableError,
)
from corpus.comparing.table import COLUMNS, read_table

__all__ = [
    "CATEGORIES",
    "COLUMNS",
    "MEANINGS",
    "Category",
    "Cell",
    "ComparedRow",
    "Comparison",
    "Difference",
    "Row",
    "Table",
    "TableError",
    "citation",
    "compare",
    "corrected_table",
    "place",
    "read_table",
]
