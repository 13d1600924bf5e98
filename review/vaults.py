"""Vaults that people have opened in the app: in memory alone, one a session, and gone with it.

The passphrase is used once and kept nowhere. What is kept is the open vault, until the session ends
in whatever way; nothing of it is ever written or handed to another session.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from corpus.problems import AccessError, SealedError
from corpus.vault import Vault, open_vault, sealer
from corpus.workspace import Workspace
from review.forgetting import forget
from review.sessions import Session

_MOST = 8  # open at once; the one that was used least goes for the next
_TRIES, _LOCKED = 5, 900.0  # wrong passphrases of one user, and seconds without another try
_REMEMBERED = 5000  # heads of cases, and a few reports


@dataclass(frozen=True, slots=True)
class Opened:
    """A vault that somebody opened, and what was read in it, by the state of the sealed files."""

    vault: Vault
    user: str
    _made: OrderedDict[Any, tuple[Any, Any]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def remembered(self, key: object, state: object, make: Callable[[], Any]) -> Any:
        """Return what was made under this key in this state, or make it."""
        with self._lock:
            known = self._made.get(key)
            if known is not None and known[0] == state:
                self._made.move_to_end(key)
                return known[1]
        made = make()
        with self._lock:
            self._made[key] = state, made
            while len(self._made) > _REMEMBERED:
                self._made.popitem(last=False)
        return made

    def close(self) -> None:
        """Forget the key and all that was read with it."""
        self.vault.close()
        with self._lock:
            self._made.clear()
        # Other open vaults pay for that with a moment: what is looked for anew is remembered anew.
        forget()


class Vaults:
    """The open vaults of a workspace by session; `now` is a clock in seconds."""

    def __init__(
        self, workspace: Workspace, most: int = _MOST, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._workspace = workspace
        self._most = most
        self._now = now
        self._lock = threading.Lock()
        # To open one takes memory on purpose: one after the other.
        self._opening = threading.Lock()
        self._open: OrderedDict[str, Opened] = OrderedDict()
        self._wrong: dict[str, list[float]] = {}

    def __len__(self) -> int:
        return len(self._open)

    def open(self, session: Session, passphrase: str) -> None:
        """Open the vault for a session.

        SealedError for a wrong passphrase, AccessError after too many of one user.
        """
        with self._opening:
            self._refuse_locked(session.user.key)
            try:
                vault = open_vault(self._workspace, passphrase)
            except SealedError:
                self._wrong.setdefault(session.user.key, []).append(self._now())
                raise
            self._wrong.pop(session.user.key, None)
        self.drop(session.id)
        with self._lock:
            self._open[session.id] = Opened(vault, session.user.key)
            while len(self._open) > self._most:
                self._open.popitem(last=False)[1].close()

    def of(self, session: Session) -> Opened | None:
        """Return the vault that was opened in a session; null where none is open."""
        with self._lock:
            found = self._open.get(session.id)
            if found is None:
                return None
            self._open.move_to_end(session.id)
        lock = sealer(self._workspace)
        if lock is None or lock.public_key != found.vault.sealer.public_key:
            # Another vault stands in its place, as after a restore.
            self.drop(session.id)
            return None
        return found

    def drop(self, session_id: str) -> None:
        """Close the vault of a session, as when somebody signs out."""
        with self._lock:
            found = self._open.pop(session_id, None)
        if found is not None:
            found.close()

    def drop_of(self, user: str) -> None:
        """Close all vaults that a user opened, as after another password."""
        for session_id in [key for key, one in list(self._open.items()) if one.user == user]:
            self.drop(session_id)

    def keep_only(self, alive: Collection[str]) -> None:
        """Close the vaults of sessions that are no longer among those alive."""
        for session_id in [key for key in list(self._open) if key not in alive]:
            self.drop(session_id)

    def _refuse_locked(self, user: str) -> None:
        since = self._now() - _LOCKED
        tries = [at for at in self._wrong.get(user, ()) if at > since]
        self._wrong[user] = tries
        if len(tries) >= _TRIES:
            raise AccessError(
                "Too many wrong passphrases: try again in a quarter of an hour. Who looks after "
                "this workspace knows the passphrase; nobody can find a lost one again."
            )


@cache
def vaults_of(workspace: Workspace) -> Vaults:
    """Return the open vaults of a workspace, which all requests share."""
    return Vaults(workspace)
