"""A printed day as ISO, in the styles of case notes and in UK order: 12/03/2024 is in March.

What cannot be a day, or is none for certain, is a fault in one word, never a guess.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal, NamedTuple

Fault = Literal["impossible", "no-year"]

# Spelt out: the calendar module would name them in the language of the machine.
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_NUMBERS = {name[:length]: at for at, name in enumerate(_MONTHS, 1) for length in (3, len(name))}
_NUMBERS["sept"] = 9
_MONTH = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_YEAR = r"(?:(?:19|20)\d\d|\d\d)"
_DAY = r"\d{1,2}(?:\s?(?:st|nd|rd|th))?"
_PRINTED = re.compile(
    r"(?<![\d/.-])(?:"
    r"(?P<iso>\d{4}[-/]\d{1,2}[-/]\d{1,2})(?=T\d|\b)"
    rf"|(?P<numbers>\d{{1,2}}(?P<mark>[/.-])\d{{1,2}}(?P=mark)(?:\d{{4}}|\d\d))(?![\d/-]|\.\d)"
    rf"|(?P<day>{_DAY})(?:\s*(?:of\s+)?|[-/. ])(?P<month>{_MONTH})\b"
    rf"(?:[.,]?[\s/-]*(?P<year>{_YEAR})\b(?!:\d))?"
    rf"|\b(?P<month_first>{_MONTH})\.?\s+(?P<day_then>{_DAY}),?\s+(?P<year_then>(?:19|20)\d\d)\b"
    r"|(?P<short>\d{1,2}[/.]\d{1,2})(?![\d/]|\.\d)"
    r")",
    re.IGNORECASE,
)
_TURN = 50  # two digits from here on are of the last century: a parent's birth, not a note
_EARLIEST, _LATEST = 1900, 2100


class Day(NamedTuple):
    """A printed day: where it stands, its ISO form or, if that is null, its fault."""

    start: int
    end: int
    iso: str | None
    fault: Fault | None = None


def find_day(text: str, start: int = 0, end: int | None = None) -> Day | None:
    """Return the first printed day of a stretch of text, or null. It may have a fault."""
    match = _PRINTED.search(text, start, len(text) if end is None else end)
    return _read(match) if match else None


def day_at(text: str, start: int, end: int | None = None) -> Day | None:
    """Return the day that is printed at just this place, or null."""
    match = _PRINTED.match(text, start, len(text) if end is None else end)
    return _read(match) if match else None


def _read(match: re.Match[str]) -> Day:
    start, end = match.span()
    if match["short"] or (match["month"] and not match["year"]):
        return Day(start, end, None, "no-year")
    year, month, day = _parts(match)
    if len(year) == 2:
        year = f"{'19' if int(year) >= _TURN else '20'}{year}"
    try:
        found = date(int(year), month, int(re.sub(r"\D", "", day)))
    except ValueError:
        return Day(start, end, None, "impossible")
    if not _EARLIEST <= found.year <= _LATEST:
        return Day(start, end, None, "impossible")
    return Day(start, end, found.isoformat())


def _parts(match: re.Match[str]) -> tuple[str, int, str]:
    """Return year, month and day as printed, whichever way round."""
    if match["iso"]:
        year, month, day = re.split(r"\D", match["iso"])
        return year, int(month), day
    if match["numbers"]:
        day, month, year = re.split(r"\D", match["numbers"])
        return year, int(month), day
    if match["month_first"]:
        return match["year_then"], _NUMBERS[match["month_first"].lower()], match["day_then"]
    return match["year"], _NUMBERS[match["month"].lower()], match["day"]
