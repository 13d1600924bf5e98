"""The two databases as a request sees them: one connection a thread, made anew where a file was.

Pages read evidence.db and never write it; decisions go to review.db. Readers never wait for an
ingest: both files have a write-ahead log.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import TypeVar

from corpus.database import translated
from corpus.decisions import Decisions, open_decisions
from corpus.evidence import Evidence, open_evidence
from corpus.workspace import Workspace

Store = TypeVar("Store", Evidence, Decisions)


class Stores:
    """The open databases of this thread; they close with it."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._here = threading.local()
        # Looked at several times a page: cheaper than paths.
        self._files = str(workspace.evidence), str(workspace.review)

    @property
    def evidence(self) -> Evidence:
        """The evidence base, read-only, with people's decisions beside it as `review`.

        WorkspaceError where a file is not there or fails.
        """
        return self._current("evidence", self._opened)

    @property
    def decisions(self) -> Decisions:
        """People's decisions, users and sessions, to read and add to. WorkspaceError as above."""
        return self._current("decisions", lambda: open_decisions(self.workspace))

    def close(self) -> None:
        """Close what this thread opened."""
        for name in ("evidence", "decisions"):
            known = getattr(self._here, name, None)
            if known is not None:
                known[1].close()
                delattr(self._here, name)

    def _opened(self) -> Evidence:
        workspace = self.workspace
        # Made where it is not there yet, since nothing else can be joined with it.
        open_decisions(workspace).close()
        evidence = open_evidence(workspace, read_only=True)
        with translated(workspace.review):
            address = f"{workspace.review.absolute().as_uri()}?mode=ro"
            evidence.db.execute("ATTACH ? AS review", (address,))
        return evidence

    def _current(self, name: str, opened: Callable[[], Store]) -> Store:
        known: tuple[object, Store] | None = getattr(self._here, name, None)
        if known is not None and known[0] == self._identity():
            return known[1]
        if known is not None:
            known[1].close()
            delattr(self._here, name)
        store = opened()
        # A file is another one after a restore, whatever its name.
        setattr(self._here, name, (self._identity(), store))
        return store

    def _identity(self) -> tuple[tuple[int, int] | None, ...]:
        return tuple(map(_inode, self._files))


def _inode(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - as above
    except OSError:
        return None
    return found.st_dev, found.st_ino
