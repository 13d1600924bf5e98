"""What a cell of a workbook holds, as it is written into the frozen text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from extractors.drafting import tidy

_EXACT = 1e16  # above this a double no longer holds every whole number


def written(value: object) -> str:
    """Return a value on one line: dates as ISO, times as 14:30, whole numbers without ".0"."""
    if isinstance(value, str):
        return on_one_line(value)
    # A moment is a date, too, and a truth value a number: the narrower kind stands first.
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    return tidy(str(value))


def on_one_line(text: str) -> str:
    """Return `tidy(text)`, cheaply for the many cells that are tidy already."""
    plain = text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " "
    return text if plain else tidy(text)


def _moment(value: datetime) -> str:
    # A day that was typed into a cell of days and hours stands at midnight.
    if value.time() == time():
        return value.date().isoformat()
    return f"{value.date().isoformat()} {_clock(value.time())}"


def _clock(value: time) -> str:
    return value.strftime("%H:%M:%S" if value.second else "%H:%M")


def _length(value: timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if seconds else f"{hours}:{minutes:02}"


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)


def _truth(value: bool) -> str:
    return "TRUE" if value else "FALSE"


_WRITERS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, _truth),
    (float, _number),
    (datetime, _moment),
    (date, date.isoformat),
    (time, _clock),
    (timedelta, _length),
)
