from __future__ import annotations

import pytest

from extractors.pdf.headings import mark_headings
from extractors.pdf.pieces import Piece, TableCell

TEXT = "Leaders know their services well and act on what they learn about them."


@pytest.fixture
def marked(piece, body):
    """Mark the headings of one page that has running text below; return kinds and levels."""

    def mark(*pieces):
        page = [*pieces, piece("paragraph", TEXT, y=100)]
        mark_headings([page], body)
        return [(found.kind, found.level) for found in page[:-1]]

    return mark


@pytest.mark.parametrize(
    ("text", "size", "bold", "why"),
    [
        ("Main findings", 12, True, "bold above plain text"),
        ("London Borough of Ambleford", 24, False, "large type needs no weight"),
        ("What needs to improve?", 14, True, "a question"),
        ("The local authority is good because:", 14, True, "opens a list of findings"),
    ],
)
def test_heading(marked, piece, text, size, bold, why):
    assert marked(piece("paragraph", text, size=size, bold=bold)) == [("heading", 1)], why


@pytest.mark.parametrize(
    ("text", "bold", "why"),
    [
        ("Leaders plan well.", True, "a bold sentence closes like text"),
        ("Leaders plan well", False, "plain and of the body's size"),
        ("Inspection dates: 4 to 8 March 2024", True, "a label with its value"),
        ("Lead inspector: Ann Example", True, "a label with its value"),
        ("Dear colleagues", True, "a salutation"),
        ("and", True, "between two titles"),
        ("Ofsted         Care Quality Commission", True, "heads of two columns"),
        ("2014", True, "no letter in it"),
    ],
)
def test_no_heading(marked, piece, text, bold, why):
    assert marked(piece("paragraph", text, bold=bold)) == [("paragraph", 0)], why


def test_tag_makes_a_plain_line_a_heading(marked, piece):
    assert marked(piece("heading", "Corporate parenting")) == [("heading", 1)]


def test_tag_does_not_make_a_sentence_of_running_text_a_heading(marked, piece):
    assert marked(piece("heading", "Leaders plan well.")) == [("paragraph", 0)]


def test_levels_follow_size_and_weight_through_the_document(marked, piece):
    found = marked(
        piece("paragraph", "Ambleford", size=24),
        piece("paragraph", "Findings", size=16, bold=True, y=600),
        piece("paragraph", "Help and protection", bold=True, y=500),
        piece("paragraph", "Leadership", size=16.2, bold=True, y=400),
    )
    assert [level for _, level in found] == [1, 2, 3, 2]


def test_heading_broken_into_two_paragraphs_is_one(piece, body):
    page = [
        piece("paragraph", "The impact of leaders on practice with children", bold=True),
        piece("paragraph", "and families: good", bold=True, y=686),
        piece("paragraph", TEXT, y=600),
    ]
    mark_headings([page], body)
    assert page[0].text.endswith("and families: good")
    assert len(page) == 2


def test_entries_of_a_table_of_contents_are_no_headings(marked, piece):
    entries = [piece("paragraph", f"Part {n} {n + 3}", bold=True, y=700 - 20 * n) for n in range(3)]
    assert {kind for kind, _ in marked(*entries)} == {"paragraph"}


def test_contents_page_keeps_its_title(marked, piece):
    entries = [piece("paragraph", f"Part {n} {n + 3}", y=600 - 20 * n) for n in range(3)]
    assert marked(piece("paragraph", "Contents", size=24), *entries)[0] == ("heading", 1)


def test_short_plain_line_right_above_numbered_actions_is_their_title(marked, piece):
    found = marked(
        piece("heading", "Areas for improvement", size=14, bold=True),
        piece("paragraph", "Corporate parenting", y=670),
        piece("paragraph", "1. Improve the choice of homes.", y=640),
    )
    assert found[1][0] == "heading"


def test_line_that_announces_a_list_is_no_title(marked, piece):
    found = marked(
        piece("paragraph", TEXT),
        piece("paragraph", "In the last year there were:", y=670),
        piece("item", "• 7 adoptions", y=640),
    )
    assert found[1][0] == "paragraph"


def test_names_below_a_letter_are_no_headings(marked, piece):
    found = marked(
        piece("paragraph", "Yours sincerely", y=400),
        piece("paragraph", "Ann Example", bold=True, y=300),
        piece("paragraph", "National Director", bold=True, y=286),
    )
    assert {kind for kind, _ in found} == {"paragraph"}


def test_bold_lines_with_nothing_below_are_no_headings(piece, body):
    page = [piece("paragraph", TEXT), piece("paragraph", "Ann Example", bold=True, y=200)]
    mark_headings([page], body)
    assert page[-1].kind == "paragraph"


def test_one_bold_row_with_a_grade_ranks_with_the_headings_it_opens(line, marked, piece):
    cells = [
        TableCell(0, 0, [line("Leadership", size=14, bold=True)]),
        TableCell(0, 1, [line("Good", x=300, size=14, bold=True)]),
    ]
    table = Piece("table", "geometry", [], cells=cells)
    assert marked(table, piece("paragraph", "Summary", bold=True, y=600)) == [
        ("table", 2),
        ("heading", 2),
    ]


def test_subject_line_of_a_letter_is_its_title_though_sections_are_larger(marked, piece):
    found = marked(
        piece("paragraph", "Joint inspection of Ambleford", bold=True),
        piece("paragraph", TEXT, y=650),
        piece("paragraph", "Key strengths", size=14, bold=True, y=600),
        piece("paragraph", TEXT, y=550),
        piece("paragraph", "Case study", bold=True, y=500),
    )
    assert [level for _, level in found if level] == [1, 2, 3]
