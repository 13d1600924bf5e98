"""The bytes decide what a document is; the name only helps to say what went wrong."""

from collections.abc import Callable, Mapping

import pytest

from corpus.problems import RefusedError
from extractors import extract, mismatch, sniff
from extractors.formats import Format, Options
from extractors.sniffing import FORMATS, formats

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PAGE = b"<!DOCTYPE html>\n<html><head><title>Not found</title></head><body>Sorry</body></html>"
Zip = Callable[[Mapping[str, str | bytes]], bytes]


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(64)


REFUSED = [
    # bytes, name, code, words of the sentence, why
    (b"", "a.pdf", "empty", "empty", "nothing was downloaded"),
    (b"\n\n \x00\x00", "a.txt", "empty", "empty", "white space and NULs are nothing to read"),
    (b"\xef\xbb\xbf", "a.txt", "empty", "empty", "a byte order mark alone is no text"),
    (PAGE, "report.pdf", "html-as-pdf", "Download", "the site's error page, saved as the report"),
    (PAGE, "REPORT.PDF", "html-as-pdf", "web page", "names in capitals count too"),
    (b"\n  " + PAGE, "a.pdf", "html-as-pdf", "web page", "white space before the page"),
    (ole("WordDocument"), "a.doc", "old-word", ".docx", "Word before 2007"),
    (ole("WordDocument"), "a.pdf", "word-as-pdf", ".pdf", "Word before 2007 under a wrong name"),
    (ole("EncryptedPackage"), "a.docx", "encrypted", "password", "DOCX protected by a password"),
    (ole("Workbook"), "a.xls", "unknown-format", "Excel", "a spreadsheet of the old kind"),
    (ole("Something"), "a.bin", "unknown-format", "Office", "some other file of old Office"),
    (b"\x89PNG\r\n\x1a\n" + bytes(99), "a.png", "unknown-format", "picture", "a picture"),
    (b"\xff\xd8\xff\xe0" + bytes(99), "scan.pdf", "unknown-format", "JPEG", "a photo named .pdf"),
    (b"ID3\x04" + bytes(99), "a.mp3", "unknown-format", "sound", "a recording"),
    (b"RIFF\x00\x00\x00\x00WAVE" + bytes(9), "a.wav", "unknown-format", "sound", "a recording"),
    (b"MZ\x90\x00\x03" + bytes(99), "a.exe", "unknown-format", "program", "a program"),
    (b"SQLite format 3\x00" + bytes(99), "a.db", "unknown-format", "database", "a database"),
    (bytes(range(256)) * 8, "a.dat", "unknown-format", "PDF", "junk: the kinds read are named"),
    (b"\x00\x01\x02\x03" * 99, "a.txt", "unknown-format", "PDF", "junk that claims to be text"),
    (b"PK\x03\x04" + bytes(99), "a.zip", "unknown-format", "damaged", "an archive cut off"),
    (b"PK\x03\x04" + bytes(99), "a.docx", "damaged-word", "cut short", "a download broke off"),
]


@pytest.mark.parametrize(("content", "name", "code", "words", "why"), REFUSED)
def test_what_cannot_be_read_is_refused_with_a_reason(
    content: bytes, name: str, code: str, words: str, why: str
) -> None:
    with pytest.raises(RefusedError) as caught:
        sniff(content, name)
    problem = caught.value.problem
    assert (problem.stage, problem.code) == ("sniff", code), why
    assert words in problem.message, why
    assert problem.message.endswith("."), "a sentence for the user"


def test_other_zipped_files_are_named(archive: Zip) -> None:
    for part, words in (
        ("META-INF/container.xml", "e-book"),
        ("content.xml", "OpenDocument"),
        ("photo.jpg", "Unpack"),
    ):
        with pytest.raises(RefusedError, match=words):
            sniff(archive({part: "x"}), "a.zip")


READ = [
    (b"%PDF-1.7\n...", "a.pdf", "PDF", "the usual case"),
    (b"%PDF-1.7\n...", "notes.txt", "PDF", "the name does not count"),
    (PAGE, "page.html", "HTML", "a web page"),
    (PAGE, "page", "HTML", "a web page without a name"),
    (b"<?xml version='1.0'?>\n<!-- x --><html><body>A</body></html>", "a", "HTML", "XHTML"),
    (PAGE.decode().encode("utf-16"), "a.html", "HTML", "a page in UTF-16"),
    (b"<p>A fragment</p>", "a", "HTML", "a fragment of a page"),
    (b"# Title\n\nSome **bold** words.", "a.txt", "Markdown", "marks, whatever the name"),
    (b"Leaders know.\n\n- one\n- two", "a.md", "plain text", "dashes alone are no mark-up"),
    ("Größe – naïve".encode("cp1252"), "a.txt", "plain text", "old Windows text"),
    ("Leaders know.".encode("utf-16-le"), "a.txt", "plain text", "UTF-16 without its mark"),
    (b"5 < 6 and a <b", "a.txt", "plain text", "a bracket makes no web page"),
]


@pytest.mark.parametrize(("content", "name", "format_name", "why"), READ)
def test_the_best_bid_wins(content: bytes, name: str, format_name: str, why: str) -> None:
    assert sniff(content, name).name == format_name, why


def test_nobody_bids_after_a_certain_bid(monkeypatch: pytest.MonkeyPatch) -> None:
    bidders: list[str] = []
    for format in formats():
        monkeypatch.setattr(type(format), "bid", noted(type(format).bid, bidders))
    sniff(b"%PDF-1.7\n", "report.pdf")
    assert bidders == ["PDF"]


def noted(bid: Callable[..., int], bidders: list[str]) -> Callable[..., int]:
    def noting(format: Format, content: bytes) -> int:
        bidders.append(format.name)
        return bid(format, content)

    return noting


def test_word_saved_as_pdf_is_read_and_says_so(docx: Callable[..., bytes]) -> None:
    content = docx("<w:p><w:r><w:t>Leaders know.</w:t></w:r></w:p>")
    extraction = extract(content, "d", sniff(content, "report.pdf"), name="report.pdf")
    assert "Leaders know." in extraction.text
    assert [problem.code for problem in extraction.problems] == ["name-mismatch"]
    assert "says PDF" in extraction.problems[0].message


@pytest.mark.parametrize("name", ["a.docx", "a", "a.unknown", "A.DOCX"])
def test_a_fitting_or_unknown_name_is_no_problem(docx: Callable[..., bytes], name: str) -> None:
    assert mismatch(sniff(docx("<w:p/>"), name), name) is None


def test_a_truncated_word_document_is_called_one(docx: Callable[..., bytes]) -> None:
    content = docx("<w:p/>")[:-30]
    assert sniff(content, "a.docx").name == "Word (DOCX)"


def test_each_format_is_one_line_with_a_name_and_a_version_of_its_own() -> None:
    found = formats()
    assert len(found) == len(FORMATS)
    assert len({format.name for format in found}) == len(found)
    assert len({format.version(Options()) for format in found}) == len(found)
    assert all("/" in format.media_type for format in found)
    assert all(format.bid(b"") == 0 for format in found if format.name != "plain text")
