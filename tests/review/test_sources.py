"""Types of source by kind of document: one table, in the words of the frameworks' list."""

from __future__ import annotations

from typing import get_args

import pytest

from corpus.frameworks.triangulation import SOURCE_TYPES
from corpus.notes import NoteKind
from extractors.publication import Kind
from models.voices import source_type
from review.sources import TITLES, TYPES, UNKNOWN, title_of, type_of


def test_every_kind_of_document_and_note_has_a_type_of_the_list() -> None:
    assert set(TYPES) == {*get_args(Kind), *get_args(NoteKind)}
    assert set(TYPES.values()) <= set(SOURCE_TYPES)
    assert set(TITLES) == set(SOURCE_TYPES)


@pytest.mark.parametrize("kind", get_args(NoteKind))
def test_notes_are_what_the_rules_of_voices_say_where_nobody_speaks(kind: NoteKind) -> None:
    assert type_of(kind) == source_type(kind, None)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("inspection_report", "previous-inspection"),  # whoever it quotes
        ("action_plan", "document"),
        ("audit", "audit"),  # C-04: the authority's own analysis of case files
        ("survey-response", "survey"),  # C-09, C-10
        (None, UNKNOWN),  # never guessed
        ("poem", UNKNOWN),
    ],
)
def test_a_kind_has_its_type(kind: str | None, expected: str) -> None:
    assert type_of(kind) == expected


def test_a_type_reads_as_people_say_it() -> None:
    assert title_of("interview-child") == "Talk with a child"
    assert title_of(UNKNOWN) == "Not recorded"
