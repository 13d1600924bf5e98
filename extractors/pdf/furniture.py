"""Running headers, footers and page numbers: what repeats at the same place over the pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractors.pdf.textlines import TextLine

_ZONE = 0.13  # share of the page height, at the top and at the foot, where furniture stands
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:page\s+)?[-–]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*[-–]?(?:\s+of\s+\d{1,4})?", re.I
)
_STEP = 6.0  # points: how far the same footer may wander from page to page
_EDGE = 0.05  # share of the page height that is margin for running text on any page

Key = tuple[str, bool, int]


def in_zone(line: TextLine, height: float) -> bool:
    """Say whether a line stands where headers and footers stand."""
    return line.y0 < _ZONE * height or line.y1 > (1 - _ZONE) * height


def repeated(pages: Sequence[tuple[float, Sequence[TextLine]]]) -> set[Key]:
    """Find the lines that recur at one height: pages as (height, lines), in order.

    A line is furniture when it recurs on three pages or more, or on both of two; digits count as
    equal, so page numbers and dates in a footer do not hide it.
    """
    seen: Counter[Key] = Counter()
    for height, lines in pages:
        found: set[Key] = set()
        for line in lines:
            if in_zone(line, height):
                found.update(_keys(line, height))
        seen.update(found)
    enough = 3 if len(pages) > 2 else 2
    return {key for key, count in seen.items() if count >= enough}


def is_furniture(line: TextLine, height: float, recurring: set[Key]) -> bool:
    """Say whether a line is part of the page's frame and not of the text."""
    if not in_zone(line, height):
        return False
    if _PAGE_NUMBER.fullmatch(line.text) and _outermost(line, height):
        return True
    return any(key in recurring for key in _keys(line, height))


def _outermost(line: TextLine, height: float) -> bool:
    return line.y0 < 0.1 * height or line.y1 > 0.92 * height


def _keys(line: TextLine, height: float) -> tuple[Key, ...]:
    # Measured from the nearer edge, and in two overlapping grids so that no border divides twins.
    low = line.base < height / 2
    distance = line.base if low else height - line.y1
    text = _DIGITS.sub("#", line.text).casefold()
    if distance < _EDGE * height:
        # No running text stands so far out: a footer may wander here.
        return ((text, low, -1),)
    steps = distance / _STEP
    return (text, low, 2 * round(steps)), (text, low, 2 * round(steps + 0.5) + 1)
