"""Passages are slices: exact, in order, never overlapping, with their place and their headings."""

from collections.abc import Callable
from dataclasses import replace
from html import escape
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.records import Block, BlockKind, Box, Cell, Extraction, Line, Page, Passage
from extractors import extract, passages, sniff
from extractors.drafting import Draft, DraftCell, freeze, tidy
from extractors.formats import Options
from extractors.lightly_marked import MARKDOWN
from extractors.plain import TEXT
from extractors.webpage import HTML

KINDS: tuple[BlockKind, ...] = ("heading", "paragraph", "item", "table", "note", "furniture")
words = st.text(st.characters(codec="utf-8", exclude_characters="\t"), max_size=30)
rows = st.lists(st.lists(words, min_size=1, max_size=4), min_size=1, max_size=5)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    kind = draw(st.sampled_from(KINDS))
    if kind == "table":
        cells = tuple(
            DraftCell(at, column, text, header=at == 0 and draw(st.booleans()))
            for at, row in enumerate(draw(rows))
            for column, text in enumerate(row)
        )
        return Draft("table", cells=cells, locator="table 1")
    marker = draw(st.sampled_from(["", "•", "47.", "(a)"]))
    return Draft(kind, draw(words), marker, draw(st.integers(0, 6)), locator="line 1")


extractions = st.lists(drafts(), max_size=12).map(lambda found: freeze("d", "t/1", found))


@given(extractions)
def test_frozen_text_holds_every_block_in_order(extraction: Extraction) -> None:
    text = extraction.text
    end = 0
    for block in extraction.blocks:
        assert end <= block.start <= block.body <= block.end <= len(text)
        assert text[block.body : block.end] == text[block.body : block.end].rstrip()
        assert all(block.start <= cell.start <= cell.end <= block.end for cell in block.cells)
        end = block.end
    assert all(line == line.rstrip() for line in text.split("\n"))
    assert text == "" or text.endswith("\n")
    kinds = [block.kind in ("note", "furniture") for block in extraction.blocks]
    assert kinds == sorted(kinds), "set-aside text stands after the body"


@given(extractions)
def test_passages_are_exact_ordered_and_apart(extraction: Extraction) -> None:
    found = passages(extraction)
    assert all(extraction.text[p.start : p.end] == p.text for p in found)
    assert all(p.text == p.text.strip() != "" for p in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert len({p.id for p in found}) == len(found)
    assert passages(extraction) == found, "the same again"


@given(extractions)
def test_each_passage_lies_in_one_block_that_can_be_quoted(extraction: Extraction) -> None:
    quotable = [b for b in extraction.blocks if b.kind in ("paragraph", "item", "table")]
    for passage in passages(extraction):
        homes = [b for b in quotable if b.body <= passage.start and passage.end <= b.end]
        assert len(homes) == 1
        assert passage.number == homes[0].number


LINE = 12


def paged(paragraphs: list[tuple[str, int]]) -> Extraction:
    """Lay paragraphs out over pages: one line for each twelve characters, from the given page."""
    text, blocks, last = "", [], 1
    for words_of, page in paragraphs:
        start = len(text)
        text += f"{words_of}\n"
        lines = tuple(
            Line(
                start + at,
                min(start + at + LINE, start + len(words_of)),
                Box(page + at // 60, 72, 700 - at, 200, 710 - at),
            )
            for at in range(0, len(words_of), LINE)
        )
        end = start + len(words_of)
        blocks.append(Block("paragraph", start, start, end, "tags", page=page, lines=lines))
        last = max(last, page)
    pages = tuple(Page(number, 0, 0, 595, 842) for number in range(1, last + 1))
    return Extraction("d", "pdf/1", text, pages, tuple(blocks))


@given(
    st.lists(st.tuples(st.text("abc ", min_size=1, max_size=200), st.integers(1, 9)), max_size=6)
)
def test_boxes_are_one_a_line_and_within_the_pages(paragraphs: list[tuple[str, int]]) -> None:
    extraction = paged(paragraphs)
    blocks = {block.start: block for block in extraction.blocks}
    for passage in passages(extraction):
        block = blocks[max(start for start in blocks if start <= passage.start)]
        assert passage.pages is not None
        first, last = passage.pages
        assert {box.page for box in passage.boxes} <= set(range(first, last + 1))
        assert first in {box.page for box in passage.boxes}
        covered = [ln for ln in block.lines if ln.start < passage.end and ln.end > passage.start]
        assert passage.boxes == tuple(line.box for line in covered)
        assert passage.locator is None


def document(*found: Draft) -> tuple[Passage, ...]:
    return passages(freeze("d", "t/1", found))


def table(*printed: tuple[str, ...], header: bool = True) -> Draft:
    cells = tuple(
        DraftCell(at, column, text, header=header and at == 0)
        for at, row in enumerate(printed)
        for column, text in enumerate(row)
    )
    return Draft("table", cells=cells, locator="table 1")


def test_the_marker_is_no_part_of_the_passage() -> None:
    (passage,) = document(Draft("paragraph", "Leaders know.", "47.", number="47"))
    assert (passage.text, passage.start, passage.number) == ("Leaders know.", 4, "47")


def test_headings_form_a_chain() -> None:
    found = document(
        Draft("heading", "Report", level=1),
        Draft("heading", "Leaders", level=3),
        Draft("paragraph", "One."),
        Draft("heading", "Staff", level=2),
        Draft("item", "Two.", "•", 1),
        Draft("heading", "Other", level=1),
        Draft("paragraph", "Three."),
    )
    assert [passage.headings for passage in found] == [
        ("Report", "Leaders"),
        ("Report", "Staff"),
        ("Other",),
    ]


def test_a_header_row_is_a_passage_only_where_it_is_alone() -> None:
    assert [p.text for p in document(table(("A", "B"), ("1", "2")))] == ["1\t2"]
    assert [p.text for p in document(table(("A", "B")))] == ["A\tB"]


def test_a_row_that_prints_a_section_with_its_grade_heads_the_section() -> None:
    first = replace(table(("Help and protection", "Inadequate"), header=False), level=2)
    second = replace(table(("Key judgement", "Grade"), ("Children in care", "Good")), level=2)
    found = document(
        Draft("heading", "Judgements", level=1),
        first,
        Draft("heading", "Summary", level=2),
        Draft("paragraph", "Risk is seen late."),
        second,
        Draft("heading", "Summary", level=2),
        Draft("paragraph", "Homes are warm."),
    )
    assert [(passage.text, passage.headings) for passage in found] == [
        ("Help and protection\tInadequate", ("Judgements",)),
        ("Risk is seen late.", ("Judgements", "Help and protection: Inadequate", "Summary")),
        ("Children in care\tGood", ("Judgements",)),
        ("Homes are warm.", ("Judgements", "Children in care: Good", "Summary")),
    ]


def test_a_contents_heading_has_only_its_list_below_it() -> None:
    found = document(
        Draft("heading", "Contents", level=1),
        Draft("paragraph", "Leaders 4"),
        Draft("heading", "Leaders", level=2),
        Draft("paragraph", "They know."),
    )
    assert [(passage.text, passage.headings) for passage in found] == [
        ("They know.", ("Leaders",)),
    ]


def test_a_row_that_is_a_label_heads_the_rows_below() -> None:
    found = document(
        table(
            ("Area", "RAG"),
            ("SAFEGUARDING", ""),
            ("Now", ""),
            ("plans", "Green"),
            ("Later", ""),
            ("staff", "Amber"),
            ("LOOKED AFTER", ""),
            ("Now", ""),
            ("health", "Green"),
            ("A whole sentence that stands alone in its row is evidence.", ""),
        )
    )
    assert [(p.text.split("\t")[0][:6], p.headings, p.locator) for p in found] == [
        ("plans", ("SAFEGUARDING", "Now"), "table 1, row 4"),
        ("staff", ("SAFEGUARDING", "Later"), "table 1, row 6"),
        ("health", ("LOOKED AFTER", "Now"), "table 1, row 9"),
        ("A whol", ("LOOKED AFTER", "Now"), "table 1, row 10"),
    ]


def test_labels_that_announce_nothing_are_rows() -> None:
    found = document(table(("Area", "RAG"), ("plans", "Green"), ("staff", ""), ("health", "")))
    assert [p.text for p in found] == ["plans\tGreen", "staff", "health"]


def test_many_labels_in_a_row_are_a_list() -> None:
    found = document(table(("one", ""), ("two", ""), ("three", ""), ("four", "4"), header=False))
    assert [p.text for p in found] == ["one", "two", "three", "four\t4"]
    assert found[-1].headings == ()


CONTENTS = [
    ("Contents", "Leadership 4", False, "a page number under Contents"),
    ("Table of contents", "Leadership\t12", False, "with a tab"),
    ("Leadership", "Leadership ........ 12", False, "leader dots anywhere"),
    ("Leadership", "Leadership . . . . . 12", False, "spaced leader dots"),
    ("Leadership", "Staff saw 12", True, "a number elsewhere is evidence"),
    ("Contents", "What this report is about.", True, "a sentence under Contents is text"),
    ("Leadership", "And so on...", True, "three dots lead nowhere"),
]


@pytest.mark.parametrize(("heading", "text", "quoted", "why"), CONTENTS)
def test_contents_lines_are_no_passages(heading: str, text: str, quoted: bool, why: str) -> None:
    found = document(Draft("heading", heading, level=1), Draft("paragraph", text))
    assert bool(found) is quoted, why


def test_rows_of_a_paged_table_take_the_boxes_of_their_cells() -> None:
    text = "Area\tRAG\nplans\tGreen\n"
    boxes = [Box(3, 0, at, 9, at + 9) for at in (90, 80, 70)]
    cells = (
        Cell(0, 0, 0, 4, header=True),
        Cell(0, 1, 5, 8, header=True),
        Cell(1, 0, 9, 14, (Line(9, 12, boxes[0]), Line(12, 14, boxes[1]))),
        Cell(1, 1, 15, 20, (Line(15, 20, boxes[2]),)),
    )
    block = Block("table", 0, 0, 20, "tags", page=2, cells=cells)
    (passage,) = passages(Extraction("d", "pdf/1", text, (), (block,)))
    assert (passage.boxes, passage.pages, passage.locator) == (tuple(boxes), (3, 3), None)


sentences = st.lists(
    st.lists(
        st.sampled_from(["leaders", "Größe", "well-being", "£5", "“act”", "x<y", "a&b"]), min_size=1
    )
    .map(" ".join)
    .map(lambda sentence: f"Then {sentence}."),
    min_size=1,
    max_size=8,
)


@settings(max_examples=40)
@given(sentences)
def test_the_same_paragraphs_read_alike_in_every_format(
    docx: Callable[..., bytes], found: list[str]
) -> None:
    written = {
        "a.txt": "\n\n".join(found).encode(),
        "a.md": ("# A **title**\n\n**Bold**\n\n" + "\n\n".join(found)).encode(),
        "a.html": ("<html><body>" + "".join(f"<p>{escape(s)}</p>" for s in found)).encode(),
        "a.docx": docx("".join(f"<w:p><w:r><w:t>{escape(s)}</w:t></w:r></w:p>" for s in found)),
    }
    for name, content in written.items():
        extraction = extract(content, "d", sniff(content, name), name=name)
        assert [passage.text for passage in passages(extraction)] == found, name
        assert extraction.problems == ()


@settings(max_examples=200)
@given(st.binary(max_size=400), st.sampled_from([b"", b"<html><p>", b"# A **b**\n", b"text "]))
def test_no_bytes_break_a_reader(content: bytes, opening: bytes) -> None:
    for reader in (TEXT, MARKDOWN, HTML):
        extraction = reader.extract(opening + content, "d", Options())
        assert all(extraction.text[p.start : p.end] == p.text for p in passages(extraction))
        assert "\x00" not in extraction.text


@given(st.text())
def test_tidy_text_is_one_clean_line(text: str) -> None:
    clean = tidy(text)
    assert clean == tidy(clean)
    assert not any(character in clean for character in "\n\t\r\x00\xad")
    assert "  " not in clean
