"""What a clock allows, counted from a day: the window it opens and how far a day lies off it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from corpus.frameworks.provisions import Clock
from corpus.frameworks.working_days import (
    add_days,
    add_months,
    add_working_days,
    add_years,
    whole_months_between,
    working_days_between,
)
from corpus.wording import count_of

Counted = Literal["working days", "calendar days", "months", "years"]

_ADDING: dict[Counted, Callable[[date, int], date]] = {
    "working days": add_working_days,
    "calendar days": add_days,
    "months": add_months,
    "years": add_years,
}
_MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Window:
    """The first and last day that keep a clock, counted in `unit`; null where there is no bound."""

    unit: Counted
    earliest: date | None
    latest: date | None


@dataclass(frozen=True, slots=True)
class Measured:
    """Whether a day lies in a window, and how far off it or inside it, in words."""

    kept: bool
    words: str


def windows(clock: Clock, start: date) -> tuple[Window, ...]:
    """Return the window that a clock opens on a day; two where the source does not say which days.

    CalendarError where working days are not known.
    """
    if clock.unit == "days":
        return _window(clock, start, "working days"), _window(clock, start, "calendar days")
    return (_window(clock, start, clock.unit),)


def may_span_cycles(clock: Clock, start: date, day: date) -> bool:
    """Say whether two days, however far apart, can still lie in neighbouring cycles of a clock.

    Of cycles of three years, one day in each of two lie less than six years apart.
    """
    if not clock.cycle:
        return False
    both = windows(replace(clock, count=2 * clock.count), start)
    return all(window.latest is None or day < window.latest for window in both)


def measure(window: Window, day: date) -> Measured:
    """Say whether a day keeps a window and by how much: "3 working days late"."""
    earliest, latest, unit = window.earliest, window.latest, window.unit
    if latest is not None and day > latest:
        return Measured(False, f"{distance(latest, day, unit)} late")
    if earliest is not None and day < earliest:
        return Measured(False, f"{distance(day, earliest, unit)} too early")
    if day in (latest, earliest):
        return Measured(True, "to the day")
    if latest is not None:
        return Measured(True, f"{distance(day, latest, unit)} to spare")
    return Measured(True, f"{distance(earliest or day, day, unit)} more than asked")


def distance(start: date, end: date, unit: Counted) -> str:
    """Say how far `end`, the later day, lies from `start`: "12 working days", "2 months".

    Where no working day lies between, calendar days are counted: Friday to Saturday is not nothing.
    Days left over from months are calendar days.
    """
    if unit == "working days" and (worked := working_days_between(start, end)):
        return count_of(worked, "working day")
    if unit in ("working days", "calendar days"):
        return count_of((end - start).days, "calendar day")
    months, days = whole_months_between(start, end)
    years, months = divmod(months, _MONTHS_OF_A_YEAR) if unit == "years" else (0, months)
    parts = [
        count_of(number, noun)
        for number, noun in ((years, "year"), (months, "month"), (days, "calendar day"))
        if number
    ]
    return " and ".join(parts) or "0 calendar days"


def asked(clock: Clock, unit: str | None = None) -> str:
    """Say what a clock asks for: "at most 20 working days", "between 6 and 12 months"."""
    unit = unit or clock.unit
    first = ", the first day counted" if clock.inclusive else ""
    if clock.most is not None:
        return f"between {clock.count} and {clock.most} {unit}{first}"
    bound = "at least once in" if clock.bound == "every" else clock.bound
    return f"{bound} {count_of(clock.count, unit.removesuffix('s'))}{first}"


def counted_from(clock: Clock, start: date) -> date:
    """Return the day from which a clock counts: the day before, where the first day counts too."""
    return add_days(start, -1) if clock.inclusive else start


def _window(clock: Clock, start: date, unit: Counted) -> Window:
    near = _after(clock, start, clock.count, unit)
    far = near if clock.most is None else _after(clock, start, clock.most, unit)
    return Window(
        unit,
        earliest=None if clock.bound in ("at most", "every") else near,
        latest=None if clock.bound == "at least" else far,
    )


def _after(clock: Clock, start: date, count: int, unit: Counted) -> date:
    if unit in ("months", "years") and clock.inclusive:
        # Three years with the first day, from 1 April, end on 31 March.
        return add_days(_ADDING[unit](start, count), -1)
    return _ADDING[unit](counted_from(clock, start), count)
