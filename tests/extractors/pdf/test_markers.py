from __future__ import annotations

import pytest

from extractors.pdf.markers import Marker, marker_of


@pytest.mark.parametrize(
    ("word", "number", "why"),
    [
        ("•", None, "a bullet"),
        ("◼", None, "a square"),
        ("\uf06e", None, "Wingdings in the private-use area"),
        ("\x83", None, "a bullet of a font without an encoding"),
        ("47.", "47", "a numbered paragraph"),
        ("47)", "47", "with a bracket"),
        ("2.3.3", "2.3.3", "a numbered section"),
        ("2.3.", "2.3", "closing stop left out of the number"),
        ("(a)", "(a)", "a lettered item"),
        ("(iv)", "(iv)", "a roman item"),
        ("b)", "b", "a letter with one bracket"),
    ],
)
def test_marker(word, number, why):
    marker = marker_of(word)
    assert marker is not None, why
    assert marker.number == number
    assert marker.text == ("•" if number is None else word)


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("Leaders", "a word"),
        ("2014.", "a year at the end of a sentence"),
        ("2014", "a year"),
        ("12%", "a share"),
        ("5.30pm", "a time"),
        ("(EHC)", "an abbreviation"),
        ("A", "an article"),
        ("", "nothing"),
    ],
)
def test_no_marker(word, why):
    assert marker_of(word) is None, why


@pytest.mark.parametrize("word", ["-", "–", "o", "*"])
def test_what_may_be_a_word_is_a_weak_bullet(word):
    assert marker_of(word) == Marker("•", None, weak=True)
