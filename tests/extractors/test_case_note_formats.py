"""What holds for every format that case notes come in, however its bytes are damaged."""

import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.problems import RefusedError
from corpus.records import Extraction
from extractors import passages
from extractors.formats import Format, Options
from extractors.mail import EML, MSG
from extractors.opendocument import ODT
from extractors.richtext import RTF
from extractors.slides import PPTX
from extractors.word import DOCX

WORDS = "Jo Sample saw Sam at home. Café – “quoted”."
SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("text", "text"), ("table", "table"))
)
DRAWING = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def zipped(*parts: tuple[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return stream.getvalue()


def docx() -> bytes:
    row = "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in "ab")
    return zipped(
        ("word/document.xml",
         f"<w:document {W}><w:body><w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>"
         f"<w:tbl><w:tr>{row}</w:tr></w:tbl></w:body></w:document>"),
        ("word/comments.xml",
         f'<w:comments {W}><w:comment w:id="1" w:author="Jo"><w:p><w:r><w:t>x</w:t></w:r></w:p>'
         "</w:comment></w:comments>"),
    )  # fmt: skip


def odt() -> bytes:
    row = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in "ab")
    return zipped(
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml",
         f"<office:document-content {SPACES}><office:body><office:text>"
         f'<text:h text:outline-level="1">Visit</text:h><text:p>{WORDS}</text:p><text:list>'
         "<text:list-item><text:p>one</text:p></text:list-item></text:list>"
         f"<table:table><table:table-row>{row}</table:table-row></table:table>"
         "</office:text></office:body></office:document-content>"),
    )  # fmt: skip


def pptx() -> bytes:
    box = f"<p:sp><p:txBody><a:p><a:r><a:t>{WORDS}</a:t></a:r></a:p></p:txBody></p:sp>"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/slide"
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return zipped(
        ("ppt/presentation.xml",
         f'<p:presentation {DRAWING}><p:sldIdLst><p:sldId r:id="r1"/></p:sldIdLst>'
         "</p:presentation>"),
        ("ppt/_rels/presentation.xml.rels",
         f'<Relationships xmlns="{space}"><Relationship Id="r1" Type="{kind}" Target="s.xml"/>'
         "</Relationships>"),
        ("ppt/s.xml", f"<p:sld {DRAWING}><p:cSld><p:spTree>{box}</p:spTree></p:cSld></p:sld>"),
    )  # fmt: skip


def rtf() -> bytes:
    return (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}}{\stylesheet{\s1 heading 1;}}"
        rb"\pard\s1 Visit\par\pard Jo Sample saw Sam.{\footnote\chftn note} Caf\'e9 \u8211?\par"
        rb"\trowd\cellx1\cellx2\intbl a\cell b\cell\row\pard after\par}"
    )


def eml() -> bytes:
    inner = EmailMessage()
    inner["Subject"] = "Inner"
    inner.set_content("Inner words.")
    message = EmailMessage()
    message["From"], message["To"] = "Jo <jo@example.org>", "sam@example.com"
    message["Subject"] = "Café"
    message.set_content(WORDS)
    message.add_alternative(f"<p>{WORDS}</p>", subtype="html")
    message.add_attachment(b"x" * 40, maintype="image", subtype="png", filename="é.png")
    message.add_attachment(inner)
    return message.as_bytes()


BUILT: list[tuple[Format, Callable[[], bytes]]] = [
    (DOCX, docx), (ODT, odt), (PPTX, pptx), (RTF, rtf), (EML, eml),
]  # fmt: skip
EACH = pytest.mark.parametrize(("format", "build"), BUILT, ids=[format.name for format, _ in BUILT])
CHANGES = st.lists(
    st.tuples(
        st.integers(0, 1 << 20), st.integers(0, 255), st.sampled_from(["set", "cut", "twice"])
    ),
    min_size=1,
    max_size=6,
)
MUCH = settings(max_examples=200)


def changed(content: bytes, changes: list[tuple[int, int, str]]) -> bytes:
    """Set bytes, cut slices out, put slices in twice; archives keep their first letters."""
    for place, byte, how in changes:
        at = place % max(len(content), 1)
        if how == "set":
            content = content[:at] + bytes([byte]) + content[at + 1 :]
        elif how == "cut":
            content = content[:at] + content[at + byte :]
        else:
            content = content[: at + byte] + content[at:]
    return content


def patched(content: bytes, changes: list[tuple[int, int, str]]) -> bytes:
    """Change one part of an archive and pack it again, so that the change is inside the XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    at = changes[0][0] % len(parts)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number, (name, inside) in enumerate(parts):
            archive.writestr(name, changed(inside, changes) if number == at else inside)
    return stream.getvalue()


def assert_sound(extraction: Extraction) -> None:
    """Blocks lie in the text, in their order, body first; passages are what they quote."""
    end = 0
    aside = False
    for block in extraction.blocks:
        assert end <= block.start <= block.body <= block.end <= len(extraction.text)
        assert extraction.text[block.start : block.end].strip()
        assert block.locator, "a document without pages says where its blocks stand"
        assert not block.lines
        for cell in block.cells:
            assert block.start <= cell.start <= cell.end <= block.end
        aside_now = block.kind in ("note", "furniture")
        assert aside_now >= aside, "what is set aside stands behind the body"
        end, aside = block.end, aside_now
    extraction.text.encode("utf-8")
    assert not set(extraction.text) & {chr(code) for code in range(32) if chr(code) not in "\t\n"}
    assert not any(line != line.rstrip() for line in extraction.text.split("\n"))
    for passage in passages(extraction):
        assert extraction.text[passage.start : passage.end] == passage.text


def assert_read_or_refused(format: Format, content: bytes) -> None:
    try:
        extraction = format.extract(content, "d", Options())
    except RefusedError as refused:
        assert refused.problem.code
        assert refused.problem.message.endswith(".")
    else:
        assert_sound(extraction)
    assert 0 <= format.bid(content) <= 100


@EACH
def test_whole_documents_are_sound(format: Format, build: Callable[[], bytes]) -> None:
    extraction = format.extract(build(), "d", Options())
    assert "saw Sam" in extraction.text
    assert extraction.status == "ok"
    assert_sound(extraction)


@EACH
@MUCH
@given(changes=CHANGES)
def test_damaged_bytes_are_read_or_refused(
    format: Format, build: Callable[[], bytes], changes: list[tuple[int, int, str]]
) -> None:
    assert_read_or_refused(format, changed(build(), changes))


@pytest.mark.parametrize(("format", "build"), BUILT[:3], ids=["docx", "odt", "pptx"])
@MUCH
@given(changes=CHANGES)
def test_damaged_parts_are_read_or_refused(
    format: Format, build: Callable[[], bytes], changes: list[tuple[int, int, str]]
) -> None:
    assert_read_or_refused(format, patched(build(), changes))


@EACH
def test_documents_cut_anywhere(format: Format, build: Callable[[], bytes]) -> None:
    content = build()
    for end in range(0, len(content), max(len(content) // 60, 1)):
        assert_read_or_refused(format, content[:end])


JUNK = [b"", b"\x00" * 500, b"PK\x03\x04", b"{\\rtf", b"<html>", bytes(range(256)) * 9, b"%PDF-1.7"]


@pytest.mark.parametrize("content", JUNK)
@pytest.mark.parametrize("format", [DOCX, ODT, PPTX, RTF, EML, MSG], ids=lambda each: each.name)
def test_bytes_of_no_such_format(format: Format, content: bytes) -> None:
    assert_read_or_refused(format, content)


@EACH
def test_reading_twice_gives_the_same(format: Format, build: Callable[[], bytes]) -> None:
    first, again = (format.extract(build(), "d", Options()) for _ in range(2))
    assert first.blocks == again.blocks or format is EML, "boundaries are drawn by lot in the test"
    assert first.text == again.text
