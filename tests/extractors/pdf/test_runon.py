from __future__ import annotations

import pytest

from extractors.pdf.runon import join_run_ons

OPEN = "Leaders know their services well and act on what they learn about them, so"


def joined(pages, body):
    join_run_ons(pages, body)
    return [[piece.text for piece in page] for page in pages]


def test_unfinished_paragraph_goes_on_overleaf(piece, body):
    pages = [
        [piece("paragraph", OPEN, y=90)],
        [piece("paragraph", "children are safe.", page=2), piece("paragraph", "Next.", page=2)],
    ]
    assert joined(pages, body) == [[OPEN + " children are safe."], ["Next."]]


def test_footers_notes_and_pages_without_text_do_not_break_it(piece, body):
    pages = [
        [piece("paragraph", OPEN, y=90), piece("note", "1 See the Act."), piece("furniture", "1")],
        [piece("furniture", "2")],
        [piece("furniture", "3"), piece("paragraph", "children are safe.", page=3)],
    ]
    assert joined(pages, body)[0][0] == OPEN + " children are safe."


def test_paragraph_over_three_pages(piece, body):
    pages = [[piece("paragraph", OPEN, page=n)] for n in (1, 2)]
    pages.append([piece("paragraph", "all is well.", page=3)])
    assert joined(pages, body) == [[f"{OPEN} {OPEN} all is well."], [], []]


@pytest.mark.parametrize(
    ("above", "below", "why"),
    [
        (("paragraph", "They act."), ("paragraph", "Leaders plan."), "the sentence has ended"),
        (("paragraph", "They include:"), ("paragraph", "Visits"), "a list follows"),
        (("paragraph", OPEN), ("item", "• visits"), "a bullet opens its own item"),
        (("paragraph", OPEN), ("paragraph", "48. Leaders"), "a number opens its own paragraph"),
        (("paragraph", OPEN), ("heading", "Main findings"), "a heading at the top of a page"),
        (("heading", "Main findings"), ("paragraph", "Leaders plan."), "a heading ends by itself"),
        (("paragraph", "Ann Example, HMI"), ("paragraph", "If you are unhappy"), "a name is short"),
    ],
)
def test_does_not_go_on(piece, body, above, below, why):
    pages = [[piece(*above, y=90)], [piece(*below, page=2)]]
    join_run_ons(pages, body)
    assert len(pages[1]) == 1, why


def test_other_type_size_does_not_go_on(piece, body):
    pages = [[piece("paragraph", OPEN)], [piece("paragraph", "and so on", size=16, page=2)]]
    join_run_ons(pages, body)
    assert len(pages[1]) == 1


def test_text_at_the_indent_of_an_item_goes_on_even_after_a_full_stop(piece, body):
    pages = [
        [piece("item", "•  They plan.\nThey act.", hang=27)],
        [piece("paragraph", "They review.", x=99, page=2)],
    ]
    assert len(joined(pages, body)[1]) == 0


def test_lower_case_goes_on_whatever_the_end(piece, body):
    pages = [[piece("paragraph", "as in s.")], [piece("paragraph", "of the Act.", page=2)]]
    assert joined(pages, body)[1] == []
