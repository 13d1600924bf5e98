"""Words and tables as pdfplumber's own parser reads them, and what makes two readings comparable.

Two readers may part and join words differently without either being wrong. `normalised` takes away
what is such a matter of form, on both sides alike:

- ligatures, drawn soft hyphens and characters without width are written as the extractor writes
  them (`extractors.pdf.tokens.clean`);
- a bullet is the word "•" whatever glyph stands for it, and so is a dash that stands alone, as a
  dash at the start of a line is a bullet to one reader and a dash to the other;
- the printed number of a paragraph that is glued to its text ("41.The") is a word of its own;
- the raised number of a note after a stop, comma, bracket or quotation mark is a word of its own
  ("agencies.1"), as one reader takes the step up for a space;
- a word is parted after each hyphen, since one reader joins the parts of a word at a line end
  and the other does not know where lines end. The hyphen itself stays with the first part.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from unicodedata import category

import pdfplumber

from corpus.identity import sha256_of
from extractors.markers import GLYPHS
from extractors.pdf.tokens import clean, tokens

_PARTS = re.compile(r"[^-]*-|[^-]+")
_NOTE = re.compile(r"(?<=[.,;:!?)’”])\d{1,2}$")
_SYMBOLS = ("So", "Sm", "Co", "Pd")  # Unicode's symbols, private use, dashes


class OracleWord(NamedTuple):
    """A word as pdfplumber reads it; points, origin at the bottom left."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


def oracle_words(path: Path, cache: Path | None = None) -> list[list[OracleWord]]:
    """Return pdfplumber's words page by page, kept in the folder `cache` if one is given."""
    content = path.read_bytes()
    kept = cache / f"{sha256_of(content)}.json" if cache else None
    if kept and kept.exists():
        pages = json.loads(kept.read_text(encoding="utf-8"))
        return [[OracleWord(*word) for word in page["w"]] for page in pages]
    words = list(_read(path))
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps([{"w": page} for page in words]), encoding="utf-8")
    return words


def _read(path: Path) -> Iterator[list[OracleWord]]:
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            bottom = page.cropbox[3]
            left = page.cropbox[0]
            yield [
                OracleWord(
                    word["text"],
                    float(word["x0"] - left),
                    float(bottom - word["bottom"]),
                    float(word["x1"] - left),
                    float(bottom - word["top"]),
                )
                for word in page.extract_words()
            ]
            page.close()


def normalised(words: Iterable[str]) -> Counter[str]:
    """Count words after taking away what is a matter of form (see the module's docstring)."""
    counts: Counter[str] = Counter()
    for word in words:
        for text in tokens(clean(word)).texts:
            counts.update(_parts(text))
    return counts


def _parts(text: str) -> list[str]:
    if _is_bullet(text):
        return ["•"]
    note = _NOTE.search(text)
    if note:
        return [*_PARTS.findall(text[: note.start()]), note[0]]
    return _PARTS.findall(text)


def _is_bullet(text: str) -> bool:
    return len(text) == 1 and (text in GLYPHS or category(text) in _SYMBOLS)
