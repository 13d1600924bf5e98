"""What the compiler finds in a framework document: frozen records, each with its anchor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.frameworks.provisions import Cell
from corpus.frameworks.records import Force

Order = Literal["stated", "known", "inferred"]
How = Literal["item", "item without its mark", "paragraph", "table cell"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where words stand: `Extraction.text[start:end]` of a document, and the place in print.

    `page` counts from 1 and `locator` names line or part where there are no pages; `paragraph` is
    the place as a reader would cite it ("30, bullet 2", "5.1 Good, paragraph 3").
    """

    document_id: str
    start: int
    end: int
    page: int | None = None
    paragraph: str | None = None
    locator: str | None = None

    def __str__(self) -> str:
        page = f"page {self.page}" if self.page is not None else self.locator
        number = f"paragraph {self.paragraph}" if self.paragraph else None
        return ", ".join(filter(None, (page, number))) or f"character {self.start}"


@dataclass(frozen=True, slots=True)
class Quote:
    """Official wording. `text` equals the slice at its anchor, always."""

    text: str
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to tell a reader: what could not be placed, what is odd, what was assumed."""

    code: str
    message: str
    anchor: Anchor | None = None

    def __str__(self) -> str:
        return f"{self.message} ({self.anchor})" if self.anchor else self.message


@dataclass(frozen=True, slots=True)
class Descriptor:
    """One criterion in the official wording; `order` counts from 1 within area and grade.

    `part` is the sub-heading or row of a table under which it stands. `continued` holds the rest
    of an item that a page break has split, where it does not follow at once.
    """

    wording: Quote
    order: int
    how: How
    part: str | None = None
    continued: tuple[Quote, ...] = ()

    @property
    def text(self) -> str:
        """The whole wording on one line, joined across a page break."""
        return " ".join(quote.text.replace("\n", " ") for quote in (self.wording, *self.continued))


@dataclass(frozen=True, slots=True)
class GradeGroup:
    """What one grade looks like in one area. `lead_in` introduces the criteria and is none itself.

    `force` is how firmly the lead-in, or the single paragraph, ties the grade to them.
    """

    grade: str
    criteria: tuple[Descriptor, ...]
    lead_in: Quote | None = None
    force: Force = "descriptor"
    printed: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an area, as a schedule of judgements lists it."""

    title: str
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Area:
    """One judgement area (or an element that holds areas) and what stands under its heading."""

    title: str
    anchor: Anchor
    section: str | None = None
    first_paragraph: str | None = None
    last_paragraph: str | None = None
    evidence: tuple[Quote, ...] = ()
    notes: tuple[Quote, ...] = ()
    groups: tuple[GradeGroup, ...] = ()
    parts: tuple[Part, ...] = ()
    areas: tuple[Area, ...] = ()

    def group(self, grade: str) -> GradeGroup | None:
        """Return what a grade looks like here; null where the document does not say."""
        return next((group for group in self.groups if group.grade == grade), None)


@dataclass(frozen=True, slots=True)
class Scale:
    """The grades from the best down. `order` says whence the order is known.

    `printed` gives them as they follow each other under the areas.
    """

    grades: tuple[str, ...]
    order: Order
    printed: tuple[str, ...] = ()
    anchor: Anchor | None = None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One heading of the printed report and what its cell holds; `section` is the part above it."""

    text: str
    cell: Cell
    anchor: Anchor
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Numbering:
    """The numbered paragraphs: how many, from which to which, what is missing, what comes twice."""

    count: int
    first: str | None = None
    last: str | None = None
    gaps: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that may be a rule or a deadline; `signs` are the words that say so."""

    wording: Quote
    signs: tuple[str, ...]
    force: Force | None = None
    lead_in: str | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as printed; `iso` is its first day (2015-04-01 for April 2015)."""

    printed: str
    iso: str
    whole: bool
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Compiled:
    """A framework document as structure. Nothing is guessed: see the three lists of remarks.

    `unplaced` could not be put anywhere, `suspicions` are likely faults of the document itself,
    `assumptions` say what was decided where the document leaves it open.
    """

    document_id: str
    extractor: str
    text_sha256: str
    title: Quote
    publisher: str | None
    published: Dated | None
    in_force: Dated | None
    scale: Scale | None
    areas: tuple[Area, ...]
    judgements: tuple[Part, ...] = ()
    report: tuple[ReportRow, ...] = ()
    numbering: Numbering = Numbering(0)
    limits: tuple[Sentence, ...] = ()
    deadlines: tuple[Sentence, ...] = ()
    unplaced: tuple[Remark, ...] = ()
    suspicions: tuple[Remark, ...] = ()
    assumptions: tuple[Remark, ...] = ()

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how many criteria each area has, by grade; areas without any are left out."""
        return {
            area.title: {group.grade: len(group.criteria) for group in area.groups}
            for area in self.areas
            if area.groups
        }
