"""Sessions on the server's side: who is signed in, since when, and the token of their forms.

The cookie holds a secret of which review.db keeps only a hash: who reads the file signs in as
nobody. Signing in makes a new session, whatever cookie came along, and after too many wrong
passwords a name is locked for a while.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from corpus.decisions import Decisions
from corpus.problems import AccessError
from corpus.users import USER, User, Users, key_of, user_of

COOKIE = "vouch-session"
_TRIES, _WINDOW, _LOCKED = 5, 900.0, 900.0
# A session's last use is written at most this often (seconds): each is a write to the disk.
_COARSE = 60.0


@dataclass(frozen=True, slots=True)
class Session:
    """A session that holds. `token` must come back with every form; `ends` is in seconds (Unix)."""

    id: str
    user: User
    token: str
    ends: float


@dataclass(frozen=True, slots=True)
class Lives:
    """How long sessions live without a request, and in any case, in seconds."""

    idle: float = 1800.0
    longest: float = 43_200.0


class Sessions:
    """The sessions in an open review.db; `now` is a clock in seconds."""

    def __init__(
        self, decisions: Decisions, lives: Lives | None = None, now: Callable[[], float] = time.time
    ) -> None:
        self._decisions = decisions
        self._lives = lives or Lives()
        self._now = now

    def sign_in(self, name: str, password: str) -> tuple[str, Session]:
        """Return a new secret and its session. AccessError where they do not fit, or too often."""
        self._refuse_locked(name)
        try:
            user = Users(self._decisions).check(name, password)
        except AccessError:
            self._write("INSERT INTO failures (key, at) VALUES (?, ?)", key_of(name), self._now())
            raise
        self._write("DELETE FROM failures WHERE key = ?", key_of(name))
        return self.begin(user)

    def begin(self, user: User) -> tuple[str, Session]:
        """Begin a session for somebody who is known to be who they say; sweep the dead ones."""
        secret, token, now = secrets.token_urlsafe(32), secrets.token_urlsafe(32), self._now()
        self._write(
            "DELETE FROM sessions WHERE seen < ? OR began < ?",
            now - self._lives.idle, now - self._lives.longest,
        )  # fmt: skip
        self._write(
            "INSERT INTO sessions (id, user, token, began, seen) VALUES (?, ?, ?, ?, ?)",
            _hashed(secret), user.key, token, now, now,
        )  # fmt: skip
        return secret, Session(_hashed(secret), user, token, now + self._lives.idle)

    def of(self, secret: str | None) -> Session | None:
        """Return the session of a cookie's secret and keep it alive; null where there is none."""
        if not secret:
            return None
        found = next(self._decisions.rows(_FIND, _hashed(secret)), None)
        if found is None:
            return None
        token, began, seen, user = found[0], found[1], found[2], user_of(found[3:])
        now = self._now()
        if user.disabled or now > seen + self._lives.idle or now > began + self._lives.longest:
            self.end(secret)
            return None
        if now - seen > _COARSE:
            self._write("UPDATE sessions SET seen = ? WHERE id = ?", now, _hashed(secret))
            seen = now
        ends = min(seen + self._lives.idle, began + self._lives.longest)
        return Session(_hashed(secret), user, token, ends)

    def alive(self) -> frozenset[str]:
        """Return the ids of all sessions that hold now, of users who may sign in."""
        now = self._now()
        rows = self._decisions.rows(_ALIVE, now - self._lives.idle, now - self._lives.longest)
        return frozenset(row[0] for row in rows)

    def end(self, secret: str) -> None:
        """End a session for good."""
        self._write("DELETE FROM sessions WHERE id = ?", _hashed(secret))

    def end_all(self, user: User) -> None:
        """End all sessions of a user, as after another password."""
        self._write("DELETE FROM sessions WHERE user = ?", user.key)

    def _refuse_locked(self, name: str) -> None:
        now = self._now()
        self._write("DELETE FROM failures WHERE at < ?", now - _WINDOW - _LOCKED)
        rows = self._decisions.rows(
            "SELECT count(*), max(at) FROM failures WHERE key = ? AND at > ?",
            key_of(name), now - _WINDOW,
        )  # fmt: skip
        tries, last = next(rows)
        if tries >= _TRIES and now < last + _LOCKED:
            minutes = max(1, math.ceil((last + _LOCKED - now) / 60))
            raise AccessError(
                f"Too many wrong passwords for this name: it is locked for {minutes} more "
                f"minute{'s' if minutes > 1 else ''}. Wait, or ask an administrator to set another "
                "password."
            )

    def _write(self, statement: str, *values: object) -> None:
        with self._decisions.together():
            self._decisions.db.execute(statement, values)


def same(given: str, known: str) -> bool:
    """Compare a form's token with the session's, in the same time wherever they differ."""
    return hmac.compare_digest(given.encode(), known.encode())


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


_ALIVE = """
    SELECT sessions.id FROM sessions JOIN users ON users.key = sessions.user
    WHERE seen >= ? AND began >= ? AND disabled IS NULL
"""
_FIND = f"""
    SELECT token, began, seen, {USER}
    FROM sessions JOIN users ON users.key = sessions.user WHERE sessions.id = ?
"""  # noqa: S608 - our own names
