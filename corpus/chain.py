"""Events of people and the chain of hashes that binds each to the one before.

An installation writes its own chain; what several laptops wrote can stand in one file, each chain
whole. The hash of an event covers all that it says and the hash of the event before it in its own
chain, so that none can be changed, dropped, put in or moved without its showing. `seq` alone is no
part of it: it counts the rows of the file at hand.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

What = Literal[
    "accept", "change", "reject", "add", "comment", "reopen", "correct", "state", "undo", "sign",
    "view", "refuse", "erase", "add-user", "change-user", "disable-user",
    "acknowledge", "assign", "unassign", "confirm",
]  # fmt: skip
TargetType = Literal[
    "tag", "passage", "selection", "fact", "document", "case", "inspection", "user", "sign",
    "columns", "survey", "sample",
]  # fmt: skip
WHATS: tuple[What, ...] = get_args(What)
TARGET_TYPES: tuple[TargetType, ...] = get_args(TargetType)
# What stands first in a chain has nothing before it.
START = ""
_NOT_HASHED = ("seq", "hash")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person decided about one target, before it has its place in a chain.

    `document_id` is the document that the target stands in, `start` and `end` its offsets in the
    frozen text; `before` and `after` are what was there and what shall hold, by field; `undoes` is
    the hash of the event that is taken back, for an undo.
    """

    what: What
    who: str
    target_type: TargetType
    target_id: str
    document_id: str | None = None
    start: int | None = None
    end: int | None = None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    reason: str | None = None
    undoes: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One event in its place: the row `seq` of its file and number `origin_seq` of its chain.

    `at` is ISO 8601 in UTC with seconds; `origin` is the installation that wrote it. `tick` is one
    more than that of any event its writer could see, so that what was decided in the knowledge of
    another event comes after it on every machine, whatever their clocks say.
    """

    seq: int
    origin: str
    origin_seq: int
    tick: int
    at: str
    who: str
    what: What
    target_type: TargetType
    target_id: str
    document_id: str | None
    start: int | None
    end: int | None
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    reason: str | None
    undoes: str | None
    previous_hash: str
    hash: str = field(default="")


@dataclass(frozen=True, slots=True)
class Break:
    """An event, by its `seq`, with which the chain does not hold, and why, in a sentence."""

    seq: int
    code: Literal["event-edited", "event-removed", "event-moved", "event-forged"]
    message: str


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends by the file's own account: its origin, length and last hash."""

    origin: str
    length: int
    hash: str


def canonical(value: object) -> str:
    """Return the one JSON text of a value. ValueError for what has none: NaN, half a character."""
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    text.encode()
    return text


def hash_of(event: Event) -> str:
    """Return the hex sha256 that an event must carry."""
    said = {name: value for name, value in asdict(event).items() if name not in _NOT_HASHED}
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def breaks(events: Iterable[Event], heads: Iterable[Head] = ()) -> Iterator[Break]:
    """Yield every event of a file, in its order, with which a chain does not hold.

    `heads` are the chains' ends as the file keeps them apart; with them, an event that is missing
    at the end is found as well.
    """
    chains: dict[str, _Chain] = {}
    last = 0
    for event in events:
        yield from _place(event, last)
        yield from chains.setdefault(event.origin, _Chain()).follow(event)
        last = event.seq
    known = {head.origin: head for head in heads}
    for origin in sorted(known.keys() | chains.keys(), key=str):
        yield from chains.get(origin, _Chain()).end(known.get(origin), last)


def _place(event: Event, last: int) -> Iterator[Break]:
    """Compare a row's number with that of the row before: they count from 1 without a gap."""
    if event.seq == last + 1:
        return
    gap = range(last + 1, event.seq)
    if not gap:
        yield Break(event.seq, "event-moved", f"Event {event.seq} stands behind event {last}.")
    elif len(gap) == 1:
        yield Break(gap[0], "event-removed", f"Event {gap[0]} is missing.")
    else:
        words = f"Events {gap[0]} to {gap[-1]} are missing."
        yield Break(gap[0], "event-removed", words)


@dataclass(slots=True)
class _Chain:
    """How far the chain of one installation was followed.

    `number` is null behind an event that was edited, which may have had any; `hashes` are what the
    next may name as the one before it. `missing` holds numbers left out, and where.
    """

    number: int | None = 0
    hashes: frozenset[str] = frozenset({START})
    missing: dict[int, int] = field(default_factory=dict)
    seq: int = 0

    def follow(self, event: Event) -> Iterator[Break]:
        """Compare an event with its own hash and with the one before it."""
        self.seq = event.seq
        right = _right(event)
        if right != event.hash:
            words = f"Event {event.seq} is not as it was written: its words do not match its hash."
            yield Break(event.seq, "event-edited", words)
            # Of the two one is still what the next event names.
            self.number, self.hashes = None, frozenset({event.hash, right})
            return
        expected = event.origin_seq if self.number is None else self.number + 1
        if event.origin_seq < expected:
            self.missing.pop(event.origin_seq, None)
            words = f"Event {event.seq} stands behind one of its installation that came later."
            yield Break(event.seq, "event-moved", words)
            return
        if event.origin_seq > expected:
            self._miss(range(expected, event.origin_seq), event.seq)
        elif event.previous_hash not in self.hashes:
            words = (
                f"Event {event.seq} does not follow the event before it: one of them was put in."
            )
            yield Break(event.seq, "event-forged", words)
        self.number, self.hashes = event.origin_seq, frozenset({event.hash})

    def _miss(self, numbers: range, seq: int) -> None:
        # Of a chain that jumps far, the ends are enough.
        ends = numbers if len(numbers) < 1000 else (numbers[0], numbers[-1])
        self.missing.update(dict.fromkeys(ends, seq))

    def end(self, head: Head | None, last: int) -> Iterator[Break]:
        """Say what never came, and compare the end with what the file keeps apart as its end."""
        for seq in sorted(set(self.missing.values())):
            words = f"Before event {seq} at least one event of its installation is missing."
            yield Break(seq, "event-removed", words)
        if head is None:
            if self.seq:
                words = f"Event {self.seq} belongs to an installation that never wrote here."
                yield Break(self.seq, "event-forged", words)
        elif self.number is not None and self.number < head.length:
            words = (
                f"After event {last} events are missing: installation {head.origin} wrote "
                f"{head.length}, and the last one there is number {self.number}."
            )
            yield Break(last + 1, "event-removed", words)
        elif head.hash not in self.hashes:
            words = f"Event {self.seq} is not the last one that was written: it was put in."
            yield Break(self.seq, "event-forged", words)


def _right(event: Event) -> str:
    """Return the hash that an event must carry; of one that no hash can be made of, a wrong one."""
    try:
        return hash_of(event)
    except (ValueError, TypeError):
        return "not an event"
