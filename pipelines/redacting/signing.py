"""The gate: a person signs what a case's notes read like without names, or refuses to.

A signature holds for the notes and the identifiers that were shown; once either changes, the case
waits for another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.chain import Draft, Event
from corpus.decisions import open_decisions
from corpus.erasing import erase
from corpus.evidence import Evidence, open_evidence
from corpus.problems import VouchError
from corpus.records import Reading
from corpus.users import User, require
from corpus.vault import Vault
from corpus.workspace import writing
from pipelines.redacting.cases import Case, Signable, State
from pipelines.redacting.hands import by_many
from pipelines.redacting.releasing import READER, Made, nameless, releases
from pipelines.redacting.texts import Texts
from pipelines.settings import Settings

__all__ = ["Released", "nameless", "refuse", "release", "sign", "states"]
_AT_ONCE = 250  # notes a transaction: longer ones keep workers waiting


@dataclass(frozen=True, slots=True)
class Released:
    """What a signature did: notes that can be searched now, and tags suggested for them."""

    notes: int
    tags: int


def states(vault: Vault, cases: Iterable[Signable]) -> Mapping[str, State]:
    """Say of each case, by id, whether it waits, was signed or refused, or changed since."""
    with open_decisions(vault.workspace) as decisions:
        last: dict[str, Event] = {}
        for event in decisions.standing("sign", "refuse"):
            if event.target_type == "case":
                last[event.target_id] = event
    return {case.id: _state(case, last.get(case.id)) for case in cases}


def sign(
    vault: Vault, cases: Sequence[Case], user: User, reason: str, settings: Settings
) -> Released:
    """Record the signature, then index and tag the notes of cases without their identifiers.

    AccessError where this user may not sign: then nothing happens. What a killed run left out is
    made up for by signing again.
    """
    require(user, "sign")
    _record(vault, cases, user, "sign", reason)
    return release(vault, cases, settings)


def refuse(vault: Vault, case: Case, user: User, reason: str) -> None:
    """Record the refusal, and close what an earlier signature had opened."""
    require(user, "refuse")
    _record(vault, [case], user, "refuse", reason)
    with writing(vault.workspace, purpose="redact"), open_evidence(vault.workspace) as evidence:
        # Made from what is sealed: a later signature makes it again, with the same ids.
        erase(evidence, [one.note.id for one in case.notes])


def release(vault: Vault, cases: Sequence[Case], settings: Settings) -> Released:
    """Store the notes of signed cases as documents that name nobody, and tag them.

    Many are made ready by worker processes, as many as `settings.jobs`. Each batch is stored whole;
    the same notes again are stored over what is there. VouchError where some could not be made.
    """
    settings = replace(settings, workspace=vault.workspace.root)
    offers = list(releases(cases, Texts(vault)))
    done, unmade = Released(0, 0), 0
    with (
        writing(vault.workspace, settings.wait_seconds, "redact"),
        # Once for all notes: to open the decisions for each takes longer than storing it.
        open_decisions(vault.workspace) as decisions,
        open_evidence(vault.workspace, protect=decisions.pointed_at) as evidence,
    ):
        made = by_many(READER, "Releasing", offers, [len(one.notes) for one in offers], settings)
        batch: list[Reading] = []
        for some in made:
            unmade += bool(some.problems)
            batch += some.readings if isinstance(some, Made) else ()
            if len(batch) >= _AT_ONCE:
                done = _stored(evidence, batch, done)
                batch = []
        done = _stored(evidence, batch, done)
    if unmade:
        raise VouchError(
            f"{unmade:,} of {len(offers):,} batches of notes were not opened, for the process that "
            "made them ready broke down; the others can be searched. Run the same command again. "
            "If it fails again, the log file in the workspace says where."
        )
    return done


def _stored(evidence: Evidence, batch: Sequence[Reading], before: Released) -> Released:
    if batch:
        evidence.save(batch)
    tags = sum(len(reading.tags) for reading in batch)
    return Released(before.notes + len(batch), before.tags + tags)


def _state(case: Signable, event: Event | None) -> State:
    if event is None:
        return "waiting"
    if event.what == "refuse":
        return "refused"
    return "signed" if (event.after or {}).get("digest") == case.digest else "changed"


def _record(
    vault: Vault, cases: Iterable[Case], user: User, what: Literal["sign", "refuse"], reason: str
) -> None:
    drafts = [
        Draft(what, user.name, "case", case.id, reason=reason, after=_said(case, user))
        for case in cases
    ]
    with open_decisions(vault.workspace) as decisions:
        decisions.record_all(drafts)


def _said(case: Case, user: User) -> dict[str, object]:
    """Say what was signed: which notes with what hidden, and in which role; none of the words."""
    return {"digest": case.digest, "notes": len(case.notes), "role": user.role}
