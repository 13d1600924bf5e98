"""Words and the blocks of the tag tree that they go to, where the tree tears a line apart."""

from __future__ import annotations

import pytest

from extractors.pdf.layout import Word
from extractors.pdf.tagged import sort_words, tagged_pieces
from extractors.pdf.tagtree import Mark

MARKS = {1: Mark(1, "LI"), 2: Mark(2, "LI"), 3: Mark(2, "LI")}


def word(text: str, x0: float, mcid: int, y0: float = 700, size: float = 12) -> Word:
    """A word that is five points wide for each of its letters."""
    return Word(text, x0, y0, x0 + 5 * len(text), y0 + size, size, mcid=mcid)


HELP, DAILY = word("help", 100, 2), word("daily", 150, 3)
TORN = [
    (word("Staff", 123, 1), True, "words inside a line stay in it"),
    (word("Staff", 123, -1), True, "words without a tag, too"),
    (word("1", 121, 1, y0=705, size=7), False, "a note's raised number is no part of the line"),
    (word("Staff", 123, 1, y0=680), False, "words on a line of their own go where the tree says"),
    (word("Staff", 30, 1), False, "so do words left of the line"),
    (word("a", 140, 1), False, "and words in a column of their own"),
]


@pytest.mark.parametrize(("between", "joined", "_why"), TORN, ids=[row[-1] for row in TORN])
def test_words_between_two_parts_of_a_block(between: Word, joined: bool, _why: str) -> None:
    blocks, artifacts, unknown = sort_words([HELP, between, DAILY], MARKS)
    assert blocks[2][1] == ([HELP, between, DAILY] if joined else [HELP, DAILY])
    assert artifacts == []
    elsewhere = unknown + (blocks[1][1] if 1 in blocks else [])
    assert elsewhere == ([] if joined else [between])


def test_block_keeps_its_words_between_words_without_a_tag() -> None:
    words = [word("help", 100, -1), word("Staff", 123, 1), word("daily", 150, -1)]
    blocks, _, unknown = sort_words(words, MARKS)
    assert blocks == {1: (MARKS[1], [words[1]])}
    assert unknown == [words[0], words[2]]


def test_block_that_ends_inside_a_line_keeps_what_stands_before() -> None:
    above = word("Leaders", 100, 1, y0=720)
    torn = word("Staff", 123, 1)
    blocks, _, _ = sort_words([above, HELP, torn, DAILY], MARKS)
    assert blocks == {1: (MARKS[1], [above]), 2: (MARKS[2], [HELP, torn, DAILY])}


def test_line_that_is_torn_twice_comes_together() -> None:
    words = [HELP, word("Staff", 123, 1), DAILY, word("with", 178, 1), word("care.", 201, 2)]
    blocks, _, _ = sort_words(words, MARKS)
    assert blocks == {2: (MARKS[2], words)}


@pytest.mark.parametrize(
    ("bullet", "skipped", "why"),
    [
        (word("•", 85, 1), True, "drawn last, printed left of the words"),
        (word("\uf0b7", 85, 1), True, "a glyph of a symbol font is a bullet too"),
        (word("•", 85, 1, y0=640), False, "on another line: left where it is"),
        (word("•", 400, 1), False, "right of the words: part of the text"),
    ],
)
def test_a_bullet_that_is_drawn_after_its_item_stands_before_it(
    bullet: Word, skipped: bool, why: str
) -> None:
    words = [word("oversight", 100, 1), word("of", 150, 1), word("plans", 165, 1)]
    [piece] = tagged_pieces({1: (MARKS[1], [*words, bullet])}, MARKS, page=1)
    assert (piece.skip == 1) is skipped, why
    assert piece.lines[0].words[piece.skip].text == "oversight", why
