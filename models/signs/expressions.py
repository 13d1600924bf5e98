"""Phrases as one expression, tried only at the words with which they begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from models.signs.tokens import Words


class Expression(NamedTuple):
    """What finds phrases in a line of words; `firsts` are their first words, null if any may be."""

    pattern: re.Pattern[str]
    firsts: frozenset[str] | None

    def stands(self, words: Words) -> Iterator[re.Match[str]]:
        """Yield the longest match at each word where there is one; they may overlap."""
        firsts = self.firsts
        # Most sentences hold none of them, and need no line of words.
        if firsts is not None and firsts.isdisjoint(words.words):
            return
        for at, word in enumerate(words.words):
            if firsts is None or word in firsts:
                match = self.pattern.match(words.line, words.places[at])
                if match is not None:
                    yield match

    def found(self, words: Words) -> Iterator[re.Match[str]]:
        """Yield the matches from left to right that do not overlap."""
        end = 0
        for match in self.stands(words):
            if match.start() >= end:
                end = match.end()
                yield match
