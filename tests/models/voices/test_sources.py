"""From a note's kind and who speaks in it to the type of evidence source."""

from typing import get_args

import pytest

from corpus.frameworks.triangulation import SOURCE_TYPES
from corpus.notes import NoteKind
from corpus.voices import Who
from models.voices import source_type

ROWS: list[tuple[NoteKind | None, Who | None, str, str]] = [
    ("visit", "child", "interview-child", "the child was spoken with"),
    ("return-interview", "child", "interview-child", "an interview by its name"),
    ("review-minutes", "partner", "interview-partner", "a partner speaks in a meeting"),
    ("contact-record", "parent", "interview-parent-carer", "a parent"),
    ("contact-record", "carer", "interview-parent-carer", "carers stand with parents"),
    ("supervision", "leader", "interview-leader", "a manager speaks in supervision"),
    ("supervision", "staff", "interview-staff", "a worker speaks in supervision"),
    ("supervision", "child", "case-file", "a child is quoted there, not met"),
    ("visit", "staff", "case-file", "what staff write of their visit is the file's"),
    ("visit", None, "case-file", "nobody speaks"),
    ("chronology", "child", "case-file", "a chronology repeats"),
    ("strategy-discussion", "partner", "case-file", "told for the record"),
    ("missing-episode", None, "case-file", "speaker unknown"),
    (None, "child", "case-file", "kind unknown"),
    ("notification", "child", "notification", "the kind decides, whoever is quoted"),
    ("complaint", "child", "complaint", "the same"),
    ("survey-response", "parent", "survey", "the same"),
    ("audit", "staff", "audit", "the same"),
    ("allegation", "child", "case-file", "an allegation on file"),
]


@pytest.mark.parametrize(
    ("kind", "who", "expected", "reason"), ROWS, ids=[f"{row[0]}, {row[1]}" for row in ROWS]
)
def test_source_types(kind: NoteKind | None, who: Who | None, expected: str, reason: str) -> None:
    assert source_type(kind, who) == expected, reason


def test_every_kind_and_speaker_has_a_type_of_the_list() -> None:
    for kind in (*get_args(NoteKind), None):
        for who in (*get_args(Who), None):
            assert source_type(kind, who) in SOURCE_TYPES
