"""From the text of a page to its words: what separates them, what is repaired in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

LINE_END_HYPHEN = "\ufffe"  # PDFium's mark; it stands for the line break as well
BULLETS = "\uf06e\uf0a7\uf0b7\uf02d\uf0be\uf0d8\uf0fc\uf076\uf0a8\x83"
"""Bullets without a Unicode name: glyphs of symbol fonts, and what old Word files made of them."""

_TOKEN = re.compile(r"[^\s\ufffe\x00-\x1f\x7f]+\ufffe?|\ufffe")
# A printed number with its stop, glued to the capital or quotation mark that opens its sentence.
_GLUED = re.compile(r"\d{1,3}\.(?=[A-Z‘“'\"(])")
_HYPHEN_AT_LINE_END = re.compile(r"\w[-\u2010\u00ad]$")
_REPAIRS: dict[str, str | None] = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
    "\u00ad": "-",  # a soft hyphen that is drawn is a hyphen
    LINE_END_HYPHEN: "-",
}
_NO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
_TABLE = str.maketrans(
    {**_REPAIRS, **dict.fromkeys(_NO_WIDTH), **{chr(c): "\ufffd" for c in range(0xD800, 0xE000)}}
)
_SUSPECT = re.compile(f"[{''.join(_REPAIRS)}{_NO_WIDTH}\ud800-\udfff]")

Token = tuple[str, int, int, bool]


def clean(text: str) -> str:
    """Expand ligatures, turn drawn soft hyphens into hyphens, drop what has no width.

    A lone surrogate, which no UTF-8 file can hold, becomes U+FFFD.
    """
    return text.translate(_TABLE) if _SUSPECT.search(text) else text


def glued_at(text: str) -> int:
    """Return where "41.The" parts into number and text, or a bullet from its text; else 0."""
    glued = _GLUED.match(text)
    if glued:
        return glued.end()
    return 1 if len(text) > 1 and text[0] in BULLETS else 0


def tokens(text: str) -> Iterator[Token]:
    """Yield each word of a page's text: cleaned text, first and last index, line-end hyphen.

    White space and control characters part words; so does a line-end hyphen, which stays with
    the first part as "-".
    """
    for match in _TOKEN.finditer(text):
        token, start, end = match[0], match.start(), match.end()
        hyphen = token[-1] == LINE_END_HYPHEN or (
            text[end : end + 1] == "\r" and bool(_HYPHEN_AT_LINE_END.search(token))
        )
        part = glued_at(token)
        if part:
            yield clean(token[:part]), start, start + part - 1, False
            token, start = token[part:], start + part
        word = clean(token)
        if word:
            yield word, start, end - 1, hyphen
