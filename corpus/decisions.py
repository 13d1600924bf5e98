"""What people decided, in review.db: events that are added and never changed or deleted.

Several programs may add at once: each event is on the disk, whole, when `record` returns. The
pipeline only reads here; what the machine found stands in evidence.db.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from corpus import review_migrations as schema
from corpus.chain import (
    START,
    TARGET_TYPES,
    WHATS,
    Break,
    Draft,
    Event,
    Head,
    breaks,
    canonical,
    hash_of,
)
from corpus.database import atomic, connect, connect_read_only, snapshot, translated
from corpus.problems import VouchError, WorkspaceError
from corpus.workspace import Workspace, place_new, temporary_beside

EVENTS = tuple(field.name for field in fields(Event))
_NAMES = ", ".join(f'"{name}"' for name in EVENTS)
_SELECT = f"SELECT {_NAMES} FROM events"  # noqa: S608 - our own names
_STANDING = f"SELECT {_NAMES} FROM standing"  # noqa: S608
_CURRENT = f"SELECT {_NAMES} FROM current"  # noqa: S608
_INSERT = f"INSERT INTO events ({_NAMES}) VALUES ({', '.join('?' * len(EVENTS))})"  # noqa: S608
_HEAD = (
    "INSERT INTO heads (origin, length, hash) VALUES (?, ?, ?) "
    "ON CONFLICT (origin) DO UPDATE SET length = excluded.length, hash = excluded.hash"
)
_LOST = (
    "Run `vouch restore` with your last backup; without one, move this file elsewhere: a new one "
    "is made, and the decisions in it are lost."
)
_CHUNK = 500


class Decisions:
    """An open review.db. Any number of programs may read and add at the same time."""

    def __init__(self, workspace: Workspace, db: sqlite3.Connection) -> None:
        self.workspace = workspace
        self.db = db
        self._file = workspace.review

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    # Adding

    def record(self, draft: Draft, at: str | None = None) -> Event:
        """Add one event and return it in its place; it is on the disk then.

        `at` is now unless given. VouchError where the draft cannot be an event; WorkspaceError
        where the disk or the file fails: then nothing of it is stored and all before is.
        """
        return self.record_all([draft], at)[0]

    def record_all(self, drafts: Sequence[Draft], at: str | None = None) -> list[Event]:
        """Add events in one transaction, all or none, as `record` does."""
        moment = at or datetime.now(UTC).isoformat(timespec="seconds")
        for draft in drafts:
            _check(draft)
        with self.together():
            return [self._add(draft, moment) for draft in drafts]

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Look and add in one go: nobody else adds between what is read and what is added inside.

        An error inside takes back all that was added inside.
        """
        with translated(self._file), atomic(self.db):
            yield

    def _add(self, draft: Draft, at: str) -> Event:
        origin = self.installation
        head = self.db.execute(
            "SELECT length, hash FROM heads WHERE origin = ?", (origin,)
        ).fetchone()
        # Each on its own: together they would read the whole table instead of two indexes.
        seq, tick = self.db.execute(
            "SELECT ifnull((SELECT max(seq) FROM events), 0) + 1, "
            "ifnull((SELECT max(tick) FROM events), 0) + 1"
        ).fetchone()
        length, previous = head or (0, START)
        event = Event(
            seq=seq, origin=origin, origin_seq=length + 1, tick=tick, at=at, **asdict(draft),
            previous_hash=previous,
        )  # fmt: skip
        event = replace(event, hash=hash_of(event))
        self.db.execute(_INSERT, event_row(event))
        self.db.execute(_HEAD, (origin, event.origin_seq, event.hash))
        return event

    def take(self, events: Iterable[Event]) -> None:
        """Add events that another installation wrote, as they are; inside `together` alone.

        They get numbers of this file. Whether they follow what is here is the caller's question.
        """
        [(last,)] = self.db.execute("SELECT ifnull(max(seq), 0) FROM events")
        for seq, event in enumerate(events, last + 1):
            self.db.execute(_INSERT, event_row(replace(event, seq=seq)))
            self.db.execute(_HEAD, (event.origin, event.origin_seq, event.hash))

    # Reading

    def chain_of(self, origin: str) -> list[str]:
        """List the hashes of an installation's chain, from its first event on."""
        statement = "SELECT hash FROM events WHERE origin = ? ORDER BY origin_seq"
        return [row[0] for row in self.rows(statement, origin)]

    @property
    def installation(self) -> str:
        """Id of the installation that this file is at home on. WorkspaceError where it fails."""
        [(found,)] = self.rows("SELECT id FROM installation")
        return str(found)

    def events(self, since: int = 0) -> Iterator[Event]:
        """Yield all events with a number above `since`, in the order of the file."""
        yield from self._events(f"{_SELECT} WHERE seq > ? ORDER BY seq", since)

    def event(self, seq: int) -> Event | None:
        """Return one event by its number, or None."""
        return next(self._events(f"{_SELECT} WHERE seq = ?", seq), None)

    def about(self, target_type: str, target_id: str) -> list[Event]:
        """List all events about one target, the earliest first, with what was taken back."""
        where = "WHERE target_type = ? AND target_id = ? ORDER BY tick, origin"
        return list(self._events(f"{_SELECT} {where}", target_type, target_id))

    def standing(self, *whats: str) -> Iterator[Event]:
        """Yield the events of these kinds that nobody has taken back, the earliest first."""
        where = f"WHERE what IN ({', '.join('?' * len(whats))})"
        yield from self._events(f"{_STANDING} {where} ORDER BY tick, origin", *whats)

    def current(self, target_type: str) -> Iterator[Event]:
        """Yield what holds now for every target of a type: its last accept, change, reject, ...

        A target that was opened again comes with its `reopen`.
        """
        where = "WHERE target_type = ? ORDER BY tick, origin"
        yield from self._events(f"{_CURRENT} {where}", target_type)

    def holding(self, target_type: str, targets: Sequence[str]) -> Iterator[Event]:
        """Yield what holds now of each of these targets, as `current` does of all of a type."""
        marks = ", ".join("?" * len(targets))
        where = f"WHERE target_type = ? AND target_id IN ({marks})"
        statement = f"{_SELECT} WHERE seq IN (SELECT seq FROM decided {where})"  # noqa: S608
        yield from self._events(statement, target_type, *targets)

    def standing_on(self, target_type: str, targets: Sequence[str]) -> Iterator[Event]:
        """Yield all events on these targets that nobody has taken back, the earliest first."""
        marks = ", ".join("?" * len(targets))
        where = f"WHERE target_type = ? AND target_id IN ({marks}) ORDER BY tick, origin"
        yield from self._events(f"{_STANDING} {where}", target_type, *targets)

    def latest(self, who: str, whats: Sequence[str]) -> Iterator[Event]:
        """Yield what somebody decided here and has not taken back, the latest first."""
        marks = ", ".join("?" * len(whats))
        where = f"WHERE origin = ? AND who = ? AND what IN ({marks}) ORDER BY seq DESC"
        yield from self._events(f"{_STANDING} {where}", self.installation, who, *whats)

    def undone(self) -> frozenset[str]:
        """Return the hashes of events that were taken back."""
        return frozenset(
            row[0] for row in self.rows("SELECT undoes FROM events WHERE undoes IS NOT NULL")
        )

    def pointed_at(self, document_id: str) -> frozenset[str]:
        """Return the ids, in a document, that any event but a view points at, undone or not."""
        statement = "SELECT target_id FROM events WHERE document_id = ? AND what != 'view'"
        return frozenset(row[0] for row in self.rows(statement, document_id))

    def rows(self, statement: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """Run a SELECT and yield its rows a few at a time. WorkspaceError where the file fails."""
        with translated(self._file):
            cursor = self.db.execute(statement, values)
            while found := cursor.fetchmany(_CHUNK):
                yield from found

    def _events(self, statement: str, *values: object) -> Iterator[Event]:
        for row in self.rows(statement, *values):
            try:
                yield event_of(row)
            except (ValueError, TypeError) as error:
                raise WorkspaceError(
                    f"The file {self.workspace.review} is damaged: event {row[0]} cannot be read. "
                    f"{_LOST}"
                ) from error


def open_decisions(workspace: Workspace, read_only: bool = False) -> Decisions:
    """Open the decisions of a workspace; use it in a `with` statement.

    The file is made where there is none. WorkspaceError where it is damaged, of a newer version, or
    (with `read_only`) not there yet.
    """
    path = workspace.review
    with translated(path), contextlib.ExitStack() as stack:
        if not path.exists():
            if read_only:
                raise WorkspaceError(f"In {workspace.root} nobody has decided anything yet.")
            _make(workspace)
        _refuse_emptied(path)
        db = connect_read_only(path) if read_only else connect(path)
        stack.callback(db.close)
        # An acknowledged decision must survive a power cut, not just the end of the program.
        db.execute("PRAGMA synchronous=FULL")
        # Otherwise OR REPLACE would pass by the trigger that refuses deletions.
        db.execute("PRAGMA recursive_triggers=ON")
        if schema.version(db, path) < schema.CURRENT:
            _update(db, path, read_only)
        # All is well: it stays open.
        stack.pop_all()
    return Decisions(workspace, db)


def standing(workspace: Workspace, *whats: str) -> tuple[Event, ...]:
    """Return the events of these kinds that nobody has taken back; () where nothing was decided."""
    if not workspace.review.exists():
        return ()
    with open_decisions(workspace, read_only=True) as decisions:
        return tuple(decisions.standing(*whats))


def protected(workspace: Workspace, document_id: str) -> Collection[str]:
    """Return the ids in a document that decisions point at: what a new reading must not delete.

    It is looked up at each call: people decide while documents are read.
    """
    if not workspace.review.exists():
        return ()
    with open_decisions(workspace, read_only=True) as decisions:
        return decisions.pointed_at(document_id)


def broken(decisions: Decisions) -> list[Break]:
    """List every event with which a chain does not hold, or that is not stored as it was written.

    WorkspaceError where the file fails; [] means that all is as it was written.
    """
    found: list[Break] = []

    def readable() -> Iterator[Event]:
        for row in decisions.rows(f"{_SELECT} ORDER BY seq"):
            try:
                event = event_of(row)
                same = event_row(event) == row
            except (ValueError, TypeError):
                same = False
            if same:
                yield event
            else:
                words = f"Event {row[0]} is not stored as events are written."
                found.append(Break(row[0], "event-edited", words))
                # With what can be read of it, so that the event after it still finds its place.
                yield Event(*row)

    with snapshot(decisions.db):
        heads = [Head(*row) for row in decisions.rows("SELECT origin, length, hash FROM heads")]
        found += breaks(readable(), heads)
    return sorted(set(found), key=lambda broken: (broken.seq, broken.code, broken.message))


def event_row(event: Event) -> tuple[Any, ...]:
    """Row of `events`, in the order of EVENTS; `before` and `after` as canonical JSON."""
    return tuple(
        canonical(value) if name in ("before", "after") and value is not None else value
        for name, value in ((name, getattr(event, name)) for name in EVENTS)
    )


def event_of(row: tuple[Any, ...]) -> Event:
    """Record of a row of `events`."""
    values = dict(zip(EVENTS, row, strict=True))
    for name in ("before", "after"):
        values[name] = None if values[name] is None else json.loads(values[name])
    return Event(**values)


def _check(draft: Draft) -> None:
    """Refuse what no event can say; words for people are checked where people type them."""
    if draft.what not in WHATS or draft.target_type not in TARGET_TYPES:
        raise VouchError(
            f"There is no event {draft.what!r} on a {draft.target_type!r}. Events are "
            f"{', '.join(WHATS)}; targets are {', '.join(TARGET_TYPES)}."
        )
    if not draft.who.strip() or not draft.target_id:
        raise VouchError("An event needs the name of who decided and the id of what is decided on.")
    if (draft.what == "undo") != (draft.undoes is not None):
        raise VouchError("An undo, and nothing else, names the event that it takes back.")
    try:
        canonical(asdict(draft))
    except (ValueError, TypeError) as error:
        raise VouchError(
            f"What was decided cannot be stored: {error}. Type it again without unusual signs."
        ) from error


def _make(workspace: Workspace) -> None:
    """Make the file beside its place and put it there whole, unless somebody else just did."""
    workspace.cache.mkdir(mode=0o700, exist_ok=True)
    # In the cache, where no sweep of a running ingest comes by.
    temporary = temporary_beside(workspace.cache / workspace.review.name)
    try:
        with contextlib.closing(connect(temporary)) as db:
            db.execute("PRAGMA synchronous=FULL")
            schema.migrate(db, workspace.review)
        with contextlib.suppress(FileExistsError):
            place_new(temporary, workspace.review)
    finally:
        temporary.unlink(missing_ok=True)


def _update(db: sqlite3.Connection, path: Path, read_only: bool) -> None:
    if not read_only:
        schema.migrate(db, path)
        return
    with contextlib.closing(connect(path)) as writing:
        schema.migrate(writing, path)


def _refuse_emptied(path: Path) -> None:
    """Refuse a file that holds nothing: none is ever made so, it was cut, and must not pass."""
    if path.stat().st_size == 0:
        raise WorkspaceError(
            f"The file {path} is empty, though every new one holds a page. {_LOST}"
        )
