"""Dates moved by the case's secret number of days and printed again in their own style.

The number is a multiple of seven, so that days of the week stay right wherever a year is printed.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import date, timedelta

from models.deid.patterns.dates import PrintedDate, printed_dates

_WEEKS = (5, 52)  # at least, at most; either way
_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_YEAR = re.compile(r"(?:19|20)\d\d|(?<!\d)\d\d(?!\d)\D*$|\d\d$")


def days_of(secret: bytes) -> int:
    """Return by how many days a case's dates move: five weeks to a year, either way."""
    digest = hmac.new(secret, b"dates", hashlib.sha256).digest()
    low, high = _WEEKS
    weeks = low + int.from_bytes(digest[:8], "big") % (high - low + 1)
    return 7 * (weeks if digest[8] % 2 else -weeks)


def years_of(printed: str) -> list[int]:
    """Return the years that the dates of a text print."""
    return [found.year for found in printed_dates(printed) if found.year is not None]


def shifted(printed: str, days: int, year: int) -> str | None:
    """Return a printed date moved by days, or null where it is none that can be read.

    `year` is taken where none is printed.
    """
    found = printed_dates(printed)
    if not found:
        return None
    for at in reversed(found):
        moved = moved_by(at, days, year)
        if moved is None:
            return None
        printed = _print(printed, at, moved)
    return printed


def moved_by(at: PrintedDate, days: int, year: int) -> date | None:
    """Return a date moved by days; null where the calendar ends."""
    try:
        return _day(at.year if at.year is not None else year, at) + timedelta(days=days)
    except OverflowError:
        return None


def _day(year: int, at: PrintedDate) -> date:
    try:
        return date(year, at.month, at.day)
    except ValueError:  # the 29th of February, and no year printed
        return date(year - year % 4, at.month, at.day)


def _print(printed: str, at: PrintedDate, moved: date) -> str:
    """Print a date in place of another, each part as the part it replaces."""
    slices = {at.day_at: _number(printed, at.day_at, moved.day, at)}
    slices[at.month_at] = _month(printed, at, moved.month)
    if at.year_at:
        old = printed[slice(*at.year_at)]
        digits = sum(sign.isdigit() for sign in old)
        slices[at.year_at] = old[: len(old) - digits] + f"{moved.year:04}"[-digits:]
    if at.ordinal_at:
        old = printed[slice(*at.ordinal_at)]
        ending = ordinal(moved.day)
        space = old[: len(old) - len(old.lstrip())]
        slices[at.ordinal_at] = space + (ending.upper() if old.strip().isupper() else ending)
    for (start, end), new in sorted(slices.items(), reverse=True):
        printed = printed[:start] + new + printed[end:]
    return printed


def ordinal(day: int) -> str:
    """Return the ending of a day of the month: st, nd, rd, th."""
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _number(printed: str, where: tuple[int, int], number: int, at: PrintedDate) -> str:
    old, month = printed[slice(*where)], printed[slice(*at.month_at)]
    padded = old.startswith("0") or (len(old) == 2 and month.isdigit() and len(month) == 2)
    return f"{number:02}" if padded else str(number)


def _month(printed: str, at: PrintedDate, month: int) -> str:
    old = printed[slice(*at.month_at)]
    if old.isdigit():
        day = printed[slice(*at.day_at)]
        padded = old.startswith("0") or (len(old) == 2 and len(day) == 2)
        return f"{month:02}" if padded else str(month)
    name = _NAMES[month - 1]
    # May is long and short at once: taken as short, as the day before it is "12" and not "12th of".
    short = len(old) <= 4 and old.lower() not in ("june", "july") and not at.ordinal_at
    if old.lower() not in ("may",) and len(old) <= 4 and old.lower() not in ("june", "july"):
        short = True
    new = name[:3] if short else name
    return new.upper() if old.isupper() else new.lower() if old.islower() else new


def birth_year(printed: str) -> int | None:
    """Return the year of a date of birth, or null."""
    years = years_of(printed)
    if years:
        return years[-1]
    match = _YEAR.search(printed)
    if match is None:
        return None
    digits = int(re.sub(r"\D", "", match[0]))
    return digits if digits > 99 else 2000 + digits if digits < 50 else 1900 + digits
