"""The text layer of a page: words with boxes, style and marked content."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name
from reportlab.lib.colors import black
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from extractors.pdf.layout import PageLayout, Word
from extractors.pdf.pdfium import open_pdf
from extractors.pdf.textlayer import read_layout

WIDTH, HEIGHT = 300, 200
FONTS = {"F": "Helvetica", "B": "Helvetica-Bold", "I": "Times-Italic"}


def layout_of(stream: str, form: str = "", **page_keys: Any) -> PageLayout:
    """Read a page of 300 by 200 points with this content; `form` is drawn by "/Fm Do"."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(WIDTH, HEIGHT))
    fonts = {
        name: Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/" + face))
        for name, face in FONTS.items()
    }
    for font in fonts.values():
        font.Encoding = Name.WinAnsiEncoding
    resources = Dictionary(Font=Dictionary(**fonts))
    inner = pdf.make_stream(form.encode("latin-1"), Type=Name.XObject, Subtype=Name.Form)
    inner.BBox, inner.Resources = Array([0, 0, WIDTH, HEIGHT]), resources
    page.Resources = Dictionary(Font=resources.Font, XObject=Dictionary(Fm=inner))
    page.Contents = pdf.make_stream(stream.encode("cp1252"))
    for key, value in page_keys.items():
        page[Name("/" + key)] = value
    target = BytesIO()
    pdf.save(target)
    with open_pdf(target.getvalue()) as file:
        return read_layout(file, 0)


def shown(text: str, x: float = 20, y: float = 150, font: str = "F", size: float = 10) -> str:
    return f"BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n"


def texts(layout: PageLayout) -> list[str]:
    return [word.text for word in layout.words]


def test_words_come_in_content_order_with_boxes() -> None:
    layout = layout_of(shown("Leaders act") + shown("swiftly.", y=130))
    leaders, act, swiftly = layout.words
    assert texts(layout) == ["Leaders", "act", "swiftly."]
    assert leaders.x0 == pytest.approx(20, abs=0.01)
    assert leaders.x1 < act.x0 < act.x1
    assert swiftly.y1 < leaders.y0
    assert leaders.y0 < 150 < leaders.y1  # the baseline lies inside
    assert (layout.number, layout.width, layout.height) == (1, WIDTH, HEIGHT)


def test_words_of_one_line_stand_level_whatever_their_letters() -> None:
    # The centre of a box of ink would put a comma below and a quotation mark above the line.
    heights = {(round(w.y0, 2), round(w.y1, 2)) for w in layout_of(shown("ace , Qgj '")).words}
    assert len(heights) == 1


def test_neighbouring_lines_do_not_reach_each_others_middle() -> None:
    upper, lower = layout_of(shown("Qgj", y=150) + shown("Qgj", y=139)).words
    assert lower.y1 < (upper.y0 + upper.y1) / 2
    assert upper.y0 > (lower.y0 + lower.y1) / 2


def test_style_follows_the_font() -> None:
    layout = layout_of(
        shown("plain") + shown("bold", x=100, font="B", size=14) + shown("slanted", y=100, font="I")
    )
    styles = [(word.text, round(word.size, 2), word.bold, word.italic) for word in layout.words]
    assert styles == [
        ("plain", 10, False, False),
        ("bold", 14, True, False),
        ("slanted", 10, False, True),
    ]


def test_size_is_as_shown_not_as_set() -> None:
    # Word sets type at size 1 and scales it, other programs scale the whole page.
    scaled = layout_of("q 2 0 0 2 0 0 cm BT /F 1 Tf 6 0 0 6 10 50 Tm (text) Tj ET Q").words[0]
    assert scaled.size == pytest.approx(12)


@pytest.mark.parametrize(
    ("stream", "words"),
    [
        (
            shown("41.The service") + shown("goes on", y=138),
            ["41.", "The", "service", "goes", "on"],
        ),
        (shown("well-") + shown("being is good", y=138), ["well-", "being", "is", "good"]),
        ("BT /F 10 Tf 20 150 Td [(Lead) -20 (ers) -600 (act)] TJ ET", ["Leaders", "act"]),
        (shown("nothing") + "BT /F 10 Tf 3 Tr 20 100 Td (hidden) Tj ET", ["nothing", "hidden"]),
        ("", []),
    ],
    ids=["glued number", "line-end hyphen", "space by position", "invisible layer", "empty page"],
)
def test_words_as_printed(stream: str, words: list[str]) -> None:
    assert texts(layout_of(stream)) == words


def test_a_number_and_the_text_glued_to_it_have_boxes_of_their_own() -> None:
    number, text, _ = layout_of(shown("41.The service")).words
    assert number.x1 == pytest.approx(text.x0, abs=0.01)


NOTES = [
    (("schools", 8, ","), ["schools3,"], "a comma after a note's number"),
    (("schools", 8, "of"), ["schools3", "of"], "a word after it"),
    (("room", 10, ""), ["room", "3"], "a number of full size is a figure"),
]


@pytest.mark.parametrize(("parts", "words", "_why"), NOTES, ids=[row[-1] for row in NOTES])
def test_raised_numbers_of_notes(parts: tuple[str, int, str], words: list[str], _why: str) -> None:
    word, size, after = parts
    end = 20 + stringWidth(word, "Helvetica", 10)
    gap = 0 if size < 10 else 3
    end_of_number = end + gap + stringWidth("3", "Helvetica", size)
    stream = shown(word) + shown("3", x=end + gap, y=154 if size < 10 else 150, size=size)
    stream += shown(after, x=end_of_number + (3 if after.isalpha() else 0)) if after else ""
    assert texts(layout_of(stream)) == words


def test_only_a_line_end_hyphen_is_marked() -> None:
    words = layout_of(shown("a far-off well-") + shown("being", y=138)).words
    assert [word.hyphen for word in words] == [False, False, True, False]


MARKED = [
    ("/P <</MCID 7>> BDC {} EMC", "", 7, False, "marked content"),
    ("/Artifact <</Type /Pagination>> BDC {} EMC", "", -1, True, "furniture"),
    ("/Artifact BMC {} EMC", "", -1, True, "furniture without properties"),
    ("/P <</MCID 3>> BDC /Span <</Lang (en)>> BDC {} EMC EMC", "", 3, False, "a span inside"),
    ("/P <</MCID 3>> BDC /Artifact BMC {} EMC EMC", "", 3, True, "furniture inside"),
    ("{}", "", -1, False, "nothing"),
    ("/Artifact BMC /Fm Do EMC", "{}", -1, True, "a form that is furniture"),
    ("/Fm Do", "/P <</MCID 2>> BDC {} EMC", 2, False, "marked within a form"),
]


@pytest.mark.parametrize(
    ("stream", "form", "mcid", "artifact", "_what"), MARKED, ids=[row[-1] for row in MARKED]
)
def test_marks(stream: str, form: str, mcid: int, artifact: bool, _what: str) -> None:
    text = shown("word")
    (word,) = layout_of(stream.replace("{}", text), form.replace("{}", text)).words
    assert (word.mcid, word.artifact) == (mcid, artifact)


def test_a_rotated_page_reads_as_shown() -> None:
    upright = layout_of(shown("Leaders act"))
    # Drawn so that it stands upright after the page is turned clockwise by 90 degrees.
    turned = layout_of("q 0 1 -1 0 300 0 cm " + shown("Leaders act", y=50) + "Q", Rotate=90)
    assert (turned.width, turned.height) == (HEIGHT, WIDTH)
    assert texts(turned) == texts(upright)
    for word, same in zip(turned.words, upright.words, strict=True):
        assert (word.x0, word.x1) == pytest.approx((same.x0, same.x1), abs=0.01)
        assert word.y0 == pytest.approx(same.y0 - 100, abs=0.01)
        assert word.size == pytest.approx(10)


def test_turned_text_keeps_its_size() -> None:
    (word,) = layout_of("BT /F 10 Tf 0 1 -1 0 50 20 Tm (sideways) Tj ET").words
    assert word.size == pytest.approx(10)
    assert word.y1 - word.y0 > word.x1 - word.x0


def test_a_cropped_page_starts_at_its_crop_box_and_shows_no_more() -> None:
    stream = shown("off", x=5, y=10) + shown("inside", x=60, y=110)
    layout = layout_of(stream, CropBox=Array([50, 100, 250, 180]))
    assert texts(layout) == ["inside"]
    assert (layout.width, layout.height) == (200, 80)
    assert layout.words[0].x0 == pytest.approx(10, abs=0.01)


def test_edges_and_pictures_are_those_that_are_drawn() -> None:
    layout = layout_of("20 20 100 50 re S 20 150 m 80 150 l S 200 10 40 40 re W n /Fm Do", "")
    assert sorted((round(e.x0), round(e.y0), round(e.x1), round(e.y1)) for e in layout.edges) == [
        (20, 20, 20, 70),
        (20, 20, 120, 20),
        (20, 70, 120, 70),
        (20, 150, 80, 150),
        (120, 20, 120, 70),
    ]
    assert layout.image_share == 0


def test_image_share_counts_what_shows_on_the_page() -> None:
    image = "q 150 0 0 400 150 -100 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q"
    assert layout_of(image).image_share == pytest.approx(0.5)


def coded(stream: str, mapping: str) -> PageLayout:
    """Read a page whose font maps the letters A to D to these characters (UTF-16, hex)."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(WIDTH, HEIGHT))
    codes = mapping.split()
    rows = " ".join(f"<{65 + n:02X}> <{code}>" for n, code in enumerate(codes))
    table = f"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def
    1 begincodespacerange <00> <FF> endcodespacerange
    {len(codes)} beginbfchar {rows} endbfchar endcmap end end"""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    font.ToUnicode = pdf.make_stream(table.encode())
    page.Resources = Dictionary(Font=Dictionary(F=font))
    page.Contents = pdf.make_stream(stream.encode())
    target = BytesIO()
    pdf.save(target)
    with open_pdf(target.getvalue()) as file:
        return read_layout(file, 0)


@pytest.mark.parametrize(
    ("code", "shows"),
    [
        ("D83DDE00", "\U0001f600"),
        ("00660069", "fi"),
        ("FB01", "fi"),
        ("00AD", "-"),
        ("D800", "\ufffd"),
        ("0000", "\ufffd"),
    ],
    ids=["two units", "two letters", "ligature", "soft hyphen", "half a pair", "no character"],
)
def test_what_a_font_says_its_glyphs_are(code: str, shows: str) -> None:
    layout = coded(shown("xA y z"), code)
    assert texts(layout) == ["x" + shows, "y", "z"]
    assert not any(word.hyphen for word in layout.words)
    # The words after it keep their places, however many units the character takes.
    plain = coded(shown("xA y z"), "0071")
    assert [w.x0 for w in layout.words] == pytest.approx([w.x0 for w in plain.words], abs=0.01)


WORDS = st.lists(
    st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=12),
    min_size=1,
    max_size=6,
)


def drawn(lines: list[list[str]]) -> bytes:
    target = BytesIO()
    canvas = Canvas(target, pagesize=(600, 800))
    canvas.setFillColor(black)
    for number, words in enumerate(lines):
        canvas.setFont("Helvetica", 10)
        canvas.drawString(50, 700 - 20 * number, " ".join(words))
    canvas.save()
    return target.getvalue()


def letters(words: tuple[Word, ...]) -> str:
    return "".join(word.text for word in words)


@settings(max_examples=60)
@given(st.lists(WORDS, min_size=1, max_size=5))
def test_what_was_drawn_comes_back(lines: list[list[str]]) -> None:
    with open_pdf(drawn(lines)) as file:
        layout = read_layout(file, 0)
    assert letters(layout.words) == "".join(word for line in lines for word in line)
    for word in layout.words:
        assert 0 <= word.x0 < word.x1 <= layout.width
        assert 0 <= word.y0 < word.y1 <= layout.height
        assert word.size == pytest.approx(10)


@settings(max_examples=60)
@given(
    st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12), min_size=1, max_size=8)
)
def test_words_of_letters_come_back_one_by_one(words: list[str]) -> None:
    with open_pdf(drawn([words])) as file:
        assert texts(read_layout(file, 0)) == words
