"""A slice as a fact: its words, its page, its lines and its place."""

import pytest

from corpus.records import Block, Box, Cell, Extraction, Line, Page
from extractors import extract, sniff
from extractors.facts.anchors import Anchors

TEXT = "First line second line\nLabel\tGood\nEnd\n"
TOP, LOW = Box(1, 72, 700, 200, 710), Box(2, 72, 700, 200, 710)
LEFT, RIGHT = Box(2, 72, 600, 100, 610), Box(2, 300, 600, 330, 610)
BLOCKS = (
    Block("paragraph", 0, 0, 22, "tags", page=1, lines=(Line(0, 10, TOP), Line(11, 22, LOW))),
    Block(
        "table", 23, 23, 33, "tags", page=2,
        cells=(
            Cell(0, 0, 23, 28, (Line(23, 28, LEFT),)),
            Cell(0, 1, 29, 33, (Line(29, 33, RIGHT),)),
        ),
    ),
    Block("paragraph", 34, 34, 37, "tags", page=2),
)  # fmt: skip
PAGES = (Page(1, 0, 11, 595, 842), Page(2, 11, len(TEXT), 595, 842))
PAGED = Anchors(Extraction("d", "pdf/1", TEXT, PAGES, BLOCKS))


def test_a_fact_has_its_words_page_and_one_box_a_line() -> None:
    fact = PAGED.fact("judgement", {"area": "OE"}, 23, 34, "OE")
    assert fact.text == "Label\tGood", "outer white space is left out"
    assert (fact.start, fact.end, fact.page, fact.locator) == (23, 33, 2, None)
    assert fact.boxes == (LEFT, RIGHT)
    assert fact.id != PAGED.fact("judgement", {}, 23, 34, "HP").id


def test_a_slice_over_pages_begins_on_its_first() -> None:
    assert PAGED.page(0) == 1
    assert PAGED.page(12) == 2, "the line decides, not the block"
    assert PAGED.page(35) == 2
    assert PAGED.boxes(0, 22) == (TOP, LOW)
    assert PAGED.place(12) == "page 2"


@pytest.mark.parametrize(("start", "end"), [(22, 23), (5, 5)])
def test_no_words_make_no_fact(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="needs words"):
        PAGED.fact("action", {}, start, end)


def test_without_pages_a_place_is_a_line_and_a_row() -> None:
    content = b"A title of it\n\nLabel\tGood\nOther\tBad\n"
    anchors = Anchors(extract(content, "d", sniff(content, "x.txt")))
    at = content.index(b"Other") - 1
    assert anchors.place(0) == "line 1"
    assert anchors.place(at).endswith("row 2")
    assert anchors.page(0) is None
    assert anchors.boxes(0, 5) == ()
