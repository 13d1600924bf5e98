"""The gate before a new model is used: one that is worse than the model in use does not pass.

Like is compared with like. On documents of authorities that the model in use did not learn from,
both answer the same passages, the candidate by the fold that did not learn from them either. Where
there are too few of these, the cross-validated figures of the two are compared, task by task.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from models.training.evaluation import OF_METHODS, TASKS
from pipelines.figures import Figure, Figures

TOLERANCE = 0.01  # as a share: what a figure may be lower without being called worse
FEWEST_PASSAGES = 200  # to compare on, and
FEWEST_AUTHORITIES = 5
_DRAWS = 1000
_AREA = "area"
# What no part of a model answers tells models apart by nothing.
METHODS = frozenset(task.title for task in TASKS if task.answers in OF_METHODS)


@dataclass(frozen=True, slots=True)
class Pair:
    """One passage new to both: whether the candidate and the model in use had its area right."""

    group: str
    candidate: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Paired:
    """By how much the candidate is right more often, with a 95 % interval over authorities."""

    difference: float
    low: float
    high: float
    n: int
    groups: int

    @property
    def enough(self) -> bool:
        """Say whether there was enough to compare on."""
        return self.n >= FEWEST_PASSAGES and self.groups >= FEWEST_AUTHORITIES

    @property
    def worse(self) -> bool:
        """Say whether the candidate is worse: by more than the tolerance, or surely."""
        return self.difference < -TOLERANCE or self.high < 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a candidate may be used, and every reason in a sentence."""

    passes: bool
    reasons: tuple[str, ...]


def paired(pairs: Sequence[Pair]) -> Paired:
    """Compare two models on the same passages; the interval is by drawing authorities again."""
    names = sorted({pair.group for pair in pairs})
    if not names:
        return Paired(0.0, 0.0, 0.0, 0, 0)
    at = {name: number for number, name in enumerate(names)}
    gains, sizes = np.zeros(len(names)), np.zeros(len(names))
    for pair in pairs:
        gains[at[pair.group]] += pair.candidate - pair.current
        sizes[at[pair.group]] += 1
    drawn = np.random.default_rng(0).integers(len(names), size=(_DRAWS, len(names)))
    means = gains[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return Paired(float(gains.sum() / sizes.sum()), float(low), float(high), len(pairs), len(names))


def verdict(candidate: Figures, current: Figures | None, new: Paired) -> Verdict:
    """Say whether a candidate may take the place of the model in use."""
    if current is None:
        return Verdict(True, ("The model in use has no figures to compare with.",))
    reasons, passes = [], True
    if new.enough:
        passes = not new.worse
        reasons.append(_new(new))
    for reason, worse in _by_figures(candidate, current, leave_out_areas=new.enough):
        passes = passes and not worse
        reasons.append(reason)
    return Verdict(passes, tuple(reasons))


def _new(new: Paired) -> str:
    how = "worse" if new.worse else "not worse"
    return (
        f"On {new.n:,} passages of {new.groups} authorities that neither had learnt from, the new "
        f"model has the area right {new.difference:+.1%} as often ({new.low:+.1%} to "
        f"{new.high:+.1%}): {how}."
    )


def _by_figures(
    candidate: Figures, current: Figures, leave_out_areas: bool
) -> Iterator[tuple[str, bool]]:
    reached = {(one.task, one.measure): one for one in candidate.figures}
    for old in current.figures:
        if old.task in METHODS or (leave_out_areas and old.task.startswith(_AREA)):
            continue
        new = reached.get((old.task, old.measure))
        if new is None:
            yield f"{old.task}: not measured, for want of documents or labels.", True
        elif _is_worse(new, old):
            yield (
                f"{old.task}, {old.measure}: {new.value:.3f}, worse than {old.value:.3f} "
                f"({old.low:.3f} to {old.high:.3f}).",
                True,
            )
    yield f"A figure may be {TOLERANCE:g} lower, or within the interval of the old one.", False


def _is_worse(new: Figure, old: Figure) -> bool:
    """Say whether a figure is lower by more than the tolerance and outside the old interval."""
    if old.less_is_better:
        return new.value > old.value + TOLERANCE and new.value > old.high
    return new.value < old.value - TOLERANCE and new.value < old.low
