"""Headings and their depth, from marks where there are any and from looks where there are none."""

import pytest

from extractors.lines.outline import contents_aside, headings_found, levels_set, unglued
from extractors.lines.pieces import Piece, SourceLine

LINE = iter(range(1, 10_000))


def words(text: str, **more: object) -> Piece:
    return Piece("paragraph", (SourceLine(next(LINE), text),), text, **more)  # type: ignore[arg-type]


def heading(text: str, level: int) -> Piece:
    return Piece("heading", (SourceLine(next(LINE), text),), text, level=level)


def item(indent: int) -> Piece:
    return Piece("item", (SourceLine(next(LINE), "x"),), "x", indent=indent, marker="•")


LOOKS = [
    ("Frequency of inspection", True, "short, no end mark"),
    ("How good are outcomes?", True, "a question may be a heading"),
    ("5.1 The overall experiences", True, "a printed number"),
    ("Section 2: Meeting the needs", True, "a labelled part"),
    ("Challenge and compromise: principles", True, "a title with a colon"),
    ("BREAKOUT 1: CLOSING DOWN", True, "capitals"),
    ("Inspections take place every year.", False, "a sentence"),
    ("Inspectors will:", False, "a lead-in"),
    ("plans, reviews and records", False, "a small letter in front"),
    ("Published: May 2009", False, "a fact with its label"),
    ("No. 090027", False, "a reference number"),
    ("Street Manchester M1 2WD", False, "an address"),
    ("Write to a@b.uk", False, "an e-mail address"),
    ("word " * 23, False, "too many words"),
    ("“Quoted words”", False, "a quotation"),
]


@pytest.mark.parametrize(("text", "is_heading", "why"), LOOKS)
def test_looks(text: str, is_heading: bool, why: str) -> None:
    found = headings_found([words(text.strip()), words("A sentence follows.")])
    assert (found[0].kind == "heading") is is_heading, why


def test_where_headings_are_marked_looks_do_not_count() -> None:
    pieces = [heading("Report", 1), words("Age group of all"), words("In bold", bold=True)]
    assert [p.kind for p in headings_found(pieces)] == ["heading", "paragraph", "heading"]


def test_a_line_that_goes_on_is_no_heading() -> None:
    pieces = [words("Brief information about the"), words("services in the area")]
    assert [p.kind for p in headings_found(pieces)] == ["paragraph", "paragraph"]


def test_a_line_close_to_the_one_above_is_no_heading() -> None:
    assert headings_found([words("Report contents", loose=False)])[0].kind == "paragraph"


def levels(*pieces: Piece, titles: frozenset[str] = frozenset()) -> list[int]:
    return [piece.level for piece in levels_set(list(pieces), titles)]


def unmarked(text: str, number: str | None = None) -> Piece:
    return Piece("heading", (SourceLine(next(LINE), text),), text, number=number)


def test_title_then_numbers_then_the_rest() -> None:
    found = levels(
        unmarked("The framework"),
        unmarked("Criteria", "5"),
        unmarked("Experiences", "5.1"),
        unmarked("Good"),
        unmarked("Protection", "5.2"),
        unmarked("Good"),
    )
    assert found == [1, 2, 3, 4, 3, 4]


def test_capitals_stand_above_small_letters() -> None:
    found = levels(unmarked("Title"), unmarked("PART ONE"), unmarked("Needs"), unmarked("PART TWO"))
    assert found == [1, 2, 3, 2]


def test_marked_depths_stay_without_a_contents_list() -> None:
    assert levels(heading("A", 2), heading("B", 4)) == [2, 4]


INDENTS = [
    ((0, 0, 0), [1, 1, 1], "one level"),
    ((0, 2, 4, 2, 0), [1, 2, 3, 2, 1], "in and out"),
    ((2, 2, 0, 0), [1, 1, 1, 1], "a list that loses its indent at a page break"),
    ((4, 2, 4), [1, 1, 2], "an outer level that comes second"),
]


@pytest.mark.parametrize(("indents", "expected", "why"), INDENTS)
def test_items_by_indent(indents: tuple[int, ...], expected: list[int], why: str) -> None:
    assert levels(*map(item, indents)) == expected, why


def test_a_paragraph_begins_a_new_list() -> None:
    assert levels(item(0), item(2), words("Text."), item(2))[-1] == 1


def contents(*lines: str) -> list[Piece]:
    rows = tuple(tuple(line.split("\t")) for line in lines)
    table = Piece(
        "table", tuple(SourceLine(next(LINE), line) for line in lines), " ".join(lines), rows=rows
    )
    return [heading("Contents", 1), table]


def test_contents_lines_go_aside_and_give_titles() -> None:
    done, titles = contents_aside([*contents("Leaders\t4", "How child", "ren fare\t5")])
    assert [p.kind for p in done] == ["heading", "furniture"]
    assert {"leaders", "howchildrenfare", "contents"} <= titles


def test_text_after_the_contents_is_text() -> None:
    after = [Piece("break", (SourceLine(next(LINE), ""),)), words("The text begins.")]
    done, _ = contents_aside([*contents("Leaders\t4"), *after])
    assert done[-1].kind == "paragraph"


def test_unlisted_headings_stand_below_listed_ones() -> None:
    _, titles = contents_aside(contents("Safeguarding\t4", "Scope of it all Parts of it\t5"))
    pieces = [heading("x", 2)] * 6
    pieces += [heading("Safeguarding¹", 3), heading("Good", 3), heading("Scope of it all", 2)]
    assert levels(*pieces, titles=titles)[-3:] == [3, 4, 2]


GLUE = [
    ("TITLE**Report****1. WHY**", ("TITLE", "Report", "1. WHY"), "headings run together"),
    ("2. ACTION**2.1 Background**", ("2. ACTION", "2.1 Background"), "two of them"),
    ("Some **bold** words", ("Some **bold** words",), "bold inside a line"),
    ("as **appendix 1**", ("as **appendix 1**",), "bold at its end"),
    ("**All bold**", ("**All bold**",), "one heading"),
    ("It ends.**Next**", ("It ends.**Next**",), "a sentence"),
    ("plain", ("plain",), "no marks"),
]


@pytest.mark.parametrize(("line", "parts", "why"), GLUE)
def test_glued_headings(line: str, parts: tuple[str, ...], why: str) -> None:
    assert unglued(line) == parts, why
