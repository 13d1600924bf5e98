"""The decisions store: added to by many, changed by nobody, whole after every kind of accident."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import review_migrations as schema
from corpus.chain import Draft, Event
from corpus.decisions import (
    EVENTS,
    Decisions,
    broken,
    event_of,
    event_row,
    open_decisions,
    protected,
    standing,
)
from corpus.problems import VouchError, WorkspaceError
from corpus.workspace import Workspace, open_workspace

PAGE = Path(__file__).parents[2] / "docs" / "corrections.md"

WRITER = """
import sys
from corpus.chain import Draft
from corpus.decisions import open_decisions
from corpus.workspace import Workspace
from pathlib import Path
name, count = sys.argv[2], int(sys.argv[3])
with open_decisions(Workspace(Path(sys.argv[1]))) as decisions:
    for at in range(count):
        event = decisions.record(Draft("accept", name, "tag", f"{name}-{at}", "d"))
        print(event.seq, event.hash, flush=True)
"""


def accept(tag: str, **changes: Any) -> Draft:
    return Draft(
        **{"what": "accept", "who": "Ann", "target_type": "tag", "target_id": tag, **changes}
    )


@pytest.fixture
def decisions(workspace: Workspace) -> Iterator[Decisions]:
    with open_decisions(workspace) as opened:
        yield opened


def start(workspace: Workspace, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(workspace.root), name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_an_event_comes_back_as_it_was_recorded(decisions: Decisions) -> None:
    draft = Draft(
        "change", "Ann", "tag", "t", "d", 3, 9, {"area": "EXP"}, {"area": "PROT"}, "Dangers — é."
    )
    made = decisions.record(draft, at="2026-01-05T09:00:00+00:00")
    assert list(decisions.events()) == [made] == [decisions.event(1)]
    assert (made.seq, made.origin_seq, made.tick, made.origin) == (
        1, 1, 1, decisions.installation
    )  # fmt: skip
    assert (made.who, made.before, made.after) == ("Ann", {"area": "EXP"}, {"area": "PROT"})
    assert decisions.event(2) is None


def test_the_time_is_utc_with_seconds(decisions: Decisions) -> None:
    at = decisions.record(accept("t")).at
    assert len(at) == len("2026-01-05T09:00:00+00:00")
    assert at.endswith("+00:00")


def test_each_installation_has_its_own_id(workspace: Workspace, tmp_path: Path) -> None:
    other = open_workspace(tmp_path / "other", create=True)
    with open_decisions(workspace) as here, open_decisions(other) as there:
        assert here.installation != there.installation
        first = here.installation
    with open_decisions(workspace) as again:
        assert again.installation == first


def test_the_file_is_for_its_owner_alone_and_durable(decisions: Decisions) -> None:
    mode = stat.S_IMODE(decisions.workspace.review.stat().st_mode)
    assert mode == 0o600
    assert decisions.db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert decisions.db.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
    assert list(decisions.workspace.cache.iterdir()) == []


FORBIDDEN = [
    "UPDATE events SET reason = 'x'",
    "UPDATE events SET seq = 9 WHERE seq = 1",
    "DELETE FROM events",
    "INSERT OR REPLACE INTO events SELECT * FROM events WHERE seq = 1",
    "REPLACE INTO events SELECT 9, origin, origin_seq, tick, at, who, what, target_type, "
    "target_id, document_id, start, \"end\", before, after, 'x', undoes, previous_hash, 'h' "
    "FROM events WHERE seq = 1",
    "DELETE FROM heads",
    "UPDATE heads SET length = 0",
    "UPDATE heads SET hash = 'x'",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_what_was_decided_is_never_changed(decisions: Decisions, statement: str) -> None:
    made = decisions.record(accept("t"))
    # Any program that opens the file is refused, not ours alone.
    with closing(sqlite3.connect(decisions.workspace.review)) as db:
        with pytest.raises(sqlite3.IntegrityError, match=r"never"):
            db.execute(statement)
        db.rollback()
    assert list(decisions.events()) == [made]
    assert broken(decisions) == []


def test_the_last_decision_on_a_target_holds(decisions: Decisions) -> None:
    for what in ("accept", "comment", "reject", "view"):
        decisions.record(accept("t", what=what))
    decisions.record(accept("u"))
    assert [(event.target_id, event.what) for event in decisions.current("tag")] == [
        ("t", "reject"),
        ("u", "accept"),
    ]
    assert [event.what for event in decisions.about("tag", "t")] == [
        "accept", "comment", "reject", "view"
    ]  # fmt: skip


def test_an_undo_brings_back_what_held_before(decisions: Decisions) -> None:
    decisions.record(accept("t"))
    rejected = decisions.record(accept("t", what="reject"))
    decisions.record(accept("t", what="undo", undoes=rejected.hash))
    [holds] = decisions.current("tag")
    assert holds.what == "accept"
    assert decisions.undone() == {rejected.hash}
    assert [event.seq for event in decisions.standing("accept", "reject")] == [1]


def test_opening_again_is_an_event(decisions: Decisions) -> None:
    decisions.record(accept("t"))
    decisions.record(accept("t", what="reopen"))
    [holds] = decisions.current("tag")
    assert holds.what == "reopen"


def test_of_two_installations_the_one_that_knew_the_other_wins(decisions: Decisions) -> None:
    decisions.record(accept("x"))
    mine = decisions.record(accept("t"))
    with closing(sqlite3.connect(decisions.workspace.review)) as db, db:
        # As a merge will write it: an event of a machine whose clock is an hour ahead.
        theirs = mine.__class__(
            **{
                **dict(zip(EVENTS, event_row(mine), strict=True)),
                "seq": 3, "origin": "0", "origin_seq": 1, "tick": 1, "what": "reject",
                "at": "2099-01-01T00:00:00+00:00", "hash": "h",
            }
        )  # fmt: skip
        places = ",".join("?" * len(EVENTS))
        db.execute(f"INSERT INTO events VALUES ({places})", event_row(theirs))  # noqa: S608
    assert [event.what for event in decisions.current("tag") if event.target_id == "t"] == [
        "accept"
    ]
    assert decisions.record(accept("t", what="reject")).tick == 3


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"what": "delete"}, "There is no event 'delete' on a 'tag'"),
    ({"target_type": "person"}, "There is no event 'accept' on a 'person'"),
    ({"who": " "}, "needs the name of who decided"),
    ({"target_id": ""}, "id of what is decided on"),
    ({"undoes": "h"}, "An undo, and nothing else"),
    ({"what": "undo"}, "An undo, and nothing else"),
    ({"reason": "\ud800"}, "cannot be stored"),
    ({"after": {"score": float("nan")}}, "cannot be stored"),
    ({"after": {"score": object()}}, "cannot be stored"),
]


@pytest.mark.parametrize(("changes", "words"), REFUSED)
def test_what_no_event_can_say_is_refused(
    decisions: Decisions, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(VouchError, match=words):
        decisions.record_all([accept("t"), accept("u", **changes)])
    assert list(decisions.events()) == []


def test_what_is_added_together_is_added_as_one(decisions: Decisions) -> None:
    with pytest.raises(KeyError), decisions.together():
        decisions.record(accept("t"))
        raise KeyError
    assert list(decisions.events()) == []
    decisions.record(accept("u"))
    assert broken(decisions) == []


@pytest.mark.slow
def test_four_programs_at_once_lose_and_double_nothing(workspace: Workspace) -> None:
    # None of them finds a file: they meet while it is made, too.
    programs = [start(workspace, name, 50) for name in ("a", "b", "c", "d")]
    told = [program.communicate(timeout=120)[0].splitlines() for program in programs]
    assert [program.returncode for program in programs] == [0] * 4
    with open_decisions(workspace, read_only=True) as decisions:
        events = list(decisions.events())
        assert broken(decisions) == []
    assert [event.seq for event in events] == list(range(1, 201))
    assert {event.target_id for event in events} == {
        f"{n}-{at}" for n in "abcd" for at in range(50)
    }
    acknowledged = sorted(line for lines in told for line in lines)
    assert acknowledged == sorted(f"{event.seq} {event.hash}" for event in events)
    assert {event.origin for event in events} == {events[0].origin}


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_after_a_kill_everything_acknowledged_is_there(workspace: Workspace) -> None:
    acknowledged: list[str] = []
    for wait in (0.0, 0.01, 0.03):
        program = start(workspace, "a", 100_000)
        assert program.stdout is not None
        acknowledged.append(program.stdout.readline().strip())
        time.sleep(wait)
        program.send_signal(signal.SIGKILL)
        acknowledged += [line.strip() for line in program.stdout if line.endswith("\n")]
        program.wait(timeout=60)
    with open_decisions(workspace) as decisions:
        stored = {f"{event.seq} {event.hash}" for event in decisions.events()}
        assert stored.issuperset(acknowledged)
        assert len(acknowledged) >= 3
        assert broken(decisions) == []
        decisions.record(accept("t"))
        assert broken(decisions) == []


def test_a_full_disk_is_told_and_nothing_is_half_written(decisions: Decisions) -> None:
    decisions.record(accept("t"))
    pages = decisions.db.execute("PRAGMA page_count").fetchone()[0]
    decisions.db.execute(f"PRAGMA max_page_count = {pages}")
    many = [accept(f"t{at}", reason="Long. " * 200) for at in range(20)]
    with pytest.raises(WorkspaceError, match=r"review\.db cannot be used: the disk is full"):
        decisions.record_all(many)
    assert [event.target_id for event in decisions.events()] == ["t"]
    assert broken(decisions) == []
    decisions.db.execute("PRAGMA max_page_count = 1000000")
    decisions.record_all(many)
    assert broken(decisions) == []


def tampered(workspace: Workspace, statement: str) -> list[tuple[int, str]]:
    """Change the file as somebody would who knows SQLite; say what is found."""
    with closing(sqlite3.connect(workspace.review)) as db, db:
        for trigger in schema.TRIGGERS:
            db.execute(f"DROP TRIGGER {trigger}")
        db.execute(statement)
    with open_decisions(workspace, read_only=True) as decisions:
        return [(found.seq, found.code) for found in broken(decisions)]


TAMPERED = [
    ("UPDATE events SET who = 'Ben' WHERE seq = 2", (2, "event-edited")),
    ('UPDATE events SET after = \'{"area": "EXP"}\' WHERE seq = 2', (2, "event-edited")),
    ("UPDATE events SET after = '{' WHERE seq = 2", (2, "event-edited")),
    ("UPDATE events SET before = x'00' WHERE seq = 3", (3, "event-edited")),
    ("UPDATE events SET tick = 'soon' WHERE seq = 2", (2, "event-edited")),
    ("UPDATE events SET origin_seq = 'x' WHERE seq = 2", (2, "event-edited")),
    ("UPDATE events SET seq = 7 WHERE seq = 3", (3, "event-removed")),
    ("DELETE FROM events WHERE seq = 2", (2, "event-removed")),
    ("DELETE FROM events WHERE seq = 3", (4, "event-removed")),
    ("DELETE FROM events", (1, "event-removed")),
    ("DELETE FROM heads", (3, "event-forged")),
]


@pytest.mark.parametrize(("statement", "found"), TAMPERED)
def test_what_was_tampered_with_is_named(
    workspace: Workspace, statement: str, found: tuple[int, str]
) -> None:
    with open_decisions(workspace) as decisions:
        for at in range(3):
            decisions.record(accept(f"t{at}", after={"area": "EXP"}))
    if statement == "DELETE FROM events WHERE seq = 3":
        # The rows before it are all there: that it was the last shows by the kept end.
        found = (3, "event-removed")
    assert found in tampered(workspace, statement)


NAMES = st.sampled_from([name for name in EVENTS if name != "seq"])
CHANGED = st.none() | st.integers(1, 9) | st.sampled_from(["", "x", "{}", '{"a":1}', "tag"])


@settings(max_examples=60)
@given(st.integers(1, 3), NAMES, CHANGED)
def test_any_change_of_any_cell_is_found(
    tmp_path_factory: pytest.TempPathFactory, seq: int, name: str, other: object
) -> None:
    workspace = open_workspace(tmp_path_factory.mktemp("w") / "w", create=True)
    with open_decisions(workspace) as decisions:
        for at in range(3):
            decisions.record(accept(f"t{at}", document_id="d", start=at, end=9, after={"a": 1}))
    with closing(sqlite3.connect(workspace.review)) as db:
        for trigger in schema.TRIGGERS:
            db.execute(f"DROP TRIGGER {trigger}")
        db.execute("PRAGMA ignore_check_constraints = ON")
        column = f'SELECT "{name}" FROM events WHERE seq = ?'  # noqa: S608
        before = db.execute(column, (seq,)).fetchone()
        try:
            change = f'UPDATE events SET "{name}" = ? WHERE seq = ?'  # noqa: S608
            db.execute(change, (other, seq))
        except sqlite3.IntegrityError:
            return  # NOT NULL and UNIQUE
        after = db.execute(column, (seq,)).fetchone()
        db.commit()
    with open_decisions(workspace, read_only=True) as decisions:
        assert (seq in {found.seq for found in broken(decisions)}) == (before != after)


def test_a_damaged_row_is_told_when_it_is_read(workspace: Workspace) -> None:
    with open_decisions(workspace) as decisions:
        decisions.record(accept("t", after={"a": 1}))
    tampered(workspace, "UPDATE events SET after = '{'")
    with (
        open_decisions(workspace, read_only=True) as decisions,
        pytest.raises(WorkspaceError, match=r"event 1 cannot be read. Run `vouch restore`"),
    ):
        list(decisions.events())


def test_nothing_is_made_by_looking(workspace: Workspace) -> None:
    assert standing(workspace, "correct") == ()
    assert protected(workspace, "d") == ()
    with pytest.raises(WorkspaceError, match="nobody has decided anything yet"):
        open_decisions(workspace, read_only=True)
    assert not workspace.review.exists()


@pytest.mark.parametrize("read_only", [False, True])
def test_an_emptied_file_is_refused(workspace: Workspace, read_only: bool) -> None:
    workspace.review.write_bytes(b"")
    with pytest.raises(WorkspaceError, match=r"review\.db is empty"):
        open_decisions(workspace, read_only)


def test_a_file_of_another_program_is_refused(workspace: Workspace) -> None:
    with closing(sqlite3.connect(workspace.review)) as db, db:
        db.execute("CREATE TABLE notes (words)")
    with pytest.raises(WorkspaceError, match="a database of another program"):
        open_decisions(workspace)


def test_a_file_of_a_newer_vouch_is_refused(workspace: Workspace) -> None:
    with open_decisions(workspace) as decisions:
        decisions.db.execute(
            "INSERT INTO _migrations (migration_set, name, applied_at) VALUES ('review', 'step_99_"
            "x', '2030')"
        )
    with pytest.raises(WorkspaceError, match=r"newer Vouch \(step step_99_x\)"):
        open_decisions(workspace, read_only=True)


def test_what_decisions_point_at_is_protected(decisions: Decisions) -> None:
    decisions.record(accept("t", document_id="d"))
    looked = accept("seen", document_id="d", what="view")
    undone = decisions.record(accept("u", document_id="d"))
    decisions.record(accept("u", document_id="d", what="undo", undoes=undone.hash))
    decisions.record(looked)
    decisions.record(accept("other", document_id="e"))
    # What was undone stays looked up by its history, so it is kept, too.
    assert protected(decisions.workspace, "d") == {"t", "u"}


def test_rows_and_records_are_one(decisions: Decisions) -> None:
    made = decisions.record(accept("t", before={"b": [1, None]}, after={}))
    assert event_of(event_row(made)) == made
    assert isinstance(made, Event)


def test_the_page_names_every_column_of_the_events() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [name for name in EVENTS if f"`{name}`" not in page] == []


def test_an_event_costs_the_same_however_many_there_are(decisions: Decisions) -> None:
    plan = decisions.db.execute(
        "EXPLAIN QUERY PLAN SELECT ifnull((SELECT max(seq) FROM events), 0) + 1, "
        "ifnull((SELECT max(tick) FROM events), 0) + 1"
    ).fetchall()
    # A search of an index each, never a scan of the table.
    assert sum("SEARCH events" in str(row) for row in plan) == 2
    assert not any("SCAN events" in str(row) for row in plan)
