"""Drafts become one frozen text with offsets."""

import pytest

from corpus.records import Block
from extractors.drafting import Draft, DraftCell, freeze, tidy

TIDY = [
    ("  a \t b\n", "a b", "white space"),
    ("a\xa0b\u2003c", "a b c", "spaces of all widths"),
    ("over\xadview\u200b", "overview", "marks for typesetters"),
    ("a\x00b\x1fc\x85d", "a b c d", "control characters"),
    ("a\ud800b", "a\ufffdb", "half a character"),
    ("\uf0b7 e\u0301", "\uf0b7 e\u0301", "private use and accents stay as they are"),
]


@pytest.mark.parametrize(("text", "clean", "why"), TIDY)
def test_tidy(text: str, clean: str, why: str) -> None:
    assert tidy(text) == clean, why


def test_body_first_then_what_is_set_aside() -> None:
    extraction = freeze(
        "d",
        "t/1",
        [
            Draft("furniture", "Header"),
            Draft("heading", "Report", level=1),
            Draft("note", "As of May.", "1", number="1"),
            Draft("paragraph", "Leaders know.", "47.", number="47"),
        ],
    )
    assert extraction.text == "Report\n47. Leaders know.\nHeader\n1 As of May.\n"
    assert extraction.pages == ()


def test_a_marker_ends_where_the_body_begins() -> None:
    (block,) = freeze("d", "t/1", [Draft("item", "one", "•", 2, locator="line 3")]).blocks
    assert block == Block("item", 0, 2, 5, "markup", level=2, locator="line 3")


def test_rows_end_with_a_line_end_and_have_no_trailing_tabs() -> None:
    printed = [("A", "", "C"), ("band", "", ""), ("", "", ""), ("", "x", "")]
    cells = tuple(
        DraftCell(at, column, text, header=at == 0)
        for at, row in enumerate(printed)
        for column, text in enumerate(row)
    )
    extraction = freeze("d", "t/1", [Draft("table", cells=cells)])
    assert extraction.text == "A\t\tC\nband\n\tx\n"
    (block,) = extraction.blocks
    assert {cell.row for cell in block.cells} == {0, 1, 3}, "an empty row is no row"
    assert [extraction.text[c.start : c.end] for c in block.cells] == [
        text for row in printed if any(row) for text in row
    ]


@pytest.mark.parametrize(
    "drafts",
    [[], [Draft("paragraph", " \n")], [Draft("note", "a note")], [Draft("table", cells=())]],
    ids=["nothing", "white space", "a note only", "an empty table"],
)
def test_a_document_without_body_is_partial(drafts: list[Draft]) -> None:
    extraction = freeze("d", "t/1", drafts)
    assert extraction.status == "partial"
    assert [problem.code for problem in extraction.problems] == ["no-text"]
