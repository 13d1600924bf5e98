"""The last step of the classifiers: features to probabilities."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from models.polarity.logit import Logit

FEATURES, LABELS = 3, 4


def logit(weights: np.ndarray | None = None, bias: tuple[float, ...] = (0.0,) * LABELS) -> Logit:
    """A step with mean 1 and scale 2 of each feature."""
    table = np.zeros((FEATURES, LABELS)) if weights is None else weights
    return Logit(np.ones(FEATURES), np.full(FEATURES, 2.0), table, np.array(bias))


def one(feature: int, label: int, weight: float = 1.0) -> np.ndarray:
    table = np.zeros((FEATURES, LABELS))
    table[feature, label] = weight
    return table


STANDARD = [
    (1.0, 0.0, "the mean is nought"),
    (3.0, 1.0, "one scale above it is one"),
    (-1.0, -1.0, "one below is minus one"),
    (9.0, 4.0, "four scales are the farthest"),
    (1e6, 4.0, "a passage of 50,000 words says no more than that"),
    (-1e6, -4.0, "nor does it downwards"),
]


@pytest.mark.parametrize(("value", "expected", "reason"), STANDARD, ids=[r[2] for r in STANDARD])
def test_features_are_standardised_and_held_in(value: float, expected: float, reason: str) -> None:
    assert logit().standard(np.full((1, FEATURES), value)).tolist() == [[expected] * 3], reason


def test_nothing_known_is_equally_likely() -> None:
    assert logit().probabilities(np.zeros((2, FEATURES))).tolist() == [[0.25] * 4] * 2


def test_the_bias_speaks_where_features_do_not() -> None:
    (row,) = logit(bias=(0.0, 2.0, 0.0, 0.0)).probabilities(np.ones((1, FEATURES)))
    assert row.argmax() == 1
    assert row[1] / row[0] == pytest.approx(np.e**2)


def test_a_weight_moves_its_own_label() -> None:
    step = logit(one(1, 2))
    low, high = step.probabilities(np.array([[1.0, -3.0, 1.0], [1.0, 5.0, 1.0]]))
    assert low[2] < 0.25 < high[2]
    assert high[0] == high[1] == high[3]


def test_no_rows_have_no_probabilities() -> None:
    assert logit().probabilities(np.empty((0, FEATURES))).shape == (0, LABELS)


def test_huge_weights_overflow_nothing() -> None:
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        (row,) = logit(one(0, 0, 1e4)).probabilities(np.full((1, FEATURES), 100.0))
    assert row.tolist() == [1.0, 0.0, 0.0, 0.0]


ROWS = arrays(np.float64, (5, FEATURES), elements=st.floats(-1e9, 1e9))


@settings(max_examples=30)
@given(ROWS, arrays(np.float64, (FEATURES, LABELS), elements=st.floats(-50, 50)))
def test_probabilities_are_probabilities(rows: np.ndarray, weights: np.ndarray) -> None:
    likely = logit(weights).probabilities(rows)
    assert likely.shape == (5, LABELS)
    assert ((likely >= 0.0) & (likely <= 1.0)).all()
    assert np.allclose(likely.sum(axis=1), 1.0)


@settings(max_examples=30)
@given(ROWS, st.permutations(range(5)))
def test_each_row_is_answered_by_itself(rows: np.ndarray, order: list[int]) -> None:
    step = logit(one(0, 1, 0.7) + one(2, 3, -0.4))
    assert np.allclose(step.probabilities(rows)[order], step.probabilities(rows[order]))


def test_arrays_hold_all_that_is_learnt() -> None:
    step = logit(one(0, 1, 0.5), (0.5, 0.25, 0.0, 0.0))
    kept = step.arrays()
    assert {name: array.dtype.name for name, array in kept.items()} == {
        "mean": "float32",
        "scale": "float32",
        "weights": "float32",
        "bias": "float32",
    }
    rows = np.array([[1.0, 2.0, 3.0]])
    assert Logit.of(kept).probabilities(rows).tolist() == step.probabilities(rows).tolist()


def test_a_missing_array_is_named() -> None:
    kept = logit().arrays()
    del kept["scale"]
    with pytest.raises(KeyError, match="scale"):
        Logit.of(kept)
