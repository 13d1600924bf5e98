"""CSV as RFC 4180 has it: UTF-8 without a mark, commas, CRLF, a first line with the columns.

Null is an empty field; lists are JSON. A spreadsheet runs a cell that begins with = + - @ (in some
languages also ＝ ＋ － ＠) as a formula and passes over a tab or line end before it. Such a text
gets an apostrophe in front, as does one that has apostrophes before such a sign already. Taking
one apostrophe away from every field that matches `^'+[=+\\-@＝＋－＠\\t\\r\\n]` gives the text
back.
"""

from __future__ import annotations

import csv
import io
import re

from corpus.exports.tables import Interchange, Row, plain

_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")


def guarded(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def _field(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    return plain(value)


def _written(fields: list[str]) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\r\n").writerow(fields)
    return line.getvalue().encode()


def _head(columns: tuple[str, ...]) -> bytes:
    return _written(list(columns))


def _line(_columns: tuple[str, ...], row: Row) -> bytes:
    return _written([_field(value) for value in row])


CSV = Interchange("csv", _head, _line)
