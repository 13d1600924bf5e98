"""What was erased for good: it is not read again by an oversight."""

from __future__ import annotations

from corpus.decisions import standing
from corpus.records import Problem
from corpus.workspace import Workspace


def erased_before(workspace: Workspace) -> dict[str, Problem]:
    """Return of each document that went with an erased case who erased it, and when."""
    found = {}
    for event in standing(workspace, "erase"):
        problem = Problem("run", "erased-before", _words(event.who, event.at[:10]))
        found.update(dict.fromkeys((event.after or {}).get("documents", ()), problem))
    return found


def _words(who: str, day: str) -> str:
    return (
        f"The file was erased before, with its case ({who}, {day}), and was not read again. If it "
        "is to come back, ingest it with --reprocess."
    )
