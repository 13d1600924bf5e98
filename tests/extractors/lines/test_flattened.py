"""A table that lost its columns is known by the word that its lines end with."""

import pytest

from extractors.lines.flattened import flattened_tables
from extractors.lines.pieces import Piece, SourceLine

LINE = iter(range(1, 10_000))


def pieces(*texts: str) -> list[Piece]:
    return [Piece("paragraph", (SourceLine(next(LINE), text),), text) for text in texts]


def same(text: str) -> str:
    return text


def rows(*texts: str) -> tuple[tuple[str, ...], ...]:
    found = flattened_tables(pieces(*texts), same)
    return next((piece.rows for piece in found if piece.kind == "table"), ())


SIX = tuple(f"{name} Grade" for name in ("Help", "Care", "Staff", "Plans", "Health", "Safety"))
FULL = tuple((name.removesuffix(" Grade"), "Grade") for name in SIX)

FOLDED = [
    (SIX, FULL, "one row a line"),
    ((*SIX, "Areas No grade"), (*FULL, ("Areas", "No grade")), "the value with its negation"),
    ((*SIX, "Long", "Grade"), (*FULL, ("Long", "Grade")), "the value on a line of its own"),
    ((*SIX, "Long Grade", "and wide"), (*FULL, ("Long and wide", "Grade")), "a label goes on"),
    ((*SIX, "Long: Grade how it is"), (*FULL, ("Long: how it is", "Grade")), "round the value"),
    ((*SIX, "Part two", "Late Grade"), (*FULL, ("Part two", ""), ("Late", "Grade")), "a band"),
    ((*SIX, "At last"), (*FULL, ("At last", "")), "a label without a value is kept"),
]


@pytest.mark.parametrize(("texts", "expected", "why"), FOLDED)
def test_folding(texts: tuple[str, ...], expected: tuple[tuple[str, ...], ...], why: str) -> None:
    assert rows(*texts) == expected, why


NO_TABLE = [
    (SIX[:5], "too few to tell"),
    (tuple(f"{text}." for text in SIX), "sentences that end alike"),
    (tuple(f"Row {number}" for number in range(9)), "no word in common"),
    (tuple(f"Line {number} 2024" for number in range(9)), "a number is no value"),
    ((*SIX, *(f"Other {letter * 3}" for letter in "abcdefgh")), "fewer than half"),
]


@pytest.mark.parametrize(("texts", "why"), NO_TABLE)
def test_what_is_no_table_stays_as_it_is(texts: tuple[str, ...], why: str) -> None:
    given = pieces(*texts)
    assert flattened_tables(given, same) == given, why


def test_text_before_and_after_keeps_its_place() -> None:
    given = pieces("It is graded.", "A heading", *SIX, "It is done.")
    assert [p.kind for p in flattened_tables(given, same)] == [
        "paragraph",
        "paragraph",
        "table",
        "paragraph",
    ]


def test_notes_and_page_breaks_inside_are_kept() -> None:
    given = pieces(*SIX)
    note = Piece("note", (SourceLine(next(LINE), "As of May."),), "As of May.")
    found = flattened_tables([*given[:3], note, *given[3:]], same)
    assert [p.kind for p in found] == ["table", "note"]
    assert found[0].rows == FULL


def test_every_line_of_the_table_keeps_its_number() -> None:
    given = pieces(*SIX)
    (table,) = flattened_tables(given, same)
    assert table.lines == tuple(line for piece in given for line in piece.lines)
