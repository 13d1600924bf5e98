"""The text layer of one page of an open PDF: words, ruling lines and share of pictures."""

from __future__ import annotations

from extractors.pdf.edges import read_drawn
from extractors.pdf.frames import frame_of
from extractors.pdf.layout import PageLayout
from extractors.pdf.pdfium import LOCK, PdfFile
from extractors.pdf.styles import Styles
from extractors.pdf.words import read_words


def read_layout(pdf: PdfFile, index: int) -> PageLayout:
    """Read the page at `index` (from 0) as shown: cropped, rotated, origin at the bottom left.

    RefusedError with code damaged-page where PDFium cannot load the page; other pages may load.
    """
    with LOCK:
        page = pdf.page(index)
        frame = frame_of(page)
        drawn = read_drawn(page, frame)
        text_page = pdf.text_page(index)
        words = read_words(text_page, frame, Styles(text_page, drawn.inherited))
    return PageLayout(index + 1, frame.width, frame.height, words, drawn.edges, drawn.image_share)
