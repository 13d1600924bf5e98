"""From what each sentence says, and what stands around it, to the features that decide on it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.polarity.layout import Counts

Floats = NDArray[np.float64]

_BALANCE, _REFERENCE, _TURN = 3, 16, 17  # columns of models.polarity.evidence.features


def around(score: Floats, lexical: Floats, passage: Counts) -> Floats:
    """Describe sentences with their neighbours in the passage: (sentences, features).

    `score` (sentences,) is what the words say, `lexical` what the edited phrases find, `passage`
    (sentences,) numbers the passages in ascending order.
    """
    said = score + lexical[:, _BALANCE]
    before, after = _shifted(said, passage, 1), _shifted(said, passage, -1)
    first = np.diff(passage, prepend=-1) != 0
    last = np.diff(passage, append=-1) != 0
    whole = mean(said, passage)[passage] if len(passage) else said
    leaning = lexical[:, _REFERENCE] * before
    turning = lexical[:, _TURN] * before
    columns = [before, after, whole, leaning, turning, _turned(lexical[:, _TURN], passage)]
    return np.column_stack([score, np.abs(score), lexical, *columns, first, last])


def mean(values: Floats, passage: Counts) -> Floats:
    """Return the mean over the sentences of each passage; 0 where it has none."""
    counts = np.maximum(np.bincount(passage), 1)
    means: Floats = np.bincount(passage, values) / counts
    return means


def _shifted(values: Floats, passage: Counts, by: int) -> Floats:
    """Give each sentence the value of the one before (1) or after (-1) it; 0 at the ends."""
    moved, there = np.roll(values, by), np.roll(passage, by)
    inside = there == passage
    if len(values):
        inside[0 if by > 0 else -1] = False
    return np.where(inside, moved, 0.0)


def _turned(turn: Floats, passage: Counts) -> Floats:
    """Say which sentences stand at or after a turn ("However, ...") in their passage."""
    so_far = np.cumsum(turn)
    starts = np.searchsorted(passage, passage)
    turned: Floats = (so_far - so_far[starts] + turn[starts] > 0).astype(np.float64)
    return turned
