"""Who sees which document: by role, by sensitivity, by assignment."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as some

from corpus.users import ROLES, Role, User
from review.viewing import Viewer


def viewer(role: Role, *providers: str, disabled: str | None = None) -> Viewer:
    return Viewer(User("x", "X", role, "2026-01-01", disabled), frozenset(providers))


@pytest.mark.parametrize("role", ROLES)
def test_public_documents_are_for_everybody(role: Role) -> None:
    assert viewer(role).sees("public", None)


@pytest.mark.parametrize(
    ("who", "provider", "seen", "because"),
    [
        (viewer("inspector", "1"), "1", True, "assigned to the provider"),
        (viewer("inspector", "1"), "2", False, "assigned to another one"),
        (viewer("inspector"), "1", False, "assigned to none"),
        (viewer("inspector", "1"), None, False, "nobody knows whose notes these are"),
        (viewer("researcher", "1"), "1", False, "researchers never see case notes"),
        (viewer("qa-reviewer"), "1", True, "quality reviewers see all"),
        (viewer("qa-reviewer"), None, True, "and what belongs to no provider"),
        (viewer("administrator"), "1", False, "who gives out rights has no sight of their own"),
        (viewer("administrator", "1"), "1", True, "unless they are assigned, which is an event"),
        (
            viewer("qa-reviewer", disabled="2026-02-01"),
            "1",
            False,
            "whoever is disabled sees nothing",
        ),
    ],
)
def test_case_notes_are_for_a_few(
    who: Viewer, provider: str | None, seen: bool, because: str
) -> None:
    assert who.sees("restricted", provider) is seen, because


@given(
    some.sampled_from(ROLES),
    some.sets(some.sampled_from(["1", "2", "3' OR '1'='1"])),
    some.sampled_from(["public", "restricted"]),
    some.sampled_from([None, "1", "2", "3' OR '1'='1", ""]),
)
def test_the_condition_of_sql_says_the_same(
    role: Role, providers: set[str], sensitivity: str, provider: str | None
) -> None:
    who = viewer(role, *providers)
    clause, values = who.clause()
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE documents (sensitivity TEXT, provider_urn TEXT)")
    db.execute("INSERT INTO documents VALUES (?, ?)", (sensitivity, provider))
    found = db.execute(f"SELECT 1 FROM documents WHERE {clause}", values).fetchone()
    assert (found is not None) == who.sees(sensitivity, provider)
