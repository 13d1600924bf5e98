"""Areas learnt without labels: a report's own order teaches what its wording only hints at.

No heading is read and nothing coded. A first guess of every passage (by rules, by wording, or by a
lens of another framework) is wrong one time in five; but reports deal with one area after another,
so neighbours mostly share an area. Smoothing guesses along the report leaves one error in fifty,
and from these a linear machine learns to judge each passage alone. The order of passages is used
to teach only: what is learnt, and all that is measured here, sees a single passage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack
from sklearn.svm import LinearSVC

from corpus.problems import FrameworkError
from models.areas import AreaLens
from models.context import chained
from models.features import Rows
from models.training.areas import WANTED, lens_of
from models.training.calibrating import cross_fitted, fit_layer, sureness
from models.training.scored import Item, Scored, best_first, scored
from models.training.splitting import folds

Doubles = NDArray[np.float64]
Counts = NDArray[np.int64]
Matrix = Any  # scipy's sparse rows have no types

# Decision 0093 has what was tried; two halves of the authorities agree.
STAY = 0.97  # chance that the next passage is of the same area: sections of some thirty passages
ROUNDS = 3  # a guess by wording alone is right of seven passages in ten at first, then 95, 98, 99 %
_ROUNDS_ACROSS = 1  # a lens of another framework guesses well; more rounds changed nothing
_SHARPNESS = 2.0  # log-odds for a unit of a first guess or of a machine's margin
_COST = 0.3
_TOLERANCE = 1e-3  # a tenth of the default exactness, for speed
_LEAST = 0.01  # weight of a passage of which nothing is known
_NEVER_TAUGHT = -2.0  # margin of an area that no passage was taken for
_FOLDS = 5
_SEED = 0


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """All n passages of some reports, report after report, each in its own order.

    `matrix` is (n, terms), weighed as a lens sees them; `documents` and `groups` (the authorities)
    are (n,). `truth` is used to measure alone: null where a passage is not to be measured.
    """

    matrix: Matrix
    documents: Sequence[str]
    groups: Sequence[str]
    truth: Sequence[str | None]

    def part(self, rows: Counts) -> Pool:
        """Return some of the passages; whole reports, or their order is broken."""
        return Pool(
            self.matrix[rows],
            [self.documents[row] for row in rows],
            [self.groups[row] for row in rows],
            [self.truth[row] for row in rows],
        )


def matrix_of(rows: Rows, width: int) -> Matrix:
    """Return weighed passages as scipy's sparse rows; `width` is the size of the vocabulary."""
    # scikit-learn's linear machines refuse wider numbers.
    columns, starts = rows.columns.astype(np.int32), rows.starts.astype(np.int32)
    return csr_array((rows.values, columns, starts), shape=(len(starts) - 1, width))


def first_guess(scores: Doubles) -> Doubles:
    """Turn scores of areas, 0 or more, into log-odds: (passages, areas).

    Each area is measured by its own mean, since some have more phrases or wording than others;
    roots keep one long passage full of matches from drowning the rest.
    """
    means = scores.mean(axis=0)
    roots = np.sqrt(scores / np.where(means > 0.0, means, 1.0))
    centred: Doubles = _SHARPNESS * (roots - roots.mean(axis=1, keepdims=True))
    return centred


def smoothed(odds: Doubles, documents: Sequence[str], stay: float = STAY) -> Doubles:
    """Return the chance of each area at each passage, given the whole report: (passages, areas).

    `odds` are log-odds of each passage alone; `stay` is the chance that the next one is of the same
    area.
    """
    count, areas = odds.shape
    if not count or areas < 2:
        return np.ones_like(odds)
    row, step = _places(documents)
    table = np.ones((int(row.max()) + 1, int(step.max()) + 1, areas))
    table[row, step] = np.exp(odds - odds.max(axis=1, keepdims=True))
    return chained(table, stay)[row, step]


def taught(pool: Pool, guess: Doubles, rounds: int = ROUNDS) -> Doubles:
    """Return the chance of each area at each passage after some rounds of teaching.

    `guess` are log-odds. In each round one half of the authorities teaches the other, so that no
    report confirms its own errors.
    """
    chances = smoothed(guess, pool.documents)
    for _ in range(rounds):
        odds = np.zeros_like(guess)
        for fold in folds(pool.groups, 2):
            machine = student(pool.matrix[fold.learnt], chances[fold.learnt])
            odds[fold.held] = _SHARPNESS * margins(machine, pool.matrix[fold.held], guess.shape[1])
        chances = smoothed(odds, pool.documents)
    return chances


class Taught(NamedTuple):
    """A lens learnt without a label.

    `least` is the share of passages taken for the rarest area. What the lens is sure of agrees, as
    often as it says, with what the whole report taught, on authorities held out: a stand-in for the
    truth, which nobody has told.
    """

    lens: AreaLens
    least: float


def taught_lens(pool: Pool, guess: Doubles, codes: Sequence[str]) -> Taught:
    """Fit a lens on a workspace's own reports without a label; `codes` name the areas of `guess`.

    FrameworkError where two areas are not told apart at all.
    """
    chances = taught(pool, guess)
    labels = chances.argmax(axis=1)
    table = np.zeros_like(guess)
    for fold in folds(pool.groups, _FOLDS):
        machine = student(pool.matrix[fold.learnt], chances[fold.learnt])
        table[fold.held] = margins(machine, pool.matrix[fold.held], len(codes))
    whole = student(pool.matrix, chances)
    if isinstance(whole, int):
        raise FrameworkError(
            f"Without labels every passage was taken for {codes[whole]}: the wording of "
            f"{', '.join(codes)} does not tell these areas apart in the reports of this workspace. "
            "Say more of each area in the framework's file, or code some passages."
        )
    layer = fit_layer(table, labels, len(codes))
    told = sureness(cross_fitted(table, labels, pool.groups, len(codes)), labels, WANTED)
    lens = lens_of(tuple(codes), _linear(whole, len(codes)), layer, told)
    return Taught(lens, float(np.bincount(labels, minlength=len(codes)).min() / len(labels)))


def student(matrix: Matrix, chances: Doubles) -> LinearSVC | int:
    """Fit a machine that judges passages alone, or return the one area that all are taken for.

    A passage counts by how little doubt there is of its area.
    """
    labels = chances.argmax(axis=1)
    if len(np.unique(labels)) == 1:
        return int(labels[0])
    weights = np.maximum(2.0 * chances.max(axis=1) - 1.0, _LEAST)
    machine = LinearSVC(C=_COST, class_weight="balanced", tol=_TOLERANCE, random_state=_SEED)
    return machine.fit(matrix, labels, sample_weight=weights)


def margins(machine: LinearSVC | int, matrix: Matrix, areas: int) -> Doubles:
    """Return a margin a passage and area; an area that was never taught is far behind."""
    table = np.full((matrix.shape[0], areas), _NEVER_TAUGHT)
    if isinstance(machine, int):
        table[:, machine] = 1.0
        return table
    told = machine.decision_function(matrix)
    table[:, machine.classes_] = told if told.ndim == 2 else np.stack((-told, told), axis=1)
    return table


def held_out_unlabelled(pool: Pool, guess: Doubles, codes: Sequence[str], task: str) -> Scored:
    """Teach without labels and answer passages of authorities whose reports taught nothing."""
    found: list[Item] = []
    for fold in folds(pool.groups, _FOLDS):
        chances = taught(pool.part(fold.learnt), guess[fold.learnt])
        machine = student(pool.matrix[fold.learnt], chances)
        found += answered(pool, fold.held, machine, codes)
    return scored(task, found, codes)


def held_out_across(learnt: Pool, target: Pool, codes: Sequence[str], task: str) -> Scored:
    """Learn a framework with its labels, teach another without, and answer passages of that.

    No authority on which is measured has a report of either framework among what was learnt.
    """
    found: list[Item] = []
    for fold in folds(target.groups, _FOLDS):
        apart = {target.groups[row] for row in fold.held}
        machine = across(learnt, target.part(fold.learnt), codes, apart)
        found += answered(target, fold.held, machine, codes)
    return scored(task, found, codes)


def across(
    learnt: Pool, target: Pool, codes: Sequence[str], apart: frozenset[str] | set[str] = frozenset()
) -> LinearSVC | int:
    """Fit a machine for a framework whose reports bear no labels, by way of one whose do.

    Authorities `apart` are left out. Without reports of the target there is nothing to adapt to.
    """
    own = np.array(
        [
            at
            for at, (group, area) in enumerate(zip(learnt.groups, learnt.truth, strict=True))
            if area in codes and group not in apart
        ],
        dtype=np.int64,
    )
    known = np.array([[learnt.truth[at] == code for code in codes] for at in own], dtype=np.float64)
    machine = student(learnt.matrix[own], known)
    if not target.documents:
        return machine
    guess = _SHARPNESS * margins(machine, target.matrix, len(codes))
    return student(target.matrix, taught(target, guess, _ROUNDS_ACROSS))


def _linear(machine: LinearSVC, areas: int) -> tuple[Doubles, Doubles]:
    """Return weights (terms, areas) and bias (areas,) that give the machine's margins."""
    coefficients, intercepts = machine.coef_, machine.intercept_
    if len(machine.classes_) == 2:  # one row of weights then: for the second label
        coefficients = np.vstack((-coefficients, coefficients))
        intercepts = np.append(-intercepts, intercepts)
    weights = np.zeros((coefficients.shape[1], areas))
    bias = np.full(areas, _NEVER_TAUGHT)
    weights[:, machine.classes_], bias[machine.classes_] = coefficients.T, intercepts
    return weights, bias


def joined(pools: Sequence[Pool]) -> Pool:
    """Put pools of the same vocabulary one after the other."""
    return Pool(
        vstack([pool.matrix for pool in pools], format="csr"),
        [document for pool in pools for document in pool.documents],
        [group for pool in pools for group in pool.groups],
        [area for pool in pools for area in pool.truth],
    )


def answered(
    pool: Pool, rows: Counts, machine: LinearSVC | int, codes: Sequence[str]
) -> Iterator[Item]:
    """Answer those of some passages of a pool whose truth is known; ids end in the row's number."""
    measured = np.array([row for row in rows if pool.truth[row] in codes], dtype=np.int64)
    if not len(measured):
        return
    odds = np.exp(_SHARPNESS * margins(machine, pool.matrix[measured], len(codes)))
    shares = odds / odds.sum(axis=1, keepdims=True)
    for row, share in zip(measured.tolist(), shares, strict=True):
        answers, chances = best_first(codes, share)
        yield Item(
            id=f"{pool.documents[row]}:{row}",
            group=pool.groups[row],
            truth=(str(pool.truth[row]),),
            answers=answers,
            probabilities=chances,
        )


def _places(documents: Sequence[str]) -> tuple[Counts, Counts]:
    """Return each passage's report, counted from 0, and its place in it."""
    row = np.unique(np.array(documents), return_inverse=True)[1].astype(np.int64)
    order = np.argsort(row, kind="stable")
    sizes = np.bincount(row)
    step = np.empty(len(row), dtype=np.int64)
    step[order] = np.arange(len(row)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return row, step
