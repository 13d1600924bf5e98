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
    if len(words) == 1:
        word = words[0]
        return TextLine(page, words, word[1], word[2], word[3], word[4], word[2], word[5], word[6])
    feet = [word[2] for word in words]
    size, bold = words[0][5], words[0][6]
    for word in words:
        if word[5] != size or word[6] != bold:
            size, bold = _style(words)
            break
    return TextLine(
        page,
        words,
        min([word[1] for word in words]),
        min(feet),
        max([word[3] for word in words]),
        max([word[4] for word in words]),
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
    """Split words in reading order into printed lines."""
    lines: list[TextLine] = []
    current: list[Word] = []
    low = high = right = 0.0
    for word in words:
        _, x0, y0, x1, y1 = word[:5]
        if current:
            common = (y1 if y1 < high else high) - (y0 if y0 > low else low)
            height = min(y1 - y0, high - low)
            if common > _OVERLAP * height and x0 > right - word[5]:
                current.append(word)
                low = min(low, y0)
                high = max(high, y1)
                right = x1
                continue
            lines.append(line_of(current, page))
        current = [word]
        low, high, right = y0, y1, x1
    if current:
        lines.append(line_of(current, page))
    return lines
