"""Exports of case systems as CSV and XLSX: one row a note, its cells parted by tabs."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from random import Random

from benchmarks.casefiles.formats.blocks import packed, xml
from benchmarks.casefiles.formats.office import HEAD, OFFICE, content_types, relations
from benchmarks.casefiles.truth import FileTruth

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PARTS = (
    ("workbook", "sheet.main"), ("styles", "styles"), ("worksheets/sheet1", "worksheet"),
)  # fmt: skip


def rows(file: FileTruth) -> list[list[str]]:
    """Return the cells of a table: the heads, then the notes."""
    heads = next(aside for aside in file.asides if aside.place == "columns")
    return [heads.piece.text.split("\t"), *(note.piece.text.split("\t") for note in file.notes)]


def comma_separated(file: FileTruth, rng: Random) -> bytes:
    """Return a CSV file as one of several programs writes it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=rng.choice(",,,;"), quoting=rng.choice((0, 1)))
    writer.writerows(rows(file))
    return out.getvalue().encode("utf-8-sig" if rng.random() < 0.4 else "utf-8")


def workbook(file: FileTruth, rng: Random) -> bytes:
    """Return an XLSX file; ISO dates become dates of the sheet in some files."""
    typed = rng.random() < 0.5
    table = ""
    for number, row in enumerate(rows(file), 1):
        cells = "".join(_cell(cell, at, number, typed) for at, cell in enumerate(row))
        table += f'<row r="{number}">{cells}</row>'
    sheet = f'{HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{table}</sheetData></worksheet>'
    book = (
        f'{HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Case notes" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    return packed(
        [
            ("[Content_Types].xml", content_types("xl", "spreadsheetml", _PARTS)),
            ("_rels/.rels", relations([("rId1", "officeDocument", "xl/workbook.xml")])),
            ("xl/workbook.xml", book),
            ("xl/_rels/workbook.xml.rels", relations([
                ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "styles", "styles.xml"),
            ])),
            ("xl/styles.xml", _styles()),
            ("xl/worksheets/sheet1.xml", sheet),
        ]
    )  # fmt: skip


def _cell(text: str, column: int, row: int, typed: bool) -> str:
    place = f"{chr(65 + column)}{row}"
    if typed and re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        # A serial date counts days from the last of 1899.
        days = (date.fromisoformat(text) - date(1899, 12, 30)).days
        return f'<c r="{place}" s="1"><v>{days}</v></c>'
    inner = f'<is><t xml:space="preserve">{xml(text)}</t></is>'
    return f'<c r="{place}" t="inlineStr">{inner}</c>'


def _styles() -> str:
    return (
        f'{HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1">'
        '<fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/>'
        '</cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
        "</styleSheet>"
    )
