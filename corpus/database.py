"""Opens the SQLite files of a workspace and turns what SQLite reports into words for a user."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from corpus.problems import WorkspaceError

RESTORE = (
    "Run `vouch restore` with your last backup; without one, move this file elsewhere and ingest "
    "the documents again."
)
_BUSY_SECONDS = 30.0
# By SQLite's primary result code: what is the matter, and what to do.
_REMEDIES = {
    sqlite3.SQLITE_FULL: "the disk is full. Free some space and run the same command again; "
    "what was stored before is still there.",
    sqlite3.SQLITE_READONLY: "it may only be read. Ask for the right to write there, or choose "
    "another --workspace.",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened. Check that the folder is there and that you "
    "may read and write in it.",
    sqlite3.SQLITE_PERM: "you have no right to use it. Ask its owner.",
    sqlite3.SQLITE_BUSY: "another program holds it. Close that program and run again.",
    sqlite3.SQLITE_LOCKED: "another program holds it. Close that program and run again.",
    sqlite3.SQLITE_CORRUPT: f"it is damaged. {RESTORE}",
    sqlite3.SQLITE_NOTADB: f"it is no database, or it is damaged. {RESTORE}",
    sqlite3.SQLITE_IOERR: "the disk reports an error. Check the disk or the network drive, then "
    "run the same command again.",
}


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise WorkspaceError, naming the file and the remedy, for any error of SQLite inside."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
        remedy = (
            _REMEDIES[sqlite3.SQLITE_FULL]
            if full
            else f"{error.strerror or error}. Check that you may write in its folder."
        )
        raise WorkspaceError(f"The file {path} cannot be used: {remedy}") from error
    except sqlite3.Error as error:
        raise WorkspaceError(f"The file {path} cannot be used: {_remedy(error)}") from error
    except UnicodeDecodeError as error:
        # What SQLite says of a damaged schema quotes it, and Python cannot read the quotation.
        raise WorkspaceError(
            f"The file {path} cannot be used: {_REMEDIES[sqlite3.SQLITE_CORRUPT]}"
        ) from error


def connect(path: Path) -> sqlite3.Connection:
    """Open a database for reading and writing, made for its owner alone where it is new.

    Transactions are begun by `atomic` only. Write-ahead log, so that readers never wait;
    `synchronous` is NORMAL: a power cut may undo the last batch, never half of one.
    """
    _make_private(path)
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")
    # Ids are hashes and land all over their indexes: those must fit in memory (KiB).
    connection.execute("PRAGMA cache_size=-65536")
    # Deleted case notes must not linger in free pages of the file.
    connection.execute("PRAGMA secure_delete=ON")
    return connection


def connect_read_only(path: Path) -> sqlite3.Connection:
    """Open an existing database so that no statement can change it, also on a read-only disk."""
    log = path.with_name(path.name + "-wal")
    # Without write access SQLite cannot share a log; where there is none it need not look for one.
    still = not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)
    mode = "mode=ro&immutable=1" if still else "mode=ro"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{mode}",
        uri=True,
        timeout=_BUSY_SECONDS,
        isolation_level=None,
    )
    connection.execute("PRAGMA query_only=ON")
    return connection


@contextlib.contextmanager
def atomic(connection: sqlite3.Connection) -> Iterator[None]:
    """Run everything inside in one transaction; inside another one, as a part that can fail alone.

    The write lock is taken at the start, so that no statement half way meets another writer.
    """
    inner = connection.in_transaction
    begin, commit, rollback = _INNER if inner else _OUTER
    connection.execute(begin)
    done = False
    try:
        yield
        connection.execute(commit)
        done = True
    finally:
        # A full disk makes SQLite roll back by itself; then there is nothing left to undo.
        if not done and connection.in_transaction:
            for statement in rollback:
                connection.execute(statement)


@contextlib.contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """See one state of the database throughout, whatever is written meanwhile."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


_OUTER = ("BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",))
_INNER = ("SAVEPOINT part", "RELEASE part", ("ROLLBACK TO part", "RELEASE part"))


def _make_private(path: Path) -> None:
    # SQLite gives its log files the mode of the database.
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _remedy(error: sqlite3.Error) -> str:
    # Extended codes hold the primary one in their low byte.
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    return _REMEDIES.get(code, f"SQLite says: {error}. Run `vouch verify` to see what is damaged.")
