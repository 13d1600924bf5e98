"""Weighted words and pairs of a passage, in three views: whole, first sentence, first ten words.

Reports put their subject first, so what opens a passage counts again. Each view is sublinear
TF-IDF (scikit-learn's arithmetic) of unit length times the weight of the view. Terms are hashes,
so that a vocabulary is an array; the words that stand behind one are found in the text itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.places import Counts, Ids, Places
from models.reading import Read

Floats = NDArray[np.float32]

VIEWS = 3
WEIGHTS = np.array([1.0, 0.8, 0.4])
_OPENING = 10  # words
_PAIR = np.uint64(0x9E3779B97F4A7C15)  # an odd multiplier tells "a b" from "b a"
_SALTS = tuple(np.uint64(salt) for salt in (0, 0x243F6A8885A308D3, 0x13198A2E03707344))


class Terms(NamedTuple):
    """All terms of passages in reading order, view after view.

    `ids` and `views` are (n,); a term covers the words from `first` to before `last`, which count
    through all passages.
    """

    ids: Ids
    views: NDArray[np.int8]
    first: Counts
    last: Counts


class Occurrences(NamedTuple):
    """Where the known terms of passages stand: `passages`, `columns` and `slots` are (n,).

    A slot is a word of a passage or a pair of neighbours: number 2 * word for the word, one more
    for the pair that it begins, words counted through all passages; `offsets` has the first word
    of each passage, and of the end.
    """

    offsets: Counts
    passages: Counts
    columns: Counts
    slots: Counts


class Rows(NamedTuple):
    """Sparse rows, one a passage: row i has columns[starts[i]:starts[i+1]] with their values."""

    starts: Counts
    columns: Counts
    values: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Known terms: ascending ids, the view of each, and its inverse document frequency."""

    ids: Ids
    views: NDArray[np.int8]
    idf: Floats
    _places: Places = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_places", Places(self.ids))

    def columns_of(self, ids: Ids) -> tuple[Counts, NDArray[np.bool_]]:
        """Return the column of each id, and which ids are known at all."""
        return self._places.of(ids)

    def weigh(self, reads: Sequence[Read]) -> Rows:
        """Weigh the known terms of passages."""
        return self.weighed(self.occurrences(reads))

    def occurrences(self, reads: Sequence[Read]) -> Occurrences:
        """Find the known terms of passages."""
        offsets, terms = offsets_of(reads), terms_of_all(reads)
        columns, known = self.columns_of(terms.ids)
        first = terms.first[known]
        slots = first + terms.last[known] - 1  # of a word 2 * first, of a pair one more
        passages = np.repeat(np.arange(len(reads)), np.diff(offsets))[first]
        return Occurrences(offsets, passages, columns[known], slots)

    def weighed(self, found: Occurrences) -> Rows:
        """Weigh terms by how often they occur in their passage, and how rare they are."""
        count = len(found.offsets) - 1
        # One key a (passage, column), so that a sort counts repeated terms.
        keys, counts = np.unique(
            found.passages * np.int64(len(self.ids)) + found.columns, return_counts=True
        )
        which, columns = np.divmod(keys, max(len(self.ids), 1))
        values = (1.0 + np.log(counts)) * self.idf[columns]
        groups = which * VIEWS + self.views[columns]
        lengths = np.sqrt(np.bincount(groups, values**2, minlength=VIEWS * count))
        values *= WEIGHTS[self.views[columns]] / lengths[groups]
        starts = np.searchsorted(which, np.arange(count + 1))
        return Rows(starts, columns, values.astype(np.float32))


def terms_of(read: Read) -> Terms:
    """Return the words of a passage and its pairs of neighbouring words, for each view."""
    return terms_of_all((read,))


def terms_of_all(reads: Sequence[Read]) -> Terms:
    """Return the terms of passages: all of the first view, then those of the next."""
    words = np.concatenate([read.words for read in reads] or [np.empty(0, dtype=np.uint64)])
    offsets = offsets_of(reads)
    lengths = np.diff(offsets)
    opening = np.array([read.opening for read in reads], dtype=np.int64)
    pairs = words[:-1] * _PAIR + words[1:]
    at = np.arange(len(words))
    parts = []
    for view, limits in enumerate((lengths, opening, np.full(len(lengths), _OPENING))):
        # How many words are left of the view from each word on, itself included.
        left = np.repeat(offsets[:-1] + np.minimum(limits, lengths), lengths) - at
        single, pair = np.flatnonzero(left > 0), np.flatnonzero(left > 1)
        ids = np.concatenate((words[single], pairs[pair])) ^ _SALTS[view]
        first, last = np.concatenate((single, pair)), np.concatenate((single + 1, pair + 2))
        parts.append((ids, np.full(len(ids), view, dtype=np.int8), first, last))
    return Terms(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def offsets_of(reads: Sequence[Read]) -> Counts:
    """Return the number of the first word of each passage, and of the end, through all passages."""
    lengths = np.array([len(read.words) for read in reads], dtype=np.int64)
    return np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(lengths)))


def products(rows: Rows, weights: NDArray[np.floating[Any]]) -> Floats:
    """Multiply sparse rows by weights (columns, labels): (passages, labels)."""
    count = len(rows.starts) - 1
    which = np.repeat(np.arange(count), np.diff(rows.starts))
    # Of weights of 16 bits only those that are needed become 32.
    held = weights[rows.columns]
    sums = [
        np.bincount(which, held[:, label] * rows.values, minlength=count)
        for label in range(weights.shape[1])
    ]
    return np.stack(sums, axis=1).astype(np.float32)
