"""Sheets are laid out in one text: a row a line, tabs between cells, nothing trailing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.problems import RefusedError
from corpus.records import Extraction, Problem
from extractors.sheets import freezing
from extractors.sheets.freezing import Sheet, freeze_sheets


def frozen(*sheets: Sheet) -> Extraction:
    return freeze_sheets("d", "csv/1", sheets)


LAYOUTS = [
    ([["a", "b"], ["c", "d"]], "a\tb\nc\td\n", "two rows"),
    ([["a", "", "b"]], "a\t\tb\n", "an empty cell keeps its place"),
    ([["a", "", ""]], "a\n", "nothing trails"),
    ([["", "b"]], "\tb\n", "an empty cell in front"),
    ([["a"], [], ["b"]], "a\nb\n", "empty rows leave no line"),
    ([["", ""]], "", "nothing at all"),
    ([], "", "no rows"),
]


@pytest.mark.parametrize(("rows", "text", "why"), LAYOUTS)
def test_rows_are_lines(rows: list[list[str]], text: str, why: str) -> None:
    assert frozen(Sheet(None, rows)).text == text, why


def test_cells_keep_row_and_column_of_the_sheet() -> None:
    (block,) = frozen(Sheet("S", [[], ["", "x"], [], ["y"]])).blocks
    assert [(cell.row, cell.column) for cell in block.cells] == [(1, 1), (3, 0)]


def test_sheets_follow_each_other_and_empty_ones_are_left_out() -> None:
    extraction = frozen(
        Sheet("One", [["a"]]), Sheet("Two", []), Sheet("Three", [["b"]], hidden=True)
    )
    assert [block.locator for block in extraction.blocks] == ["sheet One", "sheet Three (hidden)"]
    assert [extraction.text[b.start : b.end] for b in extraction.blocks] == ["a", "b"]
    assert extraction.blocks[0].end < extraction.blocks[1].start


def test_problems_may_be_found_while_rows_are_read() -> None:
    problems: list[Problem] = []

    def rows() -> list[list[str]]:
        problems.append(Problem("extract", "merged-cells", "Said late."))
        return [["a"]]

    sheets = (Sheet("S", rows()) for _ in range(1))
    extraction = freeze_sheets("d", "xlsx/1", sheets, problems)
    assert [problem.code for problem in extraction.problems] == ["merged-cells"]


LIMITS = [
    ("MOST_ROWS", 2, [["a"]] * 3, "too-many-rows", "a row too many"),
    ("MOST_ROWS", 2, [["a"], [], [], [], ["b"]], None, "empty rows do not count"),
    ("MOST_CELLS", 3, [["a", "b"]] * 2, "too-many-cells", "a cell too many"),
    ("MOST_CELLS", 3, [["", "", "", "a"]], "too-many-cells", "empty ones before it count"),
    ("MOST_CELLS", 3, [["a", "", "", "", ""]], None, "empty ones behind it do not"),
]


@pytest.mark.parametrize(("limit", "value", "rows", "code", "why"), LIMITS)
def test_limits_are_said_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch,
    limit: str,
    value: int,
    rows: list[list[str]],
    code: str | None,
    why: str,
) -> None:
    monkeypatch.setattr(freezing, limit, value)
    if code is None:
        assert frozen(Sheet(None, rows)).text, why
        return
    with pytest.raises(RefusedError, match="offer the") as caught:
        frozen(Sheet(None, rows))
    assert caught.value.problem.code == code, why


ROWS = st.lists(st.lists(st.sampled_from(["", "a", "bc", "Date", "12/03/2024"]), max_size=5))


@given(st.lists(ROWS, max_size=3))
def test_every_cell_is_a_slice_and_no_line_trails(sheets: list[list[list[str]]]) -> None:
    extraction = frozen(*(Sheet(f"S{at}", rows) for at, rows in enumerate(sheets)))
    wanted = [cell for rows in sheets for row in rows for cell in row if cell]
    cells = [cell for block in extraction.blocks for cell in block.cells]
    assert [extraction.text[cell.start : cell.end] for cell in cells] == wanted
    assert not any(line.endswith((" ", "\t")) for line in extraction.text.split("\n"))
    assert all(block.start <= block.cells[0].start for block in extraction.blocks)
