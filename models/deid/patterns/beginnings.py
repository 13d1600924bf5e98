"""Tries shapes only where they can begin: at the figures of a text, which are few.

A search looks at every sign of a text, and every shape is another search. Where the figures of a
text begin is known from its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from models.deid.words import DIGITS, Words

_FIGURES = re.compile(r"\d+")


def figures_of(words: Words) -> list[int]:
    """Return where the runs of figures of one text begin."""
    pairs = zip(words.starts, words.shapes, strict=True)
    return [start for start, shape in pairs if shape == DIGITS]


def figures_in(text: str) -> list[int]:
    """Return the same of a text that was not cut into words."""
    return [match.start() for match in _FIGURES.finditer(text)]


def before(places: Sequence[int], most: int) -> Sequence[int]:
    """Return these places and those up to `most` signs before each, in order."""
    if not most:
        return places
    return sorted({near for at in places for near in range(max(0, at - most), at + 1)})


def matches_at(shape: re.Pattern[str], text: str, places: Iterable[int]) -> Iterator[re.Match[str]]:
    """Yield the disjoint matches that begin at these places, which are in order.

    They are those of `finditer` where a shape can begin nowhere else.
    """
    end = 0
    stands = shape.match
    for at in places:
        if at >= end and (match := stands(text, at)):
            end = match.end()
            yield match


def any_at(shape: re.Pattern[str], text: str, places: Sequence[int]) -> bool:
    """Say whether a shape stands at one of these places."""
    match = shape.match
    for at in places:  # noqa: SIM110  # a generator costs more than the matches
        if match(text, at):
            return True
    return False


def places_of(shape: re.Pattern[str], text: str, places: Sequence[int]) -> list[int]:
    """Return those of some places at which a shape stands."""
    match = shape.match
    return [at for at in places if match(text, at)]
