"""CSV files become rows of one frozen text, whatever encoding and mark they come in."""

import csv
import io
import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.problems import RefusedError
from corpus.records import Cell, Extraction
from extractors import passages, sniff
from extractors.drafting import tidy
from extractors.formats import Options
from extractors.sheets import freezing
from extractors.sheets.delimited import CSV

EXPORT = (
    "Child ID,Event Date,Case Note Type,Created By Role,Narrative\r\n"
    'C100,12/03/2024,Home visit,Social Worker,"Visited at home.\r\nMum said ""all is well"", then '
    'left."\r\n'
    "C100,14/03/2024,Telephone call,Social Worker,Rang school – no reply\r\n"
)


def read(text: str | bytes, encoding: str = "utf-8") -> Extraction:
    content = text if isinstance(text, bytes) else text.encode(encoding)
    return CSV.extract(content, "d", Options())


def rows_of(extraction: Extraction) -> list[list[str]]:
    """The rows as they were, from the cells: their row, column and slice."""
    cells = [cell for block in extraction.blocks for cell in block.cells]
    rows: list[list[str]] = []
    for cell in cells:
        rows += [[] for _ in range(cell.row + 1 - len(rows))]
        row = rows[cell.row]
        row += [""] * (cell.column + 1 - len(row))
        row[cell.column] = extraction.text[cell.start : cell.end]
    return rows


def test_an_export_of_a_case_system() -> None:
    extraction = read(EXPORT)
    assert extraction.text.split("\n")[1] == (
        'C100\t12/03/2024\tHome visit\tSocial Worker\tVisited at home. Mum said "all is well", '
        "then left."
    )
    (block,) = extraction.blocks
    assert (block.kind, block.start, block.end) == ("table", 0, len(extraction.text) - 1)
    assert [cell.header for cell in block.cells] == [True] * 5 + [False] * 10
    assert extraction.status == "ok"
    assert extraction.problems == ()


def test_a_passage_is_a_row_and_says_where() -> None:
    found = passages(read(EXPORT))
    assert [passage.locator for passage in found] == ["row 2", "row 3"]
    assert found[1].text.endswith("Rang school – no reply")


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_that_exports_come_in(encoding: str) -> None:
    content = EXPORT.replace("school", "café").encode(encoding)
    assert sniff(content, "export.csv").name == "CSV"
    extraction = read(content)
    assert extraction.text.startswith("Child ID\tEvent Date")
    assert "Rang café – no reply" in extraction.text
    guessed = [problem.code for problem in extraction.problems]
    assert guessed == (["encoding-guessed"] if encoding == "cp1252" else [])


TEXTS = [
    ("However, he came.\nHe left, too.\nThen, he slept.\n", "plain text", "prose with commas"),
    ("Date: 12/03/2024\nType: Home visit\n\nVisited.\n", "plain text", "a note with labels"),
    ("Leaders know.\n\n- one, two\n- three, four\n", "plain text", "a list"),
    ("# Title\n\nSome **bold**, words.\n", "Markdown", "marks"),
    ("| Date | Type |\n|---|---|\n| 1 | 2 |\n", "Markdown", "a table of Markdown"),
    ("<p>Date,Type</p>", "HTML", "a page"),
    (EXPORT, "CSV", "an export"),
    ("Date\tType\tNotes\n1/2/24\tVisit\tAll well.\n", "CSV", "separated by tabs"),
]


@pytest.mark.parametrize(("text", "format_name", "why"), TEXTS)
def test_text_stays_text(text: str, format_name: str, why: str) -> None:
    assert sniff(text.encode(), "notes.txt").name == format_name, why


HOSTILE = [
    ("Date,Type\n1/2/24\n1/2/24,Visit,too,many\n", [["Date", "Type"], ["1/2/24"],
     ["1/2/24", "Visit", "too", "many"]], "ragged rows keep what they have"),
    ("Narrative\nHe left.\n", [["Narrative"], ["He left."]], "one column"),
    ("Date,Date\n1/2/24,2/2/24\n", [["Date", "Date"], ["1/2/24", "2/2/24"]], "a name twice"),
    ('Date,Type\n=1+1,"=HYPERLINK(""x"")"\n', [["Date", "Type"], ["=1+1", '=HYPERLINK("x")']],
     "formulas are words here, and are never worked out"),
    ("Date,Type\n,,,\n1/2/24,\n", [["Date", "Type"], [], ["1/2/24"]], "empty cells are no cells"),
    ("Date,Type\n\n\n1/2/24,x\n", [["Date", "Type"], [], [], ["1/2/24", "x"]], "empty lines count"),
    ('Date,Type\n"1/2/24,x\n2/2/24,y\n', [["Date", "Type"], ['"1/2/24', "x"], ["2/2/24", "y"]],
     "a quote that never closes costs its own row at most"),
    ("sep=;\nDate;Type\n1;2\n", [["Date", "Type"], ["1", "2"]], "Excel's own first line"),
    ("Date,Type\n a  b ,\u200bx\n", [["Date", "Type"], ["a b", "x"]], "white space is tidied"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "why"), HOSTILE)
def test_odd_files_are_read_as_far_as_they_go(
    text: str, expected: list[list[str]], why: str
) -> None:
    assert rows_of(read(text)) == expected, why


def test_an_unclosed_quote_is_said() -> None:
    one = read('Date,Type\n"1/2/24,x\n')
    two = read('Date,Type\n"1/2/24,x\n2/2/24,y\n3/3/24,"z"y"\n"')
    assert [problem.code for problem in one.problems] == ["unclosed-quote"]
    assert "check them" in one.problems[0].message
    assert [problem.code for problem in two.problems] == ["unclosed-quote"]


def test_wide_rows_are_read() -> None:
    wide = [f"c{at}" for at in range(16_000)]
    extraction = read("Date,Type\n" + ",".join(wide) + "\n")
    assert rows_of(extraction)[1] == wide


def test_an_empty_table_is_partial() -> None:
    extraction = read(",,\n,,\n")
    assert (extraction.status, extraction.text, extraction.blocks) == ("partial", "", ())
    assert [problem.code for problem in extraction.problems] == ["no-text"]


def test_too_many_rows_are_refused_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freezing, "MOST_ROWS", 3)
    with pytest.raises(RefusedError, match="Split it") as caught:
        read("Date,Type\n" + "1,2\n" * 3)
    assert caught.value.problem.code == "too-many-rows"


def test_too_many_cells_are_refused_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freezing, "MOST_CELLS", 8)
    with pytest.raises(RefusedError, match="Delete empty") as caught:
        read("Date,Type\n,,,,,,,x\n")
    assert caught.value.problem.code == "too-many-cells"


def test_binary_junk_is_no_table() -> None:
    chance = random.Random(1)  # noqa: S311 - repeatable, not secret
    for _ in range(50):
        assert CSV.bid(chance.randbytes(400)) == 0
    assert CSV.bid(b"PK\x03\x04,,\n") == 0
    assert CSV.bid(b"") == 0


CELLS = st.text(st.characters(exclude_characters="\x03\r"), max_size=8)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=6), st.booleans())
def test_every_cell_is_a_slice_equal_to_its_value(rows: list[list[str]], quoted: bool) -> None:
    stream = io.StringIO(newline="")
    written = [["Date", "Narrative"], *rows]
    csv.writer(stream, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL).writerows(written)
    extraction = read(stream.getvalue().encode("utf-8", "replace"))
    found = rows_of(extraction)
    expected = [[tidy(cell.encode("utf-8", "replace").decode()) for cell in row] for row in written]
    while not any(expected[-1]):
        expected.pop()
    assert found == [without_empty_end(row) for row in expected]
    assert in_order([cell for block in extraction.blocks for cell in block.cells])
    assert not any(line.endswith((" ", "\t")) for line in extraction.text.split("\n"))


def without_empty_end(row: Sequence[str]) -> list[str]:
    filled = max((at for at, cell in enumerate(row, 1) if cell), default=0)
    return list(row[:filled])


def in_order(cells: Sequence[Cell]) -> bool:
    ends = [0, *(cell.end for cell in cells)]
    return all(end <= cell.start < cell.end for end, cell in zip(ends, cells, strict=False))
