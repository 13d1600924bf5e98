"""How headings, titles and wordings are compared and cut."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.frameworks.compiler.words import (
    content_words,
    holds,
    likeness,
    overlap,
    plain,
    sentences,
    stem,
)


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("  Good ", "good", "white space and case"),
        ("**Inadequate**", "inadequate", "marks of emphasis around it"),
        ("inadequate.", "inadequate", "the stop of a last item"),
        ("Conduct¹²", "conduct", "the sign of a note"),
        ("‘Requires  improvement’", "requires improvement", "quotation marks and two blanks"),
        ("Leaders’ work", "leaders' work", "a typographic apostrophe"),
        ("", "", "nothing"),
    ],
)
def test_headings_are_compared_without_their_dress(text: str, expected: str, why: str) -> None:
    assert plain(text) == expected, why


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("improve", "improvement", "a noun of the verb"),
        ("requires", "require", "third person"),
        ("judged", "judge", "past"),
        ("services", "service", "plural"),
    ],
)
def test_words_of_one_kind_have_one_stem(one: str, other: str, why: str) -> None:
    assert stem(one) == stem(other), why


@pytest.mark.parametrize("word", ["care", "home", "safe", "bus"])
def test_short_words_stay_themselves(word: str) -> None:
    assert stem(word) in {word, word[:-1]}


def test_words_that_carry_no_meaning_are_left_out() -> None:
    assert content_words("The lamps and the windows of it") == {"lamp", "window"}


def test_overlap_is_measured_by_the_shorter_text() -> None:
    assert overlap("lamps burn", "lamps burn in all the windows of the house") == 1.0
    assert overlap("lamps burn", "stairs are swept") == 0.0
    assert overlap("", "stairs") == 0.0


def test_likeness_is_measured_by_both() -> None:
    assert likeness("Capacity to improve", "Capacity for improvement") == 1.0
    assert 0 < likeness("Leadership and management", "Leadership") < 1
    assert likeness("The", "the") == 1.0, "titles of small words only are compared as they are"
    assert likeness("The", "of") == 0.0


@given(st.text(max_size=80), st.text(max_size=80))
def test_measures_stay_between_nothing_and_all(one: str, other: str) -> None:
    assert 0.0 <= overlap(one, other) <= 1.0
    assert 0.0 <= likeness(one, other) <= 1.0
    assert overlap(one, other) == overlap(other, one)


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("One stands. Two follows.", ["One stands.", "Two follows."], "the plain case"),
        ("It is no. 5 of ten.", ["It is no. 5 of ten."], "a number goes on"),
        (
            "See e.g. care plans. Then go.",
            ["See e.g. care plans.", "Then go."],
            "lower case goes on",
        ),
        ("She asks: ‘Why?’ Nobody knows.", ["She asks: ‘Why?’", "Nobody knows."], "closing quotes"),
        ("First line\nSecond line", ["First line", "Second line"], "rows of a table"),
        ("   ", [], "blank"),
        ("No stop", ["No stop"], "an item of a list"),
    ],
)
def test_sentences(text: str, expected: list[str], why: str) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected, why


@given(st.text(alphabet="aB .!?\n’(", max_size=60))
def test_sentences_leave_out_nothing_but_white_space(text: str) -> None:
    cut = list(sentences(text))

    assert "".join("".join(text[a:b].split()) for a, b in cut) == "".join(text.split())
    assert all(b <= c for (_, b), (c, _) in pairwise(cut))


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("judged to be good or better", "good", True),
        ("goodness", "good", False),
        ("a Requires Improvement grade", "requires improvement", True),
        ("inadequate", "adequate", False),
    ],
)
def test_a_phrase_is_held_as_whole_words(text: str, phrase: str, expected: bool) -> None:
    assert holds(text, phrase) is expected
