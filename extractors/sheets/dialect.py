"""Whether text is a table of separated values, by which mark, and its rows.

Text is only taken for a table where its columns are consistent and its first rows name them: prose
has commas, too.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from extractors.sheets.column_words import known_header
from extractors.sheets.headers import header_row

DELIMITERS = (",", ";", "\t", "|")
_SEEN = 60  # rows that are looked at
_END = "\x03end of the file\x03"  # a line of ours: what swallows it was never closed
_MOST_UNCLOSED = 20  # quotation marks; a file with more does not quote at all
# Excel's own first line that names the separator.
_MARKDOWN = re.compile(r"\s*\|")
_TITLE = 20  # words of a line above the names of the columns; more are prose
_PROSE = 4000  # characters in which commas are counted
_NAMED = re.compile(r"\ufeff?\"?sep=(.)\"?[ \t]*(?:\r\n|\r|\n)", re.IGNORECASE)


class Rows:
    """The rows of separated text. `unclosed` counts quotation marks that open and never close.

    A row with such a mark is read as if it were an ordinary character, and the rest as usual.
    """

    def __init__(self, text: str, delimiter: str) -> None:
        self.unclosed = 0
        self._delimiter = delimiter
        self._lines = list(io.StringIO(text, newline=""))
        if self._lines and not self._lines[-1].endswith(("\n", "\r")):
            self._lines[-1] += "\n"
        # The module's own limit is 128 KB a cell; it holds for the whole process.
        csv.field_size_limit(max(csv.field_size_limit(), len(text) + len(_END) + 1))

    def __iter__(self) -> Iterator[list[str]]:
        at = 0
        while at < len(self._lines):
            quoting = self.unclosed < _MOST_UNCLOSED
            begun = at
            reader = self._reader(at, quoting=quoting)
            for row in reader:
                if row == [_END]:
                    return
                if row and row[-1].endswith(_END):
                    break
                yield row
                begun = at + reader.line_num
            self.unclosed += 1
            yield next(self._reader(begun, quoting=False))
            at = begun + 1

    def _reader(self, at: int, *, quoting: bool) -> Any:
        lines = chain(islice(self._lines, at, None), (_END,))
        if quoting:
            return csv.reader(lines, delimiter=self._delimiter)
        return csv.reader(lines, delimiter=self._delimiter, quoting=csv.QUOTE_NONE)


def split_named(text: str) -> tuple[str | None, str]:
    """Take Excel's line "sep=;" off a text: the mark it names, and the rest."""
    named = _NAMED.match(text)
    return (named[1], text[named.end() :]) if named else (None, text)


def delimiter_of(text: str, *, whole: bool = True) -> str | None:
    """Return the mark that separates the cells of a text, or null where it is no table.

    With `whole` false the text is cut off somewhere, so its last row proves nothing.
    """
    named, text = split_named(text)
    if named:
        return named
    if _MARKDOWN.match(text):
        return None
    found = [mark for mark in DELIMITERS if mark in text and _is_table(text, mark, whole=whole)]
    # Where two marks fit, the one that makes more columns is meant: "a;b;c" with "1,5" in cells.
    return max(found, key=lambda mark: _width(_first_rows(text, mark, whole=whole)), default=None)


def _first_rows(text: str, mark: str, *, whole: bool) -> list[list[str]]:
    rows = [
        [cell.strip() for cell in row]
        for row in islice(Rows(text, mark), _SEEN)
        if any(cell.strip() for cell in row)
    ]
    return rows if whole or len(rows) == _SEEN else rows[:-1]


def _width(rows: Sequence[Sequence[str]]) -> int:
    counts = Counter(len(row) for row in rows)
    return max(counts, key=lambda width: (counts[width], width)) if counts else 0


def _is_table(text: str, mark: str, *, whole: bool) -> bool:
    rows = _first_rows(text, mark, whole=whole)
    width = _width(rows)
    at = header_row(rows)
    if width < 2 or at is None or any(len(" ".join(row).split()) > _TITLE for row in rows[:at]):
        return False
    below = rows[at + 1 :]
    known = sum(1 for cell in rows[at] if known_header(cell))
    if known >= 2 and not below:
        return len(rows) == 1 and known == len(rows[at])
    fitting = sum(1 for row in below if len(row) == len(rows[at]))
    # Well-known names forgive rows that were broken by hand.
    needed = 0.5 if known >= 2 else 0.95
    if not below or fitting < len(below) * needed:
        return False
    return known >= 2 or (at == 0 and len(below) >= 2 and _no_prose(text, mark))


def _no_prose(text: str, mark: str) -> bool:
    """Say whether a mark separates cells, not parts of sentences: prose has a space after it."""
    sample = text[:_PROSE]
    return mark == "\t" or sample.count(f"{mark} ") < sample.count(mark) / 2
