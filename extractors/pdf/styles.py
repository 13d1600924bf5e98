"""Style and marked content of a page's text objects, each asked for once."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from itertools import repeat
from math import hypot
from typing import NamedTuple

from extractors.pdf import bindings
from extractors.pdf.bindings import Handle, Passed, Unsigned

_BOLD_WEIGHT = 600  # semi-bold and up; regular is 400
_ITALIC, _FORCE_BOLD = 1 << 6, 1 << 18  # bits of a font descriptor's flags
_BOLD_NAMES = ("bold", "black", "heavy", "semibd", "demi")
_ITALIC_NAMES = ("italic", "oblique")
_ARTIFACT = "Artifact".encode("utf-16-le")
_NAME_BYTES = 256
_ARTIFACT_BYTES = len(_ARTIFACT) + 2  # PDFium writes a closing NUL, and nothing that is longer
_ARTIFACT_ROOM = Unsigned(_ARTIFACT_BYTES)
_FIRST = Unsigned(0)


class Style(NamedTuple):
    """What holds for all text that one object draws. `size` is in points as shown on the page."""

    size: float = 0.0
    bold: bool = False
    italic: bool = False
    mcid: int = -1
    artifact: bool = False


class Styles:
    """The styles of one page. `inherited` has the marks of forms by the text objects in them."""

    def __init__(self, text_page: int, inherited: dict[int, tuple[int, bool]]) -> None:
        self._text_page = Handle(text_page)
        self._inherited = inherited
        self._fonts: dict[int | None, tuple[bool, bool]] = {None: (False, False)}
        self._sizes: dict[tuple[int | None, float], float] = {}
        self._matrix = (ctypes.c_float * 6)()
        self._size = ctypes.c_float()
        self._marks = Marks()

    def of(
        self, objects: Sequence[int | None], firsts: Sequence[int], heights: Sequence[float]
    ) -> list[Style]:
        """Return the styles of words, from the objects that draw them.

        `firsts` has the place of each word's first character and `heights` the height of that
        character's box: one font at one size gives one height, so a size is asked for once.
        """
        known: dict[int | None, Style] = {None: Style()}
        places = dict(zip(reversed(objects), reversed(range(len(objects))), strict=True))
        distinct = [item for item in dict.fromkeys(objects) if item]
        handles = list(map(Handle, distinct))
        columns = zip(
            distinct,
            handles,
            map(bindings.object_font, handles),
            map(bindings.count_marks, handles),
            map(bindings.object_mark, handles, repeat(_FIRST)),
            strict=True,
        )
        for item, handle, font, count, mark in columns:
            marks = self._marks.among(handle, count, mark)
            if item in self._inherited:
                marks = within(marks, self._inherited[item])
            face = self._fonts.get(font)
            if face is None:
                face = self._fonts[font] = _face(Handle(font))
            place = places[item]
            key = (font, heights[place])
            size = self._sizes.get(key)
            if size is None:
                size = self._sizes[key] = self._size_of(handle, firsts[place])
            # Not Style(...): a page has a hundred objects, and its detour through Python counts.
            known[item] = tuple.__new__(Style, (size, *face, *marks))
        return [known[item] for item in objects]

    def _size_of(self, text_object: Passed, index: int) -> float:
        if not bindings.object_font_size(text_object, ctypes.byref(self._size)):
            return 0.0
        size = abs(self._size.value)
        if not bindings.char_matrix(self._text_page, index, ctypes.byref(self._matrix)):
            return size
        return size * hypot(self._matrix[2], self._matrix[3])


class Marks:
    """Marked-content ids and artifact marks of page objects, each mark read once."""

    def __init__(self) -> None:
        self._single: dict[int | None, tuple[int, bool]] = {}
        self._name = ctypes.create_string_buffer(_ARTIFACT_BYTES)
        self._length = ctypes.c_ulong()
        self._room = (ctypes.byref(self._name), _ARTIFACT_ROOM, ctypes.byref(self._length))

    def of(self, page_object: Passed) -> tuple[int, bool]:
        """Return an object's marked-content id, -1 without one, and whether it is an artifact."""
        count = bindings.count_marks(page_object)
        return self.among(page_object, count, bindings.object_mark(page_object, _FIRST))

    def among(self, page_object: Passed, count: int, first: int | None) -> tuple[int, bool]:
        """Return the same of an object whose number of marks and first mark are known."""
        if count == 1:
            found = self._single.get(first)
            if found is None:
                found = (bindings.content_id(page_object), self._is_artifact(first))
                self._single[first] = found
            return found
        marks = (bindings.object_mark(page_object, Unsigned(n)) for n in range(count))
        return bindings.content_id(page_object), any(map(self._is_artifact, marks))

    def _is_artifact(self, mark: int | None) -> bool:
        if not mark or not bindings.mark_name(Handle(mark), *self._room):
            return False
        return self._length.value == _ARTIFACT_BYTES and self._name.raw[:-2] == _ARTIFACT


def within(marks: tuple[int, bool], outer: tuple[int, bool]) -> tuple[int, bool]:
    """Return the marks of an object in a form that has the marks `outer`."""
    return (marks[0] if marks[0] >= 0 else outer[0], marks[1] or outer[1])


def _face(font: Passed) -> tuple[bool, bool]:
    buffer = ctypes.create_string_buffer(_NAME_BYTES)
    bindings.font_name(font, buffer, Unsigned(_NAME_BYTES))
    name = buffer.value.decode("latin-1").lower()
    flags = max(bindings.font_flags(font), 0)
    bold = (
        any(part in name for part in _BOLD_NAMES)
        or bool(flags & _FORCE_BOLD)
        or bindings.font_weight(font) >= _BOLD_WEIGHT
    )
    return bold, any(part in name for part in _ITALIC_NAMES) or bool(flags & _ITALIC)
