"""Pages that are not as Word prints them: turned, cropped, in columns, scanned, in odd glyphs."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from extractors.pdf import ocr
from extractors.pdf.pdfium import open_pdf
from extractors.pdf.raster import draw

ACT = "Leaders act swiftly when children need help."
KNOW = "They know the families well and visit them often."
needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="tesseract is not installed"
)


def saved(pdf: pikepdf.Pdf) -> bytes:
    target = BytesIO()
    pdf.save(target)
    return target.getvalue()


def shown(text: str, x: float, y: float, size: float = 12) -> str:
    return f"BT /F {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n"


def page_of(
    stream: str,
    size: tuple[float, float] = (595, 842),
    glyphs: dict[str, str] | None = None,
    **keys: object,
) -> bytes:
    """A page with this content; `glyphs` says which characters the letters of the font stand for.

    A letter that is not among them stands for itself.
    """
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=size)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    if glyphs:
        plain = {chr(code): chr(code) for code in range(32, 127)}
        rows = " ".join(
            f"<{ord(code):02X}> <{text.encode('utf-16-be').hex()}>"
            for code, text in {**plain, **glyphs}.items()
        )
        font.ToUnicode = pdf.make_stream(
            f"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def
            1 begincodespacerange <00> <FF> endcodespacerange
            {95 + sum(code > "~" for code in glyphs)} beginbfchar {rows} endbfchar
            endcmap end end""".encode()
        )
    page.Resources = Dictionary(Font=Dictionary(F=font))
    page.Contents = pdf.make_stream(stream.encode("latin-1"))
    for key, value in keys.items():
        page[Name("/" + key)] = value
    return saved(pdf)


# Pages turned and cropped.


@pytest.mark.parametrize("engine", ["fast", "pdfplumber"])
@pytest.mark.parametrize(
    ("turn", "matrix"),
    [(0, ""), (90, "0 1 -1 0 595 0 cm"), (270, "0 -1 1 0 0 842 cm"), (180, "-1 0 0 -1 595 842 cm")],
)
def test_page_that_is_turned_to_be_read_reads_as_an_upright_one(reading, turn, matrix, engine):
    sideways = turn % 180 == 90
    stream = f"q {matrix} {shown(ACT, 72, 500)} {shown(KNOW, 72, 400)} Q"
    read = reading(page_of(stream, Rotate=turn), pdf_engine=engine)
    assert read.texts == [ACT, KNOW]
    page = read.extraction.pages[0]
    assert (page.width, page.height) == ((842, 595) if sideways else (595, 842))
    (box,) = read.passages[0].boxes
    assert box.x0 == pytest.approx(72, abs=0.5)
    assert box.y0 < 500 < box.y1 < 515


@pytest.mark.parametrize("engine", ["fast", "pdfplumber"])
def test_blank_page_between_printed_ones_is_no_problem(draft, reading, engine):
    paper = draft().page().line(ACT, 72, 700, "P").page().page().line(KNOW, 72, 700, "P")
    read = reading(paper.bytes(), pdf_engine=engine)
    assert read.codes == []
    assert [p.pages for p in read.passages] == [(1, 1), (3, 3)]


def test_landscape_page_among_upright_ones_keeps_its_size(draft, reading):
    paper = draft().page().line(ACT, 72, 700).page().line(KNOW, 600, 500)
    pdf = pikepdf.open(BytesIO(paper.bytes()))
    pdf.pages[1].obj.MediaBox = Array([0, 0, 842, 595])
    read = reading(saved(pdf))
    assert [(page.width, page.height) for page in read.extraction.pages] == [(595, 842), (842, 595)]
    assert read.passage("They").boxes[0].x1 > 595


@pytest.mark.parametrize("engine", ["fast", "pdfplumber"])
@pytest.mark.parametrize(
    ("x", "y", "seen", "why"),
    [
        (200, 400, True, "inside the crop box"),
        (20, 400, False, "left of it: a printer's mark"),
        (200, 20, False, "below it"),
        (700, 400, False, "off the sheet"),
    ],
)
def test_only_what_shows_on_the_page_is_text(reading, engine, x, y, seen, why):
    stream = shown(ACT, 150, 700) + shown("Draft.", x, y)
    crop = Array([100, 100, 500, 800])
    read = reading(page_of(stream, CropBox=crop), pdf_engine=engine)
    assert ("Draft." in read.texts) is seen, why
    assert read.passage("Leaders").boxes[0].x0 == pytest.approx(50, abs=0.5)


def test_word_that_sticks_out_of_the_page_is_shown_up_to_its_edge(reading):
    read = reading(page_of(shown(ACT, 72, 700) + shown("Overhanging.", 560, 400)))
    assert read.passage("Overhanging").boxes[0].x1 == pytest.approx(595)


def test_word_whose_end_sticks_out_at_the_foot_is_shown_up_to_the_edge(reading):
    # "a" in 10 points, and glued to it a "b" in 60 whose foot lies below the page.
    stream = shown("a", 72, 5, 10) + shown("b", 77.56, 5, 60) + shown(ACT, 72, 700)
    assert reading(page_of(stream)).passage("a").boxes[0].y0 == 0


# Columns.

LEFT = (
    ("Social workers see", "children often."),
    ("Managers read records", "and ask for changes."),
)
RIGHT = (
    ("Partners share what", "they know early."),
    ("Foster carers feel", "heard by their workers."),
)


@pytest.mark.parametrize(
    "tagged",
    [
        True,
        pytest.param(
            False,
            marks=pytest.mark.xfail(
                strict=True, reason="untagged columns are sorted by height into each other"
            ),
        ),
    ],
)
def test_columns_are_read_one_after_the_other(draft, reading, tagged):
    paper = draft().page()
    for x, column in ((72, LEFT), (320, RIGHT)):
        for number, paragraph in enumerate(column):
            for at, text in enumerate(paragraph):
                role = f"P#{x}-{number}" if tagged else None
                paper.line(text, x, 700 - 40 * number - 15 * at, role)
    assert reading(paper.bytes()).texts == [" ".join(part) for part in (*LEFT, *RIGHT)]


def test_tagged_paragraph_runs_on_from_column_to_column(draft, reading):
    paper = draft().page()
    paper.line("Social workers see children", 72, 700, "P#1").line(
        "often and write", 72, 685, "P#1"
    )
    paper.line("down what they say.", 320, 700, "P#1")
    read = reading(paper.bytes())
    assert read.texts == ["Social workers see children often and write down what they say."]
    assert [round(box.x0) for box in read.passages[0].boxes] == [72, 72, 320]


# Text drawn in ways that readers do not see.


def drawn_twice() -> str:
    return shown(ACT, 72, 700) + shown(ACT, 72.3, 700) + shown(KNOW, 72, 600)


@pytest.mark.parametrize("engine", ["fast", "pdfplumber"])
def test_text_that_is_drawn_twice_to_look_bold_is_read_once(reading, engine):
    assert reading(page_of(drawn_twice()), pdf_engine=engine).texts == [ACT, KNOW]


def test_same_sentence_at_two_places_is_read_twice(reading):
    assert reading(page_of(shown(ACT, 72, 700) + shown(ACT, 72, 600))).texts == [ACT, ACT]


def test_second_engine_prints_nothing_of_a_document(reading, caplog):
    stream = shown(ACT, 72, 700) + "BT (Jane Doe was seen) (x) 2 3 4 5 Tm ET"
    assert reading(page_of(stream), pdf_engine="pdfplumber").texts == [ACT]
    assert "Jane" not in caplog.text


@pytest.mark.parametrize("way", ["1 1 1 rg", "1 g", "BT 3 Tr ET"], ids=["RGB", "grey", "invisible"])
def test_white_and_invisible_text_is_kept(reading, way):
    # The layer below a scanned page is invisible, and no word of a document is to be lost.
    stream = f"{shown(ACT, 72, 700)} q {way} {shown(KNOW, 72, 600)} Q"
    assert reading(page_of(stream)).texts == [ACT, KNOW]


def test_forms_that_overlap_are_read_each_once(reading):
    pdf = pikepdf.open(BytesIO(page_of("q /Fa Do Q q 1 0 0 1 0 -100 cm /Fa Do Q q /Fb Do Q")))
    page = pdf.pages[0].obj
    forms = {}
    for name, text in (("Fa", shown(ACT, 72, 700)), ("Fb", shown(KNOW, 72, 650))):
        form = pdf.make_stream(text.encode(), Type=Name.XObject, Subtype=Name.Form)
        form.BBox, form.Resources = Array([0, 0, 595, 842]), page.Resources
        forms[name] = form
    page.Resources = Dictionary(Font=page.Resources.Font, XObject=Dictionary(**forms))
    assert reading(saved(pdf)).texts == [ACT, KNOW, ACT]


def test_notes_raised_number_stays_with_its_word(draft, reading, tagged):
    def role(path):
        return path if tagged else None

    paper = draft().page()
    opening = "Leaders act swiftly in all schools"
    end = 72 + stringWidth(opening, "Helvetica", 12)
    paper.line(opening, 72, 700, role("P#1")).line("3", end, 704.5, role("P#1"), size=7)
    after = end + stringWidth("3", "Helvetica", 7)
    paper.line(", and homes.", after, 700, role("P#1")).line(KNOW, 72, 660, role("P"))
    paper.line("3 Maintained schools only.", 72, 80, role("Note/P"), size=8)
    read = reading(paper.bytes())
    assert read.texts == ["Leaders act swiftly in all schools3, and homes.", KNOW]
    assert read.kind("note") == ["3 Maintained schools only."]
    assert len(read.passage("Leaders").boxes) == 1


def test_line_end_hyphens_are_kept_and_their_parts_joined(draft, reading, tagged):
    paper = draft().page()
    lines = ["Children write their own well-", "being plans. In 2019–20 the multi-"]
    lines += ["agency hub was set up; the out-", "of-", "hours team - a strength - is part of it."]
    for number, text in enumerate(lines):
        paper.line(text, 72, 700 - 15 * number, "P#1" if tagged else None)
    assert " ".join(reading(paper.bytes()).texts) == (
        "Children write their own well-being plans. In 2019–20 the multi-agency hub was set up; "
        "the out-of-hours team - a strength - is part of it."
    )


# Glyphs and scripts.


PRIVATE, NAMED = ("\uf0b7", "\uf06e", "\uf0a7", "\uf0d8"), ("\u2022", "\u25aa", "\u25cf")
named_and_glued = pytest.mark.xfail(
    strict=True, reason="only private-use bullets are parted from a text that is glued to them"
)


@pytest.mark.parametrize(
    ("glyph", "gap"),
    [(glyph, 14) for glyph in (*PRIVATE, *NAMED)]
    + [(glyph, 6) for glyph in PRIVATE]
    + [pytest.param(glyph, 6, marks=named_and_glued) for glyph in NAMED],
    ids=lambda value: {14: "hanging", 6: "glued"}.get(value) or f"U+{ord(value):04X}",
)
def test_bullets_of_symbol_fonts_open_items(reading, glyph, gap):
    stream = shown("Leaders should improve:", 72, 700)
    for number, text in enumerate(("plans for children", "records of visits")):
        stream += shown("#", 72, 675 - 20 * number) + shown(text, 72 + gap, 675 - 20 * number)
    read = reading(page_of(stream, glyphs={"#": glyph}))
    assert read.kind("item") == ["• plans for children", "• records of visits"]
    assert read.texts[1:] == ["plans for children", "records of visits"]


@pytest.mark.parametrize("engine", ["fast", "pdfplumber"])
@pytest.mark.parametrize(
    ("glyphs", "text", "why"),
    [
        ({"#": "\ufb01"}, "fi", "a ligature is two letters to who searches"),
        ({"#": "\ufb03"}, "ffi", "or three"),
        ({"#": "fi"}, "fi", "a font may say so itself"),
        ({"#": "Ж"}, "Ж", "Cyrillic"),
        ({"#": "儿童"}, "儿童", "two characters of Chinese by one glyph"),
        ({"#": "e\u0301"}, "e\u0301", "an accent of its own is not composed"),
        ({"#": "\U0001f9d2"}, "\U0001f9d2", "beyond the basic plane"),
        ({"#": "\u200d"}, "", "without width"),
        ({"#": "ß"}, "ß", "no change of case or spelling"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_glyphs_are_written_as_the_letters_they_stand_for(reading, engine, glyphs, text, why):
    stream = shown("The o#ce is open and so#.", 72, 700) + shown(ACT, 72, 600)
    read = reading(page_of(stream, glyphs=glyphs), pdf_engine=engine)
    assert read.texts == [f"The o{text}ce is open and so{text}.", ACT], why


def hebrew(words: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Letters of a font, and what they stand for, that draw words from right to left."""
    glyphs = {chr(161 + n): letter for n, letter in enumerate(sorted(set("".join(words))))}
    codes = {letter: code for code, letter in glyphs.items()}
    return " ".join("".join(codes[c] for c in word[::-1]) for word in words[::-1]), glyphs


SAFE = ("ילדים", "בטוחים", "כאן")


def test_word_in_right_to_left_script_is_stored_as_it_is_spoken(reading):
    drawn, glyphs = hebrew(SAFE[:1])
    read = reading(page_of(shown(drawn, 72, 700) + shown(ACT, 72, 600), glyphs=glyphs))
    assert read.texts[0] == SAFE[0]


@pytest.mark.xfail(
    strict=True, reason="each word of a right-to-left line is a line and a passage of its own"
)
def test_sentence_in_right_to_left_script_is_one_passage(reading):
    drawn, glyphs = hebrew(SAFE)
    read = reading(page_of(shown(drawn, 72, 700) + shown(ACT, 72, 600), glyphs=glyphs))
    assert read.texts == [" ".join(SAFE), ACT]


# Pages that are pictures.


def scanned(text_page: bytes) -> Image.Image:
    with open_pdf(text_page) as pdf:
        drawn = draw(pdf, 0, 595, 842, 150)
    assert drawn is not None
    return Image.frombytes("L", (drawn.width, drawn.height), drawn.pixels)


def with_a_scan() -> bytes:
    """Three pages of text, the second one a picture of its text."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=(595, 842))
    picture = ImageReader(scanned(page_of(shown(KNOW, 72, 700, 14))))
    for number in (1, 2, 3):
        if number == 2:
            canvas.drawImage(picture, 0, 0, 595, 842)
        else:
            canvas.drawString(72, 700, f"{ACT} This is page {number}.")
        canvas.showPage()
    canvas.save()
    return target.getvalue()


@needs_tesseract
@pytest.mark.parametrize("engine", ["fast", "pdfplumber"])
def test_scanned_page_between_printed_ones_is_read_and_marked(reading, engine):
    read = reading(with_a_scan(), pdf_engine=engine)
    assert read.texts == [f"{ACT} This is page 1.", KNOW, f"{ACT} This is page 3."]
    assert [page.ocr for page in read.extraction.pages] == [False, True, False]
    assert [block.how for block in read.extraction.blocks] == ["geometry", "ocr", "geometry"]
    confidence = read.extraction.pages[1].ocr_confidence
    assert confidence is not None and 0.5 < confidence <= 1
    assert read.codes == []
    (box,) = read.passage("They").boxes
    assert box.x0 == pytest.approx(72, abs=4) and box.y0 < 704 < box.y1


@pytest.mark.parametrize(
    ("allowed", "code"), [(False, "no-text-layer"), (True, "ocr-missing")], ids=["off", "missing"]
)
def test_scanned_page_that_cannot_be_read_is_named_and_the_rest_kept(
    reading, monkeypatch, allowed, code
):
    monkeypatch.setattr(ocr, "find_tesseract", lambda: None)
    read = reading(with_a_scan(), ocr=allowed)
    assert read.texts == [f"{ACT} This is page 1.", f"{ACT} This is page 3."]
    assert read.codes == [(code, 2)]
    assert read.extraction.status == "partial"
    page = read.extraction.pages[1]
    assert (page.start, page.ocr) == (page.end, False)


def test_text_beside_a_large_picture_is_read_from_the_text_layer(reading, monkeypatch):
    monkeypatch.setattr(ocr, "find_tesseract", lambda: None)
    target = BytesIO()
    canvas = Canvas(target, pagesize=(595, 842))
    canvas.drawImage(ImageReader(Image.new("L", (40, 40), 90)), 0, 0, 595, 500)
    canvas.drawString(72, 700, ACT)
    canvas.save()
    read = reading(target.getvalue())
    assert (read.texts, read.codes) == ([ACT], [])
