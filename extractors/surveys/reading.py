"""Header and rows of a questionnaire's export, with one row of names or two, and merged names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.problems import SettingsError
from corpus.records import Block, Extraction
from extractors.sheets.mapping import letters, sheet_name

Row = tuple[str, ...]
_PLAIN = ("response", "open-ended response", "answer", "value")  # second names that say nothing
_SHORT = 60
_NEARLY = 0.6
_LOOK = 50  # rows that are looked at to tell names from responses


@dataclass(frozen=True, slots=True)
class Export:
    """A questionnaire's export: names of columns, and rows as wide as these."""

    header: Row
    rows: tuple[Row, ...]


def export_of(
    extraction: Extraction, name: str, sheet: str | None = None, header_rows: int | None = None
) -> Export:
    """Read the header and rows of one sheet; `name` is the file's, for messages.

    `header_rows` is 1 or 2; null tells it by the look of them. SettingsError where there is no
    such sheet, or there are several and none is named.
    """
    laid = _laid(extraction, _sheet(extraction, name, sheet))
    at = _header(laid)
    if at is None:
        raise SettingsError(
            f"{name} has no row of questions with responses below. Put the questions into the "
            "first row and a row each response below, or name another --sheet."
        )
    header, rows = laid[at], tuple(laid[at + 1 :])
    if header_rows == 2 or (header_rows is None and _has_second(header, rows)):
        header, rows = _joined(header, rows[0]), rows[1:]
    return Export(_named(header, rows), rows)


def _sheet(extraction: Extraction, name: str, sheet: str | None) -> Block:
    found = [block for block in extraction.blocks if block.kind == "table" and block.cells]
    there = ", ".join(repr(sheet_name(block)) for block in found)
    if sheet is not None:
        found = [block for block in found if sheet_name(block) == sheet]
        if not found:
            raise SettingsError(f"{name} has no sheet called {sheet!r}; it has {there}.")
    if len(found) > 1:
        raise SettingsError(f"{name} has several sheets ({there}). Say which with --sheet NAME.")
    if not found:
        raise SettingsError(f"{name} holds nothing: none of its cells is filled.")
    return found[0]


def _laid(extraction: Extraction, block: Block) -> list[Row]:
    """Return the filled rows of a sheet, all as wide as the widest."""
    width = max(cell.column for cell in block.cells) + 1
    known: dict[str, str] = {}
    found = []
    for _, cells in groupby(block.cells, key=lambda cell: cell.row):
        row = [""] * width
        for cell in cells:
            text = extraction.text[cell.start : cell.end]
            # A survey says the same few words over and over: each is held once.
            row[cell.column] = known.setdefault(text, text) if len(text) <= _SHORT else text
        found.append(tuple(row))
    return found


def _header(rows: Sequence[Row]) -> int | None:
    """Return the first row that is nearly as wide as those below it; titles above are not."""
    widths = sorted(sum(map(bool, row)) for row in rows[:_LOOK])
    usual = widths[len(widths) // 2] if widths else 0
    wide = (at for at, row in enumerate(rows[:_LOOK]) if sum(map(bool, row)) >= usual * _NEARLY)
    at = next(wide, None)
    return at if at is not None and at + 1 < len(rows) else None


def _has_second(header: Row, rows: Sequence[Row]) -> bool:
    """Say whether the first row goes on naming: it fills gaps of the header, or says "Response"."""
    if len(rows) < 3:
        return False
    first, below = rows[0], rows[1:_LOOK]
    gaps = [at for at, name in enumerate(header) if not name and any(row[at] for row in below)]
    if gaps:
        return all(any(map(str.isalpha, first[at])) for at in gaps)
    # Who answers does not leave out what all others have: a number, a day.
    silent = any(not first[at] and all(row[at] for row in below) for at in range(len(header)))
    return silent and any(cell.lower() in _PLAIN for cell in first)


def _joined(header: Row, second: Row) -> Row:
    """Put two rows of names together; a name that is merged over columns stands for all of them."""
    names, above = [], ""
    for at, name in enumerate(header):
        below = second[at] if at < len(second) else ""
        above = name or above
        said = below.lower() in _PLAIN
        names.append(f"{above}: {below}" if below and not said and above != below else above)
    return tuple(names)


def _named(header: Row, rows: Sequence[Row]) -> Row:
    """Name columns without a name by their letters, and tell those of one name apart."""
    seen: Counter[str] = Counter()
    names = []
    for at, name in enumerate(header):
        told = name or (f"column {letters(at)}" if any(row[at] for row in rows) else "")
        seen[told] += 1
        names.append(told if not told or seen[told] == 1 else f"{told} ({seen[told]})")
    return tuple(names)
