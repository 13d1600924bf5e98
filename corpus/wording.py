"""Days and numbers as people write them."""

from __future__ import annotations

from datetime import date

# Written out, for strftime would follow the language of the machine.
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def in_words(day: date) -> str:
    """Write a day as people do: "14 March 2013"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def count_of(number: int, noun: str, nouns: str | None = None) -> str:
    """Write a number with its noun: "1 month", "2,300 passages"."""
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"
