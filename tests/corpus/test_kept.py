"""`vouch verify` of the tables beside the events: what they say and the events do not is told."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest
from click.testing import CliRunner

from corpus.chain import Draft
from corpus.decisions import Decisions, open_decisions
from corpus.evidence import open_evidence
from corpus.kept import misassigned, misheld
from corpus.verifying import verify
from corpus.workspace import Workspace
from pipelines.main import vouch


@pytest.fixture
def decided(workspace: Workspace) -> Workspace:
    """Give a workspace in which people decided on four tags, and two may see case notes."""
    open_evidence(workspace).close()
    with open_decisions(workspace) as decisions:
        for target, what in (
            ("t1", "accept"),
            ("t2", "reject"),
            ("t3", "change"),
            ("t1", "reject"),
        ):
            decide(decisions, target, what)
        gone = decide(decisions, "t4", "accept")
        draft = Draft("undo", gone.who, "tag", "t4", undoes=gone.hash)
        decisions.record(draft)
        for user, provider in (("ina", "1000001"), ("ina", "1000002"), ("omar", "1000001")):
            assign(decisions, user, provider)
        take_away(decisions, "ina", "1000002")
    return workspace


def decide(decisions: Decisions, target: str, what: Any):
    return decisions.record(Draft(what, "Ina", "tag", target))


def assign(decisions: Decisions, user: str, provider: str) -> None:
    with decisions.together():
        decisions.db.execute("INSERT INTO assignments VALUES (?, ?)", (user, provider))
        decisions.record(Draft("assign", "Ann", "user", user, after={"provider": provider}))


def take_away(decisions: Decisions, user: str, provider: str) -> None:
    with decisions.together():
        decisions.db.execute(
            "DELETE FROM assignments WHERE (user, provider) = (?, ?)", (user, provider)
        )
        decisions.record(Draft("unassign", "Ann", "user", user, before={"provider": provider}))


def tamper(workspace: Workspace, statement: str) -> None:
    with closing(sqlite3.connect(workspace.review)) as db, db:
        db.execute(statement)


def found(workspace: Workspace, code: str) -> list[str]:
    return [one.message for one in verify(workspace) if one.code == code]


def test_what_people_did_through_vouch_is_never_told(decided: Workspace) -> None:
    with open_decisions(decided) as decisions:
        assert list(misheld(decisions)) == []
        assert list(misassigned(decisions)) == []
    assert found(decided, "decided") == found(decided, "user-unrecorded") == []


TAMPERED = [
    ("UPDATE decided SET what = 'accept' WHERE target_id = 't2'", ["(accept)", "Event 2 (reject"]),
    ("UPDATE decided SET who = 'Omar' WHERE target_id = 't2'", ["Omar", "Event 2"]),
    ("UPDATE decided SET seq = 1 WHERE target_id = 't1'", ["tag t1", "Event 4"]),
    ("UPDATE decided SET target_id = 't9' WHERE target_id = 't3'", ["tag t9", "Event 3"]),
    ("UPDATE decided SET target_type = 'fact' WHERE target_id = 't3'", ["fact t3", "Event 3"]),
    ("DELETE FROM decided WHERE target_id = 't1'", ["Event 4 (reject, by Ina)"]),
    ("INSERT INTO decided VALUES ('tag', 't4', 5, 'accept', 'Ina')", ["tag t4"]),
    ("INSERT INTO decided VALUES ('tag', 't5', 99, 'accept', '')", ["nobody"]),
]


@pytest.mark.parametrize(("statement", "told"), TAMPERED)
def test_what_holds_by_the_table_alone_is_told(
    decided: Workspace, statement: str, told: list[str]
) -> None:
    tamper(decided, statement)
    messages = found(decided, "decided")
    assert len(messages) == len(told)
    for message, words in zip(messages, told, strict=True):
        assert words in message


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("INSERT INTO assignments VALUES ('eve', '1000001')", "User eve was assigned to 1000001"),
        ("INSERT INTO assignments VALUES ('ina', '1000002')", "User ina was assigned to 1000002"),
        ("DELETE FROM assignments WHERE user = 'omar'", "User omar is not assigned to 1000001"),
    ],
)
def test_nobody_assigns_themselves_unnoticed(decided: Workspace, statement: str, told: str) -> None:
    tamper(decided, statement)
    [message] = found(decided, "user-unrecorded")
    assert message.startswith(told)


def test_the_next_word_on_a_target_puts_the_table_right(decided: Workspace) -> None:
    tamper(decided, "DELETE FROM decided")
    assert len(found(decided, "decided")) == 3
    with open_decisions(decided) as decisions:
        for target in ("t1", "t2", "t3"):
            decide(decisions, target, "accept")
    assert found(decided, "decided") == []


def test_broken_events_say_nothing_of_the_table(decided: Workspace) -> None:
    tamper(decided, "DROP TRIGGER events_never_updated")
    tamper(decided, "UPDATE events SET what = 'accept' WHERE seq = 2")
    codes = {one.code for one in verify(decided)}
    assert "event-edited" in codes
    assert "decided" not in codes


def test_the_command_says_so_and_fails(decided: Workspace) -> None:
    tamper(decided, "UPDATE decided SET what = 'accept' WHERE target_id = 't2'")
    run = CliRunner().invoke(vouch, ["--workspace", str(decided.root), "verify"])
    assert run.exit_code == 1
    assert "decided" in run.output
    assert "vouch restore" in run.output
