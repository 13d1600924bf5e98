"""Where sentences of notes end: [sentence] by [sentence], with a reason on each row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.voices import note_sentences

ROWS = [
    ("YP fine. Mum fine.", ["YP fine.", "Mum fine."], "a stop and a capital"),
    ("yp fine. mum fine.", ["yp fine.", "mum fine."], "hasty notes have no capitals"),
    ("Fine!! Really?  Yes", ["Fine!!", "Really?", "Yes"], "several marks, no stop at the end"),
    ("Mr. Hill rang.", ["Mr. Hill rang."], "a title ends nothing"),
    ("Saw Dr. Hill. She agreed.", ["Saw Dr. Hill.", "She agreed."], "the sentence after a title"),
    ("Came at 4 p.m. with mum.", ["Came at 4 p.m. with mum."], "a time of day"),
    ("Left at 4 p.m. Mum cried.", ["Left at 4 p.m.", "Mum cried."], "a time that closes one"),
    ("Plan:\nVisit\n\nCall", ["Plan:", "Visit", "Call"], "line ends"),
    ("Actions • call • visit", ["Actions", "• call", "• visit"], "bullets begin one"),
    ('He said "no." Then left.', ['He said "no."', "Then left."], "a quotation closes after"),
    ("Weight 3.5 kg today.", ["Weight 3.5 kg today."], "a stop inside a figure"),
    ("  \n ", [], "white space is no sentence"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), ROWS, ids=[row[2] for row in ROWS])
def test_sentences(text: str, expected: list[str], reason: str) -> None:
    assert [text[start:end] for start, end in note_sentences(text)] == expected, reason


def test_a_line_of_a_million_characters_is_cut_in_a_moment() -> None:
    assert len(note_sentences("yes. " * 200_000)) == 200_000


@given(st.text(alphabet="ab .!?\n\"'•M", max_size=60))
def test_sentences_are_in_order_and_leave_out_white_space_alone(text: str) -> None:
    at, left = 0, ""
    for start, end in note_sentences(text):
        assert at <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        left += text[at:start]
        at = end
    assert not (left + text[at:]).strip()
