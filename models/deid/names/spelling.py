"""Misspelt names: which known form is a word with a slip or two of the pen?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

SHORTEST = 4  # letters of a form: of shorter ones too many words are one slip away
_TWO_SLIPS = 7  # letters from which two slips are forgiven
_MOST_SLIPS = 2
_LONGEST = 40  # letters of a form: what runs on is no name, and all that may be left of it is much
_MANY = 64  # forms with one first letter, from which what may be left of them is tabled


class Spelling:
    """Known forms, ready for words that are nearly one of them; asks each word once.

    A case has hundreds of forms and asks for a dozen words: little is made ready in advance.
    """

    def __init__(self, forms: Iterable[str]) -> None:
        self._asked: dict[str, str | None] = {}
        self._by_first: dict[str, list[str]] = {}
        self._by_rest: dict[str, dict[str, list[str]]] = {}
        for form in {form for form in forms if SHORTEST <= len(form) <= _LONGEST}:
            self._by_first.setdefault(form[0], []).append(form)

    def nearest(self, word: str) -> str | None:
        """Return the form with the fewest slips, or null where none is near."""
        if word not in self._asked:
            fit = ((slips(word, form), form) for form in set(self._close(word)))
            near = [(cost, form) for cost, form in fit if cost <= _allowed(word, form)]
            self._asked[word] = min(near)[1] if near else None
        return self._asked[word]

    def _close(self, word: str) -> Iterator[str]:
        """Yield the forms that could be near: slips are counted of these alone."""
        if len(word) > _LONGEST + _MOST_SLIPS:
            return
        for first in word[:2]:  # the first two letters may be swapped
            forms = self._by_first.get(first, [])
            if len(forms) > _MANY:
                forms = self._sharing(first, word)
            for form in forms:
                apart = abs(len(form) - len(word)) > _MOST_SLIPS
                if not apart and not _shortened(word).isdisjoint(_shortened(form)):
                    yield form

    def _sharing(self, first: str, word: str) -> list[str]:
        """Return the forms of a first letter of which the same may be left as of a word."""
        if first not in self._by_rest:
            table = self._by_rest[first] = {}
            for form in self._by_first[first]:
                for rest in _shortened(form):
                    table.setdefault(rest, []).append(form)
        table = self._by_rest[first]
        return [form for rest in _shortened(word) for form in table.get(rest, ())]


def _allowed(word: str, form: str) -> int:
    if word[0] != form[0] and word[:2] != form[1::-1]:
        return 0
    return 2 if min(len(word), len(form)) >= _TWO_SLIPS else 1


@lru_cache(maxsize=1024)
def _shortened(word: str) -> frozenset[str]:
    """Return a word and all that is left of it without one letter, or two where it is long."""
    once = {word[:at] + word[at + 1 :] for at in range(len(word))}
    found = {word} | once
    if len(word) >= _TWO_SLIPS - 1:
        found |= {less[:at] + less[at + 1 :] for less in once for at in range(len(less))}
    return frozenset(found)


def slips(one: str, other: str) -> int:
    """Return how many slips part two words: a letter more, less or other, or two swapped."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for at, sign in enumerate(one, 1):
        row = [at]
        for to, with_ in enumerate(other, 1):
            cost = min(last[to] + 1, row[-1] + 1, last[to - 1] + (sign != with_))
            if at > 1 and to > 1 and sign == other[to - 2] and one[at - 2] == with_:
                cost = min(cost, before[to - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
