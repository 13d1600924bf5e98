"""Fits the gate: what is no evidence at all, and what comes from letters of another genre.

Joint and SEND letters are the other genres at hand. A genre that nobody showed the gate is caught
in part only: left out of the training, one fifth to one third as many of its passages are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from models.answers import NONE
from models.areas import Gate
from models.training.areas import Matrix, Study
from models.training.splitting import folds

Doubles = NDArray[np.float64]
Truths = NDArray[np.bool_]

LOST = 0.01  # of the passages of known genres, what may be called another's
_FOLDS = 3
_SHORTEST = 8  # words, as for labels
REPORTS = ("ilacs-2018", "ilacs-2023", "sif-2013")
_LOOSE = 20.0


@dataclass(frozen=True, slots=True)
class GateFigures:
    """How the gate did on authorities held out, as shares.

    `kept` of the evidence it let through, `caught` of what is none, `lost` of the evidence of
    known genres that it called another's, `told` of the passages of other genres.
    """

    kept: float
    caught: float
    lost: float
    told: float


def train_gate(study: Study) -> tuple[Gate, GateFigures]:
    """Fit the gate; where nothing is to be told apart, it lets everything through."""
    none, evidence, other = _sides(study)
    held = np.full((len(none), 2), -20.0)
    for fold in folds([row.group for row in study.passages], _FOLDS):
        rows = study.rows(fold.learnt)
        weights, bias = _both(rows, none, evidence, other, _among(fold.learnt, len(none)))
        held[fold.held] = rows[fold.held] @ weights + bias
    weights, bias = _both(study.whole, none, evidence, other, np.ones(len(none), dtype=np.bool_))
    chances = 1.0 / (1.0 + np.exp(-held.clip(-50, 50)))
    limit = float(np.quantile(chances[evidence, 1], 1.0 - LOST)) if evidence.any() else 1.0
    figures = GateFigures(
        kept=_share(chances[evidence, 0] < 0.5),
        caught=_share(chances[none, 0] >= 0.5),
        lost=_share(chances[evidence, 1] >= limit),
        told=_share(chances[other, 1] >= limit),
    )
    return Gate(weights.astype(np.float16), bias, limit), figures


def _sides(study: Study) -> tuple[Truths, Truths, Truths]:
    """Mark what is no evidence, evidence of the reports, and passages of other genres."""
    none = np.array([row.area == NONE for row in study.passages], dtype=np.bool_)
    reports = np.array([row.framework in REPORTS for row in study.passages], dtype=np.bool_)
    told = np.array([row.area is not None for row in study.passages], dtype=np.bool_)
    long = np.array(
        [len(row.text.split()) >= _SHORTEST and "\t" not in row.text for row in study.passages],
        dtype=np.bool_,
    )
    return none, reports & told & ~none, ~reports & ~none & long


def _among(rows: NDArray[np.int64], count: int) -> Truths:
    marked = np.zeros(count, dtype=np.bool_)
    marked[rows] = True
    return marked


def _both(
    rows: Matrix, none: Truths, evidence: Truths, other: Truths, learnt: Truths
) -> tuple[Doubles, Doubles]:
    first = _logit(rows, none & learnt, (evidence | other) & learnt)
    second = _logit(rows, other & learnt, evidence & learnt)
    return np.stack((first[0], second[0]), axis=1), np.array((first[1], second[1]))


def _logit(rows: Matrix, yes: Truths, no: Truths) -> tuple[Doubles, float]:
    """Return weights and bias of the log-odds of `yes`; never, where one side has no passage."""
    if not yes.any() or not no.any():
        return np.zeros(rows.shape[1]), -20.0
    used = np.flatnonzero(yes | no)
    model = LogisticRegression(
        C=_LOOSE, class_weight="balanced", solver="liblinear", tol=1e-3, random_state=0
    )
    model.fit(rows[used], yes[used])
    return model.coef_[0], float(model.intercept_[0])


def _share(marks: Truths) -> float:
    return float(marks.mean()) if len(marks) else 1.0
