"""All that is inside a file comes out: members, rows over pages, words of an index, encodings."""

from __future__ import annotations

import base64
import gzip
import io
import sqlite3
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.casefiles.insides import fts_words, insides

SECRET = b"Osgood Quillfeather keeps a sandalwood box."


def found(path: Path) -> list[str]:
    return [place for place, content in insides(path, path.name) if SECRET in content]


def zipped(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("note.txt", content)
    return packed.getvalue()


WRAPPED: list[tuple[str, Callable[[bytes], bytes], str]] = [
    ("itself", lambda content: b"before " + content, "a"),
    ("zip", zipped, "a > note.txt"),
    ("gzip", gzip.compress, "a > gzip"),
    ("zlib", zlib.compress, "a > zlib"),
    ("zip in zip", lambda content: zipped(zipped(content)), "a > note.txt > note.txt"),
    ("base64", lambda content: b'{"x": "' + base64.b64encode(content) + b'"}', "a > base64"),
    (
        "base64 in lines",
        lambda content: b"Subject: x\n\n" + base64.encodebytes(content * 4),
        "a > base64",
    ),
    (
        "base64 for addresses, not at its beginning",
        lambda content: b"/id=AB" + base64.urlsafe_b64encode(content),
        "a > base64",
    ),
    (
        "zlib in base64",
        lambda content: base64.b64encode(zlib.compress(content * 3)),
        "a > base64 > zlib",
    ),
]


@pytest.mark.parametrize(("_how", "wrap", "where"), WRAPPED, ids=[row[0] for row in WRAPPED])
def test_it_comes_out(
    _how: str, wrap: Callable[[bytes], bytes], where: str, tmp_path: Path
) -> None:
    (tmp_path / "a").write_bytes(wrap(SECRET))
    assert where in found(tmp_path / "a")


BROKEN = [b"\x1f\x8bno gzip", b"PKno zip", b"\x78\x9cno zlib", b"SQLite format 3\0no database", b""]


@pytest.mark.parametrize("begins", BROKEN)
def test_what_only_looks_like_a_container_is_given_as_it_is(begins: bytes, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(begins + SECRET)
    assert "a" in found(tmp_path / "a")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    with sqlite3.connect(tmp_path / "a.db") as made:
        made.execute("pragma journal_mode = wal")
        made.execute("pragma page_size = 512")
        made.execute("create table t (words text, more blob)")
        long = b"x" * 997
        made.executemany(
            "insert into t values (?, ?)",
            [((long + SECRET + long).decode(), gzip.compress(SECRET)) for _ in range(9)],
        )
        made.execute("create virtual table f using fts5 (words, tokenize = 'unicode61')")
        made.executemany(
            "insert into f values (?)",
            [("quill quillfeather quillfeathers sandal sandalwood",), ("osgood osgoods",)],
        )
    made.close()
    return tmp_path / "a.db"


def test_rows_over_several_pages_are_put_together(base: Path) -> None:
    assert "a.db > table t" in found(base)
    assert "a.db > table t > gzip" in found(base)


def test_a_database_in_a_backup_is_read_too(base: Path, tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(zipped(base.read_bytes()))
    assert "b > note.txt > table t" in found(tmp_path / "b")


def test_words_of_an_index_come_out_whole(base: Path) -> None:
    held = dict(insides(base, "a"))["a > table f_data"].split(b"\n\n")
    wanted = {b"quill", b"quillfeather", b"quillfeathers", b"sandal", b"sandalwood", b"osgoods"}
    assert wanted <= set(held)
    with sqlite3.connect(base) as made:
        raw = b"".join(page for (page,) in made.execute("select block from f_data"))
    made.close()
    assert b"quillfeathers" not in raw, "which is why they are put together"


@settings(max_examples=30)
@given(st.lists(st.text("aábcdeé", min_size=1, max_size=12), min_size=1, max_size=300))
def test_words_of_an_index_are_those_that_sqlite_tells(words: list[str]) -> None:
    with sqlite3.connect(":memory:") as made:
        made.execute(
            "create virtual table f using fts5 (w, tokenize = 'unicode61 remove_diacritics 0')"
        )
        made.execute("insert into f (f, rank) values ('pgsz', 128)")
        made.execute("insert into f values (?)", (" ".join(words),))
        made.execute("create virtual table v using fts5vocab (f, row)")
        told = {word.encode() for (word,) in made.execute("select term from v")}
        pages = made.execute("select block from f_data where id > 10").fetchall()
        ours = {word for (page,) in pages for word in fts_words(page)}
    made.close()
    assert told <= ours


@given(st.binary(max_size=200))
def test_any_page_is_read_without_an_error(page: bytes) -> None:
    assert isinstance(fts_words(page), list)
