"""Plain and lightly marked text: the mixtures that converters and people produce."""

from collections.abc import Callable

import pytest

from corpus.records import Extraction
from extractors import extract, passages, sniff


def read(text: str | bytes) -> Extraction:
    content = text if isinstance(text, bytes) else text.encode()
    return extract(content, "d", sniff(content, "a.txt"))


def printed(extraction: Extraction, *kinds: str) -> list[str]:
    return [
        extraction.text[block.start : block.end]
        for block in extraction.blocks
        if not kinds or block.kind in kinds
    ]


PAGE = "\n\n\n\n"
TEXTS = [
    # source, what is printed, why
    ("Leaders\nknow.\n\nStaff act.", ["Leaders know.", "Staff act."], "lines join, gaps split"),
    ("well-\nbeing is seen.", ["well-being is seen."], "a line-end hyphen closes up"),
    ("one -\ntwo.", ["one - two."], "a dash does not"),
    ("* one\n* two.", ["• one", "• two."], "any bullet prints as one"),
    ("• one\n  two\n– three.", ["• one two", "• three."], "items run on over lines"),
    ("-\n\nText.", ["Text."], "an empty bullet is no item"),
    ("_____\nText.\n-----\nMore.", ["Text.", "More."], "rules are drawn, not read"),
    ("- 47. Leaders know.", ["47. Leaders know."], "a number behind a bullet is the number"),
    ("- 2.1.1 Ofsted looks.", ["2.1.1 Ofsted looks."], "numbers of several parts need no stop"),
    ("- 18 working days.", ["• 18 working days."], "a count is no number"),
    ("5.30 pm is late.", ["5.30 pm is late."], "a time is no number"),
    (
        "Wait until page\n12. Then go on.",
        ["Wait until page 12. Then go on."],
        "nor is a wrapped one",
    ),
    ("(a) one;\n\n(b) two.", ["(a) one;", "(b) two."], "letters in brackets"),
    (
        "It was seen by the one who\n\nasked for it.",
        ["It was seen by the one who asked for it."],
        "lower case goes on",
    ),
    (f"- one and{PAGE}the same.", ["• one and the same."], "over a page break too"),
    (
        f"It is what leaders{PAGE}12{PAGE}know.",
        ["It is what leaders know.", "12"],
        "a page number stands aside",
    ),
    (
        "This is what leaders\x0cknow.",
        ["This is what leaders know."],
        "a form feed is a page break",
    ),
    (
        "one\x00two" + " and more of it" * 9,
        ["one two" + " and more of it" * 9],
        "control characters are white space",
    ),
    ("Known.¹\n\n¹ As of May.", ["Known.¹", "1 As of May."], "a note goes to the end"),
    ("A\tB\tC\n1\t\t2", ["A\tB\tC\n1\t\t2"], "tabs make a table"),
    ("Hello\tthere.", ["Hello there."], "one tab in one line does not"),
]


@pytest.mark.parametrize(("text", "words", "why"), TEXTS)
def test_plain_text(text: str, words: list[str], why: str) -> None:
    assert printed(read(text)) == words, why


MARKED = [
    ("# One\n\n## Two ##\n\nText.", ["One", "Two", "Text."], "headings"),
    ("One\n===\n\n**a** b. **c**", ["One", "a b. c"], "an underlined heading"),
    ("**a** *b* `c` [d](https://e) &amp; \\*f. **g**", ["a b c d & *f. g"], "inline marks go"),
    ("**a** <b>b</b><br>c<ul><li>d</ul>", ["a b c • d"], "HTML tags go"),
    ("**5 * 3** is a_long_name **b** **c**.", ["5 * 3 is a_long_name b c."], "no marks stay"),
    ("**a**<sup>1</sup> b.\n\n<sup>1</sup> N.", ["a¹ b.", "1 N."], "raised numbers, notes"),
    ("**a** **b** $^{11}$.\n\n $^{^{11}}$ N.", ["a b ¹¹.", "11 N."], "notes as formulas"),
    ("**a** b[^1].\n\n[^1]: N.", ["a b¹.", "1 N."], "notes of Markdown"),
    ("**a**\n\n```\n# code\n```\n**B** c.", ["a", "# code", "B c."], "fenced lines are text"),
    ("| A | B |\n|---|---|\n| **1** | 2 |\n\n**x** y.", ["A\tB\n1\t2", "x y."], "a piped table"),
    (
        "TITLE**Report of X****1. WHY**\n\n**a** b.",
        ["TITLE", "Report of X", "1. WHY", "a b."],
        "glue",
    ),
]


@pytest.mark.parametrize(("text", "words", "why"), MARKED)
def test_marked_text(text: str, words: list[str], why: str) -> None:
    extraction = read(text)
    assert extraction.extractor == "markdown/1", why
    assert printed(extraction) == words, why


def test_items_stand_under_their_paragraph() -> None:
    extraction = read("- 1. To:\n  - one\n    - inner\n  - two\n- 2. Next.\n - three\n")
    assert [(block.kind, block.level, block.number) for block in extraction.blocks] == [
        ("paragraph", 0, "1"),
        ("item", 1, None),
        ("item", 2, None),
        ("item", 1, None),
        ("paragraph", 0, "2"),
        ("item", 1, None),
    ]


def test_an_item_that_lost_its_bullet_over_a_page_break_is_found() -> None:
    text = (
        f"# T\n\n- One is done.\n- Two is seen by the{PAGE}board.\n\nThree is done.\n\n# U\n\nText."
    )
    extraction = read(text + "\n\n**b**")
    assert printed(extraction, "item") == [
        "• One is done.",
        "• Two is seen by the board.",
        "Three is done.",
    ]
    assert extraction.blocks[3].start == extraction.blocks[3].body, "no marker is invented"


def test_a_paragraph_after_a_list_stays_one() -> None:
    assert printed(read("- One is done.\n\nThree is done."), "paragraph") == ["Three is done."]


def test_headings_without_marks_are_known_by_their_looks() -> None:
    text = (
        "The framework of inspection\n\nPublished: May 2009\n\n5. Criteria\n\nSome text.\n\n"
        "5.1 How well children are helped\n\nGood\n\nMore text.\n\nInadequate\n\nText.\n"
    )
    extraction = read(text)
    headings = [
        (b.level, extraction.text[b.start : b.end])
        for b in extraction.blocks
        if b.kind == "heading"
    ]
    assert headings == [
        (1, "The framework of inspection"),
        (2, "5. Criteria"),
        (3, "5.1 How well children are helped"),
        (4, "Good"),
        (4, "Inadequate"),
    ]
    assert passages(extraction)[-1].headings == (
        "The framework of inspection",
        "5. Criteria",
        "5.1 How well children are helped",
        "Inadequate",
    )


def test_a_scale_is_no_row_of_headings() -> None:
    text = (
        "Title\n\nThere are three grades.\n\nGood\n\nAdequate\n\nInadequate\n\n"
        "Next heading\n\nText."
    )
    assert printed(read(text), "heading") == ["Title", "Next heading"]


def test_contents_lines_stand_aside_and_rank_the_headings() -> None:
    text = (
        "# Contents\n\nLeaders\t4\nHow well children\nare helped\t5\n\n\n\n"
        "#### Leaders\n\n#### Good\n\nText.\n\n### How well children are helped\n\nText.\n"
    )
    extraction = read(text)
    assert printed(extraction, "furniture") != []
    assert [passage.headings for passage in passages(extraction)] == [
        ("Leaders", "Good"),
        ("How well children are helped",),
    ]


def test_text_right_below_a_contents_list_is_not_set_aside_with_it() -> None:
    lines = [
        "Contents",
        "Leaders\t4",
        "Children",
        "in care\t5",
        "Leaders",
        "They know their service.",
    ]
    lines += ["They visit every team.", "They read what children write."]
    extraction = read("\n".join(lines) + "\n")
    aside = " ".join(printed(extraction, "furniture"))
    assert "Children in care" in aside.replace("\t", " ")
    quoted = " ".join(passage.text for passage in passages(extraction))
    assert "They know their service." in quoted
    assert "They read what children write." in quoted


def test_a_repeated_header_row_joins_the_table_again() -> None:
    text = "A\tB\tC\nband\t\t\none\t2\t3\n\nA\tB\tC\ntwo\t4\t5\n\nAfter."
    extraction = read(text)
    assert printed(extraction, "table") == ["A\tB\tC\nband\none\t2\t3\ntwo\t4\t5"]
    assert printed(extraction, "furniture") == ["A B C"]
    rows = [(passage.text, passage.headings) for passage in passages(extraction)]
    assert rows == [("one\t2\t3", ("band",)), ("two\t4\t5", ("band",)), ("After.", ())]


def test_a_flattened_table_gets_its_columns_back() -> None:
    text = (
        "The report has grades.\n\nOverall effectiveness Grade\nAreas for improvement No grade\n"
        "How good is the\n\nservice?\n\nGrade\n\nPlans and reviews Grade\nand records\n\n"
        "Staff: Grade how well they are led\n\nSecond part\n\nSafety Grade\nHealth Grade\n\nDone."
    )
    assert printed(read(text), "table") == [
        "Overall effectiveness\tGrade\nAreas for improvement\tNo grade\n"
        "How good is the service?\tGrade\nPlans and reviews and records\tGrade\n"
        "Staff: how well they are led\tGrade\nSecond part\nSafety\tGrade\nHealth\tGrade"
    ]


ENCODINGS = [
    ("Größe – naïve.".encode(), "Größe – naïve.", [], "UTF-8"),
    ("Größe – naïve.".encode("utf-8-sig"), "Größe – naïve.", [], "with its mark"),
    ("Größe – naïve.".encode("utf-16"), "Größe – naïve.", [], "UTF-16 with its mark"),
    ("Größe – naïve.".encode("utf-16-be"), "Größe – naïve.", [], "UTF-16 without"),
    ("Größe – naïve.".encode("utf-32"), "Größe – naïve.", [], "UTF-32"),
    ("Größe – naïve.".encode("cp1252"), "Größe – naïve.", ["encoding-guessed"], "Windows"),
    (b"a b\x81 c.", "a b\ufffd c.", ["encoding-guessed"], "no encoding at all"),
]


@pytest.mark.parametrize(("content", "words", "codes", "why"), ENCODINGS)
def test_encodings(content: bytes, words: str, codes: list[str], why: str) -> None:
    extraction = read(content)
    assert printed(extraction) == [words], why
    assert [problem.code for problem in extraction.problems] == codes, why


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system(end: str) -> None:
    extraction = read(end.join(["One.", "", "Two", "goes on."]))
    assert printed(extraction) == ["One.", "Two goes on."]
    assert [block.locator for block in extraction.blocks] == ["line 1", "lines 3-4"]


LONG = [
    ("a" * 2_000_000, "one endless word"),
    ("word " * 400_000, "one endless line"),
    ("* " * 200_000 + "**a** **b**", "nothing but bullets"),
    ("[" * 200_000 + " **a** **b**", "brackets that never close"),
    ("**a** **b** " + "*a **b " * 3_000, "emphasis that never closes"),
    ("a\n" * 8_000, "one endless paragraph"),
    ("\t".join("ab" * 10_000), "one endless row"),
    ("A\tB\n\n\n\n" * 2_000, "a table on every page"),
    ("the end\n\n" * 4_000, "paragraphs that all run on"),
    ("Overall Grade\n\n" * 4_000, "a flattened table without end"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("text", "why"), LONG, ids=[why for _, why in LONG])
def test_odd_text_costs_no_more_than_its_length(
    text: str, why: str, check_effort: Callable, no_hang: Callable
) -> None:
    with no_hang():
        check_effort(lambda part: passages(read(part)), text[: len(text) // 8], text, why)
