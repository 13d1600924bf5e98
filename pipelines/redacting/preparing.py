"""Turns what waits in the quarantine into cases whose identifiers are found.

A case is looked at as a whole: a name that is sure in one note is found in all others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.erasing import erase
from corpus.evidence import open_evidence
from corpus.sealed_items import destroy, ids, put
from corpus.vault import Vault
from corpus.workspace import writing
from pipelines.quarantine import READING, SORTED
from pipelines.redacting.cases import CASE, Case, open_cases
from pipelines.redacting.examining import READER, examination, examined
from pipelines.redacting.hands import by_many
from pipelines.redacting.sorting import BLANK, Sorted, sort
from pipelines.redacting.texts import Texts
from pipelines.settings import Settings

__all__ = ["BLANK", "Prepared", "Texts", "examined", "prepare"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What `prepare` did: files looked through, notes found, cases made or added to.

    `failed` are the ids of cases on which it failed; they are tried again the next time.
    """

    files: int
    notes: int
    cases: int
    failed: tuple[str, ...] = ()


def prepare(vault: Vault, settings: Settings | None = None) -> Prepared:
    """Find notes and identifiers in all files that are in no case yet.

    Each case is stored as it comes: who stops this half way loses nothing, and the next call goes
    on. Many notes are looked through by worker processes, as many as `settings.jobs`.
    """
    workspace = vault.workspace
    settings = replace(settings or Settings(), workspace=workspace.root)
    with writing(workspace, purpose="redact"):
        new = sorted(set(ids(workspace, READING)) - set(ids(workspace, SORTED)) - _public(vault))
        if not new:
            return Prepared(0, 0, 0)
        texts = Texts(vault)
        cases = list(open_cases(vault))
        found = sort(new, cases, texts)
        before = {case.id: len(case.notes) for case in cases}
        del cases
        failed = _examined(vault, found, texts, settings)
        _drop(vault, found)
        _mark(vault, new, [case for case in found.touched.values() if case.id in failed])
    count = sum(len(case.notes) - before.get(case.id, 0) for case in found.touched.values())
    return Prepared(len(new), count, len(found.touched), failed)


def unsort(vault: Vault, files: Iterable[str]) -> None:
    """Have the notes of files looked for anew by the next `prepare`."""
    for document_id in files:
        destroy(vault.workspace, SORTED, document_id)


def _public(vault: Vault) -> frozenset[str]:
    """Return the documents that turned out to be public after they had been sealed."""
    if not vault.workspace.evidence.exists():
        return frozenset()
    with open_evidence(vault.workspace, read_only=True) as evidence:
        return frozenset(one.id for one in evidence.documents() if one.sensitivity == "public")


def _examined(vault: Vault, found: Sorted, texts: Texts, settings: Settings) -> tuple[str, ...]:
    """Have cases looked through and sealed; the ids of those on which that failed."""
    # The largest first, lest one process is left with it at the end.
    cases = sorted(found.touched.values(), key=lambda case: (-len(case.notes), case.label))
    cases = [case for case in cases if case.notes]
    offers = [examination(case, texts, vault.sealer) for case in cases]
    readings = by_many(
        READER, "De-identifying", offers, [len(case.notes) for case in cases], settings
    )
    return tuple(reading.source.path for reading in readings if reading.problems)


def _drop(vault: Vault, found: Sorted) -> None:
    """Close notes that a file holds no more, and forget cases that have none left."""
    if found.gone and vault.workspace.evidence.exists():
        with open_evidence(vault.workspace) as evidence:
            erase(evidence, found.gone)
    for case in found.touched.values():
        if not case.notes:
            destroy(vault.workspace, CASE, case.id)


def _mark(vault: Vault, files: Sequence[str], failed: Collection[Case]) -> None:
    """Mark files as sorted whose notes all stand in cases that are stored."""
    again = {document for case in failed for document in case.files}
    for document_id in files:
        if document_id not in again:
            put(vault.workspace, vault.sealer, SORTED, document_id, b"")
