"""An identifier is found wherever it lies: in text, in a database, in a container, in a name."""

from __future__ import annotations

import gzip
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.casefiles.drafting import Bit, finished
from benchmarks.casefiles.leaks import Leak, leaks, searchable, unsearchable
from benchmarks.casefiles.truth import FileTruth, NoteTruth, Truth

PIECE = finished(
    [
        Bit("Katarzyna", "name", "c1.child"), Bit(" "), Bit("Hope", "name", "c1.mother"),
        Bit(" "), Bit("Ny", "name", "c1.mother"), Bit(" "), Bit("Čonka", "name", "c1.aunt"),
        Bit(" "), Bit("Ania", "name", "c1.aunt"), Bit(" "),
        Bit("01632 960 123", "telephone", "t"), Bit(" "), Bit("3 May 2024", "date", "d"),
    ]
)  # fmt: skip
TRUTH = Truth(
    1, "development", (), (FileTruth("a", "txt", (NoteTruth("n", "c1", "1", "visit", PIECE),)),)
)


def database(folder: Path, text: str) -> None:
    with sqlite3.connect(folder / "evidence.db") as base:
        base.execute("create table t (words text)")
        base.execute("create virtual table f using fts5(words)")
        base.execute("insert into t values (?)", [text])
        base.execute("insert into f values (?)", [text])
    base.close()


def packed(folder: Path, text: str) -> None:
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("b.txt.gz", gzip.compress(text.encode()))


PLACES: list[tuple[str, Callable[[Path, str], object]]] = [
    ("text", lambda folder, text: (folder / "a.log").write_text(text, encoding="utf-8")),
    ("UTF-16", lambda folder, text: (folder / "a").write_text(text, encoding="utf-16")),
    ("UTF-16 at an odd place", lambda folder, text: (folder / "a").write_bytes(
        b"\0\0x" + text.encode("utf-16-be"))),
    ("a database", database),
    ("gzip", lambda folder, text: (folder / "a.gz").write_bytes(gzip.compress(text.encode()))),
    ("gzip in zip", packed),
    ("JSON", lambda folder, text: (folder / "a.json").write_text(json.dumps({"t": text}))),
    ("capitals", lambda folder, text: (folder / "a").write_text(text.upper(), encoding="utf-8")),
    ("a name", lambda folder, text: (folder / f"{text}.txt").write_text("nothing")),
]  # fmt: skip
WORDS = [("name", "Katarzyna"), ("name", "Čonka"), ("name", "Ania"), ("telephone", "01632 960 123")]


@pytest.mark.parametrize(("kind", "words"), WORDS, ids=[row[1] for row in WORDS])
@pytest.mark.parametrize("lay", [row[1] for row in PLACES], ids=[row[0] for row in PLACES])
def test_it_is_found(
    lay: Callable[[Path, str], object], kind: str, words: str, tmp_path: Path
) -> None:
    lay(tmp_path, f"seen by {words} today")
    found = leaks(TRUTH, tmp_path)
    assert found
    assert {(one.kind, one.text) for one in found} == {(kind, words)}


CLEAN = [
    ("I hope that it is on 3 May 2024", "a common word, and a date"),
    ("Romania and lithuanian", "four letters inside a word"),
    ("Any day", "two letters"),
    ("01632 960 124", "another number"),
]


@pytest.mark.parametrize(("text", "_why"), CLEAN, ids=[row[1] for row in CLEAN])
def test_what_is_no_leak(text: str, _why: str, tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text(text)
    assert leaks(TRUTH, tmp_path) == []


def test_a_number_is_found_without_its_spaces(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text("ring 01632960123")
    assert leaks(TRUTH, tmp_path) == [Leak("a.log", "telephone", "01632 960 123")]


def test_words_that_may_stand_there_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text("Katarzyna")
    assert leaks(TRUTH, tmp_path, known=("Katarzyna",)) == []


def test_it_says_what_cannot_be_searched_for() -> None:
    assert unsearchable(TRUTH) == {("name", "Hope"), ("name", "Ny")}
    assert searchable(TRUTH) == set(WORDS)


@pytest.mark.parametrize("content", [b"\x1f\x8bno gzip", b"PKno zip", b""])
def test_what_only_looks_like_a_container_is_read_as_it_is(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(content + b" Katarzyna ")
    assert [one.file for one in leaks(TRUTH, tmp_path)] == ["a"]
