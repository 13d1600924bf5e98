"""Each format's bytes are what the format says, and hold what the truth says."""

from __future__ import annotations

import csv
import io
import zipfile
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

import pypdfium2
import pytest
from lxml import etree

from benchmarks.casefiles import generate
from benchmarks.casefiles.drafting import finished, plain
from benchmarks.casefiles.formats.blocks import Paragraph, Table, blocks, packed
from benchmarks.casefiles.locating import locate
from benchmarks.casefiles.truth import CaseFile, FileTruth, GeneratedFile, NoteTruth, every_aside
from extractors import extract
from extractors.formats import Options
from extractors.sniffing import sniff

SEEDS = range(1, 3)
SHEET = "xl/worksheets/sheet1.xml"
OFFICE = ("docx", "odt", "pptx", "xlsx", "ods")
READABLE = (*OFFICE, "rtf", "csv", "survey", "md", "txt", "pdf")


@pytest.fixture(scope="module")
def sets() -> list[CaseFile]:
    return [generate(seed) for seed in SEEDS]


def chosen(sets: list[CaseFile], name: str) -> list[tuple[GeneratedFile, FileTruth]]:
    pairs = [pair for one in sets for pair in zip(one.files, one.truth.files, strict=True)]
    return [pair for pair in pairs if pair[0].format == name]


@pytest.mark.parametrize("name", OFFICE)
def test_office_files_are_zips_of_well_formed_xml(sets: list[CaseFile], name: str) -> None:
    for file, _ in chosen(sets, name):
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            for member in archive.namelist():
                if member.endswith((".xml", ".rels")):
                    assert etree.fromstring(archive.read(member)) is not None


@pytest.mark.parametrize("name", READABLE)
def test_every_identifier_stands_in_what_is_read(sets: list[CaseFile], name: str) -> None:
    for file, truth in chosen(sets, name):
        extraction = extract(file.content, "0" * 64, sniff(file.content, file.name), Options())
        located = locate(truth, extraction.text)
        for note, found in zip(truth.notes, located.notes, strict=True):
            lost = [
                one.text
                for one, place in zip(note.piece.occurrences, found.occurrences, strict=True)
                if not place.found
            ]
            assert lost == [], (file.name, note.place)


def test_the_date_of_a_cell_may_be_a_date_of_the_sheet() -> None:
    sheets = [
        file.content for seed in range(1, 25) for file in generate(seed, formats=("xlsx",)).files
    ]
    typed = [b's="1"' in zipfile.ZipFile(io.BytesIO(one)).read(SHEET) for one in sheets]
    assert any(typed)
    assert not all(typed)


def parts(sets: list[CaseFile]) -> str:
    found = []
    for file, _ in chosen(sets, "docx"):
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            found += [archive.read(name).decode() for name in archive.namelist()]
    return "".join(found)


@pytest.mark.parametrize(
    ("mark", "_why"),
    [
        ("<w:ins ", "a tracked insertion"),
        ("<w:delText", "a tracked deletion"),
        ("<w:txbxContent>", "a text box"),
        ("<w:comment ", "a comment"),
        ("<w:hdr ", "a running head"),
        ("<w:tbl>", "a table"),
    ],
)
def test_word_files_have_what_hides_names(mark: str, _why: str) -> None:
    assert mark in parts([generate(seed, formats=("docx",)) for seed in range(12)])


def test_what_was_deleted_is_hidden(sets: list[CaseFile]) -> None:
    asides = [aside for one in sets for file in one.truth.files for aside in every_aside(file)]
    hidden = [aside for aside in asides if aside.hidden]
    assert hidden
    assert {aside.place for aside in hidden} == {"deleted"}


def test_a_scan_has_no_text(sets: list[CaseFile]) -> None:
    for file, _ in chosen(sets, "scan"):
        pdf = pypdfium2.PdfDocument(file.content)
        assert all(page.get_textpage().get_text_range().strip() == "" for page in pdf)
        pdf.close()


def test_a_print_has_many_notes_and_several_pages(sets: list[CaseFile]) -> None:
    counts = []
    for file, truth in chosen(sets, "pdf"):
        assert len(truth.notes) >= 6
        counts.append(len(pypdfium2.PdfDocument(file.content)))
    assert max(counts) >= 2


def read(content: bytes) -> EmailMessage:
    return cast("EmailMessage", message_from_bytes(content, policy=policy.default))


def test_an_email_has_its_attachments(sets: list[CaseFile]) -> None:
    for file, truth in chosen(sets, "eml"):
        names = [part.get_filename() for part in read(file.content).iter_attachments()]
        assert names == [part.name for part in truth.parts]


def test_a_zip_holds_an_email_that_holds_an_email(sets: list[CaseFile]) -> None:
    for file, truth in chosen(sets, "zip"):
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            (name,) = archive.namelist()
            outer = read(archive.read(name))
        (inner,) = outer.iter_attachments()
        assert inner.get_content_type() == "message/rfc822"
        assert truth.parts[0].parts[0].parts[0].format == "txt"
        body = cast("EmailMessage", inner.get_content()).get_body(("plain",))
        assert body is not None
        note = truth.parts[0].parts[0].notes[0]
        assert body.get_content().split() == note.piece.text.split()


@pytest.mark.parametrize("name", ["csv", "survey"])
def test_a_row_is_a_note(sets: list[CaseFile], name: str) -> None:
    for file, truth in chosen(sets, name):
        text = file.content.decode("utf-8-sig")
        delimiter = ";" if text.split("\n")[0].count(";") > 3 else ","
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        assert len(rows) == len(truth.notes) + 1
        assert ["\t".join(row) for row in rows[1:]] == [note.piece.text for note in truth.notes]


def test_lines_with_tabs_are_tables() -> None:
    note = NoteTruth("k", "c1", "note 1", "visit", finished(plain("Date\t3 May\nBy\tAna\n\nFine.")))
    table, text = blocks(FileTruth("a.docx", "docx", (note,)))
    assert table == Table((("Date", "3 May"), ("By", "Ana")))
    assert text == Paragraph("Fine.", 1)


def test_containers_are_the_same_each_time() -> None:
    members = [("mimetype", "x"), ("a.xml", "<a/>")]
    assert packed(members) == packed(members)
