"""Notes printed to PDF and pages of paper that were scanned, as case files hold them."""

import shutil
from io import BytesIO

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus.problems import RefusedError
from corpus.records import Extraction
from extractors import extract, passages, sniff
from extractors.formats import Options
from extractors.pdf.pdfium import open_pdf
from extractors.pdf.raster import draw

SIZE = (595.0, 842.0)
LINES = (
    "Contact record",
    "Jo Sample telephoned Mrs Example about Sam.",
    "Mum said that school is going well.",
)
needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="tesseract is not installed"
)


def read(content: bytes, options: Options | None = None) -> Extraction:
    return extract(content, "d", sniff(content, "a.pdf"), options)


def printed(extraction: Extraction, *kinds: str) -> list[str]:
    return [
        extraction.text[block.start : block.end]
        for block in extraction.blocks
        if not kinds or block.kind in kinds
    ]


def written(canvas: Canvas, x: float, y: float, *lines: str, size: float = 11) -> None:
    canvas.setFont("Helvetica", size)
    for at, line in enumerate(lines):
        canvas.drawString(x, y - at * size * 1.4, line)


def notebook() -> bytes:
    """A page of a notebook: a title, its day and time, boxes anywhere, on paper of any length."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=(612, 1500))
    written(canvas, 60, 1440, "Home visit", size=20)
    written(canvas, 60, 1415, "03 May 2024", size=9)
    written(canvas, 160, 1415, "10:15", size=9)
    written(
        canvas, 60, 1380,
        "Jo Sample visited at home. Mum opened the door and was",
        "welcoming; the flat was warm and tidy. Sam was at school.",
    )  # fmt: skip
    for at, line in enumerate(("School attendance is good", "Dentist booked for June")):
        written(canvas, 60, 1330 - at * 15, "\u2022")
        written(canvas, 75, 1330 - at * 15, line)
    written(canvas, 330, 1250, "Ring the health visitor on", "01632 960123 tomorrow.")
    written(canvas, 60, 20, "Case notes Page 1", size=8)
    canvas.showPage()
    canvas.setPageSize((612, 1500))
    written(canvas, 60, 1400, "The second page of the same notebook.")
    written(canvas, 60, 20, "Case notes Page 2", size=8)
    canvas.save()
    return target.getvalue()


def paper(turned: float = 0) -> Image.Image:
    """A picture of a page of paper, turned by some degrees."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=SIZE)
    written(canvas, 60, 760, *LINES, size=14)
    canvas.save()
    with open_pdf(target.getvalue()) as pdf:
        drawn = draw(pdf, 0, *SIZE, 150)
    assert drawn is not None
    picture = Image.frombytes("L", (drawn.width, drawn.height), drawn.pixels)
    return picture.rotate(turned, fillcolor=255)


def scanned(*pictures: Image.Image, words: str = "") -> bytes:
    target = BytesIO()
    canvas = Canvas(target, pagesize=SIZE)
    for picture in pictures:
        canvas.drawImage(ImageReader(picture), 0, 0, *SIZE)
        canvas.showPage()
    if words:
        written(canvas, 60, 760, words)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def test_a_page_of_a_notebook_reads_box_by_box() -> None:
    extraction = read(notebook())
    assert printed(extraction, "heading") == ["Home visit"]
    assert printed(extraction, "item") == [
        "• School attendance is good",
        "• Dentist booked for June",
    ]
    assert printed(extraction, "paragraph") == [
        "03 May 2024 10:15",
        "Jo Sample visited at home. Mum opened the door and was welcoming; the flat was warm and "
        "tidy. Sam was at school.",
        "Ring the health visitor on 01632 960123 tomorrow.",
        "The second page of the same notebook.",
    ]
    assert printed(extraction, "furniture") == ["Case notes Page 1", "Case notes Page 2"]
    assert [page.height for page in extraction.pages] == [1500, 1500]
    assert extraction.problems == ()


def test_a_page_as_long_as_paper_never_is_reads_to_its_end() -> None:
    target = BytesIO()
    canvas = Canvas(target, pagesize=(612, 14_000))
    written(canvas, 60, 13_940, *(f"Line {at} of a long page of notes." for at in range(800)))
    canvas.save()
    text = read(target.getvalue()).text
    assert text.count("of a long page of notes.") == 800
    assert "Line 799 " in text


@needs_tesseract
@pytest.mark.parametrize("turned", [0.0, 1.5, -1.5])
def test_a_scan_reads_though_it_lay_askew(turned: float) -> None:
    extraction = read(scanned(paper(turned)))
    assert " ".join(extraction.text.split()) == " ".join(LINES)
    assert extraction.pages[0].ocr
    assert extraction.problems == ()
    assert all(passage.boxes for passage in passages(extraction))


@needs_tesseract
def test_a_scan_upside_down_says_that_it_is_not_to_be_trusted() -> None:
    extraction = read(scanned(paper(180), paper()))
    assert [(problem.code, problem.page) for problem in extraction.problems] == [
        ("ocr-doubtful", 1)
    ]
    assert extraction.status == "partial"
    assert LINES[2] in " ".join(extraction.text.split())


def test_a_scan_among_printed_pages_is_named_where_nothing_reads_it() -> None:
    extraction = read(scanned(paper(), words="Printed words of the record."), Options(ocr=False))
    assert [(problem.code, problem.page) for problem in extraction.problems] == [
        ("no-text-layer", 1)
    ]
    assert extraction.text.strip() == "Printed words of the record."


def test_scans_alone_are_refused_where_nothing_reads_them() -> None:
    with pytest.raises(RefusedError) as caught:
        read(scanned(paper(), paper()), Options(ocr=False))
    assert caught.value.problem.code == "no-text-layer"
