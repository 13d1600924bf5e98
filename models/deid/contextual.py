"""The component that Vouch ships: sees names, addresses, schools and places by their context.

A spaCy pipeline (hash embeddings, a small convolution, one softmax) that was trained on synthetic
notes alone; `trained/card.json` says on which, and how well it does. A form is embedded once and
its vector kept, which makes it twice as fast as the pipeline run by spaCy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from corpus.notes import IdentifierKind
from models.deid.encoding import Encoder
from models.deid.found import Found
from models.deid.lexicon import Lexicon, lexicon
from models.deid.tokens import ANY, BREAK, LOUD, QUIET, Token, code, forms, places
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


class Rows(dict[str, int]):
    """Leads from the forms in lines of one manner to their rows; a new form is given the next."""

    def __init__(self, manner: str, known: list[Token]) -> None:
        super().__init__()
        self._manner = manner
        self._known = known

    def __missing__(self, form: str) -> int:
        row = self[form] = len(self._known)
        self._known.append(Token(0, 0, form, self._manner))
        return row


class Contextual:
    """A component over one trained pipeline, whose layers it runs itself."""

    def __init__(self, language: Any, name: str) -> None:
        self._vocabulary = language.vocab
        tok2vec, self._softmax = language.get_pipe("tagger").model.layers
        self._embed, encoder = tok2vec.layers
        self._encoder = Encoder(encoder)
        self._known = lexicon(named=False)
        self._forget()
        self.name = name

    def _forget(self) -> None:
        """Begin anew with no form known: `_tokens` and `_table` have what is known of each row."""
        self._tokens: list[Token] = []
        self._rows = {manner: Rows(manner, self._tokens) for manner in (ANY, LOUD, QUIET)}
        self._table: NDArray[np.float32] = np.zeros((0, 0), np.float32)

    def find(self, texts: Sequence[str]) -> list[tuple[Found, ...]]:
        """Return what it sees in each text, in order and disjoint."""
        found: list[tuple[Found, ...]] = []
        for batch in self._batches(texts):
            ids = [rows for _, rows in batch]
            if not any(ids):
                found += [()] * len(batch)
                continue
            self._embed_new()
            rows = self._encoder.encode(self._table, ids)
            chances = _chances(self._softmax.predict(np.concatenate(rows)))
            best, sure = chances.argmax(1).tolist(), chances.max(1).tolist()
            first = 0
            for text, each in batch:
                end = first + len(each)
                found.append(tuple(self._seen(text, each, best[first:end], sure[first:end])))
                first = end
        return found

    def _batches(self, texts: Sequence[str]) -> Iterator[list[tuple[str, list[int]]]]:
        """Yield texts with the rows of their tokens, as many as are read at once."""
        batch: list[tuple[str, list[int]]] = []
        size = 0
        for text in texts:
            if not batch and len(self._tokens) > _KEPT:
                self._forget()
            batch.append((text, self._read(text)))
            size += len(batch[-1][1])
            if size >= _TOKENS:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _read(self, text: str) -> list[int]:
        """Return the rows of the tokens of a text."""
        ids: list[int] = []
        between = self._rows[ANY][BREAK]
        for printed, manner in forms(text):
            ids += map(self._rows[manner].__getitem__, printed)
            ids.append(between)
        del ids[-1]  # a line end stands between lines alone
        return ids

    def _embed_new(self) -> None:
        """Give the forms that are new their vectors."""
        new = self._tokens[len(self._table) :]
        if new:
            (vectors,) = self._embed.predict([document(self._vocabulary, new, self._known)])
            self._table = np.vstack((self._table, vectors)) if len(self._table) else vectors

    def _seen(
        self, text: str, ids: list[int], best: list[int], sure: list[float]
    ) -> Iterator[Found]:
        tokens: list[Token] = []
        spans: list[tuple[int, int, IdentifierKind]] = []
        for label, at, end in _runs(best):
            tokens = tokens or [self._tokens[row] for row in ids]
            first, last = self._trimmed(tokens, at, end)
            if first < last:
                span = Span(tokens, first, last, max(sure[first:last]))
                kind = KINDS[label - 1]
                if TRUSTED[kind](span, self._known):
                    spans.append((first, last, kind))
        if spans:
            printed = [token.form for token in tokens[: spans[-1][1]]]
            starts = places(text, printed)
            for first, last, kind in spans:
                end = starts[last - 1] + len(printed[last - 1])
                yield Found(starts[first], end, kind, f"component/{self.name}")

    def _trimmed(self, tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
        """Leave out signs at both ends, and titles and roles before a name: "Nurse Vrenka"."""
        titles, roles = self._known.words.lists["titles"], self._known.words.roles
        while first < last:
            word = fold(tokens[first].form)
            if word[0].isalnum() and word not in titles and word not in roles:
                break
            first += 1
        while last > first and not tokens[last - 1].form[0].isalnum():
            last -= 1
        return first, last


class Span:
    """Tokens that bear one label, with what decides whether they may stand alone."""

    def __init__(self, tokens: Sequence[Token], first: int, last: int, chance: float) -> None:
        self.chance = chance
        self.words = [token.form for token in tokens[first:last] if token.form[0].isalpha()]
        self.manner = tokens[first].manner
        self._tokens, self._first, self._last = tokens, first, last

    @property
    def figures(self) -> bool:
        """Whether there are figures among the tokens."""
        own = self._tokens[self._first : self._last]
        return any(token.form[0].isdigit() for token in own)

    @property
    def capital(self) -> bool:
        """Whether the words are written as names are."""
        return _capital(self.words)

    @property
    def opens(self) -> bool:
        """Whether a capital says nothing here."""
        return self._first == 0 or self._tokens[self._first - 1].form in _OPENS


def _capital(words: Sequence[str]) -> bool:
    """Say whether words are written as names are; "Mac an t-Saoir", "Rosa de la Cruz" too."""
    if not words or words[0].islower() or words[-1].islower():
        return False
    return all(len(word) <= 3 or not word.islower() for word in words)


# What no other means sees is wrong more often than right, but for these. Chosen on the development
# half and on the rehearsal; docs/decisions/0112 has the figures.


def _name(span: Span, known: Lexicon) -> bool:
    if not span.words or span.chance < (0.95 if len(span.words) > 1 else 0.75):
        return False
    if len(span.words) > 1:
        if not span.manner:
            return span.capital
        # Capitals say nothing: the words must.
        strange = sum(_strange(word, known) for word in span.words)
        return strange == len(span.words) if span.manner == QUIET else strange > 0
    word = span.words[0]
    lone = len(word) > 2 and word.istitle() and not span.manner and not span.opens
    return lone and _strange(word, known)


def _strange(word: str, known: Lexicon) -> bool:
    return code(word, "", known) == "u"


def _address(span: Span, _: Lexicon) -> bool:
    called = any(word[0].isupper() and len(word) > 2 for word in span.words)
    return called and not span.manner and (span.figures or span.chance >= 0.97)


def _setting(span: Span, _: Lexicon) -> bool:
    if span.manner or not span.capital:
        return span.manner == QUIET and len(span.words) > 1 and span.chance >= 0.9
    return len(span.words) > 1 or span.chance >= 0.9


TRUSTED = {"name": _name, "address": _address, "school": _setting, "place": _setting}


def _runs(labels: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield label, start and end of tokens side by side that bear one label; most bear none."""
    at = 0
    for label, group in groupby(labels):
        end = at + len(list(group))
        if label:
            yield label, at, end
        at = end


def _chances(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(powers / powers.sum(1, keepdims=True), np.float32)
