"""From the sentences of a passage to the features that decide on the whole."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.polarity.layout import Counts

Floats = NDArray[np.float64]

_GOOD, _BAD = 0, 1  # columns of models.polarity.evidence.features
DIRECTION = 4  # the first columns of `summary` tell strength from weakness


def summary(score: Floats, lexical: Floats, sentences: Floats, first: Counts) -> Floats:
    """Describe passages by their sentences: (passages, features); 0 without sentences.

    `score`, `lexical` and `sentences` (probabilities of strength, weakness, mixed, neutral) are by
    sentence; `first` has the first sentence of each passage, and one number more.
    """
    said = np.tanh(score)
    good, bad = (_over(np.add, lexical[:, column], first) for column in (_GOOD, _BAD))
    count = np.maximum(np.diff(first), 1)
    columns = [
        _over(np.add, score, first) / count,
        _over(np.add, said, first) / count,
        (good - bad) / (good + bad + 1.0),
        np.log1p(good) - np.log1p(bad),
        _over(np.minimum, said, first),
        _over(np.maximum, said, first),
        np.minimum(np.log1p(good), np.log1p(bad)),
        *(_over(np.add, sentences[:, label], first) / count for label in range(3)),
        _over(np.maximum, sentences[:, 1], first),
        _over(np.maximum, sentences[:, 0], first),
        np.log1p(np.diff(first)),
    ]
    return np.stack(columns, axis=1)


def neutral(sentences: Floats, first: Counts) -> Floats:
    """Return how likely each passage is neutral: as likely as its least neutral sentence."""
    return _over(np.minimum, sentences[:, 3], first)


def _over(combine: np.ufunc, values: Floats, first: Counts) -> Floats:
    """Combine the values of the sentences of each passage; 0 where it has none."""
    whole = np.zeros(len(first) - 1)
    held = np.diff(first) > 0
    if held.any():
        whole[held] = combine.reduceat(values, first[:-1][held])
    return whole
