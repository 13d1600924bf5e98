"""Weighted words and pairs of a passage, in three views: whole, first sentence, first ten words.

Reports put their subject first, so what opens a passage counts again. Each view is sublinear
TF-IDF (scikit-learn's arithmetic) of unit length times the weight of the view. Terms are hashes,
so that a vocabulary is an array; the words that stand behind one are found in the text itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.reading import Read

Floats = NDArray[np.float32]
Ids = NDArray[np.uint64]
Counts = NDArray[np.int64]

VIEWS = 3
WEIGHTS = np.array([1.0, 0.8, 0.4])
_OPENING = 10  # words
_PAIR = np.uint64(0x9E3779B97F4A7C15)  # an odd multiplier tells "a b" from "b a"
_SALTS = tuple(np.uint64(salt) for salt in (0, 0x243F6A8885A308D3, 0x13198A2E03707344))


class Terms(NamedTuple):
    """All terms of one passage in reading order, view after view.

    `ids` and `views` are (n,); a term covers the words from `first` to before `last`.
    """

    ids: Ids
    views: NDArray[np.int8]
    first: Counts
    last: Counts


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

    def columns_of(self, ids: Ids) -> tuple[Counts, NDArray[np.bool_]]:
        """Return the column of each id, and which ids are known at all."""
        if not len(self.ids):
            return np.zeros(len(ids), dtype=np.int64), np.zeros(len(ids), dtype=np.bool_)
        at = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        return at, self.ids[at] == ids

    def weigh(self, reads: Sequence[Read]) -> Rows:
        """Weigh the known terms of passages."""
        found = [terms_of(read).ids for read in reads]
        which = np.repeat(np.arange(len(found)), [len(ids) for ids in found])
        columns, known = self.columns_of(np.concatenate(found) if found else self.ids[:0])
        # One key a (passage, column), so that a sort counts repeated terms.
        keys, counts = np.unique(
            which[known] * np.int64(len(self.ids)) + columns[known], return_counts=True
        )
        which, columns = np.divmod(keys, max(len(self.ids), 1))
        values = (1.0 + np.log(counts)) * self.idf[columns]
        groups = which * VIEWS + self.views[columns]
        lengths = np.sqrt(np.bincount(groups, values**2, minlength=VIEWS * len(found)))
        values *= WEIGHTS[self.views[columns]] / lengths[groups]
        starts = np.searchsorted(which, np.arange(len(found) + 1))
        return Rows(starts, columns, values.astype(np.float32))


def terms_of(read: Read) -> Terms:
    """Return the words of a passage and its pairs of neighbouring words, for each view."""
    parts = [
        _view(read, view, length)
        for view, length in enumerate((len(read.words), read.opening, _OPENING))
    ]
    return Terms(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _view(read: Read, view: int, length: int) -> Terms:
    words = read.words[:length]
    ids = np.concatenate((words, words[:-1] * _PAIR + words[1:])) ^ _SALTS[view]
    at = np.arange(len(words))
    first = np.concatenate((at, at[:-1]))
    last = np.concatenate((at + 1, at[1:] + 1))
    return Terms(ids, np.full(len(ids), view, dtype=np.int8), first, last)


def products(rows: Rows, weights: Floats) -> Floats:
    """Multiply sparse rows by weights (columns, labels): (passages, labels)."""
    # One label at a time: a product of all would be as large as rows times labels.
    which = np.repeat(np.arange(len(rows.starts) - 1), np.diff(rows.starts))
    count = len(rows.starts) - 1
    sums = [
        np.bincount(which, weights[rows.columns, label] * rows.values, minlength=count)
        for label in range(weights.shape[1])
    ]
    return np.stack(sums, axis=1).astype(np.float32)
