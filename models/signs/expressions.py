"""Phrases as one expression, tried only at the words with which they begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from models.signs.tokens import Words


@dataclass(frozen=True)
class Expression:
    """What finds phrases in a line of words; `firsts` are their first words, null if any may be."""

    source: str
    firsts: frozenset[str] | None

    # Made when a sentence holds a first word: all five hundred take half a second.
    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The phrases as a regular expression."""
        return re.compile(self.source)

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
