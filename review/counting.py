"""Counts that are made once for each state of the evidence base, however often they are asked for.

A state is known by the times and sizes of the database and its log, which every writer changes.
"""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from weakref import WeakSet

from corpus.evidence import Evidence

Made = TypeVar("Made")
State = tuple[tuple[int, int], ...]
_MOST = 512
_UNSEEN = 1.0  # seconds in which a writer lets all others see what it wrote


class _Kept(NamedTuple):
    """A result, the state that it was made for, and until when it may be shown, in seconds."""

    state: State
    until: float
    made: Any


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
    """Results by key, each for one state; the least used go first. Safe from many threads.

    With the first look at another state all that was made for an earlier one goes, in every one of
    these: nothing is held that nobody can be shown, such as the words of a case that was erased.
    """

    def __init__(self, most: int = _MOST, now: Callable[[], float] = time.time) -> None:
        self._most = most
        self._now = now
        self._lock = threading.Lock()
        self._made: OrderedDict[Any, _Kept] = OrderedDict()
        _EVERY.add(self)

    def of(self, evidence: Evidence, key: Any, make: Callable[[], Made]) -> Made:
        """Return what was made for this key in this state, or make it."""
        # Looked at before it is made: what changes meanwhile is seen the next time.
        state, where, begun = noticed(evidence), (evidence.workspace.root, key), self._now()
        with self._lock:
            known = self._made.get(where)
            if known is not None and known.state == state and begun < known.until:
                self._made.move_to_end(where)
                found: Made = known.made
                return found
        made = make()
        with self._lock:
            self._made[where] = _Kept(state, _until(state, begun), made)
            self._made.move_to_end(where)
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return made

    def keep_only(self, root: Path, state: State) -> None:
        """Drop what was made of a workspace in other states than this."""
        with self._lock:
            kept = [
                (where, known)
                for where, known in self._made.items()
                if where[0] != root or known.state == state
            ]
            self._made = OrderedDict(kept)

    def __len__(self) -> int:
        return len(self._made)


_EVERY: WeakSet[Remembered] = WeakSet()
_STATES: dict[Path, State] = {}


def noticed(evidence: Evidence) -> State:
    """Return the state of the evidence base; where it is another one, drop what was made before."""
    state, root = state_of(evidence), evidence.workspace.root
    if _STATES.get(root) != state:
        _STATES[root] = state
        for one in list(_EVERY):
            one.keep_only(root, state)
    return state


def _until(state: State, begun: float) -> float:
    """Return until when something that was begun to be made at that time may be shown.

    A writer changes its log first, and only then lets others see it: what somebody reads in between
    is old, and stays the words of the new state for a moment alone.
    """
    newest = max(changed for changed, _ in state) / 1e9
    return float("inf") if abs(begun - newest) > _UNSEEN else begun + _UNSEEN


_COUNTS = Remembered()


def counted(evidence: Evidence, statement: str, *values: object) -> int:
    """Return the one number that a SELECT of evidence alone gives."""

    def count() -> int:
        [(number,)] = evidence.query(statement, *values)
        return int(number)

    return _COUNTS.of(evidence, (statement, values), count)
