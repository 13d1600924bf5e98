"""What a sentence's own words say: terms, their values, and the score they add up to."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.polarity import bind, phrases
from models.polarity.layout import lay_out
from models.polarity.scopes import scopes
from models.polarity.terms import Terms, Values, Wording, terms_of
from models.reading import NUMBER, Reader

READER = Reader(phrases())
LEXICON = bind(READER.numbers)


def terms(*texts: str) -> Terms:
    layout = lay_out([READER.read(text) for text in texts])
    return terms_of(layout, scopes(layout, LEXICON))


def wording(text: str, weight: float = 1.0, bias: float = 0.0) -> Wording:
    """A wording that knows the terms of a text, all with one weight."""
    ids = np.unique(terms(text).ids)
    ones = np.ones(len(ids), dtype=np.float32)
    return Wording(ids, ones, ones * np.float32(weight), bias)


def ids(text: str) -> set[int]:
    return set(terms(text).ids.tolist())


COUNTS = [
    ("", 0, "nothing"),
    ("Plans", 1, "a word"),
    ("Plans are clear", 5, "three words and two pairs"),
    ("Plans. Visits", 2, "no pair across sentences"),
    ("Plans, visits", 3, "a pair across a comma"),
]


@pytest.mark.parametrize(("text", "count", "reason"), COUNTS, ids=[row[2] for row in COUNTS])
def test_words_and_pairs_of_neighbours(text: str, count: int, reason: str) -> None:
    assert len(terms(text).ids) == count, reason


SAME = [
    ("Plans are clear", "plan are clear", True, "case and plural endings"),
    ("In 2019 12 left", "In 2024 7 left", True, "all numbers are one"),
    ("plans help", "help plans", False, "a pair has a direction"),
    ("was clear", "not clear", False, "another word"),
]


@pytest.mark.parametrize(("one", "two", "same", "reason"), SAME, ids=[row[3] for row in SAME])
def test_what_counts_as_the_same(one: str, two: str, same: bool, reason: str) -> None:
    assert (ids(one) == ids(two)) is same, reason


def test_a_negated_word_is_another_word() -> None:
    plain, negated = terms("so clear").ids[1], terms("not clear").ids[1]
    assert plain == READER.read("clear").words[0] != negated


def test_the_pair_with_a_negation_keeps_its_plain_words() -> None:
    assert ids("not clear") & ids("is not clear") >= {int(terms("not clear").ids[2])}


def test_numbers_have_the_id_that_the_reader_gives() -> None:
    assert READER.read("2019").words.tolist() == [NUMBER]


def test_terms_begin_where_they_say() -> None:
    found = terms("Plans are clear. Visits", "Reviews late")
    assert found.first.tolist() == [0, 1, 2, 3, 4, 5, 0, 1, 4]
    assert found.sentence.tolist() == [0, 0, 0, 1, 2, 2, 0, 0, 2]


def test_the_values_of_a_sentence_have_unit_length() -> None:
    text = "Plans are clear and good. Visits are late."
    values = wording(text).values(terms(text))
    lengths = np.bincount(values.sentence, values.value**2)
    assert np.allclose(lengths, 1.0)


def test_unknown_words_have_no_value() -> None:
    values = wording("Plans are clear").values(terms("Zebras graze"))
    assert [len(column) for column in values] == [0, 0, 0, 0]


def test_an_empty_wording_knows_nothing() -> None:
    none = np.empty(0, dtype=np.float32)
    empty = Wording(np.empty(0, dtype=np.uint64), none, none, 0.5)
    values = empty.values(terms("Plans are clear"))
    assert empty.scores(values, 1).tolist() == [0.0]


def test_the_bias_counts_only_where_a_word_is_known() -> None:
    model = wording("Plans are clear", 0.0, bias=0.7)
    assert model.scores(model.values(terms("Plans. Zebras.")), 2).tolist() == [0.7, 0.0]


def test_rare_words_weigh_more() -> None:
    known = np.sort(np.array([READER.read(word).words[0] for word in ("plans", "drift")]))
    rare = known == READER.read("drift").words[0]
    idf = np.where(rare, 5.0, 1.0).astype(np.float32)
    model = Wording(known, idf, np.where(rare, -1.0, 1.0).astype(np.float32), 0.0)
    assert model.scores(model.values(terms("plans drift")), 1)[0] < 0


def test_a_score_is_the_sum_of_what_its_terms_add() -> None:
    text = "Plans are clear. Visits are late."
    model = wording(text, 0.5, bias=0.1)
    values = model.values(terms(text))
    parts = values.value * model.weights[values.column]
    expected = np.bincount(values.sentence, parts) + 0.1
    assert np.allclose(model.scores(values, 2), expected)


def test_no_sentence_has_no_score() -> None:
    none = np.empty(0, dtype=np.int64)
    values = Values(none, none, none.astype(float), none)
    assert wording("Plans").scores(values, 0).shape == (0,)


def test_arrays_are_small_and_hold_all_that_is_learnt() -> None:
    model = wording("Plans are clear", 0.5, bias=0.25)
    kept = model.arrays()
    assert {kept[name].dtype.name for name in ("idf", "weights")} == {"float16"}
    again = Wording.of(kept)
    assert again.ids.tolist() == model.ids.tolist()
    assert (again.bias, again.weights.tolist()) == (0.25, model.weights.tolist())


SENTENCES = st.lists(
    st.lists(st.sampled_from(["plans", "not", "clear", "12", "late", "zebra"]), max_size=8).map(
        " ".join
    ),
    max_size=5,
)


@settings(max_examples=30)
@given(SENTENCES)
def test_scores_do_not_depend_on_the_rest_of_the_batch(texts: list[str]) -> None:
    model = wording("plans not clear 12 late", 0.5, bias=0.1)
    held = [text for text in texts if text]
    together = model.scores(model.values(terms(*held)), len(held))
    apart = [float(model.scores(model.values(terms(text)), 1)[0]) for text in held]
    assert np.allclose(together, apart)
