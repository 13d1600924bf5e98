"""From a passage to weighted terms: one tokeniser for similarity and for the cues that explain it.

A term is one word or two neighbouring words, in lower case and without a plural ending; words that
carry no meaning of their own are left out first, and no pair reaches over a punctuation mark.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache
from importlib import resources

_TOKEN = re.compile(r"[\w’']+|[.,:;!?()\n\t•]")
_WORD = re.compile(r"[\w’']+")
_BREAKS = frozenset(".,:;!?()\n\t•")


@cache
def plain_words() -> frozenset[str]:
    """Return the words that say nothing of a passage's subject, from `rulesets/plain-words.txt`."""
    file = resources.files("models").joinpath("rulesets", "plain-words.txt")
    lines = file.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


Term = tuple[str, int, int]  # name, start and end in its text; a plain tuple, made by the million
_REMEMBERED = 65536


def stem(token: str) -> str | None:
    """Return the form under which a printed word is looked up, or None where it carries nothing.

    The form is lower case without possessive or plural ending. A punctuation mark is "".
    """
    if token in _BREAKS:
        return ""
    word = token.lower().replace("’", "'").split("'")[0]
    if word in plain_words() or len(word) < 2:
        return None
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


class Forms(dict[str, str | None]):
    """Printed word to its form, worked out once; with `known`, a word outside it ends a pair.

    `known` must hold both words of every pair that it holds, as the terms of any text do.
    """

    def __init__(self, known: Container[str] | None = None) -> None:
        super().__init__()
        self.known = known

    def __missing__(self, token: str) -> str | None:
        if len(self) >= _REMEMBERED:
            self.clear()
        word = stem(token)
        if word and self.known is not None and word not in self.known:
            word = ""
        self[token] = word
        return word

    def words(self, text: str) -> list[str]:
        """List the known words of a text in reading order, without pairs and places."""
        return [word for token in _WORD.findall(text) if (word := self[token])]

    def terms(self, text: str) -> list[Term]:
        """List the known words and pairs of neighbouring words of a text, in reading order."""
        found: list[Term] = []
        known = self.known
        before, began = "", 0
        for match in _TOKEN.finditer(text):
            word = self[match[0]]
            if word is None:
                continue
            if not word:
                before = ""
                continue
            start, end = match.span()
            found.append((word, start, end))
            if before:
                pair = f"{before} {word}"
                if known is None or pair in known:
                    found.append((pair, began, end))
            before, began = word, start
        return found
