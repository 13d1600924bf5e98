"""Brings the events of several laptops together, each laptop's chain whole.

What comes in was written elsewhere and is checked as such: every event must carry its own hash and
follow the one before it in its chain. Either all of a file is taken or nothing. What two people
decided differently without seeing each other is a conflict until somebody settles it, by an event
that names both.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from corpus.chain import START, TARGET_TYPES, WHATS, Draft, Event, hash_of
from corpus.decisions import Decisions
from corpus.problems import VouchError
from corpus.users import User, require

_NAMES = tuple(field.name for field in fields(Event))
_DECIDED = ("accept", "change", "reject", "reopen")
_LONGEST_LINE = 1_000_000
_NUMBERS = ("origin_seq", "tick", "start", "end")
_HIGHEST = 2**53 - 1  # of numbers: what every reader of JSON and SQLite can hold
_TEXTS = ("origin", "at", "who", "target_id", "hash")
# What is stored as text comes back as text: a number there would not match its hash any more.
_TEXTS_OR_NULL = ("document_id", "reason", "undoes")
SETTLES = "settles"


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did: events taken, events that were there already, and laptops heard of."""

    taken: int
    known: int
    origins: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Decisions on one target that differ, each the last of its laptop, the earliest first."""

    target_type: str
    target_id: str
    events: tuple[Event, ...]


def read_events(path: Path) -> list[Event]:
    """Read an export of events (JSON lines). VouchError names the line that is none."""
    found = []
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(iter(lambda: lines.readline(_LONGEST_LINE), ""), 1):
                if line.strip():
                    found.append(_event(line, f"{path.name}, line {number}"))
    except UnicodeDecodeError as error:
        raise VouchError(
            f"{path.name} is no export of events: it is not UTF-8. Make it with `vouch export "
            "--what events --format jsonl` on the other laptop."
        ) from error
    return found


def merge(decisions: Decisions, events: Sequence[Event]) -> Merged:
    """Add the events of other laptops that are not there yet, all or none.

    VouchError where a chain does not hold, does not follow what is here, or tells something else
    than is known of the same event.
    """
    by_origin: dict[str, list[Event]] = {}
    for event in events:
        by_origin.setdefault(event.origin, []).append(event)
    taken = 0
    with decisions.together():
        for origin in sorted(by_origin):
            chain = sorted(by_origin[origin], key=lambda event: event.origin_seq)
            new = list(_following(decisions, origin, chain))
            decisions.take(new)
            taken += len(new)
    return Merged(taken, len(events) - taken, len(by_origin))


def conflicts(decisions: Decisions) -> list[Conflict]:
    """List what laptops decided differently and nobody has settled, the earliest first."""
    last: dict[tuple[str, str], dict[str, Event]] = {}
    settled: set[str] = set()
    for event in decisions.standing(*_DECIDED):
        last.setdefault((event.target_type, event.target_id), {})[event.origin] = event
        settled.update((event.before or {}).get(SETTLES, ()))
    found = []
    for (target_type, target_id), by_origin in last.items():
        # Who settled saw the others: what they named is theirs no longer.
        open_ = [event for event in by_origin.values() if event.hash not in settled]
        if len({_verdict(event) for event in open_}) > 1:
            found.append(Conflict(target_type, target_id, tuple(open_)))
    return sorted(found, key=lambda one: (one.events[0].tick, one.target_id))


def settle(
    decisions: Decisions, conflict: Conflict, holds: Event, user: User, reason: str | None = None
) -> Event:
    """Let one of the decisions of a conflict hold. AccessError where the user may not."""
    require(user, "review")
    if holds not in conflict.events:
        raise VouchError("That decision is no part of this conflict. Load the page again.")
    before = {**(holds.before or {}), SETTLES: [event.hash for event in conflict.events]}
    return decisions.record(
        Draft(holds.what, user.name, holds.target_type, holds.target_id,
              document_id=holds.document_id, start=holds.start, end=holds.end,
              before=before, after=holds.after, reason=reason)
    )  # fmt: skip


def _verdict(event: Event) -> tuple[str, str]:
    return event.what, json.dumps(event.after, sort_keys=True)


def _following(decisions: Decisions, origin: str, chain: Iterable[Event]) -> Iterator[Event]:
    """Yield what of a chain is new; VouchError where it does not fit what is here."""
    known = decisions.chain_of(origin)
    previous = known[-1] if known else START
    for event in chain:
        where = f"Event {event.origin_seq} of installation {origin}"
        if event.origin_seq <= len(known):
            if known[event.origin_seq - 1] != event.hash:
                raise VouchError(
                    f"{where} is another one here: one of the two files was changed, or a backup "
                    "was restored and worked on. Nothing was taken; run `vouch verify` on both."
                )
            continue
        if event.origin_seq != len(known) + 1 or event.previous_hash != previous:
            raise VouchError(
                f"{where} does not follow what is here: events before it are missing. Export all "
                "events on the other laptop and merge that file. Nothing was taken."
            )
        # Two exports put together hold the same event twice.
        known.append(event.hash)
        previous = event.hash
        yield event


def _event(line: str, where: str) -> Event:
    """Return the event of one line, its hash checked."""
    try:
        said = json.loads(line)
        event = Event(**{name: said[name] for name in _NAMES})
        good = _well_formed(said) and hash_of(event) == event.hash
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise VouchError(
            f"{where} is no event as Vouch exports them. Make the file anew with `vouch export "
            "--what events --format jsonl`. Nothing was taken."
        ) from error
    if not good:
        raise VouchError(
            f"{where}: the event was changed after it was written, for its words do not match its "
            "hash. Nothing was taken; ask for the file again."
        )
    return event


def _well_formed(said: Mapping[str, Any]) -> bool:
    texts = all(isinstance(said[name], str) and said[name] for name in _TEXTS) and all(
        said[name] is None or isinstance(said[name], str) for name in _TEXTS_OR_NULL
    )
    numbers = all(
        said[name] is None or (type(said[name]) is int and 0 <= said[name] <= _HIGHEST)
        for name in _NUMBERS
    )
    parts = all(said[name] is None or isinstance(said[name], dict) for name in ("before", "after"))
    named = said["what"] in WHATS and said["target_type"] in TARGET_TYPES
    return texts and numbers and parts and named and said["origin_seq"] > 0 and said["tick"] > 0
