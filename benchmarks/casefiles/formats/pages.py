"""PDF: a print of many notes as OneNote makes it, and a scan that is a picture of a page."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from random import Random
from textwrap import wrap

import reportlab  # type: ignore[import-untyped]
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.lib.utils import ImageReader, simpleSplit  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from benchmarks.casefiles.formats.blocks import Block, Paragraph, asides, blocks
from benchmarks.casefiles.truth import FileTruth

_FONT = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
_LEFT, _TOP, _BOTTOM, _WIDTH = 54, 780, 60, 480  # points
_DPI = 200
_LINES = 46  # of a scanned page


@cache
def _font() -> str:
    pdfmetrics.registerFont(TTFont("CaseFiles", str(_FONT)))
    return "CaseFiles"


def printed(file: FileTruth, separator: str, _rng: Random) -> bytes:
    """Return a PDF of all notes one after another, with a running head and page numbers."""
    font, out = _font(), io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    head = next((aside.piece.text for aside in asides(file, "head")), "")
    y = _TOP
    _furniture(canvas, head)
    for block in blocks(file, separator):
        texts, size = _lines(block)
        for line in [part for text in texts for part in simpleSplit(text, font, size, _WIDTH)]:
            if y < _BOTTOM:
                canvas.showPage()
                y = _TOP
                _furniture(canvas, head)
            canvas.setFont(font, size)
            canvas.drawString(_LEFT, y, line)
            y -= size + 4
        y -= 6
    canvas.save()
    return out.getvalue()


def _lines(block: Block) -> tuple[list[str], int]:
    """Return the lines of a block before they are wrapped, and the size of their letters."""
    if isinstance(block, Paragraph):
        return [block.text], 13 if block.heading else 10
    return ["   ".join(row) for row in block.rows], 10


def _furniture(canvas: Canvas, head: str) -> None:
    canvas.setFont(_font(), 7)
    canvas.drawString(_LEFT, 815, head)
    canvas.drawCentredString(_LEFT + _WIDTH / 2, 30, f"Page {canvas.getPageNumber()}")


def scanned(file: FileTruth, _separator: str, rng: Random) -> bytes:
    """Return a PDF whose pages are pictures of typed pages, a little crooked and grey."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    lines = []
    for note in file.notes:
        for text in note.piece.text.split("\n"):
            lines += wrap(text.replace("\t", "   "), 82) or [""]
        lines += ["", ""]
    for first in range(0, len(lines), _LINES):
        picture = _photographed(lines[first : first + _LINES], rng)
        canvas.drawImage(ImageReader(picture), 0, 0, A4[0], A4[1])
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _photographed(lines: list[str], rng: Random) -> Image.Image:
    width, height = int(A4[0] * _DPI / 72), int(A4[1] * _DPI / 72)
    picture = Image.new("L", (width, height), 250)
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(str(_FONT), 28)
    for at, line in enumerate(lines):
        pen.text((150, 150 + 42 * at), line, font=font, fill=30)
    angle = rng.uniform(-0.4, 0.4)
    turned = picture.rotate(angle, fillcolor=250, resample=Image.Resampling.BICUBIC)
    specks = ImageDraw.Draw(turned)
    for _ in range(150):
        specks.point((rng.randrange(width), rng.randrange(height)), fill=rng.randrange(90, 200))
    return turned
