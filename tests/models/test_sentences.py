"""Where sentences end, by the rule that the labelled passages were split by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.sentences import sentence_ends

SPLITS = [
    # (text, sentences, reason)
    ("Plans are clear. Reviews are late.", 2, "a stop, a blank, a capital"),
    ("Plans are clear. reviews are late.", 1, "no capital"),
    ("Plans are clear.Reviews are late.", 1, "no blank"),
    ("Is it safe? Yes! ‘Always.’", 3, "other marks, and a quotation"),
    ("Seen by Mr. Example today.", 2, "an abbreviation counts as an end: so it was labelled"),
    ("In 3.5 per cent of cases", 1, "a decimal point"),
    ("", 1, "nothing to break"),
    ("First line.\n(Second) line.", 2, "a line end and a bracket"),
]


@pytest.mark.parametrize(("text", "sentences", "reason"), SPLITS)
def test_split(text: str, sentences: int, reason: str) -> None:
    assert 1 + len(list(sentence_ends(text))) == sentences, reason


@given(st.text(alphabet="aB. ?\n‘"))
def test_breaks_hold_white_space_alone(text: str) -> None:
    for end, start in sentence_ends(text):
        assert text[end:start].isspace()
        assert text[end - 1] in ".!?"
