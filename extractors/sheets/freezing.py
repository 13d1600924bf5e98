"""Rows of sheets to one frozen text: a row a line, cells separated by tabs, a table a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from corpus.problems import RefusedError, refuse
from corpus.records import Block, Cell, Extraction, ExtractionStatus, Problem
from extractors.sheets.headers import SEEN, header_row

MOST_ROWS = 500_000
MOST_CELLS = 12_000_000  # empty ones before a filled one counted: each is a tab of the text


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its rows from the first, each a sequence of cells on one line.

    `name` is null where the format has no sheets (CSV).
    """

    name: str | None
    rows: Iterable[Sequence[str]]
    hidden: bool = False

    @property
    def locator(self) -> str | None:
        """Where a reader finds it: "sheet Contacts", "sheet Old (hidden)"."""
        if self.name is None:
            return None
        return f"sheet {self.name} (hidden)" if self.hidden else f"sheet {self.name}"


def too_many_rows() -> RefusedError:
    """Build the refusal of a file with more rows than are read, ready to raise."""
    message = (
        f"The file has more than {MOST_ROWS:,} rows, which are more than Vouch reads at a time. "
        "Split it, for instance by year, and offer the parts."
    )
    return refuse("extract", "too-many-rows", message)


def too_many_cells() -> RefusedError:
    """Build the refusal of a file with more cells than are read, ready to raise."""
    message = (
        f"The sheet spreads over more than {MOST_CELLS:,} cells, counting the empty ones between "
        "others. Delete empty rows and columns, or split it, and offer the result."
    )
    return refuse("extract", "too-many-cells", message)


class _Writer:
    """Collects the frozen text of all sheets, and counts what it wrote."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._rows = 0
        self._cells = 0

    def table(self, sheet: Sheet) -> Block | None:
        """Write a sheet; null where no cell of it is filled."""
        rows = iter(sheet.rows)
        first = list(islice(rows, SEEN))
        header = header_row(first)
        start = self._length
        cells: list[Cell] = []
        for at, row in enumerate(chain(first, rows)):
            cells += self._row(at, row, at == header)
        if not cells:
            return None
        return Block("table", start, start, cells[-1].end, "markup", locator=sheet.locator,
                     cells=tuple(cells))  # fmt: skip

    def _row(self, at: int, row: Sequence[str], header: bool) -> Iterator[Cell]:
        width = len(row)
        while width and not row[width - 1]:
            width -= 1  # tabs after the last filled cell would be trailing spaces of the row
        if not width:
            return
        self._rows += 1
        self._cells += width
        if self._rows > MOST_ROWS:
            raise too_many_rows()
        if self._cells > MOST_CELLS:
            raise too_many_cells()
        filled = row[:width]
        start = self._length
        for column, text in enumerate(filled):
            end = start + len(text)
            if text:
                yield Cell(at, column, start, end, header=header)
            start = end + 1
        self._parts += ("\t".join(filled), "\n")
        self._length = start

    def text(self) -> str:
        return "".join(self._parts)


def freeze_sheets(
    document_id: str, extractor: str, sheets: Iterable[Sheet], problems: Sequence[Problem] = ()
) -> Extraction:
    """Lay sheets out into one frozen text with a table block each; empty cells are no cells.

    A file without a filled cell is "partial". RefusedError: too-many-rows, too-many-cells.
    """
    writer = _Writer()
    blocks = tuple(block for sheet in sheets if (block := writer.table(sheet)) is not None)
    found = tuple(problems)
    if not blocks:
        message = "The file was opened but none of its cells is filled. Check that it was saved."
        found = (*found, Problem("extract", "no-text", message))
    status: ExtractionStatus = "ok" if blocks else "partial"
    return Extraction(document_id, extractor, writer.text(), (), blocks, status, found)
