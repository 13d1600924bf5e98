"""Header and rows, with one row of names or two, and names that are merged over columns."""

from collections.abc import Callable

import pytest

from corpus.problems import SettingsError
from corpus.records import Extraction
from extractors.sheets.freezing import Sheet, freeze_sheets
from extractors.surveys.reading import export_of

Read = Callable[[str], Extraction]

TWO_ROWS = """Respondent ID,Home,What helps you?,,Anything else?
,Response,Music,Sport,Open-Ended Response
R1,Oak,Music,,Nothing
R2,Elm,Music,Sport,
R3,Oak,,Sport,The food
"""


def test_one_row_of_names(sheet: Read) -> None:
    export = export_of(sheet("Home,Safe?\nOak,Yes\nElm,No\n"), "a.csv")
    assert export.header == ("Home", "Safe?")
    assert export.rows == (("Oak", "Yes"), ("Elm", "No"))


def test_two_rows_of_names_are_put_together(sheet: Read) -> None:
    export = export_of(sheet(TWO_ROWS), "a.csv")
    assert export.header == (
        "Respondent ID", "Home", "What helps you?: Music", "What helps you?: Sport",
        "Anything else?",
    )  # fmt: skip
    assert [row[0] for row in export.rows] == ["R1", "R2", "R3"]


def test_a_second_row_of_names_is_told_by_what_nobody_leaves_out(sheet: Read) -> None:
    text = "Number,Safe?,Happy?\n,Response,Response\n1,Yes,No\n2,No,No\n"
    assert len(export_of(sheet(text), "a.csv").rows) == 2
    assert len(export_of(sheet(text), "a.csv", header_rows=1).rows) == 3


def test_two_rows_can_be_said_to_be_names(sheet: Read) -> None:
    text = "About you,Your home\nAge,Safe?\n12-15,Yes\n8-11,No\n"
    export = export_of(sheet(text), "a.csv", header_rows=2)
    assert export.header == ("About you: Age", "Your home: Safe?")


def test_rows_without_a_name_are_no_second_row(sheet: Read) -> None:
    export = export_of(sheet(",Home,Safe?\n0,Oak,Yes\n1,Elm,No\n2,Oak,No\n"), "a.csv")
    assert export.header == ("column A", "Home", "Safe?")
    assert len(export.rows) == 3


def test_columns_of_one_name_are_told_apart(sheet: Read) -> None:
    export = export_of(sheet("Safe?,Why?,Happy?,Why?\nYes,a,No,b\nNo,c,No,d\n"), "a.csv")
    assert export.header == ("Safe?", "Why?", "Happy?", "Why? (2)")


def test_short_rows_are_as_wide_as_all(sheet: Read) -> None:
    export = export_of(sheet("Home,Safe?,Why?\nOak,Yes,\nElm,No,x\n"), "a.csv")
    assert [len(row) for row in export.rows] == [3, 3]


ROWS = [["Home", "Safe?"], ["Oak", "Yes"], ["Elm", "No"]]


def test_of_several_sheets_one_is_named() -> None:
    book = freeze_sheets("d" * 64, "xlsx/1", [Sheet("One", ROWS), Sheet("Two", ROWS[:2])])
    assert len(export_of(book, "a.xlsx", "Two").rows) == 1
    with pytest.raises(SettingsError, match=r"several sheets \('One', 'Two'\).*--sheet"):
        export_of(book, "a.xlsx")
    with pytest.raises(SettingsError, match="called 'Three'; it has 'One', 'Two'"):
        export_of(book, "a.xlsx", "Three")


NOTHING = [
    ([["Home", "Safe?"]], "no row of questions with responses below", "names alone"),
    ([["", ""]], "holds nothing", "empty cells"),
]


@pytest.mark.parametrize(("rows", "message", "why"), NOTHING)
def test_a_sheet_without_responses_is_refused(
    rows: list[list[str]], message: str, why: str
) -> None:
    bare = freeze_sheets("d" * 64, "xlsx/1", [Sheet("One", rows)])
    with pytest.raises(SettingsError, match=message):
        export_of(bare, "a.xlsx")


def test_titles_above_the_names_are_passed_over() -> None:
    book = freeze_sheets("d" * 64, "xlsx/1", [Sheet("One", [["Survey of May", ""], [], *ROWS])])
    assert export_of(book, "a.xlsx").header == ("Home", "Safe?")
