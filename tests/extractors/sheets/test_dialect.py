"""What is a table of separated values, what is prose with commas, and how rows are read."""

import csv
import io
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.sheets.dialect import Rows, delimiter_of

TABLES = [
    ("Date,Type,Notes\n1/2/24,Visit,Fine\n", ",", "the usual export"),
    ("Date;Type;Notes\n1/2/24;Visit;Fine, all well, really\n", ";", "of a continental Excel"),
    ("Date\tType\tNotes\n1/2/24\tVisit\tFine\n", "\t", "separated by tabs"),
    ("Date|Type|Notes\n1/2/24|Visit|Fine\n", "|", "separated by strokes"),
    ('"Date","Type","Notes"\n"1/2/24","Visit","Line one\nLine two"\n', ",", "lines in quotes"),
    ('"Date", "Type", "Notes"\n1, 2, 3\n', ",", "spaces after known names are forgiven"),
    ("sep=;\nA;B\n", ";", "Excel's own line says so"),
    ("Date,Type,Notes\n", ",", "an export without rows"),
    ("\nDate,Type\n\n1/2/24,Visit\n", ",", "empty lines between"),
    ("Case notes of a week\nDate,Type,Notes\n1/2/24,Visit,Fine\n", ",", "a title above"),
    ("Date,Type,Notes\n1/2/24,Visit\n2/2/24,Visit,x\n3/2/24,Call,y\n", ",", "a short row"),
    ("Blue,Green\n1,2\n3,4\n", ",", "unknown names over consistent columns"),
    ("Date,Type,Notes\r1/2/24,Visit,Fine\r", ",", "the line ends of old machines"),
]
PROSE = [
    ("However, he came.\nHe left, too.\nThen, he slept.\n", "prose with one comma a line"),
    ("Apples, pears\nplums, figs\nmore, less\n", "a list with a space after each comma"),
    ("One line, with commas, and more, only\n", "one line"),
    ("No commas at all\nnor here\n", "nothing that separates"),
    ("Date: 12/03/2024\nType: Home visit, planned\n", "a note with labels"),
    ("| a | b |\n|---|---|\n| 1 | 2 |\n", "a table of Markdown"),
    ("He said a;b\n\nand went away\n", "a stray mark"),
    ("", "nothing"),
    (",,,\n,,,\n", "separators alone"),
    ("Words, words and words. And more, again\n" * 5, "the same line over and over"),
]


@pytest.mark.parametrize(("text", "mark", "why"), TABLES)
def test_tables_are_known_by_their_columns(text: str, mark: str, why: str) -> None:
    assert delimiter_of(text) == mark, why


@pytest.mark.parametrize(("text", "why"), PROSE)
def test_prose_is_no_table(text: str, why: str) -> None:
    assert delimiter_of(text) is None, why


def test_a_row_that_is_cut_off_proves_nothing() -> None:
    text = "Blue,Green\n1,2\n3,4\n5"
    assert delimiter_of(text, whole=False) == ","
    assert delimiter_of(text) is None


UNCLOSED = [
    ('a,"b\nc,d\n', [["a", '"b'], ["c", "d"]], "the last quote never closes"),
    ('"x\n', [['"x']], "nothing but one"),
    ('a,b\n"c', [["a", "b"], ['"c']], "at the end, without a line end"),
]


@pytest.mark.parametrize(("text", "expected", "why"), UNCLOSED)
def test_an_unclosed_quote_swallows_one_row_at_most(
    text: str, expected: list[list[str]], why: str
) -> None:
    rows = Rows(text, ",")
    assert list(rows) == expected, why
    assert rows.unclosed == 1, why


def test_many_unclosed_quotes_end_all_quoting() -> None:
    text = "".join(f'{at},"x{at}"y"\n' if at % 2 else f'{at},"z\n' for at in range(81))
    rows = Rows(text, ",")
    read = list(rows)
    assert read[-1][0] == "80"
    assert 0 < rows.unclosed <= 21


def test_a_cell_may_hold_a_long_note() -> None:
    long = "word " * 100_000
    rows = Rows(f'1,"{long}"\n', ",")
    assert list(rows) == [["1", long]]


# Python 3.11 writes a lone "\r" without quotes where lines end in "\n": nobody could read it back.
CELLS = st.text(
    st.characters(blacklist_categories=["Cs"], blacklist_characters="\x03\r"), max_size=8
)


@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=6),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\r\n", "\n"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_what_the_csv_module_writes_reads_back(
    rows: list[list[str]], mark: str, ends: str, quoting: Literal[0, 1]
) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=mark, lineterminator=ends, quoting=quoting).writerows(rows)
    written = Rows(stream.getvalue(), mark)
    assert list(written) == rows
    assert written.unclosed == 0
