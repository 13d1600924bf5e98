"""What a paragraph may start with: a bullet of any glyph, or a printed number."""

from __future__ import annotations

import re
from typing import NamedTuple

BULLET = "•"
_GLYPHS = frozenset("•◼■▪▫□●○◦⚫⬤‣▸►▶❖✓✔➢➤➔→\u0083\u0095·∙")
_WEAK = frozenset("-–—*o")  # also words and dashes: a bullet only where the place says so
_NUMBER = re.compile(
    r"""(?P<stop>\d{1,3})[.)]$            # 47.  47)
      | (?P<deep>[A-Z]?\d{1,2}(?:\.\d{1,3}){1,4})\.?$   # 2.3.3
      | (?P<letter>\((?:[a-z]{1,2}|[ivx]{1,5}|\d{1,2})\))$      # (a) (iv) (3)
      | (?P<open>[a-z]|[ivx]{1,5})\)$     # a) iv)
    """,
    re.VERBOSE,
)


class Marker(NamedTuple):
    """How a paragraph's marker is written: the printed text, and the number in it, if any."""

    text: str
    number: str | None
    weak: bool = False


_BULLET_MARKER = Marker(BULLET, None)
_WEAK_MARKER = Marker(BULLET, None, True)


def is_bullet(text: str) -> bool:
    """Say whether a word is one glyph that can only be a bullet."""
    return text in _GLYPHS or (len(text) == 1 and "\ue000" <= text <= "\uf8ff")


def marker_of(text: str) -> Marker | None:
    """Read the first word of a line as a marker; None where it is a word like any other."""
    first = text[:1]
    if len(text) < 2:
        if is_bullet(text):
            return _BULLET_MARKER
        return _WEAK_MARKER if text in _WEAK else None
    if len(text) > 12 or text[-1] not in ".)0123456789" or not (first.isalnum() or first == "("):
        return None
    match = _NUMBER.match(text)
    if match is None:
        return None
    number = match["stop"] or match["deep"] or match["letter"] or match["open"]
    return Marker(text, number)
