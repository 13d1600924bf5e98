"""Workbooks of Excel (XLSX) and OpenDocument (ODS), read with python-calamine.

A value that stands in merged cells belongs to the first of them, as in the file itself; the others
are empty. Of a formula the value is read that the program last worked out. Hidden sheets are read,
too: what they hold is held.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from corpus.problems import RefusedError
from corpus.records import Extraction, Problem
from extractors.archive import Archive, Wording, part_names
from extractors.formats import Options
from extractors.sheets.freezing import Sheet, freeze_sheets
from extractors.sheets.guarding import check_opendocument, check_workbook
from extractors.sheets.values import written

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_EXCEL = Wording("Excel workbook", "Excel", "Excel workbook (.xlsx)", "damaged-workbook")
_OPEN = Wording(
    "OpenDocument spreadsheet",
    "LibreOffice",
    "OpenDocument spreadsheet (.ods)",
    "damaged-workbook",
)
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"


class ExcelWorkbook:
    """Excel's workbooks since 2007: .xlsx, and .xlsm without its macros."""

    name = "Excel (XLSX)"
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def version(self, options: Options) -> str:
        """Name and version of the extractor."""
        return "xlsx/1"

    def bid(self, content: bytes) -> int:
        """Bid for an archive with a workbook in it."""
        names = part_names(content)
        return 90 if names and "xl/workbook.xml" in names else 0

    def extract(self, content: bytes, document_id: str, options: Options) -> Extraction:
        """Read all sheets.

        RefusedError: damaged-workbook, encrypted, unpacks-too-large, too-many-rows, too-many-cells.
        """
        archive = Archive(content, options.max_unpacked, _EXCEL)
        check_workbook(archive)
        problems = _comments(archive)
        return _read(content, document_id, "xlsx/1", _EXCEL, problems)


class OpenSpreadsheet:
    """The spreadsheets of LibreOffice and its kin."""

    name = "OpenDocument spreadsheet (ODS)"
    media_type = _ODS_TYPE.decode()

    def version(self, options: Options) -> str:
        """Name and version of the extractor."""
        return "ods/1"

    def bid(self, content: bytes) -> int:
        """Bid by the media type, which an OpenDocument file keeps unpacked at its beginning."""
        names = part_names(content)
        if not names or "content.xml" not in names:
            return 0
        return 90 if _ODS_TYPE in content[:200] else 0

    def extract(self, content: bytes, document_id: str, options: Options) -> Extraction:
        """Read all sheets.

        RefusedError: damaged-workbook, encrypted, unpacks-too-large, too-many-rows, too-many-cells.
        """
        check_opendocument(Archive(content, options.max_unpacked, _OPEN))
        return _read(content, document_id, "ods/1", _OPEN, ())


def _read(
    content: bytes,
    document_id: str,
    extractor: str,
    wording: Wording,
    problems: Sequence[Problem],
) -> Extraction:
    # Here, because a run over PDFs has no use for it.
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # noqa: PLC0415

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            found = [*problems, *_hidden(book)]
            return freeze_sheets(document_id, extractor, _sheets(book, found), found)
    except PasswordError as error:
        raise wording.locked() from error
    except RefusedError:
        raise
    # A Rust panic, on some damaged files, is no Exception and would end the worker.
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise wording.broken("its sheets cannot be read") from error


def _sheets(book: CalamineWorkbook, problems: list[Problem]) -> Iterator[Sheet]:
    for at, about in enumerate(book.sheets_metadata):
        if "WorkSheet" not in str(about.typ):
            continue  # a sheet that is one chart, or macros
        sheet = book.get_sheet_by_index(at)
        merged = _merged(sheet)
        if merged and merged not in problems:
            problems.append(merged)
        yield Sheet(written(about.name), _rows(sheet), hidden=_is_hidden(about))


def _rows(sheet: CalamineSheet) -> Iterator[Sequence[str]]:
    if sheet.start is None:
        return
    # The reader gives the empty rows above the first filled cell, but not the columns before it.
    before = [""] * sheet.start[1]
    for row in sheet.iter_rows():
        yield before + [written(value) for value in row]


def _is_hidden(about: object) -> bool:
    return "Visible" not in str(getattr(about, "visible", "")).rpartition(".")[2]


def _hidden(book: CalamineWorkbook) -> Iterator[Problem]:
    count = sum(1 for about in book.sheets_metadata if _is_hidden(about))
    if count:
        message = (
            f"{count} of the workbook's sheets {'is' if count == 1 else 'are'} hidden in the "
            "program and read all the same. Look there, too, before you share the file."
        )
        yield Problem("extract", "hidden-sheet", message)


def _merged(sheet: CalamineSheet) -> Problem | None:
    """Say where values stand for several rows: the rows below the first have them no more."""
    ranges = sheet.merged_cell_ranges or ()
    if not any(last[0] > first[0] for first, last in ranges):
        return None
    message = (
        "Cells are merged over several rows. Their value belongs to the first of these rows and "
        "the others are read as empty. Unmerge and fill them if each row is to have it."
    )
    return Problem("extract", "merged-cells", message)


def _comments(archive: Archive) -> tuple[Problem, ...]:
    if not any(name.startswith(("xl/comments", "xl/threadedcomments")) for name in archive.entries):
        return ()
    message = (
        "The workbook has comments on cells, which are not read. "
        "Copy what matters of them into cells and offer the file again."
    )
    return (Problem("extract", "comments-not-read", message),)


XLSX = ExcelWorkbook()
ODS = OpenSpreadsheet()
