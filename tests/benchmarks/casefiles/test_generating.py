"""The same seed gives the same files, and every mark of the truth is where it says."""

from __future__ import annotations

import pytest

from benchmarks.casefiles import ALL, generate, many_rows
from benchmarks.casefiles.notes import KINDS
from benchmarks.casefiles.truth import (
    CaseFile,
    FileTruth,
    NoteTruth,
    Vocabulary,
    every_note,
    pieces,
)

HALVES: tuple[Vocabulary, ...] = ("development", "judgement")


@pytest.fixture(scope="module")
def sets() -> list[CaseFile]:
    return [generate(seed, half) for seed in range(4) for half in HALVES]


def notes(sets: list[CaseFile]) -> list[NoteTruth]:
    return [note for one in sets for file in one.truth.files for note in every_note(file)]


def files(sets: list[CaseFile]) -> list[FileTruth]:
    return [file for one in sets for file in one.truth.files]


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert generate(7) == generate(7)
    assert generate(7).files != generate(8).files
    assert generate(7).files != generate(7, "judgement").files


def test_every_mark_is_where_it_says(sets: list[CaseFile]) -> None:
    for file in files(sets):
        for piece in pieces(file):
            for mark in (*piece.occurrences, *piece.said, *piece.signs, *piece.decoys):
                assert piece.text[mark.start : mark.end] == mark.text
                assert mark.text.strip()


def test_identifiers_stand_in_order_and_apart(sets: list[CaseFile]) -> None:
    for file in files(sets):
        for piece in pieces(file):
            ends = [0, *(one.end for one in piece.occurrences)]
            assert all(one.start >= end for one, end in zip(piece.occurrences, ends, strict=False))


def test_all_kinds_and_formats_occur_in_each_set() -> None:
    for half in HALVES:
        one = generate(5, half)
        assert {file.format for file in one.files} == set(ALL)
        assert {note.kind for file in one.truth.files for note in every_note(file)} == set(KINDS)


def test_many_rows_are_one_spreadsheet_of_as_many_notes() -> None:
    one = many_rows(90, 1)
    assert len(one.truth.files[0].notes) == 90
    assert one.files[0].content.decode("utf-8-sig").count("\n") >= 91
