"""Web pages: the text of the page, without the site round it."""

from collections.abc import Callable

import pytest

from corpus.problems import RefusedError
from corpus.records import Extraction
from extractors import passages
from extractors.formats import Options
from extractors.webpage import HTML


def read(page: str | bytes) -> Extraction:
    content = page if isinstance(page, bytes) else page.encode()
    return HTML.extract(content, "d", Options())


def printed(extraction: Extraction, *kinds: str) -> list[str]:
    return [
        extraction.text[block.start : block.end]
        for block in extraction.blocks
        if not kinds or block.kind in kinds
    ]


WORDS = [
    ("<p>Leaders  know\n\tthis.</p>", ["Leaders know this."], "white space collapses"),
    ("<p>Lea<b>ders</b> know.</p>", ["Leaders know."], "inline elements do not split words"),
    ("<p>one<br>two</p>", ["one two"], "a line break does"),
    ("<div>one</div>two<div>three</div>", ["one", "two", "three"], "loose text is a paragraph"),
    ("<p>A &amp; B&nbsp;&ndash; C</p>", ["A & B – C"], "entities"),
    ("<p>over&shy;view</p>", ["overview"], "soft hyphens are not printed"),
    ("<p>one<p>two", ["one", "two"], "end tags left out"),
    ("<p>a<script>x()</script>b<style>y</style></p>", ["ab"], "scripts are no text"),
    ("<p>seen</p><p hidden>not</p><p style='display: none'>nor</p>", ["seen"], "hidden parts"),
    ("<p>seen<!-- not --></p>", ["seen"], "comments"),
    ("<p>known<sup>12</sup></p>", ["known¹²"], "a note reference stays apart from its word"),
    ("<p>the 5<sup>th</sup></p>", ["the 5th"], "other raised letters are letters"),
    ("<p>47. Leaders know.</p>", ["47. Leaders know."], "a typed number is a marker"),
    ("<p>\x00nul\x00s</p>", ["nul s"], "NUL is white space"),
]


@pytest.mark.parametrize(("inside", "words", "why"), WORDS)
def test_a_page_reads_as_a_browser_shows_it(inside: str, words: list[str], why: str) -> None:
    assert printed(read(f"<html><body>{inside}</body></html>")) == words, why


def test_headings_nest() -> None:
    extraction = read("<h1>Report</h1><h2>Leaders</h2><p>a</p><h3>Staff</h3><p>b</p><h2>C</h2><p>c")
    assert [passage.headings for passage in passages(extraction)] == [
        ("Report", "Leaders"),
        ("Report", "Leaders", "Staff"),
        ("Report", "C"),
    ]


def test_lists_keep_level_and_number() -> None:
    extraction = read(
        "<ol start=3><li>three<ul><li>inner</li></ul></li><li value=9>nine</li>"
        "<li><p>ten</p><p>more</p></li></ol><ol type=a><li>letter</li></ol>"
        "<ol type=I><li>roman</li></ol>"
    )
    assert printed(extraction) == [
        "3. three",
        "• inner",
        "9. nine",
        "10. ten",
        "more",
        "a. letter",
        "I. roman",
    ]
    assert [block.level for block in extraction.blocks] == [1, 2, 1, 1, 0, 1, 1]
    assert [block.number for block in extraction.blocks][:4] == ["3", None, "9", "10"]


def test_tables_keep_their_grid() -> None:
    extraction = read(
        "<table><caption>Grades</caption><thead><tr><th>Area<th>Sub<th>Grade</thead>"
        "<tr><td rowspan=2>Help<td>a<td>Good<tr><td colspan=2>b <ul><li>one<li>two</ul></table>"
    )
    table = next(block for block in extraction.blocks if block.kind == "table")
    assert extraction.text[table.start : table.end].split("\n") == [
        "Area\tSub\tGrade",
        "Help\ta\tGood",
        "b • one • two",
    ]
    assert [(cell.row, cell.column) for cell in table.cells] == [
        (0, 0),
        (0, 1),
        (0, 2),
        (1, 0),
        (1, 1),
        (1, 2),
        (2, 1),
    ]
    assert [passage.locator for passage in passages(extraction)] == [
        "paragraph 1",
        "table 1, row 2",
        "table 1, row 3",
    ]


def test_a_table_that_only_places_things_is_no_table() -> None:
    extraction = read(
        "<table role=presentation><tr><td><p>left</p><td><p>right</p></table>"
        "<table><tr><td><h1>Title</h1><table><tr><td>a<td>b</table></table>"
    )
    assert printed(extraction, "paragraph", "heading") == ["left", "right", "Title"]
    assert printed(extraction, "table") == ["a\tb"]


def test_the_site_round_the_page_stands_aside() -> None:
    extraction = read(
        "<body><header>Ofsted</header><nav><ul><li>Home</ul></nav>"
        "<div class='cookie-banner'><p>We use cookies</p></div>"
        "<article><header><h1>Report</h1></header><p>Leaders know.</p></article>"
        "<footer>Crown copyright</footer></body>"
    )
    assert printed(extraction, "heading", "paragraph") == ["Report", "Leaders know."]
    assert printed(extraction, "furniture") == [
        "Ofsted",
        "Home",
        "We use cookies",
        "Crown copyright",
    ]
    assert extraction.blocks[-1].start > extraction.blocks[0].end, "set aside after the body"


def test_what_stands_outside_main_is_the_site() -> None:
    extraction = read(
        "<div>Menu</div><main><p>Leaders know what they do.</p></main><div>More</div>"
    )
    assert printed(extraction, "furniture") == ["Menu", "More"]


def test_an_empty_main_does_not_swallow_the_page() -> None:
    extraction = read("<main></main><p>Leaders know what they do.</p>")
    assert printed(extraction, "paragraph") == ["Leaders know what they do."]


def test_notes_are_kept_apart() -> None:
    extraction = read("<p>Known.<sup>1</sup></p><div class=footnotes><ol><li>As of May.</ol></div>")
    assert printed(extraction, "note") == ["1. As of May."]
    assert [passage.text for passage in passages(extraction)] == ["Known.¹"]


ENCODINGS = [
    ("<p>naïve – café</p>".encode(), "UTF-8 without a word"),
    ("\ufeff<p>naïve – café</p>".encode(), "UTF-8 with its mark"),
    ("<p>naïve – café</p>".encode("utf-16"), "UTF-16"),
    ("<meta charset=windows-1252><p>naïve – café</p>".encode("cp1252"), "declared"),
    ("<meta charset='iso-8859-1'><p>naïve – café</p>".encode("cp1252"), "as browsers read it"),
    ("<meta charset=utf-8><p>naïve – café</p>".encode("cp1252"), "declared wrongly"),
    ("<meta charset=punycode><p>naïve – café</p>".encode(), "declared nonsense"),
]


@pytest.mark.parametrize(("content", "why"), ENCODINGS)
def test_encodings(content: bytes, why: str) -> None:
    assert printed(read(content)) == ["naïve – café"], why


def test_a_guessed_encoding_is_a_problem() -> None:
    problems = read("<p>naïve</p>".encode("cp1252")).problems
    assert [problem.code for problem in problems] == ["encoding-guessed"]


def test_ten_thousand_nested_elements_are_read() -> None:
    assert printed(read("<div>" * 10_000 + "deep")) == ["deep"]


def test_tables_within_tables_take_no_longer_the_deeper_they_stand(check_effort: Callable) -> None:
    def deep(depth: int) -> list[str]:
        return printed(read("<table><tr><td>" * depth + "deep"))

    assert deep(2000) == ["deep"]
    check_effort(deep, 250, 2000)


def test_deeper_nesting_is_refused_before_it_takes_minutes(no_hang: Callable) -> None:
    with no_hang(), pytest.raises(RefusedError, match="deeper"):
        read("<div>" * 200_000 + "deep")


def test_a_page_without_words_says_so() -> None:
    extraction = read("<html><body><img src=a.png></body></html>")
    assert (extraction.status, extraction.problems[0].code) == ("partial", "no-text")
