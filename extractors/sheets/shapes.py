"""What values look like without their words: "Aaaa Aaaa", "99/99/9999", so that nobody is named."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

_RUN = 4  # letters of a word that are drawn: its length may tell a name
_DIGITS = 12
_WORDS = 6
_MOST = 3


def shape(value: str) -> str:
    """Return a value with letters as A and a and digits as 9; long texts end in their length."""
    words = value.split()
    drawn = " ".join(map(_word, words[:_WORDS]))
    return drawn if len(words) <= _WORDS else f"{drawn} … ({len(words)} words)"


def shapes(values: Iterable[str]) -> tuple[str, ...]:
    """Return the first different shapes of values, three at most."""
    found: dict[str, None] = {}
    for value in values:
        if len(found) == _MOST:
            break
        if value:
            found.setdefault(shape(value))
    return tuple(found)


def _word(word: str) -> str:
    parts = ((kind, len(list(run))) for kind, run in groupby(map(_sign, word)))
    return "".join(kind * min(size, _DIGITS if kind == "9" else _RUN) for kind, size in parts)


def _sign(character: str) -> str:
    if character.isdigit():
        return "9"
    if character.isalpha():
        return "A" if character.isupper() else "a"
    # What is neither is drawn only where it tells nothing but form.
    return character if character.isascii() and character.isprintable() else "?"
