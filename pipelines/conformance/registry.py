"""The checks of the conformance list by the names under which rows call them.

A check takes the world and what its row expects, and returns what is wrong: nothing where all is
well, null where it needs a document that was not given.
"""

from __future__ import annotations

from collections.abc import Callable

Faults = list[str]
Check = Callable[..., Faults | None]

CHECKS: dict[str, Check] = {}


def named(name: str) -> Callable[[Check], Check]:
    """Enter a check under a name."""

    def enter(check: Check) -> Check:
        CHECKS[name] = check
        return check

    return enter


def differs(what: str, found: object, expected: object) -> Faults:
    """Return one fault where the two differ."""
    return [] if found == expected else [f"{what}: expected {expected}, found {found}"]
