"""The same seed gives the same files, and every mark of the truth is where it says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest
import reportlab  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]

from benchmarks.casefiles import ALL, generate, long_note, many_rows
from benchmarks.casefiles.notes import KINDS, Options
from benchmarks.casefiles.truth import (
    CaseFile,
    FileTruth,
    Harm,
    NearMiss,
    NoteTruth,
    Sign,
    Speaker,
    Time,
    Truth,
    Vocabulary,
    as_rows,
    every_aside,
    every_note,
    pieces,
)
from corpus.notes import IdentifierKind

# Drawing a scan takes longer than everything else.
QUICK = tuple(name for name in ALL if name not in ("scan", "pdf"))
VOCABULARIES: tuple[Vocabulary, ...] = get_args(Vocabulary)


@pytest.fixture(scope="module")
def sets() -> list[CaseFile]:
    return [generate(seed, half, QUICK) for seed in range(4) for half in VOCABULARIES]


def notes(sets: list[CaseFile]) -> list[NoteTruth]:
    return [note for one in sets for file in one.truth.files for note in every_note(file)]


def files(sets: list[CaseFile]) -> list[FileTruth]:
    return [file for one in sets for file in one.truth.files]


def signs_of(truth: Truth) -> list[Sign]:
    return [sign for file in truth.files for one in every_note(file) for sign in one.piece.signs]


def test_the_same_seed_gives_the_same_bytes() -> None:
    one = generate(7)
    assert one == generate(7)
    assert generate(7, formats=("txt",)).files != generate(8, formats=("txt",)).files
    assert generate(7, formats=("txt",)).files != generate(7, "judgement", ("txt",)).files


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
    for half in VOCABULARIES:
        one = generate(5, half)
        assert {file.format for file in one.files} == set(ALL)
        assert {note.kind for file in one.truth.files for note in every_note(file)} == set(KINDS)


def test_many_rows_are_one_spreadsheet_of_as_many_notes() -> None:
    one = many_rows(90, 1)
    assert len(one.truth.files[0].notes) == 90
    assert one.files[0].content.decode("utf-8-sig").count("\n") >= 91


def test_a_set_is_three_cases_of_which_two_children_have_one_name(sets: list[CaseFile]) -> None:
    for one in sets:
        children = {who.key: who.names[1] for who in one.truth.people if who.part == "child"}
        assert children.keys() == {"c1.child", "c2.child", "c3.child"}
        assert children["c1.child"] == children["c2.child"]


def test_names_of_files_are_apart(sets: list[CaseFile]) -> None:
    for one in sets:
        names = [file.name for file in one.files]
        assert len(set(names)) == len(names)
        assert not any(set(name) & set('/\\:*?"<>|') for name in names)
        assert names == [file.name for file in one.truth.files]


def test_some_names_of_files_say_whose_they_are(sets: list[CaseFile]) -> None:
    names = [file.name for one in sets for file in one.files]
    assert any("case_notes" in name for name in names)
    assert any("export" in name for name in names)


def test_only_the_formats_asked_for_are_made() -> None:
    one = generate(1, formats=("md", "csv", "md"))
    assert [file.format for file in one.files] == ["md", "csv", "md"]


def test_an_unknown_format_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"no such format: doc; there are txt"):
        generate(1, formats=("txt", "doc"))


def test_notes_of_a_case_go_on_over_months(sets: list[CaseFile]) -> None:
    for file in files(sets):
        days = [note.date for note in file.notes if note.date]
        if file.format in ("txt", "docx") and len(days) > 1:
            assert days == sorted(days)


def test_every_identifier_belongs_to_somebody_or_something_of_a_case(sets: list[CaseFile]) -> None:
    for one in sets:
        known = {who.key for who in one.truth.people}
        for file in one.truth.files:
            for piece in pieces(file):
                for mark in piece.occurrences:
                    assert mark.kind != "name" or mark.who in known
                    assert mark.who.partition(".")[0] in {"c1", "c2", "c3"}


def test_all_kinds_of_identifiers_occur() -> None:
    found: set[str] = set()
    for seed in range(8):
        for file in generate(seed, formats=("txt", "docx", "csv", "csv", "eml")).truth.files:
            found |= {mark.kind for piece in pieces(file) for mark in piece.occurrences}
    assert found == set(get_args(IdentifierKind))


def test_all_forms_of_names_occur() -> None:
    found: set[str] = set()
    for seed in range(10):
        for file in generate(seed, formats=("txt", "csv", "csv")).truth.files:
            found |= {mark.form for piece in pieces(file) for mark in piece.occurrences}
    assert found >= {
        "given", "full", "surname", "title", "nickname", "initials", "initial-surname",
        "surname-first", "misspelt",
    }  # fmt: skip


def test_signs_of_harm_and_near_misses_of_all_sorts_occur() -> None:
    found: set[tuple[str, bool]] = set()
    often = Options(harm=1.0, near=1.0)
    for seed in range(6):
        for note in generate(seed, formats=("csv", "xlsx"), options=often).truth.files:
            for own in every_note(note):
                found |= {(sign.category, sign.explicit) for sign in own.piece.signs}
    assert {category for category, explicit in found if explicit} == set(get_args(Harm))
    assert {category for category, explicit in found if not explicit} == set(get_args(NearMiss))


def test_names_of_one_half_may_stand_in_sentences_of_the_other() -> None:
    own, mixed = (
        generate(1, "judgement", ("csv",), Options(harm=1.0, sentences=half)).truth
        for half in (None, "development")
    )
    assert [one.names for one in mixed.people] == [one.names for one in own.people]
    told = [{sign.text for sign in signs_of(one)} for one in (own, mixed)]
    assert all(told)
    assert told[0].isdisjoint(told[1])


def test_everybody_is_heard_and_of_all_times(sets: list[CaseFile]) -> None:
    said = [own for note in notes(sets) for own in note.piece.said]
    assert {own.who for own in said} == set(get_args(Speaker))
    assert {own.time for own in said} == set(get_args(Time))


def test_no_harm_where_none_is_asked_for() -> None:
    quiet = Options(harm=0.0, near=0.0)
    for file in generate(3, formats=("csv", "txt"), options=quiet).truth.files:
        assert all(note.piece.signs == () for note in every_note(file))


def test_some_notes_of_the_rehearsal_are_typed_without_capitals() -> None:
    bodies = [
        note.piece
        for seed in range(6)
        for file in generate(seed, "rehearsal", ("csv", "xlsx")).truth.files
        for note in file.notes
        if len(note.piece.text[note.body :]) > 200 and note.piece.text[note.body :].islower()
    ]
    assert bodies
    assert any(mark.form == "given" and mark.text.islower() for mark in bodies[0].occurrences)


def test_names_of_the_rehearsal_that_stand_in_a_pdf_can_be_drawn() -> None:
    drawn = TTFont("drawn", str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")).face
    for seed in range(30):
        for who in generate(seed, "rehearsal", ()).truth.people:
            if who.key.startswith("c3."):
                letters = {ord(letter) for name in who.names for letter in name + name.upper()}
                assert letters <= drawn.charToGlyph.keys(), who.names


def test_some_notes_shout_and_some_are_three_words() -> None:
    bodies = [
        note.piece.text[note.body :]
        for seed in range(12)
        for file in generate(seed, formats=("csv", "xlsx")).truth.files
        for note in file.notes
    ]
    assert any(body.isupper() for body in bodies)
    assert any(len(body.split()) <= 3 for body in bodies)


def test_a_long_note_is_as_long_as_asked_for() -> None:
    one = long_note(20, 1)
    (note,) = one.truth.files[0].notes
    assert 20 * 2000 <= len(note.piece.text) <= 20 * 6000
    assert note.kind == "visit"


def test_header_says_what_the_truth_says(sets: list[CaseFile]) -> None:
    for note in notes(sets):
        head = note.piece.text[: note.body]
        if note.case:
            assert note.case in head
        if note.author_role and note.body and not note.key.startswith("survey"):
            assert note.author_role in head


def test_a_truth_is_rows_for_json() -> None:
    one = generate(2, formats=("txt", "eml"))
    rows = json.loads(json.dumps(as_rows(one.truth)))
    assert rows[0]["seed"] == 2
    assert [row["name"] for row in rows[1:]] == [file.name for file in one.files]
    assert rows[1]["notes"][0]["piece"]["text"] == one.truth.files[0].notes[0].piece.text


def test_attachments_are_notes_of_their_message() -> None:
    one = generate(2, formats=("eml",)).truth.files[0]
    own = len(one.notes) + sum(len(part.notes) for part in one.parts)
    assert len(every_note(one)) == own > 1
    assert len(pieces(one)) == own + len(every_aside(one))
