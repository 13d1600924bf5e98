"""Made-up reports of a made-up county, as text, HTML and PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus.facts import Fact, Stated
from corpus.records import Document
from extractors import extract, passages, sniff
from extractors.facts import state

Lines = Sequence[str]
ReadReport = Callable[..., Stated]


def stated(content: bytes, name: str = "report.txt", path: str | None = None) -> Stated:
    """Extract a document and state it; every fact must be a slice of the text."""
    extraction = extract(content, "d" * 64, sniff(content, name))
    document = Document("d" * 64, name, "text/plain", len(content), "public")
    found = state(extraction, passages(extraction), document, path)
    for fact in found.facts:
        assert extraction.text[fact.start : fact.end] == fact.text
        assert fact.page or fact.locator
    assert state(extraction, passages(extraction), document, path) == found, "the same again"
    return found


def pdf(*pages: Lines) -> bytes:
    """Draw lines on pages; a tab begins a second column, and such rows stand in a ruled grid."""
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=True)
    for lines in pages:
        canvas.setFont("Helvetica", 10)
        for number, line in enumerate(lines):
            low = 753 - 24 * number
            for column, words in enumerate(line.split("\t")):
                canvas.drawString(72 + 300 * column, low + 7, words)
                if "\t" in line:
                    canvas.rect(66 + 300 * column, low, 300 if column == 0 else 180, 24)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def html(lines: Lines) -> bytes:
    """Write lines as a web page: "## " makes a heading, tabs make the rows of a table."""
    parts = []
    for line in filter(None, lines):
        level = len(line) - len(line.lstrip("#"))
        if level:
            parts.append(f"<h{level}>{line.lstrip('# ')}</h{level}>")
        elif "\t" in line:
            cells = "".join(f"<td>{cell}</td>" for cell in line.split("\t"))
            parts.append(f"<table><tr>{cells}</tr></table>")
        else:
            parts.append(f"<p>{line}</p>")
    body = "".join(parts).replace("</table><table>", "")
    return f"<!DOCTYPE html><html><body>{body}</body></html>".encode()


@pytest.fixture(scope="session")
def read_text() -> ReadReport:
    """Read lines as a text document."""

    def read(*lines: str, name: str = "report.txt", path: str | None = None) -> Stated:
        return stated("\n".join(lines).encode(), name, path)

    return read


@pytest.fixture(scope="session")
def read_html() -> ReadReport:
    """Read lines as a web page, for what needs headings."""
    return lambda *lines: stated(html(lines), "report.html")


@pytest.fixture(scope="session")
def read_pdf() -> Callable[..., Stated]:
    """Read pages of lines as a PDF."""

    def read(*pages: Lines, name: str = "report.pdf") -> Stated:
        return stated(pdf(*pages), name)

    return read


@pytest.fixture(scope="session")
def grades() -> Callable[[Stated], dict[str | None, str | None]]:
    """Return grade by area of what a report states."""

    def of(found: Stated) -> dict[str | None, str | None]:
        return {
            fact.fields["area"]: fact.fields["grade_normalised"]
            for fact in found.of_kind("judgement")
        }

    return of


@pytest.fixture(scope="session")
def inspection() -> Callable[[Stated], Fact]:
    """Return the first inspection that a document states."""
    return lambda found: found.of_kind("inspection")[0]


@pytest.fixture(scope="session")
def codes() -> Callable[[Stated], list[str]]:
    """Return the codes of the problems, in order."""
    return lambda found: [problem.code for problem in found.problems]
