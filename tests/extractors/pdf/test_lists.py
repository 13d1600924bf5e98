from __future__ import annotations

from extractors.pdf.lists import mark_levels


def test_levels_follow_indents(piece):
    places = [72, 90, 91, 108, 72]
    items = [piece("item", "• x y", x=x, y=700 - 20 * n) for n, x in enumerate(places)]
    mark_levels(items)
    assert [item.level for item in items] == [1, 2, 2, 3, 1]


def test_text_between_two_lists_starts_anew(piece):
    pieces = [piece("item", "• a b"), piece("paragraph", "Text."), piece("item", "• c d", x=108)]
    mark_levels(pieces)
    assert [found.level for found in pieces] == [1, 0, 1]
