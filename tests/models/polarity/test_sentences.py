"""Sentences beside their neighbours."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.polarity import bind, phrases
from models.polarity.answering import evident
from models.polarity.evidence import SIZE
from models.polarity.sentences import around, mean
from models.reading import Reader

READER = Reader(phrases())
LEXICON = bind(READER.numbers)
BEFORE, AFTER, WHOLE, LEANING, TURNING, TURNED, FIRST, LAST = range(SIZE + 2, SIZE + 10)


def described(*texts: str, score: float = 0.0) -> np.ndarray:
    """The features of all sentences, whose words score alike."""
    seen = evident([READER.read(text) for text in texts], LEXICON)
    count = len(seen.layout.passage)
    return around(np.full(count, score), seen.lexical, seen.layout.passage)


def test_each_sentence_has_a_row_of_features() -> None:
    assert described("Plans are clear. Visits are late.").shape == (2, SIZE + 10)
    assert described().shape == (0, SIZE + 10)


def test_a_sentence_sees_the_ones_before_and_after() -> None:
    rows = described("Plans are clear. Records hold dates. Visits are late.")
    assert rows[1, BEFORE] > 0 > rows[1, AFTER]
    assert rows[0, BEFORE] == rows[2, AFTER] == 0.0


def test_it_sees_nothing_of_another_passage() -> None:
    rows = described("Plans are clear.", "Records hold dates.", "Visits are late.")
    assert rows[1, [BEFORE, AFTER, WHOLE, LEANING, TURNING]].tolist() == [0.0] * 5


def test_the_first_and_the_last_are_marked() -> None:
    rows = described("One. Two. Three.", "Four.")
    assert rows[:, FIRST].tolist() == [1, 0, 0, 1]
    assert rows[:, LAST].tolist() == [0, 0, 1, 1]


LEANS = [
    ("Visits are late. This leaves children at home.", True, "'this' leans on what was said"),
    ("Visits are late. As a result children stay at home.", True, "a consequence leans too"),
    ("Visits are late. Children stay at home.", False, "a sentence that stands by itself"),
    ("Visits are late. All of this is known.", False, "a word inside is no opening"),
]


@pytest.mark.parametrize(("text", "leans", "reason"), LEANS, ids=[row[2] for row in LEANS])
def test_sentences_that_lean_on_the_one_before(text: str, leans: bool, reason: str) -> None:
    assert bool(described(text)[1, LEANING] < 0) is leans, reason


TURNS = [
    ("Plans are clear. However, visits stop.", [0, 1], "at the turn"),
    ("Plans are clear. But visits stop. They end.", [0, 1, 1], "and after it"),
    ("However, visits stop. Plans exist.", [1, 1], "a passage may open with one"),
    ("Plans are clear. Visits however stop.", [0, 0], "a word inside turns nothing"),
    ("Plans are clear.", [0], "no turn"),
]


@pytest.mark.parametrize(("text", "turned", "reason"), TURNS, ids=[row[2] for row in TURNS])
def test_what_stands_at_or_after_a_turn(text: str, turned: list[int], reason: str) -> None:
    assert described(text)[:, TURNED].tolist() == turned, reason


def test_a_turn_ends_with_its_passage() -> None:
    rows = described("However, visits stop.", "Plans exist.")
    assert rows[:, TURNED].tolist() == [1.0, 0.0]


def test_a_turn_sees_what_it_turns_from() -> None:
    assert described("Plans are clear. However, visits stop.")[1, TURNING] > 0


def test_the_score_is_told_with_and_without_its_sign() -> None:
    assert described("Records hold dates.", score=-0.5)[0, :2].tolist() == [-0.5, 0.5]


MEANS = [
    ([1.0, 3.0], [0, 0], [2.0], "of two"),
    ([1.0, 3.0], [0, 1], [1.0, 3.0], "each of its own passage"),
    ([1.0, 3.0], [0, 2], [1.0, 0.0, 3.0], "0 where a passage has no sentence"),
]


@pytest.mark.parametrize(("values", "passage", "means", "reason"), MEANS, ids=[r[3] for r in MEANS])
def test_means(values: list[float], passage: list[int], means: list[float], reason: str) -> None:
    assert mean(np.array(values), np.array(passage)).tolist() == means, reason


PASSAGES = st.lists(
    st.sampled_from(
        ["Plans are clear. This helps.", "However, late. It drifts.", "", "Dates.", "No. Yes. But."]
    ),
    max_size=6,
)


@settings(max_examples=30)
@given(PASSAGES)
def test_a_batch_is_described_as_one_by_one(texts: list[str]) -> None:
    together = described(*texts, score=0.3)
    apart = [described(text, score=0.3) for text in texts]
    assert np.allclose(together, np.concatenate([described(), *apart]))
