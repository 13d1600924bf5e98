"""From the text of a page to its words: what separates them, what is repaired in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate, compress, count
from operator import add, sub
from typing import NamedTuple

LINE_END_HYPHEN = "\ufffe"  # PDFium's mark; it stands for the line break as well
UNKNOWN = "\ufffd"  # a glyph without a character
_STROKES = "\u0335\u0336"  # a stroke through a letter that is not there: a dash before an item
BULLETS = "\uf06e\uf0a7\uf0b7\uf02d\uf0be\uf0d8\uf0fc\uf076\uf0a8\x83" + _STROKES
"""Bullets without a Unicode name: glyphs of symbol fonts, and what old Word files made of them."""

# White space and control characters part words. The set is spelt out: "\\s" takes twice as long.
_SEPARATORS = "\x00-\x20\x7f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_GAPS = frozenset(re.findall(f"[{_SEPARATORS}]", "".join(map(chr, range(0x3001)))))
_WORD = rf"[^{_SEPARATORS}\ufffe]+\ufffe?"
_TOKEN = re.compile(f"({_WORD})")
# At the start of a word, a bullet glued to it is a word of its own, and so is the printed number
# of a paragraph that is glued to the capital, quotation mark or bracket after it ("41.The").
_OPENS = r"[A-Z‘“'\"(]"
_ODD_TOKEN = re.compile(rf"([{BULLETS}]|[0-9]{{1,3}}\.(?={_OPENS})|{_WORD}|\ufffe)")
_ODD_NUMBER = re.compile(rf"\.(?={_OPENS})(?<=[0-9]\.)")  # the stop first: searching flies to it
_ODD_BULLET = re.compile(rf"[{BULLETS}][^{_SEPARATORS}]")
_ODD_HYPHEN = re.compile(rf"[{_SEPARATORS}\ufffe]\ufffe")
_BULLETS = frozenset(BULLETS)
_HYPHENS = frozenset(f"-\u2010\u00ad{LINE_END_HYPHEN}")
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
_SUSPECTS = frozenset(map(chr, _TABLE)) | frozenset(_STROKES)


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
    letters = set(text)  # one pass, and most of what is looked for below turns out not to be there
    token = _token(text, letters)
    texts, ends = _matched(text, token) if token else _parted(text, letters & _GAPS)
    at_line_end = _hyphen_ends(text, letters & _HYPHENS)
    found = Tokens(
        texts,
        list(map(sub, ends, map(len, texts))),
        [end - 1 for end in ends],
        [end in at_line_end for end in ends] if at_line_end else [False] * len(ends),
    )
    return found if _SUSPECTS.isdisjoint(letters) else _cleaned(found)


def _token(text: str, letters: set[str]) -> re.Pattern[str] | None:
    """Return the pattern that a text's words need; None where all stand between separators."""
    hyphens = LINE_END_HYPHEN in letters
    if (
        _ODD_NUMBER.search(text)
        or (not _BULLETS.isdisjoint(letters) and _ODD_BULLET.search(text))
        or (hyphens and _ODD_HYPHEN.search(text))
    ):
        return _ODD_TOKEN
    return _TOKEN if hyphens else None


def _matched(text: str, token: re.Pattern[str]) -> tuple[list[str], list[int]]:
    parts = token.split(text)  # what stands between the words and the words, in turn
    return parts[1::2], list(accumulate(map(len, parts)))[1::2]


def _parted(text: str, gaps: Iterable[str]) -> tuple[list[str], list[int]]:
    for gap in gaps:
        text = text.replace(gap, " ")
    parts = text.split(" ")
    ends = map(add, accumulate(map(len, parts)), count())
    return list(filter(None, parts)), list(compress(ends, parts))


def _hyphen_ends(text: str, hyphens: Iterable[str]) -> set[int]:
    ends = set()
    for hyphen in hyphens:
        marked = hyphen == LINE_END_HYPHEN
        sought = hyphen if marked else hyphen + "\r"
        at = text.find(sought)
        while at >= 0:
            if marked or text[at - 1 : at].isalnum():
                ends.add(at + 1)
            at = text.find(sought, at + 1)
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
