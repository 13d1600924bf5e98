"""Tables of review.db that are kept beside the events, and must say no more than the events do.

They make questions fast: what holds of a tag, and whose case notes are open to whom. Whoever can
write the file can write them; the events, each with its hash, then say otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpus.decisions import Decisions


def misheld(decisions: Decisions) -> Iterator[str]:
    """Say in a sentence each what holds of a target by the table, and not by the events."""
    for target_type, target, what, who in decisions.rows(_ONLY_IN_TABLE):
        yield (
            f"That {who or 'nobody'} decided ({what}) on the {target_type} {target} is kept as "
            "what holds, and by the events is not."
        )
    for target_type, target, what, who, seq in decisions.rows(_ONLY_BY_EVENTS):
        yield (
            f"Event {seq} ({what}, by {who}) holds of the {target_type} {target}, and is not kept "
            "as what holds."
        )


def misassigned(decisions: Decisions) -> Iterator[str]:
    """Say in a sentence each who sees case notes of a provider otherwise than the events say.

    Events of other installations assign nobody here.
    """
    said: set[tuple[str, str]] = set()
    for event in decisions.standing("assign", "unassign"):
        if event.origin == decisions.installation:
            if event.what == "assign":
                said.add((event.target_id, str((event.after or {}).get("provider"))))
            else:
                said.discard((event.target_id, str((event.before or {}).get("provider"))))
    there = set(decisions.rows("SELECT user, provider FROM assignments"))
    for user, provider in sorted(there - said):
        yield f"User {user} was assigned to {provider} by other means than Vouch."
    for user, provider in sorted(said - there):
        yield f"User {user} is not assigned to {provider}, and by the events is."


_ONLY_IN_TABLE = """
    SELECT target_type, target_id, what, who FROM (
        SELECT target_type, target_id, seq, what, who FROM decided
        EXCEPT SELECT target_type, target_id, seq, what, who FROM current
    ) ORDER BY target_type, target_id
"""
_ONLY_BY_EVENTS = """
    SELECT target_type, target_id, what, who, seq FROM (
        SELECT target_type, target_id, what, who, seq FROM current
        EXCEPT SELECT target_type, target_id, what, who, seq FROM decided
    ) ORDER BY target_type, target_id
"""
