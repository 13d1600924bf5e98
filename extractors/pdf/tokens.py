"""From the text of a page to its words: what separates them, what is repaired in them."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import NamedTuple

LINE_END_HYPHEN = "\ufffe"  # PDFium's mark; it stands for the line break as well
UNKNOWN = "\ufffd"  # a glyph without a character
_STROKES = "\u0335\u0336"  # a stroke through a letter that is not there: a dash before an item
BULLETS = "\uf06e\uf0a7\uf0b7\uf02d\uf0be\uf0d8\uf0fc\uf076\uf0a8\x83" + _STROKES
"""Bullets without a Unicode name: glyphs of symbol fonts, and what old Word files made of them."""

# White space and control characters part words. The set is spelt out: "\\s" takes twice as long.
_SEPARATORS = "\x00-\x20\x7f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_WORD = rf"[^{_SEPARATORS}\ufffe]+\ufffe?"
_TOKEN = re.compile(f"({_WORD})")
# At the start of a word, a bullet glued to it is a word of its own, and so is the printed number
# of a paragraph that is glued to the capital, quotation mark or bracket after it ("41.The").
_OPENS = r"[A-Z‘“'\"(]"
_ODD_TOKEN = re.compile(rf"([{BULLETS}]|[0-9]{{1,3}}\.(?={_OPENS})|{_WORD}|\ufffe)")
_ODD = (
    re.compile(rf"[0-9]\.{_OPENS}"),
    re.compile(rf"[{BULLETS}][^{_SEPARATORS}]"),
    re.compile(rf"[{_SEPARATORS}\ufffe]\ufffe"),
)
_HYPHEN = re.compile("[-\u2010\u00ad\ufffe]")
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
    {**_REPAIRS, **dict.fromkeys(_NO_WIDTH), **{chr(c): UNKNOWN for c in range(0xD800, 0xE000)}}
)
_SUSPECT = re.compile(f"[{''.join(_REPAIRS)}{_NO_WIDTH}{_STROKES}\ud800-\udfff]")


class Tokens(NamedTuple):
    """The words of a text as columns: text, first and last index, whether a line-end hyphen."""

    texts: list[str]
    firsts: list[int]
    lasts: list[int]
    hyphens: list[bool]


def clean(text: str) -> str:
    """Expand ligatures, turn drawn soft hyphens into hyphens, drop what has no width.

    A stroke that stands alone becomes a dash. A lone surrogate, which no UTF-8 file can hold,
    becomes U+FFFD.
    """
    return "–" if len(text) == 1 and text in _STROKES else text.translate(_TABLE)


def tokens(text: str) -> Tokens:
    """Part a page's text into words. A line-end hyphen stays with its first part, as "-"."""
    token = _ODD_TOKEN if any(odd.search(text) for odd in _ODD) else _TOKEN
    parts = token.split(text)  # what stands between the words and the words, in turn
    places = list(accumulate(map(len, parts)))
    ends = places[1::2]
    at_line_end = _hyphen_ends(text)
    hyphens = [end in at_line_end for end in ends] if at_line_end else [False] * len(ends)
    found = Tokens(parts[1::2], places[:-1:2], [end - 1 for end in ends], hyphens)
    return _cleaned(found) if _SUSPECT.search(text) else found


def _hyphen_ends(text: str) -> set[int]:
    ends = set()
    for match in _HYPHEN.finditer(text):
        start, end = match.span()
        if match[0] == LINE_END_HYPHEN or (
            text[end : end + 1] == "\r" and text[start - 1 : start].isalnum()
        ):
            ends.add(end)
    return ends


def _cleaned(found: Tokens) -> Tokens:
    texts = [text if text.isascii() else clean(text) for text in found.texts]
    if "" not in texts:
        return found._replace(texts=texts)
    rows = zip(texts, *found[1:], strict=True)
    kept = [row for row in rows if row[0]]
    return Tokens(
        [row[0] for row in kept],
        [row[1] for row in kept],
        [row[2] for row in kept],
        [row[3] for row in kept],
    )
