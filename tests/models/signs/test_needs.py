"""Patterns and frames are looked for only where each of their parts has a word or an idea."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.signs.needs import needs
from models.signs.phrasebook import shipped
from models.signs.sentences import spelt
from models.signs.tokens import words_of

NEEDS = needs(
    [[["dad", "mum"], ["hit"]], [["knife"]], [], [["he"], ["hit"], ["him"]], [["gone"], []]],
    [[["fear"], ["going"]], [["marks"]]],
)
ASKED = [
    ("dad hit him", [], [0], False, "both parts stand"),
    ("mum hit", [], [0], False, "one word of a part is enough"),
    ("dad cried", [], [], False, "a part is missing"),
    ("he hit him with a knife", [], [1, 3], False, "several, in their order"),
    ("", [], [], False, "what has no part never stands"),
    ("gone", [], [], False, "nor what has a part without words"),
    ("fear going", [], [], False, "an idea is no word"),
    ("", ["fear"], [], False, "one idea of two"),
    ("", ["fear", "going"], [], True, "a frame"),
    ("knife", ["marks"], [1], True, "a frame beside a pattern"),
]


@pytest.mark.parametrize(
    ("said", "ideas", "patterns", "framed", "reason"), ASKED, ids=[row[4] for row in ASKED]
)
def test_what_is_looked_for(
    said: str, ideas: list[str], patterns: list[int], framed: bool, reason: str
) -> None:
    assert NEEDS.met(NEEDS.bits(said.split(), ideas)) == (patterns, framed), reason


def test_nothing_is_looked_for_where_there_is_nothing() -> None:
    empty = needs([], [])
    assert empty.met(empty.bits(["dad"], ["fear"])) == ([], False)


SAID = (  # noqa: SIM905
    "dad mum hit him her not fed no food gone missing scared of going home knife take tablets die"
    " sell drugs punched slapped hurt marks bruise face neck he she was been , ; and to by"
).split()


@given(st.lists(st.sampled_from(SAID), max_size=14))
def test_no_pattern_or_frame_stands_that_is_not_looked_for(said: list[str]) -> None:
    book = shipped()
    text = " ".join(said)
    words = spelt(words_of(text, 0, len(text)), book)
    ideas = book.frames.places(words.words)
    asked, framed = book.needs.met(book.needs.bits(words.words, ideas))
    stand = {at for at, one in enumerate(book.patterns) if any(one.words.stands(words))}
    assert stand <= set(asked)
    assert framed or not any(book.frames.met(ideas, words.words))
