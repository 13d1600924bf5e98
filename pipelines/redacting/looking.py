"""What people do beside signing: read notes, correct what was found in them, answer signs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from corpus.chain import Draft
from corpus.decisions import open_decisions
from corpus.erasing import erase
from corpus.evidence import open_evidence
from corpus.problems import SettingsError
from corpus.routing import Routed, acknowledge, open_signs
from corpus.users import User, require
from corpus.vault import Vault
from corpus.workspace import writing
from models.deid import redact
from pipelines.redacting.cases import Case, CaseNote, Correction, Judgement, save_case
from pipelines.redacting.examining import chosen_components, examined
from pipelines.redacting.releasing import nameless
from pipelines.redacting.reporting import key
from pipelines.redacting.texts import Texts
from pipelines.settings import Settings


def unanswered(vault: Vault, cases: Iterable[Case]) -> list[tuple[Case, Routed]]:
    """Return the signs that nobody has acknowledged, the most urgent first, with their cases."""
    found = [(case, sign) for case in cases for sign in case.signs]
    holding = {sign.id: case for case, sign in found}
    with open_decisions(vault.workspace) as decisions:
        left = open_signs((sign for _, sign in found), decisions.standing("acknowledge"))
    return [(holding[sign.id], sign) for sign in left]


def waiting_signs(vault: Vault, cases: Iterable[Case]) -> list[tuple[Routed, str]]:
    """Return the signs that nobody has acknowledged, the most urgent first, with their words."""
    texts = Texts(vault)
    notes: dict[str, CaseNote] = {}
    found = []
    for case, sign in unanswered(vault, cases):
        if sign.document_id not in notes:
            notes.update((one.note.id, one) for one in case.notes)
        found.append((sign, texts.of(notes[sign.document_id])[sign.start : sign.end]))
    return found


@dataclass(frozen=True, slots=True)
class Done:
    """Who did what about a sign, and why; `what` is one of `corpus.routing.DONE`."""

    user: User
    what: str
    reason: str


def acknowledged(vault: Vault, cases: Iterable[Case], named: str, done: Done) -> None:
    """Record what a user did about a sign, by its id or the beginning of it."""
    require(done.user, "decide")
    found = {sign.id: sign for case in cases for sign in case.signs if sign.id.startswith(named)}
    if len(found) != 1:
        raise SettingsError(f"{len(found)} signs have an id that begins with '{named}'.")
    [sign] = found.values()
    with open_decisions(vault.workspace) as decisions:
        decisions.record(acknowledge(sign, done.user.name, done.what, done.reason))


def released(vault: Vault, case: Case) -> Iterator[str]:
    """Yield the notes of a case as a signature would release them."""
    texts = Texts(vault)
    for one in case.notes:
        told = (one.note.kind or "note", one.note.id[:8], nameless(one.note.locator))
        yield f"--- {' '.join(filter(None, told))}"
        yield redact(texts.of(one), one.identifiers).text


def originals(vault: Vault, case: Case, user: User, reason: str | None = None) -> Iterator[str]:
    """Yield the notes of a case as they were written; that this user looked is an event."""
    require(user, "view")
    said = {"notes": len(case.notes)}
    draft = Draft("view", user.name, "case", case.id, reason=reason, after=said)
    with open_decisions(vault.workspace) as decisions:
        decisions.record(draft)
    texts = Texts(vault)
    for one in case.notes:
        waiting = texts.waiting(one.document_id)
        yield f"--- {waiting.path}, {one.note.locator}"
        yield texts.of(one)
    yield "---"
    yield from key(case, [texts.of(one) for one in case.notes])


def corrected(
    vault: Vault,
    case: Case,
    said: Mapping[str, bool],
    user: User,
    reason: str,
    settings: Settings | None = None,
) -> Case:
    """Take over what a user says of words, look through the whole case again, and seal it.

    What was released of it is taken back until somebody signs again.
    The event tells that and why, and none of the words: they may be names.
    """
    require(user, "sign")
    components = chosen_components(settings or Settings())
    news = tuple(Correction(words, names, user.name, reason) for words, names in said.items())
    with writing(vault.workspace, purpose="redact"):
        case = replace(case, corrections=(*case.corrections, *news))
        case = examined(case, Texts(vault), components)
        save_case(vault, case)
        # What was signed before may hold the very name that was overlooked.
        with open_evidence(vault.workspace) as evidence:
            erase(evidence, [one.note.id for one in case.notes])
    counts = Counter("names" if names else "not-names" for names in said.values())
    with open_decisions(vault.workspace) as decisions:
        decisions.record(Draft("correct", user.name, "case", case.id, after=dict(counts)))
    return case


def judged(vault: Vault, case: Case, said: Judgement, user: User) -> Case:
    """Take over what a user says of the kind or the day of a note, and seal the case.

    What was signed stays as it is until somebody signs again. SettingsError: no such note, or many.
    """
    require(user, "sign")
    found = [one for one in case.notes if one.note.id.startswith(said.note_id.lower())]
    if len(found) != 1:
        raise SettingsError(
            f"{len(found)} notes of this case have an id that begins with '{said.note_id}'. "
            "`vouch redact show CASE --text` shows the ids of notes."
        )
    [one] = found
    with writing(vault.workspace, purpose="redact"):
        whole = replace(said, note_id=one.note.id)
        case = replace(case, judgements=(*case.judgements, whole))
        case = replace(case, notes=tuple(map(case.judged, case.notes)))
        save_case(vault, case)
    after = {"note": one.note.id, "kind": said.kind}
    with open_decisions(vault.workspace) as decisions:
        decisions.record(Draft("correct", user.name, "case", case.id, after=after))
    return case
