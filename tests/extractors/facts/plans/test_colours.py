"""Colours of a plan's rows: words, letters, coloured cells' text, and what is none."""

import pytest

from extractors.facts.action_plans_colours import colour

COLOURS = [
    # (cell, colour, reason)
    ("Green", "green", "a word"),
    ("AMBER", "amber", "capitals"),
    ("red", "red", "small letters"),
    ("R", "red", "a letter"),
    ("a", "amber", "a small letter"),
    ("(G)", "green", "a letter in brackets"),
    ("B", "blue", "complete, in many councils"),
    ("● Green", "green", "a dot before it"),
    ("Green – complete", "green", "a word more"),
    ("Rated Amber", "amber", "a word before"),
    ("Green (was Amber)", "green", "what it was is not what it is"),
    ("From Red to Amber", "amber", "a change"),
    ("Amber/Green", None, "two colours are none"),
    ("Purple", None, "no such colour"),
    ("Yellow", None, "not one of the four"),
    ("On track", None, "a status"),
    ("Greenwich", None, "a place"),
    ("", None, "nothing"),
]


@pytest.mark.parametrize(("cell", "expected", "reason"), COLOURS, ids=lambda value: str(value)[:30])
def test_the_colour_that_a_cell_prints(cell: str, expected: str | None, reason: str) -> None:
    assert colour(cell) == expected, reason
