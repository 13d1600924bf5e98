"""Texts are cut for the trained component as it was taught."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.deid.lexicon import lexicon
from models.deid.tokens import ANY, BREAK, code, cut, forms, places


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        pytest.param("Aisha's bag", ["Aisha", "'s", "bag"], id="a possessive ending is apart"),
        pytest.param("Smith-Okoro rang", ["Smith-Okoro", "rang"], id="a double name is one"),
        pytest.param("O’Shea", ["O’Shea"], id="an apostrophe inside is no end"),
        pytest.param("B.M. left", ["B", ".", "M", ".", "left"], id="stops are tokens"),
        pytest.param("23A Mill Rd", ["23", "A", "Mill", "Rd"], id="figures end before letters"),
        pytest.param("a\n\nb\tc", ["a", "\n", "\n", "b", "\t", "c"], id="lines and cells end"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_a_text_is_cut(text: str, forms: list[str]) -> None:
    assert [token.form for token in cut(text)] == forms


@given(st.text(alphabet="aB'’-. \n\té3s", max_size=40))
def test_tokens_stand_where_they_say_and_in_order(text: str) -> None:
    tokens = list(cut(text))
    assert all(text[token.start : token.end] == token.form for token in tokens)
    assert all(one.end <= two.start for one, two in pairwise(tokens))
    assert "".join(token.form for token in tokens) == text.replace(" ", "")


def test_the_manner_of_a_line_is_told() -> None:
    tokens = list(cut("MUM RANG\nmum rang\nMum rang"))
    assert [token.manner for token in tokens if token.form != "\n"] == ["l", "l", "q", "q", "", ""]


@pytest.mark.parametrize(
    ("form", "manner", "told"),
    [
        pytest.param("house", "", "c", id="a common word"),
        pytest.param("House", "l", "cl", id="in a line of capitals"),
        pytest.param("Zqarvin", "", "u", id="no word"),
        pytest.param("house-Zqarvin", "", "u", id="half a word is none"),
        pytest.param("12", "", "figure", id="figures"),
        pytest.param(",", "q", "sign", id="a sign has no manner"),
    ],
)
def test_little_is_known_of_a_form(form: str, manner: str, told: str) -> None:
    assert code(form, manner, lexicon(named=False)) == told


@given(st.text("aB1 -'’s\n\t_²é\u0301.", max_size=60))
def test_forms_and_places_are_those_of_the_tokens(text: str) -> None:
    lines = list(forms(text))
    between = [(BREAK, ANY)]
    joined = [
        token
        for printed, manner in lines
        for token in [*((form, manner) for form in printed), *between]
    ]
    tokens = list(cut(text))
    assert joined[:-1] == [(token.form, token.manner) for token in tokens]
    assert places(text, [form for form, _ in joined[:-1]]) == [token.start for token in tokens]


def test_places_may_be_asked_of_the_first_tokens_alone() -> None:
    assert places("An an Ann said", ["An", "an", "Ann"]) == [0, 3, 6]
