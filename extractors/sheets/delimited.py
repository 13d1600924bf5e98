"""Separated values (CSV, TSV): what case systems export and spreadsheets save."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.records import Extraction, Problem
from extractors.decoding import decode, looks_like_text
from extractors.formats import Options
from extractors.sheets.dialect import Rows, delimiter_of, split_named
from extractors.sheets.freezing import Sheet, freeze_sheets
from extractors.sheets.values import on_one_line

_VERSION = "csv/1"
_SAMPLE = 1 << 16
_OTHERS = (b"PK", b"%PDF", b"{\\rtf")  # begin files that are no table, whatever follows


class SeparatedValues:
    """CSV by any of the usual marks, with or without quotes, in any encoding text comes in."""

    name = "CSV"
    media_type = "text/csv"

    def version(self, options: Options) -> str:
        """Name and version of the extractor."""
        return _VERSION

    def bid(self, content: bytes) -> int:
        """Bid above text and Markdown where the columns are consistent and have names."""
        if content.startswith(_OTHERS) or not looks_like_text(content):
            return 0
        sample = decode(content[:_SAMPLE]).text
        return 40 if delimiter_of(sample, whole=len(content) <= _SAMPLE) else 0

    def extract(self, content: bytes, document_id: str, options: Options) -> Extraction:
        """Read the rows. RefusedError: too-many-rows, too-many-cells."""
        decoded = decode(content)
        text = decoded.text.removeprefix("\ufeff")
        delimiter = delimiter_of(text[:_SAMPLE], whole=len(text) <= _SAMPLE) or ","
        rows = Rows(split_named(text)[1], delimiter)
        extraction = freeze_sheets(
            document_id, _VERSION, (Sheet(None, _on_lines(rows)),), decoded.problems
        )
        if not rows.unclosed:
            return extraction
        return replace(extraction, problems=(*extraction.problems, _unclosed(rows.unclosed)))


def _on_lines(rows: Rows) -> Iterator[Sequence[str]]:
    for row in rows:
        yield [on_one_line(cell) for cell in row]


def _unclosed(count: int) -> Problem:
    message = (
        f"{count} quotation marks open a cell and never close it, so each was read as an ordinary "
        "character. Rows near them may be cut wrongly: check them, or export the file again."
        if count > 1
        else "A quotation mark opens a cell and never closes it, so it was read as an ordinary "
        "character. Rows near it may be cut wrongly: check them, or export the file again."
    )
    return Problem("extract", "unclosed-quote", message)


CSV = SeparatedValues()
