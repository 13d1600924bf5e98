"""Reads a published table: any usual delimiter and encoding, and which column holds what."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from corpus.comparing.records import Row, Table, TableError
from corpus.comparing.values import day_of, folded

IGNORED = "-"
# Names of columns, folded, by the field that they hold; docs/compare.md shows them.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "urn": ("urn", "ofsted urn", "provider urn", "reference"),
    "provider": ("local authority", "authority", "la", "la name", "provider", "provider name",
                 "local authority name", "name"),
    "start": ("inspection start date", "start date", "inspection start", "start", "from"),
    "end": ("inspection end date", "end date", "inspection end", "end", "to"),
    "published": ("publication date", "published", "date published", "published date"),
    "type": ("inspection framework", "inspection type", "type of inspection", "type"),
    "lead": ("inspector name", "lead inspector", "inspector", "lead"),
    "OE": ("overall effectiveness", "overall", "overall judgement"),
    "LEAD": ("impact of leaders", "leaders", "leadership",
             "impact of leaders on social work practice"),
    "HP": ("help and protection", "children who need help and protection"),
    "CIC": ("in care", "children in care"),
    "CL": ("care leavers",),
    "CICL": ("in care and care leavers", "children in care and care leavers"),
}  # fmt: skip
DATES = frozenset({"start", "end", "published"})
ABOUT = frozenset({"urn", "provider", "start", "end", "published", "type", "lead"})
_DELIMITERS = ",;\t|"
_SHOWN = 60


def read_table(
    content: bytes, name: str, mapping: Mapping[str, str], areas: Collection[str]
) -> Table:
    """Read a table. `mapping` says by column what it holds, over what its name tells.

    `areas` are the codes of judgement areas that a column may hold. TableError where it cannot be
    read or compared; rows that repeat another are left out with a note.
    """
    text, notes = _decoded(content, name)
    lines = list(_lines(text, name))
    if not lines:
        raise TableError(f"{name}: the file is empty. Save the table again, as CSV.")
    header = [cell.strip() for cell in lines[0][1]]
    fields = _fields(header, mapping, areas, name)
    rows = [_row(header, line, cells, name) for line, cells in lines[1:]]
    if not rows:
        raise TableError(f"{name}: there is no row below the header in line 1. Nothing to compare.")
    kept, repeated = _without_repeats(rows)
    unknown = [column for column in header if column and column not in fields]
    if unknown:
        notes.append(f"Columns not compared: {', '.join(unknown)}.")
    return Table(name, tuple(header), fields, tuple(kept), (*notes, *repeated))


def _decoded(content: bytes, name: str) -> tuple[str, list[str]]:
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise TableError(f"{name} is a spreadsheet. Open it and save the sheet as CSV (UTF-8).")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), []
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        note = (
            f"Line {line} is not UTF-8; the file was read as Windows-1252. If names look wrong, "
            "save it as CSV (UTF-8)."
        )
        return content.decode("cp1252", errors="replace"), [note]


def _lines(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Give the filled lines of a table with the number of the line on which each begins."""
    if "\0" in text:
        raise TableError(f"{name} is no text. Save the table as CSV (UTF-8).")
    first = text.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    began = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield began, cells
            began = reader.line_num + 1
    except csv.Error as error:
        raise TableError(
            f"{name}, line {began}: {error}. Look for a quotation mark that is not closed."
        ) from error


def _fields(
    header: Sequence[str], mapping: Mapping[str, str], areas: Collection[str], name: str
) -> dict[str, str]:
    """Return what each column holds, as mapped or by its name."""
    _refuse_strangers(header, mapping, areas, name)
    by_name = {known: field for field, names in COLUMNS.items() for known in names}
    fields = {}
    for column in header:
        field = mapping.get(column) or by_name.get(_bare(column))
        if field and field != IGNORED:
            fields[column] = field
    if not fields:
        shown = ", ".join(header)[:_SHOWN]
        hint = "It seems to have no header. " if any(map(day_of, header)) else ""
        raise TableError(
            f"{name}, line 1: no column is known ({shown}). {hint}Write the names of the columns "
            "into the first line, or say what they hold: --map COLUMN=FIELD."
        )
    doubled = [field for field, count in Counter(fields.values()).items() if count > 1]
    if doubled:
        columns = [column for column, field in fields.items() if field == doubled[0]]
        raise TableError(
            f"{name}, line 1: the columns {' and '.join(columns)} both hold {doubled[0]}. Leave "
            f"one out: --map '{columns[-1]}={IGNORED}'."
        )
    _refuse_incomplete(fields, name)
    return fields


def _refuse_strangers(
    header: Sequence[str], mapping: Mapping[str, str], areas: Collection[str], name: str
) -> None:
    twice = [column for column, count in Counter(header).items() if column and count > 1]
    if twice:
        raise TableError(
            f"{name}, line 1: two columns are called {twice[0]!r}. Give one another name."
        )
    for column, field in mapping.items():
        if column not in header:
            raise TableError(f"{name} has no column {column!r}; it has: {', '.join(header)}.")
        if field not in ABOUT and field not in areas and field != IGNORED:
            allowed = ", ".join((*sorted(ABOUT), *areas, IGNORED))
            raise TableError(f"--map {column}={field}: a column may hold one of {allowed}.")


def _refuse_incomplete(fields: Mapping[str, str], name: str) -> None:
    held = set(fields.values())
    if not held & {"urn", "provider"}:
        raise TableError(
            f"{name}, line 1: no column holds the authority. Say which does: --map COLUMN=urn or "
            "--map COLUMN=provider."
        )
    if held <= ABOUT:
        raise TableError(
            f"{name}, line 1: no column holds a grade. Say which does, by the area's code: "
            "--map COLUMN=OE."
        )


def _bare(column: str) -> str:
    return folded(column).removesuffix(" grade").removesuffix(" judgement")


def _row(header: Sequence[str], line: int, cells: Sequence[str], name: str) -> Row:
    filled = list(cells)
    while len(filled) > len(header) and not filled[-1].strip():
        filled.pop()
    if len(filled) != len(header):
        raise TableError(
            f"{name}, line {line}: {len(filled)} cells, but the header has {len(header)} columns. "
            "Put cells that hold the delimiter into quotation marks, or add the missing ones."
        )
    return Row(line, {key: cell.strip() for key, cell in zip(header, filled, strict=True)})


def _without_repeats(rows: Sequence[Row]) -> tuple[list[Row], list[str]]:
    """Leave out rows that are the same as one above them, with a note for each."""
    first: dict[tuple[str, ...], int] = {}
    kept, notes = [], []
    for row in rows:
        above = first.setdefault(tuple(row.cells.values()), row.line)
        if above == row.line:
            kept.append(row)
        else:
            notes.append(
                f"Line {row.line} is the same as line {above} and was compared once. Delete it."
            )
    return kept, notes
