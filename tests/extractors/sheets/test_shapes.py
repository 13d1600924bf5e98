"""Shapes show the form of values and none of their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.sheets.shapes import shape, shapes

SHAPES = [
    ("Mara Quill", "Aaaa Aaaaa", "a name"),
    ("Bartholomew", "Aaaaa", "a long name is no longer than others"),
    ("O'Brien-Smith", "A'Aaaaa-Aaaaa", "signs within a name are its form"),
    ("12/03/2024", "99/99/9999", "a day"),
    ("LCS-0044/b", "AAA-9999/a", "a reference"),
    ("  two   words ", "aaa aaaa", "blanks tell nothing"),
    ("Ægir Þórsson", "Aaaa Aaaaa", "letters of any alphabet"),
    ("★ done", "? aaaa", "a picture may stand for somebody"),
    ("one two three four five six seven", "aaa aaa aaaa aaaa aaaa aaa … (7 words)", "a story"),
    ("", "", "nothing"),
]


@pytest.mark.parametrize(("value", "drawn", "why"), SHAPES)
def test_a_value_is_drawn_without_its_words(value: str, drawn: str, why: str) -> None:
    assert shape(value) == drawn, why


def test_three_different_shapes_are_enough() -> None:
    values = ["", "Ann", "Bob", "1", "2 b", "c-d", "e/f"]
    assert shapes(values) == ("Aaa", "9", "9 a")


@given(st.text(max_size=80))
def test_no_letter_or_digit_comes_through(value: str) -> None:
    told = shape(value).partition("…")[0]
    assert {sign for sign in told if sign.isalnum()} <= {"A", "a", "9"}
    assert told.isascii()
