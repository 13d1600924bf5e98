"""What the columns of an export mean: guessed with reasons, shown, confirmed or corrected.

A guess rests on the column's name first (`columns.yaml`) and on the shape of its values second: a
column called "Date" that holds no dates is none. Nothing else of a sheet is looked at.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from corpus.records import Block, Cell, Extraction
from extractors.sheets.column_words import Match, Role, match, plain
from extractors.sheets.days import find_day
from extractors.sheets.headers import SEEN

ONE_ONLY: tuple[Role, ...] = ("date", "kind", "author-role", "case", "born")
# The order in which roles choose their columns; what names a child must not be a worker's.
_ORDER: tuple[Role, ...] = (
    "born", "date", "kind", "author-role", "case", "person", "child", "author", "text",
    "identifier",
)  # fmt: skip
_SAMPLE = 200  # rows that are looked at
_MOSTLY = 0.6
_LONG = 60  # characters of a middle value from which a column is text, whatever its name
_CATEGORY = 40  # characters of the longest value of a column of kinds, as a rule
_SURE = 0.35  # below, a name is no ground


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name as printed, its letters as in a spreadsheet, and what it is.

    `reason` says in words what the role was guessed from; a person may write anything there.
    """

    header: str
    role: Role
    column: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """The columns of one kind of export. `sheet` is null where it is for any sheet that fits."""

    columns: tuple[Column, ...]
    sheet: str | None = None

    def of(self, *roles: Role) -> tuple[Column, ...]:
        """Return the columns of these roles, in the order of the sheet."""
        return tuple(column for column in self.columns if column.role in roles)


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet or table as rows of cells; `names` is the row of column names, if it has one.

    `above` are the cells above the names: titles, filters, the day of the export.
    """

    block: Block
    names: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    above: tuple[Cell, ...] = ()


def tables(extraction: Extraction) -> Iterator[Table]:
    """Give the tables of an extraction, in order."""
    for block in extraction.blocks:
        if block.kind == "table" and block.cells:
            yield _table(block)


def _table(block: Block) -> Table:
    names: list[Cell] = []
    rows: list[list[Cell]] = []
    above: list[Cell] = []
    at = -1
    for cell in block.cells:
        if cell.header:
            if not names:
                above = [one for row in rows for one in row]
                rows = []
            if not names or cell.row == names[0].row:
                names.append(cell)
            continue
        if cell.start == cell.end:
            continue
        if cell.row != at or not rows:
            at = cell.row
            rows.append([])
        rows[-1].append(cell)
    return Table(block, tuple(names), tuple(tuple(row) for row in rows), tuple(above))


def mappings(extraction: Extraction) -> tuple[Mapping, ...]:
    """Guess the mapping of every sheet that names its columns, to be shown and confirmed."""
    return tuple(mapping_of(extraction, table) for table in tables(extraction) if table.names)


def mapping_of(extraction: Extraction, table: Table) -> Mapping:
    """Guess the mapping of one table from its names and its first rows."""
    return guess(*sampled(extraction, table), sheet_name(table.block))


def sampled(extraction: Extraction, table: Table) -> tuple[list[str], list[list[str]]]:
    """Return the names of a table's columns and its first rows, as wide as the names are."""
    text = extraction.text
    width = max((cell.column for cell in table.names), default=-1) + 1
    header = [""] * width
    for cell in table.names:
        header[cell.column] = text[cell.start : cell.end]
    sample = []
    for row in table.rows[:_SAMPLE]:
        values = [""] * width
        for cell in row:
            if cell.column < width:
                values[cell.column] = text[cell.start : cell.end]
        sample.append(values)
    return header, sample


def headings(extraction: Extraction) -> Iterator[tuple[str, ...]]:
    """Give the names of the columns of every table that has some, without reading its rows."""
    for block in extraction.blocks:
        if block.kind == "table":
            top = takewhile(lambda cell: cell.row < SEEN, block.cells)
            names = [cell for cell in top if cell.header]
            if names:
                row = names[0].row
                yield tuple(extraction.text[c.start : c.end] for c in names if c.row == row)


def fingerprint(names: Iterable[str]) -> str:
    """Return what a later export of the same columns has, too, in whatever order they stand."""
    told = "\n".join(sorted(filter(None, map(plain, names))))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def sheet_name(block: Block) -> str | None:
    """Return the name of the sheet that a table block is, or null where it is none."""
    name = (block.locator or "").removesuffix(" (hidden)")
    return name.removeprefix("sheet ") if name.startswith("sheet ") else None


def guess(
    header: Sequence[str], sample_rows: Sequence[Sequence[str]], sheet: str | None = None
) -> Mapping:
    """Guess what each column is, with the reason. Columns that say nothing are "other"."""
    values = [
        [row[at] for row in sample_rows[:_SAMPLE] if at < len(row) and row[at]]
        for at in range(len(header))
    ]
    chosen: dict[int, tuple[Role, str]] = {}
    for role in _ORDER:
        ranked = sorted(_candidates(role, header, values, chosen), key=lambda row: -row[0])
        for _, at, reason in ranked[:1] if role in ONE_ONLY else ranked:
            chosen[at] = (role, reason)
    if not any(role == "text" for role, _ in chosen.values()):
        chosen |= _longest(values, chosen)
    columns = tuple(
        Column(name, *_told(chosen, at, letters(at)))
        for at, name in enumerate(header)
        if name or values[at]
    )
    return Mapping(columns, sheet)


def _told(chosen: dict[int, tuple[Role, str]], at: int, column: str) -> tuple[Role, str, str]:
    role, reason = chosen.get(at, ("other", "neither its name nor its values say what it is"))
    return role, column, reason


def _candidates(
    role: Role,
    header: Sequence[str],
    values: Sequence[Sequence[str]],
    taken: dict[int, tuple[Role, str]],
) -> Iterator[tuple[float, int, str]]:
    """Give the columns that may have a role: how surely, which, and why."""
    for at, name in enumerate(header):
        found = match(name, role)
        if at in taken or found is None:
            continue
        shape = _SHAPES[role](values[at]) if role in _SHAPES and values[at] else (1.0, "")
        if found.sure * shape[0] >= _SURE:
            yield found.sure * shape[0], at, _reason(found, shape[1])


def _reason(found: Match, shape: str) -> str:
    way = "is" if found.whole else "contains"
    reason = f"its name {way} “{found.words}”"
    return f"{reason}; {shape}" if shape else reason


def _longest(
    values: Sequence[Sequence[str]], taken: dict[int, tuple[Role, str]]
) -> dict[int, tuple[Role, str]]:
    """Take the column of the longest values for the text, where no name says which it is."""
    sizes = {at: _middle(column) for at, column in enumerate(values) if at not in taken}
    best = max(sizes, key=lambda at: sizes[at], default=-1)
    if best < 0 or sizes[best] < _LONG:
        return {}
    return {best: ("text", f"its values are the longest: {sizes[best]} characters in the middle")}


def _middle(values: Sequence[str]) -> int:
    sizes = sorted(len(value) for value in values)
    return sizes[len(sizes) // 2] if sizes else 0


def _days(values: Sequence[str]) -> tuple[float, str]:
    days = sum(1 for value in values if len(value) <= 40 and find_day(value))
    shape = f"{days} of {len(values)} values are dates"
    return (1.0 if days >= len(values) * _MOSTLY else 0.0 if not days else 0.3), shape


def _categories(values: Sequence[str]) -> tuple[float, str]:
    different = len(Counter(values))
    shape = f"{different} different values in {len(values)} rows"
    return (1.0 if _middle(values) <= _CATEGORY else 0.3), shape


def _codes(values: Sequence[str]) -> tuple[float, str]:
    codes = sum(1 for value in values if _CODE.fullmatch(value))
    shape = f"{codes} of {len(values)} values look like references"
    return (1.0 if codes >= len(values) * _MOSTLY else 0.5), shape


_CODE = re.compile(r"(?=[^\d]*\d)[\w/. -]{1,24}")


def _names(values: Sequence[str]) -> tuple[float, str]:
    names = sum(1 for value in values if len(value) <= 80 and not any(map(str.isdigit, value)))
    shape = f"{names} of {len(values)} values are words without figures"
    return (1.0 if names >= len(values) * _MOSTLY else 0.3), shape


_SHAPES = {
    "date": _days,
    "born": _days,
    "kind": _categories,
    "author-role": _categories,
    "case": _codes,
    "child": _names,
    "person": _names,
    "author": _names,
}


def letters(column: int) -> str:
    """Return a column's letters as spreadsheets show them: 0 is "A", 26 is "AA"."""
    written = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        written = chr(ord("A") + rest) + written
    return written


def places(mapping: Mapping, names: Sequence[tuple[int, str]]) -> dict[int, Column] | None:
    """Return where a mapping's columns stand among (column, name) pairs; null where one is absent.

    Names are compared without case and punctuation. Of a name that stands twice, the columns take
    their turns.
    """
    free: dict[str, list[int]] = {}
    for at, name in names:
        free.setdefault(plain(name), []).append(at)
    found: dict[int, Column] = {}
    for column in mapping.columns:
        left = free.get(plain(column.header), [])
        if not left:
            if column.role == "other" or not column.header:
                continue
            return None
        found[left.pop(0)] = column
    return found
