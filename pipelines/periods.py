"""When an inspection was, and what it came to, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from corpus.history import Inspected
from corpus.wording import in_words


def period(one: Inspected) -> str:
    """Say in words when an inspection was: "9 to 13 June 2025", with every range of days."""
    ranges = [pair for pair in one.ranges if pair] or [
        tuple(filter(None, (one.start, one.end if one.end != one.start else None)))
    ]
    words = [_range(tuple(date.fromisoformat(day) for day in pair)) for pair in ranges if pair]
    if words:
        return ", and ".join(words)
    if one.dated:
        return f"letter of {in_words(date.fromisoformat(one.dated))}"
    if one.published:
        return f"published {in_words(date.fromisoformat(one.published))}"
    return "day unknown"


def overall(one: Inspected) -> str:
    """Say what an inspection came to as a whole: "Overall effectiveness: Good."."""
    judged = next((judged for judged in one.judgements if judged.area == "OE"), None)
    if judged is not None:
        return f"{judged.title}: {judged.grade}."
    return "It gave no overall grade." if one.judgements else "It gave no grades."


def latest_graded(inspections: Sequence[Inspected]) -> Inspected | None:
    """Return the newest inspection that gave grades; null where none did, or the newest of all.

    One that came to an outcome and judged nothing else, as of SEND, leaves the grades before it
    the latest; it counts where there are no others.
    """
    judged = [one for one in inspections if one.judgements]
    graded = next((one for one in judged if len(one.judgements) > 1), next(iter(judged), None))
    return None if graded in inspections[:1] else graded


def _range(days: tuple[date, ...]) -> str:
    first, last = days[0], days[-1]
    if first == last:
        return in_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {in_words(last)}"
    if first.year == last.year:
        return f"{in_words(first).rsplit(' ', 1)[0]} to {in_words(last)}"
    return f"{in_words(first)} to {in_words(last)}"
