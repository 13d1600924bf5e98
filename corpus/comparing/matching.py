"""Which provider a row of a table is of, and which of its inspections."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.comparing.records import Category, Row, TableError
from corpus.comparing.values import day_of, is_blank
from corpus.frameworks.framework import Framework
from corpus.history.finding import find
from corpus.history.records import Inspected, Provider
from corpus.wording import in_words

# A report came out 4 to 33 weeks after the last day on site, among those read while building.
_TO_PUBLICATION = 270
_NEAR = 14


@dataclass(frozen=True, slots=True)
class Matched:
    """The inspection of ours that a row is of; if none, what kind of row it is, and why."""

    inspected: Inspected | None
    category: Category | None = None
    explanation: str = ""


def days_of(row: Row, fields: Mapping[str, str], name: str) -> dict[str, date]:
    """Return the dates of a row by field. TableError for a cell that is no date."""
    found = {}
    for column, field in fields.items():
        cell = row.cells[column]
        if field not in ("start", "end", "published") or is_blank(cell):
            continue
        day = day_of(cell)
        if day is None:
            raise TableError(
                f"{name}, line {row.line}, column {column}: {cell!r} is no date. Write the day "
                "first, as 31/01/2024, or year first, as 2024-01-31; or leave the cell empty."
            )
        found[field] = day
    return found


def provider_of(
    row: Row, fields: Mapping[str, str], providers: Sequence[Provider]
) -> Provider | None:
    """Return the provider that a row is of: by its number, else by its name; null if unknown."""
    by_field = {field: row.cells[column] for column, field in fields.items()}
    urn = by_field.get("urn", "").strip()
    known = next((one for one in providers if urn and one.urn == urn), None)
    if known is not None or not by_field.get("provider", "").strip():
        return known
    return find(providers, by_field["provider"]).provider


def of_the_table(
    inspected: Sequence[Inspected],
    areas: Collection[str],
    frameworks: Mapping[str, Framework],
) -> list[Inspected]:
    """Return the inspections of the kind that a table is about, the earliest first.

    They give grades, under a framework that has at least two of the table's areas, or all of one.
    """
    wanted = min(2, len(areas))
    codes = {name: set(framework.codes()) for name, framework in frameworks.items()}
    return [
        one
        for one in inspected
        if one.on is not None
        and one.judgements
        and len(codes.get(one.framework or "", set()).intersection(areas)) >= wanted
    ]


def match(days: Mapping[str, date], ours: Sequence[Inspected]) -> Matched:
    """Find the inspection that a row's dates tell of, among those of its provider.

    By both days, then by one of them, then by days that overlap or lie near; a row without days of
    inspection by its publication, and one without any date is taken to be of the latest.
    """
    if not ours:
        return Matched(None, "not among our documents", "None of our documents has such grades.")
    start, end = days.get("start"), days.get("end")
    if start is None and end is None:
        return _by_publication(days.get("published"), ours)
    for fits in (_both, _one, _near):
        found = next((one for one in ours if fits(one, start, end)), None)
        if found is not None:
            return Matched(found)
    return _unmatched(start or end or date.min, ours)


def _both(one: Inspected, start: date | None, end: date | None) -> bool:
    own = (_day(one.start), _day(one.end))
    return own == (start, end) or (None in (start, end) and (start or end) in own)


def _one(one: Inspected, start: date | None, end: date | None) -> bool:
    return (start is not None and start == _day(one.start)) or (
        end is not None and end == _day(one.end)
    )


def _near(one: Inspected, start: date | None, end: date | None) -> bool:
    own_start, own_end = _day(one.start or one.on), _day(one.end or one.on)
    first, last = start or end, end or start
    if own_start is None or own_end is None or first is None or last is None:
        return False
    return (first - own_end).days <= _NEAR and (own_start - last).days <= _NEAR


def _by_publication(published: date | None, ours: Sequence[Inspected]) -> Matched:
    if published is None:
        return Matched(ours[-1])
    for one in reversed(ours):
        last = _day(one.on)
        if last is not None and 0 <= (published - last).days <= _TO_PUBLICATION:
            return Matched(one)
    return _unmatched(published, ours)


def _unmatched(day: date, ours: Sequence[Inspected]) -> Matched:
    latest, earliest = ours[-1], ours[0]
    table = f"The table's is of {in_words(day)}"
    if day.isoformat() > (latest.on or ""):
        why = f"{table}, our latest ended on {_in_words(latest)}."
        return Matched(None, "later inspection", why)
    if day.isoformat() < (earliest.on or ""):
        why = f"{table}, our first ended on {_in_words(earliest)}."
        return Matched(None, "earlier inspection", why)
    why = f"{table}, our nearest ended on {_in_words(_nearest(day, ours))}."
    return Matched(None, "not among our documents", why)


def _nearest(day: date, ours: Sequence[Inspected]) -> Inspected:
    return min(ours, key=lambda one: abs(((_day(one.on) or day) - day).days))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _in_words(one: Inspected) -> str:
    day = _day(one.on)
    return in_words(day) if day else "an unknown day"
