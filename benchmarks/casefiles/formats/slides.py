"""PPTX: a slide a note, with the presenter's notes below some."""

from __future__ import annotations

from random import Random

from benchmarks.casefiles.formats.blocks import asides, packed, xml
from benchmarks.casefiles.formats.office import HEAD, content_types, relations
from benchmarks.casefiles.truth import FileTruth

_SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)


def presentation(file: FileTruth, _rng: Random) -> bytes:
    """Return a PPTX file."""
    speaker = [aside.piece.text for aside in asides(file, "speaker")]
    slides = [note.piece.text.split("\n") for note in file.notes]
    members: list[tuple[str, str]] = [
        ("[Content_Types].xml", _types(len(slides), len(speaker))),
        ("_rels/.rels", relations([("rId1", "officeDocument", "ppt/presentation.xml")])),
        ("ppt/presentation.xml", _presentation(len(slides))),
        ("ppt/_rels/presentation.xml.rels", relations(
            [(f"rId{at}", "slide", f"slides/slide{at}.xml") for at in range(1, len(slides) + 1)]
        )),
    ]  # fmt: skip
    for at, lines in enumerate(slides, 1):
        members.append((f"ppt/slides/slide{at}.xml", _slide("sld", lines)))
        if at <= len(speaker):
            link = [("rId1", "notesSlide", f"../notesSlides/notesSlide{at}.xml")]
            members.append((f"ppt/slides/_rels/slide{at}.xml.rels", relations(link)))
            below = _slide("notes", [speaker[at - 1]])
            members.append((f"ppt/notesSlides/notesSlide{at}.xml", below))
            back = [("rId1", "slide", f"../slides/slide{at}.xml")]
            members.append((f"ppt/notesSlides/_rels/notesSlide{at}.xml.rels", relations(back)))
    return packed(members)


def _slide(sort: str, lines: list[str]) -> str:
    shapes = _shape(2, "Title", "title", lines[:1]) if sort == "sld" else ""
    rest = lines[1:] if sort == "sld" else lines
    shapes += _shape(3, "Content", "body", rest)
    tree = (
        '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
    )
    inner = f"<p:cSld><p:spTree>{tree}{shapes}</p:spTree></p:cSld>"
    return f"{HEAD}<p:{sort} {_SPACES}>{inner}</p:{sort}>"


def _shape(number: int, name: str, kind: str, lines: list[str]) -> str:
    paragraphs = "".join(
        f"<a:p><a:r><a:t>{xml(' | '.join(line.split(chr(9))))}</a:t></a:r></a:p>"
        for line in lines
        if line.strip()
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name} {number}"/><p:cNvSpPr/><p:nvPr>'
        f'<p:ph type="{kind}"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/>'
        f"{paragraphs or '<a:p/>'}</p:txBody></p:sp>"
    )


def _presentation(count: int) -> str:
    ids = "".join(f'<p:sldId id="{255 + at}" r:id="rId{at}"/>' for at in range(1, count + 1))
    return f"{HEAD}<p:presentation {_SPACES}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>"


def _types(slides: int, notes: int) -> str:
    parts = [("presentation", "presentation.main")]
    parts += [(f"slides/slide{at}", "slide") for at in range(1, slides + 1)]
    parts += [(f"notesSlides/notesSlide{at}", "notesSlide") for at in range(1, notes + 1)]
    return content_types("ppt", "presentationml", parts)
