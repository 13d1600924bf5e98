"""Labels as CSV: a row a passage, coder and framework; docs/labels.md describes the columns."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipelines.labelled.checking import Found
from pipelines.labelled.records import Unfit
from pipelines.labelled.rows import Row, polarities_of, polarity_of, row_of

COLUMNS = (
    "passage_id", "text", "group", "coder", "framework", "area", "aspects", "criteria", "polarity",
    "sentences",
)  # fmt: skip
REQUIRED = ("coder", "framework")
_DELIMITERS = (",", ";", "\t")
_LONGEST = 2_000_000  # characters of a field
# Our own exports put an apostrophe before what a spreadsheet would run.
_GUARDED = re.compile(r"'+[=+\-@＝＋－＠\t\r\n]")


def bids(text: str) -> bool:
    """Say whether the first line holds names of columns that we know."""
    return len(_header(text) & set(COLUMNS)) >= 2


def rows(text: str) -> Iterator[Found]:
    """Yield every row with its line. Unfit where a column is missing or a quotation never ends."""
    header = _header(text)
    missing = [name for name in REQUIRED if name not in header]
    if not {"text", "passage_id"} & header:
        missing.append("text or passage_id")
    if missing:
        raise Unfit(
            f"the column {', '.join(missing)} is missing", f"Columns are: {', '.join(COLUMNS)}."
        )
    csv.field_size_limit(_LONGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    names = [name.strip().casefold() for name in next(filter(any, reader))]
    at = reader.line_num
    twice = sorted({name for name in names if name in COLUMNS and names.count(name) > 1})
    if twice:
        raise Unfit(
            f"the column {', '.join(twice)} is there twice", "Keep the one that holds the labels."
        )
    try:
        for cells in reader:
            line, at = at + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                yield line, _row(names, cells)
    except csv.Error as error:
        raise Unfit(
            f"after line {at} the file is no CSV ({error})",
            "Look for a quotation mark that is never closed; rows before it were taken.",
        ) from error


def _row(names: Sequence[str], cells: Sequence[str]) -> Row | Unfit:
    if len(cells) != len(names):
        return Unfit(
            f"the row has {len(cells)} cells, the first line has {len(names)}",
            "Put text that holds commas or line ends in quotation marks.",
        )
    try:
        return row_of(_values(dict(zip(names, cells, strict=True))))
    except Unfit as error:
        return error


def _values(cells: Mapping[str, str]) -> dict[str, Any]:
    plain = {name: cells.get(name, "").strip() for name in COLUMNS}
    given: dict[str, Any] = {name: value for name, value in plain.items() if value}
    for name in ("text", "passage_id"):
        if name in given and _GUARDED.match(given[name]):
            given[name] = given[name][1:]
    for name in ("aspects", "criteria"):
        if name in given:
            given[name] = tuple(re.split(r"[;,\s]+", plain[name].strip("; ,")))
    given["polarity"] = polarity_of(plain["polarity"])
    given["sentences"] = polarities_of(plain["sentences"])
    return given


def _header(text: str) -> set[str]:
    return {name.strip().strip('"').casefold() for name in _first(text).split(_delimiter(text))}


def _delimiter(text: str) -> str:
    """Return what parts the columns of the first line: spreadsheets write what a country uses."""
    return max(_DELIMITERS, key=_first(text).count)


def _first(text: str) -> str:
    # Rows without a word may stand above. Not splitlines(): signs such as U+2028 may be in a text.
    return re.split(r"[\r\n]", text.lstrip("\r\n;,\t "), maxsplit=1)[0]
