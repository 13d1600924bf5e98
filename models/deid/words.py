"""The words of one note with what de-identification asks of them: form, capitals, place in a line.

Possessive endings are no part of a word: "Aisha's" is the word Aisha, then two signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

LOWER, TITLE, UPPER, DIGITS = range(4)


def listed(words: str) -> frozenset[str]:
    """Return the words of a list that is written as one text."""
    return frozenset(words.split())


_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*(?:['’`][^\W\d_]+)*|\d+")
_LINE_END = re.compile(r"[\n\t\r|]")
_SENTENCE_END = re.compile(r"[.!?:;•\n\t\r|*“\"\[\]>#]|\s[-–—]")
_LOUD_RUN = 3  # words in capitals, one after the other, that are a way of writing
_PARAGRAPH = 5  # words of a line without capitals that are a way of writing
_ABBREVIATED = listed("mr mrs ms dr st rev prof cllr sgt insp e.g i.e vs approx no tel ext")


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Return the form under which a word is looked up: no capitals, one kind of apostrophe."""
    return word.casefold().replace("’", "'").replace("`", "'")


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """All words of one text, in order; lists of equal length.

    `shapes` are LOWER, TITLE, UPPER (two letters at least) or DIGITS. `opening` is true where a
    capital says nothing, after the end of a sentence or line. `loud` words stand among words that
    are all capitals, `quiet` ones on a line without capitals.
    """

    text: str
    starts: list[int]
    ends: list[int]
    folds: list[str]
    shapes: list[int]
    opening: list[bool]
    loud: list[bool]
    quiet: list[bool]

    def __len__(self) -> int:
        return len(self.starts)

    def gap(self, at: int) -> str:
        """Return what stands between the word before `at` and it."""
        return self.text[self.ends[at - 1] if at else 0 : self.starts[at]]

    def after(self, at: int) -> str:
        """Return the two signs after a word."""
        return self.text[self.ends[at] : self.ends[at] + 2]

    def owns(self, at: int) -> bool:
        """Say whether a word is possessive."""
        signs = self.after(at)
        return len(signs) == 2 and signs[0] in "'’`" and signs[1] in "sS"

    def capital(self, at: int) -> bool:
        """Say whether a word begins with a capital where that says something of it."""
        return self.shapes[at] == TITLE or (self.shapes[at] == UPPER and not self.loud[at])


def shape_of(word: str) -> int:
    """Return the shape of one word as it is printed."""
    first = word[0]
    if first.isdigit():
        return DIGITS
    if not first.isupper():
        return LOWER
    return UPPER if len(word) > 1 and word.isupper() else TITLE


@lru_cache(maxsize=65_536)
def _known_as(printed: str) -> tuple[int, str, int]:
    """Return how many signs of a word are a possessive ending, its form and its shape."""
    owning = 2 if len(printed) > 2 and printed[-1] in "sS" and printed[-2] in "'’`" else 0
    word = printed[: len(printed) - owning]
    return owning, fold(word), shape_of(word)


def read_words(text: str) -> Words:
    """Cut one text into words."""
    matches = list(_WORD.finditer(text))
    known = [_known_as(match[0]) for match in matches]
    starts = [match.start() for match in matches]
    ends = [match.end() - one[0] for match, one in zip(matches, known, strict=True)]
    folds = [one[1] for one in known]
    shapes = [one[2] for one in known]
    opening, lines = _openings(text, starts, ends, folds)
    loud, quiet = _manners(folds, shapes, lines)
    return Words(text, starts, ends, folds, shapes, opening, loud, quiet)


def _openings(
    text: str, starts: list[int], ends: list[int], folds: list[str]
) -> tuple[list[bool], list[int]]:
    """Return which words open a sentence, and the first word of each line."""
    opening = [True] + [False] * (len(starts) - 1) if starts else []
    lines = [0] if starts else []
    gaps = [text[end:start] for end, start in zip(ends, starts[1:], strict=False)]
    for at, gap in enumerate(gaps, 1):
        if gap == " ":
            continue
        if _LINE_END.search(gap):
            opening[at] = True
            lines.append(at)
            continue
        if (
            gap[:1] == "."
            and gap[:2] != ".."
            and (folds[at - 1] in _ABBREVIATED or len(folds[at - 1]) == 1)
        ):
            opening[at] = False
        else:
            opening[at] = _SENTENCE_END.search(gap) is not None
    return opening, lines


def _manners(
    folds: list[str], shapes: list[int], lines: list[int]
) -> tuple[list[bool], list[bool]]:
    """Return which words stand among capitals only, and which on a line without any."""
    loud = [False] * len(folds)
    quiet = [False] * len(folds)
    for first, last in pairwise([*lines, len(folds)]):
        line = shapes[first:last]
        upper = line.count(UPPER)
        if upper >= 2:
            whole = TITLE not in [
                shape for at, shape in enumerate(line, first) if len(folds[at]) > 1
            ]
            for start, end in _runs(shapes, folds, first, last):
                inside = [len(folds[at]) for at in range(start, end) if shapes[at] == UPPER]
                long = len(inside) >= _LOUD_RUN and (max(inside) > 4 or len(inside) > 5)
                if long or (whole and LOWER not in line):
                    loud[start:end] = [True] * (end - start)
        elif upper == 0 and line.count(LOWER) >= _PARAGRAPH:
            capitals = sum(
                shape == TITLE and folds[at] != "i" for at, shape in enumerate(line, first)
            )
            if capitals == 0:
                quiet[first:last] = [True] * (last - first)
        elif upper == 0 and first and quiet[first - 1] and TITLE not in line:
            quiet[first:last] = [True] * (last - first)
    return loud, quiet


def _runs(shapes: list[int], folds: list[str], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield runs of words in capitals; figures and single letters do not end one."""
    start = None
    for at in range(first, last):
        neutral = shapes[at] == DIGITS or (shapes[at] == TITLE and len(folds[at]) == 1)
        if shapes[at] == UPPER:
            start = at if start is None else start
        elif not neutral and start is not None:
            yield start, at
            start = None
    if start is not None:
        yield start, last
