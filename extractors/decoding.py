"""Bytes to characters: which encoding a text file is in, and whether it is text at all."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from corpus.records import Problem

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the other's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ALIASES = {"iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252"}
# Codecs by name are program code of sorts ("punycode" takes quadratic time): only these are used.
_CODECS = re.compile(
    r"utf-?8|cp125\d|windows-125\d|iso-8859-\d{1,2}|macintosh|koi8-[ru]|big5|gbk|gb2312|gb18030"
    r"|shift_jis|euc-jp|euc-kr"
)
_SAMPLE = 1 << 16
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_NOT_FOR_READERS = ("{\\rtf", "%!PS")  # written in characters, but as programs are
_CONTROL_SHARE = 0.02  # of control characters; real text has next to none, binary files far more


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters, the encoding they were read with, and what had to be guessed."""

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def safe_codec(name: str) -> str | None:
    """Return the codec for a declared encoding, None where it is not one for documents."""
    name = name.strip().lower()
    name = _ALIASES.get(name, name)
    return name if _CODECS.fullmatch(name) else None


def _unmarked_utf16(content: bytes) -> str | None:
    """Name the UTF-16 order of bytes without a mark: western text has a NUL in every pair."""
    sample = content[: _SAMPLE // 2 * 2]
    pairs = len(sample) // 2
    if pairs < 4:
        return None
    high, low = sample[1::2].count(0), sample[0::2].count(0)
    if high > pairs * 0.7 and low < pairs * 0.1:
        return "utf-16-le"
    if low > pairs * 0.7 and high < pairs * 0.1:
        return "utf-16-be"
    return None


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _guessed(content: bytes) -> Decoded:
    """Read bytes that are in no declared encoding: almost always Windows text of western Europe."""
    text = _strictly(content, "cp1252")
    encoding = "cp1252"
    if text is None:
        text, encoding = content.decode("utf-8", "replace"), "utf-8"
    sentence = (
        "The file does not say how its characters are written and is not UTF-8; it was read as "
        "Windows text (code page 1252). Check accents, dashes and quotation marks, or save it "
        "as UTF-8."
    )
    if encoding == "utf-8":
        sentence = (
            "Some characters of the file are damaged and were replaced by \ufffd. "
            "Save it again as UTF-8 if the original is at hand."
        )
    return Decoded(text, encoding, (Problem("extract", "encoding-guessed", sentence),))


def decode(content: bytes, declared: str | None = None) -> Decoded:
    """Read bytes as text: by their byte order mark, the declared encoding, UTF-8, else a guess.

    A guess carries the problem "encoding-guessed".
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            text = _strictly(content, encoding)
            return Decoded(text, encoding) if text is not None else _guessed(content)
    for named in (declared, _unmarked_utf16(content), "utf-8"):
        text = _strictly(content, named) if named else None
        if named and text is not None:
            return Decoded(text, named)
    return _guessed(content)


def looks_like_text(content: bytes) -> bool:
    """Say whether bytes are characters rather than a program, a picture or other binary data."""
    sample = content[:_SAMPLE]
    if sample.startswith(tuple(mark for mark, _ in _BOMS)):
        return True
    if _unmarked_utf16(sample):
        return True
    text = sample.decode("utf-8", "ignore")
    # Bytes that UTF-8 had to skip are the accents of old Windows text, or noise if many.
    if len(text.encode()) < len(sample) * 0.5 or text.startswith(_NOT_FOR_READERS):
        return False
    return len(_CONTROLS.findall(text)) <= len(text) * _CONTROL_SHARE
