"""Ruling lines and pictures: which paths give edges, and where they lie on the page."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from extractors.pdf.layout import PageLayout
from extractors.pdf.pdfium import open_pdf
from extractors.pdf.textlayer import read_layout, with_rulings

PICTURE = "BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI"


def page_of(stream: str, form: str = "", **page_keys: object) -> bytes:
    """Make a page of 300 by 200 points; its form "/Fm" is scaled to half and moved by (10, 20)."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(300, 200))
    inner = pdf.make_stream(form.encode("latin-1"), Type=Name.XObject, Subtype=Name.Form)
    inner.BBox, inner.Matrix = Array([0, 0, 300, 200]), Array([0.5, 0, 0, 0.5, 10, 20])
    page.Resources = Dictionary(XObject=Dictionary(Fm=inner))
    page.Contents = pdf.make_stream(stream.encode("latin-1"))
    for key, value in page_keys.items():
        page[Name("/" + key)] = value
    target = BytesIO()
    pdf.save(target)
    return target.getvalue()


def layout_of(stream: str, form: str = "", **page_keys: object) -> PageLayout:
    with open_pdf(page_of(stream, form, **page_keys)) as file:
        return read_layout(file, 0)


def edges(layout: PageLayout) -> list[tuple[float, ...]]:
    return sorted({tuple(round(value, 1) for value in edge) for edge in layout.edges})


BOX = [(20, 30, 20, 80), (20, 30, 120, 30), (20, 80, 120, 80), (120, 30, 120, 80)]
PATHS = [
    ("20 30 100 50 re S", BOX, "a rectangle has four edges"),
    ("20 30 100 50 re f", BOX, "filled as well as stroked"),
    ("20 80 100 -50 re S", BOX, "drawn from the top"),
    ("20 30 m 120 30 l 120 80 l 20 80 l h S", BOX, "or side by side"),
    ("q 2 0 0 2 10 10 cm 5 10 50 25 re S Q", BOX, "or scaled"),
    ("q 0 1 -1 0 120 30 cm 0 0 50 100 re S Q", BOX, "or turned"),
    ("20 30 100 50 re W n", [], "a clip is not drawn"),
    ("20 30 m 120 30 l S", [(20, 30, 120, 30)], "a level line"),
    ("20 80 m 20 30 l S", [(20, 30, 20, 80)], "an upright line"),
    ("20 30 m 60 80 l S", [(20, 30, 20, 80)], "a slanted line is upright to pdfplumber"),
    ("20 30 m 60 80 l 90 30 l S", [], "a slanted path is none"),
    ("20 30 m 20.5 30 l S", [], "a dot is no line"),
    ("20 30 m 40 90 80 90 100 30 c S", [(20, 30, 100, 30)], "a curve counts by its ends"),
    ("20 30 m 120 30 l 20 80 m 120 80 l S", [BOX[1], BOX[2]], "two lines in one path"),
]


@pytest.mark.parametrize(("stream", "expected", "_why"), PATHS, ids=[row[-1] for row in PATHS])
def test_edges_of_paths(stream: str, expected: list[tuple[float, ...]], _why: str) -> None:
    assert edges(layout_of(stream)) == expected


def test_paths_in_a_form_are_placed_by_its_matrix() -> None:
    assert edges(layout_of("/Fm Do", "20 20 m 220 20 l S")) == [(20, 30, 120, 30)]


def test_edges_lie_on_the_page_as_shown() -> None:
    cropped = layout_of("70 130 m 170 130 l S", CropBox=Array([50, 100, 250, 180]))
    assert edges(cropped) == [(20, 30, 120, 30)]
    turned = layout_of("20 30 m 120 30 l S", Rotate=90)
    assert edges(turned) == [(30, 180, 30, 280)]


@pytest.mark.parametrize(
    ("stream", "form", "share"),
    [
        (f"q 300 0 0 200 0 0 cm {PICTURE} Q", "", 1.0),
        (f"q 30 0 0 20 0 0 cm {PICTURE} Q", "", 0.01),
        (f"q 300 0 0 200 250 0 cm {PICTURE} Q", "", 1 / 6),
        (f"q 300 0 0 200 400 0 cm {PICTURE} Q", "", 0.0),
        ("/Fm Do", f"q 300 0 0 200 0 0 cm {PICTURE} Q", 0.25),
        (f"q 300 0 0 200 0 0 cm {PICTURE} Q " * 3, "", 1.0),
    ],
    ids=["whole page", "a logo", "half off the page", "off the page", "in a form", "thrice"],
)
def test_share_of_pictures(stream: str, form: str, share: float) -> None:
    assert layout_of(stream, form).image_share == pytest.approx(share, abs=0.001)


def test_rulings_left_for_later_are_those_read_at_once() -> None:
    content = page_of("20 30 100 50 re S /Fm Do " + PICTURE, "20 30 100 50 re S")
    with open_pdf(content) as file:
        whole, bare = read_layout(file, 0), read_layout(file, 0, rulings=False)
        assert whole.edges
        assert bare == replace(whole, edges=())
        assert with_rulings(file, bare) == whole
