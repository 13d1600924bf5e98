"""Sessions: begun by a password, kept alive by use, ended by time, sign-out and disabling."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as some

from corpus.decisions import Decisions, open_decisions
from corpus.problems import AccessError
from corpus.users import PasswordCost, User, Users
from corpus.workspace import Workspace
from review.sessions import Lives, Sessions, same

PASSWORD = "river lantern copper moss"
CHEAP = PasswordCost(1, 8, 1)


class Clock:
    """A clock that stands still until it is told."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def decisions(place: Workspace, keeper: User) -> Iterator[Decisions]:
    with open_decisions(place) as found:
        yield found


@pytest.fixture
def sessions(decisions: Decisions, clock: Clock) -> Sessions:
    return Sessions(decisions, Lives(1800, 43_200), clock)


def test_a_password_begins_a_session_that_the_cookie_finds_again(sessions: Sessions) -> None:
    secret, session = sessions.sign_in("ann keeper", PASSWORD)
    assert sessions.of(secret) == session
    assert session.user.name == "Ann Keeper"


def test_the_file_holds_no_secret_that_signs_in(sessions: Sessions, place: Workspace) -> None:
    secret, _ = sessions.sign_in("Ann Keeper", PASSWORD)
    held = b"".join(path.read_bytes() for path in place.root.glob("review.db*"))
    assert secret.encode() not in held


def test_signing_in_twice_makes_two_sessions(sessions: Sessions) -> None:
    first, one = sessions.sign_in("Ann Keeper", PASSWORD)
    second, two = sessions.sign_in("Ann Keeper", PASSWORD)
    assert first != second
    assert one.token != two.token


@pytest.mark.parametrize("secret", [None, "", "x", "a" * 5000, "' OR 1=1 --", "\0"])
def test_what_is_no_secret_of_ours_finds_nothing(sessions: Sessions, secret: str | None) -> None:
    sessions.sign_in("Ann Keeper", PASSWORD)
    assert sessions.of(secret) is None


def test_a_session_ends_when_nobody_uses_it(sessions: Sessions, clock: Clock) -> None:
    secret, _ = sessions.sign_in("Ann Keeper", PASSWORD)
    clock.now += 1801
    assert sessions.of(secret) is None
    clock.now -= 1801
    assert sessions.of(secret) is None  # it is gone, and no clock brings it back


def test_use_keeps_a_session_alive_until_the_end_of_a_day(sessions: Sessions, clock: Clock) -> None:
    secret, session = sessions.sign_in("Ann Keeper", PASSWORD)
    for _ in range(40):
        clock.now += 1000
        found = sessions.of(secret)
        assert found is not None
        assert found.ends <= session.ends + 43_200
    clock.now += 1000 * 4
    assert sessions.of(secret) is None


def test_signing_out_ends_this_session_and_another_password_ends_all(sessions: Sessions) -> None:
    first, session = sessions.sign_in("Ann Keeper", PASSWORD)
    second, _ = sessions.sign_in("Ann Keeper", PASSWORD)
    sessions.end(first)
    assert sessions.of(first) is None
    assert sessions.of(second) is not None
    sessions.end_all(session.user)
    assert sessions.of(second) is None


def test_who_is_disabled_is_out_at_once(
    sessions: Sessions, decisions: Decisions, keeper: User
) -> None:
    users = Users(decisions, CHEAP)
    users.add("Ben", "inspector", PASSWORD, keeper)
    secret, _ = sessions.sign_in("Ben", PASSWORD)
    users.disable("Ben", keeper)
    assert sessions.of(secret) is None


def test_wrong_passwords_lock_a_name_for_a_while(sessions: Sessions, clock: Clock) -> None:
    for _ in range(5):
        with pytest.raises(AccessError, match="do not belong together"):
            sessions.sign_in("Ann Keeper", "not the password")
    with pytest.raises(AccessError, match="locked for 15 more minutes"):
        sessions.sign_in("ANN  keeper", PASSWORD)
    clock.now += 901
    assert sessions.sign_in("Ann Keeper", PASSWORD)


def test_a_name_that_nobody_has_is_locked_like_others(sessions: Sessions) -> None:
    # Otherwise the lock would tell which names there are.
    for _ in range(5):
        with pytest.raises(AccessError, match="do not belong together"):
            sessions.sign_in("Nobody", "not the password")
    with pytest.raises(AccessError, match="locked"):
        sessions.sign_in("Nobody", "not the password")


def test_the_right_password_forgives_earlier_slips(sessions: Sessions) -> None:
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(AccessError, match="do not belong together"):
                sessions.sign_in("Ann Keeper", "not the password")
        assert sessions.sign_in("Ann Keeper", PASSWORD)


def test_dead_sessions_are_swept(sessions: Sessions, decisions: Decisions, clock: Clock) -> None:
    for _ in range(3):
        sessions.sign_in("Ann Keeper", PASSWORD)
    clock.now += 2000
    sessions.sign_in("Ann Keeper", PASSWORD)
    assert next(decisions.rows("SELECT count(*) FROM sessions")) == (1,)


@given(some.text(max_size=50), some.text(max_size=50))
def test_tokens_are_the_same_only_where_they_are_equal(one: str, other: str) -> None:
    assert same(one, one)
    assert same(one, other) == (one == other)
