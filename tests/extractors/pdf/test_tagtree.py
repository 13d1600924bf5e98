from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from extractors.pdf.pdfium import open_pdf
from extractors.pdf.tagtree import Mark, read_marks


def marks(content: bytes, page: int = 0) -> list[Mark]:
    with open_pdf(content) as pdf:
        return list(read_marks(pdf.page(page)).values())


def test_page_without_a_tree_has_no_marks(draft):
    assert marks(draft().page().line("Plain", 72, 700).bytes()) == []


@pytest.mark.parametrize(
    ("role", "read"),
    [
        ("P", "P"),
        ("H1", "H1"),
        ("Sect/H3", "H3"),
        ("P/Span", "P"),  # runs of one paragraph belong to the paragraph
        ("P/Link/Span", "P"),
        ("L/LI/LBody", "LI"),
        ("L/LI/LBody/P", "LI"),  # the first paragraph of an item is the item
        ("Title", "H1"),
    ],
)
def test_role_is_that_of_the_paragraph_like_element(draft, role, read):
    assert [mark.role for mark in marks(draft().page().line("x", 72, 700, role).bytes())] == [read]


def test_runs_of_one_paragraph_share_a_block_and_the_next_paragraph_does_not(draft):
    paper = draft().page()
    paper.line("One", 72, 700, "P#1/Span").line("more", 100, 700, "P#1/Span")
    paper.line("Two", 72, 680, "P#2")
    first, second, third = marks(paper.bytes())
    assert first.block == second.block < third.block


def test_bullet_and_body_of_an_item_share_a_block(draft):
    paper = draft().page()
    paper.line("•", 72, 700, "L#1/LI#1/Lbl").line("Body", 90, 700, "L#1/LI#1/LBody#1")
    paper.line("•", 72, 680, "L#1/LI#2/Lbl").line("Next", 90, 680, "L#1/LI#2/LBody#1")
    assert [mark.block for mark in marks(paper.bytes())] == [1, 1, 2, 2]


def test_second_paragraph_of_an_item_is_its_own_block(draft):
    paper = draft().page()
    paper.line("First", 90, 700, "L#1/LI#1/LBody#1/P#1").line(
        "Then", 90, 680, "L#1/LI#1/LBody#1/P#2"
    )
    first, second = marks(paper.bytes())
    assert (first.role, second.role) == ("LI", "P")
    assert first.block < second.block


def test_cells_know_their_table_row_and_column(draft):
    paper = draft().page()
    for row, (left, right) in enumerate([("TH", "TH"), ("TD", "TD")]):
        paper.line("a", 72, 700 - 20 * row, f"Table#1/TR#{row}/{left}#a/P")
        paper.line("b", 272, 700 - 20 * row, f"Table#1/TR#{row}/{right}#b/P")
    found = [(mark.table, mark.row, mark.column, mark.header) for mark in marks(paper.bytes())]
    assert found == [(0, 0, 0, True), (0, 0, 1, True), (0, 1, 0, False), (0, 1, 1, False)]


def test_paragraphs_of_a_note_are_marked_as_note(draft):
    paper = draft().page().line("1 See the Act.", 72, 80, "P#1/Note#1/P#1")
    assert [mark.note for mark in marks(paper.bytes())] == [True]


def test_role_map_is_applied(draft):
    paper = draft().page().line("1 See the Act.", 72, 80, "Footnote")
    paper.tree.RoleMap = Dictionary(Footnote=Name.Note)
    assert [(mark.role, mark.note) for mark in marks(paper.bytes())] == [("Note", True)]


@pytest.mark.parametrize("depth", [30, 2000])
def test_deep_nesting_ends_without_harm(draft, depth):
    # PDFium itself gives up on deep trees; what counts is that nothing recurses out.
    content = draft().page().line("deep", 72, 700, "/".join(["Div"] * depth) + "/P").bytes()
    assert len(marks(content)) <= 1


def test_element_that_is_its_own_child_ends(draft):
    paper = draft().page().line("loop", 72, 700, "P#1")
    element = paper.named["/P#1"]
    element.K.append(element)
    assert len(marks(paper.bytes())) <= 1


def test_damaged_tree_gives_no_marks(draft):
    paper = draft().page().line("x", 72, 700, "P")
    content = paper.bytes()
    with pikepdf.open(BytesIO(content)) as pdf:
        pdf.Root.StructTreeRoot.ParentTree = Array([1, 2, 3])
        target = BytesIO()
        pdf.save(target)
    assert marks(target.getvalue()) == []
