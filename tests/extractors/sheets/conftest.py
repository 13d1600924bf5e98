"""Workbooks that tests build part by part, as the programs write them."""

import io
import zipfile
from collections.abc import Callable, Sequence

import pytest

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
# Number formats of cells, by the style a test names.
STYLES = {"plain": 0, "day": 1, "moment": 2, "clock": 3}
BuildXlsx = Callable[..., bytes]
BuildOds = Callable[..., bytes]


def column_letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def words(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def number(reference: str, value: float, style: str = "plain") -> str:
    return f'<c r="{reference}" s="{STYLES[style]}"><v>{value}</v></c>'


def grid(rows: Sequence[Sequence[str]]) -> str:
    """The inside of a sheet of words; empty strings are no cells."""
    written = ""
    for at, row in enumerate(rows, 1):
        cells = (
            words(f"{column_letters(column)}{at}", text)
            for column, text in enumerate(row, 1)
            if text
        )
        written += f'<row r="{at}">{"".join(cells)}</row>'
    return f"<sheetData>{written}</sheetData>"


def build_xlsx(*sheets: tuple[str, str], hidden: Sequence[str] = (), **parts: str) -> bytes:
    """Zip a workbook of (name, inside of the worksheet); `parts` are more files in xl/."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="r{at}" '
        f'state="{"hidden" if name in hidden else "visible"}"/>'
        for at, (name, _) in enumerate(sheets, 1)
    )
    related = "".join(
        f'<Relationship Id="r{at}" Type="{OFFICE}/worksheet" Target="worksheets/s{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    formats = "".join(f'<xf numFmtId="{code}"/>' for code in (0, 14, 22, 20))
    files = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{related}'
        f'<Relationship Id="r0" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs>{formats}</cellXfs></styleSheet>',
    }
    for at, (_, inside) in enumerate(sheets, 1):
        files[f"xl/worksheets/s{at}.xml"] = f'<worksheet xmlns="{MAIN}">{inside}</worksheet>'
    return zipped(files | {f"xl/{name}.xml": part for name, part in parts.items()})


def build_ods(*tables: str) -> bytes:
    """Zip an OpenDocument spreadsheet of tables, written as in its content.xml."""
    names = "".join(f' xmlns:{name}="{OASIS}:{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f"<office:document-content{names}><office:body><office:spreadsheet>{''.join(tables)}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0"/>',
            "content.xml": content,
        }
    )


def zipped(files: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, packing)
    return stream.getvalue()


@pytest.fixture(scope="session")
def xlsx() -> BuildXlsx:
    return build_xlsx


@pytest.fixture(scope="session")
def ods() -> BuildOds:
    return build_ods


@pytest.fixture(scope="session")
def sheet_of() -> Callable[[Sequence[Sequence[str]]], str]:
    return grid


@pytest.fixture(scope="session")
def number_cell() -> Callable[..., str]:
    return number


@pytest.fixture(scope="session")
def words_cell() -> Callable[[str, str], str]:
    return words
