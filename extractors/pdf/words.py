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
from operator import itemgetter, sub

from extractors.pdf import bindings
from extractors.pdf.bindings import Handle, Passed
from extractors.pdf.frames import Frame
from extractors.pdf.layout import Word
from extractors.pdf.styles import Styles
from extractors.pdf.tokens import LINE_END_HYPHEN, UNKNOWN, Tokens, tokens

_BOX_BYTES = 16  # four floats: left, top, right, bottom
_WORD_BYTES = 2 * _BOX_BYTES  # the boxes of the first and of the last character
_SIDES = 8  # of both boxes
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
    if not found.texts:
        return ()
    # Columns all the way: a loop over the words took half as long again.
    x0, y1, x1, y0, left, top, right, bottom = _boxes(handle, found)
    drawn_by = list(map(bindings.text_object, repeat(handle), found.firsts))
    looks = styles.of(drawn_by, found.firsts, list(map(sub, y1, y0)))
    sides = (
        [a if a < b else b for a, b in zip(x0, left, strict=True)],
        [a if a < b else b for a, b in zip(y0, bottom, strict=True)],
        [a if a > b else b for a, b in zip(x1, right, strict=True)],
        [a if a > b else b for a, b in zip(y1, top, strict=True)],
    )
    rows = zip(found.texts, *sides, *zip(*looks, strict=True), found.hyphens, strict=True)
    words = list(map(tuple.__new__, repeat(Word), rows))  # without Word(...)'s detour
    if not (frame.plain and _inside(frame, *map(min, sides[:2]), *map(max, sides[2:]))):
        words = _clipped(words, frame)
    return tuple(_raised_joined(words))


def _inside(frame: Frame, x0: float, y0: float, x1: float, y1: float) -> bool:
    return x0 >= 0 and y0 >= 0 and x1 <= frame.width and y1 <= frame.height


def _clipped(words: list[Word], frame: Frame) -> list[Word]:
    plain = frame.plain
    kept: list[Word] = []
    for word in words:
        box = word[1:5]
        if plain and _inside(frame, *box):
            kept.append(word)
        elif shown := frame.clip(box):
            x0, y0, x1, y1 = shown
            kept.append(word._replace(x0=x0, y0=y0, x1=x1, y1=y1))
    return kept


def _raised_joined(words: list[Word]) -> list[Word]:
    """Join notes' raised numbers, and the stops and commas after them, to the word before them."""
    gaps = map(sub, map(itemgetter(1), words[1:]), map(itemgetter(3), words))
    close = [at for at, gap in enumerate(gaps) if -_NO_GAP < gap < _NO_GAP]
    if not any(_is_raised(words[at], words[at + 1]) for at in close):
        return words
    joined = words[:1]
    for word in words[1:]:
        gap = word.x0 - joined[-1].x1
        if -_NO_GAP < gap < _NO_GAP and _is_raised(joined[-1], word):
            joined[-1] = _joined(joined[-1], word)
        else:
            joined.append(word)
    return joined


def _is_raised(word: Word, after: Word) -> bool:
    """Say whether what follows a word is a note's raised number, or the stop or comma after one.

    PDFium takes the step up or down for a space: "schools3 ,".
    """
    if not word.text[-1].isalnum():
        return False
    text = after.text
    if text.isdigit():
        return len(text) <= 2 and after.size < _RAISED * word.size and not word.text[-1].isdigit()
    return word.text[-1].isdigit() and not text.strip(_CLOSING)


def _joined(word: Word, after: Word) -> Word:
    return word._replace(
        text=word.text + after.text,
        x0=min(word.x0, after.x0),
        y0=min(word.y0, after.y0),
        x1=max(word.x1, after.x1),
        y1=max(word.y1, after.y1),
    )


def _boxes(text_page: Passed, found: Tokens) -> list[tuple[float, ...]]:
    """Ask for the boxes of first and last characters; a column for each of the eight sides."""
    count = len(found.firsts)
    _slots.ready(count)
    for indexes, slots in ((found.firsts, _slots.firsts), (found.lasts, _slots.lasts)):
        deque(map(bindings.loose_box, repeat(text_page), indexes, slots), maxlen=0)
    sides = struct.unpack_from(f"{count * _SIDES}f", _slots.buffer)
    return [sides[side::_SIDES] for side in range(_SIDES)]


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
