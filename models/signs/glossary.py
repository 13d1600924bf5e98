"""What rules and learning know of each word, so that a sentence is gone through once.

Most sentences route nothing, and for them it is enough to know which features with a weight they
have and which patterns and frames to look for: no name is built, and no word has a place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from models.signs.frames import DENYING, Phrase
from models.signs.learnt import DENIED, ENDS, Learnt, as_learnt, idea_name, pairs, word_names
from models.signs.phrasebook import Phrasebook
from models.signs.tokens import looked_up, tokens

_REMEMBERED = 32768  # printed words
_NOTHING: Mapping[str, str] = {}


class _Longer(NamedTuple):
    """Ideas that a word has where a certain word follows it, and after that `rest`."""

    rest: Phrase
    bits: int
    names: tuple[str, ...]


class _Known(NamedTuple):
    """A word as it is meant; `shown` is how it was learnt, empty for a mark.

    `names` are the features that it brings, `follows` those with the word after it, `longer` the
    ideas with the word after it; all only where they have a weight or a frame asks for them.
    """

    word: str
    shown: str
    bits: int
    names: tuple[str, ...]
    follows: Mapping[str, str]
    longer: Mapping[str, tuple[_Longer, ...]] | None


class Glance(NamedTuple):
    """A sentence gone through once: its words as they are meant and its features with a weight.

    `patterns` are those to look for; `framed` says whether frames are.
    """

    words: tuple[str, ...]
    names: set[str]
    patterns: Sequence[int]
    framed: bool


class Glossary(dict[str, tuple[_Known, ...]]):
    """Printed word to what is known of it: of one word, or of two ("didn't")."""

    def __init__(self, book: Phrasebook, learnt: Learnt) -> None:
        super().__init__()
        self._book = book
        self._routes = learnt.routes
        self._pairs = pairs(learnt.routes)
        self._denied: dict[str, _Known] = {}
        self._longer: dict[str, dict[str, Sequence[tuple[Phrase, tuple[str, ...]]]]] = {}
        for (first, second), rows in book.frames.longer.items():
            self._longer.setdefault(first, {})[second] = rows

    def glance(self, text: str, start: int, end: int) -> Glance:
        """Go through `text[start:end]`."""
        rows = list(chain.from_iterable(map(self.__getitem__, tokens(text, start, end))))
        words = tuple([row.word for row in rows])
        if not DENYING.isdisjoint(words):
            rows = self._with_denied(rows)
        bits = self._book.needs.given
        names: list[str] = []
        follows = _NOTHING
        for at, (_, shown, own_bits, own, own_follows, longer) in enumerate(rows, 1):
            bits |= own_bits
            names += own
            # A mark parts no neighbours: it is not shown, and they are learnt across it.
            if shown:
                if shown in follows:
                    names.append(follows[shown])
                follows = own_follows
            if longer and at < len(words) and words[at] in longer:
                for rest, phrase_bits, phrase_names in longer[words[at]]:
                    if not rest or words[at + 1 : at + 1 + len(rest)] == rest:
                        bits |= phrase_bits
                        names += phrase_names
        return Glance(words, set(names), *self._book.needs.met(bits))

    def __missing__(self, token: str) -> tuple[_Known, ...]:
        if len(self) >= _REMEMBERED:
            self.clear()
            self._denied.clear()
        word, short = looked_up(token)
        meant = self._book.spelling
        listed = (meant[word], meant["not"]) if short else (meant[word],)
        self[token] = found = tuple(self._known(one, False) for one in listed)
        return found

    def _with_denied(self, rows: Iterable[_Known]) -> list[_Known]:
        """Put what is known of a denied word in the place of each that a negation reaches."""
        marked = []
        left = 0
        for row in rows:
            if row.word in DENYING:
                left = DENIED
            elif row.word in ENDS:
                left = 0
            elif left and row.shown:
                left -= 1
                if row.word not in self._denied:
                    self._denied[row.word] = self._known(row.word, True)
                row = self._denied[row.word]  # noqa: PLW2901
            marked.append(row)
        return marked

    def _known(self, word: str, denied: bool) -> _Known:
        bits = self._book.needs
        plain = as_learnt(word)
        shown = f"not {plain}" if denied else plain
        ideas = self._book.frames.single.get(word, ())
        names = (*word_names(plain, denied), *(idea_name(idea, denied) for idea in ideas))
        longer = {
            second: tuple(
                _Longer(
                    rest,
                    bits.bits((), named),
                    self._weighty(idea_name(idea, denied) for idea in named),
                )
                for rest, named in rows
            )
            for second, rows in self._longer.get(word, {}).items()
        }
        return _Known(
            word,
            shown,
            bits.bits((word,), ideas),
            self._weighty(names),
            self._pairs.get(shown, _NOTHING),
            longer or None,
        )

    def _weighty(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(name for name in names if name in self._routes)
