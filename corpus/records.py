"""The nouns that every stage hands on: frozen records without behaviour or I/O.

Offsets count Unicode code points in `Extraction.text`, which never changes once written.
Boxes are in PDF points with the origin at the bottom left of the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from corpus.facts import Stated
    from corpus.voices import PassageVoice

SourceStatus = Literal["ok", "partial", "duplicate", "refused", "failed"]
ExtractionStatus = Literal["ok", "partial", "failed"]
BlockKind = Literal["heading", "paragraph", "item", "table", "note", "furniture"]
How = Literal["tags", "geometry", "ocr", "markup"]
Sensitivity = Literal["public", "restricted"]
Polarity = Literal["strength", "weakness", "mixed", "neutral"]
CueKind = Literal[
    "phrase", "negation", "cancel", "hedge", "plan", "history", "attribution", "heading", "context",
    "weight",
]  # fmt: skip


class Box(NamedTuple):
    """A rectangle on a page: page number from 1, then left, bottom, right, top in points."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


class Line(NamedTuple):
    """One printed line: the slice of the frozen text that stands on it, and its box."""

    start: int
    end: int
    box: Box


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong with one document, in words for a reader who is no developer."""

    stage: str
    code: str
    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its slice of the body text and its size in points.

    The body slices of all pages follow each other without a gap. Furniture and notes of all pages
    stand after the body, so that a paragraph which runs on to the next page is one slice.
    """

    number: int
    start: int
    end: int
    width: float
    height: float
    ocr: bool = False
    ocr_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell; row and column count from 0. `header` is true where the document says so."""

    row: int
    column: int
    start: int
    end: int
    lines: tuple[Line, ...] = ()
    header: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A structural unit of a document: `text[start:end]`, with `text[start:body]` its marker.

    The marker is a printed number ("47.") or a bullet with the white space after it; `number` holds
    the printed number without its closing stop. `lines` cover `text[body:end]`, in reading order.
    `level` is the depth of a heading (1 is highest) or of a list item (1 is outermost), else 0.
    `page` is null and `lines` are empty where the document has no pages; then `locator` says where
    the block stands ("line 12", "part document.xml, paragraph 7").
    """

    kind: BlockKind
    start: int
    body: int
    end: int
    how: How
    level: int = 0
    page: int | None = None
    number: str | None = None
    lines: tuple[Line, ...] = ()
    cells: tuple[Cell, ...] = ()
    locator: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """What an extractor read from one document. `extractor` is its name and version ("pdf/1")."""

    document_id: str
    extractor: str
    text: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    status: ExtractionStatus = "ok"
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, list item or table row that evidence can be quoted from.

    `text == extraction.text[start:end]`, always. `pages` is (first, last), or null without pages;
    `boxes` has one box a printed line.
    """

    id: str
    document_id: str
    start: int
    end: int
    text: str
    headings: tuple[str, ...] = ()
    number: str | None = None
    pages: tuple[int, int] | None = None
    boxes: tuple[Box, ...] = ()
    locator: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One file as it was offered. `sha256` is null where the file could not be read."""

    id: str
    path: str
    sha256: str | None
    provider: str | None
    status: SourceStatus
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One distinct document; `id` is the sha256 of its bytes, or of one note's place in them.

    `signed` is true where a person signed what is left of a restricted one once it names nobody:
    only this much of it is in the store, and it is indexed and tagged as public ones are.
    """

    id: str
    name: str
    media_type: str
    size: int
    sensitivity: Sensitivity
    provider_urn: str | None = None
    provider_name: str | None = None
    kind: str | None = None
    published: str | None = None
    supersedes: str | None = None
    edition: str | None = None
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that moved a tag: offsets in the frozen text, and the rule or weight that used them."""

    kind: CueKind
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class SentencePolarity:
    """Strength or weakness of one sentence: `text[start:end]`, with a score from 0 to 1."""

    start: int
    end: int
    polarity: Polarity
    score: float


@dataclass(frozen=True, slots=True)
class Tag:
    """One suggestion of the machine for one passage, read through one framework.

    `score` is the probability of the row's own label: criterion or aspect, else the area.
    `abstained` says that the area is "not sure". Sentences stand with the tag of rank 1 alone.
    """

    id: str
    passage_id: str
    document_id: str
    framework: str
    element: str | None
    area: str
    aspect: str | None
    criterion: str | None
    polarity: Polarity
    score: float
    abstained: bool
    rank: int
    tagger: str
    cues: tuple[Cue, ...] = ()
    run_id: str | None = None
    sentences: tuple[SentencePolarity, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one pass over one offered file produced: what the store writes in one piece."""

    source: Source
    document: Document | None = None
    extraction: Extraction | None = None
    passages: tuple[Passage, ...] = ()
    tags: tuple[Tag, ...] = ()
    problems: tuple[Problem, ...] = ()
    stated: Stated | None = None
    seconds: float = 0.0
    voices: tuple[PassageVoice, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the pipeline: the versions of its stages and what it counted."""

    id: str
    started: str
    versions: dict[str, str] = field(default_factory=dict)
    finished: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
