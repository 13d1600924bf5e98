"""Numbers and dates of birth that one note tells and another only prints: found in all notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from corpus.notes import IdentifierKind, Person
from models.deid.found import Found
from models.deid.merging import Merged
from models.deid.patterns.dates import PrintedDate, dates
from models.deid.words import fold

_KINDS: frozenset[IdentifierKind] = frozenset(
    ("case-number", "court-number", "nhs-number", "nino", "upn", "telephone", "vehicle", "handle")
)
_TOKEN = re.compile(r"(?<![\w/-])[A-Za-z0-9@][\w/.-]*\d[\w/-]*")
_SIGNS = re.compile(r"[\W_]+")
_SHORTEST = 5  # signs: a shorter number is too often another one
Numbers = Mapping[str, IdentifierKind]
Day = tuple[int, int, int]


def plain(printed: str) -> str:
    """Return the form under which equal numbers are equal."""
    return _SIGNS.sub("", fold(printed))


def numbers(texts: Sequence[str], merged: Sequence[Iterable[Merged]]) -> Numbers:
    """Return the numbers found in a case, and of which kind they are."""
    found: dict[str, IdentifierKind] = {}
    for text, items in zip(texts, merged, strict=True):
        for item in items:
            if item.kind in _KINDS:
                form = plain(text[item.start : item.end])
                if len(form) >= _SHORTEST:
                    found.setdefault(form, item.kind)
    return found


def again(text: str, known: Numbers) -> Iterator[Found]:
    """Yield every place of one text where a known number stands."""
    for match in _TOKEN.finditer(text):
        kind = known.get(plain(match[0]))
        if kind is not None:
            yield Found(*match.span(), kind, "propagation/number")


def day_of(printed: str) -> Day | None:
    """Return the one day that a text prints in full, as (year, month, day), or null."""
    found = dates(printed)
    return _day(found[0]) if len(found) == 1 else None


def _day(date: PrintedDate) -> Day | None:
    return (date.year, date.month, date.day) if date.year is not None else None


def births(
    texts: Sequence[str], merged: Sequence[Iterable[Merged]], people: Iterable[Person]
) -> frozenset[Day]:
    """Return the dates of birth of a case: those found, and those of the people listed."""
    found = [day_of(person.born) for person in people if person.born]
    for text, items in zip(texts, merged, strict=True):
        found += [
            day_of(text[item.start : item.end]) for item in items if item.kind == "date-of-birth"
        ]
    return frozenset(day for day in found if day is not None)
