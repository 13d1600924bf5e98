"""Case files through the product: written to disk, quarantined, looked through, and then judged.

What is judged is what a person would be asked to sign: files go in as a watched folder offers them,
and notes, people, identifiers, replacements and signs are those of the cases that come out. Means
are switched off by looking through the same notes again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from benchmarks.casefiles.locating import Located, locate
from benchmarks.casefiles.scoring import FoundFile, Tally, judge_file
from benchmarks.casefiles.truth import CaseFile, FileTruth
from corpus.notes import Identifier, Note
from corpus.problems import ModelError
from corpus.sealing import Cost
from corpus.vault import create_vault
from corpus.workspace import open_workspace
from models.deid import Pseudonyms, component, find, redact
from models.deid.component import Component
from pipelines.offers import gather
from pipelines.quarantine import Waiting, opened
from pipelines.redacting.cases import Case, open_cases
from pipelines.redacting.preparing import prepare
from pipelines.settings import Settings
from pipelines.stages import read_offer

AS_SHIPPED = "as shipped"
_PASSPHRASE = "a passphrase for made-up people only"  # noqa: S105
_CHEAP = Cost(n=16, r=1, p=1)  # nothing here is secret


@dataclass(frozen=True, slots=True)
class Way:
    """One way of looking through the same notes; `people` false leaves the case's people out."""

    means: frozenset[str]
    people: bool = True


@cache
def trained() -> tuple[Component, ...]:
    """Return the trained component that is shipped, in this process; none where there is none."""
    shipped = getattr(component, "chosen", None)
    if shipped is None:
        return ()
    try:
        found: tuple[Component, ...] = shipped()
    except ModelError:
        return ()
    return found


@dataclass(slots=True)
class _Gathered:
    """What was made of one file: its texts one after another, and all that stands in them."""

    waiting: Waiting
    text: str = ""
    shifts: list[int] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    released: list[str] = field(default_factory=list)
    routed: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for part in self.waiting.parts:
            self.shifts.append(len(self.text))
            self.text += part.extraction.text + "\n"


def through(made: CaseFile, folder: Path, ways: Mapping[str, Way]) -> dict[str, Tally]:
    """Put a set of files through the product in an empty folder; a tally of each way of looking.

    The first, `AS_SHIPPED`, is what the product itself found, and alone has notes and signs.
    """
    inbox = folder / "inbox"
    inbox.mkdir()
    for file in made.files:
        (inbox / file.name).write_bytes(file.content)
    settings = Settings(workspace=folder / "workspace", sensitivity="restricted", tag=False)
    workspace = open_workspace(settings.workspace, create=True)
    with create_vault(workspace, _PASSPHRASE, _CHEAP) as vault:
        tallies = {name: Tally() for name in (AS_SHIPPED, *ways)}
        ids: dict[str, str] = {}
        for offer in gather([inbox], settings).offers:
            reading = read_offer(offer, settings)
            read = reading.source.status in ("ok", "partial")
            tallies[AS_SHIPPED].add(read, "files read", "files read/" + Path(offer.name).suffix)
            if read:
                ids[offer.name] = offer.sha256 or ""
        prepare(vault)
        waiting = {name: opened(vault, document_id) for name, document_id in ids.items()}
        files = {one.document_id: one for one in waiting.values()}
        cases = [(case, _words(case, files)) for case in open_cases(vault)]
        judge = _Judge(made.truth.files, waiting, tallies)
        judge.all(AS_SHIPPED, [(case, words, None) for case, words in cases])
        for name, way in ways.items():
            judge.all(name, [_again(case, words, way) for case, words in cases])
    return tallies


_Looked = tuple[Case, list[str], list[tuple[Identifier, ...]] | None]


def _words(case: Case, files: Mapping[str, Waiting]) -> list[str]:
    return [
        files[one.document_id].parts[one.part].extraction.text[one.note.start : one.note.end]
        for one in case.notes
    ]


def _again(case: Case, words: list[str], way: Way) -> _Looked:
    people = case.people if way.people else ()
    found = find(words, people, means=way.means, components=trained())
    return case, words, Pseudonyms.from_json(case.key).assign(words, found)


@dataclass(frozen=True, slots=True)
class _Judge:
    """Judges every file of a set that was read; `located` is where the truth stands in each."""

    files: Sequence[FileTruth]
    waiting: Mapping[str, Waiting]
    tallies: Mapping[str, Tally]
    located: dict[str, Located] = field(default_factory=dict)

    def all(self, way: str, looked: Sequence[_Looked]) -> None:
        """Judge all files under one way of looking."""
        gathered = {one.document_id: _Gathered(one) for one in self.waiting.values()}
        for case, words, found in looked:
            _share_out(case, words, found, gathered)
        for file in self.files:
            waiting = self.waiting.get(file.name)
            if waiting is not None:
                one = gathered[waiting.document_id]
                routed = one.routed if way == AS_SHIPPED else None
                order = sorted(range(len(one.notes)), key=lambda at: one.notes[at].start)
                notes = [one.notes[at] for at in order]
                released = [one.released[at] for at in order]
                judged = FoundFile(one.text, one.identifiers, notes, routed, None, released)
                if file.name not in self.located:
                    self.located[file.name] = locate(file, one.text)
                tally = judge_file(file, judged, self.located[file.name])
                self.tallies[way].join(tally)


def _share_out(
    case: Case, words: Sequence[str], found: Sequence[tuple[Identifier, ...]] | None,
    gathered: Mapping[str, _Gathered],
) -> None:  # fmt: skip
    """Give the notes of a case back to the files that they stand in."""
    begins: dict[str, tuple[_Gathered, int]] = {}
    for at, one in enumerate(case.notes):
        file = gathered[one.document_id]
        shift = file.shifts[one.part]
        start = shift + one.note.start
        hidden = one.identifiers if found is None else found[at]
        file.notes.append(_moved(one.note, shift))
        file.identifiers += list(_shifted(hidden, start))
        file.released.append(redact(words[at], hidden).text)
        begins[one.note.id] = file, start
    for sign in case.signs if found is None else ():
        file, start = begins[sign.document_id]
        file.routed.append((start + sign.start, start + sign.end))


def _moved(note: Note, by: int) -> Note:
    return Note(
        note.id, note.start + by, note.end + by, note.locator, note.date, note.kind,
        note.author_role, note.case,
    )  # fmt: skip


def _shifted(identifiers: Sequence[Identifier], by: int) -> Iterator[Identifier]:
    for one in identifiers:
        yield Identifier(one.start + by, one.end + by, one.kind, one.means, one.key)
