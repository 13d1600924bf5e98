"""One reading of a passage for all classifiers: its words in a plain form, sentences and phrases.

spaCy's blank English pipeline cuts the words; no trained pipeline is needed. Everything here
depends on the passage's own text alone: never on its headings, its place or its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any, NamedTuple

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.attrs import IS_PUNCT, IS_SPACE, LENGTH, NORM, SPACY
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from models.forms import form, holds_digit
from models.sentences import sentence_ends

NUMBER = np.uint64(1)  # stands for every word that holds a digit; no hash of spaCy's is this low
_LONGEST = 10_000_000  # characters: the tokeniser alone has no need of spaCy's lower limit
_REMEMBERED = 50_000  # printed words that are cut once; spaCy's own 10,000 are soon full
_TOGETHER = 64  # passages whose tokens are held at a time
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

    def has_words(self, count: int) -> bool:
        """Say whether it has so many different words: one word repeated says no more than once."""
        # Nearly every passage shows it by its first words.
        first = len(set(self.words[: 4 * count].tolist()))
        return first >= count or len(set(self.words.tolist())) >= count

    def slice_of(self, first: int, last: int) -> Span:
        """Return the slice of the text from word `first` to before word `last`."""
        return Span(int(self.starts[first]), int(self.ends[last - 1]))


class Reader:
    """Reads passages and finds phrases in them; build it once a process.

    `numbers` tells the number under which each phrase is found.
    """

    def __init__(self, phrases: Iterable[str] = ()) -> None:
        self._language, self._has_digit = _language()
        self._met: set[str] = set()
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
        return self._read([text])[0]

    def read_all(self, texts: Sequence[str]) -> tuple[Read, ...]:
        """Read passages; together they cost half of what each alone would."""
        parts = (texts[at : at + _TOGETHER] for at in range(0, len(texts), _TOGETHER))
        return tuple(read for part in parts for read in self._read(part))

    def _read(self, texts: Sequence[str]) -> list[Read]:
        self._meet(texts)
        docs = [self._language.make_doc(text) for text in texts]
        asked = [NORM, LENGTH, SPACY, IS_PUNCT, IS_SPACE, self._has_digit]
        told = np.concatenate([doc.to_array(asked) for doc in docs])
        tokens = np.cumsum([0, *map(len, docs)])  # tokens before each passage
        lengths, gaps = told[:, 1].astype(np.int64), told[:, 2].astype(np.int64)
        ends = np.cumsum(lengths + gaps) - gaps
        # Every text is all of its tokens and their gaps, so that texts follow each other.
        ends -= np.repeat(np.cumsum([0, *map(len, texts[:-1])]), np.diff(tokens))
        kept = (told[:, 3] == 0) & (told[:, 4] == 0)
        before = np.concatenate(([0], np.cumsum(kept)))  # words before each token
        words, bounds = np.where(told[:, 5] != 0, NUMBER, told[:, 0])[kept], before[tokens]
        starts, ends = (ends - lengths)[kept], ends[kept]
        sentences = [_sentences(text) for text in texts]
        firsts = np.array([spans[0].end if spans else 0 for spans in sentences])
        opens = np.concatenate(([0], np.cumsum(starts < np.repeat(firsts, np.diff(bounds)))))
        opening = np.diff(opens[bounds]).tolist()
        matches = self._matches(docs, before, tokens) if self._keys else [_NOTHING] * len(docs)
        cuts = [slice(first, last) for first, last in pairwise(bounds.tolist())]
        parts = zip(texts, cuts, sentences, opening, matches, strict=True)
        return [
            Read(text, words[cut], starts[cut], ends[cut], spans, opened, found)
            for text, cut, spans, opened, found in parts
        ]

    def _meet(self, texts: Sequence[str]) -> None:
        """Cut each word of texts of several lines by itself once: the tokeniser remembers it then.

        Of a text it remembers no word behind the first tab or line end. All words of notes would be
        cut anew each time they are met, which takes ten times as long.
        """
        for text in texts:
            new = set(text.split()) - self._met
            for word in islice(new, _REMEMBERED - len(self._met)):
                self._language.make_doc(word)
                self._met.add(word)

    def _matches(self, docs: Sequence[Doc], before: Places, tokens: Places) -> list[Matches]:
        """Find the phrases of passages; `before` counts words, `tokens` tokens of passages."""
        keys, matcher = self._keys, self._matcher
        found = [
            (at, keys[key], first, last)
            for at, doc in enumerate(docs)
            for key, first, last in matcher(doc)
        ]
        rows = np.array(found, dtype=np.int32).reshape(-1, 4)
        at, base = rows[:, 0], tokens[rows[:, 0]]
        for column in (2, 3):
            rows[:, column] = before[base + rows[:, column]] - before[base]
        order = np.lexsort((rows[:, 1], -rows[:, 3], rows[:, 2], at))
        bounds = np.searchsorted(at, np.arange(len(docs) + 1)).tolist()
        rows = rows[order, 1:]
        return [rows[first:last] for first, last in pairwise(bounds)]


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
    tokenizer: Any = language.tokenizer
    tokenizer.max_cache_size = _REMEMBERED
    vocabulary: Any = language.vocab  # its stubs lack the table of getters
    asked = {key: vocabulary.lex_attr_getters[key] for key in (IS_PUNCT, IS_SPACE)}
    # Each word met for the first time would be asked for a score of things that nobody reads.
    vocabulary.lex_attr_getters = {**asked, NORM: form}
    return language, vocabulary.add_flag(holds_digit)
