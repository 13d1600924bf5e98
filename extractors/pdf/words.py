"""Words of a page with boxes and style, from PDFium's text layer.

PDFium gives the text of a page in one call; the rest is asked for at word starts and ends only,
because calls per character cost four times as much as all other work together.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable, Iterator
from typing import NamedTuple

from extractors.pdf import bindings
from extractors.pdf.frames import Frame
from extractors.pdf.layout import Word
from extractors.pdf.styles import Styles
from extractors.pdf.tokens import tokens

_BOX_BYTES = 16  # four floats
_TWO_BOXES = "8f"


class Span(NamedTuple):
    """A word's text, and the indexes of its first and last character in PDFium's text page."""

    text: str
    first: int
    last: int
    hyphen: bool


def read_words(text_page: int, frame: Frame, styles: Styles) -> tuple[Word, ...]:
    """Read the words of a page in content order, with boxes clipped to the page as shown.

    A box is as high as the font's ascent and descent, and as wide as the glyphs' advance. Words
    that lie outside the page as shown are left out: no reader can see them.
    """
    spans = _spans(text_page)
    buffer = _boxes(text_page, spans)
    plain, width, height = frame.plain, frame.width, frame.height
    known = styles.known
    words = []
    for (text, first, _, hyphen), ends in zip(
        spans, struct.iter_unpack(_TWO_BOXES, buffer), strict=True
    ):
        left, top, right, bottom, left2, top2, right2, bottom2 = ends
        x0 = left if left < left2 else left2
        x1 = right if right > right2 else right2
        y0 = bottom if bottom < bottom2 else bottom2
        y1 = top if top > top2 else top2
        if not plain:
            x0, y0, x1, y1 = frame.rect(x0, y0, x1, y1)
        if x1 <= 0 or y1 <= 0 or x0 >= width or y0 >= height:
            continue
        drawn_by = bindings.text_object(text_page, first) or 0
        style = known.get(drawn_by) or styles.read(drawn_by, first)
        words.append(
            Word(
                text,
                x0 if x0 > 0 else 0.0,
                y0 if y0 > 0 else 0.0,
                x1 if x1 < width else width,
                y1 if y1 < height else height,
                *style,
                hyphen,
            )
        )
    return tuple(words)


def _boxes(text_page: int, spans: list[Span]) -> ctypes.Array[ctypes.c_char]:
    buffer = ctypes.create_string_buffer(2 * _BOX_BYTES * len(spans))
    at = ctypes.addressof(buffer)
    loose_box = bindings.loose_box
    for _, first, last, _ in spans:
        loose_box(text_page, first, at)
        loose_box(text_page, last, at + _BOX_BYTES)
        at += 2 * _BOX_BYTES
    return buffer


def _spans(text_page: int) -> list[Span]:
    count = max(bindings.count_chars(text_page), 0)
    text = _text(text_page, count)
    if len(text) == count:
        return [Span(*token) for token in tokens(text)]
    index = _index(text_page, text)
    return [
        Span(word, index(first), index(last), hyphen) for word, first, last, hyphen in tokens(text)
    ]


def _text(text_page: int, count: int) -> str:
    buffer = (ctypes.c_uint16 * (2 * count + 2))()
    written = bindings.get_text(text_page, 0, count, ctypes.addressof(buffer))
    raw = bytes(memoryview(buffer).cast("B")[: 2 * max(written - 1, 0)])
    return raw.decode("utf-16-le", "surrogatepass")


def _index(text_page: int, text: str) -> Callable[[int], int]:
    """Map places in the text to PDFium's character indexes, where the two do not run in step."""
    units = list(_units(text))
    return lambda place: max(bindings.char_index(text_page, units[place]), 0)


def _units(text: str) -> Iterator[int]:
    at = 0
    for character in text:
        yield at
        at += 2 if character > "\uffff" else 1
