"""Which row of a sheet names its columns: exports print titles and filters above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extractors.sheets.column_words import known_header

SEEN = 40  # rows that are looked at
_WITHIN = 20  # rows from the top among which the header stands
_LONGEST = 60  # characters of a column's name
_MOST_WORDS = 8
_KNOWN_ENOUGH = 2  # columns with well-known names that settle the matter
_VALUE = re.compile(r"[\d£$%(+-]|(?:yes|no|true|false|n/?a)$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"\w[.!]$")
_QUESTION = 250  # characters of a question that a survey asked


def header_row(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the place of the row that names the columns among the first rows, or null.

    Well-known names decide; without them it is the first row that is as wide as those below it
    and holds short different words, none of them a value.
    """
    top = rows[:_WITHIN]
    known = [sum(map(_known, row)) for row in top]
    best = max(known, default=0)
    if best >= _KNOWN_ENOUGH:
        at = known.index(best)
        if _short(top[at]):
            return at
    if len(rows) < 2:
        return None
    width = _usual_width(rows)
    for at, row in enumerate(top):
        filled = sum(1 for cell in row if cell)
        if filled >= max(2, width * 0.6):
            return at if _names_columns(row) and at + 1 < len(rows) else None
    # One column alone has a header only where its name is well known.
    return 0 if width <= 1 and top and known[0] else None


@lru_cache(maxsize=4096)
def _known(cell: str) -> bool:
    return len(cell) <= _LONGEST and known_header(cell)


def _short(row: Sequence[str]) -> bool:
    return all(
        (len(cell) <= _LONGEST and len(cell.split()) <= _MOST_WORDS)
        or (cell.endswith("?") and len(cell) <= _QUESTION)
        for cell in row
    )


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    """Return the middle one of the numbers of filled cells in rows that are not empty."""
    counts = sorted(sum(1 for cell in row if cell) for row in rows if any(row))
    return counts[len(counts) // 2] if counts else 0


def _names_columns(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell]
    if not _short(filled) or len({cell.lower() for cell in filled}) < len(filled) * 0.8:
        return False
    return not any(_VALUE.match(cell) or _SENTENCE_END.search(cell) for cell in filled)
