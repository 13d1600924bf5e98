"""The text layer of one page of an open PDF: words, ruling lines and share of pictures."""

from __future__ import annotations

from dataclasses import replace

from extractors.pdf.edges import read_drawn
from extractors.pdf.frames import frame_of
from extractors.pdf.layout import PageLayout
from extractors.pdf.pdfium import LOCK, PdfFile
from extractors.pdf.styles import Styles
from extractors.pdf.words import read_words


def read_layout(pdf: PdfFile, index: int, *, rulings: bool = True) -> PageLayout:
    """Read the page at `index` (from 0) as shown: cropped, rotated, origin at the bottom left.

    Without `rulings` it has no edges; `with_rulings` adds them where they turn out to be needed.
    RefusedError with code damaged-page where PDFium cannot load the page; other pages may load.
    """
    with LOCK:
        page = pdf.page(index)
        frame = frame_of(page)
        drawn = read_drawn(page, frame, rulings=rulings)
        text_page = pdf.text_page(index)
        words = read_words(text_page, frame, Styles(text_page, drawn.inherited))
    return PageLayout(index + 1, frame.width, frame.height, words, drawn.edges, drawn.image_share)


def with_rulings(pdf: PdfFile, layout: PageLayout) -> PageLayout:
    """Add the edges to a page that was read without them."""
    with LOCK:
        page = pdf.page(layout.number - 1)
        return replace(layout, edges=read_drawn(page, frame_of(page)).edges)
