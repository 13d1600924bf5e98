"""Framework documents as the compiler meets them: fictional ones, and copies in other formats."""

import io
import zipfile
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from corpus.frameworks.compiler import Compiled, compile_document
from corpus.identity import sha256_of
from corpus.records import Block, Extraction
from extractors import extract, sniff

SEEDS = Path(__file__).parents[4].parent / "shared" / "seeds"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

HARBOUR = """# Harbour homes: inspection framework and grade descriptors

Published: March 2031

In use from April 2031. Published by Harbour Quality Office.

## Introduction

1. Inspectors make their judgements on a three-point scale:

- strong
- steady
- weak.

2. The judgements are:

- warmth of welcome
- safe passage
- harbour office.

3. A judgement of weak for safe passage will always lead to weak overall. See paragraph 5.

## Warmth of welcome

Areas of required evidence are:

- letters from visitors
- the diary of arrivals

#### Strong

4. In a strong home:

- Everybody who arrives is met at the quay by name.
- Lamps are lit in each window before dusk and stay
  lit until the last boat is in.

#### Steady

5. The welcome is likely to be judged steady if:

- Most people are met, and the others are told where to go.

#### Weak

6. The welcome is weak if:

- People wait alone in the rain.

## Safe passage

#### Strong

7. Safe passage is likely to be judged strong if, in addition to what is steady:

- Boats are examined each morning.
- The log is open to all.

#### Steady

8. Safe passage is likely to be steady when:

- Boats are examined each week.

#### Weak

9. Safe passage is likely to be weak if:

- Boats are not examined.

10. The harbour master hears of it within five working days.

## Reporting

11. The report has these headings.

| Heading | Cell |
|---|---|
| About the home | What it is |
| Warmth of welcome | Grade |
| Next steps | No grade |
| Safe passage | Grade |
"""


def read(content: bytes, name: str) -> Extraction:
    return extract(content, sha256_of(content), sniff(content, name))


def body(extraction: Extraction) -> Iterator[Block]:
    return (block for block in extraction.blocks if block.kind not in ("note", "furniture"))


def rows(extraction: Extraction, block: Block) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for cell in block.cells:
        found.setdefault(cell.row, []).append(extraction.text[cell.start : cell.end])
    return list(found.values())


def drawn(extraction: Extraction) -> bytes:
    """Set the same blocks as a PDF: sizes for headings, hanging bullets and numbers."""
    plain = ParagraphStyle("p", fontName="Helvetica", fontSize=11, leading=14, spaceAfter=8)
    hung = ParagraphStyle("n", parent=plain, leftIndent=28, bulletIndent=0)
    flow: list[object] = []
    for block in body(extraction):
        words = escape(extraction.text[block.body : block.end], quote=False)
        marker = extraction.text[block.start : block.body].strip()
        if block.kind == "heading":
            size = {1: 20, 2: 17, 3: 15, 4: 13}.get(block.level, 12)
            style = ParagraphStyle(
                f"h{block.level}",
                fontName="Helvetica-Bold",
                fontSize=size,
                leading=size + 3,
                spaceBefore=10,
                spaceAfter=6,
            )
            flow.append(Paragraph(f"{marker} {words}".strip(), style))
        elif block.cells:
            cells = [[Paragraph(escape(c), plain) for c in row] for row in rows(extraction, block)]
            grid = [("GRID", (0, 0), (-1, -1), 0.5, "black")]
            flow.append(Table(cells, colWidths=[230, 220], style=grid))
        elif block.kind == "item":
            left = 10 + 18 * block.level
            style = ParagraphStyle("i", parent=plain, leftIndent=left + 18, bulletIndent=left)
            flow.append(Paragraph(words, style, bulletText="•" if marker else None))
        elif marker:
            flow.append(Paragraph(words, hung, bulletText=marker))
        else:
            flow.append(Paragraph(words, plain))
    stream = io.BytesIO()
    SimpleDocTemplate(stream, title="A framework").build(flow)
    return stream.getvalue()


def written(extraction: Extraction) -> bytes:
    """Write the same blocks as a Word document: outline levels, a bullet list, tables."""
    parts = []
    for block in body(extraction):
        words = extraction.text[block.start : block.end]
        if block.cells:
            parts.append(_table(rows(extraction, block)))
        elif block.kind == "item" and block.body > block.start:
            level = f'<w:ilvl w:val="{block.level - 1}"/><w:numId w:val="1"/>'
            parts.append(_p(extraction.text[block.body : block.end], f"<w:numPr>{level}</w:numPr>"))
        elif block.kind == "heading":
            parts.append(_p(words, f'<w:outlineLvl w:val="{block.level - 1}"/>'))
        else:
            parts.append(_p(words))
    document = f'<w:document xmlns:w="{W}"><w:body>{"".join(parts)}</w:body></w:document>'
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>'
        for n in range(4)
    )
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    types = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("[Content_Types].xml", types)
        packed.writestr("_rels/.rels", _relation("officeDocument", "word/document.xml"))
        packed.writestr("word/_rels/document.xml.rels", _relation("numbering", "numbering.xml"))
        packed.writestr("word/numbering.xml", numbering)
        packed.writestr("word/document.xml", document)
    return stream.getvalue()


def _p(words: str, properties: str = "") -> str:
    text = f'<w:r><w:t xml:space="preserve">{escape(words, quote=False)}</w:t></w:r>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{text}</w:p>"


def _table(lines: list[list[str]]) -> str:
    cells = ("".join(f"<w:tc>{_p(cell)}</w:tc>" for cell in line) for line in lines)
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in cells)}</w:tbl>"


def _relation(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )


@pytest.fixture
def harbour() -> str:
    """A framework document: scale, judgements, numbered lead-ins, bullets, report headings."""
    return HARBOUR


@pytest.fixture(scope="session")
def extraction_of() -> Callable[..., Extraction]:
    """A function: read text (as Markdown, or as another format by its name) as Vouch reads it."""

    def reading(text: str | bytes, name: str = "framework.md") -> Extraction:
        return read(text if isinstance(text, bytes) else text.encode(), name)

    return reading


@pytest.fixture(scope="session")
def compiled_from(extraction_of: Callable[..., Extraction]) -> Callable[..., Compiled]:
    """A function: compile text, as Markdown or as another format by its name."""

    def compiling(text: str | bytes, name: str = "framework.md") -> Compiled:
        return compile_document(extraction_of(text, name), name)

    return compiling


@pytest.fixture(scope="session")
def as_pdf() -> Callable[[Extraction], bytes]:
    """A function: the same document as a PDF."""
    return drawn


@pytest.fixture(scope="session")
def as_docx() -> Callable[[Extraction], bytes]:
    """A function: the same document as a Word file."""
    return written


@pytest.fixture(scope="session")
def seed_text() -> Callable[[str], str]:
    """A function: the raw text of a source document; skips where they are absent."""

    def reading(number: str) -> str:
        found = sorted(SEEDS.glob(f"{number}_*.txt"))
        if not found:
            pytest.skip("the source documents are not beside this checkout")
        return found[0].read_text(encoding="utf-8")

    return reading


@pytest.fixture(scope="session")
def seed() -> Callable[[str], Extraction]:
    """A function: read a source document by its number; skips where they are absent."""

    def reading(number: str) -> Extraction:
        found = sorted(SEEDS.glob(f"{number}_*.txt"))
        if not found:
            pytest.skip("the source documents are not beside this checkout")
        return read(found[0].read_bytes(), found[0].name)

    return reading
