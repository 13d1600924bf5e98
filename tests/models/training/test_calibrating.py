"""Probabilities that hold, and the one from which an answer is sure."""

import numpy as np
import pytest

from models.training.calibrating import cross_fitted, fit_layer, sureness, sureness_of


def noisy(count: int, labels: int = 3) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Margins in which the right label stands out by as much as the noise is wide."""
    draw = np.random.default_rng(0)
    truth = draw.integers(0, labels, count)
    margins = draw.normal(size=(count, labels)) + 1.5 * np.eye(labels)[truth]
    return margins, truth, [str(at % 20) for at in range(count)]


@pytest.mark.parametrize("labels", [2, 3, 5])
def test_probabilities_hold_on_rows_of_other_authorities(labels: int) -> None:
    margins, truth, groups = noisy(4000, labels)
    shares = cross_fitted(margins, truth, groups, labels)
    assert np.allclose(shares.sum(axis=1), 1.0)
    for low in (0.4, 0.6, 0.8):
        here = (shares.max(axis=1) > low) & (shares.max(axis=1) <= low + 0.2)
        right = (shares.argmax(axis=1) == truth)[here].mean()
        assert abs(right - shares.max(axis=1)[here].mean()) < 0.05


def test_no_row_is_calibrated_by_its_own_authority() -> None:
    margins, truth, groups = noisy(200)
    before = cross_fitted(margins, truth, groups, 3)
    changed = truth.copy()
    mine = np.array([group == "7" for group in groups])
    changed[mine] = (truth[mine] + 1) % 3
    after = cross_fitted(margins, changed, groups, 3)
    assert np.array_equal(before[mine], after[mine])
    assert not np.array_equal(before[~mine], after[~mine])


def test_a_label_that_no_row_has_gets_next_to_nothing() -> None:
    margins, truth, _ = noisy(300)
    shares = fit_layer(margins, np.minimum(truth, 1), 3).shares(margins)
    assert shares[:, 2].max() < 1e-6
    assert fit_layer(margins, np.zeros(300, dtype=int), 3).shares(margins)[:, 0].min() > 0.99


def test_a_constant_feature_does_no_harm() -> None:
    margins, truth, _ = noisy(300)
    margins[:, 0] = 4.0
    assert np.isfinite(fit_layer(margins, truth, 3).shares(margins)).all()


def test_the_threshold_reaches_what_was_wanted_with_most_answers() -> None:
    margins, truth, groups = noisy(2000)
    shares = cross_fitted(margins, truth, groups, 3)
    told = sureness(shares, truth, 0.9)
    sure = shares.max(axis=1) >= told.threshold
    right = (shares.argmax(axis=1) == truth)[sure].mean()
    assert right == pytest.approx(told.precision)
    assert right >= 0.9
    assert sure.mean() == pytest.approx(told.coverage)
    assert sureness(shares, truth, 0.8).coverage > told.coverage


@pytest.mark.parametrize(
    ("right", "coverage"),
    [
        (np.zeros(100, dtype=bool), 0.0),  # never good enough
        (np.ones(100, dtype=bool), 1.0),
        (np.ones(10, dtype=bool), 0.0),  # too few to say
    ],
)
def test_the_ends_of_sureness(right: np.ndarray, coverage: float) -> None:
    told = sureness_of(np.linspace(0.3, 0.9, len(right)), right, 0.95)
    assert told.coverage == coverage
    assert told.threshold == (0.3 if coverage else 1.0)


def test_equal_probabilities_are_sure_together_or_not_at_all() -> None:
    confidence = np.array([0.9] * 40 + [0.8] * 40)
    right = np.array([True] * 40 + [True] * 20 + [False] * 20)
    assert sureness_of(confidence, right, 0.9).threshold == 0.9
