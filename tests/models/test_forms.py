"""The plain form of a word, and which words count as numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.forms import form, holds_digit

FORMS = [
    # (printed, form, reason)
    ("Assessments", "assessment", "plural and capital"),
    ("agencies", "agency", "plural of -y"),
    ("classes", "class", "plural of -ss"),
    ("boxes", "box", "plural of -x"),
    ("approaches", "approach", "plural of -ch"),
    ("progress", "progress", "no plural"),
    ("status", "status", "no plural"),
    ("basis", "basis", "no plural"),
    ("gas", "gas", "too short to tell"),
    ("ties", "tie", "a short word keeps its i"),
    ("’s", "'s", "an apostrophe is an apostrophe"),
    ("—", "—", "punctuation stays"),
]


@pytest.mark.parametrize(("printed", "plain", "reason"), FORMS)
def test_plain_form(printed: str, plain: str, reason: str) -> None:
    assert form(printed) == plain, reason


@pytest.mark.parametrize(
    ("token", "holds"),
    [("2023", True), ("12th", True), ("s47", True), ("forty", False), ("", False)],
)
def test_what_holds_a_digit(token: str, holds: bool) -> None:
    assert holds_digit(token) is holds


@given(st.text(min_size=1))
def test_a_form_is_never_empty_and_ignores_capitals_of_ascii(word: str) -> None:
    assert form(word)
    if word.isascii():
        assert form(word.upper()) == form(word.lower())
