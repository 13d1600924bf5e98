"""Style and marked content of a page's text objects, each asked for once."""

from __future__ import annotations

import ctypes
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
        self.known: dict[int | None, Style] = {None: Style()}
        self._text_page = Handle(text_page)
        self._inherited = inherited
        self._fonts: dict[int, tuple[bool, bool]] = {}
        self._sizes: dict[tuple[int, float], float] = {}
        self._matrix = (ctypes.c_float * 6)()
        self._size = ctypes.c_float()
        self._marks = Marks()

    def read(self, text_object: int, index: int, height: float) -> Style:
        """Ask for the style of an object that draws the character at `index`, and remember it.

        `height` is that of the character's box: one font at one size gives one height, so the
        size need not be asked for again.
        """
        handle = Handle(text_object)
        mcid, artifact = self._marks.of(handle)
        if text_object in self._inherited:
            outer, outer_artifact = self._inherited[text_object]
            mcid, artifact = mcid if mcid >= 0 else outer, artifact or outer_artifact
        font = bindings.object_font(handle) or 0
        face = self._fonts.get(font)
        if face is None:
            face = self._fonts[font] = _face(Handle(font)) if font else (False, False)
        key = (font, height)
        size = self._sizes.get(key)
        if size is None:
            size = self._sizes[key] = self._size_of(handle, index)
        # Not Style(...): a page has a hundred objects, and its detour through Python counts.
        style = self.known[text_object] = tuple.__new__(Style, (size, *face, mcid, artifact))
        return style

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
        self._single: dict[int, tuple[int, bool]] = {}
        self._name = ctypes.create_string_buffer(_ARTIFACT_BYTES)
        self._length = ctypes.c_ulong()
        self._room = (ctypes.byref(self._name), _ARTIFACT_ROOM, ctypes.byref(self._length))

    def of(self, page_object: Passed) -> tuple[int, bool]:
        """Return an object's marked-content id, -1 without one, and whether it is an artifact."""
        count = bindings.count_marks(page_object)
        if count == 1:
            mark = bindings.object_mark(page_object, _FIRST) or 0
            found = self._single.get(mark)
            if found is None:
                found = (bindings.content_id(page_object), self._is_artifact(mark))
                self._single[mark] = found
            return found
        marks = (bindings.object_mark(page_object, Unsigned(n)) or 0 for n in range(count))
        return bindings.content_id(page_object), any(map(self._is_artifact, marks))

    def _is_artifact(self, mark: int) -> bool:
        if not mark or not bindings.mark_name(Handle(mark), *self._room):
            return False
        return self._length.value == _ARTIFACT_BYTES and self._name.raw[:-2] == _ARTIFACT


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
