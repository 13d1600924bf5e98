"""Dates as people write them in case notes: five styles and what lies between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip


def ordinal(day: int) -> str:
    """Return a day of the month as 1st, 2nd, 3rd, 4th."""
    ending = "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _month(day: date) -> str:
    return _MONTHS[day.month - 1]


STYLES: dict[str, Callable[[date], str]] = {
    "slashes": lambda day: f"{day.day:02}/{day.month:02}/{day.year}",
    "dots": lambda day: f"{day.day}.{day.month}.{day.year % 100:02}",
    "long": lambda day: f"{day.day} {_month(day)} {day.year}",
    "ordinal": lambda day: f"{ordinal(day.day)} {_month(day)[:3]} {day.year}",
    "iso": lambda day: day.isoformat(),
    "dashes": lambda day: f"{day.day:02}-{_month(day)[:3]}-{day.year % 100:02}",
}
SHORT: dict[str, Callable[[date], str]] = {
    "slashes": lambda day: f"{day.day:02}/{day.month:02}",
    "dots": lambda day: f"{day.day}.{day.month}.{day.year % 100:02}",
    "long": lambda day: f"{day.day} {_month(day)}",
    "ordinal": lambda day: f"the {ordinal(day.day)} of {_month(day)}",
    "iso": lambda day: day.isoformat(),
    "dashes": lambda day: f"{day.day:02}-{_month(day)[:3]}-{day.year % 100:02}",
}
