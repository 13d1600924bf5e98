"""Figures of quality over held-out answers, with intervals from drawing authorities again.

Every measure takes how often each authority was drawn, (draws, groups), and returns one figure a
draw: counts are summed by authority first, so that a thousand draws cost one small product.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.training.evaluation import Interval, Measure, Measured, Rival, Task
from models.training.scored import Floats, Scored

BINS = 15
DRAWS = 1000
COVERAGE = 0.8
_AT_ONCE = 250  # draws: bounds the memory of a task with many passages

Figure = Callable[[Scored, Floats], Floats]


class Bin(NamedTuple):
    """One step of a calibration curve: n answers, their mean probability and share right."""

    low: float
    high: float
    n: int
    confidence: float
    right: float


class ClassRow(NamedTuple):
    """How one label fares: n items are held against it; what cannot be divided is 0."""

    label: str
    n: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True, eq=False)
class RiskCoverage:
    """Share wrong among the surest answers, (n,), beside the share of items answered, (n,)."""

    coverage: Floats
    risk: Floats
    threshold: Floats


def macro_f1(scored: Scored, times: Floats) -> Floats:
    """Mean over the labels that occur of the harmonic mean of precision and recall."""
    hits, given, true = (times @ _sums(scored, part) for part in _parts(scored))
    occurs = true > 0
    scores = 2 * hits / np.maximum(given + true, np.finfo(float).tiny)
    return np.asarray((scores * occurs).sum(1) / np.maximum(occurs.sum(1), 1))


def accuracy(scored: Scored, times: Floats) -> Floats:
    """Share of items whose first answer counts as right."""
    return _mean(scored, scored.right, times)


def among_three(scored: Scored, times: Floats) -> Floats:
    """Share of items of which one of the first three answers counts as right."""
    top = scored.ranked[:, :3]
    hit = np.take_along_axis(scored.truth, np.maximum(top, 0), axis=1) & (top >= 0)
    return _mean(scored, np.asarray(hit.any(axis=1)), times)


def calibration_error(scored: Scored, times: Floats) -> Floats:
    """Mean distance of probability and share right, over 15 steps of equal width."""
    return _expected_error(scored, times, _equal_width(scored.confidence))


def calibration_error_by_mass(scored: Scored, times: Floats) -> Floats:
    """Mean distance of probability and share right, over 15 steps of equally many items."""
    return _expected_error(scored, times, _equal_mass(scored.confidence))


def accuracy_at_coverage(scored: Scored, times: Floats, coverage: float = COVERAGE) -> Floats:
    """Share right among the surest answers that make up the coverage asked for."""
    order = np.argsort(-scored.confidence, kind="stable")
    ordered = times[:, scored.groups[order]]
    before = np.cumsum(ordered, axis=1) - ordered
    # The item at the border counts with the part that fills the coverage.
    kept = np.clip(coverage * ordered.sum(1, keepdims=True) - before, 0, ordered)
    right = _shared_by_ties(scored)[order]
    return np.asarray((kept @ right) / np.maximum(kept.sum(1), np.finfo(float).tiny))


MEASURES: Mapping[Measure, Figure] = {
    "macro-F1": macro_f1,
    "accuracy": accuracy,
    "among three": among_three,
    "calibration error": calibration_error,
    "accuracy at 80 % coverage": accuracy_at_coverage,
}


def value(figure: Figure, scored: Scored) -> float:
    """Return a figure over all items, each once."""
    return float(figure(scored, np.ones((1, scored.group_count)))[0])


def interval(figure: Figure, scored: Scored, draws: int = DRAWS, seed: int = 0) -> Interval:
    """Return a figure with its 95 % interval over draws of authorities."""
    return _interval(value(figure, scored), _drawn(figure, scored, draws, seed))


def difference(
    figure: Figure, ours: Scored, theirs: Scored, draws: int = DRAWS, seed: int = 0
) -> Interval:
    """Return how far a figure of ours is above theirs, on the same items and the same draws."""
    if ours.items != theirs.items or not np.array_equal(ours.groups, theirs.groups):
        raise ValueError(f"{ours.task}: other items, or in another order, than {theirs.task}")
    apart = _drawn(figure, ours, draws, seed) - _drawn(figure, theirs, draws, seed)
    return _interval(value(figure, ours) - value(figure, theirs), apart)


def measured(
    task: Task, ours: Scored, baselines: Mapping[str, Scored], draws: int = DRAWS
) -> Measured:
    """Measure one task, beside the baselines that answered the same items."""
    figure = MEASURES[task.measure]
    rivals = tuple(
        Rival(
            name,
            interval(figure, theirs, draws),
            difference(figure, ours, theirs, draws),
        )
        for name, theirs in baselines.items()
    )
    reached = interval(figure, ours, draws)
    return Measured(task, len(ours.items), ours.group_count, reached, rivals)


def classes(scored: Scored) -> tuple[ClassRow, ...]:
    """Return precision, recall and F1 of each label, in their order."""
    hits, given, true = (part.sum(axis=0) for part in _parts(scored))
    return tuple(
        ClassRow(
            label,
            int(true[at]),
            _share(hits[at], given[at]),
            _share(hits[at], true[at]),
            _share(2 * hits[at], given[at] + true[at]),
        )
        for at, label in enumerate(scored.labels)
    )


def calibration_curve(scored: Scored) -> tuple[Bin, ...]:
    """Return the 15 steps of equal width that hold any answer."""
    which = _equal_width(scored.confidence)
    curve = []
    for step in np.unique(which):
        held = which == step
        curve.append(
            Bin(
                float(step) / BINS,
                float(step + 1) / BINS,
                int(held.sum()),
                float(scored.confidence[held].mean()),
                float(scored.right[held].mean()),
            )
        )
    return tuple(curve)


def risk_coverage(scored: Scored) -> RiskCoverage:
    """Return the share wrong among the surest answers, for every number of them."""
    order = np.argsort(-scored.confidence, kind="stable")
    answered = np.arange(1, len(order) + 1)
    wrong = np.cumsum(1 - _shared_by_ties(scored)[order])
    return RiskCoverage(answered / len(order), wrong / answered, scored.confidence[order])


def _parts(scored: Scored) -> tuple[Floats, Floats, Floats]:
    """Return hits, answers and truth, each (n, labels).

    Where several labels count as right, the one that was answered is the truth if it is among
    them, else the first.
    """
    rows = np.arange(len(scored.items))
    first = scored.ranked[:, 0]
    given = np.zeros(scored.truth.shape)
    given[rows[first >= 0], first[first >= 0]] = 1.0
    hits = given * scored.truth
    true = np.zeros(scored.truth.shape)
    true[rows, scored.truth.argmax(axis=1)] = 1.0
    true = np.where(scored.right[:, None], hits, true * scored.truth)
    return hits, given, true


def _sums(scored: Scored, part: Floats) -> Floats:
    """Sum rows (n, columns) by authority: (groups, columns)."""
    sums = [np.bincount(scored.groups, column, minlength=scored.group_count) for column in part.T]
    return np.stack(sums, axis=1)


def _mean(scored: Scored, flags: NDArray[np.bool_], times: Floats) -> Floats:
    both = np.stack((flags.astype(np.float64), np.ones(len(flags))), axis=1)
    hits, of = (times @ _sums(scored, both)).T
    return np.asarray(hits / np.maximum(of, 1.0))


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else 0.0


def _equal_width(confidence: Floats) -> NDArray[np.int64]:
    # As is usual, a step holds its upper end: a probability of 1 belongs to the last.
    return np.clip(np.ceil(confidence * BINS).astype(np.int64) - 1, 0, BINS - 1)


def _equal_mass(confidence: Floats) -> NDArray[np.int64]:
    order = np.argsort(confidence, kind="stable")
    which = np.empty(len(order), dtype=np.int64)
    which[order] = np.arange(len(order)) * BINS // max(len(order), 1)
    return which


def _expected_error(scored: Scored, times: Floats, which: NDArray[np.int64]) -> Floats:
    # Within a step, n x |mean probability - share right| is |sum of their differences|.
    apart = np.zeros((len(which), BINS + 1))
    apart[np.arange(len(which)), which] = scored.confidence - scored.right
    apart[:, BINS] = 1.0
    sums = times @ _sums(scored, apart)
    return np.asarray(np.abs(sums[:, :BINS]).sum(1) / np.maximum(sums[:, BINS], 1.0))


def _shared_by_ties(scored: Scored) -> Floats:
    """Return whether each answer is right, shared among answers of the same probability.

    The order of the items would otherwise decide which of them are the surest.
    """
    _, tie = np.unique(scored.confidence, return_inverse=True)
    return np.asarray((np.bincount(tie, scored.right) / np.bincount(tie))[tie])


def _drawn(figure: Figure, scored: Scored, draws: int, seed: int) -> Floats:
    """Return a figure for each draw; the same seed draws the same authorities."""
    groups = scored.group_count
    drawn = np.random.default_rng(seed).integers(0, groups, (draws, groups))
    rows = np.arange(draws)[:, None] * groups + drawn
    times = np.bincount(rows.ravel(), minlength=draws * groups).reshape(draws, groups)
    parts = [times[at : at + _AT_ONCE].astype(np.float64) for at in range(0, draws, _AT_ONCE)]
    return np.concatenate([figure(scored, part) for part in parts])


def _interval(figure: float, drawn: Floats) -> Interval:
    low, high = np.percentile(drawn, (2.5, 97.5))
    return Interval(figure, float(low), float(high))
