"""Which patterns and frames may stand in a sentence at all, told by its words and ideas alone.

A pattern or frame can stand only where each of its parts has a word or idea in the sentence. That
is asked of all of them at once: each has a bit for each of its parts, and a sentence collects them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Parts = Sequence[Iterable[str]]


@dataclass(frozen=True, slots=True)
class Needs:
    """The bits of each word and idea, and those that a sentence has before its first word.

    The first `patterns` of all `number` bits of one part are of patterns, the rest of frames; the
    bits of the next part follow, for as many parts as the longest has.
    """

    patterns: int
    number: int
    parts: int
    given: int
    by_word: Mapping[str, int]
    by_idea: Mapping[str, int]

    def met(self, bits: int) -> tuple[list[int], bool]:
        """Return the patterns to look for by what a sentence has, and whether frames are asked."""
        whole = bits & ((1 << self.number) - 1)
        for _ in range(1, self.parts):
            bits >>= self.number
            whole &= bits
        framed = whole >> self.patterns
        whole ^= framed << self.patterns
        rows = []
        while whole:
            lowest = whole & -whole
            rows.append(lowest.bit_length() - 1)
            whole ^= lowest
        return rows, framed != 0

    def bits(self, words: Iterable[str], ideas: Iterable[str]) -> int:
        """Return what a sentence has, by its words and ideas."""
        bits = self.given
        for word in words:
            bits |= self.by_word.get(word, 0)
        for idea in ideas:
            bits |= self.by_idea.get(idea, 0)
        return bits


def needs(patterns: Sequence[Parts], frames: Sequence[Parts]) -> Needs:
    """Give bits to patterns, each part by its first words, and to frames, each part by its ideas.

    What has no part at all never stands.
    """
    number = len(patterns) + len(frames)
    longest = max((len(parts) for parts in (*patterns, *frames)), default=1)
    by_word: defaultdict[str, int] = defaultdict(int)
    by_idea: defaultdict[str, int] = defaultdict(int)
    given = 0
    for at, parts in enumerate((*patterns, *frames)):
        listed = by_word if at < len(patterns) else by_idea
        for place, part in enumerate(parts):
            for name in part:
                listed[name] |= 1 << (place * number + at)
        for place in range(max(len(parts), 1), longest):
            given |= 1 << (place * number + at)
    return Needs(len(patterns), number, longest, given, dict(by_word), dict(by_idea))
