"""Tables as people publish them, and what is said of those that cannot be compared."""

from collections.abc import Mapping

import pytest

from corpus.comparing import Table, TableError, read_table

AREAS = ("OE", "HP", "LEAD", "CIC", "CL", "CICL")
HEAD = "urn,local_authority,overall_effectiveness_grade,inspection_start_date"
ROW = "9900001,harrowmere,good,06/03/2023"


def read(text: str | bytes, mapping: Mapping[str, str] | None = None) -> Table:
    content = text.encode() if isinstance(text, str) else text
    return read_table(content, "table.csv", mapping or {}, AREAS)


def test_columns_are_known_by_their_names() -> None:
    table = read(f"{HEAD}\n{ROW}\n")
    assert table.fields == {
        "urn": "urn",
        "local_authority": "provider",
        "overall_effectiveness_grade": "OE",
        "inspection_start_date": "start",
    }
    assert [(row.line, row.cells["urn"]) for row in table.rows] == [(2, "9900001")]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (f"{HEAD}\n{ROW}".replace(",", ";"), "semicolons"),
        (f"{HEAD}\n{ROW}".replace(",", "\t"), "tabs"),
        (f"{HEAD}\n{ROW}".replace(",", "|"), "bars"),
        (b"\xef\xbb\xbf" + f"{HEAD}\n{ROW}".encode(), "a byte-order mark"),
        (f"{HEAD}\n{ROW}".encode("utf-16"), "UTF-16, as spreadsheets save Unicode text"),
        (f"{HEAD}\r\n{ROW}\r\n", "line ends of Windows"),
        (f"{HEAD}\n\n{ROW}\n,,,\n", "empty lines"),
        (f"{HEAD}\n{ROW},,\n", "empty cells behind the last column"),
    ],
)
def test_one_table_saved_in_many_ways(content: str | bytes, why: str) -> None:
    table = read(content)
    assert [row.cells["local_authority"] for row in table.rows] == ["harrowmere"], why


def test_an_old_encoding_is_read_and_said() -> None:
    table = read(f"{HEAD}\n9900001,Môrharrow,good,\n".encode("cp1252"))
    assert table.rows[0].cells["local_authority"] == "Môrharrow"
    assert "Line 2 is not UTF-8" in table.notes[0]


def test_a_line_break_in_a_cell_does_not_shift_the_lines() -> None:
    table = read(f'{HEAD}\n9900001,"Harrow\nmere",good,\n{ROW}\n')
    assert [row.line for row in table.rows] == [2, 4]


def test_rows_that_are_the_same_are_compared_once() -> None:
    table = read(f"{HEAD}\n{ROW}\n{ROW}\n")
    assert len(table.rows) == 1
    assert table.notes == ("Line 3 is the same as line 2 and was compared once. Delete it.",)


def test_a_mapping_goes_before_the_name_and_other_columns_are_named() -> None:
    text = "Ofsted number,Judgement 1,Region\n9900001,good,North\n"
    table = read(text, {"Ofsted number": "urn", "Judgement 1": "HP"})
    assert table.fields == {"Ofsted number": "urn", "Judgement 1": "HP"}
    assert table.notes == ("Columns not compared: Region.",)


def test_a_column_can_be_left_out() -> None:
    assert "local_authority" not in read(f"{HEAD}\n{ROW}\n", {"local_authority": "-"}).fields


@pytest.mark.parametrize(
    ("content", "mapping", "said"),
    [
        ("", {}, "the file is empty"),
        ("\n \n", {}, "the file is empty"),
        (HEAD, {}, "no row below the header"),
        (f"{ROW}\n{ROW}\n", {}, "It seems to have no header"),
        ("a,b\n1,2\n", {}, "no column is known (a, b)"),
        ("overall\ngood\n", {}, "no column holds the authority"),
        ("urn,region\n1,North\n", {}, "no column holds a grade"),
        ("urn,urn,overall\n1,1,good\n", {}, "two columns are called 'urn'"),
        ("urn,overall,overall grade\n1,good,good\n", {}, "both hold OE"),
        (f"{HEAD}\n9900001,harrow, mere,good,06/03/2023\n", {}, "line 2: 5 cells, but"),
        (f"{HEAD}\n9900001,harrowmere\n", {}, "line 2: 2 cells, but the header has 4"),
        (f"{HEAD}\n{ROW}\n", {"nowhere": "OE"}, "has no column 'nowhere'"),
        (f"{HEAD}\n{ROW}\n", {"urn": "number"}, "a column may hold one of"),
        (b"PK\x03\x04 ...", {}, "is a spreadsheet"),
        (b"urn,overall\n1,\x00\n", {}, "is no text"),
    ],
)
def test_what_cannot_be_compared_is_said_with_its_remedy(
    content: str | bytes, mapping: Mapping[str, str], said: str
) -> None:
    with pytest.raises(TableError) as caught:
        read(content, mapping)
    assert said in str(caught.value)
    assert "table.csv" in str(caught.value) or "--map" in str(caught.value)
