"""Paragraphs, lists and tables of Word, in the order and with the numbers that Word gives them."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.problems import RefusedError
from corpus.records import Extraction
from extractors import passages
from extractors.formats import Options
from extractors.word import DOCX
from extractors.word.contents import is_contents_line

Build = Callable[..., bytes]


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(text: str, properties: str = "") -> str:
    words = r(text) if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{words}</w:p>"


def tabbed(*texts: str) -> str:
    return f"<w:p>{'<w:r><w:tab/></w:r>'.join(map(r, texts))}</w:p>"


def listed(num: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'


def styled(style: str) -> str:
    return f'<w:pStyle w:val="{style}"/>'


def style(identifier: str, name: str, more: str = "", based_on: str = "") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{name}"/>{base}'
        f"<w:pPr>{more}</w:pPr></w:style>"
    )


def level(at: int, text: str, more: str = "", fmt: str = "decimal") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(levels: str) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )


def cell(inside: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def read(content: bytes) -> Extraction:
    return DOCX.extract(content, "d", Options())


def printed(extraction: Extraction, *kinds: str) -> list[str]:
    return [
        extraction.text[block.start : block.end]
        for block in extraction.blocks
        if not kinds or block.kind in kinds
    ]


TWO = level(0, "%1.") + level(1, "%1.%2")
RUNNING = level(0, "%1.") + level(1, "%2.", '<w:lvlRestart w:val="0"/>')
THREE = TWO + level(2, "(%3)", '<w:lvlRestart w:val="1"/>', "lowerLetter")
COUNTS = [
    (
        TWO,
        p("a", listed(1)) + p("", listed(1)) + p("c", listed(1)),
        ["1. a", "3. c"],
        "an empty paragraph of a list is printed with its number",
    ),
    (
        RUNNING,
        p("A", listed(1)) + p("x", listed(1, 1)) + p("B", listed(1)) + p("y", listed(1, 1)),
        ["1. A", "1. x", "2. B", "2. y"],
        "paragraph numbers that run on through the sections",
    ),
    (
        THREE,
        p("A", listed(1)) + p("B", listed(1, 1)) + p("x", listed(1, 2)) + p("C", listed(1, 1))
        + p("y", listed(1, 2)) + p("D", listed(1)) + p("E", listed(1, 1)) + p("z", listed(1, 2)),
        ["1. A", "1.1 B", "(a) x", "1.2 C", "(b) y", "2. D", "2.1 E", "(a) z"],
        "letters that begin anew after the highest level only",
    ),
    (TWO, p("a", listed(1)) + p("b") + p("c", listed(1)), ["1. a", "b", "2. c"], "words between"),
    (
        TWO,
        p("a", listed(1)) + "<w:p><w:pPr><w:rPr><w:del/></w:rPr>" + listed(1) + "</w:pPr></w:p>"
        + p("b", listed(1)),
        ["1. a", "2. b"],
        "a deleted paragraph is not counted",
    ),
    (
        TWO,
        p("a", listed(1)) + table(row(cell(p("b", listed(1))), cell(p("c")))) + p("d", listed(1)),
        ["1. a", "2. b\tc", "3. d"],
        "numbers run on through tables",
    ),
    (TWO, p("a", listed(1, -4)) + p("b", listed(1, 99)), ["1. a", "b"], "levels out of reach"),
]  # fmt: skip


@pytest.mark.parametrize(("levels", "body", "words", "why"), COUNTS)
def test_lists_count_as_word_does(
    docx: Build, levels: str, body: str, words: list[str], why: str
) -> None:
    assert printed(read(docx(body, numbering=numbering(levels)))) == words, why


def test_numbers_tied_to_styles_are_inherited(docx: Build) -> None:
    tied = level(0, "%1.", styled("Section")) + level(1, "%1.%2", styled("Para"))
    styles = (
        style("Section", "heading 1", '<w:numPr><w:numId w:val="1"/></w:numPr>')
        + style("Para", "Numbered", '<w:numPr><w:numId w:val="1"/></w:numPr>')
        + style("Own", "Own", based_on="Para")
        + style("Plain", "Plain", '<w:numPr><w:numId w:val="0"/></w:numPr>', based_on="Para")
    )
    body = p("A", styled("Section")) + p("x", styled("Para")) + p("y", styled("Own"))
    body += p("z", styled("Plain")) + p("B", styled("Section"))
    extraction = read(docx(body, styles=styles, numbering=numbering(tied)))
    assert printed(extraction) == ["1. A", "1.1 x", "1.2 y", "z", "2. B"]
    assert [block.kind for block in extraction.blocks][::4] == ["heading", "heading"]


OUTLINES = [
    ("0", 1, "the highest level"),
    ("8", 9, "the deepest"),
    ("9", 0, "ordinary text"),
    ("-5", 0, "a level above all"),
    ("12", 0, "a level below all"),
    ("x", 0, "no number"),
]


@pytest.mark.parametrize(("outline", "depth", "why"), OUTLINES)
def test_outline_levels(docx: Build, outline: str, depth: int, why: str) -> None:
    outlined = f'<w:outlineLvl w:val="{outline}"/>'
    if outline != "x":
        styles = style("S", "Own", outlined)
        assert read(docx(p("a", styled("S")), styles=styles)).blocks[0].level == depth, why
    assert read(docx(p("a", outlined))).blocks[0].level == depth, why


CONTENTS_LINES = [
    ("Leadership\t4", True, "a tab leads to the page"),
    ("1.2\tLeadership\t14", True, "and one to the words"),
    ("Leadership ........ 4", True, "dots"),
    ("Leadership……… 4", True, "dots of three"),
    ("Leadership     4", True, "wide space"),
    ("Inspected on 4 May 2023", False, "a year"),
    ("Standard 4", False, "a number of its own"),
    ("Year\t2023", False, "too high for a page"),
    ("Leadership\t", False, "no page"),
    ("\t4", False, "no words"),
    (" " * 500 + "\t4", False, "nothing but space"),
    ("word " * 100 + "\t4", False, "longer than a line"),
]


@pytest.mark.parametrize(("line", "expected", "why"), CONTENTS_LINES)
def test_lines_of_a_contents_list(line: str, expected: bool, why: str) -> None:
    assert is_contents_line(line) is expected, why


PAGED = (
    "<w:p>" + r("Leadership") + '<w:r><w:tab/><w:fldChar w:fldCharType="begin"/></w:r>'
    "<w:r><w:instrText> PAGEREF _Toc1 </w:instrText></w:r>"
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("4")
    + '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)  # fmt: skip
HEAD = style("H", "heading 1")
CONTENTS = [
    (p("Contents") + tabbed("A", "1") + tabbed("B", "2") + p("C"), ["C"], "typed by hand"),
    (p("Contents", styled("H")) + tabbed("A", "1") + p("C"), ["C"], "under a heading"),
    (p("Contents") + "<w:p/>" + tabbed("A", "1") + "<w:p/>" + tabbed("B", "2") + p("C"), ["C"],
     "with empty lines between"),
    (p("Table of contents:") + table(row(cell(p("Section")), cell(p("Page"))),
     row(cell(p("A")), cell(p("1"))), row(cell(p("B")), cell(p("2")))) + p("C"), ["C"], "a table"),
    (p("Contents") + p("of this box are listed below."), None, "a title of something else"),
    (p("Contents") + p("A") + tabbed("Cases", "34"), None, "figures further down"),
    (tabbed("Cases", "34") + tabbed("Staff", "12"), None, "figures without a title"),
    (p("Contents") + table(row(cell(p("Area")), cell(p("Grade"))),
     row(cell(p("A")), cell(p("Good"))), row(cell(p("B")), cell(p("Poor")))), None, "a data table"),
    (PAGED + p("C"), ["C"], "a line that refers to its page"),
    ("<w:sdt><w:sdtContent>" + PAGED + "</w:sdtContent></w:sdt>" + p("C"), ["C"], "in a control"),
    (p("See page ") + p("4"), None, "no list at all"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "left", "why"), CONTENTS)
def test_contents_lists_are_no_evidence(
    docx: Build, body: str, left: list[str] | None, why: str
) -> None:
    extraction = read(docx(body, styles=HEAD))
    if left is None:
        assert printed(extraction, "furniture") == [], why
    else:
        assert [passage.text for passage in passages(extraction)] == left, why
        assert printed(extraction, "furniture"), f"{why}: set aside, not lost"


MERGED = "<w:vMerge/>"
BEGUN = '<w:vMerge w:val="restart"/>'
GRIDS = [
    (
        table(row(cell(p("a"), BEGUN), cell(p("b"))), row(cell(p(""), MERGED), cell(p("c")))),
        [(0, 0, "a"), (0, 1, "b"), (1, 1, "c")],
        "merged downwards",
    ),
    (
        table(row(cell(p("a"), '<w:gridSpan w:val="3"/>'), cell(p("b")))),
        [(0, 0, "a"), (0, 3, "b")],
        "merged across",
    ),
    (
        table(row(cell(p("a"), '<w:gridSpan w:val="-3"/>'), cell(p("b")))),
        [(0, 0, "a"), (0, 1, "b")],
        "across less than nothing",
    ),
    (
        table(row(cell(p("a")), cell(p("b")), properties='<w:gridBefore w:val="2"/>')),
        [(0, 2, "a"), (0, 3, "b")],
        "a row that begins further in",
    ),
    (
        table(row(cell(p("a")), cell(p("b")), properties='<w:gridBefore w:val="-9"/>')),
        [(0, 0, "a"), (0, 1, "b")],
        "a row that begins before the first column",
    ),
    (
        table(row(cell(p("a")), cell(p("b"))), row(cell(p("c")))),
        [(0, 0, "a"), (0, 1, "b"), (1, 0, "c")],
        "a row that ends early",
    ),
    (
        table(f"<w:sdt><w:sdtContent>{row(cell(p('a')), cell(p('b')))}</w:sdtContent></w:sdt>"),
        [(0, 0, "a"), (0, 1, "b")],
        "rows inside a content control",
    ),
    (
        table(row(f"<w:sdt><w:sdtContent>{cell(p('a'))}</w:sdtContent></w:sdt>", cell(p("b")))),
        [(0, 0, "a"), (0, 1, "b")],
        "a cell inside a content control",
    ),
    (
        table(row(cell(p("a")), cell(p("b")), properties="<w:ins/>")),
        [(0, 0, "a"), (0, 1, "b")],
        "an inserted row",
    ),
]


@pytest.mark.parametrize(("body", "cells", "why"), GRIDS)
def test_cells_keep_their_columns(
    docx: Build, body: str, cells: list[tuple[int, int, str]], why: str
) -> None:
    extraction = read(docx(body))
    found = [
        (c.row, c.column, extraction.text[c.start : c.end]) for c in extraction.blocks[0].cells
    ]
    assert found == cells, why


FRAMES = [
    (table(row(cell(p("a") + table(row(cell(p("b")), cell(p("c"))))))), ["a", "b\tc"], "a table"),
    (table(row(cell(table(row(cell(p("a"))))))), ["a"], "a frame in a frame"),
    (table(row(cell(p("a"))), row(cell(p("b")), properties="<w:del/>")), ["a"], "a deleted row"),
    (table(), [], "a table without rows"),
    (table(row()), [], "a row without cells"),
    (table(row(cell(""))), [], "a cell without paragraphs"),
    (table(row(cell(p("")), cell(p("")))), [], "cells without words"),
]


@pytest.mark.parametrize(("body", "words", "why"), FRAMES)
def test_frames_and_empty_tables(docx: Build, body: str, words: list[str], why: str) -> None:
    assert printed(read(docx(body))) == words, why


def test_deep_nesting_is_read_or_refused(docx: Build) -> None:
    for depth in (10, 40, 60, 200):
        inner = p("deep")
        for _ in range(depth):
            inner = table(row(cell(inner + "<w:p/>"), cell(p("x"))))
        try:
            extraction = read(docx(inner))
        except RefusedError as refused:
            assert (refused.problem.code, depth > 40) == ("too-deep", True)
        else:
            assert "deep" in extraction.text


def test_a_huge_paragraph_is_one_passage(docx: Build) -> None:
    words = "Leaders know. " * 100_000
    (passage,) = passages(read(docx(p(words))))
    assert passage.text == words.strip()


def test_ten_thousand_runs_make_one_paragraph(docx: Build) -> None:
    extraction = read(docx(f"<w:p>{r('a ') * 10_000}</w:p>"))
    assert printed(extraction) == [" ".join("a" * 10_000)]


EMPTY = ["", "<w:sectPr/>", "<w:p/>", p("\u200b"), "<w:tbl/>", "<w:altChunk/>", p("", listed(1))]


@pytest.mark.parametrize("body", EMPTY)
def test_documents_without_words_say_so(docx: Build, body: str) -> None:
    extraction = read(docx(body))
    assert (extraction.text, extraction.status) == ("", "partial")
    assert extraction.problems[0].code == "no-text"


PARAGRAPHS = st.builds(
    p,
    st.sampled_from(["Leaders know.", "", " ", "1. One", "• two", "Contents", "a\t4", "\u00ad"]),
    st.sampled_from(
        ["", listed(1), listed(1, 1), styled("H"), "<w:rPr><w:del/></w:rPr>", styled("none")]
    ),
)
PIECES = st.recursive(
    PARAGRAPHS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda found: table(row(*map(cell, found)))),
        inner.map(lambda found: f"<w:ins>{found}</w:ins>"),
        inner.map(lambda found: f"<w:sdt><w:sdtContent>{found}</w:sdtContent></w:sdt>"),
        inner.map(lambda found: f"<w:p><w:r><w:txbxContent>{found}</w:txbxContent></w:r></w:p>"),
    ),
    max_leaves=12,
)


def gaps(extraction: Extraction) -> Iterator[str]:
    """Yield the text between blocks: a line end each, and nothing else."""
    at = 0
    for block in extraction.blocks:
        yield extraction.text[at : block.start]
        at = block.end
    yield extraction.text[at:]


@settings(max_examples=120)
@given(body=PIECES)
def test_offsets_cover_the_text_and_passages_are_slices(docx: Build, body: str) -> None:
    extraction = read(docx(body, styles=HEAD, numbering=numbering(TWO)))
    assert all(set(gap) <= {"\n", "\t"} for gap in gaps(extraction))
    for block in extraction.blocks:
        assert 0 <= block.start <= block.body < block.end <= len(extraction.text)
        assert not extraction.text[block.start : block.end].endswith((" ", "\n"))
    for passage in passages(extraction):
        assert passage.text == extraction.text[passage.start : passage.end] != ""
    kinds = [block.kind in ("note", "furniture") for block in extraction.blocks]
    assert kinds == sorted(kinds), "set-aside text stands after the body"
