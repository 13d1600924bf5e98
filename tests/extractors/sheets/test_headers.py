"""The row that names the columns is found below titles, and not made up."""

import pytest

from extractors.sheets.headers import header_row

EXPORT = ["Event Date", "Case Note Type", "Narrative"]
DATA = ["12/03/2024", "Home visit", "Visited the family at home."]
ROWS: list[tuple[list[list[str]], int | None, str]] = [
    ([EXPORT, DATA], 0, "the usual export"),
    ([EXPORT], 0, "an export without a row"),
    ([["Case notes of the week"], [], EXPORT, DATA], 2, "below a title and an empty row"),
    ([["Run by", "J Doe"], ["Run date", "1/2/24"], EXPORT, DATA, DATA, DATA], 2, "below filters"),
    ([["", "", ""], EXPORT, DATA], 1, "below an empty row"),
    ([DATA, DATA], None, "values name nothing"),
    ([["Blue", "Green"], ["x", "y"], ["z", "q"]], 0, "unknown names are names still"),
    ([["Blue", "Blue", "Blue"], ["x", "y", "z"]], None, "the same words over again name nothing"),
    ([["Blue", "12"], ["x", "y"]], None, "a number names no column"),
    ([["Blue", "He went home."], ["x", "y"]], None, "a sentence names no column"),
    ([["Narrative"], ["He went home."], ["He came back."]], 0, "one column with a known name"),
    ([["Elephants"], ["He went home."]], None, "one column with an unknown one"),
    ([["Blue", "Green"]], None, "one unknown row may be anything"),
    ([["Date", "Date", "Type"], ["1/2/24", "2/2/24", "Visit"]], 0, "a name that stands twice"),
    ([["", "Q1 Do you feel safe?", "Role"], ["1", "Yes", "child"], ["2", "No", "c"]], 0, "survey"),
    ([], None, "no rows"),
    ([[], []], None, "empty rows"),
]


@pytest.mark.parametrize(("rows", "expected", "why"), ROWS)
def test_the_row_of_names_is_found(rows: list[list[str]], expected: int | None, why: str) -> None:
    assert header_row(rows) == expected, why


def test_a_long_text_of_known_words_is_no_header() -> None:
    long = ["date " * 30, "type " * 30, "notes " * 30]
    assert header_row([long, long]) is None


def test_headers_far_down_are_not_looked_for() -> None:
    assert header_row([["x"]] * 30 + [EXPORT, DATA]) is None
