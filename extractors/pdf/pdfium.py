"""Open a PDF's bytes with PDFium, or say in plain words why that cannot be done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any

from pypdfium2 import raw

from corpus.problems import refuse
from corpus.records import Problem
from extractors.pdf import bindings
from extractors.pdf.bindings import Handle

STAGE = "extract"
LOCK = RLock()
"""PDFium is not thread-safe: whoever calls it holds this lock (one for the whole process)."""

_TAIL_BYTES = 2048  # where a reader looks for the end mark; some files have a little junk after it


class PdfFile:
    """An open PDF of `page_count` pages; `problems` came up on opening.

    One page is held open at a time: `page` gives PDFium's pointer to it, which stays valid until
    another page is asked for or the file is closed.
    """

    def __init__(self, content: bytes, document: Any) -> None:
        self._content = content  # PDFium reads from it for as long as the file is open
        self._document = document
        self.page_count: int = raw.FPDF_GetPageCount(document)
        self.problems: tuple[Problem, ...] = _damage(content)
        self._index = -1
        self._page = 0
        self._text = 0

    def page(self, index: int) -> int:
        """Return PDFium's pointer to a page (from 0). RefusedError where it is damaged."""
        if index != self._index:
            with LOCK:
                self.release()
                self._page = bindings.load_page(self._document, index) or 0
                self._index = index
        if not self._page:
            raise self._broken(index)
        return self._page

    def text_page(self, index: int) -> int:
        """Return PDFium's pointer to the text of a page. RefusedError where it is damaged."""
        page = self.page(index)
        if not self._text:
            with LOCK:
                self._text = bindings.load_text(Handle(page)) or 0
        if not self._text:
            raise self._broken(index)
        return self._text

    def release(self) -> None:
        """Let go of the page that is held open."""
        with LOCK:
            if self._text:
                bindings.close_text(Handle(self._text))
            if self._page:
                bindings.close_page(Handle(self._page))
            self._index, self._page, self._text = -1, 0, 0

    @staticmethod
    def _broken(index: int) -> Exception:
        return refuse(
            STAGE,
            "damaged-page",
            f"Page {index + 1} is damaged and could not be read. Open the file in a PDF reader to "
            "see whether the page shows there, and get a fresh copy if it does not.",
            page=index + 1,
        )


@contextmanager
def open_pdf(content: bytes, max_pages: int = 3000) -> Iterator[PdfFile]:
    """Open a PDF for the length of a `with` block.

    RefusedError with code encrypted, damaged-pdf, no-pages or too-many-pages. A file that is cut
    short but still opens carries a problem with code truncated-pdf in `problems`.
    """
    with LOCK:
        document = raw.FPDF_LoadMemDocument64(content, len(content), None)
        if not document:
            raise _refusal(raw.FPDF_GetLastError(), content)
        pdf = PdfFile(content, document)
    try:
        _guard(pdf.page_count, max_pages)
        yield pdf
    finally:
        with LOCK:
            pdf.release()
            raw.FPDF_CloseDocument(document)


def _guard(page_count: int, max_pages: int) -> None:
    if page_count < 1:
        raise refuse(
            STAGE,
            "no-pages",
            "The PDF has no pages. Get a fresh copy of the file: this one holds no content.",
        )
    if page_count > max_pages:
        raise refuse(
            STAGE,
            "too-many-pages",
            f"The PDF has {page_count:,} pages; at most {max_pages:,} are read. "
            "Split it into smaller files and add those.",
        )


def _refusal(error: int, content: bytes) -> Exception:
    if error == raw.FPDF_ERR_PASSWORD:
        return refuse(
            STAGE,
            "encrypted",
            "The PDF is protected: a password is needed to open it. Open it in a PDF reader with "
            "the password, save or print it to a new PDF without protection, and add that copy.",
        )
    if error == raw.FPDF_ERR_SECURITY:
        return refuse(
            STAGE,
            "encrypted",
            "The PDF is protected in a way that cannot be undone here (a certificate or an unknown "
            "method). Open it where you have access, print it to a new PDF, and add that copy.",
        )
    cut = " It seems to be cut short: its end is missing." if _cut_short(content) else ""
    return refuse(
        STAGE,
        "damaged-pdf",
        f"The PDF is damaged and cannot be opened.{cut} "
        "Download or copy the file again, and check that it opens in a PDF reader.",
    )


def _cut_short(content: bytes) -> bool:
    return b"%%EOF" not in content[-_TAIL_BYTES:]


def _damage(content: bytes) -> tuple[Problem, ...]:
    if not _cut_short(content):
        return ()
    message = (
        "The end of the PDF is missing, so the file may have been cut short. What could be read "
        "was kept; compare the number of pages with the original, or download the file again."
    )
    return (Problem(STAGE, "truncated-pdf", message),)
