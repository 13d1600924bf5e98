"""Cases in the quarantine: their notes, the people in them and what stands for these; sealed."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from corpus.notes import Identifier, Note, Person
from corpus.problems import SettingsError
from corpus.routing import Routed
from corpus.sealed_items import get, ids, put
from corpus.vault import Vault
from models.deid import Pseudonyms
from pipelines.plain import built, written

CASE: Final = "case"
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
class CaseNote:
    """One note of a case: the file and the part of it that it stands in, and what it hides.

    Offsets of `identifiers` count from the start of the note.
    """

    document_id: str
    part: int
    note: Note
    identifiers: tuple[Identifier, ...] = ()


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

    @property
    def files(self) -> tuple[str, ...]:
        """The documents in which its notes stand, each once."""
        return tuple(dict.fromkeys(one.document_id for one in self.notes))

    @property
    def digest(self) -> str:
        """What a signature holds for: these notes with these identifiers hidden."""
        hidden = [(one.note.id, one.identifiers) for one in self.notes]
        return hashlib.sha256(written(hidden)).hexdigest()


State = Literal["waiting", "signed", "refused", "changed"]


def new_case(label: str) -> Case:
    """Return a case without notes, with an id and a secret of its own."""
    key = Pseudonyms(secrets.token_bytes(_KEY_BYTES)).to_json()
    return Case(secrets.token_hex(_KEY_BYTES), label, key)


def save_case(vault: Vault, case: Case) -> None:
    """Seal a case over what was sealed of it before."""
    put(vault.workspace, vault.sealer, CASE, case.id, written(case))


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


def by_label(cases: Iterable[Case]) -> dict[str, Case]:
    """Return cases by label."""
    return {case.label: case for case in cases}


def files_of(cases: Sequence[Case]) -> frozenset[str]:
    """Return the documents that stand in any of these cases."""
    return frozenset(document for case in cases for document in case.files)
