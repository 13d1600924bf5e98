"""Corrections as a person makes them: find what is meant, compare, and record the event."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import rows
from corpus.chain import Draft, Event
from corpus.corrections import SAW, Corrections, collect
from corpus.corrections_fields import checked
from corpus.decisions import Decisions, open_decisions
from corpus.evidence import Evidence, open_evidence
from corpus.facts import Fact
from corpus.identity import sha256_of_file
from corpus.problems import SettingsError
from corpus.records import Document
from corpus.workspace import Workspace

_FACT = f"{rows.select('facts', rows.FACTS)} WHERE id >= ? AND id < ? ORDER BY id LIMIT 6"
_SHORTEST = 6


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants recorded: values by field as they were typed, who they are, and why."""

    typed: Mapping[str, str]
    who: str
    reason: str
    as_printed: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """An event of the list, and whether it was taken back since."""

    event: Event
    undone: bool


def correct_document(workspace: Workspace, named: str, wish: Wish) -> Event:
    """Record that something was read wrongly of a document, named by id, path or file name.

    SettingsError where it cannot be found, or a field or value is not allowed.
    """
    with open_evidence(workspace, read_only=True) as evidence:
        document = find_document(evidence, named)
        read = _document_fields(evidence, document)
    draft = Draft("correct", wish.who, "document", document.id, document.id, reason=wish.reason)
    return _record(workspace, draft, "document", read, wish)


def correct_fact(workspace: Workspace, named: str, wish: Wish) -> Event:
    """Record that something was read wrongly of a fact, named by its id or the beginning of it."""
    with open_evidence(workspace, read_only=True) as evidence:
        fact = find_fact(evidence, named)
    draft = Draft(
        "correct", wish.who, "fact", fact.id, fact.document_id, fact.start, fact.end,
        reason=wish.reason,
    )  # fmt: skip
    return _record(
        workspace, draft, fact.kind, {**fact.fields, "kind": fact.kind, SAW: fact.text}, wish
    )


def take_back(workspace: Workspace, seq: int, who: str, reason: str) -> Event:
    """Record that a correction, or what was said when a document was offered, no longer holds."""
    if not workspace.review.exists():
        raise SettingsError("Nothing was corrected in this workspace yet.")
    with open_decisions(workspace) as decisions, decisions.together():
        event = decisions.event(seq)
        if event is None or event.what not in ("correct", "state"):
            found = "there is no such event" if event is None else f"event {seq} is {event.what!r}"
            raise SettingsError(
                f"{seq} is no correction: {found}. See them with `vouch correct list`; what was "
                "undone by mistake is corrected again."
            )
        if event.hash in decisions.undone():
            raise SettingsError(f"Event {seq} was undone already. See `vouch correct list`.")
        undo = Draft("undo", who, event.target_type, event.target_id, event.document_id)
        return decisions.record(
            dataclasses.replace(
                undo,
                start=event.start,
                end=event.end,
                before=event.after,
                after=event.before,
                reason=reason,
                undoes=event.hash,
            )
        )


def listed(workspace: Workspace) -> list[Listed]:
    """List corrections, what was said when documents were offered, and undoings, in order."""
    if not workspace.review.exists():
        return []
    with open_decisions(workspace, read_only=True) as decisions:
        undone = decisions.undone()
        return [
            Listed(event, event.hash in undone)
            for event in decisions.events()
            if event.what in ("correct", "state", "undo")
        ]


def find_document(evidence: Evidence, named: str) -> Document:
    """Return the document that an id, the beginning of one, a path or a file name means."""
    ids = set(evidence.document_ids())
    found = {named} & ids
    if not found and len(named) >= _SHORTEST:
        found = {key for key in ids if key.startswith(named.lower())}
    found = found or _by_path(evidence, named) & ids
    if len(found) == 1:
        document = evidence.document(found.pop())
        if document is not None:
            return document
    if not found:
        raise SettingsError(
            f"There is no document {named!r} in {evidence.workspace.root}. Name it by its id, as "
            "`vouch export --what documents` and `vouch search --json` give it, or by its path."
        )
    raise SettingsError(
        f"{named!r} may be any of {len(found)} documents: {', '.join(sorted(found)[:5])}. "
        "Name the one that is meant by its id or its full path."
    )


def find_fact(evidence: Evidence, named: str) -> Fact:
    """Return the fact that an id, or the beginning of one, means."""
    start = named.lower()
    found = list(evidence.records(rows.fact_of, _FACT, start, f"{start}g"))
    exact = [fact for fact in found if fact.id == start]
    if len(exact or found) == 1 and len(start) >= _SHORTEST:
        return (exact or found)[0]
    if len(found) > 1 and len(start) >= _SHORTEST:
        raise SettingsError(f"{named!r} is the beginning of several ids. Type more of it.")
    raise SettingsError(
        f"There is no fact {named!r} in {evidence.workspace.root}. Its id stands in "
        "`vouch export --what judgements` (improvements, actions)."
    )


def _by_path(evidence: Evidence, named: str) -> set[str]:
    path = Path(named)
    full = str(path.absolute())
    found, same_name = set(), set()
    for source in evidence.sources():
        if source.sha256 and source.path in (named, full):
            found.add(source.sha256)
        elif source.sha256 and Path(source.path).name == named:
            same_name.add(source.sha256)
    if not found and not same_name and path.is_file():
        # The same bytes may have been offered under another path.
        return {sha256_of_file(path)}
    return found or same_name


def _document_fields(evidence: Evidence, document: Document) -> dict[str, Any]:
    """Return what may be corrected of a document, as it was read."""
    inspection = next(evidence.facts(document.id, ("inspection",)), None)
    dates = inspection.fields if inspection else {}
    return {
        **dataclasses.asdict(document),
        "framework": evidence.frameworks().get(document.id),
        "inspection_start": dates.get("start"),
        "inspection_end": dates.get("end"),
    }


def _record(
    workspace: Workspace, draft: Draft, kind: str, read: Mapping[str, Any], wish: Wish
) -> Event:
    """Record a correction over what is shown now, so that two people at once see each other."""
    if not wish.typed:
        raise SettingsError("Nothing to correct: add --set FIELD=VALUE.")
    # Before a file is made for it: a slip of the pen leaves no trace.
    before = _shown(collect(()), draft, read)
    checked(kind, wish.typed, before, workspace.frameworks, wish.as_printed)
    with open_decisions(workspace) as decisions, decisions.together():
        shown = _shown(_corrections(decisions), draft, read)
        values = checked(kind, wish.typed, shown, workspace.frameworks, wish.as_printed)
        changed = {name: value for name, value in values.items() if shown.get(name) != value}
        if not changed:
            raise SettingsError(
                "Nothing to correct: it is shown like this already. "
                "`vouch correct list` says what was corrected before."
            )
        old = {name: shown.get(name) for name in changed}
        if SAW in read:
            old[SAW] = read[SAW]
        return decisions.record(dataclasses.replace(draft, before=old, after=changed))


def _shown(corrections: Corrections, draft: Draft, read: Mapping[str, Any]) -> dict[str, Any]:
    return corrections.over(draft.target_type, draft.target_id, read)[0]


def _corrections(decisions: Decisions) -> Corrections:
    return collect(decisions.standing("correct"))
