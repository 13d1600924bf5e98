"""What classifiers learn from: documents with headings, and passages that people coded."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.records import Passage, Polarity


@dataclass(frozen=True, slots=True)
class StudyDocument:
    """One document to learn from.

    `group` is its authority (URN): documents of one group are never on both sides of a split.
    `framework` is the one it reports under, or null; `inspected` the first day of the inspection
    as ISO 8601, or null.
    """

    id: str
    group: str
    framework: str | None
    inspected: str | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Coding:
    """What one person said of one passage, read through one framework, by one codebook.

    `aspects` and `criteria` have the best first; null means that the person was not asked, an
    empty tuple that none fits. `area` may be "NONE". `sentences` has one polarity a sentence, as
    `models.sentences` cuts them.
    """

    coder: str
    codebook: str
    framework: str
    area: str | None = None
    aspects: tuple[str, ...] | None = None
    criteria: tuple[str, ...] | None = None
    polarity: Polarity | None = None
    sentences: tuple[Polarity, ...] | None = None


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """A passage that people coded; `group` as for documents, `source` names where it is from."""

    id: str
    group: str
    text: str
    source: str
    codings: tuple[Coding, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """All that a training run may look at."""

    documents: tuple[StudyDocument, ...]
    coded: tuple[CodedPassage, ...] = ()
