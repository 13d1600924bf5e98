"""One reading of a passage for all classifiers: its words in a plain form, sentences and phrases.

spaCy's blank English pipeline cuts the words; no trained pipeline is needed. Everything here
depends on the passage's own text alone: never on its headings, its place or its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.attrs import IS_PUNCT, IS_SPACE, LENGTH, NORM, SPACY
from spacy.language import Language
from spacy.matcher import PhraseMatcher

from models.forms import form, holds_digit
from models.sentences import sentence_ends

_MASK = np.uint64(1)  # stands for every word that holds a digit; no hash of spaCy's is this low
_LONGEST = 10_000_000  # characters: the tokeniser alone has no need of spaCy's lower limit
_NOTHING = np.empty((0, 3), dtype=np.int32)

Words = NDArray[np.uint64]
Places = NDArray[np.int64]
Matches = NDArray[np.int32]


class Span(NamedTuple):
    """A slice of a passage's text, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """What was read of one passage.

    `words` are ids of the plain forms of its n words, punctuation left out and all numbers alike;
    `starts` and `ends` are their places in the text. `sentences` leave out the white space between
    them; `opening` counts the words of the first. `matches` has one row a phrase found: number of
    the phrase, its first word, and the word after its last; in order of first word, longest first.
    """

    text: str
    words: Words
    starts: Places
    ends: Places
    sentences: tuple[Span, ...]
    opening: int
    matches: Matches

    def slice_of(self, first: int, last: int) -> Span:
        """Return the slice of the text from word `first` to before word `last`."""
        return Span(int(self.starts[first]), int(self.ends[last - 1]))


class Reader:
    """Reads passages and finds phrases in them; build it once a process.

    `numbers` tells the number under which each phrase is found.
    """

    def __init__(self, phrases: Iterable[str] = ()) -> None:
        self._language, self._has_digit = _language()
        self._matcher = PhraseMatcher(self._language.vocab, attr="NORM")
        self._keys: dict[int, int] = {}
        self.numbers: dict[str, int] = {}
        for phrase in phrases:
            if phrase not in self.numbers:
                self._add(phrase)

    def _add(self, phrase: str) -> None:
        self._matcher.add(phrase, [self._language.make_doc(phrase)])
        number = self.numbers[phrase] = len(self.numbers)
        self._keys[self._language.vocab.strings[phrase]] = number

    def read(self, text: str) -> Read:
        """Read one passage."""
        doc = self._language.make_doc(text)
        told = doc.to_array([NORM, LENGTH, SPACY, IS_PUNCT, IS_SPACE, self._has_digit])
        lengths, gaps = told[:, 1].astype(np.int64), told[:, 2].astype(np.int64)
        ends = np.cumsum(lengths + gaps) - gaps
        kept = (told[:, 3] == 0) & (told[:, 4] == 0)
        starts = (ends - lengths)[kept]
        sentences = _sentences(text)
        return Read(
            text=text,
            words=np.where(told[:, 5] != 0, _MASK, told[:, 0])[kept],
            starts=starts,
            ends=ends[kept],
            sentences=sentences,
            opening=int(np.searchsorted(starts, sentences[0].end)) if sentences else 0,
            matches=self._matches(self._matcher(doc), kept) if self._keys else _NOTHING,
        )

    def _matches(self, found: list[tuple[int, int, int]], kept: NDArray[np.bool_]) -> Matches:
        if not found:
            return _NOTHING
        before = np.concatenate(([0], np.cumsum(kept)))  # words before each token
        keys = self._keys
        rows = np.array([(keys[key], first, last) for key, first, last in found], dtype=np.int32)
        rows[:, 1:] = before[rows[:, 1:]]
        return rows[np.lexsort((rows[:, 0], -rows[:, 2], rows[:, 1]))]


def _sentences(text: str) -> tuple[Span, ...]:
    spans, start = [], 0
    for end, following in (*sentence_ends(text), (len(text), len(text))):
        if text[start:end].strip():
            spans.append(Span(start, end))
        start = following
    return tuple(spans)


def _language() -> tuple[Language, int]:
    """Return a tokeniser whose words carry our plain form, and the flag "holds a digit"."""
    language = spacy.blank("en")
    language.max_length = _LONGEST
    vocabulary: Any = language.vocab  # its stubs lack the table of getters
    vocabulary.lex_attr_getters[NORM] = form
    return language, vocabulary.add_flag(holds_digit)
