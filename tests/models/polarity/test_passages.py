"""Passages by their sentences."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.polarity.evidence import SIZE
from models.polarity.passages import DIRECTION, neutral, summary

(
    MEAN, SQUASHED, BALANCE, RATIO, WORST, BEST, BOTH,
    STRENGTHS, WEAKNESSES, MIXED, SUREST_BAD, SUREST_GOOD, COUNT,
) = range(13)  # fmt: skip
EVEN = (0.25, 0.25, 0.25, 0.25)


def told(
    scores: list[float],
    good: list[float] | None = None,
    bad: list[float] | None = None,
    sentences: list[tuple[float, ...]] | None = None,
    first: list[int] | None = None,
) -> np.ndarray:
    """The summary of passages: by default one, with no phrases and no opinion."""
    count = len(scores)
    lexical = np.zeros((count, SIZE))
    lexical[:, 0], lexical[:, 1] = good or [0.0] * count, bad or [0.0] * count
    likely = np.array(sentences or [EVEN] * count).reshape(count, 4)
    return summary(np.array(scores), lexical, likely, np.array(first or [0, count]))


def test_one_row_a_passage() -> None:
    assert told([0.1, 0.2, 0.3], first=[0, 1, 3]).shape == (2, 13)


COLUMNS = [
    (MEAN, 0.5, "the mean of the scores"),
    (SQUASHED, (np.tanh(2.0) - np.tanh(1.0)) / 2, "in which no sentence counts for everything"),
    (BALANCE, (3 - 1) / 5, "praise against blame"),
    (RATIO, np.log(4.0) - np.log(2.0), "their ratio"),
    (WORST, np.tanh(-1.0), "the worst sentence"),
    (BEST, np.tanh(2.0), "the best"),
    (BOTH, np.log(2.0), "how much there is of both"),
    (STRENGTHS, 0.5, "the share of strengths"),
    (WEAKNESSES, 0.25, "the share of weaknesses"),
    (MIXED, 0.15, "the share of mixed ones"),
    (SUREST_BAD, 0.4, "the surest weakness"),
    (SUREST_GOOD, 0.9, "the surest strength"),
    (COUNT, np.log(3.0), "how long it is"),
]


@pytest.mark.parametrize(("column", "value", "reason"), COLUMNS, ids=[row[2] for row in COLUMNS])
def test_what_a_passage_is_described_by(column: int, value: float, reason: str) -> None:
    (row,) = told(
        [2.0, -1.0],
        good=[3.0, 0.0],
        bad=[0.0, 1.0],
        sentences=[(0.9, 0.1, 0.0, 0.0), (0.1, 0.4, 0.3, 0.2)],
    )
    assert row[column] == pytest.approx(value), reason


def test_a_passage_without_sentences_is_nothing_at_all() -> None:
    rows = told([1.0], first=[0, 0, 1, 1])
    assert rows[0].tolist() == rows[2].tolist() == [0.0] * 13
    assert rows[1, MEAN] == 1.0


def test_no_passage_has_no_rows() -> None:
    assert told([], first=[0]).shape == (0, 13)


def test_direction_looks_at_nothing_that_says_how_many_sentences_there_are() -> None:
    once, twice = told([0.5]), told([0.5, 0.5])
    assert np.allclose(once[:, :DIRECTION], twice[:, :DIRECTION])
    assert once[0, COUNT] != twice[0, COUNT]


NEUTRAL = [
    ([0.9, 0.8], [0, 2], [0.8], "as neutral as its least neutral sentence"),
    ([0.9, 0.1], [0, 2], [0.1], "one verdict among facts is a verdict"),
    ([0.9, 0.1], [0, 1, 2], [0.9, 0.1], "each passage by itself"),
    ([0.9], [0, 0, 1], [0.0, 0.9], "no sentence, no opinion"),
]


@pytest.mark.parametrize(("chances", "first", "expected", "reason"), NEUTRAL, ids=str)
def test_how_neutral_a_passage_is(
    chances: list[float], first: list[int], expected: list[float], reason: str
) -> None:
    sentences = np.zeros((len(chances), 4))
    sentences[:, 3] = chances
    assert neutral(sentences, np.array(first)).tolist() == expected, reason


@settings(max_examples=30)
@given(st.lists(st.floats(-5, 5), min_size=1, max_size=8), st.lists(st.integers(0, 3), max_size=8))
def test_order_of_sentences_does_not_matter_to_the_passage(
    scores: list[float], gains: list[int]
) -> None:
    good = [float(gain) for gain in (gains + [0] * len(scores))[: len(scores)]]
    forward = told(scores, good=good)
    backward = told(scores[::-1], good=good[::-1])
    assert np.allclose(forward, backward)


@settings(max_examples=30)
@given(st.lists(st.floats(-5, 5), min_size=1, max_size=6), st.integers(1, 3))
def test_the_worst_is_never_better_than_the_mean_nor_the_mean_than_the_best(
    scores: list[float], cut: int
) -> None:
    first = sorted({0, min(cut, len(scores)), len(scores)})
    for row in told(scores, first=first):
        assert row[WORST] - 1e-9 <= row[SQUASHED] <= row[BEST] + 1e-9
