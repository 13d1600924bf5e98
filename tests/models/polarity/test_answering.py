"""The whole classifier, with hand-set weights: what it answers, why, and where it gives up."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.answers import PolarityAnswer
from models.polarity import LABELS, Polarities, bind, phrases
from models.polarity.answering import evident
from models.polarity.evidence import SIZE
from models.polarity.logit import Logit
from models.polarity.terms import Wording, terms_of
from models.reading import Reader

READER = Reader(phrases())
LEXICON = bind(READER.numbers)
AROUND = SIZE + 10  # features of a sentence: two scores, the phrases' and eight of its neighbours
BALANCE = 2 + 3
SUMMARY = 13


def step(size: int, bias: tuple[float, ...], **weights: dict[int, float]) -> Logit:
    """A last step of which only the weights named "label_n" differ from 0."""
    table = np.zeros((size, len(bias)))
    for name, column in weights.items():
        for feature, weight in column.items():
            table[feature, int(name.removeprefix("label_"))] = weight
    return Logit(np.zeros(size), np.ones(size), table, np.array(bias))


def classifier() -> Polarities:
    """One that trusts the edited phrases alone, and knows the words of the texts below."""
    texts = (
        "Support for children is effective and timely but plans are weak. There is drift, delay "
        "and a lack of challenge in every team. Records hold the dates of visits."
    )
    seen = evident([READER.read(texts)], LEXICON)
    ids = np.unique(terms_of(seen.layout, seen.scope).ids)
    ones = np.ones(len(ids), dtype=np.float32)
    return Polarities(
        Wording(ids, ones, ones * 0, 0.0),
        step(AROUND, (0.0, 0.0, 1.0, 1.0), label_0={BALANCE: 8.0}, label_1={BALANCE: -8.0}),
        step(4, (0.0, 0.0), label_0={2: 8.0}, label_1={2: -8.0}),
        step(SUMMARY, (3.0, -3.0), label_0={6: -9.0}, label_1={6: 9.0}),
        np.ones(4),
    )


CLASSIFIER = classifier()


def answer(text: str, *headings: str) -> PolarityAnswer:
    return CLASSIFIER.answer([READER.read(text)], LEXICON, [headings])[0]


ANSWERS = [
    ("Support for children is effective and timely.", "strength", "praise"),
    ("There is drift, delay and a lack of challenge.", "weakness", "blame"),
    ("Plans for children are not effective.", "weakness", "praise negated"),
    ("Support is effective and timely but plans are weak. There is drift.", "mixed", "both matter"),
]


@pytest.mark.parametrize(("text", "polarity", "reason"), ANSWERS, ids=[row[2] for row in ANSWERS])
def test_answers(text: str, polarity: str, reason: str) -> None:
    assert answer(text).polarity == polarity, reason


AGREE = [
    ("Support for children is effective and timely.", "praise"),
    ("Plans are weak.", "blame"),
    ("Records hold the dates of visits.", "facts"),
    ("Ensure that every plan is effective.", "a demand in words of praise"),
    ("Plans are effective but there is drift.", "both"),
]


@pytest.mark.parametrize(("text", "reason"), AGREE, ids=[row[1] for row in AGREE])
def test_a_passage_of_one_sentence_says_what_that_says(text: str, reason: str) -> None:
    found = answer(text)
    (sentence,) = found.sentences
    assert (sentence.polarity, sentence.score) == (found.polarity, found.probability), reason


def test_a_passage_of_facts_alone_is_neutral() -> None:
    facts = "Records hold the dates of visits. There is a team. The dates of plans are in records."
    found = answer(facts)
    assert {one.polarity for one in found.sentences} == {"mixed"}
    by_lift = replace(CLASSIFIER, lift=np.array([1.0, 1.0, 2.0, 0.5]))
    (found,) = by_lift.answer([READER.read(facts)], LEXICON)
    assert {one.polarity for one in found.sentences} == {"neutral"}
    assert found.polarity == "neutral"


def test_sentences_have_their_own_polarity() -> None:
    text = "Support for children is effective. There is drift and delay in every team."
    found = answer(text).sentences
    assert [one.polarity for one in found] == ["strength", "weakness"]
    assert [text[one.start : one.end] for one in found] == [
        "Support for children is effective.",
        "There is drift and delay in every team.",
    ]
    assert all(0.25 <= one.score <= 1.0 for one in found)


CUES = [
    ("Support is effective for children.", ("phrase", "effective", 'strength: "effective"')),
    (
        "Support for children is not timely.",
        ("negation", "not timely", 'negated: "not" before "timely"'),
    ),
    (
        "There is no delay for children.",
        ("cancel", "no delay", 'cancelled: "delay" in "no delay"'),
    ),
    ("There is drift in every team.", ("phrase", "drift", 'weakness: "drift"')),
    ("Support for children will be in plans.", ("plan", "will be", 'plan: "will be"')),
    (
        "Children told inspectors of plans and support.",
        ("attribution", "Children told", 'attribution: children, "Children told"'),
    ),
]


@pytest.mark.parametrize(("text", "cue"), CUES, ids=[cue[0] + " " + cue[1] for _, cue in CUES])
def test_cues_say_why(text: str, cue: tuple[str, str, str]) -> None:
    found = [(one.kind, text[one.start : one.end], one.rule) for one in answer(text).cues]
    assert cue in found


NOTHING = [
    ("", "empty"),
    ("...", "no words"),
    ("12 34 56 78", "numbers"),
    ("12\t34\t56\n7\t8\t9", "a table of numbers"),
    ("Le service protège les enfants et leurs familles.", "another language"),
    ("effective " * 50_000, "one word, ever again"),
    ("Tl1e ch1ldrcn arc we11 pr0t3ctcd bv thc t3am", "noise of character recognition"),
]


@pytest.mark.parametrize(("text", "reason"), NOTHING, ids=[row[1] for row in NOTHING])
def test_what_cannot_be_read_is_neutral_with_low_probability(text: str, reason: str) -> None:
    assert answer(text) == PolarityAnswer("neutral", 0.25), reason


def test_a_passage_of_50_000_words_is_answered() -> None:
    found = answer("Support for children is effective and timely. " * 7_200)
    assert found.polarity == "strength"
    assert len(found.sentences) == 7_200
    assert len(found.cues) == 5


def test_the_heading_of_a_list_decides() -> None:
    found = answer("The timely support for children.", "What needs to improve?")
    assert (found.polarity, found.probability) == ("weakness", 1.0)
    assert found.cues[0].kind == "heading"
    assert found.cues[0].rule == 'heading: "What needs to improve?"'
    assert [one.polarity for one in found.sentences] == ["weakness"]


def test_no_other_heading_is_looked_at() -> None:
    text = "Support for children is effective."
    assert answer(text, "Services are inadequate") == answer(text)


def test_a_batch_is_answered_as_one_by_one() -> None:
    texts = ["Support for children is effective.", "", "There is drift and delay.", "Le chat."]
    together = CLASSIFIER.answer([READER.read(text) for text in texts], LEXICON)
    assert [one.polarity for one in together] == [answer(text).polarity for text in texts]
    assert [one.cues for one in together] == [answer(text).cues for text in texts]
    assert CLASSIFIER.answer([], LEXICON) == []


def test_arrays_hold_all_that_is_learnt() -> None:
    arrays = CLASSIFIER.arrays()
    assert all(array.dtype != object for array in arrays.values())
    again = Polarities.of(arrays)
    text = "Support is effective and timely but plans are weak."
    assert again.answer([READER.read(text)], LEXICON) == [answer(text)]


def test_words_of_the_wording_explain_what_no_phrase_does() -> None:
    words = CLASSIFIER.wording
    heavy = Wording(words.ids, words.idf, words.weights + 1, 0.0)
    parts = (CLASSIFIER.sentence, CLASSIFIER.direction, CLASSIFIER.mixed, CLASSIFIER.lift)
    model = Polarities(heavy, *parts)
    (found,) = model.answer([READER.read("Records hold the dates of visits.")], LEXICON)
    assert {cue.kind for cue in found.cues} == {"weight"}
    assert len(found.cues) == 3


WORDS = ["effective", "drift", "not", "Support", "children", ".", ",", "no delay", "However", "12"]


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_probabilities_and_offsets_hold_for_any_words(text: str) -> None:
    seen = evident([READER.read(text)], LEXICON)
    likely = CLASSIFIER.likely(seen, CLASSIFIER.wording.values(terms_of(seen.layout, seen.scope)))
    assert np.allclose(likely.passages.sum(axis=1), 1.0)
    assert np.allclose(likely.sentences.sum(axis=1), 1.0)
    found = answer(text)
    assert found.polarity in LABELS
    assert all(0 <= cue.start < cue.end <= len(text) for cue in found.cues)
