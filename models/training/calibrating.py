"""From margins to probabilities that hold, and from these to answers that are sure.

A multinomial logistic layer learns from margins of held-out passages. The probability from which
an answer is sure is the lowest at which the wanted share of the surer answers is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from models.areas import Sureness
from models.training.splitting import folds

Doubles = NDArray[np.float64]
Labels = NDArray[np.int64]

FOLDS = 10
_LOOSE = 10.0  # of few margins and thousands of passages: hardly held back
_FEWEST_SURE = 30  # answers; a share of fewer says nothing


class Layer(NamedTuple):
    """Features (m,) standardised by `mean` and `scale`, times `head` (m, labels), plus `bias`."""

    mean: Doubles
    scale: Doubles
    head: Doubles
    bias: Doubles

    def shares(self, features: Doubles) -> Doubles:
        """Return the probability of each label: (rows, labels)."""
        logits = (features - self.mean) / self.scale @ self.head + self.bias
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares: Doubles = odds / odds.sum(axis=1, keepdims=True)
        return shares


def fit_layer(features: Doubles, labels: Labels, count: int, looseness: float = _LOOSE) -> Layer:
    """Fit the layer to rows of features and the number of each row's label, 0 to `count` - 1.

    A label that no row has gets next to no probability.
    """
    mean, scale = features.mean(axis=0), features.std(axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    head, bias = np.zeros((features.shape[1], count)), np.full(count, -20.0)
    present = np.unique(labels)
    if len(present) == 1:
        bias[present] = 0.0
        return Layer(mean, scale, head, bias)
    model = LogisticRegression(C=looseness, max_iter=1000)
    model.fit((features - mean) / scale, labels)
    if len(present) == 2:  # scikit-learn keeps one row then: the log-odds of the second
        head[:, present] = np.stack((-model.coef_[0], model.coef_[0]), axis=1) / 2
        bias[present] = np.array((-model.intercept_[0], model.intercept_[0])) / 2
    else:
        head[:, present], bias[present] = model.coef_.T, model.intercept_
    return Layer(mean, scale, head, bias)


def cross_fitted(
    features: Doubles,
    labels: Labels,
    groups: Sequence[str],
    count: int,
    looseness: float = _LOOSE,
) -> Doubles:
    """Return probabilities of each row by a layer that saw no row of its group."""
    shares = np.zeros((len(labels), count))
    for fold in folds(groups, FOLDS):
        layer = fit_layer(features[fold.learnt], labels[fold.learnt], count, looseness)
        shares[fold.held] = layer.shares(features[fold.held])
    return shares


def sureness(shares: Doubles, labels: Labels, wanted: float) -> Sureness:
    """Find the lowest probability at which a `wanted` share of all surer answers is right.

    Where none is found, only a probability of 1 is sure.
    """
    return sureness_of(shares.max(axis=1), shares.argmax(axis=1) == labels, wanted)


def sureness_of(confidence: Doubles, right: NDArray[np.bool_], wanted: float) -> Sureness:
    """Find the threshold from each answer's probability and whether it is right."""
    order = np.argsort(-confidence, kind="stable")
    reached = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    last = np.append(np.diff(confidence[order]) != 0, True)  # equals stay together
    good = np.flatnonzero(last & (reached >= wanted) & (np.arange(len(order)) >= _FEWEST_SURE - 1))
    if not len(good):
        return Sureness(wanted, 1.0, 1.0, 0.0)
    at = int(good[-1])
    return Sureness(wanted, float(confidence[order[at]]), float(reached[at]), (at + 1) / len(order))
