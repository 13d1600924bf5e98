"""How far a workbook spreads is counted before anything lays it out in memory."""

import io
import zipfile
from collections.abc import Callable

import pytest

from corpus.problems import RefusedError
from extractors.archive import Archive, Wording
from extractors.sheets.guarding import check_opendocument, check_workbook

WORDING = Wording("Excel workbook", "Excel", "Excel workbook (.xlsx)", "damaged-workbook")
SHEET = "xl/worksheets/sheet1.xml"


def archive(name: str, part: str) -> Archive:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, part)
    return Archive(stream.getvalue(), 300_000_000, WORDING)


def refused(check: Callable[[Archive], None], name: str, part: str) -> str | None:
    """The code by which a part is refused, or null where it passes."""
    try:
        check(archive(name, part))
    except RefusedError as error:
        return error.problem.code
    return None


REFERENCES = [
    ('<sheetData><c r="A1"/></sheetData>', None, "one cell"),
    ('<sheetData><c r="J200000"/></sheetData>', None, "200,000 rows of ten"),
    ('<sheetData><c r="Z500000"/></sheetData>', "too-many-cells", "13 million places"),
    ('<sheetData><c r="B9999999"/></sheetData>', "too-many-rows", "ten million rows"),
    (
        '<sheetData><c r="A1"/><row r="16000000"/></sheetData>',
        "too-many-rows",
        "a row's own number",
    ),
    ('<sheetData><c r = "XFD1048576"/></sheetData>', "too-many-cells", "spaces around the sign"),
    ("<sheetData><c r='XFD1048576'/></sheetData>", "too-many-cells", "single quotation marks"),
    (
        '<x:sheetData xmlns:x="x"><x:c r="XFD1048576"/></x:sheetData>',
        "too-many-cells",
        "with a prefix",
    ),
    ('<sheetData><c r="xfd1048576"/></sheetData>', "too-many-cells", "small letters"),
    ('<sheetData><c r="ZZZZZZZ1"/></sheetData>', "too-many-cells", "columns beyond all sheets"),
    ('<other><c r="XFD1048576"/></other>', None, "a part that is no sheet"),
]
_ROW = '<table:table-row{}><table:table-cell{} office:value-type="string"/></table:table-row>'
_EMPTY = (
    '<table:table-row table:number-rows-repeated="1048576"><table:table-cell/></table:table-row>'
)
REPEATS = [
    (_ROW.format("", ""), None, "one cell"),
    (_ROW.format("", "") + _EMPTY, None, "the empty rest of every sheet"),
    (_ROW.format(' table:number-rows-repeated="400000"', ""), None, "many rows of one"),
    (_ROW.format(' table:number-rows-repeated="600000"', ""), "too-many-rows", "too many"),
    (_ROW.format(' table:number-rows-repeated="99999999999999"', ""), "too-many-rows", "absurd"),
    (_ROW.format(' table:number-rows-repeated="9999"', ' table:number-columns-repeated="9999"'),
     "too-many-cells", "few rows, but wide ones"),
    (_ROW.format("", ' table:number-columns-repeated="99999999"'), "too-many-cells", "wide"),
    (_EMPTY.replace("1048576", "99999999"), None, "nothing, over and over"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "code", "why"), REFERENCES)
def test_places_of_cells_in_excel(part: str, code: str | None, why: str) -> None:
    assert refused(check_workbook, SHEET, part) == code, why


@pytest.mark.parametrize(("part", "code", "why"), REPEATS)
def test_repeats_in_opendocument(part: str, code: str | None, why: str) -> None:
    whole = f'<a xmlns:table="t" xmlns:office="o">{part}</a>'
    assert refused(check_opendocument, "content.xml", whole) == code, why


def test_words_that_look_like_a_place_are_none() -> None:
    part = '<sst><si><t>r="XFD1048576" sheetData</t></si></sst>'
    assert refused(check_workbook, "xl/sharedStrings.xml", part) is None


def test_pictures_are_not_unpacked() -> None:
    assert refused(check_workbook, "xl/media/a.png", '<sheetData><c r="XFD1048576"/>') is None


def test_every_part_counts_against_the_limit() -> None:
    content = archive("xl/styles.xml", "<a>" + "x" * 9_000_000 + "</a>")
    with pytest.raises(RefusedError) as caught:
        check_workbook(content)
    assert caught.value.problem.code == "unpacks-too-large"


BROKEN = [
    ("<sheetData><c>", "an element that never closes"),
    ("<sheetData></c></sheetData>", "elements that cross"),
    ("<!DOCTYPE a [<!ENTITY b 'c'>]><sheetData>&b;</sheetData>", "entities of its own"),
    ("not XML at all", "no mark-up"),
    ("<a>" * 400 + "</a>" * 400, "deeper than any sheet"),
]


@pytest.mark.parametrize(("part", "why"), BROKEN)
@pytest.mark.parametrize("check", [check_workbook, check_opendocument])
def test_what_is_not_well_formed_is_refused_before_it_is_read(
    check: Callable[[Archive], None], part: str, why: str
) -> None:
    assert refused(check, "content.xml", part) == "damaged-workbook", why
