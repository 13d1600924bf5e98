"""What is printed before a block, told from words that only look like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.markers import letters, number_of, roman, split_marker

MARKED = [
    # line, kind, marker, text, why
    ("1. Leaders", "number", "1.", "Leaders", "a numbered paragraph"),
    ("2.3.3 Leaders", "number", "2.3.3", "Leaders", "several parts need no stop"),
    ("2.3. Leaders", "number", "2.3.", "Leaders", "but may have one"),
    ("- 47. Leaders", "number", "47.", "Leaders", "the number behind a bullet counts"),
    ("• (a) plans", "letter", "(a)", "plans", "so does a letter"),
    ("(iv) plans", "letter", "(iv)", "plans", "small roman numerals"),
    ("b) plans", "letter", "b)", "plans", "a letter with one bracket"),
    ("(2) plans", "letter", "(2)", "plans", "a digit in brackets"),
    ("− minus", "bullet", "•", "minus", "the minus sign of some fonts"),
    ("\uf0b7\ttext", "bullet", "•", "text", "a bullet of a symbol font"),
    ("•", "bullet", "•", "", "a bullet that lost its text"),
    ("18 working days", "", "", "18 working days", "a count"),
    ("2012. It was", "", "", "2012. It was", "a year"),
    ("5.30 pm", "", "", "5.30 pm", "a time"),
    ("2.5 million", "", "", "2.5 million", "an amount"),
    ("4.—(1) The", "", "", "4.—(1) The", "a statute"),
    ("-ed", "", "", "-ed", "a hyphen that touches its word"),
    ("(see below) x", "", "", "(see below) x", "an aside"),
    ("A. Smith", "", "", "A. Smith", "a name"),
    ("", "", "", "", "nothing"),
]


@pytest.mark.parametrize(("line", "kind", "marker", "text", "why"), MARKED)
def test_markers(line: str, kind: str, marker: str, text: str, why: str) -> None:
    assert split_marker(line) == (kind, marker, text), why


@pytest.mark.parametrize(
    ("marker", "number"),
    [("47. ", "47"), ("2.3.3", "2.3.3"), ("(a)", "(a)"), ("b)", "b"), ("•", None), ("", None)],
)
def test_the_number_of_a_marker(marker: str, number: str | None) -> None:
    assert number_of(marker) == number


@pytest.mark.parametrize(
    ("count", "in_letters", "in_roman"),
    [
        (1, "a", "i"),
        (4, "d", "iv"),
        (9, "i", "ix"),
        (26, "z", "xxvi"),
        (27, "aa", "xxvii"),
        (49, "ww", "xlix"),
        (0, "0", "0"),
        (-3, "-3", "-3"),
        (10**12, "1000000000000", "1000000000000"),
    ],
)
def test_counts_in_letters_and_roman(count: int, in_letters: str, in_roman: str) -> None:
    assert (letters(count), roman(count)) == (in_letters, in_roman)


@given(st.text(max_size=60))
def test_no_word_is_lost_with_a_marker(line: str) -> None:
    marked = split_marker(line)
    assert line.endswith(marked.text)
    if marked.kind in ("number", "letter"):
        assert marked.marker in line
