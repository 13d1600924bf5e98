"""A page as a grey picture, for text recognition and to tell a blank page from a drawn one."""

from __future__ import annotations

import ctypes
from typing import NamedTuple

from pypdfium2 import raw

from extractors.pdf.pdfium import LOCK, PdfFile

_POINTS_PER_INCH = 72
_MAX_PIXELS = 25_000_000  # A4 at 200 dpi has 3.9 million; a hostile page measures 200 inches
_WHITE = 0xFFFFFFFF
_DARK = bytes(range(128))
_BLANK_DPI = 36
_BLANK_SHARE = 0.001  # of dark pixels: specks of a scanner, the odd short line


class Picture(NamedTuple):
    """Grey pixels, row by row from the top, one byte each; `scale` is pixels a point."""

    width: int
    height: int
    scale: float
    pixels: bytes

    @property
    def pgm(self) -> bytes:
        """The picture as a portable grey map, the simplest format that other programs read."""
        return b"P5 %d %d 255\n" % (self.width, self.height) + self.pixels


def draw(pdf: PdfFile, index: int, width: float, height: float, dpi: int) -> Picture | None:
    """Draw a page of a size in points. None where PDFium cannot; very large pages come coarser."""
    scale = dpi / _POINTS_PER_INCH
    if width * height * scale * scale > _MAX_PIXELS:
        scale = (_MAX_PIXELS / (width * height)) ** 0.5
    columns, rows = max(int(width * scale), 1), max(int(height * scale), 1)
    with LOCK:
        page = ctypes.cast(pdf.page(index), raw.FPDF_PAGE)
        bitmap = raw.FPDFBitmap_CreateEx(columns, rows, raw.FPDFBitmap_Gray, None, 0)
        if not bitmap:
            return None
        try:
            raw.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, _WHITE)
            flags = raw.FPDF_GRAYSCALE | raw.FPDF_ANNOT
            raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, columns, rows, 0, flags)
            stride = raw.FPDFBitmap_GetStride(bitmap)
            buffer = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * rows)
        finally:
            raw.FPDFBitmap_Destroy(bitmap)
    lines = (buffer[start : start + columns] for start in range(0, stride * rows, stride))
    return Picture(columns, rows, scale, b"".join(lines))


def is_blank(pdf: PdfFile, index: int, width: float, height: float) -> bool:
    """Say whether a page shows nothing but paper."""
    picture = draw(pdf, index, width, height, _BLANK_DPI)
    if picture is None:
        return True
    dark = len(picture.pixels) - len(picture.pixels.translate(None, _DARK))
    return dark < _BLANK_SHARE * len(picture.pixels)
