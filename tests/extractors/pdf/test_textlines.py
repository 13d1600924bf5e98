from __future__ import annotations

import pytest

from extractors.pdf.layout import Word
from extractors.pdf.textlines import lines_of


def texts(words):
    return [line.text for line in lines_of(words, 1)]


def test_words_at_one_height_make_one_line(row):
    assert texts(row("Leaders act swiftly.", 72, 700)) == ["Leaders act swiftly."]


def test_lower_words_open_a_new_line(row):
    assert texts(row("Leaders act", 72, 700) + row("swiftly.", 72, 686)) == [
        "Leaders act",
        "swiftly.",
    ]


def test_a_raised_number_stays_on_its_line(row):
    raised = row("1", 140, 706, 7)
    assert texts(row("Board Review", 72, 700)[:1] + raised) == ["Board 1"]


def test_words_to_the_left_open_a_new_line_even_at_one_height(row):
    # The second column's first line may stand level with the first column's last.
    assert texts(row("right column", 300, 700) + row("left column", 72, 700)) == [
        "right column",
        "left column",
    ]


def test_a_line_is_as_large_and_bold_as_most_of_its_letters(row):
    mixed = row("Note", 72, 700, bold=True) + row("that this is plain", 102, 700)
    (line,) = lines_of(mixed, 1)
    assert (line.size, line.bold) == (12, False)


def test_foot_of_a_line_is_that_of_most_words_not_of_a_raised_or_lowered_one(row):
    (line,) = lines_of(row("one two three", 72, 700) + row("x", 160, 697, 8), 1)
    assert line.base == 700
    assert line.y0 == 697


@pytest.mark.parametrize("sides", [(100, 112, 101, 105), (100, 104, 95, 120)])
@pytest.mark.parametrize("below", [False, True], ids=["last line", "another line below"])
def test_box_of_a_line_holds_words_that_overlap(sides, below, row):
    left, right, other_left, other_right = sides
    words = [
        Word("one", left, 700, right, 711, 12),
        Word("two", other_left, 700, other_right, 711, 12),
    ]
    line = lines_of(words + (row("below", 72, 686) if below else []), 1)[0]
    assert (line.x0, line.x1) == (min(left, other_left), max(right, other_right))
