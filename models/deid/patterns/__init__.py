"""Identifiers told by their shape: numbers, addresses of all sorts, dates, schools, vehicles."""

from __future__ import annotations

from collections.abc import Iterator

from models.deid.found import Found
from models.deid.lexicon import Lexicon
from models.deid.patterns import dates, figures, online, postal, settings, streets
from models.deid.patterns.beginnings import figures_of
from models.deid.words import Words

NAME = "patterns"


def find(words: Words, known: Lexicon) -> Iterator[Found]:
    """Yield what the shapes of identifiers tell in one text; what is found may overlap."""
    text = words.text
    places = figures_of(words)
    if places:
        yield from figures.find(text, places)
        yield from dates.find(text, places)
    yield from online.find(text)
    yield from postal.find(text)
    yield from streets.find(words)
    yield from settings.find(words, known)
