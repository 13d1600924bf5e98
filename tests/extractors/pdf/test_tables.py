from __future__ import annotations

import pytest

from extractors.pdf.layout import TableGrid
from extractors.pdf.tables import ruled_tables_of, tagged_table
from extractors.pdf.tagtree import Mark


@pytest.fixture
def table(piece):
    """Read tagged rows: {row: [cell, ...]}; None is an empty cell."""

    def read(rows, sizes=None):
        parts, widths, y = [], {}, 700
        for row, cells in rows.items():
            widths[0, row] = len(cells)
            for column, text in enumerate(cells):
                if text is not None:
                    size = (sizes or {}).get(row, 12)
                    built = piece("paragraph", text, x=72 + 200 * column, y=y, size=size)
                    parts.append((Mark(len(parts), "P", 0, row, column), built))
            y -= 30
        found = tagged_table(parts, widths)
        return [
            [(cell.row, cell.column) for cell in each.cells] if each.cells else each.text
            for each in found
        ]

    return read


def test_rows_of_two_cells_are_a_table(table):
    assert table({0: ["Judgement", "Grade"], 1: ["Overall", "Good"]}) == [
        [(0, 0), (0, 1), (1, 0), (1, 1)]
    ]


def test_title_box_and_running_text_round_a_judgement_table_are_paragraphs(table):
    assert table(
        {0: ["Ambleford"], 2: ["Judgement", "Grade"], 3: ["Overall", "Good"], 5: ["Leaders plan."]}
    ) == ["Ambleford", [(0, 0), (0, 1), (1, 0), (1, 1)], "Leaders plan."]


def test_row_right_above_belongs_to_the_table(table):
    assert table({0: ["Services are good"], 1: ["Overall", "Good"]}) == [[(0, 0), (1, 0), (1, 1)]]


def test_large_title_right_above_does_not(table):
    assert table({0: ["Ambleford"], 1: ["Overall", "Good"]}, sizes={0: 24}) == [
        "Ambleford",
        [(0, 0), (0, 1)],
    ]


def test_half_empty_last_row_stays_in_the_table(table):
    assert table(
        {0: ["Ofsted", "CQC"], 1: ["Ann Example", "Bo Sample"], 2: ["Cy Model", None]}
    ) == [[(0, 0), (0, 1), (1, 0), (1, 1), (2, 0)]]


def test_a_box_of_text_is_no_table(table):
    assert table({0: ["Case study"], 1: ["Leaders plan."]}) == ["Case study", "Leaders plan."]


def test_cells_with_long_text_are_columns_of_text_and_no_table(table):
    long = "\n".join(["Leaders plan"] * 20)
    assert len(table({0: [long, long]})) == 2
    assert all(isinstance(found, str) for found in table({0: [long, long]}))


GRID = TableGrid(
    (70, 600, 470, 720),
    (
        ((70, 680, 270, 720), (270, 680, 470, 720)),
        ((70, 640, 270, 680), (270, 640, 470, 680)),
        ((70, 600, 470, 640), None),
    ),
)


def test_ruled_rows_take_the_words_in_them_and_leave_the_rest(line):
    lines = [
        line("Judgement", y=690, bold=True),
        line("Grade", x=280, y=690, bold=True),
        line("Overall          Good", x=120, y=650),
        line("Leaders plan.", y=610),
        line("Outside.", y=300),
    ]
    (table,), rest = ruled_tables_of(GRID, lines, "geometry")
    assert [(cell.row, cell.column, cell.header) for cell in table.cells] == [
        (0, 0, True),
        (0, 1, True),
        (1, 0, False),
        (1, 1, False),
    ]
    assert [left.text for left in rest] == ["Leaders plan.", "Outside."]


def test_ruled_frame_round_text_is_no_table(line):
    frame = TableGrid((70, 600, 470, 720), (((70, 600, 470, 720),),))
    lines = [line("Leaders plan.", y=690)]
    assert ruled_tables_of(frame, lines, "geometry") == ([], lines)


def test_word_in_two_overlapping_cells_is_taken_once(line):
    # Rulings that miss each other by a little give grids whose cells overlap.
    cells = ((70, 680, 270, 720), (60, 680, 290, 720), (270, 680, 470, 720))
    grid = TableGrid((60, 680, 470, 720), (cells,))
    (table,), rest = ruled_tables_of(
        grid, [line("Judgement", y=690), line("Grade", x=300, y=690)], "geometry"
    )
    written = [found.text for cell in table.cells for found in cell.lines]
    assert (written, rest) == (["Judgement", "Grade"], [])
