"""Which inspectors work on which providers: their case notes open for nobody else.

An assignment is an event; the table beside the events holds what they come to.
"""

from __future__ import annotations

from corpus.chain import Draft, Event
from corpus.decisions import Decisions
from corpus.problems import SettingsError
from corpus.users import User, require

_LONGEST = 200


def providers_of(decisions: Decisions, user: User) -> frozenset[str]:
    """Return the URNs of the providers to which a user is assigned."""
    found = decisions.rows("SELECT provider FROM assignments WHERE user = ?", user.key)
    return frozenset(row[0] for row in found)


def assigned(decisions: Decisions) -> dict[str, list[str]]:
    """Return the providers of each user, by the user's key."""
    found: dict[str, list[str]] = {}
    for key, provider in decisions.rows("SELECT user, provider FROM assignments ORDER BY 1, 2"):
        found.setdefault(key, []).append(provider)
    return found


def assign(decisions: Decisions, user: User, provider: str, by: User) -> Event:
    """Let a user see the case notes of a provider. AccessError where `by` may not."""
    require(by, "users")
    urn = provider.strip()
    if not urn or len(urn) > _LONGEST or not urn.isprintable():
        raise SettingsError("Name the provider by its URN, such as 1234567.")
    with decisions.together():
        decisions.db.execute(
            "INSERT OR IGNORE INTO assignments (user, provider) VALUES (?, ?)", (user.key, urn)
        )
        draft = Draft("assign", by.name, "user", user.key, after={"provider": urn})
        return decisions.record(draft)


def unassign(decisions: Decisions, user: User, provider: str, by: User) -> None:
    """Take a provider from a user. AccessError where `by` may not."""
    require(by, "users")
    with decisions.together():
        gone = decisions.db.execute(
            "DELETE FROM assignments WHERE user = ? AND provider = ?", (user.key, provider)
        )
        if gone.rowcount:
            draft = Draft("unassign", by.name, "user", user.key, before={"provider": provider})
            decisions.record(draft)
