"""Sorts files of the quarantine into cases: which notes they hold, of whom, and whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from corpus.notes import Note, Person
from extractors.notes import notes_of, people_of
from extractors.notes.heads import read_head
from extractors.notes.notes import is_sheet
from pipelines.quarantine import Part, Waiting
from pipelines.redacting.cases import FOLDER, Case, CaseNote, new_case
from pipelines.redacting.texts import Texts, check_of

BLANK = "\N{FULL BLOCK}"  # stands where the words of an erased case stood
_WORDS = re.compile(r"\w{2,}")
_Share = tuple[tuple[CaseNote, ...], tuple[Person, ...]]  # what a file adds to one case


@dataclass(slots=True)
class Sorted:
    """Cases that files changed, by label, and the notes that are in these files no more."""

    touched: dict[str, Case] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)


def sort(files: Sequence[str], cases: Iterable[Case], texts: Texts) -> Sorted:
    """Put the notes of files into their cases; a file that was sorted before changes what differs.

    So a run that was stopped half way goes on, and a file that was read anew takes the place of
    what was read of it before.
    """
    known = {case.label: case for case in cases}
    holders: dict[str, set[str]] = {}
    for case in known.values():
        for document_id in case.files:
            holders.setdefault(document_id, set()).add(case.label)
    done = Sorted()
    for document_id in files:
        shares = _shares(texts.waiting(document_id), texts)
        for label in (*shares, *(holders.get(document_id, set()) - shares.keys())):
            case = done.touched.get(label) or known.get(label) or new_case(label)
            changed = _with_share(case, document_id, shares.get(label, ((), ())))
            if changed != case:
                done.touched[label] = changed
                done.gone += {one.note.id for one in case.notes}.difference(
                    one.note.id for one in changed.notes
                )
    return done


def _with_share(case: Case, document_id: str, share: _Share) -> Case:
    """Return a case with these notes of a file, in place of those it had of it."""
    notes, people = share
    before = [one for one in case.notes if one.document_id == document_id]
    everybody = tuple(dict.fromkeys((*case.people, *people)))
    as_found = [replace(one, identifiers=()) for one in before]
    if as_found == [case.judged(one) for one in notes]:
        return replace(case, people=everybody)
    kept = (one for one in case.notes if one.document_id != document_id)
    now = (case.judged(one) for one in notes)
    return replace(case, notes=(*kept, *now), people=everybody)


def _shares(waiting: Waiting, texts: Texts) -> dict[str, _Share]:
    shares: dict[str, _Share] = {}
    for label, notes, people in _grouped(waiting, texts):
        before = shares.get(label, ((), ()))
        shares[label] = (*before[0], *notes), (*before[1], *people)
    return shares


def _grouped(
    waiting: Waiting, texts: Texts
) -> Iterator[tuple[str, tuple[CaseNote, ...], tuple[Person, ...]]]:
    """Yield the notes of a file by case; without one, those of a folder belong together."""
    for at, part in enumerate(waiting.parts):
        mappings = texts.mappings(part.extraction)
        notes = [note for note in notes_of(part.extraction, *mappings) if not _is_blank(part, note)]
        named = {note.case for note in notes if note.case}
        # A case that is named once on top is that of all notes below.
        other = _on_top(part, notes) or (named.pop() if len(named) == 1 else _folder(waiting))
        people = people_of(part.extraction, notes, mappings)
        by_case: dict[str, list[CaseNote]] = {}
        for note in notes:
            words = part.extraction.text[note.start : note.end]
            placed = CaseNote(
                waiting.document_id, at, _own(note, part.locator), check=check_of(words)
            )
            by_case.setdefault(note.case or other, []).append(placed)
        meant = _Meant(people)
        for label, members in by_case.items():
            here = people if len(by_case) == 1 else meant.by(part, members)
            yield label, tuple(members), here


def _on_top(part: Part, notes: Sequence[Note]) -> str | None:
    """Return the case that a file names above its first note, for notes that name none."""
    if not notes or is_sheet(part.extraction):
        return None
    return read_head(part.extraction.text, 0, notes[0].start).case


def _folder(waiting: Waiting) -> str:
    return f"{FOLDER}{PurePath(waiting.path).parent}"


class _Meant:
    """Tells who of the people of a file of many cases the notes of one may mean.

    Somebody of another case, looked for here too, would cost time and hide words for nothing.
    """

    def __init__(self, people: Sequence[Person]) -> None:
        self._people = people
        self._called: dict[str, set[int]] = {}
        for at, person in enumerate(people):
            for word in _WORDS.findall(" ".join(person.names).lower()):
                self._called.setdefault(word, set()).add(at)

    def by(self, part: Part, notes: Sequence[CaseNote]) -> tuple[Person, ...]:
        """Return those of whose names a word stands in these notes."""
        text = part.extraction.text
        words = {
            word
            for one in notes
            for word in _WORDS.findall(text[one.note.start : one.note.end].lower())
        }
        found = {at for word in words for at in self._called.get(word, ())}
        return tuple(self._people[at] for at in sorted(found))


def _is_blank(part: Part, note: Note) -> bool:
    """Say whether a note was erased: its words were overwritten where they stood."""
    return not part.extraction.text[note.start : note.end].strip(BLANK)


def _own(note: Note, locator: str) -> Note:
    return replace(note, locator=", ".join(filter(None, (locator, note.locator))))
