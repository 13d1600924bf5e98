"""Workbooks of Excel and LibreOffice: every sheet, every kind of value, every trap."""

import io
import time
import zipfile
from collections.abc import Callable

import pytest

from corpus.problems import RefusedError
from corpus.records import Extraction
from extractors import passages, sniff
from extractors.formats import Options
from extractors.sheets.guarding import column_number
from extractors.sheets.workbook import ODS, XLSX

Build = Callable[..., bytes]
Rows = Callable[[list[list[str]]], str]
ROWS = [["Event Date", "Type", "Narrative"], ["12/03/2024", "Visit", "All well."]]


def read(content: bytes) -> Extraction:
    return sniff(content, "export.xlsx").extract(content, "d", Options())


def words_of(extraction: Extraction) -> dict[tuple[int, int], str]:
    return {
        (cell.row, cell.column): extraction.text[cell.start : cell.end]
        for block in extraction.blocks
        for cell in block.cells
    }


def test_each_sheet_is_a_table_and_says_its_name(xlsx: Build, sheet_of: Rows) -> None:
    content = xlsx(("Contacts", sheet_of(ROWS)), ("Visits", sheet_of(ROWS)))
    assert sniff(content, "export.xlsx").name == "Excel (XLSX)"
    extraction = read(content)
    assert [block.locator for block in extraction.blocks] == ["sheet Contacts", "sheet Visits"]
    found = passages(extraction)
    assert [passage.locator for passage in found] == [
        "sheet Contacts, row 2",
        "sheet Visits, row 2",
    ]
    assert extraction.text == "Event Date\tType\tNarrative\n12/03/2024\tVisit\tAll well.\n" * 2


def test_values_keep_their_place_and_lose_their_dressing(
    xlsx: Build, words_cell: Callable[..., str], number_cell: Callable[..., str]
) -> None:
    inside = (
        f"<sheetData><row r='3'>{words_cell('B3', 'Rang  school')}{number_cell('C3', 45363, 'day')}"
        f"{number_cell('D3', 45363.6041666667, 'moment')}{number_cell('E3', 0.604166667, 'clock')}"
        f"{number_cell('F3', 12)}{number_cell('G3', 1.5)}"
        '<c r="H3" t="b"><v>1</v></c><c r="I3"><f>1+1</f><v>2</v></c>'
        '<c r="J3" t="e"><v>#DIV/0!</v></c><c r="K3"><f>A1</f></c></row></sheetData>'
    )
    extraction = read(xlsx(("S", inside)))
    assert words_of(extraction) == {
        (2, 1): "Rang school",
        (2, 2): "2024-03-12",
        (2, 3): "2024-03-12 14:30",
        (2, 4): "14:30",
        (2, 5): "12",
        (2, 6): "1.5",
        (2, 7): "TRUE",
        (2, 8): "2",
    }
    assert passages(extraction)[0].locator == "sheet S, row 3"


def test_hidden_sheets_are_read_and_said(xlsx: Build, sheet_of: Rows) -> None:
    content = xlsx(("Old", sheet_of(ROWS)), ("New", sheet_of(ROWS)), hidden=["Old"])
    extraction = read(content)
    assert [block.locator for block in extraction.blocks] == ["sheet Old (hidden)", "sheet New"]
    assert [problem.code for problem in extraction.problems] == ["hidden-sheet"]
    assert "1 of the workbook's sheets is hidden" in extraction.problems[0].message
    assert "Old" not in extraction.problems[0].message, "names of sheets may name a child"


def test_merged_cells_belong_to_the_first(xlsx: Build, sheet_of: Rows) -> None:
    merged = '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'
    rows = [*ROWS, ["", "Call", "No reply."]]
    extraction = read(xlsx(("S", sheet_of(rows) + merged), ("T", sheet_of(rows) + merged)))
    assert words_of(extraction)[1, 0] == "12/03/2024"
    assert (2, 0) not in words_of(extraction)
    assert [problem.code for problem in extraction.problems] == ["merged-cells"], "said once"


def test_a_title_merged_over_columns_is_no_problem(xlsx: Build, sheet_of: Rows) -> None:
    merged = '<mergeCells><mergeCell ref="A1:C1"/></mergeCells>'
    rows = [["Case notes"], *ROWS]
    extraction = read(xlsx(("S", sheet_of(rows) + merged)))
    assert extraction.problems == ()
    assert [cell.header for cell in extraction.blocks[0].cells] == [
        False,
        *[True] * 3,
        *[False] * 3,
    ]


def test_comments_on_cells_are_said_to_be_missing(xlsx: Build, sheet_of: Rows) -> None:
    extraction = read(xlsx(("S", sheet_of(ROWS)), comments1="<comments/>"))
    assert [problem.code for problem in extraction.problems] == ["comments-not-read"]


def test_empty_sheets_leave_nothing(xlsx: Build, sheet_of: Rows) -> None:
    extraction = read(xlsx(("Empty", "<sheetData/>"), ("S", sheet_of(ROWS))))
    assert [block.locator for block in extraction.blocks] == ["sheet S"]
    nothing = read(xlsx(("Empty", "<sheetData/>")))
    assert (nothing.status, nothing.text) == ("partial", "")


def test_formulas_typed_as_words_stay_words(xlsx: Build, sheet_of: Rows) -> None:
    extraction = read(xlsx(("S", sheet_of([*ROWS, ["=1+1", "@x", "-y"]]))))
    assert words_of(extraction)[2, 0] == "=1+1"


def corner(reference: str) -> str:
    return (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        f'<row><c r="{reference}"><v>1</v></c></row></sheetData>'
    )


CORNERS = [
    (corner("XFD1048576"), "too-many-cells", "the last corner of a sheet"),
    (corner("XFD1000").replace('r="', "r = '").replace('">', "'>"), "too-many-cells", "quoted so"),
    (corner("A1048576"), None, "one long column is read"),
    (corner("B99999999"), "too-many-rows", "more rows than Excel itself has"),
    ('<sheetData><row r="9999999"><c><v>1</v></c><c r="ZZ1"/></row></sheetData>', "too-many-cells",
     "a row that says its number, cells that do not"),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "code", "why"), CORNERS)
def test_a_sheet_that_spreads_too_far_is_refused_before_it_is_laid_out(
    xlsx: Build, inside: str, code: str | None, why: str
) -> None:
    content = xlsx(("S", inside))
    began = time.process_time()
    if code is None:
        assert len(words_of(read(content))) == 2
        return
    with pytest.raises(RefusedError) as caught:
        read(content)
    assert caught.value.problem.code == code, why
    assert time.process_time() - began < 1


def test_bombs_and_broken_archives_are_refused(xlsx: Build, sheet_of: Rows) -> None:
    whole = xlsx(("S", sheet_of(ROWS)))
    bomb = xlsx(("S", "<sheetData>" + " " * 8_000_000 + "</sheetData>"))
    for content, code in (
        (bomb, "unpacks-too-large"),
        (whole[:-40] + bytes(40), "damaged-workbook"),
        (xlsx(("S", "<sheetData><row></sheet>")), "damaged-workbook"),
        (without(whole, "xl/worksheets/s1.xml"), "damaged-workbook"),
        (without(whole, "xl/_rels/workbook.xml.rels"), "damaged-workbook"),
    ):
        with pytest.raises(RefusedError) as caught:
            XLSX.extract(content, "d", Options())
        assert caught.value.problem.code == code
        assert caught.value.problem.message.endswith(".")


def without(content: bytes, part: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
    return stream.getvalue()


def said(text: str, attributes: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string"{attributes}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def row(*cells: str, repeated: int = 1) -> str:
    said_so = f' table:number-rows-repeated="{repeated}"' if repeated > 1 else ""
    return f"<table:table-row{said_so}>{''.join(cells)}</table:table-row>"


def table(*rows: str, name: str = "Contacts") -> str:
    return f'<table:table table:name="{name}">{"".join(rows)}</table:table>'


# What LibreOffice writes after the last filled row of every sheet.
REST = row('<table:table-cell table:number-columns-repeated="16384"/>', repeated=1_048_500)


def test_opendocument_spreadsheets(ods: Build) -> None:
    day = (
        '<table:table-cell office:value-type="date" office:date-value="2024-03-12">'
        "<text:p>12/03/24</text:p></table:table-cell>"
    )
    count = (
        '<table:table-cell office:value-type="float" office:value="3"><text:p>3</text:p>'
        "</table:table-cell>"
    )
    content = ods(
        table(
            row(said("Event Date"), said("Type"), said("Count")),
            row(day, said("Home</text:p><text:p>visit"), count),
            row('<table:table-cell table:number-columns-repeated="2"/>', said("x"), repeated=2),
            REST,
        )
    )
    assert sniff(content, "export.ods").name == "OpenDocument spreadsheet (ODS)"
    extraction = read(content)
    assert extraction.text == "Event Date\tType\tCount\n2024-03-12\tHome visit\t3\n" + "\t\tx\n" * 2
    assert extraction.blocks[0].locator == "sheet Contacts"


REPEATS = [
    (row(said("y"), repeated=900_000_000), "too-many-rows", "one filled row, over and over"),
    (row(said("y"), said("z", ' table:number-columns-repeated="16000"'), repeated=5000),
     "too-many-cells", "few rows, but wide ones"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "code", "why"), REPEATS)
def test_repeats_beyond_all_measure_are_refused(ods: Build, rows: str, code: str, why: str) -> None:
    with pytest.raises(RefusedError) as caught:
        ODS.extract(ods(table(rows, REST)), "d", Options())
    assert caught.value.problem.code == code, why


def test_a_damaged_opendocument_file_is_refused(ods: Build) -> None:
    with pytest.raises(RefusedError) as caught:
        ODS.extract(ods("<table:table table:name="), "d", Options())
    assert caught.value.problem.code == "damaged-workbook"


def test_other_archives_are_no_workbooks(ods: Build) -> None:
    text = ods(table()).replace(b"spreadsheet", b"presentatio")
    assert ODS.bid(text) == 0
    assert XLSX.bid(text) == 0
    assert XLSX.bid(b"PK\x03\x04") == ODS.bid(b"") == 0


@pytest.mark.parametrize(
    ("letters", "number"), [(b"A", 1), (b"Z", 26), (b"AA", 27), (b"xfd", 16384), (b"", 0)]
)
def test_columns_are_counted_by_their_letters(letters: bytes, number: int) -> None:
    assert column_number(letters) == number
