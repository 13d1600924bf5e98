"""Rows become notes by their columns: each cell is used for what its column is, and no more."""

from collections.abc import Sequence

import pytest

from corpus.notes import Note
from corpus.records import Extraction
from extractors.formats import Options
from extractors.notes import notes_of
from extractors.notes.rows import reader_of
from extractors.sheets.delimited import CSV
from extractors.sheets.freezing import Sheet, freeze_sheets
from extractors.sheets.mapping import Column, Mapping, tables

Rows = Sequence[Sequence[str]]


def sheet(name: str | None, *rows: Sequence[str]) -> Extraction:
    return freeze_sheets("d" * 64, "xlsx/1", [Sheet(name, rows)])


def only(extraction: Extraction) -> Note:
    (note,) = notes_of(extraction)
    return note


KINDS = [
    (["Date", "Type", "Narrative"], ["1/2/24", "Home visit", "Rang school."], "visit",
     "a printed kind wins over the words"),
    (["Date", "Type", "Narrative"], ["1/2/24", "Case note", "Telephone call from school."],
     "contact-record", "a kind that says nothing leaves it to the words"),
    (["Date", "Type", "Narrative"], ["1/2/24", "", "Strategy discussion held with police."],
     "strategy-discussion", "an empty kind, too"),
    (["Date", "Narrative"], ["1/2/24", "Reported missing to police."], "missing-episode",
     "no column of kinds"),
    (["Date", "Narrative"], ["1/2/24", "He likes football."], None, "nothing speaks"),
    (["Date", "What is good here?"], ["1/2/24", "The food"], "survey-response", "a question"),
    (["Respondent", "Notes"], ["Child", "The food"], "survey-response", "somebody who responds"),
]  # fmt: skip


@pytest.mark.parametrize(("header", "row", "kind", "why"), KINDS)
def test_the_kind_of_a_row(header: list[str], row: list[str], kind: str | None, why: str) -> None:
    assert only(sheet(None, header, row)).kind == kind, why


NAMES = [
    ("Complaints", "complaint", "a sheet that says its kind"),
    ("Sheet1", None, "a name that says nothing"),
]


@pytest.mark.parametrize(("name", "kind", "why"), NAMES)
def test_the_name_of_a_sheet_tells_where_no_column_does(
    name: str, kind: str | None, why: str
) -> None:
    extraction = sheet(name, ["Date", "Narrative"], ["1/2/24", "He likes football."])
    assert only(extraction).kind == kind, why


def test_a_title_above_the_columns_tells_as_well() -> None:
    extraction = sheet(
        None, ["Chronology"], [], ["Date", "Narrative"], ["1/2/24", "He likes football."]
    )
    note = only(extraction)
    assert (note.kind, note.locator, note.date) == ("chronology", "row 4", "2024-02-01")


DATES = [
    ("12/03/2024", "2024-03-12", [], "a day"),
    ("12/03/2024 14:30", "2024-03-12", [], "a day and a time"),
    ("2024-03-12", "2024-03-12", [], "as workbooks give it"),
    ("31/02/2024", None, ["date: impossible"], "no such day"),
    ("12/3", None, ["date: no-year"], "no year"),
    ("last week", None, ["date: unreadable"], "words"),
    ("", None, [], "nothing printed, nothing to say"),
]


@pytest.mark.parametrize(("printed", "iso", "rules", "why"), DATES)
def test_the_day_of_a_row(printed: str, iso: str | None, rules: list[str], why: str) -> None:
    header, usual = ["Date", "Narrative"], ["1/2/24", "He likes football."]
    # Most of a column must be days for it to be taken for one of days.
    extraction = sheet(None, header, usual, usual, [printed, "He likes tennis."])
    note = notes_of(extraction)[2]
    assert note.date == iso, why
    assert [cue.rule for cue in note.cues] == rules, why
    for cue in note.cues:
        assert extraction.text[note.start + cue.start : note.start + cue.end] == printed


def test_cues_of_words_point_into_the_row() -> None:
    extraction = sheet(
        None, ["Date", "Type", "Narrative"], ["1/2/24", "Odd", "Telephone call from school."]
    )
    note = only(extraction)
    assert note.cues
    for cue in note.cues:
        words = extraction.text[note.start + cue.start : note.start + cue.end].lower()
        assert words in ("telephone call from", "telephone call", "school")


def test_several_texts_are_read_together() -> None:
    extraction = sheet(
        None, ["Date", "Details", "Outcome"], ["1/2/24", "Rang.", "Strategy discussion held."]
    )
    assert only(extraction).kind == "strategy-discussion"


def test_empty_rows_are_no_notes_and_keep_the_count() -> None:
    extraction = sheet("S", ["Date", "Narrative"], ["1/2/24", "One."], [], ["2/2/24", "Two."])
    assert [note.locator for note in notes_of(extraction)] == ["sheet S, row 2", "sheet S, row 4"]


def test_each_sheet_is_read_by_its_own_columns() -> None:
    extraction = freeze_sheets(
        "d" * 64, "ods/1",
        [
            Sheet("One", [["Date", "Narrative"], ["1/2/24", "A story."]]),
            Sheet("Two", [["Details", "Event Date"], ["A story.", "2/2/24"]]),
        ],
    )  # fmt: skip
    assert [note.date for note in notes_of(extraction)] == ["2024-02-01", "2024-02-02"]


def test_a_mapping_for_one_sheet_leaves_the_others_to_a_guess() -> None:
    rows: Rows = [["Date", "Other", "Narrative"], ["1/2/24", "3/4/24", "A story."]]
    extraction = freeze_sheets("d" * 64, "xlsx/1", [Sheet("One", rows), Sheet("Two", rows)])
    mapping = Mapping((Column("Other", "date"), Column("Narrative", "text")), sheet="Two")
    assert [note.date for note in notes_of(extraction, mapping)] == ["2024-02-01", "2024-04-03"]


def test_a_reader_gives_the_cells_of_a_role() -> None:
    extraction = sheet("S", ["Worker", "Author", "Notes"], ["J Doe", "K Roe", "A story."])
    (table,) = tables(extraction)
    reader = reader_of(extraction, table)
    (row,) = table.rows
    found = [extraction.text[c.start : c.end] for c in reader.cells(row, "author")]
    assert found == ["J Doe", "K Roe"]
    assert reader.value(row, "author") == "J Doe"
    assert reader.value(row, "case") is None


def test_ragged_rows_and_double_names_are_read() -> None:
    text = "Date,Narrative,Date\n1/2/24\n2/2/24,A story.,3/2/24,more,and more\n,,4/2/24\n"
    notes = notes_of(CSV.extract(text.encode(), "d" * 64, Options()))
    assert [note.date for note in notes] == ["2024-02-01", "2024-02-02", None]


def test_workbooks_give_moments() -> None:
    extraction = sheet("S", ["Event Date", "Narrative"], ["2024-03-12 14:30", "A story."])
    assert only(extraction).date == "2024-03-12"


def test_a_column_without_days_is_not_that_of_days() -> None:
    extraction = sheet(None, ["Date", "Narrative"], ["soon", "A story."], ["later", "A story."])
    assert [(note.date, note.cues) for note in notes_of(extraction)] == [(None, ()), (None, ())]
