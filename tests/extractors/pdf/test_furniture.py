from __future__ import annotations

import pytest

from extractors.pdf.furniture import is_furniture, repeated

HEIGHT = 842


def pages(*lines_of_pages):
    return [(HEIGHT, lines) for lines in lines_of_pages]


def test_footer_that_recurs_with_another_page_number_is_furniture(line):
    footers = [line(f"Inspection of Ambleford {n}", y=30) for n in range(1, 5)]
    recurring = repeated(pages(*[[footer] for footer in footers]))
    assert all(is_furniture(footer, HEIGHT, recurring) for footer in footers)


def test_same_sentence_in_the_body_of_three_pages_is_no_furniture(line):
    sentence = line("Good.", y=400)
    recurring = repeated(pages([sentence], [sentence], [sentence]))
    assert not is_furniture(sentence, HEIGHT, recurring)


def test_footer_near_the_edge_may_wander(line):
    footers = [line("Inspection report", y=y) for y in (6, 18, 29)]
    recurring = repeated(pages(*[[footer] for footer in footers]))
    assert all(is_furniture(footer, HEIGHT, recurring) for footer in footers)


def test_words_that_end_pages_by_chance_are_kept(line):
    # Inside the margin a line must recur at one height to count.
    ends = [line("protection.", y=y) for y in (60, 75, 90)]
    recurring = repeated(pages(*[[end] for end in ends]))
    assert not any(is_furniture(end, HEIGHT, recurring) for end in ends)


@pytest.mark.parametrize("text", ["7", "Page 7", "Page 7 of 20", "– 7 –", "vii"])
def test_page_number_at_the_edge_needs_no_twin(line, text):
    assert is_furniture(line(text, x=500, y=40), HEIGHT, set())


@pytest.mark.parametrize(("text", "y"), [("7", 400), ("7 children", 40), ("2014.", 40)])
def test_other_numbers_are_text(line, text, y):
    assert not is_furniture(line(text, y=y), HEIGHT, set())


def test_two_pages_need_both(line):
    footer = line("Inspection report", y=30)
    assert is_furniture(footer, HEIGHT, repeated(pages([footer], [footer])))
    assert not is_furniture(footer, HEIGHT, repeated(pages([footer], [])))
