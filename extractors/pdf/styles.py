"""Style and marked content of a page's text objects, each asked for once."""

from __future__ import annotations

import ctypes
from math import hypot
from typing import NamedTuple

from extractors.pdf import bindings

_BOLD_WEIGHT = 600  # semi-bold and up; regular is 400
_ITALIC, _FORCE_BOLD = 1 << 6, 1 << 18  # bits of a font descriptor's flags
_BOLD_NAMES = ("bold", "black", "heavy", "semibd", "demi")
_ITALIC_NAMES = ("italic", "oblique")
_ARTIFACT = "Artifact".encode("utf-16-le")
_NAME_BYTES = 256


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
        self.known: dict[int, Style] = {0: Style()}
        self._text_page = text_page
        self._inherited = inherited
        self._fonts: dict[int, tuple[bool, bool]] = {}
        self._floats = (ctypes.c_float * 6)()
        self._matrix = ctypes.addressof(self._floats)
        self._size = ctypes.c_float()
        self._marks = Marks()

    def read(self, text_object: int, index: int) -> Style:
        """Ask for the style of an object that draws the character at `index`, and remember it."""
        mcid, artifact = self._marks.of(text_object)
        if text_object in self._inherited:
            outer, outer_artifact = self._inherited[text_object]
            mcid, artifact = mcid if mcid >= 0 else outer, artifact or outer_artifact
        font = bindings.object_font(text_object) or 0
        if font not in self._fonts:
            self._fonts[font] = _face(font)
        bold, italic = self._fonts[font]
        style = Style(self._size_of(text_object, index), bold, italic, mcid, artifact)
        self.known[text_object] = style
        return style

    def _size_of(self, text_object: int, index: int) -> float:
        if not bindings.object_font_size(text_object, ctypes.addressof(self._size)):
            return 0.0
        if not bindings.char_matrix(self._text_page, index, self._matrix):
            return self._size.value
        return abs(self._size.value) * hypot(self._floats[2], self._floats[3])


class Marks:
    """Marked-content ids and artifact marks of page objects, each mark's name read once."""

    def __init__(self) -> None:
        self._is_artifact: dict[int, bool] = {}

    def of(self, page_object: int) -> tuple[int, bool]:
        """Return an object's marked-content id, -1 without one, and whether it is an artifact."""
        artifact = False
        for number in range(bindings.count_marks(page_object)):
            mark = bindings.object_mark(page_object, number) or 0
            if mark not in self._is_artifact:
                self._is_artifact[mark] = _name(mark) == _ARTIFACT
            artifact = artifact or self._is_artifact[mark]
        return bindings.content_id(page_object), artifact


def _name(mark: int) -> bytes:
    if not mark:
        return b""
    buffer = ctypes.create_string_buffer(_NAME_BYTES)
    length = ctypes.c_ulong()
    bindings.mark_name(mark, ctypes.addressof(buffer), _NAME_BYTES, ctypes.addressof(length))
    return buffer.raw[: max(min(length.value, _NAME_BYTES) - 2, 0)]


def _face(font: int) -> tuple[bool, bool]:
    if not font:
        return False, False
    buffer = ctypes.create_string_buffer(_NAME_BYTES)
    bindings.font_name(font, ctypes.addressof(buffer), _NAME_BYTES)
    name = buffer.value.decode("latin-1").lower()
    flags = max(bindings.font_flags(font), 0)
    bold = (
        any(part in name for part in _BOLD_NAMES)
        or bool(flags & _FORCE_BOLD)
        or bindings.font_weight(font) >= _BOLD_WEIGHT
    )
    return bold, any(part in name for part in _ITALIC_NAMES) or bool(flags & _ITALIC)
