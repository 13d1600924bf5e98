"""One made-up report as PDF, Word, web page and text says the same in each of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from html import escape
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

from corpus.facts import IMPROVEMENTS, Stated
from corpus.records import Document
from extractors import extract, passages, sniff
from extractors.facts import state

TITLE = "Inspection of Westshire local authority children’s services"
DATES = "Inspection dates: 2 to 13 December 2024"
AREAS = {
    "LEAD": "The impact of leaders on social work practice with children and families",
    "HP": "The experiences and progress of children who need help and protection",
    "CIC": "The experiences and progress of children in care",
    "CL": "The experiences and progress of care leavers",
    "OE": "Overall effectiveness",
}
GRADES = ["Outstanding", "Good", "Requires improvement to be good", "Inadequate"]
HEADING = "What needs to improve?"
ITEMS = [
    "How soon children in private fostering are visited.",
    "Supervision, so that it is regular and reflective.",
    "The quality of written plans & agreements with parents.",
    "Access to emotional and mental health support for care leavers who live outside of the county "
    "and for those who have recently returned to it.",
    "Oversight by independent reviewing officers.",
]  # fmt: skip


class Report(NamedTuple):
    """What a report is to say: a grade for each area, and what must improve."""

    grades: dict[str, str]
    items: list[str]

    @property
    def rows(self) -> list[tuple[str, str]]:
        return [("Judgement", "Grade"), *((AREAS[area], self.grades[area]) for area in self.grades)]


def as_pdf(report: Report) -> bytes:
    """Draw the report with a ruled table and bullets."""
    styles = getSampleStyleSheet()
    drawn = [[Paragraph(escape(cell), styles["BodyText"]) for cell in row] for row in report.rows]
    table = Table(drawn, colWidths=[300, 150])
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.7, colors.black)]))
    story: list[Flowable] = [
        Paragraph(TITLE, styles["Heading1"]),
        Paragraph(DATES, styles["BodyText"]),
        table,
        Paragraph(HEADING, styles["Heading2"]),
    ]
    story += [Paragraph(escape(words), styles["Bullet"], bulletText="•") for words in report.items]
    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=A4, invariant=True).build(story)
    return stream.getvalue()


def as_html(report: Report) -> bytes:
    """Write the report as a web page."""
    rows = "".join(
        f"<tr><td>{escape(label)}</td><td>{escape(grade)}</td></tr>" for label, grade in report.rows
    )
    items = "".join(f"<li>{escape(words)}</li>" for words in report.items)
    return (
        f"<!DOCTYPE html><html><body><h1>{TITLE}</h1><p>{DATES}</p><table>{rows}</table>"
        f"<h2>{HEADING}</h2><ul>{items}</ul></body></html>"
    ).encode()


def as_text(report: Report) -> bytes:
    """Write the report as Markdown, with a table of pipes."""
    rows = [f"| {label} | {grade} |" for label, grade in report.rows]
    items = [f"- {words}" for words in report.items]
    lines = [f"# {TITLE}", "", DATES, "", rows[0], "| --- | --- |", *rows[1:], ""]
    return "\n".join([*lines, f"## {HEADING}", "", *items, ""]).encode()


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def _paragraph(words: str, style: str = "", numbered: bool = False) -> str:
    kind = f'<w:pStyle w:val="{style}"/>' if style else ""
    list_of = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if numbered else ""
    return f"<w:p><w:pPr>{kind}{list_of}</w:pPr><w:r><w:t>{escape(words)}</w:t></w:r></w:p>"


def as_docx(report: Report) -> bytes:
    """Zip the report as a Word document."""
    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc>{_paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>"
        for row in report.rows
    )
    items = "".join(_paragraph(words, "ListBullet", numbered=True) for words in report.items)
    body = (
        f"{_paragraph(TITLE, 'Heading1')}{_paragraph(DATES)}<w:tbl>{rows}</w:tbl>"
        f"{_paragraph(HEADING, 'Heading2')}{items}"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        document = f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", document)
    return stream.getvalue()


FORMS: dict[str, Callable[[Report], bytes]] = {
    "pdf": as_pdf,
    "html": as_html,
    "docx": as_docx,
    "md": as_text,
}


def _read(form: str, report: Report) -> Stated:
    content, name = FORMS[form](report), f"report.{form}"
    extraction = extract(content, "d" * 64, sniff(content, name))
    document = Document("d" * 64, name, "text/plain", len(content), "public")
    found = state(extraction, passages(extraction), document)
    for fact in found.facts:
        assert extraction.text[fact.start : fact.end] == fact.text
    return found


def _said(found: Stated) -> Report:
    grades = {fact.fields["area"]: fact.fields["grade"] for fact in found.of_kind("judgement")}
    return Report(grades, [" ".join(f.text.split()) for f in found.of_kind(*IMPROVEMENTS)])


FULL = Report(dict(zip(AREAS, [*GRADES, "Good"], strict=True)), ITEMS)


@pytest.mark.parametrize("form", FORMS)
def test_a_report_says_the_same_in_every_format(form: str) -> None:
    found = _read(form, FULL)
    assert _said(found) == FULL
    assert found.framework == "ilacs-2023"
    fields = found.of_kind("inspection")[0].fields
    assert (fields["start"], fields["end"]) == ("2024-12-02", "2024-12-13")
    assert {fact.fields["heading"] for fact in found.of_kind(*IMPROVEMENTS)} == {HEADING}


@pytest.mark.parametrize("form", FORMS)
def test_forty_items_go_on_over_pages_in_every_format(form: str) -> None:
    many = FULL._replace(
        items=[f"{word}: {ITEMS[3]}" for word in map("Matter {}".format, range(40))]
    )
    assert _said(_read(form, many)).items == many.items


REPORTS = st.builds(
    Report,
    st.permutations(list(AREAS)).flatmap(
        lambda areas: st.fixed_dictionaries({area: st.sampled_from(GRADES) for area in areas})
    ),
    st.lists(st.sampled_from(ITEMS), min_size=2, max_size=5, unique=True),
)


@pytest.mark.slow
@settings(max_examples=25)
@given(REPORTS)
def test_any_grades_and_items_come_back_from_every_format(report: Report) -> None:
    for form in FORMS:
        assert _said(_read(form, report)) == report, form
