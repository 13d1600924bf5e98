"""Terms: what a passage is compared by, and where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.words import Forms, stem


@pytest.mark.parametrize(
    ("printed", "form", "reason"),
    [
        ("Assessments", "assessment", "plural and capital"),
        ("families", "family", "plural in -ies"),
        ("child’s", "child", "possessive, typographic apostrophe"),
        ("leaders'", "leader", "possessive of a plural"),
        ("progress", "progress", "no plural although it ends with s"),
        ("analysis", "analysis", "no plural either"),
        ("the", None, "carries no subject"),
        ("X", None, "a single letter"),
        (".", "", "punctuation ends a pair"),
    ],
)
def test_a_word_is_looked_up_without_its_ending(
    printed: str, form: str | None, reason: str
) -> None:
    assert stem(printed) == form, reason


def test_pairs_skip_plain_words_but_not_punctuation() -> None:
    names = [name for name, _, _ in Forms().terms("Voice of the child. Plans drift")]
    assert names == ["voice", "child", "voice child", "plan", "drift", "plan drift"]


def test_a_pair_covers_what_is_printed_between_its_words() -> None:
    text = "the voice of the child"
    spans = {name: text[start:end] for name, start, end in Forms().terms(text)}
    assert spans["voice child"] == "voice of the child"


def test_only_known_terms_are_listed_and_an_unknown_word_ends_a_pair() -> None:
    forms = Forms({"risk", "harm", "risk harm"})
    assert [name for name, _, _ in forms.terms("Risk, harm; risk of harm; risk purple harm")] == [
        *("risk", "harm", "risk", "harm", "risk harm", "risk", "harm"),
    ]


@given(st.text())
def test_terms_lie_inside_any_text_in_order(text: str) -> None:
    terms = Forms().terms(text)
    assert all(0 <= start < end <= len(text) for _, start, end in terms)
    ends = [end for _, _, end in terms]
    assert ends == sorted(ends)


@given(st.text(alphabet="abcé’' .,;!?()-\nPlansrisk", max_size=60))
def test_words_alone_are_those_of_the_terms(text: str) -> None:
    terms = [name for name, _, _ in Forms().terms(text) if " " not in name]
    assert Forms().words(text) == terms
