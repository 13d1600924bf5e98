"""The second engine: the same page layouts from pdfplumber's own parser, some twenty times slower.

It is independent of PDFium from the bytes on, which makes it the oracle of our tests and the way
out for a file that PDFium reads badly.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from itertools import zip_longest
from typing import Any

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

from corpus.problems import refuse
from extractors.pdf.edges import MIN_LENGTH
from extractors.pdf.frames import Rect
from extractors.pdf.layout import Edge, PageLayout, Word
from extractors.pdf.pdfium import STAGE
from extractors.pdf.tokens import tokens

# pdfminer's warnings quote the page; what documents say stays out of terminals and logs.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)

_BOLD, _ITALIC = ("bold", "black", "heavy", "semibd", "demi"), ("italic", "oblique")
# What pdfminer raises on damaged files, besides its own: it trusts the types of what it reads.
_BROKEN = (
    PdfminerException,
    PDFException,
    PSException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)


@contextmanager
def open_plumber(content: bytes) -> Iterator[Any]:
    """Open a PDF with pdfplumber for the length of a `with` block. RefusedError: damaged-pdf."""
    try:
        document = pdfplumber.open(BytesIO(content))
    except _BROKEN as error:
        raise refuse(
            STAGE,
            "damaged-pdf",
            "The PDF is damaged: pdfplumber cannot open it. Try again without "
            "--pdf-engine pdfplumber, or get a fresh copy of the file.",
        ) from error
    try:
        yield document
    finally:
        with suppress(*_BROKEN):  # closing reads the page tree again, damaged as it may be
            document.close()


def plumber_layout(document: Any, index: int) -> PageLayout:
    """Read the page at `index` (from 0) with pdfplumber. RefusedError: damaged-page."""
    try:
        page = document.pages[index]
        try:
            return _layout(page, index + 1)
        finally:
            page.close()
    except _BROKEN as error:
        raise refuse(
            STAGE,
            "damaged-page",
            f"Page {index + 1} is damaged: pdfplumber cannot read it. Try again without "
            "--pdf-engine pdfplumber.",
            page=index + 1,
        ) from error


def _layout(page: Any, number: int) -> PageLayout:
    sheet = _Sheet(page)
    words = tuple(_hyphens_marked(list(_words(page, sheet))))
    edges = tuple(edge for item in page.edges for edge in _edge(item, sheet))
    area = sheet.width * sheet.height
    pictures = (sheet.clip(image) for image in page.images)
    covered = sum((box[2] - box[0]) * (box[3] - box[1]) for box in pictures if box)
    share = min(covered / area, 1.0) if area > 0 else 0.0
    return PageLayout(number, sheet.width, sheet.height, words, edges, share)


class _Sheet:
    """The visible part of a page; pdfplumber measures downwards from the top of the media box."""

    def __init__(self, page: Any) -> None:
        media, crop = page.mediabox, page.cropbox
        self.left, self.right = max(media[0], crop[0]), min(media[2], crop[2])
        self.top, self.bottom = max(media[1], crop[1]), min(media[3], crop[3])
        self.width, self.height = float(self.right - self.left), float(self.bottom - self.top)

    def place(self, item: dict[str, Any]) -> Rect:
        """Map an object to the page as shown, origin at the bottom left."""
        return (
            float(item["x0"] - self.left),
            float(self.bottom - item["bottom"]),
            float(item["x1"] - self.left),
            float(self.bottom - item["top"]),
        )

    def clip(self, item: dict[str, Any]) -> Rect | None:
        """Map an object to the page and clip it; None where it lies off the page."""
        x0, y0, x1, y1 = self.place(item)
        if x1 <= 0 or y1 <= 0 or x0 >= self.width or y0 >= self.height:
            return None
        return max(x0, 0.0), max(y0, 0.0), min(x1, self.width), min(y1, self.height)


def _words(page: Any, sheet: _Sheet) -> Iterator[Word]:
    # Letters that are drawn twice, to look bold, are one letter to a reader.
    once = page.dedupe_chars()
    for run in once.extract_words(use_text_flow=True, return_chars=True, expand_ligatures=False):
        characters = [(letter, char) for char in run["chars"] for letter in char["text"]]
        found = tokens("".join(letter for letter, _ in characters))
        for text, first, last in zip(found.texts, found.firsts, found.lasts, strict=True):
            chars = [char for _, char in characters[first : last + 1]]
            box = sheet.clip(
                {
                    "x0": min(char["x0"] for char in chars),
                    "x1": max(char["x1"] for char in chars),
                    "top": min(char["top"] for char in chars),
                    "bottom": max(char["bottom"] for char in chars),
                }
            )
            if box:
                yield _word(text, box, chars[0])


def _word(text: str, box: Rect, char: dict[str, Any]) -> Word:
    font = str(char["fontname"]).lower()
    mcid = char.get("mcid")
    return Word(
        text,
        *box,
        float(char["size"]),
        any(part in font for part in _BOLD),
        any(part in font for part in _ITALIC),
        mcid if isinstance(mcid, int) else -1,
        char.get("tag") == "Artifact",
    )


def _hyphens_marked(words: list[Word]) -> Iterator[Word]:
    """Mark the hyphens after which the text goes on in a lower line."""
    for word, follower in zip_longest(words, words[1:]):
        ends_line = follower is not None and follower.y1 < (word.y0 + word.y1) / 2
        if ends_line and len(word.text) > 1 and word.text[-1] == "-" and word.text[-2].isalnum():
            yield word._replace(hyphen=True)
        else:
            yield word


def _edge(item: dict[str, Any], sheet: _Sheet) -> Iterator[Edge]:
    x0, y0, x1, y1 = sheet.place(item)
    if item["orientation"] == "h" and x1 - x0 >= MIN_LENGTH:
        yield Edge(x0, y1, x1, y1)
    elif item["orientation"] == "v" and y1 - y0 >= MIN_LENGTH:
        yield Edge(x0, y0, x0, y1)
