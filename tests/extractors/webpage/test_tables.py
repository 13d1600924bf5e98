"""Cells find their columns, whatever spans what."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from extractors.webpage.tables import Grid, is_layout


def grid(table: str) -> list[tuple[int, int, str]]:
    """Lay out the rows of a table: (row, column, text) of each cell."""
    found = Grid()
    for row in LexborHTMLParser(f"<table>{table}</table>").css("tr"):
        found.row()
        for cell in row.css("td, th"):
            found.cell(cell, cell.text(), in_head=False)
    return [(cell.row, cell.column, cell.text) for cell in found.cells]


GRIDS = [
    ("<tr><td>a<td>b", [(0, 0, "a"), (0, 1, "b")], "one row"),
    ("<tr><td colspan=2>a<td>b", [(0, 0, "a"), (0, 2, "b")], "a cell over two columns"),
    ("<tr><td rowspan=2>a<td>b<tr><td>c", [(0, 0, "a"), (0, 1, "b"), (1, 1, "c")], "two rows"),
    (
        "<tr><td rowspan=3>a<td>b<tr><td>c<tr><td>d<tr><td>e",
        [(0, 0, "a"), (0, 1, "b"), (1, 1, "c"), (2, 1, "d"), (3, 0, "e")],
        "three rows, and then no more",
    ),
    (
        "<tr><td>a<td rowspan=2 colspan=2>b<td>c<tr><td>d<td>e",
        [(0, 0, "a"), (0, 1, "b"), (0, 3, "c"), (1, 0, "d"), (1, 3, "e")],
        "a block of four",
    ),
    ("<tr><td colspan=0>a<td>b", [(0, 0, "a"), (0, 1, "b")], "a span of nothing is one"),
    ("<tr><td colspan=x>a<td>b", [(0, 0, "a"), (0, 1, "b")], "nonsense is one"),
    ("<tr><td colspan=-3>a<td>b", [(0, 0, "a"), (0, 1, "b")], "less than nothing is one"),
    ("<tr><td colspan=99999999>a<td>b", [(0, 0, "a"), (0, 1000, "b")], "there is a limit"),
]


@pytest.mark.parametrize(("table", "cells", "why"), GRIDS)
def test_grid(table: str, cells: list[tuple[int, int, str]], why: str) -> None:
    assert grid(table) == cells, why


def test_header_cells() -> None:
    found = Grid()
    for cell in LexborHTMLParser("<table><tr><th>a<td>b</table>").css("td, th"):
        found.cell(cell, cell.text(), in_head=False)
    found.row()
    found.cell(LexborHTMLParser("<table><tr><td>c</table>").css("td")[0], "c", in_head=True)
    assert [cell.header for cell in found.cells] == [True, False, True]


LAYOUT = [
    ("<table><tr><td>a</table>", False, "data"),
    ("<table role=presentation><tr><td>a</table>", True, "it says so"),
    ("<table><tr><td><table><tr><td>a</table></table>", True, "a table of tables"),
    ("<table><tr><td><h2>a</h2></table>", True, "a table of sections"),
    ("<table><tr><td><h4>a</h4></table>", False, "a small heading inside a cell"),
]


@pytest.mark.parametrize(("page", "expected", "why"), LAYOUT)
def test_layout_tables(page: str, expected: bool, why: str) -> None:
    table = LexborHTMLParser(page).css_first("table")
    assert table is not None
    assert is_layout(table) is expected, why


def test_the_inner_table_of_a_layout_is_data() -> None:
    inner = LexborHTMLParser("<table><tr><td><table><tr><td>a</table></table>").css("table")[1]
    assert not is_layout(inner)
