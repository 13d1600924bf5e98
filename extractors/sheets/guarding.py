"""How far a packed workbook spreads, counted before the reader that lays it out in memory.

That reader keeps a place for every cell between the first and the last, empty or not, and as many
copies of a row as a file says. One cell in the last corner of a sheet would fill the memory; and on
a part that is not well formed it may never come to an end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from extractors.archive import Archive
from extractors.sheets.freezing import MOST_CELLS, MOST_ROWS, too_many_cells, too_many_rows

_XML = (".xml", ".rels")
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{0,7})(\d{1,10})[\"']")
_ROW = re.compile(
    rb"<(?:\w+:)?table-row\b((?:[^>\"]|\"[^\"]*\")*?)(?:/>|>(.*?)</(?:\w+:)?table-row>)", re.DOTALL
)
_CELL = re.compile(rb"<(?:\w+:)?(?:covered-)?table-cell\b((?:[^>\"]|\"[^\"]*\")*)>")
_ROWS_REPEATED = re.compile(rb"number-rows-repeated\s*=\s*[\"'](\d+)")
_COLUMNS_REPEATED = re.compile(rb"number-columns-repeated\s*=\s*[\"'](\d+)")
_FILLED = re.compile(rb"value-type|<text:p|:p>")


def check_workbook(archive: Archive) -> None:
    """Unpack every part under limits, and count where the cells of an XLSX stand.

    RefusedError: too-many-rows, too-many-cells, and what unpacking refuses.
    """
    for name, part in _parts(archive):
        if b"sheetData" in part and not name.endswith("sharedstrings.xml"):
            _check_references(part)


def check_opendocument(archive: Archive) -> None:
    """Unpack every part under limits, and count the rows and cells that an ODS repeats.

    RefusedError: too-many-rows, too-many-cells, and what unpacking refuses.
    """
    for name, part in _parts(archive):
        if name == "content.xml":
            _check_repeats(part)


def _parts(archive: Archive) -> Iterator[tuple[str, bytes]]:
    for name in archive.entries:
        if name.endswith(_XML):
            part = archive.read(name)
            if part:
                _check_form(archive, name, part)
                yield name, part


class _Nothing:
    """Takes what a parser reads and keeps none of it; notes whether a document type is declared."""

    def __init__(self) -> None:
        self.declares = False

    def doctype(self, name: str, public_id: str | None, system: str | None) -> None:
        """Note a declaration, which may define entities without end."""
        self.declares = True

    def close(self) -> None:
        """Return nothing."""


def _check_form(archive: Archive, name: str, part: bytes) -> None:
    nothing = _Nothing()
    target: Any = nothing  # the types of lxml ask for every method a target may have
    parser = etree.XMLParser(
        target=target, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise archive.wording.broken(f"the part {name} is not well formed") from error
    if nothing.declares:
        what = f"the part {name} declares a document type, which spreadsheets never do"
        raise archive.wording.broken(what)


def _check_references(part: bytes) -> None:
    rows = columns = 0
    for letters, digits in set(_REFERENCE.findall(part)):
        rows = max(rows, int(digits))
        columns = max(columns, column_number(letters))
    if rows * max(columns, 1) > MOST_CELLS:
        # Many rows are said as such only where it is they that make the sheet large.
        raise too_many_rows() if rows > MOST_ROWS and columns < 100 else too_many_cells()


def column_number(letters: bytes) -> int:
    """Return the number of a column by its letters, from 1: "A" is 1, "AA" is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _check_repeats(part: bytes) -> None:
    rows = cells = widest = 0
    for row in _ROW.finditer(part):
        body = row[2] or b""
        if not _FILLED.search(body):
            # Empty rows count where filled ones follow; those that end every sheet do not.
            continue
        rows += _repeated(_ROWS_REPEATED, row[1])
        widest = max(widest, _filled_width(body))
        cells = rows * widest
        if rows > MOST_ROWS:
            raise too_many_rows()
        if cells > MOST_CELLS:
            raise too_many_cells()


def _filled_width(body: bytes) -> int:
    width = filled = 0
    for cell in _CELL.finditer(body):
        width += _repeated(_COLUMNS_REPEATED, cell[1])
        if b"value-type" in cell[1]:
            filled = width
    return filled or width


def _repeated(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1][:12]) if found else 1
