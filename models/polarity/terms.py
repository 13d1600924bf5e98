"""What each sentence's own words say: a linear score over words, pairs and negated words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from models.places import Ids, Places
from models.polarity.layout import Counts, Layout
from models.polarity.scopes import Scopes

Floats = NDArray[np.float64]

_PAIR = np.uint64(0x9E3779B97F4A7C15)  # an odd multiplier tells "a b" from "b a"
_NEGATED = np.uint64(0x243F6A8885A308D3)


class Terms(NamedTuple):
    """All terms of a batch: words first, then pairs of neighbours in one sentence.

    `ids` and `sentence` are (terms,); a term begins with the word `first` of the batch.
    """

    ids: Ids
    sentence: Counts
    first: Counts


class Values(NamedTuple):
    """Known terms of a batch: column, sentence, value (unit length a sentence), first word."""

    column: Counts
    sentence: Counts
    value: Floats
    first: Counts


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """Known terms in ascending order, their inverse document frequency and weight.

    Scores above 0 speak for a strength, below 0 for a weakness; they have about unit variance.
    """

    ids: Ids
    idf: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: float
    _places: Places = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_places", Places(self.ids))

    def values(self, terms: Terms) -> Values:
        """Weigh the known terms of sentences."""
        at, known = self._places.of(terms.ids)
        column, sentence = at[known], terms.sentence[known]
        value = self.idf[column].astype(np.float64)
        length = np.sqrt(np.bincount(sentence, value**2))
        return Values(column, sentence, value / length[sentence], terms.first[known])

    def scores(self, values: Values, sentences: int) -> Floats:
        """Return the score of each sentence; 0 where no word is known."""
        parts = values.value * self.weights[values.column]
        sums = np.bincount(values.sentence, parts, minlength=sentences)
        held = np.bincount(values.sentence, minlength=sentences) > 0
        return np.where(held, sums + self.bias, 0.0)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return all that is learnt as arrays."""
        return {
            "ids": self.ids,
            "idf": self.idf.astype(np.float16),
            "weights": self.weights.astype(np.float16),
            "bias": np.array([self.bias]),
        }

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Make one of the arrays of another."""
        return cls(
            ids=arrays["ids"],
            idf=arrays["idf"].astype(np.float32),
            weights=arrays["weights"].astype(np.float32),
            bias=float(arrays["bias"][0]),
        )


def terms_of(layout: Layout, scope: Scopes) -> Terms:
    """Return the terms of all sentences; a word within a negation is another word."""
    words = np.where(scope.negated, layout.words ^ _NEGATED, layout.words)
    joined = np.flatnonzero(layout.sentence[1:] == layout.sentence[:-1])
    pairs = layout.words[joined] * _PAIR + layout.words[joined + 1]
    first = np.concatenate((np.arange(len(words)), joined))
    return Terms(np.concatenate((words, pairs)), layout.sentence[first], first)
