"""PDFium's functions with plain integers for pointers.

pypdfium2's own prototypes check and wrap every pointer; with the few thousand calls a page takes,
that is a fifth of the time. These take and give integers (0 is null), and hold Python's lock, as
each call is far shorter than handing the lock over.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from pypdfium2 import raw  # importing any part of pypdfium2 starts the library

_POINTER = ctypes.c_void_p
_INT = ctypes.c_int
_LONG = ctypes.c_ulong
_SIZE = ctypes.c_size_t

TEXT, PATH, IMAGE, FORM = (
    raw.FPDF_PAGEOBJ_TEXT,
    raw.FPDF_PAGEOBJ_PATH,
    raw.FPDF_PAGEOBJ_IMAGE,
    raw.FPDF_PAGEOBJ_FORM,
)
BEZIER, MOVE = raw.FPDF_SEGMENT_BEZIERTO, raw.FPDF_SEGMENT_MOVETO


def _bind(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


load_page = _bind(raw.FPDF_LoadPage, _POINTER, _POINTER, _INT)
close_page = _bind(raw.FPDF_ClosePage, None, _POINTER)
page_width = _bind(raw.FPDF_GetPageWidthF, ctypes.c_float, _POINTER)
page_height = _bind(raw.FPDF_GetPageHeightF, ctypes.c_float, _POINTER)
page_rotation = _bind(raw.FPDFPage_GetRotation, _INT, _POINTER)
page_box = _bind(raw.FPDF_GetPageBoundingBox, _INT, _POINTER, _POINTER)

load_text = _bind(raw.FPDFText_LoadPage, _POINTER, _POINTER)
close_text = _bind(raw.FPDFText_ClosePage, None, _POINTER)
count_chars = _bind(raw.FPDFText_CountChars, _INT, _POINTER)
get_text = _bind(raw.FPDFText_GetText, _INT, _POINTER, _INT, _INT, _POINTER)
char_index = _bind(raw.FPDFText_GetCharIndexFromTextIndex, _INT, _POINTER, _INT)
loose_box = _bind(raw.FPDFText_GetLooseCharBox, _INT, _POINTER, _INT, _POINTER)
char_matrix = _bind(raw.FPDFText_GetMatrix, _INT, _POINTER, _INT, _POINTER)
text_object = _bind(raw.FPDFText_GetTextObject, _POINTER, _POINTER, _INT)

object_font = _bind(raw.FPDFTextObj_GetFont, _POINTER, _POINTER)
object_font_size = _bind(raw.FPDFTextObj_GetFontSize, _INT, _POINTER, _POINTER)
font_name = _bind(
    raw.FPDFFont_GetBaseFontName, ctypes.c_size_t, _POINTER, _POINTER, ctypes.c_size_t
)
font_flags = _bind(raw.FPDFFont_GetFlags, _INT, _POINTER)
font_weight = _bind(raw.FPDFFont_GetWeight, _INT, _POINTER)
font_angle = _bind(raw.FPDFFont_GetItalicAngle, _INT, _POINTER, _POINTER)

count_objects = _bind(raw.FPDFPage_CountObjects, _INT, _POINTER)
page_object = _bind(raw.FPDFPage_GetObject, _POINTER, _POINTER, _INT)
count_form_objects = _bind(raw.FPDFFormObj_CountObjects, _INT, _POINTER)
form_object = _bind(raw.FPDFFormObj_GetObject, _POINTER, _POINTER, _LONG)
object_type = _bind(raw.FPDFPageObj_GetType, _INT, _POINTER)
object_matrix = _bind(raw.FPDFPageObj_GetMatrix, _INT, _POINTER, _POINTER)
object_bounds = _bind(
    raw.FPDFPageObj_GetBounds, _INT, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER
)
content_id = _bind(raw.FPDFPageObj_GetMarkedContentID, _INT, _POINTER)
count_marks = _bind(raw.FPDFPageObj_CountMarks, _INT, _POINTER)
object_mark = _bind(raw.FPDFPageObj_GetMark, _POINTER, _POINTER, _LONG)
mark_name = _bind(raw.FPDFPageObjMark_GetName, _INT, _POINTER, _POINTER, _LONG, _POINTER)

path_mode = _bind(raw.FPDFPath_GetDrawMode, _INT, _POINTER, _POINTER, _POINTER)
count_segments = _bind(raw.FPDFPath_CountSegments, _INT, _POINTER)
path_segment = _bind(raw.FPDFPath_GetPathSegment, _POINTER, _POINTER, _INT)
segment_point = _bind(raw.FPDFPathSegment_GetPoint, _INT, _POINTER, _POINTER, _POINTER)
segment_type = _bind(raw.FPDFPathSegment_GetType, _INT, _POINTER)
segment_close = _bind(raw.FPDFPathSegment_GetClose, _INT, _POINTER)
