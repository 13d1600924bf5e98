"""Pages without a text layer: read with tesseract, or a problem that says what to do."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.formats import Options
from extractors.pdf import ocr
from extractors.pdf.layout import PageLayout, Word
from extractors.pdf.ocr import find_tesseract, lacks_text, parse_table
from extractors.pdf.pages import ReadPage, open_pages
from extractors.pdf.pdfium import open_pdf
from extractors.pdf.raster import draw

PAGE = (400.0, 300.0)
SENTENCE = "Leaders act swiftly when children need help."
needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="tesseract is not installed"
)


def text_page() -> bytes:
    target = BytesIO()
    canvas = Canvas(target, pagesize=PAGE)
    canvas.setFont("Helvetica", 14)
    canvas.drawString(40, 200, SENTENCE)
    canvas.drawString(40, 170, "They know the early-")
    canvas.drawString(40, 150, "help offer well.")
    canvas.save()
    return target.getvalue()


def scan(picture: Image.Image | None = None) -> bytes:
    """A page that is a picture of `text_page`, or shows another picture."""
    if picture is None:
        with open_pdf(text_page()) as pdf:
            drawn = draw(pdf, 0, *PAGE, 200)
        assert drawn is not None
        picture = Image.frombytes("L", (drawn.width, drawn.height), drawn.pixels)
    target = BytesIO()
    canvas = Canvas(target, pagesize=PAGE)
    canvas.drawImage(ImageReader(picture), 0, 0, *PAGE)
    canvas.save()
    return target.getvalue()


def outlines() -> bytes:
    """A page whose drawing holds no picture and no text."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=PAGE)
    canvas.rect(40, 40, 300, 200, fill=1)
    canvas.save()
    return target.getvalue()


def blank() -> bytes:
    target = BytesIO()
    canvas = Canvas(target, pagesize=PAGE)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def read(content: bytes, *, ocr: bool = True) -> ReadPage:
    with open_pages(content, Options(ocr=ocr)) as pages:
        assert len(pages) == 1
        return pages.read(0)


@needs_tesseract
def test_a_scanned_page_is_read_with_boxes_and_confidence() -> None:
    scanned, printed = read(scan()), read(text_page())
    assert " ".join(word.text for word in scanned.layout.words).startswith(SENTENCE)
    assert scanned.confidence is not None
    assert 0.8 < scanned.confidence <= 1
    assert scanned.problem is None
    for found, true in zip(scanned.layout.words, printed.layout.words, strict=True):
        assert found.text == true.text
        assert found.hyphen == true.hyphen
        assert (found.x0, found.x1) == pytest.approx((true.x0, true.x1), abs=3)
        assert true.y0 < (found.y0 + found.y1) / 2 < true.y1


@needs_tesseract
def test_text_that_is_drawn_as_outlines_is_looked_at() -> None:
    assert read(outlines(), ocr=False).problem is not None


def test_a_page_with_text_is_never_recognised() -> None:
    page = read(text_page())
    assert page.confidence is None
    assert page.layout.words[0].text == "Leaders"


def test_a_blank_page_is_no_problem() -> None:
    assert read(blank()) == ReadPage(PageLayout(1, *PAGE, ()))


def test_without_permission_a_picture_is_a_named_problem() -> None:
    problem = read(scan(), ocr=False).problem
    assert problem is not None
    assert (problem.code, problem.page) == ("no-text-layer", 1)


@pytest.mark.parametrize(("unknown", "lacks"), [(3, True), (1, False)], ids=["most", "some"])
def test_words_of_unknown_glyphs_are_no_text(unknown: int, lacks: bool) -> None:
    words = [Word("\ufffd\ufffd", 0, 0, 9, 9, 9.0)] * unknown + [Word("a", 0, 0, 9, 9, 9.0)] * 2
    with open_pdf(blank()) as pdf:
        assert lacks_text(pdf, PageLayout(1, *PAGE, tuple(words))) is lacks


class Missing:
    """Stands for `find_tesseract` on a machine without the program."""

    def __call__(self) -> None:
        return None


def test_without_tesseract_the_problem_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_tesseract", Missing())
    problem = read(scan()).problem
    assert problem is not None
    assert problem.code == "ocr-missing"
    for system in ("Debian", "macOS", "Windows", "--reprocess"):
        assert system in problem.message


@pytest.mark.parametrize(
    ("script", "code"),
    [("exit 1", "ocr-failed"), ("echo no English data >&2; exit 2", "ocr-failed")],
    ids=["silent", "with a reason"],
)
def test_a_failing_tesseract_is_a_named_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, code: str
) -> None:
    program = tmp_path / "tesseract"
    program.write_text(f"#!/bin/sh\ncat >/dev/null\n{script}\n")
    program.chmod(0o700)
    monkeypatch.setattr(ocr, "find_tesseract", lambda: str(program))
    problem = read(scan()).problem
    assert problem is not None
    assert problem.code == code


def test_a_program_that_is_gone_is_a_named_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "find_tesseract", lambda: str(tmp_path / "gone"))
    problem = read(scan()).problem
    assert problem is not None
    assert problem.code == "ocr-failed"


def test_the_program_is_looked_for_once() -> None:
    find_tesseract()
    before = find_tesseract.cache_info().hits
    find_tesseract()
    assert find_tesseract.cache_info().hits == before + 1


HEADER = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
)


def table(*rows: str) -> str:
    return "\n".join([HEADER, *(row.replace(" ", "\t") for row in rows)])


def test_words_take_the_height_of_their_line_and_the_size_of_the_page() -> None:
    found = parse_table(
        table(
            "4 1 1 1 1 0 100 100 400 40 -1 ",
            "5 1 1 1 1 1 100 110 50 20 90 a",
            "5 1 1 1 1 2 160 100 90 40 70 well-",
            "4 1 1 1 2 0 100 160 400 36 -1 ",
            '5 1 1 1 2 1 100 160 80 36 80 "being',
            "5 1 1 1 2 2 190 160 80 36 50 \x07",
        ),
        2.0,
        PageLayout(1, 300, 200, ()),
    )
    assert [(w.text, w.hyphen) for w in found.layout.words] == [
        ("a", False),
        ("well-", True),
        ('"being', False),
    ]
    first, second, third = found.layout.words
    assert (first.x0, first.y0, first.x1, first.y1) == (50, 130, 75, 150)
    assert (second.y0, second.y1) == (130, 150)
    assert first.size == third.size == 19
    assert found.confidence == pytest.approx(0.8)


def test_a_picture_without_words_has_no_confidence() -> None:
    assert parse_table(HEADER, 2.0, PageLayout(1, 300, 200, ())).confidence is None


def test_a_page_of_giant_size_is_drawn_coarser() -> None:
    with open_pdf(blank()) as pdf:
        drawn = draw(pdf, 0, 14_400, 14_400, 200)
    assert drawn is not None
    assert drawn.width * drawn.height <= 25_000_000
