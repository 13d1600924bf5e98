"""Ranking: what is answered of a passage, why, and when nothing is."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.answers import NONE, Ranked
from models.phrases import bind
from models.ranking import (
    CUES,
    FIRST_FLOOR,
    NEXT_FLOOR,
    RANKS,
    RULE_SETS,
    Ranker,
    WordWeights,
    evidence,
    logistic,
    shown,
)
from models.reading import Reader
from models.rulesets import load_rule_set, read_rule_set

RULES = read_rule_set(
    """\
framework: sccif-asa-2024
phrases:
  EXP-3: {decides: [complaint, ombudsman], often: [stage two]}
  LEAD-7: {decides: [management oversight, supervision], beside: [managers]}
  LEAD-8: {decides: [training, induction]}
  LEAD-13: {decides: [case records, chronologies]}
  NONE: [telephone, crown copyright]
""",
    "own",
)
READER = Reader([*RULES.phrases, "zebra"])
IDS = np.unique(READER.read("angry reply appraisal course").words)


def ranker(**changes: object) -> Ranker:
    """A ranker for which phrases count; the word "angry" goes with complaints."""
    weights = np.zeros((len(IDS), len(RULES.groups)), dtype=np.float32)
    weights[READER.read("angry").words[0] == IDS, 0] = 6.0
    made = Ranker(
        rules=RULES,
        rarity={"complaint": 1.2, "training": 0.8},
        phrase_weight=3.0,
        words=WordWeights(IDS, weights),
        bias=np.zeros(len(RULES.groups)),
        calibration=np.array([1.0, 1.5, 1.0]),
    )
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


RANKER = ranker()
PHRASES = RANKER.bind(READER.numbers)


def ranked(text: str, by: Ranker = RANKER) -> tuple[Ranked, ...]:
    (answer,) = by.rank([READER.read(text)], by.bind(READER.numbers))
    return answer


def cues(text: str, answer: Ranked) -> list[tuple[str, str]]:
    return [(text[cue.start : cue.end], cue.rule) for cue in answer.cues]


def test_a_passage_is_ranked_with_the_phrases_that_moved_each_code() -> None:
    text = "Managers give regular supervision. Training is offered."
    first, second = ranked(text)
    assert (first.code, second.code) == ("LEAD-7", "LEAD-8")
    assert cues(text, first) == [
        ("Managers", 'LEAD-7, beside: "managers"'),
        ("supervision", 'LEAD-7, decides: "supervision"'),
    ]
    assert cues(text, second) == [("Training", 'LEAD-8, decides: "training"')]
    assert {cue.kind for cue in (*first.cues, *second.cues)} == {"phrase"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "nothing was written"),
        (" \n\t ", "white space is nothing"),
        ("12\t14\t2.5\t17", "a row of figures"),
        ("Les enfants sont bien accueillis par leurs familles.", "another language"),
        ("M1 2WD", "an address"),
        ("Angry reply.", "words alone never suffice: no phrase vouches for them"),
        ("For supervision and copies, telephone us. © Crown copyright", "it speaks of itself"),
    ],
)
def test_nothing_is_answered_where_nothing_fits(text: str, why: str) -> None:
    assert ranked(text) == (), why


def test_a_weak_phrase_alone_is_not_enough() -> None:
    wary = ranker(calibration=np.array([0.0, 1.5, 1.0]))
    assert ranked("Managers came on a Tuesday in spring.", wary) == ()
    assert ranked("Management oversight is firm.", wary)[0].code == "LEAD-7"


def test_at_most_three_codes_are_ranked() -> None:
    eager = ranker(calibration=np.array([9.0, 0.1, 0.0]))
    text = "Supervision, training, case records and a complaint to the ombudsman."
    answers = ranked(text, eager)
    assert len(answers) == RANKS
    assert [one.probability for one in answers] == sorted(
        (one.probability for one in answers), reverse=True
    )


def test_no_code_gets_more_cues_than_a_reader_can_take_in() -> None:
    words = [f"word{letter}" for letter in "abcdefgh"]
    rules = read_rule_set(f"phrases: {{a: [{', '.join(words)}], b: [other]}}", "own")
    reader = Reader(rules.phrases)
    weights = WordWeights(IDS[:0], np.zeros((0, 2), dtype=np.float32))
    many = Ranker(rules, {words[7]: 1.6}, 3.0, weights, np.zeros(2), np.array([1.0, 1.0, 1.0]))
    text = " ".join(words)
    ((answer,),) = many.rank([reader.read(text)], many.bind(reader.numbers))
    starts = [cue.start for cue in answer.cues]
    assert len(starts) == CUES
    assert starts == sorted(starts)
    assert text.index(words[7]) in starts, "the strongest is among them, though it stands last"


def test_a_repeated_phrase_is_one_cue() -> None:
    text = "A complaint, a complaint and another complaint."
    assert len(ranked(text)[0].cues) == 1


def test_a_code_without_a_phrase_shows_the_words_that_go_with_it() -> None:
    eager = ranker(calibration=np.array([3.0, 0.5, 1.0]))
    text = "An angry reply came after the training."
    found = {one.code: cues(text, one) for one in ranked(text, eager)}
    assert found["EXP-3"] == [("angry", 'EXP-3, goes with: "angry"')]


def test_words_and_biases_move_the_odds() -> None:
    plain, angry = (READER.read(text) for text in ("A reply.", "An angry reply."))
    odds = RANKER.log_odds([plain, angry], PHRASES)
    assert odds[1, 0] > odds[0, 0]
    biased = ranker(bias=np.array([0.0, 2.0, 0.0, 0.0, 0.0])).log_odds([plain], PHRASES)
    assert biased[0].tolist() == [0.0, 2.0, 0.0, 0.0, 0.0]


def test_word_weights_count_each_known_word_once() -> None:
    weights = WordWeights(IDS, np.ones((len(IDS), 2), dtype=np.float32))
    texts = ["angry reply", "angry angry reply unheard", "", "unheard", "reply"]
    sums = weights.sums([READER.read(text) for text in texts])
    assert sums[:, 0] == pytest.approx([2**0.5, 2**0.5, 0.0, 0.0, 1.0])


def test_no_passages_give_no_answers() -> None:
    assert RANKER.rank([], PHRASES) == ()


def test_odds_of_a_passage_without_evidence_are_shared_evenly() -> None:
    shares, best = evidence(np.zeros((1, 4)), np.zeros((1, 4)))
    assert np.exp(shares).tolist() == [pytest.approx([0.25] * 4)]
    assert best.tolist() == [[0.0]]
    assert logistic(np.array([0.0, 900.0, -900.0])) == pytest.approx([0.5, 1.0, 0.0])


@pytest.mark.parametrize(
    ("chances", "expected", "why"),
    [
        ([], 0, "no codes at all"),
        ([FIRST_FLOOR, NEXT_FLOOR, NEXT_FLOOR], 3, "floors themselves suffice"),
        ([FIRST_FLOOR - 0.01, NEXT_FLOOR], 0, "without a first there is no second"),
        ([0.9, NEXT_FLOOR - 0.01, 0.1], 1, "further codes fall alone"),
    ],
)
def test_what_is_unlikely_is_not_shown(chances: list[float], expected: int, why: str) -> None:
    assert shown(chances) == expected, why


def test_a_ranker_survives_its_arrays() -> None:
    framework, name = next(iter(RULE_SETS.items()))
    rules = load_rule_set(name)
    codes = len(rules.groups)
    made = Ranker(
        rules,
        {"complaint": 0.5},
        2.0,
        WordWeights(IDS, np.full((len(IDS), codes), 0.25, dtype=np.float32)),
        np.linspace(-1, 1, codes),
        np.array([1.0, 1.5, 1.0]),
    )
    again = Ranker.of(made.arrays())
    assert again.rules.framework == framework
    assert {array.dtype.kind for array in made.arrays().values()} <= set("Ufu")
    reader = Reader(rules.phrases)
    reads = [reader.read("A complaint about supervision and training."), reader.read("angry")]
    phrases = bind(rules, reader.numbers, made.rarity)
    assert again.log_odds(reads, phrases) == pytest.approx(made.log_odds(reads, phrases))


def test_an_edited_rule_set_may_have_other_phrases_and_codes() -> None:
    edited = read_rule_set(
        "phrases: {LEAD-14: [told the regulator], EXP-3: [angry letter, complaint]}", "own"
    )
    reader = Reader(edited.phrases)
    own = Ranker.of(RANKER.arrays(), edited)
    assert own.codes == ("LEAD-14", "EXP-3")
    texts = ("They told the regulator.", "An angry letter came.")
    answers = own.rank([reader.read(text) for text in texts], own.bind(reader.numbers))
    assert [[one.code for one in answer][:1] for answer in answers] == [["LEAD-14"], ["EXP-3"]]


WORDS = ["supervision", "Complaint", "training", "stage two", "angry", "the", "telephone", "—", "é"]


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=12).map("  ".join), max_size=5))
def test_cues_are_words_of_their_passage_and_probabilities_descend(texts: list[str]) -> None:
    answers = RANKER.rank([READER.read(text) for text in texts], PHRASES)
    assert len(answers) == len(texts)
    for text, answer in zip(texts, answers, strict=True):
        chances = [one.probability for one in answer]
        assert chances == sorted(chances, reverse=True)
        assert all(0.0 < chance < 1.0 for chance in chances)
        assert NONE not in [one.code for one in answer]
        for one in answer:
            assert one.cues
            for words, rule in cues(text, one):
                assert rule.startswith(one.code)
                assert rule.partition(": ")[2].strip('"').lower() == words.lower()


@given(st.text(max_size=300))
def test_any_text_is_answered_without_an_error(text: str) -> None:
    answer = ranked(text)
    assert all(0 <= cue.start < cue.end <= len(text) for one in answer for cue in one.cues)
