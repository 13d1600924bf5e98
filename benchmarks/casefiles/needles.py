"""Look for many words at once in bytes, however they are written there.

A word is looked for in UTF-8, UTF-16 (both ways round) and Windows text; in small letters and in
capitals; composed, decomposed and without accents, as indexes keep words; escaped for JSON, for an
address (%C3) and for XML; and without the blanks, strokes and brackets in it, so that a number is
found by its digits alone and a full name across a line's end. Short words are found where they
stand alone.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus

import numpy as np
import numpy.typing as npt

SURE = 6  # bytes; from so many on, a word is looked for inside others, too
_SHORTEST = 4
_SQUEEZED = 8  # bytes of what is looked for across blanks
_BLANKS = b" \t\r\n-/_()"
_CODES = ("utf-8", "utf-16-le", "utf-16-be", "cp1252")
_BLOCK = 4 << 20
_OVERLAP = 1 << 10
_AROUND = 6
_PRINTABLE = bytes(range(0x20, 0x7F)) + b"\t\r\n"
Found = set[tuple[str, str]]


class Needles:
    """Words with their kinds, made ready to be looked for together."""

    def __init__(self, terms: Iterable[tuple[str, str]]) -> None:
        written, squeezed = _Index(), _Index()
        for term in sorted(terms):
            for way in ways(term[1]):
                written.add(way, term)
            tight = _squeezed(term[1].casefold().encode())
            if len(tight) >= _SQUEEZED:
                squeezed.add(tight, term)
        self._written, self._squeezed = written.made(), squeezed.made()

    def find(self, content: bytes) -> Found:
        """Return which of the words stand in these bytes."""
        found: Found = set()
        for first in range(0, max(len(content), 1), _BLOCK):
            block = content[first : first + _BLOCK + _OVERLAP].lower()
            found |= self._written.find(block)
            found |= self._squeezed.find(_squeezed(block))
        return found


def ways(text: str) -> set[bytes]:
    """Return the byte strings by which a word may be written, with the small letters of ASCII."""
    forms = {text, text.lower(), text.upper(), text.casefold(), text.title()}
    forms |= {unicodedata.normalize(form, one) for one in list(forms) for form in ("NFC", "NFD")}
    forms |= {_bare(one) for one in forms}
    found = set()
    for one in forms:
        escaped = {json.dumps(one)[1:-1], quote(one), quote(one, safe=""), quote_plus(one)}
        escaped.add(one.encode("ascii", "xmlcharrefreplace").decode())
        found |= {way.encode() for way in escaped}
        found |= {one.encode(code, "ignore") for code in _CODES if _writable(one, code)}
    return {way.lower() for way in found}


def _bare(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _writable(text: str, code: str) -> bool:
    try:
        text.encode(code)
    except UnicodeEncodeError:
        return False
    return True


def _squeezed(content: bytes) -> bytes:
    return content.translate(None, _BLANKS)


class _Index:
    """Needles by their first bytes: six of long ones, four of short ones."""

    def __init__(self) -> None:
        self._by: dict[int, dict[int, list[tuple[bytes, tuple[str, str]]]]] = {
            _SHORTEST: {},
            SURE: {},
        }
        self._keys: dict[int, npt.NDArray[np.uint64]] = {}

    def add(self, way: bytes, term: tuple[str, str]) -> None:
        width = SURE if len(way) >= SURE else _SHORTEST
        if len(way) >= _SHORTEST:
            key = int.from_bytes(way[:width], "little")
            self._by[width].setdefault(key, []).append((way, term))

    def made(self) -> _Index:
        for width, by in self._by.items():
            self._keys[width] = np.array(sorted(by), dtype=np.uint64)
        return self

    def find(self, block: bytes) -> Found:
        found: Found = set()
        for width, by in self._by.items():
            for at, key in _candidates(block, width, self._keys[width]):
                for way, term in by[key]:
                    if term not in found and block.startswith(way, at) and _stands(block, at, way):
                        found.add(term)
        return found


def _candidates(
    block: bytes, width: int, wanted: npt.NDArray[np.uint64]
) -> Iterator[tuple[int, int]]:
    """Yield the places at which the first bytes of some needle stand, with these as a number."""
    if len(block) < width or not len(wanted):
        return
    letters = np.frombuffer(block, np.uint8).astype(np.uint64)
    count = len(letters) - width + 1
    keys = np.zeros(count, np.uint64)
    for step in range(width):
        keys |= letters[step : step + count] << np.uint64(8 * step)
    at = np.searchsorted(wanted, keys)
    hits = np.flatnonzero(wanted[np.minimum(at, len(wanted) - 1)] == keys)
    yield from zip(hits.tolist(), keys[hits].tolist(), strict=True)


def _stands(block: bytes, at: int, way: bytes) -> bool:
    """Say whether a short word stands alone in text: by chance it is in any compressed file."""
    plain = way.replace(b"\0", b"")
    if len(plain) >= SURE:
        return True
    before = block[max(0, at - 2 * _AROUND) : at].replace(b"\0", b"")[-_AROUND:]
    after = block[at + len(way) : at + len(way) + 2 * _AROUND].replace(b"\0", b"")[:_AROUND]
    if _letter(before[-1:]) or _letter(after[:1]):
        return False
    texts = [not side.strip(_PRINTABLE) for side in (before, after)]
    full = [
        len(side) == _AROUND and text for side, text in zip((before, after), texts, strict=True)
    ]
    return any(full) or all(texts)


def _letter(byte: bytes) -> bool:
    return byte.isalnum() or byte >= b"\x80"
