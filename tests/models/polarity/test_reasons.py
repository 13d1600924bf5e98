"""Reasons: what a reader is told moved an answer, in words that stand in the passage."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.records import Cue
from models.forms import form
from models.polarity import bind, phrases
from models.polarity.answering import evident
from models.polarity.qualifiers import found as qualifiers_found
from models.polarity.reasons import Reason, chosen, cues, wording
from models.polarity.terms import Wording, terms_of
from models.reading import Reader

READER = Reader(phrases())
LEXICON = bind(READER.numbers)
QUOTED = re.compile(r'"([^"]+)"')


def reasons(*texts: str) -> list[list[Reason]]:
    seen = evident([READER.read(text) for text in texts], LEXICON)
    told = qualifiers_found(seen.layout, LEXICON, seen.scope)
    return cues(seen.layout, seen.scope, seen.found, told)


def rules(text: str) -> list[str]:
    return [cue.rule for cue in chosen(reasons(text)[0])]


RULES = [
    ("Plans are clear.", ['strength: "clear"'], "praise"),
    ("Plans are vague.", ['weakness: "vague"'], "blame"),
    ("Plans are not clear.", ['negated: "not" before "clear"'], "praise denied"),
    ("There is no drift.", ['cancelled: "drift" in "no drift"'], "the fault, not the word 'no'"),
    ("Generally, plans exist.", ['hedge: "Generally"'], "a hedge"),
    ("The plan is due to start.", ['plan: "is due to"'], "a plan"),
    ("In the past, plans existed.", ['history: "In the past"'], "history"),
    ("Parents said so.", ['attribution: parents, "Parents said"'], "who said it"),
    ("According to the file, no.", ['attribution: "According to"', 'weakness: "no"'], "nobody"),
    ("However, plans exist.", [], "a contrast is no reason by itself"),
    ("Staff focus on work.", [], "what counts only beside others explains nothing"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), RULES, ids=[row[2] for row in RULES])
def test_rules_are_worded_for_readers(text: str, expected: list[str], reason: str) -> None:
    assert rules(text) == expected, reason


def test_a_negation_is_told_from_its_first_word_to_the_praise_it_denies() -> None:
    text = "Reviews are rarely held in a timely way."
    (cue,) = chosen(reasons(text)[0])
    assert text[cue.start : cue.end] == "rarely held in a timely"


def test_a_negation_that_denies_praise_is_not_told_again_as_blame() -> None:
    assert rules("Plans are not clear and visits do not happen.") == [
        'negated: "not" before "clear"',
        'weakness: "do not"',
    ]


def test_one_negation_may_deny_two_words_of_praise() -> None:
    assert rules("It is not clear and detailed.") == [
        'negated: "not" before "clear"',
        'negated: "not" before "detailed"',
    ]


def test_reasons_belong_to_their_passage() -> None:
    texts = ["Plans are clear.", "", "Visits are late.", "Records hold dates."]
    listed = reasons(*texts)
    assert [len(row) for row in listed] == [1, 0, 1, 0]
    assert [reason.passage for row in listed for reason in row] == [0, 2]


def test_at_most_five_are_kept_the_weightiest_in_order_of_the_text() -> None:
    many = [
        Reason(0, 0.5 if at % 2 else 1.0, Cue("phrase", at, at + 1, f"rule {at}"))
        for at in range(30)
    ]
    kept = chosen(many)
    assert len(kept) == 5
    assert [cue.start for cue in kept] == list(range(0, 10, 2))
    assert chosen([]) == ()


def learnt(text: str, praised: bool, **weights: float) -> list[tuple[str, str]]:
    """The words by which a wording with these weights explains a passage."""
    seen = evident([READER.read(text)], LEXICON)
    terms = terms_of(seen.layout, seen.scope)
    by_id = {int(READER.read(word).words[0]): weight for word, weight in weights.items()}
    ids = np.unique(terms.ids)
    table = np.array([by_id.get(int(one), 0.0) for one in ids], dtype=np.float32)
    model = Wording(ids, np.ones(len(ids), dtype=np.float32), table, 0.0)
    values = model.values(terms)
    parts = values.value * model.weights[values.column]
    told = wording(seen.layout, values, parts, {0: praised})
    return [(text[reason.cue.start : reason.cue.end], reason.cue.rule) for reason in told]


def test_learnt_words_are_told_the_strongest_first() -> None:
    assert learnt("Records hold dates", True, records=1.0, dates=2.0) == [
        ("dates", "strength: learnt from reports"),
        ("Records", "strength: learnt from reports"),
    ]


LEARNT = [
    ("Records hold dates", False, {"records": 1.0}, [], "a word that speaks against the answer"),
    ("Records hold dates", False, {"dates": -1.0}, ["dates"], "a word that speaks for blame"),
    ("There are dates", True, {"there": 3.0, "are": 3.0}, [], "grammar explains nothing"),
    ("It held 312", True, {"312": 3.0}, [], "nor does a number"),
    (
        "One hub meets every school weekly",
        True,
        {"hub": 1.0, "meets": 2.0, "school": 3.0, "weekly": 4.0},
        ["weekly", "school", "meets"],
        "three words at most",
    ),
    ("", True, {}, [], "no words"),
]


@pytest.mark.parametrize(
    ("text", "praised", "weights", "words", "reason"), LEARNT, ids=[row[4] for row in LEARNT]
)
def test_learnt_words(
    text: str, praised: bool, weights: dict[str, float], words: list[str], reason: str
) -> None:
    assert [word for word, _ in learnt(text, praised, **weights)] == words, reason


PARTS = [
    "Plans are clear", "visits are late", "no delay", "not only", "but", "however", "Although",
    "children told us", "at the last inspection", "will be", "generally", ",", ".", "• ", "\n",
    "no longer a backlog", "hardly ever prompt", "far from good", "(", ")", "–", "“", "”", "12 %",
    "as well as", "long-term", "would benefit from", "rarely", "their well-being", "؟", "中文",
]  # fmt: skip
TEXT = st.lists(st.sampled_from(PARTS), max_size=25).map(" ".join)


@settings(max_examples=30)
@given(TEXT)
def test_every_reason_quotes_words_of_the_passage(text: str) -> None:
    for cue in chosen(reasons(text)[0]):
        printed = text[cue.start : cue.end]
        assert printed.strip() == printed != ""
        for words in QUOTED.findall(cue.rule):
            assert words in printed


def plain(words: str) -> str:
    """Words as phrases are looked up: plain forms, hyphens and blanks alike."""
    read = [form(word) for word in re.findall(r"[\w’'%]+", words)]
    return " ".join(read)


LISTED = {plain(phrase) for phrase in phrases()}


@settings(max_examples=30)
@given(TEXT)
def test_words_of_a_rule_are_words_of_the_rule_set(text: str) -> None:
    for cue in chosen(reasons(text)[0]):
        if cue.kind != "attribution":  # a speaker and a verb, with words between them
            assert all(plain(words) in LISTED for words in QUOTED.findall(cue.rule))


@settings(max_examples=30)
@given(TEXT)
def test_no_reason_is_told_twice(text: str) -> None:
    (listed,) = reasons(text)
    told = [reason.cue for reason in listed]
    assert len(told) == len(set(told))
    cancels = [(cue.start, cue.end) for cue in told if cue.kind == "cancel"]
    assert len(cancels) == len(set(cancels))


@settings(max_examples=30)
@given(st.lists(TEXT, max_size=5))
def test_reasons_do_not_depend_on_the_other_passages(texts: list[str]) -> None:
    together = [chosen(row) for row in reasons(*texts)]
    assert together == [chosen(reasons(text)[0]) for text in texts]
