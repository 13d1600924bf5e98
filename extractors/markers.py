"""What is printed before a block: bullets of any glyph, numbers, letters in brackets."""

from __future__ import annotations

import re
from typing import NamedTuple

BULLET = "•"
# Hyphens and stars of typed lists, printed glyphs, and Symbol and Wingdings bullets in private use.
GLYPHS = "-−*+–—•▪●◦○■□‣⁃·∙➢➤❖✓✔\uf0b7\uf0a7\uf0d8\uf0fc\uf06e\uf02d\u0083"
_BULLET = re.compile(rf"[{re.escape(GLYPHS)}](?:\s+|$)")
# "5." and "2.3.3" are numbers; a bare "18" before words is not, nor is the time in "5.30 pm".
_NUMBER = re.compile(
    r"(?P<marker>\d{1,3}(?:\.\d{1,3})*\.|\d{1,3}(?:\.\d{1,3})+)\s+"
    r"(?!(?:am|pm|a\.m|p\.m|per cent|million|billion|times|metres|miles|years)\b|%)(?=\S)"
)
_LETTER = re.compile(
    r"(?P<marker>\((?:[a-z]|[ivx]{1,5}|\d{1,2})\)|(?:[a-z]|[ivx]{2,5})\))\s+(?=\S)"
)


class Marked(NamedTuple):
    """A line without its marker. `kind` is "number", "letter", "bullet" or "" for none."""

    kind: str
    marker: str
    text: str


def number_of(marker: str) -> str | None:
    """Return the number that a marker prints: "47." is "47", "(a)" stays, a bullet is None."""
    number = marker.strip()
    if not any(character.isalnum() for character in number):
        return None
    return number if number.startswith("(") else number.rstrip(".):")


def split_marker(text: str) -> Marked:
    """Take a typed marker off a line: "- 1. Leaders" is the number "1." before "Leaders"."""
    bullet = _BULLET.match(text)
    rest = text[bullet.end() :] if bullet else text
    number = _NUMBER.match(rest)
    letter = _LETTER.match(rest)
    found = number or letter
    if found:
        return Marked("number" if number else "letter", found["marker"], rest[found.end() :])
    return Marked("bullet", BULLET, rest) if bullet else Marked("", "", text)


def letters(count: int) -> str:
    """Return a count in letters as word processors do: 1 is "a", 27 is "aa"; beyond 780 in digits.

    The limit is theirs, and keeps a file that starts at a billion from filling the memory.
    """
    if not 0 < count <= 780:
        return str(count)
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def roman(count: int) -> str:
    """Return a count in small roman numerals; beyond 3999 in digits."""
    if not 0 < count < 4000:
        return str(count)
    written = ""
    for value, digits in (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
        (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ):  # fmt: skip
        written += digits * (count // value)
        count %= value
    return written
