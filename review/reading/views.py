"""Views of restricted documents, passages and cases, out of the events."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from corpus.decisions import Decisions

A_PAGE = 100
_HOW: Mapping[str, str] = {
    "file": "taken along as a file",
    "without-names": "without names",
}
# What held of a case when its page was shown; what was written down before that was kept says none.
_STATES: Mapping[str, str] = {
    "waiting": "before it was signed, ",
    "changed": "changed since it was signed, ",
    "refused": "after it was refused, ",
    "signed": "after it was signed, ",
}


@dataclass(frozen=True, slots=True)
class View:
    """One view: event `seq`, who, when, of what, how, and the reason they gave, if any."""

    seq: int
    at: str
    who: str
    target_type: str
    target_id: str
    how: str
    reason: str | None


def views(decisions: Decisions, who: str | None = None, before: int | None = None) -> list[View]:
    """List views, the latest first, of one person or of all; A_PAGE of them before an event."""
    where, values = ["what = 'view'"], list[object]()
    if who:
        where.append("who = ?")
        values.append(who)
    if before is not None:
        where.append("seq < ?")
        values.append(before)
    statement = _VIEWS.format(where=" AND ".join(where))
    return [
        View(seq, at, name, target_type, target_id, _how(target_type, after), reason)
        for seq, at, name, target_type, target_id, after, reason in decisions.rows(
            statement, *values, A_PAGE
        )
    ]


def _how(target_type: str, after: str | None) -> str:
    if target_type == "passage":
        return "as it was written"
    said = json.loads(after) if after else {}
    if "notes" in said:
        return f"{said['notes']} notes as they were written"
    how = _HOW.get(said.get("as", ""), "on a page")
    return f"{_STATES.get(said.get('state', ''), '')}{how}"


_VIEWS = """
    SELECT seq, at, who, target_type, target_id, after, reason FROM events
    WHERE {where} ORDER BY seq DESC LIMIT ?
"""
