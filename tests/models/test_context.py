"""What stands before and after a passage, as a step that can be left out."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from models.answers import NONE, AreaAnswer
from models.areas import Judged, Sureness
from models.context import InContext, smoothed


@dataclass(frozen=True)
class Read:
    text: str = "ten letters"


@dataclass(frozen=True)
class Batch:
    reads: tuple[Read, ...]
    rows: None = None


SURE = Sureness(0.95, 0.8, 0.96, 0.9)


@dataclass(frozen=True)
class Lens:
    codes: tuple[str, ...] = ("HP", "LEAD")
    sureness: Sureness = SURE


class Alone:
    """Answers as told: shares of HP, null for what is no evidence."""

    lens = Lens()

    def __init__(self, *shares: float | None, other: bool = False) -> None:
        self._shares, self._other = shares, other

    def answers(self, batch: Batch) -> tuple[AreaAnswer, ...]:
        return tuple(
            AreaAnswer(NONE, 0.9, True)
            if share is None
            else AreaAnswer("HP" if share > 0.5 else "LEAD", max(share, 1 - share), True)
            for share in self._shares
        )

    def judged(self, batch: Batch) -> Judged:
        hp = np.array([0.1 if share is None else share for share in self._shares])
        count = len(self._shares)
        shares = np.stack((hp, 1 - hp), axis=1)
        return Judged(shares, np.zeros(count), np.full(count, self._other))


def answers(*shares: float | None, other: bool = False) -> tuple[AreaAnswer, ...]:
    batch = Batch(tuple(Read() for _ in shares))
    return InContext(Alone(*shares, other=other)).answers(batch)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("shares", "areas"),
    [
        ((0.9, 0.9, 0.4, 0.9, 0.9), ["HP"] * 5),  # a doubtful one among its like
        ((0.9, 0.9, 0.001, 0.9, 0.9), ["HP", "HP", "LEAD", "HP", "HP"]),  # no doubt: it stands
        ((0.9, 0.9, 0.9, 0.1, 0.1, 0.1), ["HP"] * 3 + ["LEAD"] * 3),  # a new section
        ((0.9, None, 0.9), ["HP", NONE, "HP"]),  # no evidence stays none
        ((0.4,), ["LEAD"]),
        ((), []),
    ],
)
def test_neighbours_decide_in_doubt(shares: tuple[float | None, ...], areas: list[str]) -> None:
    assert [answer.area for answer in answers(*shares)] == areas


def test_an_answer_changed_by_its_neighbours_says_so() -> None:
    changed = answers(0.95, 0.95, 0.4, 0.95, 0.95)[2]
    (cue,) = changed.cues
    assert (cue.kind, cue.start, cue.end) == ("context", 0, len("ten letters"))
    assert cue.rule == "HP: passages before and after; alone LEAD"


def test_what_is_no_evidence_says_nothing_of_its_neighbours() -> None:
    beside_none, alone = answers(0.6, None)[0], answers(0.6)[0]
    assert beside_none.probability == pytest.approx(alone.probability)


def test_another_genre_stays_unsure() -> None:
    assert all(answer.sure for answer in answers(0.99, 0.99, 0.99))
    assert not any(answer.sure for answer in answers(0.99, 0.99, 0.99, other=True))


table = arrays(
    np.float64, st.tuples(st.integers(1, 12), st.integers(2, 5)), elements=st.floats(0.01, 1.0)
)


@given(table, st.floats(0.3, 0.99))
def test_probabilities_stay_probabilities(shares: np.ndarray, stay: float) -> None:
    told = smoothed(shares / shares.sum(axis=1, keepdims=True), stay)
    assert np.allclose(told.sum(axis=1), 1.0)
    assert (told >= 0).all()


@given(table)
def test_without_stickiness_neighbours_say_nothing(shares: np.ndarray) -> None:
    shares = shares / shares.sum(axis=1, keepdims=True)
    assert np.allclose(smoothed(shares, 1.0 / shares.shape[1]), shares, atol=1e-9)


@given(table)
def test_reading_backwards_gives_the_same(shares: np.ndarray) -> None:
    shares = shares / shares.sum(axis=1, keepdims=True)
    assert np.allclose(smoothed(shares)[::-1], smoothed(shares[::-1]))


def test_a_long_document_does_not_underflow() -> None:
    assert np.isfinite(smoothed(np.tile([[0.9, 0.1], [1e-9, 1.0]], (5000, 1)))).all()


def test_nothing_to_smooth() -> None:
    assert smoothed(np.empty((0, 3))).shape == (0, 3)
    assert smoothed(np.ones((4, 1))).tolist() == [[1.0]] * 4
