"""PDFium's functions without ctypes' conversions, which cost as much as the calls themselves.

Nothing is checked here, so the rule is strict: a pointer goes in as what `Handle` or `byref` gives,
or as None; an int goes in as a C int; `unsigned long` and `size_t` go in as what `Unsigned` gives.
A pointer comes out as an integer, None for null. What goes into many calls is made into a
`Passed` once: ctypes hands it on as it is, and a call costs a tenth to a quarter less than with an
instance of `c_void_p`. The calls keep Python's lock, as each is far shorter than handing it over.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any, NewType, cast

from pypdfium2 import raw  # importing any part of pypdfium2 starts the library

Passed = NewType("Passed", object)
"""An argument in the form that ctypes gives to C."""

Handle = cast("Callable[[int | None], Passed]", ctypes.c_void_p.from_param)
Unsigned = cast("Callable[[int], Passed]", ctypes.c_size_t.from_param)
_ADDRESS = ctypes.c_void_p  # as a result type: a plain integer, or None
_INT = ctypes.c_int

TEXT, PATH, IMAGE, FORM = (
    raw.FPDF_PAGEOBJ_TEXT,
    raw.FPDF_PAGEOBJ_PATH,
    raw.FPDF_PAGEOBJ_IMAGE,
    raw.FPDF_PAGEOBJ_FORM,
)
BEZIER, MOVE = raw.FPDF_SEGMENT_BEZIERTO, raw.FPDF_SEGMENT_MOVETO


def _bind(function: Any, result: Any = _INT) -> Callable[..., Any]:
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result)(address)


load_page = _bind(raw.FPDF_LoadPage, _ADDRESS)
close_page = _bind(raw.FPDF_ClosePage, None)
page_width = _bind(raw.FPDF_GetPageWidthF, ctypes.c_float)
page_height = _bind(raw.FPDF_GetPageHeightF, ctypes.c_float)
page_rotation = _bind(raw.FPDFPage_GetRotation)
page_box = _bind(raw.FPDF_GetPageBoundingBox)

load_text = _bind(raw.FPDFText_LoadPage, _ADDRESS)
close_text = _bind(raw.FPDFText_ClosePage, None)
count_chars = _bind(raw.FPDFText_CountChars)
get_text = _bind(raw.FPDFText_GetText)
char_index = _bind(raw.FPDFText_GetCharIndexFromTextIndex)
is_hyphen = _bind(raw.FPDFText_IsHyphen)
loose_box = _bind(raw.FPDFText_GetLooseCharBox, None)
char_matrix = _bind(raw.FPDFText_GetMatrix)
text_object = _bind(raw.FPDFText_GetTextObject, _ADDRESS)

object_font = _bind(raw.FPDFTextObj_GetFont, _ADDRESS)
object_font_size = _bind(raw.FPDFTextObj_GetFontSize)
font_name = _bind(raw.FPDFFont_GetBaseFontName, ctypes.c_size_t)
font_flags = _bind(raw.FPDFFont_GetFlags)
font_weight = _bind(raw.FPDFFont_GetWeight)

count_objects = _bind(raw.FPDFPage_CountObjects)
page_object = _bind(raw.FPDFPage_GetObject, _ADDRESS)
count_form_objects = _bind(raw.FPDFFormObj_CountObjects)
form_object = _bind(raw.FPDFFormObj_GetObject, _ADDRESS)
object_type = _bind(raw.FPDFPageObj_GetType)
object_matrix = _bind(raw.FPDFPageObj_GetMatrix)
object_bounds = _bind(raw.FPDFPageObj_GetBounds)
content_id = _bind(raw.FPDFPageObj_GetMarkedContentID)
count_marks = _bind(raw.FPDFPageObj_CountMarks)
object_mark = _bind(raw.FPDFPageObj_GetMark, _ADDRESS)
mark_name = _bind(raw.FPDFPageObjMark_GetName)

path_mode = _bind(raw.FPDFPath_GetDrawMode)
count_segments = _bind(raw.FPDFPath_CountSegments)
path_segment = _bind(raw.FPDFPath_GetPathSegment, _ADDRESS)
segment_point = _bind(raw.FPDFPathSegment_GetPoint)
segment_type = _bind(raw.FPDFPathSegment_GetType)
segment_close = _bind(raw.FPDFPathSegment_GetClose)

tag_tree = _bind(raw.FPDF_StructTree_GetForPage, _ADDRESS)
close_tree = _bind(raw.FPDF_StructTree_Close, None)
count_roots = _bind(raw.FPDF_StructTree_CountChildren)
root_element = _bind(raw.FPDF_StructTree_GetChildAtIndex, _ADDRESS)
count_children = _bind(raw.FPDF_StructElement_CountChildren)
child_element = _bind(raw.FPDF_StructElement_GetChildAtIndex, _ADDRESS)
child_content = _bind(raw.FPDF_StructElement_GetChildMarkedContentID)
element_type = _bind(raw.FPDF_StructElement_GetType, ctypes.c_size_t)
