"""What a person looks at before signing a case, and what looking and correcting leaves behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from models.deid import redact, residual
from models.deid.residual import Doubt
from pipelines.redacting.cases import Case, Correction, save_case
from pipelines.redacting.preparing import Texts, examined

_SHOWN = 40  # of what looks like a name: more would not be read


def report(vault: Vault, case: Case) -> Iterator[str]:
    """Yield what a person has to know before signing: what was found, by which means, what is left.

    It is for those who have the passphrase: it quotes.
    """
    texts = Texts(vault)
    words = [texts.of(one) for one in case.notes]
    size = f"{len(case.notes):,} notes in {len(case.files):,} files"
    yield f"Case {case.id[:8]}, {case.label}: {size}"
    hidden = [redact(text, one.identifiers) for text, one in zip(words, case.notes, strict=True)]
    kinds = ((item.kind, 1) for one in case.notes for item in one.identifiers)
    left = residual(words, hidden, case.people)
    yield f"Hidden: {_counted(kinds) or 'nothing'}"
    yield f"Found by: {_counted((one.means, one.found) for one in left.counted) or 'no means'}"
    yield left.explanation
    yield from _doubted("Looks like a name or number, and is not hidden", left.doubts)
    yield from _doubted("Left as it is, for it names somebody by public office", left.exempt)
    for rare in left.rare[:_SHOWN]:
        yield f"Rare: {rare.explanation}"
    if case.signs:
        yield f"{len(case.signs):,} statements that a child may be at risk: vouch redact signs"
    for text, one in zip(words, case.notes, strict=True):
        for problem in texts.waiting(one.document_id).problems:
            yield f"Not read: {problem.message}"
        if not text.strip():
            yield f"Without text: {one.note.locator}"


def waiting_signs(vault: Vault, cases: Iterable[Case]) -> list[tuple[Routed, str]]:
    """Return the signs that nobody has acknowledged, the most urgent first, with their words."""
    texts = Texts(vault)
    notes = {one.note.id: one for case in cases for one in case.notes}
    with open_decisions(vault.workspace) as decisions:
        found = open_signs((sign for case in cases for sign in case.signs), decisions.events())
    return [(sign, texts.of(notes[sign.document_id])[sign.start : sign.end]) for sign in found]


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
        yield f"--- {one.note.kind or 'note'} {one.note.id[:8]}"
        yield redact(texts.of(one), one.identifiers).text


def originals(vault: Vault, case: Case, user: User) -> Iterator[str]:
    """Yield the notes of a case as they were written; that this user looked is an event."""
    require(user, "view")
    draft = Draft("view", user.name, "case", case.id, after={"notes": len(case.notes)})
    with open_decisions(vault.workspace) as decisions:
        decisions.record(draft)
    texts = Texts(vault)
    for one in case.notes:
        waiting = texts.waiting(one.document_id)
        yield f"--- {waiting.path}, {one.note.locator}"
        yield texts.of(one)


def corrected(vault: Vault, case: Case, said: Mapping[str, bool], user: User, reason: str) -> Case:
    """Take over what a user says of words, look through the whole case again, and seal it.

    What was released of it is taken back until somebody signs again.
    The event tells that and why, and none of the words: they may be names.
    """
    require(user, "sign")
    news = tuple(Correction(words, names, user.name, reason) for words, names in said.items())
    with writing(vault.workspace, purpose="redact"):
        case = examined(replace(case, corrections=(*case.corrections, *news)), Texts(vault))
        save_case(vault, case)
        # What was signed before may hold the very name that was overlooked.
        with open_evidence(vault.workspace) as evidence:
            erase(evidence, [one.note.id for one in case.notes])
    counts = Counter("names" if names else "not-names" for names in said.values())
    with open_decisions(vault.workspace) as decisions:
        decisions.record(Draft("correct", user.name, "case", case.id, after=dict(counts)))
    return case


def _doubted(what: str, doubts: Sequence[Doubt]) -> Iterator[str]:
    """Yield what is in doubt with the words around it, each word once."""
    told = {one.words: one for one in reversed(doubts)}
    if told:
        yield f"{what} ({len(told):,}):"
    for one in list(told.values())[:_SHOWN]:
        yield f"    {one.words}: {one.around} ({one.reason})"
    if len(told) > _SHOWN:
        yield f"    and {len(told) - _SHOWN:,} more"


def _counted(counts: Iterable[tuple[str, int]]) -> str:
    summed = Counter[str]()
    for name, count in counts:
        summed[name] += count
    return ", ".join(f"{count:,} {name}" for name, count in summed.most_common())
