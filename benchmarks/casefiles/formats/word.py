"""DOCX with tracked changes, a text box, comments, a running head and tables."""

from __future__ import annotations

from random import Random

from benchmarks.casefiles.formats.blocks import Block, Paragraph, Table, asides, blocks, packed, xml
from benchmarks.casefiles.formats.office import HEAD, content_types, relations
from benchmarks.casefiles.truth import FileTruth

_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_WHEN = 'w:author="Duty" w:date="2024-05-01T09:00:00Z"'


def document(file: FileTruth, separator: str, rng: Random) -> bytes:
    """Return a DOCX file."""
    comments = [aside.piece.text for aside in asides(file, "comment")]
    boxes = [aside.piece.text for aside in asides(file, "text-box")]
    deleted = [aside.piece.text for aside in asides(file, "deleted")]
    heads = [aside.piece.text for aside in asides(file, "head")]
    whole = blocks(file, separator)
    prose = [at for at, block in enumerate(whole) if isinstance(block, Paragraph) and block.note]
    inserted = set(rng.sample(prose, min(2, len(prose))))
    marks = [_comment_mark(number) for number in range(len(comments))]
    extras: dict[int, str] = {}
    for mark in marks + [_deletion(text) for text in deleted]:
        at = rng.choice(prose)
        extras[at] = extras.get(at, "") + mark
    body = [_box(text) for text in boxes]
    for at, block in enumerate(whole):
        body.append(_block(block, at in inserted, extras.get(at, ""), rng))
    link = '<w:headerReference w:type="default" r:id="rId2"/>' if heads else ""
    section = f"<w:sectPr>{link}</w:sectPr>"
    main = f"{HEAD}<w:document {_W}><w:body>{''.join(body)}{section}</w:body></w:document>"
    members = [
        ("[Content_Types].xml", _types(bool(comments), bool(heads))),
        ("_rels/.rels", relations([("rId1", "officeDocument", "word/document.xml")])),
        ("word/document.xml", main),
    ]
    links = []
    if comments:
        members.append(("word/comments.xml", _comments(comments)))
        links.append(("rId1", "comments", "comments.xml"))
    if heads:
        members.append(("word/header1.xml", f"{HEAD}<w:hdr {_W}>{_paragraph(heads[0])}</w:hdr>"))
        links.append(("rId2", "header", "header1.xml"))
    members.append(("word/_rels/document.xml.rels", relations(links)))
    return packed(members)


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{xml(text)}</w:t></w:r>'


def _paragraph(text: str) -> str:
    return f"<w:p>{_run(text)}</w:p>"


def _block(block: Block, inserted: bool, extra: str, rng: Random) -> str:
    if isinstance(block, Table):
        rows = "".join(
            "<w:tr>" + "".join(f"<w:tc>{_paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>"
            for row in block.rows
        )
        return f"<w:tbl><w:tblPr/>{rows}</w:tbl>"
    # Word parts a line into runs anywhere, also inside a name.
    cut = rng.randrange(len(block.text) + 1)
    first, second = _run(block.text[:cut]), _run(block.text[cut:])
    if inserted:
        second = f'<w:ins w:id="{cut + 100}" {_WHEN}>{second}</w:ins>'
    style = '<w:pPr><w:pStyle w:val="Heading2"/></w:pPr>' if block.heading else ""
    return f"<w:p>{style}{first}{second}{extra}</w:p>"


def _deletion(text: str) -> str:
    return (
        f'<w:del w:id="90" {_WHEN}><w:r><w:delText xml:space="preserve"> {xml(text)}</w:delText>'
        "</w:r></w:del>"
    )


def _comment_mark(number: int) -> str:
    return (
        f'<w:commentRangeStart w:id="{number}"/><w:commentRangeEnd w:id="{number}"/>'
        f'<w:r><w:commentReference w:id="{number}"/></w:r>'
    )


def _comments(texts: list[str]) -> str:
    inner = "".join(
        f'<w:comment w:id="{number}" {_WHEN}>{_paragraph(text)}</w:comment>'
        for number, text in enumerate(texts)
    )
    return f"{HEAD}<w:comments {_W}>{inner}</w:comments>"


def _box(text: str) -> str:
    return (
        '<w:p><w:r><w:pict><v:shape style="width:200pt;height:40pt"><v:textbox><w:txbxContent>'
        f"{_paragraph(text)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )


def _types(comments: bool, heads: bool) -> str:
    parts = [("document", "document.main")]
    parts += [("comments", "comments")] if comments else []
    parts += [("header1", "header")] if heads else []
    return content_types("word", "wordprocessingml", parts)
