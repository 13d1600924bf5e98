"""Turns what waits in the quarantine into cases whose identifiers are found.

A case is looked at as a whole: a name that is sure in one note is found in all others.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import PurePath

from corpus.evidence import open_evidence
from corpus.notes import Note, Person
from corpus.records import Extraction
from corpus.routing import Routed
from corpus.sealed_items import ids
from corpus.vault import Vault
from corpus.workspace import writing
from extractors.notes import notes_of, people_of
from extractors.sheets.mapping import Mapping
from models.deid import Corrections, Pseudonyms, find
from models.signs import signs
from pipelines.columns import confirmed
from pipelines.quarantine import READING, Part, Waiting, opened
from pipelines.redacting.cases import (
    Case,
    CaseNote,
    Correction,
    by_label,
    files_of,
    new_case,
    open_cases,
    save_case,
)

BLANK = "\N{FULL BLOCK}"  # stands where the words of an erased case stood
_WORDS = re.compile(r"\w{2,}")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What `prepare` did: files looked through, notes found, cases made or added to."""

    files: int
    notes: int
    cases: int


class Texts:
    """The texts of notes, each file opened once while it is asked about."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._open: dict[str, Waiting] = {}
        self._bounds: dict[tuple[str, int], tuple[list[int], list[int]]] = {}

    def waiting(self, document_id: str) -> Waiting:
        """Return what was read of a file."""
        if document_id not in self._open:
            self._open[document_id] = opened(self._vault, document_id)
        return self._open[document_id]

    def around(self, one: CaseNote) -> Extraction:
        """Return the extraction that a note stands in with the blocks of the note alone.

        A spreadsheet holds thousands of notes: each must not look through the blocks of all.
        """
        extraction = self.waiting(one.document_id).parts[one.part].extraction
        place = (one.document_id, one.part)
        if place not in self._bounds:
            ends = list(accumulate((block.end for block in extraction.blocks), max))
            self._bounds[place] = [block.start for block in extraction.blocks], ends
        starts, ends = self._bounds[place]
        first, last = bisect_right(ends, one.note.start), bisect_left(starts, one.note.end)
        return replace(extraction, blocks=extraction.blocks[first:last])

    def mappings(self, extraction: Extraction) -> tuple[Mapping, ...]:
        """Return what was confirmed of the columns of a sheet."""
        return confirmed(self._vault, extraction)

    def of(self, one: CaseNote) -> str:
        """Return the words of a note as they were written."""
        text = self.waiting(one.document_id).parts[one.part].extraction.text
        return text[one.note.start : one.note.end]


def prepare(vault: Vault) -> Prepared:
    """Find notes and identifiers in all files that are in no case yet."""
    with writing(vault.workspace, purpose="redact"):
        cases = list(open_cases(vault))
        new = sorted(set(ids(vault.workspace, READING)) - files_of(cases) - _public(vault))
        texts = Texts(vault)
        touched = _joined(new, by_label(cases), texts)
        for case in touched:
            save_case(vault, examined(case, texts))
    count = sum(len(case.notes) for case in touched) - sum(
        len(case.notes) for case in cases if case.id in {one.id for one in touched}
    )
    return Prepared(len(new), count, len(touched))


def _public(vault: Vault) -> frozenset[str]:
    """Return the documents that turned out to be public after they had been sealed."""
    if not vault.workspace.evidence.exists():
        return frozenset()
    with open_evidence(vault.workspace, read_only=True) as evidence:
        return frozenset(one.id for one in evidence.documents() if one.sensitivity == "public")


def _joined(files: Sequence[str], known: dict[str, Case], texts: Texts) -> list[Case]:
    """Return the cases to which these files add notes, with them."""
    touched: dict[str, Case] = {}
    for document_id in files:
        for label, notes, people in _grouped(texts.waiting(document_id), texts):
            case = touched.get(label) or known.get(label) or new_case(label)
            everybody = tuple(dict.fromkeys((*case.people, *people)))
            touched[label] = replace(case, notes=(*case.notes, *notes), people=everybody)
    return list(touched.values())


def examined(case: Case, texts: Texts) -> Case:
    """Find all that identifies in the notes of a case, and what must be routed to a person."""
    words = [texts.of(one) for one in case.notes]
    pseudonyms = Pseudonyms.from_json(case.key)
    found = find(words, case.people, corrections=_corrections(case.corrections))
    named = pseudonyms.assign(words, found)
    notes = tuple(
        replace(one, identifiers=identifiers)
        for one, identifiers in zip(case.notes, named, strict=True)
    )
    return replace(case, notes=notes, key=pseudonyms.to_json(), signs=_signs(case, words))


def _signs(case: Case, words: Sequence[str]) -> tuple[Routed, ...]:
    """Find the signs of a case; one that was routed before keeps the time when it was."""
    since = {sign.id: sign for sign in case.signs}
    now = datetime.now(UTC).isoformat(timespec="seconds")
    found = [
        Routed(one.note.id, sign.start, sign.end, sign.kind, now, sign.time, sign.speaker)
        for one, some in zip(case.notes, signs(words), strict=True)
        for sign in some
    ]
    return tuple(since.get(sign.id, sign) for sign in found)


def _grouped(
    waiting: Waiting, texts: Texts
) -> Iterator[tuple[str, tuple[CaseNote, ...], tuple[Person, ...]]]:
    """Yield the notes of a file by case; without one, those of a folder belong together."""
    for at, part in enumerate(waiting.parts):
        mappings = texts.mappings(part.extraction)
        notes = [note for note in notes_of(part.extraction, *mappings) if not _is_blank(part, note)]
        named = {note.case for note in notes if note.case}
        # A case that is named once on top is that of all notes below.
        other = named.pop() if len(named) == 1 else f"folder {PurePath(waiting.path).parent}"
        people = people_of(part.extraction, notes, mappings)
        by_case: dict[str, list[CaseNote]] = {}
        for note in notes:
            placed = CaseNote(waiting.document_id, at, _own(note, part.locator))
            by_case.setdefault(note.case or other, []).append(placed)
        for label, members in by_case.items():
            here = people if len(by_case) == 1 else _named_in(people, part, members)
            yield label, tuple(members), here


def _named_in(
    people: Sequence[Person], part: Part, notes: Sequence[CaseNote]
) -> tuple[Person, ...]:
    """Return the people of a file of many cases whom the notes of one may mean.

    Somebody of another case, looked for here too, would cost time and hide words for nothing.
    """
    text = part.extraction.text
    words = {
        word
        for one in notes
        for word in _WORDS.findall(text[one.note.start : one.note.end].lower())
    }
    return tuple(
        person
        for person in people
        if any(words.intersection(_WORDS.findall(name.lower())) for name in person.names)
    )


def _is_blank(part: Part, note: Note) -> bool:
    """Say whether a note was erased: its words were overwritten where they stood."""
    return not part.extraction.text[note.start : note.end].strip(BLANK)


def _own(note: Note, locator: str) -> Note:
    return replace(note, locator=", ".join(filter(None, (locator, note.locator))))


def _corrections(said: Iterable[Correction]) -> Corrections:
    """Return what people said of words; the last word holds."""
    held = Corrections()
    for one in said:
        held = held.this_is(one.words) if one.names else held.this_is_none(one.words)
    return held
