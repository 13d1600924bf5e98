"""Text recognition for pages that are pictures, with the program tesseract where installed."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from statistics import fmean, median
from typing import NamedTuple

from corpus.records import Problem
from extractors.pdf.layout import PageLayout, Word
from extractors.pdf.pdfium import STAGE, PdfFile
from extractors.pdf.raster import Picture, draw, is_blank
from extractors.pdf.tokens import UNKNOWN

_DPI = 200
_SECONDS = 120  # for one page; an ordinary one takes one or two
_PICTURE_SHARE = 0.05  # of the page; less is a logo or a line
_UNKNOWN_SHARE = 0.5  # of the words: more, and the font does not say what its glyphs stand for
_DOUBTFUL, _FEW_WORDS = 0.5, 5  # mean confidence; upside down gives 0.4, a tilted page 0.96
_LINE, _WORD = "4", "5"  # levels of tesseract's table
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]+")
_SAME_SIZE = 0.25  # lines whose height differs less count as set in the page's usual size
_WINDOWS = Path("C:/Program Files/Tesseract-OCR/tesseract.exe")  # its installer leaves PATH alone


class Recognised(NamedTuple):
    """What a page without a text layer gave: words with the mean confidence (0 to 1), or why not.

    Both are None for a page that is blank.
    """

    layout: PageLayout
    confidence: float | None = None
    problem: Problem | None = None


@cache
def find_tesseract() -> str | None:
    """Return the path of the program tesseract, looked for once a process; None without it."""
    found = shutil.which("tesseract")
    if found:
        return found
    return str(_WINDOWS) if _WINDOWS.exists() else None


def lacks_text(pdf: PdfFile, layout: PageLayout) -> bool:
    """Say whether a page shows something but has no words that can be read.

    It may be a picture, text drawn as outlines, or text in a font that hides its characters.
    """
    if layout.words:
        texts = [word[0] for word in layout.words]
        if UNKNOWN not in "".join(texts):
            return False
        return sum(UNKNOWN in text for text in texts) > _UNKNOWN_SHARE * len(texts)
    if layout.width <= 0 or layout.height <= 0:
        return False
    if layout.image_share >= _PICTURE_SHARE:
        return True
    return not is_blank(pdf, layout.number - 1, layout.width, layout.height)


def ocr_page(pdf: PdfFile, layout: PageLayout, *, allowed: bool = True) -> Recognised:
    """Read a page that has no text layer.

    The problem's code is no-text-layer (recognition not `allowed`), ocr-missing (no tesseract),
    ocr-failed or ocr-timeout.
    """
    if not lacks_text(pdf, layout):
        return Recognised(layout)
    if not allowed:
        return _problem(layout, "no-text-layer", "and text recognition is switched off")
    program = find_tesseract()
    if program is None:
        return _problem(
            layout,
            "ocr-missing",
            "and the program tesseract, which can read it, is not installed. Install tesseract "
            "with its English data (Debian and Ubuntu: apt install tesseract-ocr; macOS: brew "
            "install tesseract; Windows: the installer from UB Mannheim), then run again with "
            "--reprocess",
        )
    picture = draw(pdf, layout.number - 1, layout.width, layout.height, _DPI)
    if picture is None:
        return _problem(layout, "ocr-failed", "and it is too large or too damaged to be drawn")
    return _recognise(program, picture, layout)


def _recognise(program: str, picture: Picture, layout: PageLayout) -> Recognised:
    command = [program, "stdin", "stdout", "--dpi", str(round(picture.scale * 72)), "-l", "eng"]
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments; the page goes in as a picture
            [*command, "tsv"],
            input=picture.pgm,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # more threads cost more than they bring
        )
    except subprocess.TimeoutExpired:
        return _problem(layout, "ocr-timeout", f"and reading it took more than {_SECONDS} seconds")
    except OSError as error:
        return _problem(layout, "ocr-failed", f"and tesseract could not be started ({error})")
    if done.returncode != 0:
        said = _CONTROL.sub(" ", done.stderr.decode("utf-8", "replace")).strip()[:200]
        return _problem(layout, "ocr-failed", f"and tesseract could not read it ({said})")
    return parse_table(done.stdout.decode("utf-8", "replace"), picture.scale, layout)


def _problem(layout: PageLayout, code: str, why: str) -> Recognised:
    message = f"Page {layout.number} shows something but holds no readable text, {why}."
    return Recognised(layout, problem=Problem(STAGE, code, message, layout.number))


def parse_table(table: str, scale: float, layout: PageLayout) -> Recognised:
    """Turn tesseract's table of words (TSV, pixels from the top left) into a page's words.

    A word is as high as its line, so that the words of one line stand level.
    """
    rows = list(csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    heights = [int(row["height"]) / scale for row in rows if row["level"] == _LINE]
    usual = median(heights) if heights else 0.0
    words: list[Word] = []
    confidences: list[float] = []
    for line, row, last in _words(rows):
        text = _CONTROL.sub(" ", row["text"]).strip()
        if not text:
            continue
        height = int(line["height"]) / scale
        size = usual if abs(height - usual) <= _SAME_SIZE * usual else height
        top = layout.height - int(line["top"]) / scale
        left = int(row["left"]) / scale
        right = left + int(row["width"]) / scale
        hyphen = last and bool(re.search(r"\w-$", text))
        box = (left, max(top - height, 0.0), min(right, layout.width), min(top, layout.height))
        words.append(Word(text, *box, size, hyphen=hyphen))
        confidences.append(float(row["conf"]) / 100)
    confidence = fmean(confidences) if confidences else None
    return Recognised(
        PageLayout(
            layout.number,
            layout.width,
            layout.height,
            tuple(words),
            layout.edges,
            layout.image_share,
        ),
        confidence,
        _doubt(layout.number, confidences),
    )


def _doubt(number: int, confidences: list[float]) -> Problem | None:
    """Say that a page was read, but is not to be trusted: names in it would not be found."""
    if len(confidences) < _FEW_WORDS or fmean(confidences) >= _DOUBTFUL:
        return None
    message = (
        f"Page {number} was recognised with little confidence: it may be upside down, blurred or "
        "written by hand. Check its words; turn or scan the page again if they are wrong."
    )
    return Problem(STAGE, "ocr-doubtful", message, number)


def _words(
    rows: list[dict[str, str]],
) -> Iterator[tuple[Mapping[str, str], Mapping[str, str], bool]]:
    """Yield each word with its line and whether it is the last one there."""
    line: Mapping[str, str] = {}
    for number, row in enumerate(rows):
        if row["level"] == _LINE:
            line = row
        elif row["level"] == _WORD and line and float(row["conf"]) >= 0:
            follower = rows[number + 1] if number + 1 < len(rows) else None
            yield line, row, follower is None or follower["level"] != _WORD
