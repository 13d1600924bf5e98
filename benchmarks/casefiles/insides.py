"""All that is inside a file: its bytes, members of containers, rows of databases, what is encoded.

Text that a database keeps in pieces (a row over several pages, an index that stores only what
differs from the word before) is put together.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import re
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

_DEEPEST = 5  # containers in containers
_LARGEST = 200_000_000  # bytes of an unpacked member
_ENCODED = re.compile(rb"[A-Za-z0-9+/_-]{24,}(?:\r?\n[A-Za-z0-9+/_-]+)*")
_SQLITE = b"SQLite format 3\0"
_TELLING = 0.8  # of what was encoded is text, or a container
_NO_CONTAINER = (
    OSError,
    EOFError,
    zlib.error,
    zipfile.BadZipFile,
    RuntimeError,
    NotImplementedError,
)
Inside = Iterator[tuple[str, bytes]]


def insides(path: Path, place: str) -> Inside:
    """Yield a file's bytes, and those of everything inside, each with where it stands."""
    content = path.read_bytes()
    yield from _opened(place, content)
    if content.startswith(_SQLITE):
        yield from _database(path, place)


def _opened(place: str, content: bytes, depth: int = 0) -> Inside:
    yield place, content
    if depth >= _DEEPEST:
        return
    try:
        if content[:2] == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
                yield from _opened(f"{place} > gzip", stream.read(_LARGEST), depth + 1)
        elif content[:1] == b"\x78" and content[1:2] in b"\x01\x5e\x9c\xda":
            inflated = zlib.decompressobj().decompress(content, _LARGEST)
            yield from _opened(f"{place} > zlib", inflated, depth + 1)
        elif content[:2] == b"PK":
            yield from _members(place, content, depth)
    except _NO_CONTAINER:
        return  # none after all: its bytes were given
    yield from _decoded(place, content, depth)


def _members(place: str, content: bytes, depth: int) -> Inside:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for info in archive.infolist():
            member = f"{place} > {info.filename}"
            yield f"{member} (name)", info.filename.encode()
            if info.file_size > _LARGEST:
                continue
            inner = archive.read(info)
            yield from _opened(member, inner, depth + 1)
            if inner.startswith(_SQLITE):
                with tempfile.TemporaryDirectory() as folder:
                    copy = Path(folder) / "copy.db"
                    copy.write_bytes(inner)
                    yield from _database(copy, member)


def _decoded(place: str, content: bytes, depth: int) -> Inside:
    """Yield what is written in base64, in the middle of text too."""
    for found in _ENCODED.finditer(content):
        run = found.group().translate(bytes.maketrans(b"-_", b"+/"), b"\r\n")
        for skip in range(4):
            rest = run[skip:]
            # A single sign more than whole fours is six bits: less than a byte, and left out.
            whole = rest[:-1] if len(rest) % 4 == 1 else rest
            try:
                decoded = base64.b64decode(whole + b"=" * (-len(whole) % 4), validate=True)
            except binascii.Error:
                continue
            if decoded[:2] in (b"PK", b"\x1f\x8b", b"\x78\x9c"):
                yield from _opened(f"{place} > base64", decoded, depth + 1)
            elif _is_text(decoded):
                yield f"{place} > base64", decoded


def _is_text(content: bytes) -> bool:
    shown = sum(byte >= 0x20 or byte in b"\t\r\n\0" for byte in content)
    plain = sum(0x20 <= byte < 0x7F for byte in content)
    return bool(content) and shown >= _TELLING * len(content) and 2 * plain >= len(content)


def _database(path: Path, place: str) -> Inside:
    """Yield every value of a database and every word of its full-text indexes."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.db"
        for ending in ("", "-wal"):
            beside = path.with_name(path.name + ending)
            if beside.exists():
                shutil.copy(beside, copy.with_name(copy.name + ending))
        with closing(sqlite3.connect(copy)) as base:
            base.text_factory = bytes
            try:
                yield from _values(base, place)
            except sqlite3.DatabaseError:
                return  # damaged: its bytes were given


def _values(base: sqlite3.Connection, place: str) -> Inside:
    tables = base.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    for name, made in tables:
        table = name.decode()
        where = f"{place} > table {table}"
        virtual = (made or b"").upper().startswith(b"CREATE VIRTUAL")
        if virtual:
            continue  # its words stand in the tables behind it
        gathered: list[bytes] = []
        for row in base.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - of the file itself
            for value in row:
                kept = value if isinstance(value, bytes) else str(value or "").encode()
                if kept[:2] in (b"PK", b"\x1f\x8b", b"\x78\x9c"):
                    yield from _opened(where, kept, 1)
                if table.endswith("_data"):
                    gathered += fts_words(kept)
                gathered.append(kept)
        # With a break between, so that no two values become one word.
        yield where, b"\n\n".join(gathered)


def fts_words(page: bytes) -> list[bytes]:
    """Return the words of one leaf page of an SQLite full-text index (FTS5), or [].

    Words are stored without what they share with the word before, so that no search of the raw
    bytes would find them. See "FTS5 segment leaf format" in the source of SQLite (fts5_index.c).
    """
    if len(page) < 4:
        return []
    size = int.from_bytes(page[2:4], "big")
    if not 4 <= size <= len(page):
        return []
    words: list[bytes] = []
    word, place, at = b"", 0, size
    while at < len(page):
        step, at = _varint(page, at)
        place += step
        if place >= size:
            return words  # no leaf page after all
        shared, begin = (0, place) if not words else _varint(page, place)
        length, begin = _varint(page, begin)
        word = word[:shared] + page[begin : begin + length]
        words.append(word[1:])  # the first byte tells the index apart from its prefix indexes
    return words


def _varint(page: bytes, at: int) -> tuple[int, int]:
    """Return the number that stands at a place, and the place behind it."""
    value = 0
    for count in range(9):
        byte = page[at] if at < len(page) else 0
        at += 1
        if count == 8:
            return value << 8 | byte, at
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            break
    return value, at
