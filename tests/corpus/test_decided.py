"""What holds of each target: a table kept by a trigger, at any time what the events say."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from corpus import review_migrations as schema
from corpus.chain import Draft, Event
from corpus.database import connect
from corpus.decisions import Decisions, open_decisions
from corpus.workspace import Workspace, open_workspace

SAYS = "SELECT target_type, target_id, seq, what, who FROM"


@pytest.fixture
def decisions(workspace: Workspace) -> Iterator[Decisions]:
    with open_decisions(workspace) as found:
        yield found


def decide(decisions: Decisions, target: str, what: str = "accept", who: str = "Ina") -> Event:
    return decisions.record(Draft(what, who, "tag", target, document_id="d"))  # type: ignore[arg-type]


def take_back(decisions: Decisions, event: Event) -> Event:
    draft = Draft("undo", event.who, event.target_type, event.target_id, undoes=event.hash)
    return decisions.record(draft)


def tables(decisions: Decisions) -> tuple[list[tuple], list[tuple]]:
    """Return the table and the view, which must be the same."""
    return sorted(decisions.rows(f"{SAYS} decided")), sorted(decisions.rows(f"{SAYS} current"))


def test_the_last_word_holds(decisions: Decisions) -> None:
    decide(decisions, "t", "accept")
    last = decide(decisions, "t", "reject", "Omar")
    table, view = tables(decisions)
    assert table == view == [("tag", "t", last.seq, "reject", "Omar")]


def test_taking_back_the_last_word_brings_the_one_before(decisions: Decisions) -> None:
    first = decide(decisions, "t", "accept")
    last = decide(decisions, "t", "reject")
    take_back(decisions, last)
    assert tables(decisions)[0] == [("tag", "t", first.seq, "accept", "Ina")]
    take_back(decisions, first)
    assert tables(decisions)[0] == []


def test_comments_and_views_decide_nothing(decisions: Decisions) -> None:
    for what in ("comment", "view", "state"):
        decisions.record(Draft(what, "Ina", "passage", "p", reason="words"))
    assert tables(decisions) == ([], [])


STEPS = some.lists(
    some.tuples(
        some.sampled_from("ab"),
        some.sampled_from(["accept", "change", "reject", "add", "reopen", "comment", "undo"]),
    ),
    max_size=25,
)


@settings(max_examples=40)
@given(STEPS)
def test_whatever_is_decided_the_table_says_what_the_events_say(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str]]
) -> None:
    workspace = open_workspace(tmp_path_factory.mktemp("w") / "w", create=True)
    with open_decisions(workspace) as decisions:
        made: list[Event] = []
        for target, what in steps:
            if what == "undo":
                standing = [one for one in made if one.hash not in decisions.undone()]
                if standing:
                    take_back(decisions, standing[-1])
            else:
                made.append(decide(decisions, target, what))
            table, view = tables(decisions)
            assert table == view


def test_a_file_of_an_earlier_version_is_brought_up_with_what_holds_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = open_workspace(tmp_path / "w", create=True)
    early = dict(list(schema.STEPS.items())[:2])
    with monkeypatch.context() as patched:
        patched.setattr(schema, "STEPS", early)
        patched.setattr(schema, "CURRENT", len(early))
        with open_decisions(workspace) as decisions:
            decide(decisions, "t1")
            take_back(decisions, decide(decisions, "t2"))
            with pytest.raises(sqlite3.OperationalError):
                decisions.db.execute("SELECT * FROM decided")
    with open_decisions(workspace) as decisions:
        table, view = tables(decisions)
        assert table == view
        assert [row[1] for row in table] == ["t1"]


def test_nobody_changes_the_table_unnoticed_by_the_next_word(decisions: Decisions) -> None:
    decide(decisions, "t", "reject")
    decisions.db.execute("UPDATE decided SET what = 'accept'")
    decide(decisions, "t", "reject", "Omar")
    table, view = tables(decisions)
    assert table == view


# Asking for some targets alone


def test_what_holds_is_asked_for_by_target(decisions: Decisions) -> None:
    for target in ("t1", "t2", "t3"):
        decide(decisions, target)
    decide(decisions, "t2", "reject")
    found = {event.target_id: event.what for event in decisions.holding("tag", ["t2", "t3", "no"])}
    assert found == {"t2": "reject", "t3": "accept"}
    assert list(decisions.holding("passage", ["t2"])) == []
    assert list(decisions.holding("tag", [])) == []


def test_all_that_stands_on_a_target_comes_in_order(decisions: Decisions) -> None:
    words = [
        decisions.record(Draft("comment", "Ina", "passage", "p", reason=word))
        for word in ("one", "two", "three")
    ]
    take_back(decisions, words[1])
    found = [event.reason for event in decisions.standing_on("passage", ["p", "q"])]
    assert found == ["one", "three"]


def test_one_s_own_last_words_come_first(decisions: Decisions) -> None:
    decide(decisions, "t1")
    decide(decisions, "t2", "reject", "Omar")
    mine = decide(decisions, "t3")
    take_back(decisions, mine)
    found = [event.target_id for event in decisions.latest("Ina", ("accept", "reject"))]
    assert found == ["t1"]


def test_a_chain_is_listed_from_its_first_event(decisions: Decisions) -> None:
    made = [decide(decisions, target) for target in ("t1", "t2")]
    assert decisions.chain_of(decisions.installation) == [event.hash for event in made]
    assert decisions.chain_of("another") == []


def test_questions_of_some_targets_use_an_index(decisions: Decisions) -> None:
    for statement in (
        "SELECT seq FROM decided WHERE target_type = 'tag' AND target_id IN ('a', 'b')",
        "SELECT * FROM assignments WHERE user = 'x'",
        "SELECT * FROM sessions WHERE id = 'x'",
        "SELECT * FROM claims WHERE passage_id = 'x' AND framework = 'y'",
        "SELECT seq FROM events WHERE who = 'x' ORDER BY seq DESC",
    ):
        plan = " ".join(row[3] for row in decisions.rows(f"EXPLAIN QUERY PLAN {statement}"))
        assert "SEARCH" in plan, plan
        assert "SCAN" not in plan, plan


def test_tables_of_the_app_hold_no_events(workspace: Workspace) -> None:
    with open_decisions(workspace) as decisions:
        decide(decisions, "t")
    db = connect(workspace.review)
    names = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    db.close()
    assert {"events", "decided", "sessions", "claims", "skips", "assignments"} <= names
