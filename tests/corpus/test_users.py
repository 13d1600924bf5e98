"""Users and roles: who may what, how they show who they are, what is recorded of it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import review_migrations as schema
from corpus.backup import backup, restore
from corpus.chain import Draft
from corpus.decisions import Decisions, broken, open_decisions
from corpus.evidence import open_evidence
from corpus.problems import AccessError, SettingsError, VouchError, WorkspaceError
from corpus.users import (
    ACTIONS,
    MAY,
    REFUSED,
    ROLES,
    Action,
    PasswordCost,
    Role,
    User,
    Users,
    clean_name,
    key_of,
    may,
    require,
    unrecorded,
)
from corpus.verifying import verify
from corpus.workspace import Workspace, open_workspace, writing

CHEAP = PasswordCost(time=1, memory=8, lanes=1)
WORDS = "otter lantern gravel spoon"
OTHER = "badger velvet anchor plum"
PAGE = Path(__file__).parents[2] / "docs" / "users.md"

ADD = """
import sys
from pathlib import Path
from corpus.decisions import open_decisions
from corpus.problems import VouchError
from corpus.users import PasswordCost, Users
from corpus.workspace import Workspace
with open_decisions(Workspace(Path(sys.argv[1]))) as decisions:
    try:
        Users(decisions, PasswordCost(1, 8, 1)).add(
            sys.argv[2], "administrator", "otter lantern gravel"
        )
    except VouchError as error:
        print(type(error).__name__)
    else:
        print("added")
"""


@pytest.fixture
def users(workspace: Workspace) -> Iterator[Users]:
    with open_decisions(workspace) as decisions:
        yield Users(decisions, CHEAP)


@pytest.fixture
def ann(users: Users) -> User:
    """The first user, an administrator."""
    return users.add("Ann Keeper", "administrator", WORDS)


def stored(users: Users) -> str:
    """All that the file says of users and events, as text."""
    tables = ("users", "events")
    found = [list(users.decisions.rows(f"SELECT * FROM {name}")) for name in tables]  # noqa: S608
    return json.dumps(found)


def events(users: Users) -> list[tuple[str, str, str]]:
    return [(one.what, one.who, one.target_id) for one in users.decisions.events()]


# The table of roles

TABLE = [
    # action, researcher, inspector, qa-reviewer, administrator
    ("read", True, True, True, True),
    ("decide", False, True, True, True),
    ("view", False, True, True, True),
    ("see-all", False, False, True, False),
    ("review", False, False, True, True),
    ("sign", False, False, True, True),
    ("refuse", False, False, True, True),
    ("erase", False, False, False, True),
    ("users", False, False, False, True),
]


def someone(role: Role, disabled: str | None = None) -> User:
    return User("ann", "Ann", role, "2026-01-05T09:00:00+00:00", disabled)


@pytest.mark.parametrize(("action", "allowed"), [(row[0], row[1:]) for row in TABLE])
def test_who_may_what(action: Action, allowed: tuple[bool, ...]) -> None:
    assert tuple(may(someone(role), action) for role in ROLES) == allowed


def test_the_table_is_about_every_action() -> None:
    assert [row[0] for row in TABLE] == list(ACTIONS)
    assert set(MAY) == set(ROLES)


@given(st.sampled_from(ROLES), st.sampled_from(ACTIONS))
def test_who_is_disabled_may_nothing(role: Role, action: Action) -> None:
    assert not may(someone(role, disabled="2026-02-01T09:00:00+00:00"), action)


@given(st.sampled_from([action for action in ACTIONS if action != "see-all"]))
def test_each_role_may_what_the_one_before_may(action: Action) -> None:
    allowed = [may(someone(role), action) for role in ROLES]
    assert allowed == sorted(allowed)


def test_who_may_not_is_told_who_may() -> None:
    require(someone("qa-reviewer"), "sign")
    with pytest.raises(
        AccessError, match=r"Ann \(inspector\) may not sign off .* QA reviewer or administrator"
    ):
        require(someone("inspector"), "sign")
    with pytest.raises(AccessError, match="`vouch users list`"):
        require(someone("administrator", disabled="2026"), "erase")


def test_the_page_has_the_table_and_the_columns() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [role for role in ROLES if f"`{role}`" not in page] == []
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(schema.STEPS["step_04_roles"][0])
        columns = [row[1] for row in db.execute("PRAGMA table_info(users_by_role)")]
    assert [name for name in columns if f"`{name}`" not in page] == []


# Names

NAMES = [
    ("Ann Keeper", "Ann Keeper", "plain"),
    ("  Ann \t Keeper ", "Ann Keeper", "blanks"),
    ("Siobhán O'Neill-Okafor", "Siobhán O'Neill-Okafor", "apostrophe and hyphen"),
    ("Zoe\u0308", "Zoë", "an accent typed apart"),
    ("ann@example.org", "ann@example.org", "an address"),
    ("J. R. Ward 2", "J. R. Ward 2", "initials"),
    ("李明", "李明", "another script"),
    ("अनीता", "अनीता", "signs that join"),
]


@pytest.mark.parametrize(("typed", "kept", "why"), NAMES, ids=[row[2] for row in NAMES])
def test_names_of_people_are_taken(typed: str, kept: str, why: str) -> None:
    assert clean_name(typed) == kept, why


ODD = [
    ("", "nothing"),
    (" \n ", "blanks alone"),
    ("-", "a sign alone"),
    ("--role", "an option"),
    ("Ann\x00", "NUL"),
    ("Ann\x1b[31m", "colours of a terminal"),
    ("Ann\u202enaeL", "written backwards"),
    ("An\u200bn", "a blank of no width"),
    ("Ann\ud800", "half a character"),
    ("Ann; DROP TABLE users", "a semicolon"),
    ("../Ann", "a path"),
    ("Ann\U0001f600", "a picture"),
    ("A" * 65, "too long"),
]


@pytest.mark.parametrize(("name", "why"), ODD, ids=[row[1] for row in ODD])
def test_names_that_mislead_are_refused(users: Users, name: str, why: str) -> None:
    with pytest.raises(SettingsError, match="is no name for a user") as told:
        users.add(name, "administrator", WORDS)
    assert str(told.value).isprintable(), why
    assert users.all() == []


@given(st.text(max_size=70))
def test_a_name_is_refused_or_kept_for_good(name: str) -> None:
    try:
        clean = clean_name(name)
    except SettingsError:
        return
    assert clean_name(clean) == clean
    assert clean.isprintable()
    assert key_of(clean) == key_of(name) == key_of(key_of(name))


@pytest.mark.parametrize("same", ["ann keeper", "ANN KEEPER", " Ann  Keeper", "Ａnn Keeper"])
def test_a_name_is_taken_however_it_is_typed(users: Users, ann: User, same: str) -> None:
    assert users.named(same) == ann
    assert users.check(same, WORDS) == ann
    with pytest.raises(SettingsError, match="already"):
        users.add(same, "researcher", WORDS, by=ann)


# Adding


def test_the_first_user_is_a_keeper_and_adds_the_others(users: Users, ann: User) -> None:
    ben = users.add("Ben", "qa-reviewer", OTHER, by=ann)
    assert users.all() == [ann, ben]
    assert (ben.role, ben.disabled) == ("qa-reviewer", None)
    assert events(users) == [
        ("add-user", "Ann Keeper", "ann keeper"),
        ("add-user", "Ann Keeper", "ben"),
    ]
    assert broken(users.decisions) == []


@pytest.mark.parametrize("role", [role for role in ROLES if role != "administrator"])
def test_the_first_user_is_nothing_else(users: Users, role: Role) -> None:
    with pytest.raises(SettingsError, match="type --role administrator"):
        users.add("Ann", role, WORDS)
    assert (users.all(), events(users)) == ([], [])


def test_nobody_adds_themselves_later(users: Users, ann: User) -> None:
    with pytest.raises(AccessError, match="--as ADMINISTRATOR"):
        users.add("Mallory", "administrator", WORDS)
    ben = users.add("Ben", "qa-reviewer", OTHER, by=ann)
    with pytest.raises(AccessError, match=r"Ben \(QA reviewer\) may not add or change users"):
        users.add("Mallory", "administrator", WORDS, by=ben)
    with pytest.raises(AccessError):
        users.add("Mallory", "administrator", WORDS, by=someone("administrator"))
    assert [user.name for user in users.all()] == ["Ann Keeper", "Ben"]


def test_a_keeper_who_was_disabled_meanwhile_changes_nothing(users: Users, ann: User) -> None:
    eve = users.add("Eve", "administrator", OTHER, by=ann)
    users.disable("Eve", by=ann)
    for attempt in (
        lambda: users.add("Mallory", "administrator", WORDS, by=eve),
        lambda: users.set_role("Ann Keeper", "researcher", by=eve),
        lambda: users.set_password("Ann Keeper", OTHER, by=eve),
        lambda: users.disable("Ann Keeper", by=eve),
        lambda: users.enable("Eve", by=eve),
    ):
        with pytest.raises(AccessError, match="may not"):
            attempt()
    assert len(events(users)) == 3


def test_of_programs_that_add_the_first_at_once_one_succeeds(workspace: Workspace) -> None:
    names = ["Ann", "Ben", "Eve"]
    commands = [[sys.executable, "-c", ADD, str(workspace.root), name] for name in names]
    runs = [subprocess.Popen(line, stdout=subprocess.PIPE, text=True) for line in commands]
    said = [run.communicate(timeout=60)[0].strip() for run in runs]
    assert sorted(said) == ["AccessError", "AccessError", "added"]
    with open_decisions(workspace, read_only=True) as decisions:
        [user] = Users(decisions).all()
        assert user.name == names[said.index("added")]
        assert list(unrecorded(decisions)) == []


def test_a_locked_file_adds_nobody_by_half(users: Users, workspace: Workspace) -> None:
    users.decisions.db.execute("PRAGMA busy_timeout = 0")
    with closing(sqlite3.connect(workspace.review, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(WorkspaceError, match="another program holds it") as told:
            users.add("Ann", "administrator", WORDS)
        assert WORDS not in str(told.value)
    assert (users.all(), events(users)) == ([], [])
    assert users.add("Ann", "administrator", WORDS).name == "Ann"


# Passwords


def test_the_right_password_shows_who_it_is(users: Users, ann: User) -> None:
    assert users.check("Ann Keeper", WORDS) == ann


def test_wrong_names_and_wrong_passwords_are_told_alike(users: Users, ann: User) -> None:
    users.add("Ben", "qa-reviewer", OTHER, by=ann)
    users.disable("Ben", by=ann)
    said = set()
    for name, password in (
        ("Ann Keeper", OTHER),
        ("Ann Keeper", ""),
        ("Nobody", WORDS),
        ("", WORDS),
        ("Ben", OTHER),
        ("Ben", WORDS),
        ("x' OR '1'='1", WORDS),
    ):
        with pytest.raises(AccessError) as told:
            users.check(name, password)
        said.add(str(told.value))
    assert said == {REFUSED}


@given(st.text(max_size=40).filter(lambda words: words != WORDS))
def test_no_other_password_does(words: str) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        schema.migrate(db, Path("review.db"))
        users = Users(Decisions(Workspace(Path("/none")), db), PasswordCost(1, 8, 1))
        users.add("Ann", "administrator", WORDS)
        with pytest.raises(VouchError):
            users.check("Ann", words)


def test_passwords_are_in_no_event_and_no_row(users: Users, ann: User) -> None:
    users.set_password("Ann Keeper", OTHER, by=ann)
    with pytest.raises(AccessError) as told:
        users.check("Ann Keeper", WORDS)
    text = stored(users) + str(told.value)
    assert "$argon2id$" in text
    for words in (WORDS, OTHER):
        assert words not in text
    assert all("argon2" not in str(event) for event in users.decisions.events())
    for path in users.decisions.workspace.root.rglob("*"):
        assert path.is_dir() or WORDS.encode() not in path.read_bytes()


WEAK = [("short", "needs at least 12"), ("a" * 30, "different"), ("otter " * 200, "at most 1000")]


@pytest.mark.parametrize(("password", "words"), WEAK)
def test_weak_passwords_are_refused(users: Users, ann: User, password: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        users.add("Ben", "researcher", password, by=ann)
    with pytest.raises(SettingsError, match=words):
        users.set_password("Ann Keeper", password, by=ann)
    assert len(events(users)) == 1


def test_accents_may_be_composed_in_either_way(users: Users) -> None:
    ann = users.add("Ann", "administrator", "vingt-trois cafés")
    assert users.check("Ann", "vingt-trois cafe\u0301s") == ann


def test_a_hash_of_another_cost_is_renewed_when_its_owner_signs_in(users: Users, ann: User) -> None:
    dearer = Users(users.decisions, PasswordCost(time=2, memory=16, lanes=1))

    def kept() -> str:
        [(found,)] = users.decisions.rows("SELECT hash FROM users")
        return str(found)

    before = kept()
    with pytest.raises(AccessError):
        dearer.check("Ann Keeper", OTHER)
    assert kept() == before
    assert dearer.check("Ann Keeper", WORDS) == ann
    assert "m=16,t=2" in kept()
    renewed = kept()
    assert dearer.check("Ann Keeper", WORDS) == ann
    assert kept() == renewed
    # That is no decision of anybody.
    assert len(events(users)) == 1


def test_signing_in_does_not_need_to_renew(users: Users, ann: User, workspace: Workspace) -> None:
    with open_decisions(workspace, read_only=True) as decisions:
        dearer = Users(decisions, PasswordCost(time=2, memory=16, lanes=1))
        assert dearer.check("Ann Keeper", WORDS) == ann


def test_signing_in_waits_for_nobody(users: Users, ann: User, workspace: Workspace) -> None:
    dearer = Users(users.decisions, PasswordCost(time=2, memory=16, lanes=1))
    patience = list(users.decisions.rows("PRAGMA busy_timeout"))
    with closing(sqlite3.connect(workspace.review, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        assert dearer.check("Ann Keeper", WORDS) == ann
        # Others may hold the file for half a minute.
        assert time.monotonic() - begun < 15
    assert list(users.decisions.rows("PRAGMA busy_timeout")) == patience != [(0,)]


def test_a_damaged_hash_is_told_as_damage(users: Users, ann: User) -> None:
    for damaged in ("", "$argon2id$v=19$", "x"):
        users.decisions.db.execute("UPDATE users SET hash = ?", (damaged,))
        with pytest.raises(WorkspaceError, match="Ann Keeper cannot be compared"):
            users.check("Ann Keeper", WORDS)
    assert ann.role == "administrator"


def test_everybody_sets_their_own_password_and_a_keeper_any(users: Users, ann: User) -> None:
    ben = users.add("Ben", "qa-reviewer", OTHER, by=ann)
    users.set_password("ben", WORDS, by=ben)
    assert ben.temporary
    assert users.check("Ben", WORDS) == replace(ben, temporary=False)
    users.set_password("Ben", OTHER, by=ann)
    assert users.check("Ben", OTHER) == ben
    with pytest.raises(AccessError, match="may not add or change users"):
        users.set_password("Ann Keeper", OTHER, by=ben)
    assert events(users)[2:] == [
        ("change-user", "Ben", "ben"),
        ("change-user", "Ann Keeper", "ben"),
    ]


# Roles and disabling


def test_a_role_is_changed_and_recorded(users: Users, ann: User) -> None:
    users.add("Ben", "researcher", OTHER, by=ann)
    assert users.set_role("Ben", "qa-reviewer", by=ann).role == "qa-reviewer"
    last = list(users.decisions.events())[-1]
    assert (last.what, last.before, last.after) == (
        "change-user", {"role": "researcher"}, {"role": "qa-reviewer"}
    )  # fmt: skip


def test_who_is_disabled_is_kept_and_may_come_back(users: Users, ann: User) -> None:
    users.add("Ben", "qa-reviewer", OTHER, by=ann)
    assert users.disable("Ben", by=ann).disabled is not None
    users.disable("Ben", by=ann)
    with pytest.raises(AccessError):
        users.check("Ben", OTHER)
    assert users.enable("Ben", by=ann).disabled is None
    users.enable("Ben", by=ann)
    assert users.check("Ben", OTHER).role == "qa-reviewer"
    # Doing again what is done is no event.
    assert [what for what, _, _ in events(users)][2:] == ["disable-user", "change-user"]


def test_there_is_always_a_keeper(users: Users, ann: User) -> None:
    for attempt in (
        lambda: users.disable("Ann Keeper", by=ann),
        lambda: users.set_role("Ann Keeper", "qa-reviewer", by=ann),
    ):
        with pytest.raises(AccessError, match="is the last administrator"):
            attempt()
    users.add("Eve", "administrator", OTHER, by=ann)
    assert users.set_role("Ann Keeper", "qa-reviewer", by=ann).role == "qa-reviewer"


def test_an_unknown_user_is_named_in_plain_signs(users: Users, ann: User) -> None:
    for attempt in (users.disable, users.enable):
        with pytest.raises(SettingsError, match=r"no user 'B\\u202een'"):
            attempt("B\u202een", by=ann)


# Old files, backups, verify


def test_a_file_from_before_users_is_brought_up_to_date(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(schema, "STEPS", {"step_01_events": schema.STEPS["step_01_events"]})
        before.setattr(schema, "CURRENT", 1)
        with open_decisions(workspace) as decisions:
            decisions.record(Draft("accept", "Ann", "tag", "t"))
    with open_decisions(workspace, read_only=True) as decisions:
        assert Users(decisions).all() == []
        assert [event.what for event in decisions.events()] == ["accept"]


def test_users_come_back_from_a_backup(users: Users, ann: User, tmp_path: Path) -> None:
    workspace = users.decisions.workspace
    with writing(workspace), open_evidence(workspace):
        pass
    backup(workspace, tmp_path / "b.zip")
    restore(tmp_path / "b.zip", tmp_path / "again")
    with open_decisions(open_workspace(tmp_path / "again")) as decisions:
        assert Users(decisions, CHEAP).check("Ann Keeper", WORDS) == ann
        assert list(unrecorded(decisions)) == []


TAMPERED: list[tuple[str, str]] = [
    ("UPDATE users SET role = 'administrator' WHERE key = 'ben'", "Ben was made an administrator"),
    ("UPDATE users SET disabled = NULL WHERE key = 'eve'", "Eve was let in again"),
    ("UPDATE users SET disabled = '2026' WHERE key = 'ben'", "Ben was shut out"),
    ("DELETE FROM users WHERE key = 'ben'", "Ben was removed"),
    (
        "INSERT INTO users VALUES ('mal', 'Mal', 'administrator', 'x', '2026', NULL, 0)",
        "Mal slipped in",
    ),
]


@pytest.mark.parametrize(("statement", "why"), TAMPERED, ids=[row[1] for row in TAMPERED])
def test_verify_finds_users_changed_by_other_means(
    users: Users, ann: User, statement: str, why: str
) -> None:
    workspace = users.decisions.workspace
    with writing(workspace), open_evidence(workspace):
        pass
    users.add("Ben", "qa-reviewer", OTHER, by=ann)
    users.add("Eve", "researcher", OTHER, by=ann)
    users.disable("Eve", by=ann)
    users.set_role("Eve", "qa-reviewer", by=ann)
    assert verify(workspace) == []
    with closing(sqlite3.connect(workspace.review)) as db, db:
        db.execute(statement)
    [finding] = verify(workspace)
    assert (finding.code, finding.about) == ("user-unrecorded", str(workspace.review)), why
    assert "User " in finding.message


LAZY = """
import sys
import corpus.users, corpus.vault, corpus.sealed_items, corpus.backup, corpus.verifying
loaded = {"cryptography", "argon2"} & set(sys.modules)
assert not loaded, loaded
"""


def test_reading_public_documents_imports_nothing_of_this() -> None:
    command = [sys.executable, "-c", LAZY]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
