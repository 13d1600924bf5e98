"""Who saw what of case notes: an event for each user, target and hour, whichever page showed it.

It is written before the page is sent: where it cannot be written, nothing is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from corpus.chain import Draft, TargetType, canonical
from corpus.decisions import Decisions
from corpus.users import User
from review.asking import Ask
from review.reading.shown import Shown

_CHUNK = 400
TAKEN: Mapping[str, str] = {"as": "file"}


def restricted(found: Iterable[Shown]) -> set[str]:
    """Return the ids of those documents of passages that are restricted."""
    return {one.document.id for one in found if one.document.sensitivity == "restricted"}


def saw(ask: Ask, documents: Iterable[str], taken: bool = False) -> None:
    """Record that the viewer is shown words of restricted documents, by their ids.

    With `taken`, they are given as a file, which is an event each time.
    """
    seen = sorted(set(documents))
    if seen:
        decisions, user = ask.stores.decisions, ask.viewer.user
        if taken:
            drafts = [_draft(user, "document", one, TAKEN) for one in seen]
            decisions.record_all(drafts)
        else:
            viewed(decisions, user, "document", seen)


def viewed(
    decisions: Decisions,
    user: User,
    target_type: TargetType,
    targets: Iterable[str],
    after: Mapping[str, str] | None = None,
) -> None:
    """Record a view of targets of which this user has none yet in this hour of the clock."""
    wanted = list(dict.fromkeys(targets))
    hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    with decisions.together():
        known: set[str] = set()
        for start in range(0, len(wanted), _CHUNK):
            some = wanted[start : start + _CHUNK]
            statement = _KNOWN.format(marks=", ".join("?" * len(some)))
            values = (user.name, hour.isoformat(), canonical(after) if after else None)
            known |= {row[0] for row in decisions.rows(statement, target_type, *some, *values)}
        drafts = [_draft(user, target_type, one, after) for one in wanted if one not in known]
        decisions.record_all(drafts)


def _draft(
    user: User, target_type: TargetType, target: str, after: Mapping[str, str] | None
) -> Draft:
    document = target if target_type == "document" else None
    return Draft("view", user.name, target_type, target, document_id=document, after=after)


_KNOWN = """
    SELECT target_id FROM events WHERE target_type = ? AND target_id IN ({marks})
    AND what = 'view' AND who = ? AND at >= ? AND after IS ?
"""
