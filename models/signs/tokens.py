"""The words of one sentence in the form under which signs are looked up."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

from models.forms import form
from models.reading import Span

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[;:()–—]|,")
_POSSESSIVE = re.compile(r"['’]s$")
BREAK = ";"  # stands for every mark that no pattern reaches over


@dataclass(frozen=True)
class Words:
    """The sentence `text[start:end]` as words and marks, as they are looked up."""

    words: tuple[str, ...]
    text: str
    start: int
    end: int

    # Made where they are asked for: most sentences hold nothing that a pattern begins with.
    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Where each word stands in the whole text."""
        return tuple(Span(first, last) for _, first, last in _cut(self.text, self.start, self.end))

    @cached_property
    def line(self) -> str:
        """All words behind one another, each with a space before it and one after the last."""
        return f" {' '.join(self.words)} " if self.words else " "

    @cached_property
    def places(self) -> tuple[int, ...]:
        """The position of each word in the line."""
        return tuple(accumulate((len(word) + 1 for word in self.words[:-1]), initial=1))

    def between(self, start: int, end: int) -> tuple[int, int]:
        """Return the words from one position in the line to before another."""
        return bisect_left(self.places, start), bisect_left(self.places, end)


@lru_cache(maxsize=65536)
def plain(printed: str) -> str:
    """Return one printed word as it is looked up: small letters, no plural, no possessive."""
    return form(_POSSESSIVE.sub("", printed.lower()))


def phrase_words(phrase: str) -> tuple[str, ...]:
    """Return the words of a phrase as they are looked up."""
    return tuple(word for word, _, _ in _cut(phrase, 0, len(phrase)))


def words_of(text: str, start: int, end: int) -> Words:
    """Cut `text[start:end]` into words."""
    words = tuple(word for word, _, _ in _cut(text, start, end))
    return Words(words, text, start, end)


def tokens(text: str, start: int, end: int) -> list[str]:
    """Return the words and marks of `text[start:end]` as they are printed."""
    return _TOKEN.findall(text, start, end)


def _cut(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    rows: list[tuple[str, int, int]] = []
    for match in _TOKEN.finditer(text, start, end):
        word, short = looked_up(match[0])
        first, last = match.span()
        if short:
            # "didn't" is "did" and a negation, as "did not" is.
            rows += [(word, first, last - short), ("not", last - short, last)]
        else:
            rows.append((word, first, last))
    return rows


@lru_cache(maxsize=65536)
def looked_up(token: str) -> tuple[str, int]:
    """Return what a token is looked up as, and how many of its letters are a negation."""
    printed = token.lower().replace("’", "'")
    if printed.endswith("n't"):
        return plain(printed[:-3]), 3
    if printed in _SHORTENED:
        # "didnt": its n is the verb's own place, so that no word is empty.
        return plain(printed[:-2]), 1
    if printed[0].isalnum():
        return plain(printed), 0
    return ("," if printed == "," else BREAK), 0


# "didnt" without its apostrophe
_SHORTENED = frozenset(
    f"{verb}nt" for verb in ("did", "does", "do", "is", "was", "has", "have", "had", "ca", "could",
                             "would", "should", "are", "were", "wo")
)  # fmt: skip
