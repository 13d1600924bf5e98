"""The order of the steps from a PDF's bytes to its Extraction."""

from __future__ import annotations

from dataclasses import replace

from corpus.problems import RefusedError, refuse
from corpus.records import Extraction, Page, Problem
from extractors.formats import Options
from extractors.pdf.assembling import assemble
from extractors.pdf.layout import PageLayout
from extractors.pdf.pages import Pages, open_pages
from extractors.pdf.pdfium import LOCK, STAGE
from extractors.pdf.ruled import ruled_tables
from extractors.pdf.sheets import Sheet, pieces_of, sheet_of
from extractors.pdf.tagtree import read_marks


def read_pdf(content: bytes, document_id: str, extractor: str, options: Options) -> Extraction:
    """Read a PDF. RefusedError where nothing of it can be read.

    A page that cannot be read becomes a problem with its number, and the rest is kept.
    """
    sheets: list[Sheet] = []
    with open_pages(content, options) as pages:
        problems = list(pages.pdf.problems)
        for index in range(len(pages)):
            try:
                sheet, problem = _sheet(pages, index, options)
            except RefusedError as error:
                sheet = Sheet(PageLayout(index + 1, 0.0, 0.0, ()))
                problem = replace(error.problem, page=index + 1)
            sheets.append(sheet)
            if problem is not None:
                problems.append(problem)
    if not any(sheet.layout.words for sheet in sheets):
        raise _nothing_read(problems)
    text, bare_pages, blocks = assemble([sheet.layout for sheet in sheets], pieces_of(sheets))
    return Extraction(
        document_id,
        extractor,
        text,
        tuple(_with_ocr(page, sheet) for page, sheet in zip(bare_pages, sheets, strict=True)),
        blocks,
        "partial" if problems else "ok",
        tuple(problems),
    )


def _sheet(pages: Pages, index: int, options: Options) -> tuple[Sheet, Problem | None]:
    layout, confidence, problem = pages.read(index)
    if confidence is not None:
        sheet = sheet_of(layout, {})
        sheet.ocr, sheet.confidence = True, confidence
        return sheet, problem
    with LOCK:
        marks = read_marks(pages.pdf.page(index)) if options.use_tags else {}
    sheet = sheet_of(layout, marks)
    if sheet.loose and not sheet.tagged:
        sheet.grids = ruled_tables(pages.ruled(layout))
    return sheet, problem


def _with_ocr(page: Page, sheet: Sheet) -> Page:
    return replace(page, ocr=True, ocr_confidence=sheet.confidence) if sheet.ocr else page


def _nothing_read(problems: list[Problem]) -> RefusedError:
    if not problems:
        return refuse(
            STAGE,
            "no-text",
            "The PDF holds no text: its pages are blank. Check that it is the right file.",
        )
    first = problems[0]
    more = len(problems) - 1
    others = f" The same or worse holds for {more} more of its pages." if more else ""
    return refuse(
        STAGE, first.code, f"Nothing of the PDF could be read. {first.message}{others}", first.page
    )
