"""Search files for identifiers of the truth: nothing of a case may lie outside its vault.

Every file below a folder is read as bytes: text in UTF-8 and UTF-16 wherever it stands (also in the
pages of a SQLite database), JSON escapes, the members of gzip and zip containers, and the names of
files. Searched for are direct identifiers of four characters or more that are no common word;
`unsearchable` lists the others.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.casefiles.truth import Truth, pieces
from benchmarks.casefiles.vocabulary import FOLDER

_FEWEST = 4  # characters
_SURE = 6  # from so many on, an identifier is looked for inside words too
_DEEPEST = 4  # containers in containers
_LARGEST = 200_000_000  # bytes of an unpacked member


@dataclass(frozen=True, slots=True)
class Leak:
    """An identifier that was found: in which file (and member), of which kind, and its text."""

    file: str
    kind: str
    text: str


def leaks(truth: Truth, folder: Path, known: tuple[str, ...] = ()) -> list[Leak]:
    """Return what leaked into the files below a folder; `known` are words that may stand there."""
    terms = searchable(truth) - {(kind, word) for kind, word in searchable(truth) if word in known}
    found = []
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder).as_posix()
        found += _search(terms, f"{place} (name)", [path.name])
        if path.is_file() and not path.is_symlink():
            for member, content in _unpacked(place, path.read_bytes()):
                found += _search(terms, member, _readings(content))
    return found


def searchable(truth: Truth) -> set[tuple[str, str]]:
    """Return kinds and texts of the identifiers that are looked for."""
    return {(kind, text) for kind, text in _identifiers(truth) if _telling(text)}


def unsearchable(truth: Truth) -> set[tuple[str, str]]:
    """Return kinds and texts of those that are too short or ordinary words."""
    return {(kind, text) for kind, text in _identifiers(truth) if not _telling(text)}


def _identifiers(truth: Truth) -> Iterator[tuple[str, str]]:
    for file in truth.files:
        for piece in pieces(file):
            for one in piece.occurrences:
                if one.direct:
                    yield one.kind, one.text


def _telling(text: str) -> bool:
    if len(text) < _FEWEST or text.casefold() in _common():
        return False
    # Initials with full stops have four characters and are in any abbreviation.
    return sum(letter.isalnum() for letter in text) >= _FEWEST


@cache
def _common() -> frozenset[str]:
    text = (FOLDER / "words" / "common.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return frozenset(word.strip() for word in " ".join(lines).split(","))


def _unpacked(place: str, content: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """Yield a file's bytes, then those of all its members."""
    yield place, content
    if depth >= _DEEPEST:
        return
    if content[:2] == b"\x1f\x8b":
        try:
            yield from _unpacked(f"{place} > gz", _inflated(content), depth + 1)
        except (OSError, EOFError, zlib.error):
            return  # no gzip after all: its bytes were searched
    elif content[:2] == b"PK":
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for info in archive.infolist():
                    member = f"{place} > {info.filename}"
                    yield member, info.filename.encode()
                    if info.file_size <= _LARGEST:
                        yield from _unpacked(member, archive.read(info), depth + 1)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error):
            return


def _inflated(content: bytes) -> bytes:
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
        return stream.read(_LARGEST)


def _readings(content: bytes) -> list[str]:
    """Read bytes as text in all encodings in which something may stand in the middle."""
    readings = [content.decode("utf-8", "replace")]
    if b"\0" in content:
        for name in ("utf-16-le", "utf-16-be"):
            readings += [content[at:].decode(name, "replace") for at in (0, 1)]
    return readings


def _search(terms: set[tuple[str, str]], place: str, readings: list[str]) -> list[Leak]:
    found = []
    lowered = [reading.casefold() for reading in readings]
    for kind, text in sorted(terms):
        if any(_stands(way, reading) for way in _ways(text, kind) for reading in lowered):
            found.append(Leak(place, kind, text))
    return found


@cache
def _ways(text: str, kind: str) -> tuple[str, ...]:
    """Return the ways in which an identifier may be stored, case folded."""
    ways = {text.casefold(), json.dumps(text)[1:-1].casefold()}
    ways |= {json.dumps(text.casefold())[1:-1]}
    bare = re.sub(r"[\s().-]", "", text)
    if kind != "name" and len(bare) >= _SURE:
        ways.add(bare.casefold())
    return tuple(sorted(ways))


def _stands(way: str, reading: str) -> bool:
    if len(way) >= _SURE:
        return way in reading
    at = reading.find(way)
    while at >= 0:
        around = reading[at - 1 : at] + reading[at + len(way) : at + len(way) + 1]
        if not any(letter.isalnum() for letter in around):
            return True
        at = reading.find(way, at + 1)
    return False
