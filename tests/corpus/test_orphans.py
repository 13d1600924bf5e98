"""What a decision points at outlives a new reading, and is listed; verify finds a broken chain."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from corpus import review_migrations as schema
from corpus.backup import backup, restore
from corpus.chain import Draft
from corpus.decisions import Decisions, broken, open_decisions
from corpus.evidence import open_evidence
from corpus.facts import Fact, Stated
from corpus.identity import extraction_id, fact_id
from corpus.orphans import orphans, orphans_beside
from corpus.problems import WorkspaceError
from corpus.records import Reading
from corpus.verifying import verify
from corpus.workspace import Workspace, keep_original, open_workspace, writing

Report = Callable[..., Reading]
CONTENT = b"the bytes"


def stating(reading: Reading, words: str) -> Reading:
    assert reading.extraction is not None
    assert reading.document is not None
    key, start = reading.document.id, reading.extraction.text.index(words)
    end = start + len(words)
    made = Fact(
        fact_id(key, "judgement", "OE", start, end), key, "judgement", {"grade": words}, start,
        end, words,
    )  # fmt: skip
    return replace(reading, stated=Stated(key, "facts/1", "ilacs-2018", (made,)))


def save(workspace: Workspace, reading: Reading) -> None:
    with writing(workspace), open_evidence(workspace) as evidence:
        evidence.save([reading])


@pytest.fixture
def first(workspace: Workspace, report: Report) -> Reading:
    made = stating(report("/a.pdf", "Leaders act.", "Good", content=CONTENT), "Good")
    assert made.document is not None
    keep_original(workspace, CONTENT, made.document.id)
    save(workspace, made)
    return made


def targets(reading: Reading) -> dict[str, str]:
    """Something of every type that a decision may point at, all at the report's second line."""
    assert reading.document is not None
    assert reading.extraction is not None
    assert reading.stated is not None
    read = reading.extraction
    return {
        "passage": reading.passages[1].id,
        "tag": reading.tags[1].id,
        "fact": reading.stated.facts[0].id,
        "selection": extraction_id(read.document_id, read.extractor, read.text),
        "document": reading.document.id,
    }


def decide(workspace: Workspace, reading: Reading, *types: str, **changes: Any) -> None:
    assert reading.document is not None
    found = targets(reading)
    with open_decisions(workspace) as decisions:
        for name in types or found:
            draft = Draft("accept", "Ann", name, found[name], reading.document.id)  # type: ignore[arg-type]
            decisions.record(replace(draft, **changes))


def read_anew(workspace: Workspace, report: Report) -> None:
    """A new extractor reads the same bytes otherwise: the old places are gone."""
    again = report("/a.pdf", "All leaders act.", "Better", content=CONTENT, extractor="pdf/2")
    save(workspace, stating(again, "Better"))


def test_while_all_is_read_as_it_was_there_are_no_orphans(
    workspace: Workspace, first: Reading
) -> None:
    decide(workspace, first)
    save(workspace, first)
    assert orphans(workspace) == []
    assert verify(workspace) == []


@pytest.mark.parametrize("target", ["passage", "tag", "fact", "selection"])
def test_what_was_decided_upon_is_kept_and_listed(
    workspace: Workspace, first: Reading, report: Report, target: str
) -> None:
    decide(workspace, first, target)
    read_anew(workspace, report)
    [orphan] = orphans(workspace)
    assert (orphan.target_type, orphan.target_id) == (target, targets(first)[target])
    assert (orphan.seq, orphan.who, orphan.name, orphan.kept) == (1, "Ann", "a.pdf", True)
    [finding] = verify(workspace)
    assert (finding.code, finding.about) == ("orphan", "event 1")
    assert "by Ann) is on a " + target in finding.message


def test_what_nobody_decided_upon_goes(
    workspace: Workspace, first: Reading, report: Report
) -> None:
    decide(workspace, first, what="view")
    read_anew(workspace, report)
    assert orphans(workspace) == []
    with closing(sqlite3.connect(workspace.evidence)) as db:
        for table in ("passages", "tags", "facts", "extractions"):
            column = "1" if table == "extractions" else "current"
            rows = db.execute(f"SELECT {column} FROM {table}").fetchall()  # noqa: S608
            assert {row[0] for row in rows} == {1}, table
        assert db.execute("SELECT count(*) FROM extractions").fetchone() == (1,)


def test_an_orphan_that_comes_back_is_none(
    workspace: Workspace, first: Reading, report: Report
) -> None:
    decide(workspace, first)
    read_anew(workspace, report)
    assert len(orphans(workspace)) == 4
    save(workspace, first)
    assert orphans(workspace) == []


def test_a_decision_that_was_taken_back_leaves_no_orphan(
    workspace: Workspace, first: Reading, report: Report
) -> None:
    decide(workspace, first, "fact")
    read_anew(workspace, report)
    with open_decisions(workspace) as decisions:
        event = decisions.event(1)
        assert event is not None
        decide(workspace, first, "fact", what="undo", undoes=event.hash)
    assert orphans(workspace) == []


def test_other_words_in_the_same_place_are_not_what_was_decided_upon(
    workspace: Workspace, first: Reading, report: Report
) -> None:
    decide(workspace, first, "fact", what="correct", before={"text": "Good"}, after={"a": 1})
    again = report("/a.pdf", "Leaders act.", "Poor", content=CONTENT, extractor="pdf/2")
    save(workspace, stating(again, "Poor"))
    [orphan] = orphans(workspace)
    assert orphan.target_type == "fact"
    save(workspace, first)
    assert orphans(workspace) == []


def test_a_decision_on_an_unknown_document_is_an_orphan_but_what_an_option_said_is_not(
    workspace: Workspace, first: Reading
) -> None:
    with open_decisions(workspace) as decisions:
        decisions.record(Draft("state", "Ann", "document", "gone", "gone", after={"kind": "a"}))
        decisions.record(Draft("correct", "Ann", "document", "gone", "gone", after={"kind": "b"}))
    [orphan] = orphans(workspace)
    with closing(sqlite3.connect(workspace.evidence)) as db:
        db.execute("ATTACH ? AS review", (str(workspace.review),))
        assert orphans_beside(db, orphan.document_id) == [orphan]
        assert orphans_beside(db, "another") == []
    assert (orphan.seq, orphan.name, orphan.kept) == (2, None, False)


def test_without_either_file_there_are_none(workspace: Workspace) -> None:
    assert orphans(workspace) == []


def tamper(workspace: Workspace, statement: str) -> None:
    with closing(sqlite3.connect(workspace.review)) as db, db:
        found = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = dict(found.fetchall())
        for name in triggers:
            db.execute(f"DROP TRIGGER {name}")
        db.execute(statement)
        for sql in triggers.values():
            db.execute(sql)


FORGED = (
    "INSERT INTO events SELECT 6, origin, 6, 6, at, 'Mallory', what, target_type, target_id, "
    "document_id, start, \"end\", before, after, reason, undoes, hash, 'forged' FROM events "
    "WHERE seq = 5"
)
FOUND = [
    ("UPDATE events SET who = 'Ben' WHERE seq = 2", {("event-edited", "event 2")}),
    ("DELETE FROM events WHERE seq = 3", {("event-removed", "event 3")}),
    ("DELETE FROM events WHERE seq = 5", {("event-removed", "event 5")}),
    ("UPDATE events SET seq = CASE seq WHEN 2 THEN -3 ELSE -2 END WHERE seq IN (2, 3)",
     {("event-moved", "event 3")}),
    (FORGED, {("event-edited", "event 6"), ("event-forged", "event 6")}),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "expected"), FOUND)
def test_verify_names_the_event_that_was_tampered_with(
    workspace: Workspace, first: Reading, statement: str, expected: set[tuple[str, str]]
) -> None:
    decide(workspace, first)
    tamper(workspace, statement)
    if "-3" in statement:
        tamper(workspace, "UPDATE events SET seq = -seq WHERE seq < 0")
    found = {(finding.code, finding.about) for finding in verify(workspace)}
    assert expected <= found
    assert {code for code, _ in found} <= {code for code, _ in expected} | {"event-removed"}


def test_verify_misses_a_trigger(workspace: Workspace, first: Reading) -> None:
    decide(workspace, first)
    name = sorted(schema.TRIGGERS)[0]
    with closing(sqlite3.connect(workspace.review)) as db, db:
        db.execute(f"DROP TRIGGER {name}")
    [finding] = verify(workspace)
    assert (finding.code, name in finding.message) == ("event-trigger", True)


def test_verify_tells_of_a_file_that_is_damaged(workspace: Workspace, first: Reading) -> None:
    workspace.review.write_bytes(b"no database at all, " * 300)
    [finding] = verify(workspace)
    assert (finding.code, finding.about) == ("damaged", str(workspace.review))
    with pytest.raises(WorkspaceError, match="no database, or it is damaged"):
        save(workspace, first)


def events(decisions: Decisions) -> list[int]:
    return [event.seq for event in decisions.events()]


def test_a_backup_holds_what_is_still_in_the_log_of_an_open_file(
    workspace: Workspace, first: Reading, tmp_path: Any
) -> None:
    with open_decisions(workspace) as decisions:
        decisions.db.execute("PRAGMA wal_autocheckpoint = 0")
        decisions.record_all([Draft("comment", "Ann", "case", f"c{at}") for at in range(50)])
        backup(workspace, tmp_path / "b.zip")
        decisions.record(Draft("comment", "Ann", "case", "later"))
    restore(tmp_path / "b.zip", tmp_path / "again")
    with open_decisions(open_workspace(tmp_path / "again")) as again:
        assert events(again) == list(range(1, 51))
        assert broken(again) == []
        again.record(Draft("comment", "Ben", "case", "next"))
        assert broken(again) == []
