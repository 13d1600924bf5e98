"""Places where notes begin: marks of one style, and nothing that a note itself says."""

import pytest

from corpus.records import Block, Box, Extraction, Line, Page
from extractors.notes.splitting import body_end, is_rule, lines, starts


def paragraphs(*texts: str, headings: bool = False) -> Extraction:
    """Paragraphs; with `headings`, lines that begin with "##" are headings without their mark."""
    made: list[Block] = []
    written: list[str] = []
    at = 0
    for text in texts:
        heading = headings and text.startswith("## ")
        words = text.removeprefix("## ") if headings else text
        kind = "heading" if heading else "paragraph"
        made.append(Block(kind, at, at, at + len(words), "markup", level=int(heading)))  # type: ignore[arg-type]
        written.append(words)
        at += len(words) + 1
    return Extraction("d", "markdown/1", "\n".join(written), (), tuple(made))


def beginnings(extraction: Extraction) -> list[str]:
    return [extraction.text[at : at + 14] for at in starts(extraction)]


SPLIT = [
    (["Date: 1/2/24 Type: Visit", "Seen.", "Date: 2/2/24 Type: Call", "Rang."],
     ["Date: 1/2/24 T", "Date: 2/2/24 T"], "labels on one line"),
    (["Type: Visit Date: 1/2/24", "Seen.", "Type: Call Date: 2/2/24"],
     ["Type: Visit Da", "Type: Call Dat"], "another label first"),
    (["Case no: C1 Date: 1/2/24", "Seen.", "Case no: C1 Date: 2/2/24"],
     ["Case no: C1 Da", "Case no: C1 Da"], "the case first"),
    (["1/2/24 | Visit | J Doe", "Seen.", "2/2/24 | Call | J Doe"],
     ["1/2/24 | Visit", "2/2/24 | Call "], "strokes"),
    (["[1/2/2024] Visit", "Seen.", "[2/2/2024] Call"],
     ["[1/2/2024] Vis", "[2/2/2024] Cal"], "brackets"),
    (["Case note 1: 1/2/2024", "Seen.", "Case note 2: 2/2/2024"],
     ["Case note 1: 1", "Case note 2: 2"], "numbered"),
    (["Monday 1 July 2024: visit", "Seen.", "Tuesday 2 July 2024: call"],
     ["Monday 1 July ", "Tuesday 2 July"], "weekdays differ, the style does not"),
    (["Date: 1/2/24 Type: Visit", "1/1/24 - born", "2/1/24 - moved", "Date: 2/2/24 Type: Call"],
     ["Date: 1/2/24 T", "Date: 2/2/24 T"], "days within a note with labels"),
    (["First.", "-----", "Second.", "=====", "Third."],
     ["First.\n-----\nS", "Second.\n=====\n", "Third."], "lines that separate"),
    (["Date: 1/2/24 Type: Visit", "Seen."], ["Date: 1/2/24 T"], "one head alone"),
    (["Title", "1/2/24 | Visit | J Doe", "Seen."], ["1/2/24 | Visit"], "one head of one line"),
]  # fmt: skip
KEPT = [
    (["Seen.", "Well."], "no marks"),
    (["On 1/2/24 he was seen.", "On 2/2/24 as well."], "days in sentences"),
    (["1 July 2024 he came", "2 July 2024 he left"], "days without any mark behind them"),
    (["Date: soon Type: Visit", "Date: later Type: Visit"], "labels without a day"),
    (["Date: 1/2/24", "Date: 2/2/24"], "a day label alone is no head"),
    (["From: A Date: 1/2/24 Subject: x", "From: B Date: 2/2/24 Subject: y"], "headers of mails"),
    (["-----", "Only this.", "====="], "rules around one text separate nothing"),
    (["He said:", "- one", "- two"], "a list"),
    ([], "nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "expected", "why"), SPLIT)
def test_marks_of_one_style_part_notes(texts: list[str], expected: list[str], why: str) -> None:
    assert beginnings(paragraphs(*texts)) == expected, why


@pytest.mark.parametrize(("texts", "why"), KEPT)
def test_what_is_no_mark_parts_nothing(texts: list[str], why: str) -> None:
    assert beginnings(paragraphs(*texts)) == [], why


def test_headings_are_another_style_than_lines_of_a_note() -> None:
    extraction = paragraphs(
        "## 1/2/2024 - Chronology", "1/1/2020 - born", "2/1/2020 - moved", "3/1/2021 - moved again",
        "## 2/2/2024 - Visit", "Seen.", headings=True,
    )  # fmt: skip
    assert beginnings(extraction) == ["1/2/2024 - Chr", "2/2/2024 - Vis"]


RULES = [
    ("=====", True), ("-----", True), ("* * *", True), ("___", True), ("- - - -", True),
    ("——————", True), ("~~~~~~", True), ("#####", True), ("--", False), ("== A ==", False),
    ("", False), ("...", False), ("- item", False), ("-", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "separates"), RULES)
def test_lines_that_only_separate(text: str, separates: bool) -> None:
    assert is_rule(text) == separates


def test_printed_lines_are_looked_at_one_by_one() -> None:
    text = "Date: 1/2/24 Type: Visit Seen. Date: 2/2/24 Type: Call Rang."
    second = text.index("Seen.")
    third = text.index("Date: 2")
    printed = tuple(
        Line(start, end, Box(1, 0, 700 - start, 500, 710 - start))
        for start, end in ((0, second - 1), (second, third - 1), (third, len(text)))
    )
    block = Block("paragraph", 0, 0, len(text), "geometry", page=1, lines=printed)
    page = Page(1, 0, len(text), 595, 842)
    extraction = Extraction("d", "pdf/1", text, (page,), (block,))
    assert starts(extraction) == [0, third]
    assert [line.start for line in lines(extraction)] == [0, second, third]


def test_what_is_set_aside_holds_no_marks() -> None:
    extraction = paragraphs("Date: 1/2/24 Type: Visit", "Seen.", "Date: 2/2/24 Type: Call")
    *body, last = extraction.blocks
    aside = Block("note", last.start, last.body, last.end, last.how)
    changed = Extraction("d", "docx/1", extraction.text, (), (*body, aside))
    assert body_end(changed) == last.start
    assert starts(changed) == [0]


ONENOTE = [
    ("Visit\n12 March 2024\n14:30\nSeen.", True, "a title, a day, a time"),
    ("Visit\nTuesday, 12 March 2024\n14:30\nSeen.", True, "with the weekday"),
    ("Visit\n12 March 2024 14:30\nSeen.", True, "day and time on one line"),
    ("12 March 2024\nSeen.", True, "no title"),
    ("He was seen on 12 March 2024\nand again.", False, "a day in a sentence"),
    ("Visit\n12 March 2024 was cold.", False, "a sentence that begins with a day"),
    ("Visit\n31 February 2024\nSeen.", False, "no day at all"),
]


@pytest.mark.parametrize(("top", "found", "why"), ONENOTE)
def test_pages_that_print_a_day_are_notes(top: str, found: bool, why: str) -> None:
    text, made = "", []
    pages = []
    for number in (1, 2):
        first = len(text)
        for line in top.split("\n"):
            at = len(text)
            made.append(Block("paragraph", at, at, at + len(line), "geometry", page=number))
            text += f"{line}\n"
        pages.append(Page(number, first, len(text), 595, 842))
    extraction = Extraction("d", "pdf/1", text, tuple(pages), tuple(made))
    assert (starts(extraction) == [0, len(top) + 1]) == found, why
