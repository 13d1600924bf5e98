"""The component that Vouch ships: sees names, addresses, schools and places by their context.

A spaCy pipeline (hash embeddings, a small convolution, one softmax) that was trained on synthetic
notes alone; `trained/card.json` says on which, and how well it does. A form is embedded once and
its vector kept, which makes it twice as fast as the pipeline run by spaCy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from corpus.notes import IdentifierKind
from models.deid.encoding import Encoder
from models.deid.found import Found
from models.deid.lexicon import Lexicon, lexicon
from models.deid.tokens import QUIET, Token, code, cut
from models.deid.words import fold

KINDS: tuple[IdentifierKind, ...] = ("name", "address", "school", "place")
LABELS = ("", *KINDS)
_TOKENS = 2_000  # of texts that are read at once
_OPENS = frozenset('.:;!?•*#-–—\n\t"')
_KEPT = 50_000  # forms whose vectors are kept: 10 MB


def document(vocabulary: Any, tokens: Sequence[Token], known: Lexicon) -> Doc:
    """Return tokens as a spaCy document; what is known of a word stands where lemmas do."""
    return Doc(
        vocabulary,
        words=[token.form for token in tokens],
        lemmas=[code(token.form, token.manner, known) for token in tokens],
    )


class Contextual:
    """A component over one trained pipeline, whose layers it runs itself."""

    def __init__(self, language: Any, name: str) -> None:
        self._vocabulary = language.vocab
        tok2vec, self._softmax = language.get_pipe("tagger").model.layers
        self._embed, encoder = tok2vec.layers
        self._encoder = Encoder(encoder)
        self._known = lexicon(named=False)
        self._ids: dict[tuple[str, str], int] = {}
        self._table: NDArray[np.float32] = np.zeros((0, 0), np.float32)
        self.name = name

    def find(self, texts: Sequence[str]) -> list[tuple[Found, ...]]:
        """Return what it sees in each text, in order and disjoint."""
        found: list[tuple[Found, ...]] = []
        for batch in _batches(texts):
            ids = self._forms(batch)
            if not any(ids):
                found += [()] * len(batch)
                continue
            rows = self._encoder.encode(self._table, ids)
            chances = _chances(self._softmax.predict(np.concatenate(rows)))
            best, sure = chances.argmax(1), chances.max(1)
            first = 0
            for tokens in batch:
                end = first + len(tokens)
                found.append(tuple(self._spans(tokens, best[first:end], sure[first:end])))
                first = end
        return found

    def _forms(self, batch: Sequence[Sequence[Token]]) -> list[list[int]]:
        """Return the rows of the table for each text; embeds the forms that are new."""
        if len(self._ids) > _KEPT:
            self._ids, self._table = {}, self._table[:0]
        known, ids = len(self._ids), self._ids
        rows = [
            [ids.setdefault((token.form, token.manner), len(ids)) for token in tokens]
            for tokens in batch
        ]
        new = list(ids)[known:] if len(ids) > known else []
        if new:
            tokens = [Token(0, 0, form, manner) for form, manner in new]
            (vectors,) = self._embed.predict([document(self._vocabulary, tokens, self._known)])
            self._table = np.vstack((self._table, vectors)) if known else vectors
        return rows

    def _spans(
        self, tokens: Sequence[Token], best: NDArray[np.intp], sure: NDArray[np.float32]
    ) -> Iterator[Found]:
        for label, at, end in _runs(best):
            first, last = self._trimmed(tokens, at, end)
            if first < last:
                span = Span(tokens, first, last, float(sure[first:last].max()))
                kind = KINDS[label - 1]
                if TRUSTED[kind](span, self._known):
                    yield Found(span.start, span.end, kind, f"component/{self.name}")

    def _trimmed(self, tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
        """Leave out signs at both ends, and titles and roles before a name: "Nurse Vrenka"."""
        lists = self._known.words
        while first < last:
            word = fold(tokens[first].form)
            if word[0].isalnum() and word not in lists.lists["titles"] and not lists.role_of(word):
                break
            first += 1
        while last > first and not tokens[last - 1].form[0].isalnum():
            last -= 1
        return first, last


class Span:
    """Tokens that bear one label, with what decides whether they may stand alone."""

    def __init__(self, tokens: Sequence[Token], first: int, last: int, chance: float) -> None:
        self.start, self.end = tokens[first].start, tokens[last - 1].end
        self.chance = chance
        self.words = [token.form for token in tokens[first:last] if token.form[0].isalpha()]
        self.figures = any(token.form[0].isdigit() for token in tokens[first:last])
        self.manner = tokens[first].manner
        self.capital = _capital(self.words)
        self.opens = first == 0 or tokens[first - 1].form in _OPENS


def _capital(words: Sequence[str]) -> bool:
    """Say whether words are written as names are; "Mac an t-Saoir", "Rosa de la Cruz" too."""
    if not words or words[0].islower() or words[-1].islower():
        return False
    return all(len(word) <= 3 or not word.islower() for word in words)


# What no other means sees is wrong more often than right, but for these. Chosen on the development
# half and on the rehearsal; docs/decisions/0112 has the figures.


def _name(span: Span, known: Lexicon) -> bool:
    if not span.words:
        return False
    strange = sum(code(word, "", known) == "u" for word in span.words)
    if len(span.words) > 1:
        if span.manner:  # capitals say nothing: the words must
            every = strange == len(span.words)
            return span.chance >= 0.95 and (every if span.manner == QUIET else strange > 0)
        return span.capital and span.chance >= 0.95
    word = span.words[0]
    lone = strange and len(word) > 2 and word.istitle() and not span.manner
    return bool(lone) and not span.opens and span.chance >= 0.75


def _address(span: Span, _: Lexicon) -> bool:
    called = any(word[0].isupper() and len(word) > 2 for word in span.words)
    return called and not span.manner and (span.figures or span.chance >= 0.97)


def _setting(span: Span, _: Lexicon) -> bool:
    if span.manner or not span.capital:
        return span.manner == QUIET and len(span.words) > 1 and span.chance >= 0.9
    return len(span.words) > 1 or span.chance >= 0.9


TRUSTED = {"name": _name, "address": _address, "school": _setting, "place": _setting}


def _runs(labels: NDArray[np.intp]) -> Iterator[tuple[int, int, int]]:
    """Yield label, start and end of tokens side by side that bear one label; most bear none."""
    at = end = label = 0
    for place in np.flatnonzero(labels).tolist():
        if place != end or labels[place] != label:
            if label:
                yield label, at, end
            at, label = place, int(labels[place])
        end = place + 1
    if label:
        yield label, at, end


def _chances(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(powers / powers.sum(1, keepdims=True), np.float32)


def _batches(texts: Sequence[str]) -> Iterator[list[list[Token]]]:
    batch: list[list[Token]] = []
    size = 0
    for text in texts:
        batch.append(list(cut(text)))
        size += len(batch[-1])
        if size >= _TOKENS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
