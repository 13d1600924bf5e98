"""Who works on which provider, and that every change of it is an event."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as checked
from hypothesis import strategies as some

from corpus.decisions import Decisions
from corpus.problems import AccessError, SettingsError
from corpus.users import Role, User
from review.assigning import assign, assigned, providers_of, unassign
from review.stores import Stores
from review.viewing import Viewer

INA = User("ina", "Ina", "inspector", "2026-01-01")
BEN = User("ben", "Ben", "inspector", "2026-01-01")


def somebody(role: Role) -> User:
    return User(str(role), str(role).title(), role, "2026-01-01")


@pytest.fixture
def decisions(stores: Stores) -> Decisions:
    return stores.decisions


def told(decisions: Decisions) -> list[tuple[str, str, str]]:
    """Say who did what to whom, by the events."""
    return [
        (one.who, one.what, one.target_id)
        for one in decisions.events()
        if one.what in ("assign", "unassign")
    ]


def test_who_is_assigned_to_nothing_sees_nothing_of_case_notes(decisions: Decisions) -> None:
    assert providers_of(decisions, INA) == frozenset()
    assert assigned(decisions) == {}


def test_an_assignment_opens_one_provider_to_one_inspector(
    decisions: Decisions, keeper: User
) -> None:
    assign(decisions, INA, "9900001", keeper)
    assert providers_of(decisions, INA) == {"9900001"}
    assert providers_of(decisions, BEN) == frozenset()
    ina = Viewer(INA, providers_of(decisions, INA))
    assert ina.sees("restricted", "9900001")
    assert not ina.sees("restricted", "9900002")


def test_who_assigned_whom_and_to_what_is_an_event(decisions: Decisions, keeper: User) -> None:
    assign(decisions, INA, " 9900001 ", keeper)
    unassign(decisions, INA, "9900001", keeper)
    assert told(decisions) == [
        (keeper.name, "assign", "ina"), (keeper.name, "unassign", "ina"),
    ]  # fmt: skip
    events = [one for one in decisions.events() if one.target_id == "ina"]
    assert events[0].after == {"provider": "9900001"}  # without the blanks that were typed
    assert events[1].before == {"provider": "9900001"}


@pytest.mark.parametrize("role", ["researcher", "inspector", "qa-reviewer"])
def test_who_may_not_change_users_assigns_nobody(decisions: Decisions, role: Role) -> None:
    with pytest.raises(AccessError):
        assign(decisions, INA, "9900001", somebody(role))
    with pytest.raises(AccessError):
        unassign(decisions, INA, "9900001", somebody(role))
    assert told(decisions) == []
    assert assigned(decisions) == {}


def test_a_keeper_who_was_disabled_assigns_nobody(decisions: Decisions) -> None:
    gone = User("gone", "Gone", "administrator", "2026-01-01", disabled="2026-02-01")
    with pytest.raises(AccessError):
        assign(decisions, INA, "9900001", gone)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "x" * 201,
        "99\x0000",  # a zero byte would end the word elsewhere
        "99\n00",
        "99\u202e00",  # turns round what stands after it
    ],
)
def test_what_is_no_number_of_a_provider_is_refused(
    decisions: Decisions, keeper: User, typed: str
) -> None:
    with pytest.raises(SettingsError, match="URN"):
        assign(decisions, INA, typed, keeper)
    assert assigned(decisions) == {}


def test_to_take_away_what_was_never_given_is_no_event(decisions: Decisions, keeper: User) -> None:
    unassign(decisions, INA, "9900001", keeper)
    assert told(decisions) == []


def test_one_inspector_may_lose_one_provider_of_two(decisions: Decisions, keeper: User) -> None:
    for urn in ("9900002", "9900001"):
        assign(decisions, INA, urn, keeper)
    assign(decisions, BEN, "9900001", keeper)
    unassign(decisions, INA, "9900001", keeper)
    assert assigned(decisions) == {"ben": ["9900001"], "ina": ["9900002"]}


STEPS = some.lists(
    some.tuples(some.booleans(), some.sampled_from([INA, BEN]), some.sampled_from("123")),
    max_size=12,
)


@given(STEPS)
@checked(max_examples=15)
def test_the_table_is_what_the_events_come_to(decisions: Decisions, keeper: User, steps) -> None:
    for user, urns in [(INA, "123"), (BEN, "123")]:
        for urn in urns:
            unassign(decisions, user, urn, keeper)
    held: set[tuple[str, str]] = set()
    for gives, user, urn in steps:
        (assign if gives else unassign)(decisions, user, urn, keeper)
        (held.add if gives else held.discard)((user.key, urn))
    assert {(key, urn) for key, urns in assigned(decisions).items() for urn in urns} == held
    by_events: set[tuple[str, str]] = set()
    for one in decisions.events():
        if one.what == "assign" and one.after:
            by_events.add((one.target_id, one.after["provider"]))
        if one.what == "unassign" and one.before:
            by_events.discard((one.target_id, one.before["provider"]))
    assert by_events == held
