"""Counts that are made once for each state of the evidence base, however often they are asked for.

A state is known by the times and sizes of the database and its log, which every writer changes.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

from corpus.evidence import Evidence

Made = TypeVar("Made")
State = tuple[tuple[int, int], ...]
_MOST = 512


def state_of(evidence: Evidence) -> State:
    """Return what tells one state of the evidence base from another."""
    # Asked several times a page: cheaper than a path of its own.
    path = str(evidence.workspace.evidence)
    found = []
    for one in (path, f"{path}-wal"):
        try:
            status = os.stat(one)  # noqa: PTH116 - as above
            found.append((status.st_mtime_ns, status.st_size))
        except OSError:
            found.append((0, 0))
    return tuple(found)


class Remembered:
    """Results by key, each for one state; the least used go first. Safe from many threads."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._made: OrderedDict[Any, tuple[State, Any]] = OrderedDict()

    def of(self, evidence: Evidence, key: Any, make: Callable[[], Made]) -> Made:
        """Return what was made for this key in this state, or make it."""
        # Looked at before it is made: what changes meanwhile is seen the next time.
        state, where = state_of(evidence), (evidence.workspace.root, key)
        with self._lock:
            known = self._made.get(where)
            if known is not None and known[0] == state:
                self._made.move_to_end(where)
                found: Made = known[1]
                return found
        made = make()
        with self._lock:
            self._made[where] = state, made
            self._made.move_to_end(where)
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return made


_COUNTS = Remembered()


def counted(evidence: Evidence, statement: str, *values: object) -> int:
    """Return the one number that a SELECT of evidence alone gives."""

    def count() -> int:
        [(number,)] = evidence.query(statement, *values)
        return int(number)

    return _COUNTS.of(evidence, (statement, values), count)
