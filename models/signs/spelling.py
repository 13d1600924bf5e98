"""Forgives one wrong, missing, added or swapped letter in longer words that rules look for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

SHORTEST = 6  # letters: below, too many words are one letter from another
_REMEMBERED = 65536


class Spelling(dict[str, str]):
    """Word to the known word that it stands for: itself, unless it is one letter away from one.

    `known` are words that rules look for; `real` are words one letter away from a known one that
    mean what they say ("slipped" is not "slapped"). `meant` are the words that a misspelt one may
    stand for, all that are known unless given.
    """

    def __init__(
        self, known: Iterable[str], real: Iterable[str], meant: Iterable[str] | None = None
    ) -> None:
        super().__init__()
        self._known = frozenset(known)
        self._real = frozenset(real)
        self._near: dict[str, list[str]] = {}
        for word in sorted(self._known if meant is None else frozenset(meant)):
            if len(word) >= SHORTEST and word.isalpha():
                for key in (word, *_shorter(word)):
                    self._near.setdefault(key, []).append(word)

    def __missing__(self, word: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = found = self._meant(word)
        return found

    def _meant(self, word: str) -> str:
        if word in self._known or word in self._real or len(word) < SHORTEST:
            return word
        for key in (word, *_shorter(word)):
            for known in self._near.get(key, ()):
                if word[0] == known[0] and one_apart(word, known):
                    return known
        return word


def one_apart(one: str, other: str) -> bool:
    """Say whether two words are one wrong, missing, added or swapped letter apart."""
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if at is None:
        return abs(len(one) - len(other)) == 1
    swapped = one[at + 1 : at + 2] + one[at] + one[at + 2 :]
    return (
        one[at + 1 :] == other[at + 1 :]
        or one[at + 1 :] == other[at:]
        or one[at:] == other[at + 1 :]
        or swapped == other[at:]
    )


def _shorter(word: str) -> Iterator[str]:
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
