"""The names of roles: as they are typed, as they are shown, and as they were called before."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest

from corpus import review_migrations as schema
from corpus.chain import Draft
from corpus.decisions import Decisions, open_decisions
from corpus.problems import SettingsError
from corpus.users import (
    FORMER,
    MAY,
    ROLES,
    TITLES,
    PasswordCost,
    Role,
    User,
    Users,
    role_named,
    unrecorded,
)
from corpus.workspace import Workspace

CHEAP = PasswordCost(1, 8, 1)
WORDS = "otter lantern gravel"
OLD = [("ann", "Ann", "keeper"), ("ben", "Ben", "signer"), ("ina", "Ina", "inspector"),
       ("rae", "Rae", "reader")]  # fmt: skip
NOW: dict[str, Role] = {
    "ann": "administrator", "ben": "qa-reviewer", "ina": "inspector", "rae": "researcher",
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "role"),
    [
        ("researcher", "researcher"),
        ("QA reviewer", "qa-reviewer"),
        ("qa-reviewer", "qa-reviewer"),
        (" Administrator ", "administrator"),
    ],
)
def test_a_role_is_typed_as_it_is_kept_or_shown(typed: str, role: Role) -> None:
    assert role_named(typed) == role


def test_every_role_is_shown_by_a_name_that_may_be_typed() -> None:
    assert [role_named(TITLES[role]) for role in ROLES] == list(ROLES)
    assert set(MAY) == set(ROLES)


@pytest.mark.parametrize(("before", "now"), sorted(FORMER.items()))
def test_a_former_name_is_answered_with_that_of_today(before: str, now: Role) -> None:
    with pytest.raises(SettingsError, match=f"role {before} is called {now} now"):
        role_named(before)
    assert now in ROLES
    assert before not in ROLES


@pytest.mark.parametrize("odd", ["", "root", "inspector\x00", "QA\nreviewer;", "x" * 5000])
def test_what_is_no_role_is_told_those_there_are(odd: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(", ".join(ROLES))) as told:
        role_named(odd)
    assert len(str(told.value)) < 200
    assert "\x00" not in str(told.value)


def test_nobody_is_given_a_former_role(workspace: Workspace) -> None:
    with open_decisions(workspace) as decisions:
        users = Users(decisions, CHEAP)
        with pytest.raises(SettingsError, match="called administrator now"):
            users.add("Ann", "keeper", WORDS)  # type: ignore[arg-type]
        ann = users.add("Ann", "administrator", WORDS)
        users.add("Ben", "inspector", WORDS, ann)
        with pytest.raises(SettingsError, match="called qa-reviewer now"):
            users.set_role("Ben", "signer", ann)  # type: ignore[arg-type]
        assert [user.role for user in users.all()] == ["administrator", "inspector"]


@pytest.fixture
def from_before(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace whose users have the roles that there were, each of them with its event."""
    with monkeypatch.context() as before:
        steps = {name: schema.STEPS[name] for name in list(schema.STEPS)[:3]}
        before.setattr(schema, "STEPS", steps)
        before.setattr(schema, "CURRENT", len(steps))
        with open_decisions(workspace) as decisions, decisions.together():
            for key, name, role in OLD:
                decisions.db.execute(
                    "INSERT INTO users (key, name, role, hash, added, disabled, temporary) "
                    "VALUES (?, ?, ?, 'h', '2026-01-05', NULL, ?)",
                    (key, name, role, name == "Rae"),
                )
                told = {"name": name, "role": role}
                decisions.record(Draft("add-user", "Ann", "user", key, after=told))
    return workspace


@pytest.mark.parametrize("read_only", [False, True], ids=["to write", "only to read"])
def test_users_from_before_keep_all_but_the_name_of_their_role(
    from_before: Workspace, read_only: bool
) -> None:
    with open_decisions(from_before, read_only=read_only) as decisions:
        found = Users(decisions).all()
        assert {user.key: user.role for user in found} == NOW
        assert [user.name for user in found if user.temporary] == ["Rae"]
        [kept] = decisions.rows("SELECT DISTINCT hash, added FROM users")
        assert kept == ("h", "2026-01-05")
    with closing(sqlite3.connect(from_before.review)) as db:
        names = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
    assert "users_by_role" not in names
    assert names >= schema.TRIGGERS


def events(decisions: Decisions) -> list[object]:
    return [(event.after or {})["role"] for event in decisions.events()]


def test_events_are_not_changed_and_still_agree(from_before: Workspace) -> None:
    with open_decisions(from_before) as decisions:
        assert events(decisions) == [role for _, _, role in OLD]
        assert list(unrecorded(decisions)) == []
        ann = User("ann", "Ann", "administrator", "2026-01-05")
        Users(decisions, CHEAP).set_role("Ben", "inspector", ann)
        assert list(unrecorded(decisions)) == []


def test_a_role_taken_by_other_means_still_shows(from_before: Workspace) -> None:
    with open_decisions(from_before):
        pass
    with closing(sqlite3.connect(from_before.review)) as db, db:
        db.execute("UPDATE users SET role = 'administrator' WHERE key = 'rae'")
        with pytest.raises(sqlite3.IntegrityError):
            db.execute("UPDATE users SET role = 'keeper' WHERE key = 'rae'")
    with open_decisions(from_before) as decisions:
        [told] = unrecorded(decisions)
    assert told == "User rae is administrator, and by the events researcher."
