"""Working days of England, and calendar arithmetic beside them: what deadlines are counted in.

A working day is Monday to Friday and no bank holiday. A span does not count its first day and
counts its last: 28 January to 11 February 2013 is 10. Years outside FIRST_YEAR to LAST_YEAR are
refused, for nobody has checked the bank holidays there; a one-off holiday that was proclaimed after
the installed `holidays` package was made is not known to it.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from datetime import date, timedelta
from functools import cache

from corpus.problems import VouchError

FIRST_YEAR = 2005
LAST_YEAR = 2100
_SATURDAY = 5


class CalendarError(VouchError):
    """A day whose bank holidays are not known, so that no working days are counted there."""


def is_working_day(day: date) -> bool:
    """Say whether England works on that day. CalendarError outside the years that are known."""
    _refuse_unknown(day)
    return day.weekday() < _SATURDAY and day not in bank_holidays()


def working_days_between(start: date, end: date) -> int:
    """Count the working days after `start` up to and with `end`; negative where `end` is earlier.

    CalendarError outside the years that are known.
    """
    _refuse_unknown(start)
    _refuse_unknown(end)
    return bisect_right(_worked(), end) - bisect_right(_worked(), start)


def add_working_days(day: date, count: int) -> date:
    """Return the working day `count` working days after `day`, or before it where negative.

    `working_days_between(day, result)` is `count` again; so 1 before a Saturday is the Thursday, as
    the Friday is the one day counted. 0 gives the day itself. CalendarError outside the years that
    are known.
    """
    _refuse_unknown(day)
    if count == 0:
        return day
    worked = _worked()
    at = bisect_right(worked, day) - 1 + count
    if not 0 <= at < len(worked):
        raise CalendarError(f"{count} working days from {day}: {_LIMIT}")
    return worked[at]


def next_working_day(day: date) -> date:
    """Return the day itself where it is a working day, else the first one after it."""
    return day if is_working_day(day) else add_working_days(day, 1)


def add_days(day: date, count: int) -> date:
    """Return the calendar day `count` days after `day`, or before it where negative."""
    try:
        return day + timedelta(days=count)
    except OverflowError as error:
        raise CalendarError(f"{count} days from {day}: no calendar reaches that far") from error


def add_months(day: date, count: int) -> date:
    """Return the same day `count` months on; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not date.min.year <= year <= date.max.year:
        raise CalendarError(f"{count} months from {day}: no calendar reaches that far")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, count: int) -> date:
    """Return the same day `count` years on; 28 February where 29 February is not there."""
    return add_months(day, 12 * count)


def whole_months_between(start: date, end: date) -> tuple[int, int]:
    """Return the whole months from `start` to `end` and the days left over; `end` is not earlier.

    `add_months(start, months)` and then the days give `end` again.
    """
    if end < start:
        raise ValueError(f"{end} lies before {start}")
    months = (end.year - start.year) * 12 + end.month - start.month
    if add_months(start, months) > end:
        months -= 1
    return months, (end - add_months(start, months)).days


@cache
def bank_holidays() -> frozenset[date]:
    """Return all bank holidays of England in the years that are known, those at weekends too."""
    # Here, because the package takes longer to import than most commands take in all.
    from holidays import country_holidays  # noqa: PLC0415

    years = range(FIRST_YEAR, LAST_YEAR + 1)
    return frozenset(country_holidays("GB", subdiv="ENG", years=years))


@cache
def _worked() -> tuple[date, ...]:
    """List every working day that is known: counting is then a search in a sorted list."""
    first = date(FIRST_YEAR, 1, 1)
    length = (date(LAST_YEAR, 12, 31) - first).days + 1
    days = (first + timedelta(days=n) for n in range(length))
    holidays = bank_holidays()
    return tuple(day for day in days if day.weekday() < _SATURDAY and day not in holidays)


def _refuse_unknown(day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CalendarError(f"{day}: {_LIMIT}")


_LIMIT = (
    f"working days are counted in the years {FIRST_YEAR} to {LAST_YEAR} only; "
    "check the date, or count by hand"
)
