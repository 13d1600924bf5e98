"""Confirms what columns mean, and reads anew the notes of exports that were read otherwise."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.chain import Draft
from corpus.database import atomic, translated
from corpus.decisions import open_decisions
from corpus.erasing import erase
from corpus.evidence import open_evidence
from corpus.records import Extraction
from corpus.sealed_items import destroy, exists, ids, put
from corpus.users import User, require
from corpus.vault import Vault
from corpus.workspace import Workspace, writing
from extractors.notes.notes import is_sheet
from extractors.sheets.column_words import plain
from extractors.sheets.mapping import Mapping as Columns
from extractors.sheets.mapping import fingerprint, headings, mapping_of, tables
from pipelines.columns import COLUMNS, GUESSED, keys, stored
from pipelines.plain import written
from pipelines.quarantine import READING, opened
from pipelines.redacting.cases import CASE, Case, Correction, open_cases, save_case
from pipelines.redacting.preparing import Texts, examined, prepare, unsort

Said = Mapping[str, tuple[Correction, ...]]  # what people said of a note's case, by note
_SETTLED = "DELETE FROM problems WHERE about = ? AND code = ?"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What confirming did: the exports that were read anew, and the notes that they hold now."""

    files: int
    notes: int


def confirm(vault: Vault, mappings: Mapping[str, Columns], user: User, reason: str) -> Confirmed:
    """Store mappings by fingerprint, and read anew the exports that they change.

    What was signed of such an export is closed until somebody signs again: another column may name
    somebody. AccessError where this user may not.
    """
    require(user, "decide")
    workspace = vault.workspace
    with writing(workspace, purpose="columns"):
        files, changed = _affected(vault, mappings)
        # The notes go first: whatever stops this half way, they are read again by what is stored.
        said = dropped(vault, changed)
        for key, mapping in mappings.items():
            put(workspace, vault.sealer, COLUMNS, key, written(replace(mapping, sheet=None)))
        _settle(workspace, files, list(said))
    _record(workspace, mappings, user, reason)
    if not changed:
        return Confirmed(0, 0)
    prepare(vault)
    with writing(workspace, purpose="columns"):
        return Confirmed(len(changed), carried(vault, said, changed))


def _affected(vault: Vault, mappings: Mapping[str, Columns]) -> tuple[list[str], list[str]]:
    """Return the files whose columns are all confirmed by now, and those that read otherwise."""
    settled, changed = [], []
    for document_id in ids(vault.workspace, READING):
        parts = opened(vault, document_id).parts
        sheets = [part.extraction for part in parts if is_sheet(part.extraction)]
        found = {key for sheet in sheets for key in keys(sheet)}
        if found.isdisjoint(mappings):
            continue
        if all(key in mappings or exists(vault.workspace, COLUMNS, key) for key in found):
            settled.append(document_id)
        if any(_differs(vault, sheet, mappings) for sheet in sheets):
            changed.append(document_id)
    return settled, changed


def _differs(vault: Vault, extraction: Extraction, mappings: Mapping[str, Columns]) -> bool:
    """Say whether mappings give a sheet's columns other roles than those by which it was read."""
    named = (table for table in tables(extraction) if table.names)
    for table, names in zip(named, headings(extraction), strict=True):
        key = fingerprint(names)
        if key in mappings:
            before = stored(vault, key) or mapping_of(extraction, table)
            if _roles(before) != _roles(mappings[key]):
                return True
    return False


def _roles(mapping: Columns) -> list[tuple[str, str]]:
    """Return what a mapping says, without the columns of which it says nothing."""
    said = [(plain(one.header), one.role) for one in mapping.columns]
    twice = {name for name, _ in said if sum(name == other for other, _ in said) > 1}
    told = [(name, role) for name, role in said if role != "other" or name in twice]
    return sorted(told, key=lambda row: row[0])


def dropped(vault: Vault, files: Sequence[str]) -> dict[str, tuple[Correction, ...]]:
    """Take the notes of files out of their cases; return what was corrected of each one's case.

    The caller holds the workspace.
    """
    said = {}
    unsort(vault, files)
    for case in open_cases(vault) if files else ():
        gone = [one.note.id for one in case.notes if one.document_id in files]
        if gone:
            said.update(dict.fromkeys(gone, case.corrections))
            kept = tuple(one for one in case.notes if one.document_id not in files)
            save_case(vault, replace(case, notes=kept))
    return said


def _settle(workspace: Workspace, files: Sequence[str], notes: Sequence[str]) -> None:
    """Close notes that are read anew, and forget that the columns of files were guessed."""
    if not workspace.evidence.exists():
        return
    with open_evidence(workspace) as evidence:
        if notes:
            erase(evidence, notes)
        with translated(workspace.evidence), atomic(evidence.db):
            for document_id in files:
                evidence.db.execute(_SETTLED, (document_id, GUESSED.code))


def _record(workspace: Workspace, mappings: Mapping[str, Columns], user: User, reason: str) -> None:
    """Record who confirmed; names of columns stay sealed."""
    drafts = [
        Draft("confirm", user.name, "columns", key, reason=reason, after={"role": user.role})
        for key in mappings
    ]
    with open_decisions(workspace) as decisions:
        decisions.record_all(drafts)


def carried(vault: Vault, said: Said, files: Collection[str]) -> int:
    """Take corrections along to the cases where notes are now, and drop cases without notes.

    Returns how many notes the files hold. The caller holds the workspace.
    """
    count = 0
    texts = Texts(vault)
    for case in open_cases(vault):
        if not case.notes:
            destroy(vault.workspace, CASE, case.id)
            continue
        count += sum(one.document_id in files for one in case.notes)
        news = tuple(_news(case, said))
        if news:
            save_case(vault, examined(replace(case, corrections=(*news, *case.corrections)), texts))
    return count


def _news(case: Case, said: Said) -> Iterator[Correction]:
    """Give what was said of notes where they were before, and not of the case where they are."""
    told = (one for held in case.notes for one in said.get(held.note.id, ()))
    yield from (one for one in dict.fromkeys(told) if one not in case.corrections)
