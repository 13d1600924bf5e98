"""What a question to the explorer may cost and reach; Datasette calls it for each connection.

Imported with Datasette alone.
"""

from __future__ import annotations

import sqlite3

from datasette import hookimpl

# Of one value in bytes, of one answer in columns: nobody fills the memory by one question.
LONGEST, WIDEST = 100_000, 60
# What makes large values of nothing, loads programs, or tells where the file lies.
DENIED = frozenset(
    {"printf", "format", "zeroblob", "randomblob", "load_extension", "fts3_tokenizer",
     "pragma_database_list"}
)  # fmt: skip


@hookimpl  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Let questions neither fill the memory nor learn of anything but the file."""
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
    conn.setlimit(sqlite3.SQLITE_LIMIT_COLUMN, WIDEST)
    conn.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    conn.set_authorizer(_allowed)


def _allowed(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    name = {sqlite3.SQLITE_FUNCTION: second, sqlite3.SQLITE_READ: first}.get(action) or ""
    denied = action == sqlite3.SQLITE_ATTACH or name.casefold() in DENIED
    return sqlite3.SQLITE_DENY if denied else sqlite3.SQLITE_OK
