"""The order of the steps from a PDF's bytes to its Extraction."""

from __future__ import annotations

from dataclasses import replace

from corpus.problems import RefusedError
from corpus.records import Extraction, Problem
from extractors.formats import Options
from extractors.pdf.assembling import assemble
from extractors.pdf.layout import PageLayout
from extractors.pdf.pdfium import PdfFile, open_pdf
from extractors.pdf.ruled import ruled_tables
from extractors.pdf.sheets import Sheet, pieces_of, sheet_of
from extractors.pdf.tagtree import read_marks
from extractors.pdf.textlayer import read_layout


def read_pdf(content: bytes, document_id: str, extractor: str, options: Options) -> Extraction:
    """Read a PDF. RefusedError where nothing of it can be read."""
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    with open_pdf(content, options.max_pages) as pdf:
        problems.extend(pdf.problems)
        for index in range(pdf.page_count):
            try:
                sheets.append(_sheet(pdf, index, options))
            except RefusedError as error:
                problems.append(replace(error.problem, page=index + 1))
                sheets.append(Sheet(PageLayout(index + 1, 0.0, 0.0, ())))
    text, pages, blocks = assemble([sheet.layout for sheet in sheets], pieces_of(sheets))
    return Extraction(
        document_id,
        extractor,
        text,
        pages,
        blocks,
        "partial" if problems else "ok",
        tuple(problems),
    )


def _sheet(pdf: PdfFile, index: int, options: Options) -> Sheet:
    layout = read_layout(pdf, index)
    marks = read_marks(pdf.page(index)) if options.use_tags else {}
    sheet = sheet_of(layout, marks)
    if sheet.loose and not sheet.tagged:
        sheet.grids = ruled_tables(layout)
    return sheet
