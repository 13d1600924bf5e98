"""Words of a page with boxes and style, from PDFium's text layer.

PDFium gives the text of a page in one call; the rest is asked for at word starts and ends only,
because calls per character cost four times as much as all other work together.
"""

from __future__ import annotations

import ctypes
import struct
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import repeat
from math import inf

from extractors.pdf import bindings
from extractors.pdf.bindings import Handle, Passed
from extractors.pdf.frames import Frame, Rect
from extractors.pdf.layout import Word
from extractors.pdf.styles import Styles
from extractors.pdf.tokens import LINE_END_HYPHEN, UNKNOWN, Tokens, tokens

_BOX_BYTES = 16  # four floats: left, top, right, bottom
_WORD_BYTES = 2 * _BOX_BYTES  # the boxes of the first and of the last character
_TWO_BOXES = "8f"
_NO_GAP = 0.6  # points; a printed space is at least 1.5
_RAISED = 0.85  # a note's number is at most this part of the size of its word
_CLOSING = ".,;:?!)”’"


class _Slots:
    """Room for the boxes of a page's words, kept from page to page with a reference to each slot.

    Making the references costs as much as the calls that fill the slots, hence the keeping.
    """

    def __init__(self) -> None:
        self.buffer = ctypes.create_string_buffer(0)
        self.firsts: list[object] = []
        self.lasts: list[object] = []

    def ready(self, words: int) -> None:
        """Make room for that many words and set it to zero."""
        if words > len(self.firsts):
            self.buffer = ctypes.create_string_buffer(2 * words * _WORD_BYTES)
            starts = range(0, len(self.buffer), _WORD_BYTES)
            self.firsts = [ctypes.byref(self.buffer, at) for at in starts]
            self.lasts = [ctypes.byref(self.buffer, at + _BOX_BYTES) for at in starts]
        ctypes.memset(self.buffer, 0, words * _WORD_BYTES)


_slots = _Slots()  # used under the lock that guards PDFium


def read_words(text_page: int, frame: Frame, styles: Styles) -> tuple[Word, ...]:
    """Read the words of a page in content order, with boxes clipped to the page as shown.

    A box is as high as the font's ascent and descent, and as wide as the glyphs' advance. Words
    that lie outside the page as shown are left out: no reader can see them.
    """
    handle = Handle(text_page)
    found = _tokens(handle)
    drawn_by = map(bindings.text_object, repeat(handle), found.firsts)
    plain, width, height = frame.plain, frame.width, frame.height
    known, new = styles.known, tuple.__new__
    words: list[Word] = []
    reach = -inf
    columns = zip(
        found.texts, _boxes(handle, found), drawn_by, found.firsts, found.hyphens, strict=True
    )
    for text, (x0, y1, x1, y0, left, top, right, bottom), item, first, hyphen in columns:
        style = known.get(item)
        if style is None:
            style = styles.read(item, first, y1 - y0)
        # Plain names and tuple.__new__: with some 400 words a page, boxes as tuples cost this loop
        # an eighth of its time, and Word(...) with its detour through Python more.
        low_x = x0 if x0 < left else left
        low_y = y0 if y0 < bottom else bottom
        high_x = x1 if x1 > right else right
        high_y = y1 if y1 > top else top
        if not plain or low_x < 0 or low_y < 0 or high_x > width or high_y > height:
            shown = frame.clip((low_x, low_y, high_x, high_y))
            if shown is None:
                continue
            low_x, low_y, high_x, high_y = shown
        if -_NO_GAP < low_x - reach < _NO_GAP and _is_raised(words[-1], text, style[0]):
            words[-1] = _joined(words[-1], text, (low_x, low_y, high_x, high_y))
            reach = words[-1].x1
            continue
        words.append(new(Word, (text, low_x, low_y, high_x, high_y, *style, hyphen)))
        reach = high_x
    return tuple(words)


def _is_raised(word: Word, text: str, size: float) -> bool:
    """Say whether text is a note's raised number on a word, or the stop or comma after one.

    PDFium takes the step up or down for a space: "schools3 ,".
    """
    if not word.text[-1].isalnum():
        return False
    if text.isdigit():
        return len(text) <= 2 and size < _RAISED * word.size and not word.text[-1].isdigit()
    return word.text[-1].isdigit() and not text.strip(_CLOSING)


def _joined(word: Word, text: str, box: Rect) -> Word:
    return word._replace(
        text=word.text + text,
        x0=min(word.x0, box[0]),
        y0=min(word.y0, box[1]),
        x1=max(word.x1, box[2]),
        y1=max(word.y1, box[3]),
    )


def _boxes(text_page: Passed, found: Tokens) -> Iterator[tuple[float, ...]]:
    count = len(found.firsts)
    _slots.ready(count)
    for indexes, slots in ((found.firsts, _slots.firsts), (found.lasts, _slots.lasts)):
        deque(map(bindings.loose_box, repeat(text_page), indexes, slots), maxlen=0)
    return struct.iter_unpack(_TWO_BOXES, memoryview(_slots.buffer)[: count * _WORD_BYTES])


def _tokens(text_page: Passed) -> Tokens:
    count = max(bindings.count_chars(text_page), 0)
    text = _text(text_page, count)
    if len(text) == count:
        return tokens(_marked(text_page, text, range(count)))
    # Text and characters do not run in step: PDFium left some out, or a character has two units.
    index = bindings.char_index
    places = [max(index(text_page, unit), 0) for unit in _units(text)]
    found = tokens(_marked(text_page, text, places))
    return found._replace(
        firsts=[places[place] for place in found.firsts],
        lasts=[places[place] for place in found.lasts],
    )


def _marked(text_page: Passed, text: str, places: Sequence[int]) -> str:
    """Tell line-end hyphens from glyphs that stand for no known character.

    PDFium writes U+FFFE for both; the glyphs become U+FFFD here.
    """
    if LINE_END_HYPHEN not in text:
        return text
    letters = list(text)
    place = text.find(LINE_END_HYPHEN)
    while place >= 0:
        if bindings.is_hyphen(text_page, places[place]) != 1:
            letters[place] = UNKNOWN
        place = text.find(LINE_END_HYPHEN, place + 1)
    return "".join(letters)


def _text(text_page: Passed, count: int) -> str:
    buffer = ctypes.create_string_buffer(4 * count + 4)
    written = bindings.get_text(text_page, 0, count, ctypes.byref(buffer))
    return buffer.raw[: 2 * max(written - 1, 0)].decode("utf-16-le", "surrogatepass")


def _units(text: str) -> Iterator[int]:
    at = 0
    for character in text:
        yield at
        at += 2 if character > "\uffff" else 1
