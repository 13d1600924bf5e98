"""Transactions, read-only disks, and SQLite's complaints in a user's words."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.database import atomic, connect, connect_read_only, snapshot, translated
from corpus.evidence import open_evidence
from corpus.problems import WorkspaceError
from corpus.records import Reading
from corpus.workspace import open_workspace, writing

READ = """
import os, sys
import corpus.search
from corpus.evidence import open_evidence
from corpus.workspace import open_workspace
os.setuid(65534)
with open_evidence(open_workspace(sys.argv[1]), read_only=True) as evidence:
    print(len(corpus.search.search(evidence, "leaders")))
"""


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(tmp_path / "some.db")) as opened:
        opened.execute("CREATE TABLE rows (name UNIQUE)")
        yield opened


def names(db: sqlite3.Connection) -> list[str]:
    return [name for (name,) in db.execute("SELECT name FROM rows ORDER BY name")]


def test_all_or_nothing(db: sqlite3.Connection) -> None:
    with pytest.raises(KeyError), atomic(db):
        db.execute("INSERT INTO rows VALUES ('a')")
        raise KeyError
    assert not names(db)
    assert not db.in_transaction


def test_a_part_fails_alone(db: sqlite3.Connection) -> None:
    with atomic(db):
        db.execute("INSERT INTO rows VALUES ('a')")
        with pytest.raises(sqlite3.IntegrityError), atomic(db):
            db.execute("INSERT INTO rows VALUES ('b')")
            db.execute("INSERT INTO rows VALUES ('a')")
        with atomic(db):
            db.execute("INSERT INTO rows VALUES ('c')")
    assert names(db) == ["a", "c"]


def test_a_snapshot_sees_one_state(db: sqlite3.Connection, tmp_path: Path) -> None:
    with closing(connect_read_only(tmp_path / "some.db")) as reader:
        with snapshot(reader):
            assert not names(reader)
            db.execute("INSERT INTO rows VALUES ('a')")
            assert not names(reader)
        assert names(reader) == ["a"]


def test_an_odd_path_is_a_path(tmp_path: Path) -> None:
    folder = tmp_path / "a #1?mode=rwc%41 é"
    folder.mkdir()
    with closing(connect(folder / "some.db")) as db:
        db.execute("CREATE TABLE rows (name)")
        with closing(connect_read_only(folder / "some.db")) as reader:
            assert not names(reader)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs another user")
def test_a_workspace_on_a_read_only_disk_can_be_read(
    for_all: Path, report: Callable[..., Reading]
) -> None:
    workspace = open_workspace(for_all / "workspace", create=True)
    with writing(workspace), open_evidence(workspace) as evidence:
        evidence.save([report("/a.pdf", "Leaders act.")])
    # Root may write everywhere, so another user reads what it may not write.
    for path in (workspace.root, workspace.evidence):
        path.chmod(path.stat().st_mode | 0o055)
    done = subprocess.run(
        [sys.executable, "-c", READ, str(workspace.root)], capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.stdout == "1\n", done.stderr


COMPLAINTS = [
    (sqlite3.SQLITE_FULL, "the disk is full"),
    (sqlite3.SQLITE_READONLY_DBMOVED, "it may only be read"),  # an extended code
    (sqlite3.SQLITE_CORRUPT_INDEX, "it is damaged. Run `vouch restore`"),
    (sqlite3.SQLITE_NOTADB, "it is no database"),
    (sqlite3.SQLITE_BUSY_SNAPSHOT, "another program holds it"),
    (sqlite3.SQLITE_IOERR_FSYNC, "the disk reports an error"),
    (sqlite3.SQLITE_CANTOPEN, "it cannot be opened"),
    (sqlite3.SQLITE_ERROR, "SQLite says: no such table"),
]


@pytest.mark.parametrize(("code", "words"), COMPLAINTS)
def test_complaints_name_the_file_and_the_remedy(code: int, words: str) -> None:
    error = sqlite3.OperationalError("no such table")
    error.sqlite_errorcode = code
    with pytest.raises(WorkspaceError) as told, translated(Path("/w/evidence.db")):
        raise error
    assert str(told.value).startswith("The file /w/evidence.db cannot be used: ")
    assert words in str(told.value)
    assert told.value.__cause__ is error


def test_a_complaint_that_cannot_be_read_is_damage(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "some.db")) as db:
        db.execute("CREATE TABLE some_rows (name)")
        db.execute("PRAGMA writable_schema=ON")
        broken = b"CREATE TABLE \xa0\xff ("
        db.execute("UPDATE sqlite_master SET sql = CAST(? AS TEXT), name = CAST(? AS TEXT)",
                   (broken, b"\xa0\xff"))  # fmt: skip
    with (
        pytest.raises(WorkspaceError, match=r"some\.db cannot be used: it is damaged"),
        translated(tmp_path / "some.db"),
        closing(connect_read_only(tmp_path / "some.db")) as db,
    ):
        db.execute("SELECT * FROM some_rows")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        pytest.param(errno.ENOSPC, "the disk is full. Free some space", id="full"),
        pytest.param(errno.EACCES, "Check that you may write", id="forbidden"),
    ],
)
def test_what_the_disk_refuses_comes_with_a_remedy(code: int, words: str) -> None:
    with pytest.raises(WorkspaceError, match=words), translated(Path("a.sealed")):
        raise OSError(code, os.strerror(code))
