"""Columns are guessed with reasons; the guess is shown, corrected and read back."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.problems import SettingsError
from extractors.formats import Options
from extractors.sheets.column_words import ROLES, known_header, match, plain
from extractors.sheets.delimited import CSV
from extractors.sheets.mapping import (
    Column,
    Mapping,
    fingerprint,
    guess,
    headings,
    letters,
    mappings,
    places,
)
from extractors.sheets.mapping_file import read_mapping, write_mapping
from extractors.sheets.workbook import XLSX

LONG = "Visited the family at home and saw both children, who were playing in the garden."
HEADERS = [
    (["Child ID", "Event Date", "Case Note Type", "Worker", "Created By Role", "Narrative"],
     ["case", "date", "kind", "author", "author-role", "text"], "an export of a case system"),
    (["CASE_REF", "CONTACT_DATE", "CONTACT_TYPE", "RECORDED_BY", "ROLE", "NOTE_TEXT"],
     ["case", "date", "kind", "author", "author-role", "text"], "names of database columns"),
    (["PersonID", "EventDate", "EventType", "JobTitle", "CaseNoteText"],
     ["case", "date", "kind", "author-role", "text"], "names grown together"),
    (["Child's Name", "D.O.B.", "Mother", "School", "Date", "Details"],
     ["child", "born", "person", "identifier", "date", "text"], "people and places"),
    (["Forename", "Surname", "Date of Birth", "Visit date", "Summary", "Actions agreed"],
     ["child", "child", "born", "date", "text", "text"], "a name in two columns, two texts"),
    (["Date", "Date Closed", "Status", "Notes"], ["date", "other", "other", "text"],
     "only one day"),
    (["Response", "Submitted", "Respondent", "How do you feel?"],
     ["text", "date", "author-role", "text"], "a survey"),
    (["Blue", "Green"], ["other", "other"], "names that say nothing"),
    (["Worker ID", "Case ID"], ["identifier", "case"], "two references, one of them the case"),
    (["Date", "Date", "Notes"], ["date", "other", "text"], "a name that stands twice"),
]  # fmt: skip


@pytest.mark.parametrize(("header", "roles", "why"), HEADERS)
def test_names_of_columns_say_what_they_are(header: list[str], roles: list[str], why: str) -> None:
    assert [column.role for column in guess(header, []).columns] == roles, why


SHAPES = [
    ("Date", ["12/03/2024", "13/03/2024"], "date", "dates"),
    ("Date", ["soon", "later"], "other", "a column called so, without a date in it"),
    ("Date", ["12/03/2024", "", ""], "date", "empty cells say nothing"),
    ("Type", ["Visit", "Call"], "kind", "short words"),
    ("Type", [LONG, LONG], "other", "a column called so that tells stories"),
    ("DOB", ["not known", "n/k"], "other", "no day of birth at all"),
    ("Name", ["Ann Doe", "Bo Roe"], "child", "names"),
    ("Name", ["C100", "C101"], "other", "references, not names"),
]


@pytest.mark.parametrize(("name", "values", "role", "why"), SHAPES)
def test_values_confirm_or_deny_a_name(name: str, values: list[str], role: str, why: str) -> None:
    rows = [[value, LONG] for value in values]
    assert guess([name, "Narrative"], rows).columns[0].role == role, why


def test_a_guess_gives_its_reasons() -> None:
    rows = [["12/03/2024", LONG], ["soon", LONG], ["14/03/2024", LONG]]
    date, text = guess(["Event date", "Blue"], rows, "Contacts").columns
    assert date.reason == "its name is “event date”; 2 of 3 values are dates"
    assert (text.role, text.column) == ("text", "B")
    assert "longest" in text.reason


def test_every_sheet_has_a_mapping_of_its_own(
    xlsx: Callable[..., bytes], sheet_of: Callable[..., str]
) -> None:
    first = sheet_of([["Title"], ["Date", "Narrative"], ["12/03/2024", LONG]])
    second = sheet_of([["x", "1"], ["y", "2"]])
    found = mappings(XLSX.extract(xlsx(("Contacts", first), ("Sums", second)), "d", Options()))
    assert [mapping.sheet for mapping in found] == ["Contacts"], "the other names no columns"
    assert [column.role for column in found[0].columns] == ["date", "text"]


def test_a_mapping_is_written_for_people_and_read_back() -> None:
    mapping = guess(
        ["Child ID", "Event Date", "Narrative", "Odd: one"], [["C1", "1/2/24", LONG, ""]]
    )
    text = write_mapping(mapping)
    assert text.startswith("# What the columns")
    assert "role: date" in text
    assert read_mapping(text) == mapping


def test_a_mapping_may_be_json() -> None:
    data = {"columns": [{"header": "Story", "role": "text"}]}
    assert read_mapping(json.dumps(data)) == Mapping((Column("Story", "text"),))


WRONG = [
    ("columns: []", "no column is 'text'", "nothing to read"),
    ("", "starts with the key columns", "an empty file"),
    ("columns:\n- header: A\n  role: sort\n", "the column 'A' has the role 'sort'", "no such role"),
    ("columns:\n- header: A\n  roll: text\n", "perhaps 'role' is meant", "a mistyped key"),
    ("columns:\n- role: text\n", "the key 'header' is missing", "a column without a name"),
    ("columns:\n- header: A\n  role: date\n- header: B\n  role: date\n- header: C\n  role: text\n",
     "the columns 'A' and 'B' are both 'date'", "two dates"),
    ("columns:\n- header: 12\n  role: text\n", "put the value in quotes", "a number for a name"),
    ("columns: [", "does not close", "broken YAML"),
    ("sheet: A\n", "the key 'columns' is missing", "no columns"),
    ("columns: text", "must be a list", "words where a list belongs"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "why"), WRONG)
def test_a_wrong_mapping_names_line_column_and_remedy(text: str, words: str, why: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_mapping(text, "columns.yaml")
    assert words in str(caught.value), why
    assert "columns.yaml, line" in str(caught.value), why


PLACES = [
    ([(0, "Story"), (1, "Day")], {0: "Story", 1: "Day"}, "as they are"),
    ([(5, "day"), (9, "STORY")], {9: "Story", 5: "Day"}, "in another order and case"),
    ([(0, "Story")], None, "a column that counts is absent"),
    ([(0, "Story"), (1, "Day"), (2, "Day")], {0: "Story", 1: "Day"}, "more than are known"),
]


@pytest.mark.parametrize(("names", "expected", "why"), PLACES)
def test_a_mapping_finds_its_columns_in_a_sheet(
    names: list[tuple[int, str]], expected: dict[int, str] | None, why: str
) -> None:
    mapping = Mapping((Column("Story", "text"), Column("Day", "date"), Column("Gone", "other")))
    found = places(mapping, names)
    told = None if found is None else {at: column.header for at, column in found.items()}
    assert told == expected, why


def test_columns_of_one_name_take_their_turns() -> None:
    mapping = Mapping((Column("Note", "text"), Column("Note", "other"), Column("Note", "text")))
    found = places(mapping, [(0, "Note"), (1, "Note"), (2, "note")])
    assert found is not None
    assert [found[at].role for at in range(3)] == ["text", "other", "text"]


def test_a_mapping_of_a_real_extraction() -> None:
    content = f"Child ID,Event Date,Narrative\nC1,12/03/2024,{LONG}\n".encode()
    (mapping,) = mappings(CSV.extract(content, "d", Options()))
    assert [column.role for column in mapping.columns] == ["case", "date", "text"]
    assert mapping.sheet is None
    assert [column.header for column in mapping.of("date", "text")] == ["Event Date", "Narrative"]


@pytest.mark.parametrize(("at", "expected"), [(0, "A"), (25, "Z"), (26, "AA"), (16383, "XFD")])
def test_letters_of_columns(at: int, expected: str) -> None:
    assert letters(at) == expected


NAMES = [
    ("CaseNote_Type", "case note type"),
    ("D.O.B.", "d o b"),
    ("Child's  NAME", "child s name"),
    ("LCSNumber", "lcs number"),
    ("", ""),
]


@pytest.mark.parametrize(("header", "expected"), NAMES)
def test_names_are_compared_without_dress(header: str, expected: str) -> None:
    assert plain(header) == expected


def test_known_words_speak_surely_or_less_so() -> None:
    whole, part = match("Event Date", "date"), match("Latest event date of all", "date")
    assert whole is not None
    assert part is not None
    assert whole.sure > part.sure
    assert match("Date of birth of mother", "date") is None
    assert match("Anything", "other") is None
    assert known_header("narrative")
    assert not known_header("elephants")


HEADER = st.text(st.characters(min_codepoint=32, max_codepoint=0x2000), max_size=12)


@given(st.lists(HEADER, max_size=6), st.lists(st.lists(HEADER, max_size=6), max_size=4))
def test_any_sheet_has_a_guess_that_can_be_written(
    header: list[str], rows: list[list[str]]
) -> None:
    mapping = guess(header, rows)
    assert all(column.role in ROLES and column.reason for column in mapping.columns)
    assert all(len(mapping.of(role)) <= 1 for role in ("date", "kind", "case", "born"))
    if mapping.of("text"):
        assert read_mapping(write_mapping(mapping)) == mapping


def test_columns_are_known_again_in_any_order_and_writing() -> None:
    known = fingerprint(["Child ID", "Event Date", "Notes"])
    assert fingerprint(["NOTES", "event_date", "ChildID", ""]) == known
    assert fingerprint(["Child ID", "Event Date", "Notes", "Notes"]) != known
    assert fingerprint(["Child", "ID Event Date", "Notes"]) != known


def test_names_of_columns_are_read_without_the_rows(
    xlsx: Callable[..., bytes], sheet_of: Callable[..., str]
) -> None:
    first = sheet_of([["Contacts of May"], ["Date", "Narrative"], ["12/03/2024", LONG]])
    second = sheet_of([["1", "2"], ["3", "4"]])
    extraction = XLSX.extract(xlsx(("One", first), ("Two", second)), "d", Options())
    assert list(headings(extraction)) == [("Date", "Narrative")]
