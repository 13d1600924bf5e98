"""Erases a case for good: originals, key, notes, tags and index; one event says that it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from corpus.chain import Draft
from corpus.decisions import open_decisions
from corpus.erasing import erase
from corpus.evidence import open_evidence
from corpus.sealed_items import destroy, put
from corpus.users import User, require
from corpus.vault import Vault
from corpus.workspace import writing
from pipelines.plain import written
from pipelines.quarantine import ORIGINAL, READING, SORTED, Part, opened
from pipelines.redacting.cases import CASE, Case, CaseNote, open_cases
from pipelines.redacting.preparing import BLANK

_DAYS_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased: notes, whole files, and files of which other cases keep their part."""

    notes: int
    files: int
    shared: int


def erase_case(vault: Vault, case: Case, user: User, reason: str) -> Erased:
    """Erase a case for good. AccessError where this user may not.

    A file that holds notes of other cases, too, loses its original and the words of this case; what
    the others cite can still be read.
    """
    require(user, "erase")
    others = [one for one in open_cases(vault) if one.id != case.id]
    shared = {document for one in others for document in one.files}
    whole = [document for document in case.files if document not in shared]
    notes = [one.note.id for one in case.notes]
    with writing(vault.workspace, purpose="erase"):
        # The words first: whatever stops this half way, a second call finds the case and goes on.
        with open_evidence(vault.workspace) as evidence:
            erase(evidence, [*notes, *whole])
        for document in case.files:
            destroy(vault.workspace, ORIGINAL, document)
            if document in shared:
                _blank(vault, document, case.notes)
            else:
                destroy(vault.workspace, READING, document)
                destroy(vault.workspace, SORTED, document)
        done = Erased(len(notes), len(whole), len(case.files) - len(whole))
        _record(vault, case, user, reason, sorted(shared.intersection(case.files)))
        destroy(vault.workspace, CASE, case.id)
    return done


def due(cases: Iterable[Case], before: date) -> Iterator[tuple[Case, str]]:
    """Yield the cases whose latest note is older than a day, with that note's date, oldest first.

    A case without any dated note is never due: somebody has to look.
    """
    found = []
    for case in cases:
        days = [one.note.date for one in case.notes if one.note.date]
        if days and len(days) == len(case.notes) and max(days) < before.isoformat():
            found.append((case, max(days)))
    yield from sorted(found, key=lambda row: (row[1], row[0].id))


def before_years(today: date, years: float) -> date:
    """Return the day that lies so many years, whole or not, before another."""
    return today - timedelta(days=round(years * _DAYS_A_YEAR))


def _blank(vault: Vault, document_id: str, notes: Iterable[CaseNote]) -> None:
    """Overwrite the words of notes in what was read of a file, leaving all offsets as they are."""
    waiting = opened(vault, document_id)
    parts = list(waiting.parts)
    for one in notes:
        if one.document_id == document_id:
            parts[one.part] = _without(parts[one.part], one.note.start, one.note.end)
    put(
        vault.workspace,
        vault.sealer,
        READING,
        document_id,
        written(replace(waiting, parts=tuple(parts))),
    )


def _without(part: Part, start: int, end: int) -> Part:
    text = part.extraction.text
    blank = text[:start] + BLANK * (end - start) + text[end:]
    return replace(part, extraction=replace(part.extraction, text=blank))


def _record(vault: Vault, case: Case, user: User, reason: str, shared: list[str]) -> None:
    whole = [document for document in case.files if document not in shared]
    said: dict[str, object] = {"notes": len(case.notes), "files": len(whole)}
    if whole:
        # The same bytes, offered again, are known by their hash.
        said["documents"] = whole
    if shared:
        # So that nobody is told to bring back from a backup what was erased for good.
        said["shared"] = shared
    draft = Draft("erase", user.name, "case", case.id, reason=reason, after=said)
    with open_decisions(vault.workspace) as decisions:
        decisions.record(draft)
