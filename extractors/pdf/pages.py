"""Read the pages of a PDF with the engine that the options ask for, pictures with recognition."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple

from corpus.records import Problem
from extractors.formats import Options
from extractors.pdf.layout import PageLayout
from extractors.pdf.ocr import ocr_page
from extractors.pdf.pdfium import PdfFile, open_pdf
from extractors.pdf.textlayer import read_layout, with_rulings


class ReadPage(NamedTuple):
    """A page's layout; `confidence` (0 to 1) where text recognition read it."""

    layout: PageLayout
    confidence: float | None = None
    problem: Problem | None = None


class Pages:
    """The pages of an open PDF. `pdf` is PDFium's file, whatever engine reads the words.

    `complete` adds ruling lines to a layout where the engine leaves them for later.
    """

    def __init__(
        self,
        pdf: PdfFile,
        read: Callable[[int], PageLayout],
        options: Options,
        complete: Callable[[PageLayout], PageLayout] | None = None,
    ) -> None:
        self.pdf = pdf
        self._read = read
        self._options = options
        self._complete = complete

    def __len__(self) -> int:
        return self.pdf.page_count

    def read(self, index: int) -> ReadPage:
        """Read the page at `index` (from 0). RefusedError with code damaged-page."""
        return ReadPage(*ocr_page(self.pdf, self._read(index), allowed=self._options.ocr))

    def ruled(self, layout: PageLayout) -> PageLayout:
        """Return a layout that `read` gave with its ruling lines.

        Few pages need them, as tags know the tables: reading them on all took 4 % of the time.
        """
        return self._complete(layout) if self._complete else layout


@contextmanager
def open_pages(content: bytes, options: Options) -> Iterator[Pages]:
    """Open a PDF for the length of a `with` block. RefusedError as `open_pdf` raises it."""
    with open_pdf(content, options.max_pages) as pdf:
        if options.pdf_engine == "fast":
            read = partial(read_layout, pdf, rulings=False)
            yield Pages(pdf, read, options, partial(with_rulings, pdf))
            return
        from extractors.pdf.plumber import (  # noqa: PLC0415 - half a CPU-second, on request only
            open_plumber,
            plumber_layout,
        )

        with open_plumber(content) as document:
            yield Pages(pdf, partial(plumber_layout, document), options)
