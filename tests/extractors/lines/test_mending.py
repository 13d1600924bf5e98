"""What a page break tore apart is put together, and nothing else."""

import pytest

from extractors.lines.mending import (
    continuations_joined,
    ends_open,
    page_numbers_aside,
    tables_joined,
)
from extractors.lines.pieces import Piece, SourceLine

LINE = iter(range(1, 10_000))


def piece(kind: str, text: str = "", marker: str = "") -> Piece:
    return Piece(kind, (SourceLine(next(LINE), text),), text, marker=marker)  # type: ignore[arg-type]


def table(*rows: tuple[str, ...]) -> Piece:
    lines = tuple(SourceLine(next(LINE), " ".join(row)) for row in rows)
    return Piece("table", lines, rows=rows)


def break_() -> Piece:
    return piece("break")


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("where we believe it", True),
        ("the Board (LSCB)", True),
        ("as printed,", True),
        ("It ends.", False),
        ("It ends.”", False),
        ("It ends.¹²", False),
        ("(It ends.)", False),
        ("as follows:", False),
        ("is it?", False),
    ],
)
def test_open_ends(text: str, is_open: bool) -> None:
    assert ends_open(text) is is_open


JOINS = [
    # first kind, first text, second text, joined, why
    ("paragraph", "where we believe it", "needs to improve.", True, "the sentence goes on"),
    ("item", "where there", "are concerns.", True, "in an item too"),
    ("paragraph", "It ends.", "but this does not", False, "after an end mark nothing goes on"),
    ("paragraph", "where we believe", "Leaders know.", False, "a capital begins anew"),
    ("heading", "Leaders", "and managers", False, "headings end where they end"),
    ("table", "", "and managers", False, "tables as well"),
]


@pytest.mark.parametrize(("kind", "first", "second", "joined", "why"), JOINS)
def test_joins(kind: str, first: str, second: str, joined: bool, why: str) -> None:
    done = continuations_joined([piece(kind, first), break_(), piece("paragraph", second)])
    assert (len(done) == 2) is joined, why
    if joined:
        assert done[0].text == f"{first} {second}", why


def test_notes_and_page_numbers_between_do_not_hinder() -> None:
    pieces = [
        piece("item", "the Board"),
        piece("note", "As of May."),
        break_(),
        piece("furniture", "12"),
        piece("paragraph", "and the officer."),
    ]
    done = continuations_joined(pieces)
    assert [p.kind for p in done] == ["item", "note", "break", "furniture"]
    assert done[0].lines == pieces[0].lines + pieces[4].lines


LOST = [
    # is there a page break inside the item, after it, the text that follows, is it an item, why
    (True, False, "Staff are vetted.", True, "the list's formatting was lost at the break"),
    (False, False, "Staff are vetted.", False, "an item that was whole loses nothing"),
    (True, True, "Staff are vetted.", False, "a new page may begin with a paragraph"),
    (True, False, "Outstanding", False, "a heading is no item"),
]


@pytest.mark.parametrize(("torn", "paged", "text", "is_item", "why"), LOST)
def test_lost_bullets(torn: bool, paged: bool, text: str, is_item: bool, why: str) -> None:
    pieces = [piece("item", "the Board", "•")]
    pieces += [break_()] if torn else []
    pieces += [piece("paragraph", "and the officer.")]
    pieces += [break_()] if paged else []
    pieces += [piece("paragraph", text)]
    assert (continuations_joined(pieces)[-1].kind == "item") is is_item, why


def test_only_the_first_sentence_after_the_break_lost_its_bullet() -> None:
    pieces = [piece("item", "the Board", "•"), break_(), piece("paragraph", "and more.")]
    pieces += [piece("paragraph", "One is done."), piece("paragraph", "Two is done.")]
    assert [p.kind for p in continuations_joined(pieces)][-2:] == ["item", "paragraph"]


NUMBERS = [
    ("12", "furniture", "a number"),
    ("Page 3 of 12", "furniture", "in words"),
    ("12 children", "paragraph", "a number of something"),
    ("12345", "paragraph", "too long for a page"),
]


@pytest.mark.parametrize(("text", "kind", "why"), NUMBERS)
def test_page_numbers(text: str, kind: str, why: str) -> None:
    pieces = [piece("paragraph", "Text."), piece("paragraph", text), break_()]
    assert page_numbers_aside(pieces)[1].kind == kind, why


def test_a_number_in_the_middle_of_a_page_stays() -> None:
    pieces = [piece("paragraph", text) for text in ("One.", "12", "Two.")]
    assert [p.kind for p in page_numbers_aside([*pieces, break_()])][1] == "paragraph"


def test_without_pages_there_are_no_page_numbers() -> None:
    assert page_numbers_aside([piece("paragraph", "12")])[0].kind == "paragraph"


def test_tables_join_over_a_page_break_where_they_are_equally_wide() -> None:
    joined = tables_joined([table(("a", "1")), break_(), table(("b", "2"))])
    assert joined[0].rows == (("a", "1"), ("b", "2"))
    apart = tables_joined([table(("a", "1")), break_(), table(("b", "2", "3"))])
    assert [p.kind for p in apart] == ["table", "break", "table"]


def test_tables_on_one_page_stay_apart() -> None:
    assert len(tables_joined([table(("a", "1")), table(("b", "2"))])) == 2


def test_words_between_keep_tables_apart() -> None:
    pieces = [table(("a", "1")), break_(), piece("paragraph", "Text."), table(("b", "2"))]
    assert len(tables_joined(pieces)) == 4


def test_a_repeated_header_marks_the_first_row_as_header() -> None:
    done = tables_joined([table(("A", "B"), ("a", "1")), table(("A", "B"), ("b", "2"))])
    assert (done[0].header, done[0].rows) == (1, (("A", "B"), ("a", "1"), ("b", "2")))
    assert (done[1].kind, done[1].text) == ("furniture", "A B")
