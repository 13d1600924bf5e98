"""The edited words as they are bound to a reader: what is found, and the longest that counts."""

from dataclasses import replace
from random import Random
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.polarity import bind, phrases
from models.polarity.answering import evident
from models.polarity.layout import lay_out
from models.polarity.lexicon import SPEAKERS
from models.reading import Reader
from models.rulesets import load_rule_set, read_rule_set

RULES = load_rule_set("polarity")
READER = Reader(phrases())
LEXICON = bind(READER.numbers)
TEXTS = [
    "Plans are clear, but reviews are not yet timely. Children told us so.",
    "At the last inspection there was drift; there is no longer a backlog.",
    "Leaders, as well as partners, would benefit from high quality advice.",
]


def hits(text: str, group: str, *among: str) -> list[str]:
    read = READER.read(text)
    found = LEXICON.hits(lay_out([read]), group, among)
    spans = zip(found.first.tolist(), found.last.tolist(), strict=True)
    return [text[slice(*read.slice_of(first, last))] for first, last in spans]


LONGEST = [
    ("It is very well done.", "strength", (), ["very well"], "of one group the longest"),
    ("Well, it is very well.", "strength", (), ["Well", "very well"], "each where it stands"),
    ("It is high quality.", "weakness", (), ["high"], "another group does not matter"),
    ("It is high quality.", "weakness", ("strength",), [], "unless it is named"),
    ("It is high quality.", "strength", ("weakness",), ["high quality"], "the longer one stays"),
    ("It is clear.", "strength", ("weakness", "neither"), ["clear"], "nothing longer"),
    ("It was so.", "strength", (), [], "nothing at all"),
]


@pytest.mark.parametrize(
    ("text", "group", "among", "found", "reason"), LONGEST, ids=[row[4] for row in LONGEST]
)
def test_the_longest_phrase(
    text: str, group: str, among: tuple[str, ...], found: list[str], reason: str
) -> None:
    assert hits(text, group, *among) == found, reason


def test_weights_are_those_of_the_lists() -> None:
    layout = lay_out([READER.read("Plans are clear and positive; staff share them.")])
    assert LEXICON.hits(layout, "strength").weight.tolist() == [1.0, 0.5, 0.15]


def test_nothing_is_found_in_nothing() -> None:
    for group in LEXICON.groups:
        assert [len(column) for column in LEXICON.hits(lay_out([]), group)] == [0, 0, 0]


def test_a_reader_must_look_for_every_phrase() -> None:
    with pytest.raises(KeyError):
        bind(Reader(["clear"]).numbers)


def test_the_rule_set_has_every_group_that_is_asked_for() -> None:
    asked = {"strength", "weakness", "neither", "negation", "cancel", "hedge", "plan", "history"}
    asked |= {"contrast", "attribution", "turn", "need", "demand", "reference", "says", *SPEAKERS}
    assert set(RULES.groups) == asked


def test_no_phrase_both_praises_and_blames() -> None:
    sides = [{row.text for row in RULES.groups[side]} for side in ("strength", "weakness")]
    assert sides[0] & sides[1] == set()


@pytest.mark.parametrize("phrase", [row.text for row in RULES.groups["neither"]])
def test_a_phrase_that_is_neither_hides_a_word_that_is_something(phrase: str) -> None:
    alone = [*hits(phrase, "strength"), *hits(phrase, "weakness")]
    assert alone != []
    assert [*hits(phrase, "strength", "neither"), *hits(phrase, "weakness", "neither")] == []


@settings(max_examples=20)
@given(seed=st.integers(0, 1000))
def test_the_order_of_phrases_in_the_rule_set_does_not_matter(seed: int) -> None:
    order = Random(seed)  # noqa: S311 - no secret depends on it
    groups = {}
    for name, group in RULES.groups.items():
        rows = list(group)
        order.shuffle(rows)
        groups[name] = tuple(rows)
    shuffled = replace(RULES, groups=MappingProxyType(groups))
    lexicon = bind(READER.numbers, shuffled)
    assert np.array_equal(lexicon.weights, LEXICON.weights)


def test_nor_does_the_order_in_which_a_reader_learns_them() -> None:
    other = Reader(reversed(phrases()))
    lexicon = bind(other.numbers)
    for text in TEXTS:
        one = evident([READER.read(text)], LEXICON)
        two = evident([other.read(text)], lexicon)
        assert np.array_equal(one.lexical, two.lexical)
        assert one.scope.negated.tolist() == two.scope.negated.tolist()


def test_phrases_of_other_rule_sets_do_not_matter() -> None:
    other = Reader([*load_rule_set("slac-2009-aspects").phrases, *phrases()])
    lexicon = bind(other.numbers)
    for text in TEXTS:
        one = evident([READER.read(text)], LEXICON)
        two = evident([other.read(text)], lexicon)
        assert np.array_equal(one.lexical, two.lexical)


def test_experts_may_bring_a_rule_set_of_their_own() -> None:
    lists = "\n".join(f"  {name}: [x{at}]" for at, name in enumerate(RULES.groups))
    own = read_rule_set(f"phrases:\n{lists.replace('[x0]', '[splendid]')}", "own.yaml")
    reader = Reader(own.phrases)
    lexicon = bind(reader.numbers, own)
    (row,) = evident([reader.read("Plans are splendid and clear.")], lexicon).lexical
    assert row[0] == 1.0
