"""What is true of a generated file set: every note, identifier, speaker and sign of harm.

Offsets count code points of the piece of text they belong to, as generated. A format may part and
join lines in another way; `benchmarks.casefiles.locating` maps offsets to what was extracted.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from corpus.notes import IdentifierKind, NoteKind, PersonRole

Vocabulary = Literal["development", "judgement", "rehearsal"]
Speaker = Literal["child", "parent", "carer", "staff", "partner"]
Time = Literal["now", "past", "planned"]
Harm = Literal["abuse", "neglect", "exploitation", "self-harm", "domestic-abuse", "missing"]
NearMiss = Literal["history", "hypothetical", "training", "negated", "policy"]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One identifier as printed. `who` is the key of its person, place or number.

    `direct` is false of what identifies only together with other facts: dates and places. `form`
    says how a name is written: given, full, surname, title, nickname, initials, initial-surname,
    surname-first, misspelt, given-initial ("Kez S"), reversed ("Stone Kez"), lower, capitals,
    full-capitals (names without capitals and in them); of other kinds it is empty.
    """

    start: int
    end: int
    text: str
    kind: IdentifierKind
    who: str
    direct: bool
    form: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """Words that somebody is said to have said, and of which time they speak."""

    start: int
    end: int
    text: str
    who: Speaker
    time: Time


@dataclass(frozen=True, slots=True)
class Sign:
    """An explicit statement that a child may be at risk, or (`explicit` false) what only looks so.

    `category` is a `Harm` of explicit statements, a `NearMiss` of the others.
    """

    start: int
    end: int
    text: str
    category: str
    explicit: bool


@dataclass(frozen=True, slots=True)
class Decoy:
    """Words that look like an identifier and must stay: a statute, a drug, an organisation."""

    start: int
    end: int
    text: str
    sort: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A text with all that is true of it; everything in order of its start."""

    text: str
    occurrences: tuple[Occurrence, ...] = ()
    said: tuple[Said, ...] = ()
    signs: tuple[Sign, ...] = ()
    decoys: tuple[Decoy, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteTruth:
    """One note. `place` says where in the file, as "note 3", "row 5" or "attachment a.eml".

    `date`, `author_role` and `case` are None where the file does not print them. `case` is the case
    number as printed, `family` the generator's own key of the case. In spreadsheets the text is the
    row's cells, parted by tabs. `body` is where the note's text begins after its header.
    """

    key: str
    family: str
    place: str
    kind: NoteKind
    piece: Piece
    date: str | None = None
    author_role: str | None = None
    case: str | None = None
    body: int = 0


@dataclass(frozen=True, slots=True)
class Aside:
    """Text of a file that is no note: a comment, a text box, a running head, a deleted passage.

    `hidden` text is not shown to a reader (tracked deletions, document properties, attachment
    names): an extraction may leave it out.
    """

    place: str
    piece: Piece
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class FileTruth:
    """One file: its notes in order, whatever else it says, and the files attached to it."""

    name: str
    format: str
    notes: tuple[NoteTruth, ...]
    asides: tuple[Aside, ...] = ()
    parts: tuple[FileTruth, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonTruth:
    """Somebody of a case; `born` is ISO."""

    key: str
    role: PersonRole
    part: str
    names: tuple[str, ...]
    born: str


@dataclass(frozen=True, slots=True)
class Truth:
    """All that is true of one generated set."""

    seed: int
    vocabulary: Vocabulary
    people: tuple[PersonTruth, ...]
    files: tuple[FileTruth, ...]


@dataclass(frozen=True, slots=True)
class GeneratedFile:
    """A file's name, its bytes, and the format as `benchmarks.casefiles.formats` calls it."""

    name: str
    content: bytes
    format: str


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The files of several cases, and the truth about them."""

    files: tuple[GeneratedFile, ...]
    truth: Truth


def every_note(file: FileTruth) -> list[NoteTruth]:
    """Return the notes of a file, then those of its attachments."""
    return [*file.notes, *(note for part in file.parts for note in every_note(part))]


def every_aside(file: FileTruth) -> list[Aside]:
    """Return what a file and its attachments say beside their notes."""
    return [*file.asides, *(aside for part in file.parts for aside in every_aside(part))]


def pieces(file: FileTruth) -> list[Piece]:
    """Return all texts of a file and its attachments, notes first."""
    notes = [note.piece for note in every_note(file)]
    return notes + [aside.piece for aside in every_aside(file)]


def as_rows(truth: Truth) -> list[dict[str, Any]]:
    """Return the truth as rows for JSON lines: one of the set, then one a file."""
    head = {
        "seed": truth.seed,
        "vocabulary": truth.vocabulary,
        "people": [asdict(person) for person in truth.people],
    }
    return [head, *(asdict(file) for file in truth.files)]
