"""Printed dates and ranges of dates, read whole: "5 to 9 December 2022 and 14 to 15 February 2023".

A part that is not printed is shared by its neighbour where that is certain: a day without a month
takes the month that follows, a month without a year the year of its range. What cannot be a date is
a fault in words, never a date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

# Spelt out: the calendar module would name them in the language of the machine.
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_NAMES = {name[:length]: at for at, name in enumerate(_MONTHS, 1) for length in (3, len(name))}
_NAMES["sept"] = 9
_MONTH = "|".join(sorted(_NAMES, key=len, reverse=True))
_WEEKDAY = r"(?:the )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
_PIECE = re.compile(
    rf"{_WEEKDAY}\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"(?:\s+(?:of )?(?P<month>{_MONTH})\b\.?)?(?:,?\s+(?P<year>(?:19|20)\d\d)\b)?",
    re.IGNORECASE,
)
# Any mark but those of a list is the dash between two days: fonts give it many code points.
_RANGE = re.compile(
    r"\s*(?:(?:and )?(?:up |through )?(?:to|until|till|ending)(?: to| and)?"
    r"|through|[^\w\s,;:&.()•]+)\s*",
    re.IGNORECASE,
)
_JOIN = re.compile(r"\s*(?:,|;|&|and|,? and(?: from)?)\s*", re.IGNORECASE)
_LONGEST = 40  # characters after a label within which its dates begin


@dataclass(slots=True)
class _Piece:
    """One printed day; what is not printed is filled in from its neighbours."""

    words: str
    day: int
    month: int | None
    year: int | None


@dataclass(frozen=True, slots=True)
class Dates:
    """Printed ranges as pairs of first and last day, and where the words stand.

    `faults` say in words what cannot be; such a range is left out. `completed` is true where the
    year was taken from the context, not from the words.
    """

    start: int
    end: int
    ranges: tuple[tuple[date, date], ...] = ()
    faults: tuple[str, ...] = ()
    completed: bool = False


def read(
    text: str, start: int, *, between: bool = False, latest: date | None = None
) -> Dates | None:
    """Read the dates that begin at or soon after a place in a text; null where none do.

    With `between`, "9 and 13 July" is a range. `latest` is a day that the inspection came before,
    such as that of the letter: it gives the year where none is printed at all.
    """
    groups, first, last = _groups(text, start, between)
    pieces = [piece for group in groups for piece in group]
    if not any(piece.month for piece in pieces):
        return None
    _share(groups)
    completed = bool(latest) and not any(piece.year for piece in pieces)
    if completed and latest:
        _complete(groups, latest)
    ranges: list[tuple[date, date]] = []
    faults: list[str] = []
    for group in groups:
        found = _span(group)
        if isinstance(found, str):
            faults.append(found)
        else:
            ranges.append(found)
    return Dates(first, last, tuple(ranges), tuple(faults), completed)


def further(text: str, start: int, end: int) -> bool:
    """Say whether a slice still holds a day with its month: one that `read` stopped before."""
    return any(match["month"] for match in _PIECE.finditer(text, start, end))


def single(text: str) -> date | None:
    """Return the one day that a text consists of, or null."""
    found = read(text, 0)
    if found is None or found.faults or found.start or found.end != len(text):
        return None
    first, last = found.ranges[0]
    return first if len(found.ranges) == 1 and first == last else None


def day_in(text: str) -> date | None:
    """Return the last whole date within a text, or null: the day that a file's name gives."""
    for match in reversed(list(_PIECE.finditer(text))):
        if match["month"] and match["year"]:
            found = _span([_piece(match)])
            return None if isinstance(found, str) else found[0]
    return None


def _groups(text: str, start: int, between: bool) -> tuple[list[list[_Piece]], int, int]:
    """Split the words into ranges of one or two days; the first and last place they stand at."""
    # Words like "from" may stand between the label and its dates, but no other sentence.
    match = _PIECE.search(text, start, start + _LONGEST)
    groups: list[list[_Piece]] = []
    first = last = match.start() if match else start
    joined = False
    while match is not None:
        if joined and groups and len(groups[-1]) == 1:
            groups[-1].append(_piece(match))
        else:
            groups.append([_piece(match)])
        last = match.end()
        ranging = _RANGE.match(text, last)
        if ranging is None and between and len(groups) == 1 and len(groups[0]) == 1:
            ranging = _JOIN.match(text, last)
        separator = ranging or _JOIN.match(text, last)
        joined = ranging is not None
        match = _PIECE.match(text, separator.end()) if separator else None
        # "and 12 children" is no day; a day stands before a month, a stop or another day.
        if match is not None and not (match["month"] or _goes_on(text, match.end())):
            match = None
    return groups, first, last


def _goes_on(text: str, end: int) -> bool:
    separator = _RANGE.match(text, end) or _JOIN.match(text, end)
    following = _PIECE.match(text, separator.end()) if separator else None
    return following is not None


def _piece(match: re.Match[str]) -> _Piece:
    month = _NAMES[match["month"].lower()] if match["month"] else None
    year = int(match["year"]) if match["year"] else None
    return _Piece(match[0].strip(), int(match["day"]), month, year)


def _share(groups: list[list[_Piece]]) -> None:
    """Fill in months and years from the right, then years from the left within a range."""
    month: int | None = None
    year: int | None = None
    for group in reversed(groups):
        for piece in reversed(group):
            piece.month = piece.month or month
            if piece.year is None and year is not None and piece.month and month:
                # "19 November to 5 January 2015" began in the year before.
                piece.year = year - 1 if piece.month > month else year
            month, year = piece.month or month, piece.year or year
    pieces = [piece for group in groups for piece in group]
    for before, after in pairwise(pieces):
        if before.year and after.year is None and before.month and after.month:
            after.year = before.year + 1 if after.month < before.month else before.year


def _complete(groups: list[list[_Piece]], latest: date) -> None:
    groups[-1][-1].year = latest.year
    found = _span([groups[-1][-1]])
    if not isinstance(found, str) and found[1] > latest:
        groups[-1][-1].year = latest.year - 1
    _share(groups)


def _span(group: list[_Piece]) -> tuple[date, date] | str:
    days: list[date] = []
    for piece in group:
        if piece.month is None or piece.year is None:
            missing = "month" if piece.month is None else "year"
            return f"“{piece.words}” has no {missing}"
        try:
            days.append(date(piece.year, piece.month, piece.day))
        except ValueError:
            return f"there is no {piece.day} {_MONTHS[piece.month - 1].title()} {piece.year}"
    if days[0] > days[-1]:
        return f"“{group[0].words}” to “{group[-1].words}” ends before it starts"
    return days[0], days[-1]
