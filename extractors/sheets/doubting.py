"""What is unsure about a mapping of columns, in words for the person who is to confirm it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractors.sheets.column_words import Role, known_header, match, plain
from extractors.sheets.days import find_day
from extractors.sheets.mapping import ONE_ONLY, Column, Mapping
from extractors.sheets.shapes import shape

_MOSTLY = 0.6
_NAME = re.compile(r"A{1,4}a+(?:[' -]?A{1,4}a*)*(?: A{1,4}a*(?:[' -]A{1,4}a*)*){1,3}|A+a+, A+a+")
_NAMING: tuple[Role, ...] = ("child", "person", "author", "author-role", "identifier", "kind")
_NUMBERS = re.compile(r"[\d/.:,\s£%-]*\d[\d/.:,\s£%-]*")


class Doubt(NamedTuple):
    """What is unsure of one column, or of the sheet as a whole where `column` is null."""

    column: Column | None
    words: str


def doubts(mapping: Mapping, rows: Sequence[Sequence[str]]) -> Iterator[Doubt]:
    """Give what somebody should look at before confirming; `rows` stand as the sheet's columns do.

    The columns of a mapping tell their place by their letters.
    """
    if not mapping.of("text"):
        yield Doubt(None, "no column is 'text': give that role to the one with the narrative")
    if not mapping.of("date"):
        yield Doubt(None, "no column is 'date': the notes would have no day")
    seen = Counter(plain(column.header) for column in mapping.columns)
    for column in mapping.columns:
        at = place_of(column.column)
        values = [row[at] for row in rows if at is not None and at < len(row) and row[at]]
        if column.header and seen[plain(column.header)] > 1:
            yield Doubt(column, "another column has the same name: they take their turns")
        if _NUMBERS.fullmatch(column.header) and not known_header(column.header):
            yield Doubt(column, "its name looks like a value: is this the row of names?")
        yield from (Doubt(column, words) for words in _of(column, mapping, values))


def place_of(letters: str) -> int | None:
    """Return the place of a column from 0 by its letters, or null without any: "AA" is 26."""
    place = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            return None
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1 if place else None


def _of(column: Column, mapping: Mapping, values: Sequence[str]) -> Iterator[str]:
    if not values:
        yield "it has no values in the first rows"
        return
    if column.role in ("date", "born"):
        days = dates(values)
        if days < len(values):
            yield f"{len(values) - days} of {len(values)} values are no dates"
    if column.role == "other":
        yield from _of_other(column, mapping, values)
        return
    found = match(column.header, column.role)
    if found is None:
        yield "its name does not say so"
    elif not found.whole:
        yield f"its name only contains “{found.words}”"


def _of_other(column: Column, mapping: Mapping, values: Sequence[str]) -> Iterator[str]:
    for role in ONE_ONLY:
        taken = mapping.of(role)
        if taken and match(column.header, role) is not None:
            yield f"it might be '{role}' as well, which is “{taken[0].header}” now"
            return
    names = sum(1 for value in values if _NAME.fullmatch(shape(value)))
    if names >= len(values) * _MOSTLY and len(set(values)) > 1:
        listed = ", ".join(f"'{role}'" for role in _NAMING[:3])
        yield f"its values look like names: {listed}, if they are"


def dates(values: Sequence[str]) -> int:
    """Count the values that print a day."""
    return sum(1 for value in values if len(value) <= 40 and find_day(value))
