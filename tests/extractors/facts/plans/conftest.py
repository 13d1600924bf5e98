"""Fictional action plans as DOCX, HTML, Markdown and PDF, from one list of rows."""

import io
from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from corpus.facts import Fact
from corpus.frameworks import Framework
from corpus.records import Extraction, Problem
from extractors import extract, passages, sniff
from extractors.facts.action_plans import read

Rows = Sequence[Sequence[str]]


class Found(NamedTuple):
    """What was read of a plan."""

    facts: list[Fact]
    problems: list[Problem]

    def field(self, name: str) -> list[object]:
        return [fact.fields[name] for fact in self.facts]

    @property
    def codes(self) -> list[str]:
        return [problem.code for problem in self.problems]


def as_html(title: str, rows: Rows) -> bytes:
    cells = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<html><body><h1>{title}</h1><table>{cells}</table></body></html>".encode()


def as_markdown(title: str, rows: Rows) -> bytes:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    rule = "|" + " --- |" * len(rows[0])
    return "\n".join([f"# {title}", "", lines[0], rule, *lines[1:], ""]).encode()


def as_pdf(title: str, rows: Rows) -> bytes:
    """Draw a ruled table that breaks over pages where it must."""
    styles = getSampleStyleSheet()
    drawn = [[Paragraph(escape(cell), styles["BodyText"]) for cell in row] for row in rows]
    table = Table(drawn, colWidths=[720 / len(rows[0])] * len(rows[0]))
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.7, colors.black)]))
    stream = io.BytesIO()
    document = SimpleDocTemplate(stream, pagesize=landscape(A4), title=title)
    document.build([Paragraph(title, styles["Heading1"]), table])
    return stream.getvalue()


def as_docx(title: str, rows: Rows, build: Callable[..., bytes]) -> bytes:
    cells = "".join(
        "<w:tr>"
        + "".join(f"<w:tc><w:p><w:r><w:t>{escape(cell)}</w:t></w:r></w:p></w:tc>" for cell in row)
        + "</w:tr>"
        for row in rows
    )
    heading = (
        '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
        f"<w:r><w:t>{escape(title)}</w:t></w:r></w:p>"
    )
    return build(f"{heading}<w:tbl>{cells}</w:tbl>")


def reading(content: bytes, name: str, framework: Framework | None = None) -> Found:
    extraction = extracted(content, name)
    facts, problems = read(extraction, passages(extraction), framework)
    for fact in facts:
        assert extraction.text[fact.start : fact.end] == fact.text
        assert fact.page or fact.locator
    return Found(facts, problems)


def extracted(content: bytes, name: str) -> Extraction:
    return extract(content, "d", sniff(content, name))


@pytest.fixture
def plan_in(docx: Callable[..., bytes]) -> Callable[..., Found]:
    """Read rows as a plan in a format: plan_in("docx", rows)."""

    def build(
        form: str, rows: Rows, title: str = "Action plan", framework: Framework | None = None
    ) -> Found:
        made = {
            "html": lambda: as_html(title, rows),
            "md": lambda: as_markdown(title, rows),
            "pdf": lambda: as_pdf(title, rows),
            "docx": lambda: as_docx(title, rows, docx),
        }
        return reading(made[form](), f"plan.{form}", framework)

    return build


@pytest.fixture
def page() -> Callable[[str], Found]:
    """Read the body of a web page."""

    def build(body: str) -> Found:
        return reading(f"<html><body>{body}</body></html>".encode(), "plan.html")

    return build
