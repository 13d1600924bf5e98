"""Printed lines from words: which words stand on one line, and how that line looks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.pdf.layout import Word

_OVERLAP = 0.35  # share of the lower word's height that two words of one line have in common


@dataclass(slots=True)
class TextLine:
    """Words on one line, left to right, with the box round them and their prevailing style.

    `base` is the height of the line's foot in points, the median of the words' lower sides, so
    that one bracket or comma does not move it. `ocr` is not kept here but on the page.
    """

    page: int
    words: list[Word]
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    bold: bool

    @property
    def text(self) -> str:
        """The line as printed, single spaces between words."""
        return " ".join([word[0] for word in self.words])


def line_of(words: list[Word], page: int) -> TextLine:
    """Build one line from words known to stand on it, in order."""
    feet = [word[2] for word in words]
    size, bold = _style(words)
    return TextLine(
        page,
        words,
        min(word[1] for word in words),
        min(feet),
        max(word[3] for word in words),
        max(word[4] for word in words),
        sorted(feet)[len(feet) // 2],
        size,
        bold,
    )


def _style(words: Sequence[Word]) -> tuple[float, bool]:
    """Return the size of most letters and whether most of them are bold."""
    sizes: dict[float, int] = {}
    heavy = letters = 0
    for word in words:
        length = len(word[0])
        sizes[word[5]] = sizes.get(word[5], 0) + length
        letters += length
        if word[6]:
            heavy += length
    return max(sizes, key=sizes.__getitem__), heavy * 2 > letters


def lines_of(words: Iterable[Word], page: int) -> list[TextLine]:
    """Split words in reading order into printed lines.

    Words are read by position and uniform lines built without a second look: this loop sees
    every word of every page. A line is uniform where its words stand level and in order, in one
    size and weight.
    """
    lines: list[TextLine] = []
    current: list[Word] = []
    left = low = high = right = size = 0.0
    bold = uniform = True
    for word in words:
        _, x0, y0, x1, y1, word_size, word_bold = word[:7]
        if current and x0 > right - word_size:
            same = y0 == low and y1 == high
            if same or _level(y0, y1, low, high):
                current.append(word)
                if not (same and word_size == size and word_bold == bold and x1 >= right):
                    uniform = False
                if x0 < left:
                    uniform = False
                right = x1
                if not same:
                    low, high = min(low, y0), max(high, y1)
                continue
        if current:
            lines.append(
                TextLine(page, current, left, low, right, high, low, size, bold)
                if uniform
                else line_of(current, page)
            )
        current = [word]
        left, low, right, high, size, bold = x0, y0, x1, y1, word_size, word_bold
        uniform = True
    if current:
        lines.append(
            TextLine(page, current, left, low, right, high, low, size, bold)
            if uniform
            else line_of(current, page)
        )
    return lines


def _level(y0: float, y1: float, low: float, high: float) -> bool:
    """Say whether a word of this height stands beside the line from `low` to `high`."""
    common = min(y1, high) - max(y0, low)
    return common > _OVERLAP * min(y1 - y0, high - low)
