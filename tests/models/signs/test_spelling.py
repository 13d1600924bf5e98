"""One wrong letter in a longer word is forgiven; words of their own right are not touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.signs.phrasebook import real_words, shipped
from models.signs.spelling import Spelling, one_apart

SPELLING = Spelling({"slapped", "suicidal", "overdose", "hit", "strangled"}, {"slipped"})
ROWS = [
    ("slaped", "slapped", "a letter left out"),
    ("slappped", "slapped", "a letter twice"),
    ("slappde", "slapped", "two letters swapped"),
    ("sleppe", "sleppe", "two letters wrong"),
    ("slipped", "slipped", "a word of its own"),
    ("sucidal", "suicidal", "a letter left out inside"),
    ("overdoes", "overdose", "swapped at the end"),
    ("hitt", "hitt", "too short to be sure"),
    ("clapped", "clapped", "another first letter is another word"),
    ("stranglled", "strangled", "a letter added"),
    ("overdose", "overdose", "right"),
]


@pytest.mark.parametrize(("word", "meant", "reason"), ROWS, ids=[row[2] for row in ROWS])
def test_what_a_word_stands_for(word: str, meant: str, reason: str) -> None:
    assert SPELLING[word] == meant, reason


def test_no_word_of_its_own_is_taken_for_another() -> None:
    spelling = shipped().spelling
    assert [word for word in real_words() if spelling[word] != word] == []


@given(st.text("abc", min_size=2, max_size=7), st.data())
def test_one_change_is_one_apart(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcd"))
    ways = {
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    }
    assert all(one_apart(word, way) for way in ways if way != word)
