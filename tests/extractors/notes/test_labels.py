"""Labels with a colon or a tab are found with their values, and sentences are not labels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.notes.labels import LABELS, labelled

ONE = [
    ("Date: 12/03/2024", [("date", "12/03/2024")], "the plainest"),
    ("Date of contact: 12.3.24\nContact type: Visit", [("date", "12.3.24"), ("kind", "Visit")],
     "one a line"),
    ("Date: 1/2/24 Type: Visit Author: J Doe", [("date", "1/2/24"), ("kind", "Visit"),
     ("author", "J Doe")], "joined on one line"),
    ("DATE: 1/2/24 | EVENT: Visit", [("date", "1/2/24"), ("kind", "Visit")], "with strokes"),
    ("Date\t1/2/24\nType\tVisit", [("date", "1/2/24"), ("kind", "Visit")], "typed as a table"),
    ("**Author:** J Doe (IRO)", [("author", "J Doe (IRO)")], "with the marks of Markdown"),
    ("Role : Social Worker", [("role", "Social Worker")], "with a space before the colon"),
    ("D.O.B.: 1/2/2012", [("born", "1/2/2012")], "with stops"),
    ("Mother: Ann Doe", [("relative", "Ann Doe")], "a relative"),
    ("Case no: C/100-2.", [("case", "C/100-2")], "a reference, without its stop"),
    ("Child/Young person: A", [("child", "A")], "the longest label wins"),
    ("Author:", [("author", "")], "a label without a value"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "why"), ONE)
def test_labels_and_their_values(text: str, expected: list[tuple[str, str]], why: str) -> None:
    found = [(label.field, text[label.start : label.end]) for label in labelled(text)]
    assert found == expected, why


NONE = [
    "He asked on: which day?",
    "We met by the gate. By then it was late.",
    "The candidate: a good one",
    "https://example.org/date://x",
    "Date unknown",
]


@pytest.mark.parametrize("text", NONE)
def test_sentences_are_no_labels(text: str) -> None:
    assert list(labelled(text)) == []


def test_no_label_means_two_things() -> None:
    words = [word for _, group in LABELS for word in group]
    assert sorted({word for word in words if words.count(word) > 1}) == []


@given(st.text(max_size=80))
def test_values_are_slices_in_order(text: str) -> None:
    last = 0
    for label in labelled(text):
        assert last <= label.at < label.start <= label.end <= len(text)
        last = label.start
