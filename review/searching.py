"""Searches that somebody keeps under a name: a convenience of theirs, and no decision."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from corpus.decisions import Decisions
from corpus.problems import SettingsError
from corpus.users import User

_MOST, _LONGEST_NAME, _LONGEST = 100, 100, 2000


@dataclass(frozen=True, slots=True)
class Saved:
    """A search that was kept: `query` is the query of its address."""

    id: str
    name: str
    query: str


def saved(decisions: Decisions, user: User) -> list[Saved]:
    """List what a user kept, by name."""
    rows = decisions.rows(
        "SELECT id, name, query FROM saved_searches WHERE user = ? ORDER BY name, at", user.key
    )
    return [Saved(*row) for row in rows]


def save(decisions: Decisions, user: User, name: str, query: str) -> None:
    """Keep a search under a name; one of the same name is replaced."""
    # A sign that nobody sees parts words as a blank does: "late\nvisits" is two of them.
    clean = " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())
    if not clean or len(clean) > _LONGEST_NAME or len(query) > _LONGEST:
        raise SettingsError(f"Give the search a name of at most {_LONGEST_NAME} characters.")
    others = [one for one in saved(decisions, user) if one.name != clean]
    if len(others) >= _MOST:
        raise SettingsError(f"There are {_MOST} saved searches already: delete one first.")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with decisions.together():
        decisions.db.execute(
            "DELETE FROM saved_searches WHERE user = ? AND name = ?", (user.key, clean)
        )
        decisions.db.execute(
            "INSERT INTO saved_searches (id, user, name, query, at) VALUES (?, ?, ?, ?, ?)",
            (secrets.token_hex(8), user.key, clean, query, now),
        )


def forget(decisions: Decisions, user: User, key: str) -> None:
    """Delete a search that a user kept."""
    with decisions.together():
        decisions.db.execute(
            "DELETE FROM saved_searches WHERE user = ? AND id = ?", (user.key, key)
        )
