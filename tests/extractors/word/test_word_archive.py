"""Word files as archives: cut, packed to harm, pointing elsewhere, or no Word file at all."""

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.problems import RefusedError
from corpus.records import Extraction
from extractors import extract, passages, sniff
from extractors.formats import Options
from extractors.word import DOCX
from extractors.word.archive import Parts, plain_name

Build = Callable[..., bytes]
Zip = Callable[[Mapping[str, str | bytes]], bytes]

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def document(text: str = "Leaders know.", namespace: str = TRANSITIONAL) -> str:
    body = f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body>"
    return f'<w:document xmlns:w="{namespace}">{body}</w:document>'


def story(name: str, text: str) -> str:
    return f'<w:{name} xmlns:w="{TRANSITIONAL}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:{name}>'


def relations(*targets: tuple[str, str], office: str = OFFICE, mode: str = "") -> str:
    items = "".join(
        f'<Relationship Id="r{at}" Type="{office}/{kind}" Target="{target}"{mode}/>'
        for at, (kind, target) in enumerate(targets)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{items}</Relationships>'


def read(content: bytes, options: Options | None = None) -> Extraction:
    return DOCX.extract(content, "d", options or Options())


def printed(extraction: Extraction) -> list[str]:
    return [extraction.text[block.start : block.end] for block in extraction.blocks]


def packed(method: int, name: str = "word/document.xml") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr(name, document("Leaders know. " * 50))
    return stream.getvalue()


def refusal(content: bytes, options: Options | None = None) -> tuple[str, str]:
    """Return the code and the message with which a document is refused."""
    with pytest.raises(RefusedError) as caught:
        read(content, options)
    return caught.value.problem.code, caught.value.problem.message


MAIN_PARTS = [
    ({"word/document.xml": document()}, "no relationships at all"),
    (
        {"_rels/.rels": relations(("officeDocument", "word/document2.xml")),
         "word/document2.xml": document()},
        "the main part has another name, as some versions of Word give it",
    ),
    (
        {"_rels/.rels": relations(("officeDocument", "/Report/main.xml")),
         "Report/main.xml": document()},
        "another folder, and a target from the root",
    ),
    (
        {"_rels/.rels": relations(("officeDocument", "word/gone.xml")),
         "word/document.xml": document()},
        "a target that is not there",
    ),
    (
        {"_rels/.rels": relations(("officeDocument", "./word/../word/document.xml")),
         "word/document.xml": document()},
        "a target by a long way round",
    ),
    ({"Word/Document.XML": document()}, "names of parts have no case"),
    ({"word\\document.xml": document()}, "an archive packed with the separators of Windows"),
    ({"/word/document.xml": document()}, "a name from the root"),
    (
        {"[Content_Types].xml": "<Types/>", "word/document.xml": document()},
        "content types that name nothing",
    ),
    (
        {"[Content_Types].xml": "no XML", "word/document.xml": document()},
        "content types that are damaged: Word's, not ours to judge",
    ),
    (
        {
            "_rels/.rels": relations(
                ("officeDocument", "word/document.xml"), office=STRICT_OFFICE
            ),
            "word/document.xml": document(namespace=STRICT),
        },
        "strict OOXML",
    ),
    (
        {"word/document.xml": document().encode("utf-16")},
        "a part in UTF-16 with its byte order mark",
    ),
    (
        {"word/document.xml": document(), "word/vbaProject.bin": b"\x00macros", "word/media/a": ""},
        "macros and pictures are left alone",
    ),
    (
        {"word/document.xml": document(), "word/embeddings/oleObject1.bin": OLE},
        "an embedded object is left alone",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "why"), MAIN_PARTS)
def test_the_main_part_is_found(archive: Zip, parts: dict[str, str | bytes], why: str) -> None:
    assert printed(read(archive(parts))) == ["Leaders know."], why


BIDS = [
    ("word/document.xml", 95, "the usual name"),
    ("WORD\\document.xml", 95, "as Windows packs it"),
    ("word/document2.xml", 60, "a folder that says Word"),
    ("xl/workbook.xml", 0, "a workbook"),
]


@pytest.mark.parametrize(("name", "bid", "why"), BIDS)
def test_bids_go_by_the_names_of_parts(archive: Zip, name: str, bid: int, why: str) -> None:
    assert DOCX.bid(archive({name: document()})) == bid, why


RELATED = [
    ("header2.xml", "word/header2.xml", "", True, "beside the main part"),
    ("/word/header2.xml", "word/header2.xml", "", True, "from the root"),
    ("../word/header2.xml", "word/header2.xml", "", True, "up and down again"),
    ("HEADER2.xml", "word/header2.xml", "", True, "in other case"),
    ("https://example.org/header2.xml", "word/header2.xml", ' TargetMode="External"', False, "web"),
    ("../../../../etc/passwd", "word/header2.xml", "", False, "out of the archive"),
    ("file:///etc/passwd", "word/header2.xml", ' TargetMode="External"', False, "a file"),
    ("", "word/header2.xml", "", False, "nowhere"),
]


@pytest.mark.parametrize(("target", "name", "mode", "found", "why"), RELATED)
def test_related_parts(
    archive: Zip, target: str, name: str, mode: str, found: bool, why: str
) -> None:
    parts = {
        "word/document.xml": document(),
        "word/_rels/document.xml.rels": relations(("header", target), mode=mode),
        name: story("hdr", "Draft report"),
    }
    assert ("Draft report" in printed(read(archive(parts)))) is found, why


def test_a_header_that_is_referred_to_twice_is_read_once(archive: Zip) -> None:
    targets = (("header", "h.xml"), ("header", "../word/h.xml"), ("footer", "h.xml"))
    parts = {
        "word/document.xml": document(),
        "word/_rels/document.xml.rels": relations(*targets),
        "word/h.xml": story("hdr", "Draft report"),
    }
    assert printed(read(archive(parts))) == ["Leaders know.", "Draft report"]


NAMES = [
    ("word/document.xml", "word/document.xml", "as it is"),
    ("\\Word\\Document.xml", "word/document.xml", "Windows"),
    ("word/./x/../styles.xml", "word/styles.xml", "a way round"),
    ("../../etc/passwd", "../../etc/passwd", "outside: a name that no part has"),
]


@pytest.mark.parametrize(("name", "plain", "why"), NAMES)
def test_names_of_parts(name: str, plain: str, why: str) -> None:
    assert plain_name(name) == plain, why


SIDE_PARTS = ("styles", "numbering", "footnotes", "endnotes", "comments", "header", "footer")


@pytest.mark.parametrize("name", SIDE_PARTS)
def test_a_damaged_side_part_is_named(archive: Zip, name: str) -> None:
    code, message = refusal(
        archive({"word/document.xml": document(), f"word/{name}.xml": "<w:cut"})
    )
    assert (code, f"word/{name}.xml" in message) == ("damaged-word", True)


ENTITIES = {
    "entities that multiply": '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
    "an entity from a file": '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "an entity from the web": '<!DOCTYPE a [<!ENTITY a SYSTEM "http://127.0.0.1:9/a">]>',
    "a parameter entity": '<!DOCTYPE a [<!ENTITY % a SYSTEM "http://127.0.0.1:9/a"> %a;]>',
    "a type from elsewhere": '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
}


@pytest.mark.parametrize("why", ENTITIES)
def test_document_types_are_refused(archive: Zip, why: str) -> None:
    for part in ("word/document.xml", "word/styles.xml", "_rels/.rels"):
        parts = {"word/document.xml": document()} | {part: ENTITIES[why] + document("&a;")}
        assert refusal(archive(parts))[0] == "damaged-word", (why, part)


def test_a_bomb_in_a_side_part_is_refused_as_well(archive: Zip) -> None:
    parts = {"word/document.xml": document(), "word/styles.xml": "<a>" + " " * 9_000_000}
    assert refusal(archive(parts))[0] == "unpacks-too-large"


def test_parts_that_nobody_reads_count_by_what_they_declare(archive: Zip) -> None:
    parts = {"word/document.xml": document(), "word/media/film.bin": b"\x00" * 3_000_000}
    assert refusal(archive(parts), Options(max_unpacked=2_000_000))[0] == "unpacks-too-large"
    assert printed(read(archive(parts))) == ["Leaders know."]


def test_many_parts_together_may_not_unpack_to_more_than_one(docx: Build) -> None:
    content = docx("<w:p/>", styles=" " * 40_000, numbering=" " * 40_000, comments=" " * 40_000)
    assert refusal(content, Options(max_unpacked=100_000))[0] == "unpacks-too-large"


METHODS = [
    (zipfile.ZIP_STORED, True, "not packed"),
    (zipfile.ZIP_DEFLATED, True, "as Word packs"),
    (zipfile.ZIP_BZIP2, False, "a method that asks for more memory"),
    (zipfile.ZIP_LZMA, False, "a method that may ask for gigabytes"),
]


@pytest.mark.parametrize(("method", "is_read", "why"), METHODS)
def test_methods_of_packing(method: int, is_read: bool, why: str) -> None:
    content = packed(method)
    if is_read:
        assert printed(read(content))[0].startswith("Leaders know."), why
    else:
        code, message = refusal(content)
        assert (code, "packed in a way" in message) == ("damaged-word", True), why


def test_a_part_with_a_password_is_refused_for_the_password() -> None:
    content = bytearray(packed(zipfile.ZIP_DEFLATED))
    content[6] |= 1  # in the local header
    content[content.index(b"PK\x01\x02") + 8] |= 1  # in the directory
    code, message = refusal(bytes(content))
    assert code == "encrypted"
    assert "without one" in message


def test_a_changed_byte_inside_is_found_by_the_sum() -> None:
    content = bytearray(packed(zipfile.ZIP_STORED))
    content[content.index(b"Leaders")] = ord("R")
    assert refusal(bytes(content))[0] == "damaged-word"


def ole(stream: str) -> bytes:
    return OLE + bytes(range(256)) * 4 + stream.encode("utf-16-le")


NOT_WORD = [
    (ole("WordDocument"), "report.docx", "old-word", "a .doc renamed .docx"),
    (ole("WordDocument"), "report.pdf", "word-as-pdf", "a .doc renamed .pdf"),
    (ole("EncryptedPackage"), "report.docx", "encrypted", "a password on all of it"),
    (b"", "report.docx", "empty", "nothing"),
    (b"PK\x03\x04", "report.docx", "damaged-word", "the first four bytes"),
    (packed(zipfile.ZIP_DEFLATED)[:-1], "report.docx", "damaged-word", "the last byte missing"),
    (packed(zipfile.ZIP_DEFLATED, "xl/workbook.xml"), "a.docx", "damaged-workbook", "a workbook"),
    (packed(zipfile.ZIP_DEFLATED, "photo.jpg"), "a.docx", "unknown-format", "any archive"),
]


@pytest.mark.parametrize(("content", "name", "code", "why"), NOT_WORD)
def test_what_is_no_word_document(content: bytes, name: str, code: str, why: str) -> None:
    with pytest.raises(RefusedError) as caught:
        extract(content, "d", sniff(content, name))
    assert caught.value.problem.code == code, why
    assert caught.value.problem.message.endswith((".", "!")), why


@pytest.mark.parametrize("content", [b"", b"PK", OLE, b"<html>", b"\x00" * 100])
def test_bytes_that_are_no_archive_are_refused(content: bytes) -> None:
    code, message = refusal(content)
    assert code == "damaged-word"
    assert "offer that file" in message, "a remedy"


def test_a_part_that_is_not_there_is_none(archive: Zip) -> None:
    parts = Parts(archive({"word/document.xml": document()}), 1_000_000)
    assert parts.xml("word/styles.xml") is None
    assert parts.first("styles") is None
    assert parts.named("header") == []


@settings(max_examples=150)
@given(at=st.integers(0, 10_000), byte=st.integers(0, 255), method=st.sampled_from([0, 8, 12, 14]))
def test_one_byte_changed_is_read_or_refused(at: int, byte: int, method: int) -> None:
    content = bytearray(packed(method))
    content[at % len(content)] = byte
    try:
        extraction = read(bytes(content))
    except RefusedError as refused:
        assert refused.problem.code
        assert refused.problem.message
    else:
        assert all(extraction.text[p.start : p.end] == p.text for p in passages(extraction))
