"""Cases in the quarantine: their notes, the people in them and what stands for these; sealed."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Final, Literal, Protocol, cast

from corpus.notes import Identifier, Note, NoteKind, Person
from corpus.problems import SettingsError
from corpus.routing import Routed
from corpus.sealed_items import get, ids, put
from corpus.vault import Sealer, Vault
from corpus.workspace import Workspace
from models.deid import Pseudonyms
from pipelines.plain import built, written

CASE: Final = "case"
FOLDER: Final = "folder "  # begins the label of notes for which no file names a case
_KEY_BYTES = 16
_SHORTEST_ID = 4


@dataclass(frozen=True, slots=True)
class Correction:
    """A person says that these words name somebody here, or that they name nobody."""

    words: str
    names: bool
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person says of a note of what kind it is, or of which day (ISO); null: as it was read."""

    note_id: str
    kind: str | None
    date: str | None
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class CaseNote:
    """One note of a case: the file and the part of it that it stands in, and what it hides.

    Offsets of `identifiers` count from the start of the note. By `check` its words are known again.
    """

    document_id: str
    part: int
    note: Note
    identifiers: tuple[Identifier, ...] = ()
    check: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """All that is known of one case. `label` is the case as files name it: it identifies.

    `key` is the JSON of its `models.deid.Pseudonyms`, with the secret that makes them its own.
    `signs` are statements that a child may be at risk; their offsets count from the note's start.
    """

    id: str
    label: str
    key: str
    notes: tuple[CaseNote, ...] = ()
    people: tuple[Person, ...] = ()
    corrections: tuple[Correction, ...] = ()
    signs: tuple[Routed, ...] = ()
    judgements: tuple[Judgement, ...] = ()

    def judged(self, one: CaseNote) -> CaseNote:
        """Return a note with the kind and the day that people said it has; the last word holds."""
        for said in self.judgements:
            if said.note_id == one.note.id:
                kind = cast("NoteKind | None", said.kind) or one.note.kind
                one = replace(
                    one, note=replace(one.note, kind=kind, date=said.date or one.note.date)
                )
        return one

    @property
    def shown(self) -> str:
        """The label for a screen: of a folder its own name, without those above it."""
        if not self.label.startswith(FOLDER):
            return self.label
        return FOLDER + PurePath(self.label.removeprefix(FOLDER)).name

    @property
    def files(self) -> tuple[str, ...]:
        """The documents in which its notes stand, each once."""
        return tuple(dict.fromkeys(one.document_id for one in self.notes))

    @property
    def digest(self) -> str:
        """What a signature holds for: these notes, kinds and days, with this hidden in this way."""
        told = [
            (
                one.note.id, one.check, one.note.kind, one.note.date,
                [(item.start, item.end, item.replacement) for item in one.identifiers],
            )
            for one in self.notes
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(told).encode("ascii")).hexdigest()


class Signable(Protocol):
    """A case, or what was kept of one: enough to say whether a signature holds for it."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def digest(self) -> str:
        """What a signature holds for."""


State = Literal["waiting", "signed", "refused", "changed"]


def new_case(label: str) -> Case:
    """Return a case without notes, with an id and a secret of its own."""
    key = Pseudonyms(secrets.token_bytes(_KEY_BYTES)).to_json()
    return Case(secrets.token_hex(_KEY_BYTES), label, key)


def save_case(vault: Vault, case: Case) -> None:
    """Seal a case over what was sealed of it before."""
    seal_case(vault.workspace, vault.sealer, case)


def seal_case(workspace: Workspace, sealer: Sealer, case: Case) -> None:
    """Do as `save_case` where there is no open vault: in a worker process."""
    put(workspace, sealer, CASE, case.id, written(case))


def open_case(vault: Vault, case_id: str) -> Case:
    """Open one case. SealedError where it is damaged or erased."""
    return built(Case, json.loads(get(vault, CASE, case_id)))


def open_cases(vault: Vault) -> Iterator[Case]:
    """Open every case, in the order of ids."""
    for case_id in ids(vault.workspace, CASE):
        yield open_case(vault, case_id)


def find_case(vault: Vault, named: str) -> Case:
    """Open the case of an id, of the beginning of one, or of a label. SettingsError: none, many."""
    known = ids(vault.workspace, CASE)
    found = [key for key in known if len(named) >= _SHORTEST_ID and key.startswith(named.lower())]
    cases = [open_case(vault, key) for key in found]
    cases = cases or [case for case in open_cases(vault) if case.label == named]
    if len(cases) == 1:
        return cases[0]
    what = f"{len(cases)} cases are" if cases else "No case is"
    raise SettingsError(f"{what} called '{named}'. `vouch redact list` shows cases and their ids.")
