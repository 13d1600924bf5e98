"""The gate: a person signs what a case's notes read like without names, or refuses to.

A signature holds for the notes and the identifiers that were shown; once either changes, the case
waits for another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.chain import Draft, Event
from corpus.decisions import open_decisions
from corpus.erasing import erase
from corpus.evidence import open_evidence
from corpus.identity import source_id
from corpus.records import Document, Extraction, Reading, Source, Tag
from corpus.users import User, require
from corpus.vault import Vault
from corpus.workspace import writing
from extractors import passages
from models.deid import Pseudonyms, project, redact
from pipelines.quarantine import Waiting
from pipelines.redacting.cases import Case, CaseNote, State
from pipelines.redacting.preparing import Texts
from pipelines.settings import Settings
from pipelines.tagging import tags_of, without_layout

EXTRACTOR = "redacted/1"
_AT_ONCE = 500  # notes a transaction
_PLACE = re.compile(
    r"\b(?:lines?|rows?|column|cell|slide|paragraph|table|page|note|comment|text box|footnote"
    r"|endnote|part) \d+(?:-\d+)?\b"
)
_SOMEWHERE = "in the file"


@dataclass(frozen=True, slots=True)
class Released:
    """What a signature did: notes that can be searched now, and tags suggested for them."""

    notes: int
    tags: int


def states(vault: Vault, cases: Iterable[Case]) -> Mapping[str, State]:
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
    """Store the notes of signed cases as documents that name nobody, and tag them."""
    texts = Texts(vault)
    with (
        writing(vault.workspace, settings.wait_seconds, "redact"),
        open_evidence(vault.workspace) as evidence,
    ):
        notes = tags = 0
        for batch in _batches(_readings(cases, texts)):
            tagged = _tagged(batch, settings)
            evidence.save(tagged)
            notes += len(tagged)
            tags += sum(len(reading.tags) for reading in tagged)
        return Released(notes, tags)


def _readings(cases: Iterable[Case], texts: Texts) -> Iterator[Reading]:
    for case in cases:
        pseudonyms = Pseudonyms.from_json(case.key)
        yield from (_reading(one, texts, pseudonyms) for one in case.notes)


def _tagged(readings: Sequence[Reading], settings: Settings) -> list[Reading]:
    """Tag many notes at once: one by one, short as they are, each would cost as much as ten."""
    if not settings.tag:
        return list(readings)
    cut = [passage for reading in readings for passage in reading.passages]
    suggested = tags_of(cut, without_layout(""), settings)
    by_note: dict[str, list[Tag]] = {}
    for tag in suggested.tags:
        by_note.setdefault(tag.document_id, []).append(tag)
    return [
        replace(reading, tags=tuple(by_note.get(reading.source.sha256 or "", ())))
        for reading in readings
    ]


def redacted(one: CaseNote, texts: Texts) -> Extraction:
    """Return what a note reads like without its identifiers."""
    redaction = redact(texts.of(one), one.identifiers)
    note = one.note
    moved = project(texts.around(one), note.start, note.end, redaction, note.id)
    blocks = (replace(block, locator=nameless(block.locator)) for block in moved.blocks)
    return replace(moved, extractor=EXTRACTOR, blocks=tuple(blocks), problems=())


def nameless(locator: str | None) -> str | None:
    """Return a place without the names in it: sheets, authors of comments and files have some."""
    if locator is None:
        return None
    return ", ".join(_PLACE.findall(locator)) or _SOMEWHERE


def _reading(one: CaseNote, texts: Texts, pseudonyms: Pseudonyms) -> Reading:
    extraction = redacted(one, texts)
    document = _document(one, texts.waiting(one.document_id), len(extraction.text))
    day = pseudonyms.shifted(one.note.date) if one.note.date else None
    signed = replace(document, published=day)
    return Reading(_source(one, signed), signed, extraction, passages(extraction))


def _document(one: CaseNote, waiting: Waiting, size: int) -> Document:
    kind = one.note.kind
    return Document(
        id=one.note.id,
        name=f"{kind or 'note'} {one.note.id[:8]}",
        media_type=waiting.parts[one.part].media_type,
        size=size,
        sensitivity="restricted",
        provider_urn=waiting.provider,
        kind=kind,
        signed=True,
    )


def _source(one: CaseNote, document: Document) -> Source:
    path = f"restricted/{one.document_id[:12]}/{one.note.id[:12]}"
    return Source(source_id(path), path, one.note.id, document.provider_urn, "ok")


def _batches(readings: Iterator[Reading]) -> Iterator[list[Reading]]:
    batch: list[Reading] = []
    for reading in readings:
        batch.append(reading)
        if len(batch) == _AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _state(case: Case, event: Event | None) -> State:
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
