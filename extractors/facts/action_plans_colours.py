"""The colour of a row: red, amber, green or blue, from a word or from a letter alone."""

from __future__ import annotations

import re

_WORD = re.compile(r"\b(red|amber|green|blue)\b", re.IGNORECASE)
_BEFORE = re.compile(
    r"\(?\b(?:was|previously|formerly|changed from|moved from|up from|down from|from)"
    r"(?: at| rated)? (?:red|amber|green|blue)\b\)?(?: to\b)?",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[(\[]?([RAGB])[)\]]?", re.IGNORECASE)
_LETTERS = {"r": "red", "a": "amber", "g": "green", "b": "blue"}


def colour(words: str) -> str | None:
    """Return the colour that a cell prints, or null: "Green", "A", "Green (was Amber)".

    Two colours at once, such as "Amber/Green", are none.
    """
    plain = _BEFORE.sub(" ", " ".join(words.split()))
    letter = _LETTER.fullmatch(plain.strip(" .:-–●■•"))
    if letter:
        return _LETTERS[letter[1].lower()]
    found = {name.lower() for name in _WORD.findall(plain)}
    return found.pop() if len(found) == 1 else None
