"""Whose account a survey answer or a complaint is: by cells, its head, or what only they say."""

from __future__ import annotations

import pytest

from corpus.notes import NoteKind
from models.voices.writers import REPLY, writer

ROWS: list[tuple[str, NoteKind | None, str | None, str]] = [
    ("12/03/2024\tParent\tLetters come late.", "survey-response", "parent", "a cell of its own"),
    ("Respondent: foster carer\nGood support.", "survey-response", "carer", "behind a label"),
    ("Young person\nIt is ok here", "survey-response", "child", "a line of its own"),
    ("Stage 1. Complainant: Relative B, tel 1. He lied.", "complaint", "parent", "a pseudonym"),
    ("Complainant: Child A. I want to move.", "complaint", "child", "a child complains"),
    ("Complainant: Person C. I want to move.", "complaint", None, "unknown to all"),
    ("Dear Sir, I am the mum of Child A.", "complaint", "parent", "what only a parent says"),
    ("I miss my nan and my brothers.", "survey-response", "child", "in the plural too"),
    ("We foster and it is hard.", "survey-response", "carer", "what only carers say"),
    ("My caseload is too high.", "survey-response", "staff", "what only staff say"),
    ("My nan says my son is fine.", "survey-response", None, "two sorts of writer: nobody"),
    ("It was rubbish.", "survey-response", None, "no word of it"),
    ("I miss my nan.", "visit", None, "a visit is no account of one's own"),
    ("I miss my nan.", None, None, "nor is a note of unknown kind"),
]


@pytest.mark.parametrize(("text", "kind", "who", "reason"), ROWS, ids=[row[3] for row in ROWS])
def test_who_writes(text: str, kind: NoteKind | None, who: str | None, reason: str) -> None:
    found = writer(text, kind)
    assert (found and found.who) == who, reason


def test_the_words_that_say_so_are_named() -> None:
    text = "12/03/2024\tParent\tLetters come late."
    found = writer(text, "survey-response")
    assert found is not None
    assert text[slice(*found.span)] == "Parent"
    assert found.printed
    told = writer("I miss my nan.", "survey-response")
    assert told is not None
    assert not told.printed


@pytest.mark.parametrize(
    ("sentence", "reply"),
    [
        ("Acknowledged by Staff A on 3 May.", True),
        ("Not upheld: the records show it.", True),
        ("Dear Sir or Madam,", True),
        ("He never rang back.", False),
    ],
)
def test_what_the_office_adds_is_known(sentence: str, reply: bool) -> None:
    assert (REPLY.match(sentence) is not None) == reply
