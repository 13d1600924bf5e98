"""Numbers and dates of birth that one note tells and another only prints: found in all notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from corpus.notes import IdentifierKind, Person
from models.deid.found import Found
from models.deid.merging import Merged
from models.deid.patterns.beginnings import figures_in
from models.deid.patterns.dates import PrintedDate, printed_dates
from models.deid.words import LOWER, Words, fold, read_words

_KINDS: frozenset[IdentifierKind] = frozenset(
    ("case-number", "court-number", "nhs-number", "nino", "upn", "telephone", "vehicle", "handle")
)
_PHRASES: frozenset[IdentifierKind] = frozenset(("address", "school", "place"))
_TOKEN = re.compile(r"(?<![\w/-])[A-Za-z0-9@][\w/.-]*\d[\w/-]*")
_SIGNS = re.compile(r"[\W_]+")
_SHORTEST = 5  # signs: a shorter number is too often another one
Numbers = Mapping[str, IdentifierKind]
Day = tuple[int, int, int]
Form = tuple[str, ...]  # the folded words of what is printed


def plain(printed: str) -> str:
    """Return the form under which equal numbers are equal."""
    return _SIGNS.sub("", fold(printed))


@lru_cache(maxsize=1024)
def parts_of(printed: str) -> Form:
    """Return the folded words of an address, a school or a place; a case repeats its own."""
    return tuple(read_words(printed).folds)


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
    if not known:
        return
    end = 0
    for at in figures_in(text):
        if at < end:
            continue
        # A number has a figure: it begins not before the signs that lead up to its first one.
        match = _TOKEN.search(text, max(end, _lead(text, at)))
        if match is None:
            return
        end = match.end()
        kind = known.get(plain(match[0]))
        if kind is not None:
            yield Found(*match.span(), kind, "propagation/number")


def _lead(text: str, at: int) -> int:
    """Return the first place from which only signs of a number stand before a place."""
    while at and (text[at - 1].isalnum() or text[at - 1] in "@_/.-"):
        at -= 1
    return at


class Phrases:
    """Addresses, schools and places found in a case, ready to be found in all of its notes.

    `names` are those of people who had been taken for one.
    """

    def __init__(
        self, texts: Sequence[str], merged: Sequence[Iterable[Merged]], names: Iterable[Form] = ()
    ) -> None:
        self._known: dict[str, list[tuple[Form, IdentifierKind]]] = {}
        taken: set[Form] = set()
        for text, items in zip(texts, merged, strict=True):
            for item in items:
                if item.kind in _PHRASES:
                    self._add(parts_of(text[item.start : item.end]), item.kind, taken)
        for name in sorted(names):
            self._add(name, "name", taken)
        for listed in self._known.values():
            listed.sort(key=lambda one: -len(one[0]))

    def _add(self, parts: Form, kind: IdentifierKind, taken: set[Form]) -> None:
        if parts in taken or not parts:
            return
        taken.add(parts)
        if len(parts) > 1 or (kind == "school" and len(parts[0]) > 3):
            self._known.setdefault(parts[0], []).append((parts, kind))

    def find(self, words: Words) -> Iterator[Found]:
        """Yield every known phrase of one text that is written as names are."""
        if not self._known:
            return
        folds = words.folds
        for at, word in enumerate(folds):
            for parts, kind in self._known.get(word, ()):
                end = at + len(parts)
                if (
                    tuple(folds[at:end]) != parts
                    or "\n" in words.text[words.starts[at] : words.ends[end - 1]]
                ):
                    continue
                plain = words.shapes[at] == LOWER and not words.quiet[at]
                if plain or (len(parts) == 1 and words.opening[at]):
                    continue
                yield Found(words.starts[at], words.ends[end - 1], kind, "propagation/phrase")
                break


def day_of(printed: str) -> Day | None:
    """Return the one day that a text prints in full, as (year, month, day), or null."""
    found = printed_dates(printed)
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
