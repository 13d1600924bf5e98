from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.split import reports
from corpus.problems import RefusedError
from corpus.records import Extraction, Problem
from extractors.formats import Options
from extractors.pdf import PDF, pages
from extractors.pdf.markers import marker_of
from extractors.pdf.pdfium import open_pdf
from extractors.pdf.textlayer import read_layout

REPORTS = Path(__file__).parents[3].parent / "shared" / "reports"
_BULLETS = (marker_of("•"), marker_of("-"))  # a dash may be a bullet: counted alike
LEADERS = "Leaders know their services well and act on what they learn about them, so"


def read(content: bytes, **options: object) -> Extraction:
    return PDF.extract(content, "0" * 64, Options(**options))


def blocks(extraction: Extraction) -> list[tuple[str, str]]:
    return [(block.kind, extraction.text[block.start : block.end]) for block in extraction.blocks]


def check(extraction: Extraction) -> None:
    """Hold an extraction to what everybody downstream relies on."""
    text, pages = extraction.text, extraction.pages
    assert pages[0].start == 0
    assert all(page.end == following.start for page, following in pairwise(pages))
    assert "\n".join(text[block.start : block.end] for block in extraction.blocks) == text
    for block in extraction.blocks:
        written = text[block.start : block.end]
        assert written and written == written.strip()
        assert (block.end <= pages[-1].end) is (block.kind not in ("note", "furniture"))
        assert block.lines[0].start == block.body
        assert block.lines[-1].end == block.end
        assert all(not text[a.end : b.start].strip() for a, b in pairwise(block.lines))
        for line in block.lines:
            assert text[line.start : line.end] == text[line.start : line.end].strip() != ""
            page = pages[line.box.page - 1]
            assert 0 <= line.box.x0 <= line.box.x1 <= page.width + 0.01
            assert 0 <= line.box.y0 <= line.box.y1 <= page.height + 0.01
        for cell in block.cells:
            assert (cell.start, cell.end) == (cell.lines[0].start, cell.lines[-1].end)


@cache  # of a real report, for both ways of reading it
def letters_of_layouts(content: bytes) -> Counter[str]:
    found: Counter[str] = Counter()
    with open_pdf(content) as pdf:
        for index in range(pdf.page_count):
            for word in read_layout(pdf, index).words:
                found.update("•" if marker_of(word.text) in _BULLETS else word.text)
    return found


def letters_of(extraction: Extraction) -> Counter[str]:
    found: Counter[str] = Counter()
    for word in extraction.text.split():
        found.update("•" if marker_of(word) in _BULLETS else word)
    return found


@pytest.fixture
def report(draft):
    """Two pages with all that a report has: title, table, list, numbers, note, footers."""
    paper = draft().page()
    paper.line("Ambleford Borough Council", 72, 760, "P", size=24)
    paper.line("Judgement", 72, 720, "Table#1/TR#1/TH#1/P", bold=True)
    paper.line("Grade", 300, 720, "Table#1/TR#1/TH#2/P", bold=True)
    paper.line("Overall effectiveness", 72, 700, "Table#1/TR#2/TD#1/P")
    paper.line("Good", 300, 700, "Table#1/TR#2/TD#2/P")
    paper.line("What needs to improve", 72, 660, "H1", size=14, bold=True)
    paper.line("• Oversight by managers.", 72, 630, "L#1/LI#1/LBody")
    paper.line("• The quality of well-", 72, 610, "L#1/LI#2/LBody#1")
    paper.line("being plans.", 84, 596, "L#1/LI#2/LBody#1")
    paper.line("47. " + LEADERS, 72, 110, "L#2/LI#1/LBody")
    paper.line("1 Under the Children Act.", 72, 80, "Note/P", size=9)
    paper.line("Inspection of Ambleford 1", 72, 30, "Artifact", size=9)
    paper.page()
    paper.line("children are safe.", 72, 760, "P")
    paper.line("Main findings", 72, 730, "P", size=14, bold=True)
    paper.line("They plan.", 72, 700, "P")
    paper.line("Inspection of Ambleford 2", 72, 30, "Artifact", size=9)
    return paper.bytes()


BODY = [
    ("heading", "Ambleford Borough Council"),
    ("table", "Judgement\tGrade\nOverall effectiveness\tGood"),
    ("heading", "What needs to improve"),
    ("item", "• Oversight by managers."),
    ("item", "• The quality of well-being plans."),
    ("paragraph", f"47. {LEADERS} children are safe."),
    ("heading", "Main findings"),
    ("paragraph", "They plan."),
]
ASIDE = [
    ("note", "1 Under the Children Act."),
    ("furniture", "Inspection of Ambleford 1"),
    ("furniture", "Inspection of Ambleford 2"),
]


def test_tagged_report_reads_as_printed_with_notes_and_furniture_last(report):
    extraction = read(report)
    check(extraction)
    assert blocks(extraction) == BODY + ASIDE
    assert (extraction.status, extraction.problems) == ("ok", ())


def test_geometry_alone_reads_the_same_but_for_the_unruled_table(report):
    extraction = read(report, use_tags=False)
    check(extraction)
    found = blocks(extraction)
    assert [block for block in BODY + ASIDE if block[0] != "table"] == [
        block for block in found if "Grade" not in block[1] and "Good" not in block[1]
    ]
    assert {block.how for block in extraction.blocks} == {"geometry"}


def test_paragraph_that_runs_on_is_one_block_with_lines_on_both_pages(report):
    extraction = read(report)
    block = next(block for block in extraction.blocks if block.number == "47")
    assert [line.box.page for line in block.lines] == [1, 2]
    assert block.page == 1
    assert extraction.text[block.start : block.body] == "47. "
    # The border between the pages lies inside the paragraph.
    assert extraction.pages[1].start == block.lines[1].start


def test_page_holds_the_slice_of_its_body(report):
    extraction = read(report)
    first, second = (extraction.text[page.start : page.end] for page in extraction.pages)
    assert first.startswith("Ambleford") and first.rstrip().endswith("so")
    assert second == "children are safe.\nMain findings\nThey plan."


def test_cells_say_where_they_stand(report):
    extraction = read(report)
    table = next(block for block in extraction.blocks if block.kind == "table")
    cells = [
        (cell.row, cell.column, extraction.text[cell.start : cell.end], cell.header)
        for cell in table.cells
    ]
    assert cells == [
        (0, 0, "Judgement", True),
        (0, 1, "Grade", True),
        (1, 0, "Overall effectiveness", False),
        (1, 1, "Good", False),
    ]


def test_ruled_table_without_tags(draft):
    paper = draft().page().grid([70, 290, 500], [640, 680, 720])
    paper.line("Judgement", 76, 695, bold=True).line("Grade", 296, 695, bold=True)
    paper.line("Overall effectiveness", 76, 655).line("Good", 296, 655)
    paper.line(LEADERS + " all is well.", 72, 600)
    extraction = read(paper.bytes())
    check(extraction)
    assert blocks(extraction)[0] == ("table", "Judgement\tGrade\nOverall effectiveness\tGood")
    assert [cell.header for cell in extraction.blocks[0].cells] == [True, True, False, False]


def test_both_engines_give_the_same_blocks(report):
    first, second = read(report), read(report, pdf_engine="pdfplumber")
    assert blocks(first) == blocks(second)


def test_untagged_words_on_a_tagged_page_are_kept_in_their_place(draft):
    paper = draft().page()
    paper.line("First paragraph of the page, with a good many words in it.", 72, 700, "P")
    paper.line("Stray words.", 72, 650)
    paper.line("Last paragraph of the page, with a good many words in it.", 72, 600, "P")
    extraction = read(paper.bytes())
    assert [text for _, text in blocks(extraction)][1] == "Stray words."
    assert [block.how for block in extraction.blocks] == ["tags", "geometry", "tags"]


def test_blank_pages_are_pages_without_text(draft):
    paper = draft().page().line("Only page with words.", 72, 700, "P").page()
    extraction = read(paper.bytes())
    check(extraction)
    assert [(page.start, page.end) for page in extraction.pages] == [(0, 21), (21, 21)]
    assert extraction.status == "ok"


def test_damaged_page_is_a_problem_and_the_rest_is_kept(report, monkeypatch):
    whole = pages.read_layout

    def broken(pdf, index, **how):
        if index == 0:
            raise RefusedError(Problem("extract", "damaged-page", "Page 1 is damaged."))
        return whole(pdf, index, **how)

    monkeypatch.setattr(pages, "read_layout", broken)
    extraction = read(report)
    assert extraction.status == "partial"
    assert [(problem.code, problem.page) for problem in extraction.problems] == [
        ("damaged-page", 1)
    ]
    assert ("heading", "Main findings") in blocks(extraction)


def test_pdf_of_blank_pages_is_refused_with_a_reason(draft):
    with pytest.raises(RefusedError, match="blank") as refusal:
        read(draft().page().bytes())
    assert refusal.value.problem.code == "no-text"


def test_version_names_the_engine():
    assert PDF.version(Options()) == "pdf/1"
    assert PDF.version(Options(pdf_engine="pdfplumber")) == "pdf-pdfplumber/1"


@pytest.mark.parametrize(
    ("content", "bid"),
    [(b"%PDF-1.7\n", 100), (b"\n\n%PDF-1.4", 80), (b"<html>", 0), (b"", 0)],
)
def test_bid(content, bid):
    assert PDF.bid(content) == bid


@pytest.mark.slow
@pytest.mark.reports
@pytest.mark.skipif(not REPORTS.exists(), reason="the real reports are not beside the checkout")
@pytest.mark.parametrize("use_tags", [True, False])
def test_real_reports_hold_and_lose_no_word(use_tags):
    for path in reports(REPORTS, apart=False)[::12]:
        content = path.read_bytes()
        try:
            extraction = read(content, use_tags=use_tags)
        except RefusedError:
            continue
        check(extraction)
        assert letters_of(extraction) == letters_of_layouts(content), path.name
