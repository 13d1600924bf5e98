"""Small files written by hand come out of each writer as the format wants them."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from random import Random
from typing import cast

import pypdfium2
import pytest
from lxml import etree

from benchmarks.casefiles.drafting import Bit, finished, plain
from benchmarks.casefiles.formats import mail, opendocument, pages, richtext, sheets, slides, word
from benchmarks.casefiles.formats import plain as texts
from benchmarks.casefiles.formats.blocks import Paragraph, Table, blocks, packed, xml
from benchmarks.casefiles.truth import Aside, FileTruth, NoteTruth
from benchmarks.casefiles.vocabulary import chance

FIRST = 'Visit 3 May\nČonka & <Ana> said "no" – £20.\n\n{Curly} back\\slash'
SECOND = "Date\t4 May\nBy\tAna Ny\nShe is well."


def noted(text: str, number: int = 1, body: int = 0) -> NoteTruth:
    piece = finished(plain(text))
    return NoteTruth(str(number), "c1", f"note {number}", "visit", piece, "2024-05-03", body=body)


def aside(place: str, text: str, hidden: bool = False) -> Aside:
    return Aside(place, finished([Bit(text)]), hidden)


BESIDE = (
    aside("comment", "Ask Bob"),
    aside("text-box", "Ring <Cy>"),
    aside("deleted", "Dan was there", hidden=True),
    aside("head", "Case of Eve"),
    aside("speaker", "Thank Fay"),
)
FILE = FileTruth("a", "any", (noted(FIRST, body=12), noted(SECOND, 2)), BESIDE)
TABLE = FileTruth(
    "a",
    "csv",
    (noted('1\t2024-05-03\tŽofie, "Zo"\nline two'), noted("2\t3 May\t; , \t", 2)),
    (aside("columns", "ID\tDate\tNotes"),),
)
Writer = Callable[[FileTruth, str, Random], bytes]


def member(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def shown(content: bytes, name: str) -> str:
    """Return the text of one member, without its marks."""
    return " ".join(etree.fromstring(member(content, name).encode()).itertext())


def test_blocks_are_lines_and_tables() -> None:
    assert blocks(FILE, "\n\n-----\n\n") == [
        Paragraph("Visit 3 May", 1, True),
        Paragraph('Čonka & <Ana> said "no" – £20.', 1),
        Paragraph("{Curly} back\\slash", 1),
        Paragraph("-----"),
        Table((("Date", "4 May"), ("By", "Ana Ny"))),
        Paragraph("She is well.", 2),
    ]


def test_a_separator_of_empty_lines_is_no_block() -> None:
    assert blocks(FILE, "\n\n\n")[3] == Table((("Date", "4 May"), ("By", "Ana Ny")))


def test_text_for_xml_is_escaped() -> None:
    assert xml('<a & "b">') == "&lt;a &amp; &quot;b&quot;&gt;"


def test_opendocument_says_its_type_first_and_unpacked() -> None:
    content = packed([("mimetype", "a/b"), ("c.xml", "<c/>" * 50)])
    assert content[30:].startswith(b"mimetypea/b")
    assert len(content) < 500


class TestText:
    def test_encodings_and_line_ends_vary_and_the_text_does_not(self) -> None:
        seen = set()
        for seed in range(60):
            content = texts.text(FILE, "\n\n-----\n\n", chance(seed))
            wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
            text = content.decode("utf-16" if wide else "utf-8-sig")
            seen.add((wide, content.startswith(b"\xef\xbb\xbf"), "\r\n" in text))
            plain_text = text.replace("\r\n", "\n")
            assert f"{FIRST}\n\n-----\n\n{SECOND}\n" in plain_text
        assert len(seen) >= 5

    def test_deleted_words_are_not_in_a_text(self) -> None:
        assert b"Dan" not in texts.text(FILE, "\n", chance(5))

    def test_markdown_has_a_title(self) -> None:
        file = FileTruth("a.md", "md", (noted(FIRST),), (aside("title", "Case of Eve"),))
        assert texts.markdown(file, "\n", chance(0)).decode().startswith("# Case of Eve\n\nVisit")


class TestWord:
    content = word.document(FILE, "\n", chance("word"))

    def test_the_body_has_every_line(self) -> None:
        text = re.sub(r"\s+", "", shown(self.content, "word/document.xml"))
        for line in [*FIRST.split("\n"), "Ana Ny", "She is well.", "Ring <Cy>"]:
            assert re.sub(r"\s+", "", line) in text

    def test_cells_stand_in_a_table(self) -> None:
        main = member(self.content, "word/document.xml")
        assert main.count("<w:tr>") == 2
        assert main.count("<w:tc>") == 4

    def test_a_deleted_run_holds_deleted_text_only(self) -> None:
        main = member(self.content, "word/document.xml")
        assert re.findall(r"<w:delText[^>]*>([^<]*)<", main) == [" Dan was there"]
        assert "Dan" not in re.sub(r"<w:delText.*?</w:delText>", "", main)

    def test_comments_and_head_are_parts_of_their_own(self) -> None:
        assert "Ask Bob" in shown(self.content, "word/comments.xml")
        assert "Case of Eve" in shown(self.content, "word/header1.xml")
        links = member(self.content, "word/_rels/document.xml.rels")
        assert "comments.xml" in links
        assert "header1.xml" in links

    def test_what_is_not_there_has_no_part(self) -> None:
        content = word.document(FileTruth("a", "docx", (noted(FIRST),)), "\n", chance(1))
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert "word/comments.xml" not in archive.namelist()


class TestRichText:
    def contents(self) -> list[str]:
        return [richtext.document(FILE, "\n", chance(seed)).decode("ascii") for seed in range(12)]

    def test_letters_are_escaped(self) -> None:
        for content in self.contents():
            assert r"\u268?onka" in content
            assert r"\{Curly\} back\\slash" in content

    def test_letters_of_the_code_page_are_written_in_two_ways(self) -> None:
        ways = {r"\'a320" in content for content in self.contents()}
        assert ways == {True, False}
        assert all(r"\'a320" in one or r"\u163?20" in one for one in self.contents())

    def test_groups_are_closed(self) -> None:
        for content in self.contents():
            bare = re.sub(r"\\[{}\\]", "", content)
            assert bare.count("{") == bare.count("}")

    def test_tables_and_deletions(self) -> None:
        content = self.contents()[0]
        assert content.count(r"\row") == 2
        assert r"{\deleted Dan was there}" in content
        assert r"{\header Case of Eve\par}" in content


class TestOpenDocument:
    content = opendocument.document(FILE, "\n", chance(0))

    def test_the_body_has_every_line_and_what_stands_beside(self) -> None:
        text = shown(self.content, "content.xml")
        for line in ["{Curly} back\\slash", "Ana Ny", "Ask Bob", "Ring <Cy>", "Dan was there"]:
            assert line in text

    def test_what_was_deleted_is_among_the_changes(self) -> None:
        main = member(self.content, "content.xml")
        assert re.search(r"<text:deletion>.*Dan was there.*</text:deletion>", main)

    def test_a_sheet_has_its_rows(self) -> None:
        content = member(opendocument.sheet(TABLE, chance(0)), "content.xml")
        assert content.count("<table:table-row>") == 3
        assert "<text:p>line two</text:p>" in content

    def test_dates_are_typed_in_some_sheets(self) -> None:
        sheets_made = [
            member(opendocument.sheet(TABLE, chance(n)), "content.xml") for n in range(9)
        ]
        assert {'office:date-value="2024-05-03"' in one for one in sheets_made} == {True, False}
        assert not any('date-value="3 May"' in one for one in sheets_made)


class TestSheets:
    @pytest.mark.parametrize("seed", range(8))
    def test_cells_come_back_whatever_the_delimiter(self, seed: int) -> None:
        text = sheets.comma_separated(TABLE, chance(seed)).decode("utf-8-sig")
        delimiter = ";" if ";" in text.split("\n")[0] else ","
        read = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        assert read == sheets.rows(TABLE)

    def test_a_serial_date_counts_from_the_last_of_1899(self) -> None:
        made = [
            member(sheets.workbook(TABLE, chance(n)), "xl/worksheets/sheet1.xml") for n in range(9)
        ]
        typed = [one for one in made if 's="1"' in one]
        assert 0 < len(typed) < len(made)
        assert all('<c r="B2" s="1"><v>45415</v></c>' in one for one in typed)

    def test_a_workbook_has_its_cells(self) -> None:
        text = shown(sheets.workbook(TABLE, chance(0)), "xl/worksheets/sheet1.xml")
        assert 'Žofie, "Zo"\nline two' in text


class TestSlides:
    content = slides.presentation(FILE, chance(0))

    def test_a_note_is_a_slide_with_its_title(self) -> None:
        first = member(self.content, "ppt/slides/slide1.xml")
        assert first.index('type="title"') < first.index("Visit 3 May") < first.index('type="body"')
        assert "Date | 4 May" in shown(self.content, "ppt/slides/slide2.xml")

    def test_the_presenter_has_notes(self) -> None:
        assert "Thank Fay" in shown(self.content, "ppt/notesSlides/notesSlide1.xml")
        assert "notesSlide1.xml" in member(self.content, "ppt/slides/_rels/slide1.xml.rels")

    def test_all_slides_are_listed(self) -> None:
        assert member(self.content, "ppt/presentation.xml").count("<p:sldId ") == 2


class TestPages:
    def text(self, content: bytes) -> list[str]:
        with pypdfium2.PdfDocument(content) as pdf:
            return [page.get_textpage().get_text_range() for page in pdf]

    def test_a_print_has_the_words_a_head_and_numbers(self) -> None:
        (page,) = self.text(pages.printed(FILE, "\n-----\n", chance(0)))
        for words in ["Čonka & <Ana>", "4 May", "Case of Eve", "Page 1", "-----"]:
            assert words in page

    def test_a_long_print_has_pages(self) -> None:
        many = FileTruth("a", "pdf", tuple(noted(FIRST, at) for at in range(1, 60)))
        printed = self.text(pages.printed(many, "\n", chance(0)))
        assert len(printed) > 2
        assert f"Page {len(printed)}" in printed[-1]
        assert sum(page.count("Čonka") for page in printed) == 59

    def test_a_long_scan_has_pages_and_no_text(self) -> None:
        many = FileTruth("a", "scan", tuple(noted(FIRST, at) for at in range(1, 14)))
        assert [page.strip() for page in self.text(pages.scanned(many, "\n", chance(0)))] == [
            "",
            "",
        ]

    def test_a_print_is_the_same_each_time(self) -> None:
        assert pages.printed(FILE, "\n", chance(0)) == pages.printed(FILE, "\n", chance(0))


class TestMail:
    head = (
        aside("from", "Zoë Ny <zoe.ny@nhs.example.org>"),
        aside("to", "Ana Ó <ana@example.com>"),
        aside("subject", "Re: Čonka"),
    )
    attached = FileTruth("b.txt", "txt", (noted("Inside"),))

    def message(self, seed: int) -> EmailMessage:
        file = FileTruth("a.eml", "eml", (noted(FIRST),), self.head, (self.attached,))
        content = mail.message(file, [(self.attached, b"Inside")], chance(seed))
        return cast("EmailMessage", message_from_bytes(content, policy=policy.default))

    def test_the_head_says_who_and_what(self) -> None:
        made = self.message(0)
        assert made["From"] == "Zoë Ny <zoe.ny@nhs.example.org>"
        assert made["Subject"] == "Re: Čonka"
        assert made["Date"].datetime.date().isoformat() == "2024-05-03"

    @pytest.mark.parametrize("seed", range(6))
    def test_the_body_is_the_note(self, seed: int) -> None:
        body = self.message(seed).get_body(("plain",))
        assert body is not None
        assert body.get_content().splitlines() == FIRST.split("\n")

    def test_some_have_a_second_body_in_html(self) -> None:
        bodies = [self.message(seed).get_body(("html",)) for seed in range(12)]
        assert None in bodies
        (html, *_) = [one for one in bodies if one is not None]
        assert "Čonka &amp; &lt;Ana>" in html.get_content()

    def test_the_attachment_has_its_name_and_bytes(self) -> None:
        (part,) = self.message(1).iter_attachments()
        assert part.get_filename() == "b.txt"
        assert part.get_payload(decode=True) == b"Inside"

    def test_a_message_is_the_same_each_time(self) -> None:
        assert self.message(3).as_bytes() == self.message(3).as_bytes()
