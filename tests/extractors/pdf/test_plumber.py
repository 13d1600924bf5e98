"""The second engine gives the same layouts, by another way."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from corpus.problems import RefusedError
from extractors.formats import Options
from extractors.pdf.layout import PageLayout, Word
from extractors.pdf.pages import open_pages
from extractors.pdf.plumber import open_plumber, plumber_layout

FAST, SECOND = Options(), Options(pdf_engine="pdfplumber")
STREAM = """
/P <</MCID 1>> BDC BT /F 10 Tf 60 150 Td (41.Leaders know the well-) Tj ET EMC
/P <</MCID 2>> BDC BT /B 10 Tf 60 138 Td (being of children) Tj ET EMC
/Artifact BMC BT /F 8 Tf 60 110 Td (Page 1) Tj ET EMC
BT /F 8 Tf 5 5 Td (outside) Tj ET
60 120 100 20 re S 60 130 m 160 130 l S
q 50 0 0 40 200 110 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q
"""


def sample(**page_keys: object) -> bytes:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(300, 200))
    faces = {"F": "Helvetica", "B": "Helvetica-Bold"}
    page.Resources = Dictionary(
        Font=Dictionary(
            **{
                name: Dictionary(
                    Type=Name.Font,
                    Subtype=Name.Type1,
                    BaseFont=Name("/" + face),
                    Encoding=Name.WinAnsiEncoding,
                )
                for name, face in faces.items()
            }
        )
    )
    page.Contents = pdf.make_stream(STREAM.encode("latin-1"))
    for key, value in page_keys.items():
        page[Name("/" + key)] = value
    target = BytesIO()
    pdf.save(target)
    return target.getvalue()


def read(content: bytes, options: Options) -> PageLayout:
    with open_pages(content, options) as pages:
        return pages.ruled(pages.read(0).layout)


def manner(word: Word) -> tuple[object, ...]:
    """How a word is set and marked: all but its text and box."""
    return (round(word.size, 2), *word[6:])


@pytest.mark.parametrize(
    "keys",
    [{}, {"CropBox": Array([50, 100, 280, 180])}, {"Rotate": 90}],
    ids=["plain", "cropped", "turned"],
)
def test_both_engines_read_the_same(keys: dict[str, object]) -> None:
    fast, second = read(sample(**keys), FAST), read(sample(**keys), SECOND)
    assert (second.width, second.height) == (fast.width, fast.height)
    assert len(second.edges) == len(fast.edges) == 5
    assert second.image_share == pytest.approx(fast.image_share, abs=0.01)
    if keys.get("Rotate"):
        return  # pdfplumber reads sideways text in an order of its own
    assert [manner(word) for word in second.words] == [manner(word) for word in fast.words]
    for ours, theirs in zip(fast.words, second.words, strict=True):
        assert ours.text == theirs.text
        assert (ours.x0, ours.x1) == pytest.approx((theirs.x0, theirs.x1), abs=0.5)
        assert ours.y0 < (theirs.y0 + theirs.y1) / 2 < ours.y1


def test_words_carry_marks_style_and_line_end_hyphens() -> None:
    words = read(sample(), SECOND).words
    assert [word.text for word in words[:5]] == ["41.", "Leaders", "know", "the", "well-"]
    assert [word.hyphen for word in words[:6]] == [False] * 4 + [True, False]
    assert (words[0].mcid, words[5].mcid, words[5].bold) == (1, 2, True)
    assert [word.artifact for word in words if word.text == "Page"] == [True]


def test_what_pdfplumber_cannot_open_is_refused() -> None:
    with pytest.raises(RefusedError) as caught, open_plumber(b"%PDF-1.4 nothing"):
        pass
    assert caught.value.problem.code == "damaged-pdf"


def test_a_page_it_cannot_read_is_refused_by_number() -> None:
    with open_plumber(sample()) as document, pytest.raises(RefusedError) as caught:
        plumber_layout(document, 4)
    assert (caught.value.problem.code, caught.value.problem.page) == ("damaged-page", 5)
