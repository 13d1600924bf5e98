"""A draft becomes a text in which every mark is where its words are, whatever was done to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.casefiles.drafting import (
    Bit,
    Draft,
    Edge,
    finished,
    joined,
    length,
    plain,
    retyped,
    shortened,
    shouted,
    tidied,
    whispered,
)
from benchmarks.casefiles.vocabulary import chance

WORDS = st.text("abc deéßıﬁŽ.,'-\n", min_size=1, max_size=12)
BITS = st.one_of(
    st.builds(Bit, WORDS),
    st.builds(lambda text: Bit(text, "name", "c1.child", "given"), WORDS),
    st.builds(lambda text: Bit(text, sort="drug"), WORDS),
)
DRAFTS = st.lists(BITS, max_size=12)


def check_marks(draft: Draft) -> None:
    piece = finished(draft)
    for mark in (*piece.occurrences, *piece.said, *piece.signs, *piece.decoys):
        assert piece.text[mark.start : mark.end] == mark.text
    named = [bit for bit in draft if isinstance(bit, Bit) and bit.kind is not None]
    assert len(piece.occurrences) == len(named)


@given(draft=DRAFTS)
def test_marks_are_where_they_say(draft: Draft) -> None:
    check_marks(draft)


@given(draft=DRAFTS, seed=st.integers(0, 99))
def test_changes_lose_no_mark(draft: Draft, seed: int) -> None:
    changed = retyped(draft, chance(seed), 0.5)
    changed = shortened(changed, [("abc", "x"), ("de", "y")], chance(seed), 0.5)
    check_marks(shouted(tidied(changed)))


@given(draft=DRAFTS)
def test_capitals_keep_the_length(draft: Draft) -> None:
    assert length(shouted(draft)) == length(draft)
    assert length(draft) == len(finished(draft).text)


@given(draft=DRAFTS)
def test_a_note_without_capitals_keeps_its_length_and_marks(draft: Draft) -> None:
    assert length(whispered(draft)) == length(draft)
    check_marks(whispered(draft))


def test_a_letter_that_has_no_single_small_one_stays() -> None:
    assert finished(whispered(plain("Ayşe İNCİ"))).text == "ayşe İncİ"


@given(draft=DRAFTS, seed=st.integers(0, 99))
def test_typing_errors_change_no_identifier(draft: Draft, seed: int) -> None:
    before = [one.text for one in finished(draft).occurrences]
    assert [one.text for one in finished(retyped(draft, chance(seed), 1.0)).occurrences] == before


@pytest.mark.parametrize(
    ("texts", "tidy", "_why"),
    [
        (["a  b"], "a b", "two spaces"),
        (["a ", " b"], "a b", "two spaces that met"),
        (["a ."], "a.", "a space before a stop"),
        (["a ", "."], "a.", "one that met a stop"),
        ([" a"], "a", "a space at the start"),
        (["a\n", " b"], "a\nb", "a space at the start of a line"),
        (["a .5"], "a .5", "a decimal point is no stop"),
        (["(", " a)"], "(a)", "after a bracket"),
    ],
)
def test_what_empty_alternatives_leave_is_tidied(texts: list[str], tidy: str, _why: str) -> None:
    assert finished(tidied([Bit(text) for text in texts])).text == tidy


def test_tidying_leaves_identifiers_as_they_are() -> None:
    draft: Draft = [Bit("a "), Bit("01632  960", "telephone", "t"), Bit(" ,")]
    assert finished(tidied(draft)).text == "a 01632  960,"


def test_dates_and_places_are_indirect() -> None:
    draft: Draft = [Bit("a", "name", "n"), Bit("b", "date", "d"), Bit("c", "place", "p")]
    assert [one.direct for one in finished(draft).occurrences] == [True, False, False]


def test_drafts_are_joined_with_something_between() -> None:
    whole = joined([plain("a"), [Bit("b", "name", "n")], plain("c")], ", ")
    assert finished(whole).text == "a, b, c"
    assert joined([], ", ") == []


def test_a_speaker_may_state_a_sign_of_harm() -> None:
    draft: Draft = [
        Edge("child past"),
        Bit("He said: "),
        Edge("! abuse"),
        Bit("dad hit me"),
        Edge(),
        Edge(),
    ]
    piece = finished(draft)
    assert piece.said[0].text == "He said: dad hit me"
    assert piece.signs[0].text == "dad hit me"
    assert (piece.said[0].who, piece.said[0].time) == ("child", "past")


@pytest.mark.parametrize(
    ("text", "short", "_why"),
    [
        ("with mother", "w/ mo", "two words"),
        ("without", "without", "no part of a word"),
        ("With", "With", "the table says which capitals"),
    ],
)
def test_abbreviations(text: str, short: str, _why: str) -> None:
    pairs = [("with", "w/"), ("mother", "mo")]
    assert finished(shortened(plain(text), pairs, chance(0), 1.0)).text == short


def test_no_rate_means_no_change() -> None:
    draft = plain("the quick brown foxes were jumping")
    assert retyped(draft, chance(1), 0.0) == draft
    assert shortened(draft, [("the", "t")], chance(1), 0.0) == draft


def test_short_words_and_capitals_are_typed_right() -> None:
    draft = plain("As he is so. CAMHS Monday")
    assert retyped(draft, chance(1), 1.0) == draft
