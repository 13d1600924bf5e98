"""What people decided, in exports: the events themselves, and corrections over what was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus.chain import Event
from corpus.corrections import Corrections, collect, corrected
from corpus.decisions import open_decisions, standing
from corpus.evidence import Evidence
from corpus.exports.tables import Row, Table
from corpus.facts import Fact

_COLUMNS = (
    "seq", "at", "who", "what", "target_type", "target_id", "start", "end", "before", "after",
    "reason", "hash",
    # Beyond the contract: with these the chain of every installation can be checked and merged.
    "origin", "origin_seq", "tick", "document_id", "undoes", "previous_hash",
)  # fmt: skip


def corrections(evidence: Evidence) -> Corrections:
    """Return what people corrected in this workspace."""
    return collect(standing(evidence.workspace, "correct"))


def shown(evidence: Evidence, facts: Iterable[Fact]) -> Iterator[tuple[Fact, list[str]]]:
    """Yield facts as they should have been read, each with the fields that were corrected."""
    known = corrections(evidence)
    for fact in facts:
        found = corrected(fact, known)
        yield found.value, sorted(found.fields)


def _events(evidence: Evidence) -> Iterator[Row]:
    if not evidence.workspace.review.exists():
        return
    with open_decisions(evidence.workspace, read_only=True) as decisions:
        for event in decisions.events():
            yield _row(event)


def _row(event: Event) -> Row:
    return tuple(getattr(event, name) for name in _COLUMNS)


EVENTS = Table("events", _COLUMNS, _events)
