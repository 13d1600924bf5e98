"""What the order of a report teaches without labels, on small reports made up here."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from corpus.problems import FrameworkError
from models.batches import Batch
from models.features import Rows, Vocabulary, terms_of
from models.reading import Reader
from models.training.areas import learn_vocabulary
from models.training.zero import (
    Pool,
    across,
    first_guess,
    held_out_across,
    held_out_unlabelled,
    joined,
    margins,
    matrix_of,
    smoothed,
    student,
    taught,
    taught_lens,
)

READER = Reader()
CODES = ("EXP", "LEAD", "PROT")
# The first words of each area are known to whoever guesses; the others have to be learnt.
WORDS = {
    "EXP": ("carers", "adoption", "school", "placement", "hobbies"),
    "LEAD": ("leaders", "audit", "workforce", "budget", "scrutiny"),
    "PROT": ("harm", "referral", "police", "threshold", "strategy"),
}
LENGTH = 12  # passages of an area in each report


def texts(generator: np.random.Generator, turn: int) -> list[tuple[str, str]]:
    areas = [*CODES[turn % 3 :], *CODES[: turn % 3]]  # no fixed order of areas
    return [
        (area, " ".join(generator.choice(WORDS[area], 3)) + " were seen by all who came there")
        for area in areas
        for _ in range(LENGTH)
    ]


def weighed(*wording: str) -> Batch:
    reads = tuple(READER.read(text) for text in wording)
    return Batch(reads, VOCABULARY.weigh(reads), ())


def reports(count: int, name: str = "report", seed: int = 5) -> tuple[Pool, list[str]]:
    generator = np.random.default_rng(seed)
    told = [(at, *row) for at in range(count) for row in texts(generator, at)]
    reads = [READER.read(text) for _, _, text in told]
    matrix = matrix_of(VOCABULARY.weigh(reads), len(VOCABULARY.ids))
    documents = [f"{name}-{at}" for at, _, _ in told]
    groups = [f"authority-{at % 10}" for at, _, _ in told]
    return Pool(matrix, documents, groups, [area for _, area, _ in told]), [row[2] for row in told]


def _vocabulary() -> Vocabulary:
    generator = np.random.default_rng(1)
    return learn_vocabulary(
        [READER.read(text) for at in range(20) for _, text in texts(generator, at)]
    )


VOCABULARY = _vocabulary()


def guessed(wording: list[str]) -> NDArray[np.float64]:
    """Guess by the first two words of each area: blind for half of the passages."""
    return np.array(
        [[sum(text.count(word) for word in WORDS[code][:2]) for code in CODES] for text in wording],
        dtype=np.float64,
    )


def right(chances: NDArray[np.float64], pool: Pool) -> float:
    names = np.array(CODES)[chances.argmax(axis=1)]
    return float((names == np.array(pool.truth)).mean())


def test_neighbours_settle_what_a_passage_alone_leaves_open() -> None:
    pool, wording = reports(10)
    guess = first_guess(guessed(wording))
    alone, settled = right(guess, pool), right(smoothed(guess, pool.documents, 0.9), pool)
    assert alone < 0.9 < settled


def test_teaching_goes_on_to_words_that_no_guess_knew() -> None:
    pool, wording = reports(10)
    chances = taught(pool, first_guess(guessed(wording)))
    machine = student(pool.matrix, chances)
    unknown = matrix_of(
        VOCABULARY.weigh([READER.read("scrutiny and workforce"), READER.read("hobbies at school")]),
        len(VOCABULARY.ids),
    )
    assert margins(machine, unknown, 3).argmax(axis=1).tolist() == [1, 0]


def test_what_is_held_out_is_answered_alone_and_well() -> None:
    pool, wording = reports(20)
    found = held_out_unlabelled(pool, first_guess(guessed(wording)), CODES, "area unlabelled")
    assert found.group_count == 10
    assert len(found.items) == len(wording)
    assert found.right.mean() > 0.95


def test_truth_is_never_taught() -> None:
    pool, wording = reports(20)
    wrong = Pool(pool.matrix, pool.documents, pool.groups, ["LEAD"] * len(wording))
    guess = first_guess(guessed(wording))
    told = held_out_unlabelled(pool, guess, CODES, "x")
    other = held_out_unlabelled(wrong, guess, CODES, "x")
    assert np.array_equal(told.ranked, other.ranked), "labels must change no answer"


def test_one_framework_teaches_another_whose_labels_are_not_read() -> None:
    learnt, _ = reports(10, "old")
    target, wording = reports(20, "new", seed=9)
    found = held_out_across(learnt, target, CODES, "area across")
    assert found.right.mean() > 0.95
    blind = Pool(target.matrix, target.documents, target.groups, [None] * len(wording))
    machine, same = across(learnt, target, CODES), across(learnt, blind, CODES)
    assert np.array_equal(margins(machine, target.matrix, 3), margins(same, target.matrix, 3))


def test_authorities_kept_apart_teach_nothing() -> None:
    learnt, _ = reports(10, "old")
    nothing = learnt.part(np.empty(0, dtype=np.int64))
    apart = {f"authority-{at}" for at in range(5)}
    kept = learnt.part(np.array([at for at, one in enumerate(learnt.groups) if one not in apart]))
    with_all = across(learnt, nothing, CODES, apart)
    without = across(kept, nothing, CODES)
    assert np.array_equal(margins(with_all, learnt.matrix, 3), margins(without, learnt.matrix, 3))


def test_passages_without_a_label_are_not_measured() -> None:
    pool, wording = reports(10)
    truth = [area if at % 2 else None for at, area in enumerate(pool.truth)]
    half = Pool(pool.matrix, pool.documents, pool.groups, truth)
    found = held_out_unlabelled(half, first_guess(guessed(wording)), CODES, "x")
    assert len(found.items) == len(wording) // 2


def test_a_lens_is_made_of_reports_without_labels() -> None:
    pool, wording = reports(20)
    lens = taught_lens(pool, first_guess(guessed(wording)), CODES).lens
    shares = lens.probabilities(weighed("scrutiny and workforce", "hobbies"))
    assert [lens.codes[at] for at in shares.argmax(axis=1)] == ["LEAD", "EXP"]
    assert np.allclose(shares.sum(axis=1), 1.0)
    assert lens.sureness.precision >= lens.sureness.wanted


def test_wording_that_tells_nothing_apart_is_an_error_with_a_remedy() -> None:
    pool, wording = reports(10)
    with pytest.raises(FrameworkError, match=r"taken for EXP.*Say more of each area"):
        taught_lens(pool, np.tile([9.0, 0.0, 0.0], (len(wording), 1)), CODES)


def test_two_areas_make_a_lens_too() -> None:
    pool, wording = reports(20)
    guess = first_guess(guessed(wording)[:, :2])
    lens = taught_lens(pool, guess, CODES[:2]).lens
    shares = lens.probabilities(weighed("audit and scrutiny", "adoption"))
    assert shares.argmax(axis=1).tolist() == [1, 0]


def test_what_is_taken_for_one_area_throughout_stays_that_area() -> None:
    pool, wording = reports(10)
    only = np.zeros((len(wording), 3))
    only[:, 2] = 1.0
    machine = student(pool.matrix, only)
    assert set(margins(machine, pool.matrix, 3).argmax(axis=1)) == {2}


def test_reports_do_not_smooth_one_another() -> None:
    odds = np.array([[2.0, 0.0], [2.0, 0.0], [0.0, 2.0], [0.0, 2.0]])
    apart = smoothed(odds, ["a", "a", "b", "b"])
    assert np.allclose(apart[:2], smoothed(odds[:2], ["a", "a"]))
    assert np.allclose(apart[2:], smoothed(odds[2:], ["b", "b"]))


def test_a_guess_of_nothing_says_nothing() -> None:
    assert np.allclose(first_guess(np.zeros((2, 3))), 0.0)
    assert smoothed(np.empty((0, 3)), []).shape == (0, 3)
    assert smoothed(np.array([[0.3], [0.1]]), ["a", "a"]).tolist() == [[1.0], [1.0]]


def test_pools_are_joined_in_order() -> None:
    one, _ = reports(1, "one")
    two, _ = reports(1, "two")
    both = joined((one, two))
    assert both.documents == [*one.documents, *two.documents]
    assert both.matrix.shape[0] == len(both.groups) == len(both.truth)


def test_rows_become_what_scikit_learn_takes() -> None:
    rows = Rows(np.array([0, 1, 3]), np.array([1, 0, 2]), np.array([1, 2, 3], dtype=np.float32))
    assert matrix_of(rows, 3).toarray().tolist() == [[0, 1, 0], [2, 0, 3]]
    assert len(terms_of(READER.read("carers")).ids) == 3


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=1, max_size=9),
    st.floats(0.5, 0.99),
)
def test_chances_are_whole_however_extreme_the_odds(
    odds: list[tuple[float, float]], stay: float
) -> None:
    chances = smoothed(np.array(odds), ["a"] * len(odds), stay)
    assert np.allclose(chances.sum(axis=1), 1.0)


@pytest.mark.parametrize("stay", [0.6, 0.97])
def test_smoothing_is_the_sum_over_all_ways_through_a_report(stay: float) -> None:
    odds = np.array([[0.2, 0.9], [1.5, 0.0], [0.1, 0.4]])
    chances = np.zeros((3, 2))
    for way in np.ndindex(2, 2, 2):
        weight = np.exp(sum(odds[at, area] for at, area in enumerate(way)))
        for before, after in pairwise(way):
            weight *= stay if before == after else 1 - stay
        for at, area in enumerate(way):
            chances[at, area] += weight
    assert np.allclose(smoothed(odds, ["a"] * 3, stay), chances / chances.sum(1, keepdims=True))
