"""The nouns of case notes: notes, the people in them, what identifies these, and how it was hidden.

Offsets count Unicode code points, of the extraction's text where nothing else is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.records import Cue

NoteKind = Literal[
    "contact-record", "visit", "supervision", "strategy-discussion", "review-minutes",
    "missing-episode", "return-interview", "notification", "complaint", "chronology",
    "allegation", "survey-response", "audit",
]  # fmt: skip
IdentifierKind = Literal[
    "name", "address", "postcode", "telephone", "email", "nhs-number", "nino", "upn",
    "case-number", "court-number", "date-of-birth", "date", "school", "place", "vehicle", "link",
    "handle",
]  # fmt: skip
PersonRole = Literal["child", "relative", "carer", "staff", "official", "other"]


@dataclass(frozen=True, slots=True)
class Note:
    """One note of a file: `text[start:end]` of the file's extraction.

    `id` is the note's own document id (`corpus.identity.note_id`). `date` is ISO. `case` is the
    case as the file names it, which identifies: it never leaves the quarantine. `cues` say what
    told the kind; their offsets count from the start of the note.
    """

    id: str
    start: int
    end: int
    locator: str
    date: str | None = None
    kind: NoteKind | None = None
    author_role: str | None = None
    case: str | None = None
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of whom a file says who it is: all forms of the name that were found, and a role.

    `born` is an ISO date.
    """

    names: tuple[str, ...]
    role: PersonRole = "other"
    born: str | None = None


@dataclass(frozen=True, slots=True)
class Identifier:
    """Words of one text that identify somebody: `text[start:end]`, and what stands in their place.

    `means` names every rule, list or model that found it. `key` is equal for all mentions of the
    same person, number or place within a case. An empty `replacement`: not decided yet.
    """

    start: int
    end: int
    kind: IdentifierKind
    means: tuple[str, ...]
    key: str = ""
    replacement: str = ""


@dataclass(frozen=True, slots=True)
class Redaction:
    """A text with its identifiers replaced; `identifiers` are in order and do not overlap.

    `text` is what may be shown; where each replacement stands in it follows from the lengths.
    """

    text: str
    identifiers: tuple[Identifier, ...]
