"""The schema of review.db, one numbered step after another; docs/corrections.md describes it.

A step is never changed once it has been published: a new one is added. All steps that a file lacks
are made in one transaction, which holds the file before it looks: two programs may meet at a file
that neither has made yet.
"""

from __future__ import annotations

import secrets
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from corpus.database import atomic
from corpus.problems import WorkspaceError

SET = "review"
_RECORDED = "SELECT name FROM _migrations WHERE migration_set = ? ORDER BY id"
_IS_THERE = "SELECT 1 FROM sqlite_master WHERE name = '_migrations'"
_FOREIGN = "SELECT 1 FROM sqlite_master"


def version(connection: sqlite3.Connection, path: Path) -> int:
    """Return how many steps an open review.db has had; 0 for a new file.

    WorkspaceError where the file is another program's or was written by a newer Vouch.
    """
    if connection.execute(_IS_THERE).fetchone() is None:
        if connection.execute(_FOREIGN).fetchone():
            raise WorkspaceError(
                f"The file {path} is a database of another program. Choose another --workspace."
            )
        return 0
    applied = [name for (name,) in connection.execute(_RECORDED, (SET,))]
    unknown = [name for name in applied if name not in STEPS]
    if unknown:
        raise WorkspaceError(
            f"The file {path} was written by a newer Vouch (step {unknown[-1]}); this Vouch knows "
            f"{len(STEPS)} steps. Install the newer Vouch, or choose another --workspace."
        )
    return len(applied)


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring an open review.db up to date, and give a new one its installation's id."""
    with atomic(connection):
        if connection.execute(_IS_THERE).fetchone() is None:
            version(connection, path)
            connection.execute(_MIGRATIONS)
        for name in list(STEPS)[version(connection, path) :]:
            for statement in STEPS[name]:
                connection.execute(statement)
            connection.execute(
                "INSERT INTO _migrations (migration_set, name, applied_at) VALUES (?, ?, ?)",
                (SET, name, _now()),
            )
        if connection.execute("SELECT 1 FROM installation").fetchone() is None:
            connection.execute(
                "INSERT INTO installation (id, created) VALUES (?, ?)",
                (secrets.token_hex(8), _now()),
            )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


_MIGRATIONS = """CREATE TABLE _migrations (
    id INTEGER PRIMARY KEY,
    migration_set TEXT NOT NULL,
    name TEXT NOT NULL,
    applied_at TEXT NOT NULL,
    UNIQUE (migration_set, name)
)"""
_EVENTS = (
    # Which machine this file is at home on: events of others may be merged in beside its own.
    """CREATE TABLE installation (
        id TEXT PRIMARY KEY,
        created TEXT NOT NULL
    )""",
    # Ids are TEXT as in evidence.db: a join of TEXT with INTEGER would use no index.
    """CREATE TABLE events (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        origin TEXT NOT NULL,
        origin_seq INTEGER NOT NULL CHECK (origin_seq > 0),
        tick INTEGER NOT NULL CHECK (tick > 0),
        at TEXT NOT NULL,
        who TEXT NOT NULL CHECK (who != ''),
        what TEXT NOT NULL CHECK (what != ''),
        target_type TEXT NOT NULL CHECK (target_type != ''),
        target_id TEXT NOT NULL CHECK (target_id != ''),
        document_id TEXT,
        start INTEGER,
        "end" INTEGER,
        before TEXT,
        after TEXT,
        reason TEXT,
        undoes TEXT,
        previous_hash TEXT NOT NULL,
        hash TEXT NOT NULL UNIQUE,
        UNIQUE (origin, origin_seq)
    )""",
    "CREATE INDEX events_by_target ON events (target_type, target_id)",
    "CREATE INDEX events_by_document ON events (document_id) WHERE document_id IS NOT NULL",
    "CREATE INDEX events_by_tick ON events (tick)",
    "CREATE INDEX events_undoing ON events (undoes) WHERE undoes IS NOT NULL",
    # Kept apart from the events, so that one that is missing at the end is missed.
    """CREATE TABLE heads (
        origin TEXT PRIMARY KEY,
        length INTEGER NOT NULL,
        hash TEXT NOT NULL
    )""",
    "CREATE TRIGGER events_never_updated BEFORE UPDATE ON events "
    "BEGIN SELECT RAISE(ABORT, 'events are never changed: add another event'); END",
    "CREATE TRIGGER events_never_deleted BEFORE DELETE ON events "
    "BEGIN SELECT RAISE(ABORT, 'events are never deleted: add another event'); END",
    # INSERT OR REPLACE deletes without calling the trigger above.
    """CREATE TRIGGER events_never_replaced BEFORE INSERT ON events
        WHEN EXISTS (SELECT 1 FROM events WHERE seq = new.seq OR hash = new.hash
            OR (origin, origin_seq) = (new.origin, new.origin_seq))
        BEGIN SELECT RAISE(ABORT, 'events are never replaced: add another event'); END""",
    "CREATE TRIGGER heads_never_deleted BEFORE DELETE ON heads "
    "BEGIN SELECT RAISE(ABORT, 'the end of a chain is never deleted'); END",
    "CREATE TRIGGER heads_never_back BEFORE UPDATE ON heads "
    "WHEN new.origin != old.origin OR new.length <= old.length "
    "BEGIN SELECT RAISE(ABORT, 'a chain never gets shorter'); END",
    # What nobody has taken back; the last one of a target, by tick and then by installation, wins.
    """CREATE VIEW standing AS
        SELECT * FROM events WHERE what != 'undo'
        AND NOT EXISTS (SELECT 1 FROM events AS later WHERE later.undoes = events.hash)""",
    """CREATE VIEW current AS
        SELECT * FROM standing WHERE what IN ('accept', 'change', 'reject', 'add', 'reopen')
        AND NOT EXISTS (
            SELECT 1 FROM standing AS later
            WHERE later.target_type = standing.target_type AND later.target_id = standing.target_id
            AND later.what IN ('accept', 'change', 'reject', 'add', 'reopen')
            AND (later.tick, later.origin) > (standing.tick, standing.origin))""",
)
_USERS = (
    # `key` is the name as compared; `hash` of the password by argon2id, which names its own cost.
    """CREATE TABLE users (
        key TEXT PRIMARY KEY CHECK (key != ''),
        name TEXT NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('reader', 'inspector', 'signer', 'keeper')),
        hash TEXT NOT NULL,
        added TEXT NOT NULL,
        disabled TEXT
    )""",
)
# What holds of a target, kept beside the events so that a queue of a million tags can leave out
# what is decided. Written by the trigger alone, in the transaction of the event.
_NOW = """SELECT target_type, target_id, seq, what, who FROM current"""
_APP = (
    """CREATE TABLE decided (
        target_type TEXT NOT NULL,
        target_id TEXT NOT NULL,
        seq INTEGER NOT NULL,
        what TEXT NOT NULL,
        who TEXT NOT NULL,
        PRIMARY KEY (target_type, target_id)
    ) WITHOUT ROWID""",
    f"INSERT INTO decided {_NOW}",
    f"""CREATE TRIGGER events_decided AFTER INSERT ON events BEGIN
        DELETE FROM decided
            WHERE target_type = new.target_type AND target_id = new.target_id;
        INSERT INTO decided {_NOW}
            WHERE target_type = new.target_type AND target_id = new.target_id;
    END""",  # noqa: S608
    # For who takes back their last word.
    "CREATE INDEX events_by_who ON events (who, seq)",
    # A password that somebody else set must be changed by who signs in with it.
    "ALTER TABLE users ADD COLUMN temporary INTEGER NOT NULL DEFAULT 0",
    """CREATE TABLE assignments (
        user TEXT NOT NULL,
        provider TEXT NOT NULL,
        PRIMARY KEY (user, provider)
    ) WITHOUT ROWID""",
    # `id` is a hash of the secret in the cookie; times are seconds (Unix).
    """CREATE TABLE sessions (
        id TEXT PRIMARY KEY,
        user TEXT NOT NULL,
        token TEXT NOT NULL,
        began REAL NOT NULL,
        seen REAL NOT NULL
    ) WITHOUT ROWID""",
    "CREATE INDEX sessions_by_user ON sessions (user)",
    "CREATE TABLE failures (key TEXT NOT NULL, at REAL NOT NULL)",
    "CREATE INDEX failures_by_key ON failures (key, at)",
    """CREATE TABLE claims (
        passage_id TEXT NOT NULL,
        framework TEXT NOT NULL,
        user TEXT NOT NULL,
        until REAL NOT NULL,
        PRIMARY KEY (passage_id, framework)
    ) WITHOUT ROWID""",
    "CREATE INDEX claims_by_user ON claims (user)",
    # What somebody put off, so that they do not get it again at once.
    """CREATE TABLE skips (
        passage_id TEXT NOT NULL,
        framework TEXT NOT NULL,
        user TEXT NOT NULL,
        until REAL NOT NULL,
        PRIMARY KEY (passage_id, framework, user)
    ) WITHOUT ROWID""",
    """CREATE TABLE saved_searches (
        id TEXT PRIMARY KEY,
        user TEXT NOT NULL,
        name TEXT NOT NULL,
        query TEXT NOT NULL,
        at TEXT NOT NULL
    )""",
)
# Roles by the names that people give them; the events keep those of their day.
_ROLES = (
    """CREATE TABLE users_by_role (
        key TEXT PRIMARY KEY CHECK (key != ''),
        name TEXT NOT NULL,
        role TEXT NOT NULL
            CHECK (role IN ('researcher', 'inspector', 'qa-reviewer', 'administrator')),
        hash TEXT NOT NULL,
        added TEXT NOT NULL,
        disabled TEXT,
        temporary INTEGER NOT NULL DEFAULT 0
    )""",
    """INSERT INTO users_by_role SELECT key, name,
        CASE role WHEN 'reader' THEN 'researcher' WHEN 'signer' THEN 'qa-reviewer'
            WHEN 'keeper' THEN 'administrator' ELSE role END,
        hash, added, disabled, temporary FROM users""",
    "DROP TABLE users",
    "ALTER TABLE users_by_role RENAME TO users",
)
STEPS = {
    "step_01_events": _EVENTS, "step_02_users": _USERS, "step_03_app": _APP,
    "step_04_roles": _ROLES,
}  # fmt: skip
CURRENT = len(STEPS)
TRIGGERS = frozenset(
    {"events_never_updated", "events_never_deleted", "events_never_replaced",
     "heads_never_deleted", "heads_never_back", "events_decided"}
)  # fmt: skip
