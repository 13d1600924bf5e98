"""Ruled tables: the same as pdfplumber's own `find_tables`, whose inner functions we call."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from extractors.pdf.layout import Edge, PageLayout, TableGrid
from extractors.pdf.pdfium import open_pdf
from extractors.pdf.ruled import ruled_tables
from extractors.pdf.textlayer import read_layout

SHARED = Path(__file__).parents[3].parent / "shared"
GRID = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)


def canvas(draw: Callable[[Canvas], None]) -> bytes:
    target = BytesIO()
    sheet = Canvas(target, pagesize=A4)
    draw(sheet)
    sheet.save()
    return target.getvalue()


def table(rows: int, columns: int, *styles: tuple[object, ...]) -> bytes:
    target = BytesIO()
    cells = [[f"r{row}c{column}" for column in range(columns)] for row in range(rows)]
    SimpleDocTemplate(target, pagesize=A4).build([Table(cells, style=TableStyle(styles))])
    return target.getvalue()


def lines(sheet: Canvas) -> None:
    for y in (100, 150, 200):
        sheet.line(50, y, 350, y)
    for x in (50, 200, 350):
        sheet.line(x, 100, x, 200)


def filled_cells(sheet: Canvas) -> None:
    sheet.setFillColor(colors.lightgrey)
    for x in (50, 150, 250):
        for y in (100, 140):
            sheet.rect(x, y, 100, 40, stroke=0, fill=1)


def thin_boxes_for_lines(sheet: Canvas) -> None:
    for y in (100, 150, 200):
        sheet.rect(50, y, 300, 0.5, stroke=0, fill=1)
    for x in (50, 200, 350):
        sheet.rect(x, 100, 0.5, 100, stroke=0, fill=1)


def scaled(sheet: Canvas) -> None:
    sheet.translate(40, 30)
    sheet.scale(0.5, 0.8)
    lines(sheet)


def in_a_form(sheet: Canvas) -> None:
    sheet.beginForm("table")
    lines(sheet)
    sheet.endForm()
    sheet.translate(20, 300)
    sheet.doForm("table")


def open_and_closed_paths(sheet: Canvas) -> None:
    path = sheet.beginPath()
    path.moveTo(50, 100)
    for x, y in ((350, 100), (350, 200), (50, 200)):
        path.lineTo(x, y)
    path.close()
    path.moveTo(200, 100)
    path.lineTo(200, 200)
    sheet.drawPath(path)


def a_chart(sheet: Canvas) -> None:
    sheet.circle(200, 300, 80)
    sheet.line(100, 100, 300, 240)
    sheet.roundRect(50, 400, 200, 100, 10)


def two_tables(sheet: Canvas) -> None:
    lines(sheet)
    sheet.translate(0, 400)
    lines(sheet)


CASES = {
    "grid": table(3, 4, GRID),
    "two joined cells": table(3, 3, GRID, ("SPAN", (0, 0), (1, 0))),
    "lines below rows only": table(3, 3, ("LINEBELOW", (0, 0), (-1, -1), 1, colors.black)),
    "shading and a box": table(
        3, 2, ("BOX", (0, 0), (-1, -1), 1, colors.black), ("BACKGROUND", (0, 0), (-1, 0), "#ddd")
    ),
    "no rules": table(3, 3),
    "strokes": canvas(lines),
    "filled cells": canvas(filled_cells),
    "thin boxes": canvas(thin_boxes_for_lines),
    "scaled": canvas(scaled),
    "form": canvas(in_a_form),
    "paths": canvas(open_and_closed_paths),
    "chart": canvas(a_chart),
    "two tables": canvas(two_tables),
}


def ours(content: bytes, index: int = 0) -> list[TableGrid]:
    with open_pdf(content) as pdf:
        return ruled_tables(read_layout(pdf, index))


def rounded(grids: list[TableGrid]) -> list[list[list[tuple[int, ...] | None]]]:
    return [
        [[cell and tuple(round(side) for side in cell) for cell in row] for row in grid.rows]
        for grid in grids
    ]


def theirs(content: bytes, index: int = 0) -> list[TableGrid]:
    with pdfplumber.open(BytesIO(content)) as pdf:
        page = pdf.pages[index]
        height = float(page.height)
        grids = []
        for found in page.find_tables():
            rows = tuple(
                tuple(c and (c[0], height - c[3], c[2], height - c[1]) for c in row.cells)
                for row in found.rows
            )
            x0, top, x1, bottom = found.bbox
            grids.append(TableGrid((x0, height - bottom, x1, height - top), rows))
        return grids


@pytest.mark.parametrize("content", CASES.values(), ids=CASES.keys())
def test_tables_are_those_of_pdfplumber(content: bytes) -> None:
    expected = theirs(content)
    found = ours(content)
    assert rounded(found) == rounded(expected)
    for grid, same in zip(found, expected, strict=True):
        assert grid.box == pytest.approx(same.box, abs=0.01)


@settings(max_examples=15)
@given(st.integers(1, 6), st.integers(1, 5), st.sets(st.sampled_from(["GRID", "BOX", "LINEABOVE"])))
def test_any_table_is_found_as_pdfplumber_finds_it(
    rows: int, columns: int, rules: set[str]
) -> None:
    content = table(rows, columns, *((rule, (0, 0), (-1, -1), 1, colors.black) for rule in rules))
    assert rounded(ours(content)) == rounded(theirs(content))


def test_cells_come_row_by_row_from_the_top() -> None:
    (grid,) = ours(CASES["grid"])
    assert [len(row) for row in grid.rows] == [4, 4, 4]
    tops = [row[0][3] for row in grid.rows if row[0]]
    assert tops == sorted(tops, reverse=True)


def test_a_page_with_text_only_does_not_load_pdfplumbers_functions() -> None:
    layout = PageLayout(1, 100, 100, (), (Edge(0, 0, 50, 0), Edge(0, 0, 0, 50)))
    assert ruled_tables(layout) == []


def test_a_drawing_of_very_many_lines_is_no_table() -> None:
    edges = [Edge(4 * n, 0, 4 * n, 4000) for n in range(1000)]
    edges += [Edge(0, 4 * n, 4000, 4 * n) for n in range(1000)]
    assert ruled_tables(PageLayout(1, 4000, 4000, (), tuple(edges))) == []


@pytest.mark.slow
@pytest.mark.reports
def test_tables_of_real_pages_are_those_of_pdfplumber() -> None:
    from benchmarks.split import reports  # noqa: PLC0415

    files = reports(SHARED / "reports", apart=False)
    if not files:
        pytest.skip(f"the real reports are not at {SHARED / 'reports'}")
    compared = 0
    for path in files[::40]:
        content = path.read_bytes()
        if not content.startswith(b"%PDF"):
            continue
        with open_pdf(content) as pdf:
            count = pdf.page_count
        for index in sorted({0, 1, count - 1} & set(range(count))):
            assert rounded(ours(content, index)) == rounded(theirs(content, index)), path.name
            compared += 1
    assert compared > 10


def test_text_in_cells_is_no_rule() -> None:
    target = BytesIO()
    SimpleDocTemplate(target).build([Paragraph("Leaders act swiftly. " * 40)])
    assert ours(target.getvalue()) == []
