"""ODT with an annotation, a text box, a tracked deletion and tables; ODS with typed dates."""

from __future__ import annotations

import re
from random import Random

from benchmarks.casefiles.formats.blocks import Block, Table, asides, blocks, packed, xml
from benchmarks.casefiles.formats.sheets import rows
from benchmarks.casefiles.truth import FileTruth

_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("svg", "svg-compatible"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
_TYPE = "application/vnd.oasis.opendocument."


def document(file: FileTruth, separator: str, _rng: Random) -> bytes:
    """Return an ODT file."""
    parts = []
    changes = "".join(
        f'<text:changed-region text:id="ct{at}"><text:deletion><office:change-info>'
        f"<dc:creator>Duty</dc:creator><dc:date>2024-05-01T09:00:00</dc:date></office:change-info>"
        f"<text:p>{xml(aside.piece.text)}</text:p></text:deletion></text:changed-region>"
        for at, aside in enumerate(asides(file, "deleted"))
    )
    if changes:
        parts.append(f"<text:tracked-changes>{changes}</text:tracked-changes>")
    parts += [
        '<text:p><draw:frame text:anchor-type="paragraph" svg:width="6cm" svg:height="2cm">'
        f"<draw:text-box><text:p>{xml(aside.piece.text)}</text:p></draw:text-box></draw:frame>"
        "</text:p>"
        for aside in asides(file, "text-box")
    ]
    parts += [_block(block) for block in blocks(file, separator)]
    parts += [
        "<text:p><office:annotation><dc:creator>Duty</dc:creator>"
        f"<text:p>{xml(aside.piece.text)}</text:p></office:annotation></text:p>"
        for aside in asides(file, "comment")
    ]
    return _package("text", f"<office:text>{''.join(parts)}</office:text>")


def sheet(file: FileTruth, rng: Random) -> bytes:
    """Return an ODS file; ISO dates become dates of the sheet in some files."""
    typed = rng.random() < 0.5
    table = "".join(
        f"<table:table-row>{''.join(_cell(cell, typed) for cell in row)}</table:table-row>"
        for row in rows(file)
    )
    whole = f'<table:table table:name="Case notes">{table}</table:table>'
    return _package("spreadsheet", f"<office:spreadsheet>{whole}</office:spreadsheet>")


def _cell(text: str, typed: bool) -> str:
    lines = "".join(f"<text:p>{xml(line)}</text:p>" for line in text.split("\n"))
    if typed and re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        kind = f'office:value-type="date" office:date-value="{text}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}>{lines}</table:table-cell>"


def _block(block: Block) -> str:
    if isinstance(block, Table):
        inner = "".join(
            "<table:table-row>" + "".join(_cell(cell, False) for cell in row) + "</table:table-row>"
            for row in block.rows
        )
        return f"<table:table>{inner}</table:table>"
    if block.heading:
        return f'<text:h text:outline-level="2">{xml(block.text)}</text:h>'
    return f"<text:p>{xml(block.text)}</text:p>"


def _package(sort: str, body: str) -> bytes:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} '
        f'office:version="1.2"><office:body>{body}</office:body></office:document-content>'
    )
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (("/", _TYPE + sort), ("content.xml", "text/xml"))
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = f'<manifest:manifest xmlns:manifest="{space}">{entries}</manifest:manifest>'
    return packed(
        [("mimetype", _TYPE + sort), ("content.xml", content), ("META-INF/manifest.xml", manifest)]
    )
