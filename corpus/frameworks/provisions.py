"""What a framework demands beyond its criteria: rules, clocks, lists, minima, duties, citations.

The records double as the shape of a framework file: `schema` validates straight into them, so a key
of the file is a field here and there is one place to look. Codes of areas stand as the framework
writes them ("OE", "SG/LM-EQ"); paragraphs as the source numbers them. Nothing here decides: the
modules beside this one read these records and answer with their force and paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import Ge, Gt, MinLen

from corpus.frameworks.records import Force

# pydantic reads these marks; the records themselves need no pydantic to be made or imported.
Words = Annotated[str, MinLen(1)]
Positive = Annotated[int, Gt(0)]

Unit = Literal["working days", "calendar days", "days", "months", "years"]
Bound = Literal["exactly", "at least", "at most", "between", "every"]
Cell = Literal["grade", "no grade", "context"]
Relation = Literal["exact", "broader", "narrower", "none"]
ListKind = Literal[
    "core documents",
    "case lists",
    "child fields",
    "safeguarding flags",
    "placement categories",
    "held information",
    "inspection activities",
    "interviews",
    "case file themes",
    "element focus",
    "equality characteristics",
    "source types",
    "surveys",
    "look-back windows",
    "timing factors",
    "principles",
    "inspector conduct",
    "provider expectations",
    "definitions",
    "reporting",
    "quality assurance",
    "ladder",
]
InstrumentKind = Literal["regulations", "standards", "guide", "statutory guidance", "act"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Something that is true, false or unknown of an inspection. It is of exactly one kind.

    Grades: `any_area` or `every_area` of these codes stands `at_least` or `at_most` (or both) at a
    grade. A fact: `fact` was answered with `answer`. A type: the inspection is of `type`, alone or
    with others. A change: the grade of area `changed` differs from the provisional one.
    A combination: `every` or `some` of the inner conditions holds.
    `of` says whose grades are meant.
    """

    any_area: tuple[str, ...] = ()
    every_area: tuple[str, ...] = ()
    at_least: str | None = None
    at_most: str | None = None
    of: Literal["final", "provisional"] = "final"
    fact: str | None = None
    answer: bool = True
    type: str | None = None
    changed: str | None = None
    every: tuple[Condition, ...] = ()
    some: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A fact that no grade states; an inspection file answers it with yes or no."""

    code: Words
    text: Words
    paragraph: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A limiting judgement or grade rule: `when` holds, `then` is tied to it with `force`.

    With the force "unlikely", `then` is what is unlikely. Without `then` people weigh the text.
    """

    id: Words
    force: Force
    text: Words
    paragraph: Words
    when: Condition
    then: Condition | None = None
    source: str | None = None  # where it stands, when not in the framework's own document
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A dated point of an inspection, such as "notified" or "published".

    With `optional` it need not come, as a complaint need not: its clock is then never overdue.
    """

    code: Words
    title: Words
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A deadline or a distance: from milestone `start` to milestone `end`, `count` units.

    "between" runs from `count` to `most`. The unit "days" means that the source does not say which.
    With `inclusive` the first day counts too, as in days on site; otherwise it does not.
    With `cycle` the span is one of fixed cycles whose first days are not known: what falls into two
    neighbouring ones may lie further apart, though less than twice as far.
    `conflicts` names clocks of the same document that state it differently.
    """

    id: Words
    force: Force
    text: Words
    paragraph: Words
    start: Words
    end: Words
    bound: Bound
    count: Positive
    unit: Unit
    most: Positive | None = None
    inclusive: bool = False
    cycle: bool = False
    when: Condition | None = None
    conflicts: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of a timetable; `day` counts working days, the day of notification being day 1.

    The milestone falls on `day`, or on `falls` where a row spans days and it comes later.
    """

    day: Positive
    until: Positive | None = None
    text: Words
    milestone: str | None = None
    falls: Positive | None = None
    defect: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """A whole inspection day by day, from the milestone `start`."""

    id: Words
    title: Words
    paragraph: Words
    start: Words
    entries: Annotated[tuple[Entry, ...], MinLen(1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a list; `code` names it in inspection files.

    `number` asks for so many of it (the last six minutes), `within_months` for none older. With
    `if_any` it is asked for only where there is any, so that none is no fault.
    """

    code: Words
    text: Words
    number: Positive | None = None
    within_months: Positive | None = None
    if_any: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredList:
    """A list that the source states; `count` is the number of items there, checked at loading."""

    id: Words
    kind: ListKind
    title: Words
    paragraph: Words
    force: Force
    count: Positive
    items: tuple[Item, ...]
    element: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Minimum:
    """A least number: of case files of an element at a stage, or of inspectors of a body.

    With `audited` every case file chosen there is to be audited by the authority itself.
    """

    id: Words
    of: Literal["case files", "inspectors"]
    count: Positive
    force: Force
    text: Words
    paragraph: Words
    element: str | None = None
    stage: str | None = None
    body: str | None = None
    audited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LineOfEnquiry:
    """A topic with the prompts that open it and the descriptors that answer it, in our words."""

    id: Words
    title: Words
    paragraph: Words
    prompts: tuple[str, ...]
    descriptors: tuple[str, ...] = ()
    area: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Who must do what when something holds: consultation, referral, case discussion."""

    id: Words
    force: Force
    text: Words
    paragraph: Words
    when: Condition
    who: tuple[str, ...]
    act: Literal["consult", "discuss", "refer", "decide", "inform", "report", "weigh"]
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A named part of an instrument: regulation 27, notifications, also known as "27s"."""

    number: Positive
    title: Words
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """Something that a requirement or recommendation may cite.

    `highest` is its last regulation or standard where known; `needs` what a citation must give;
    `parts` are those of its regulations or standards that the source names.
    """

    code: Words
    title: Words
    kind: InstrumentKind
    aliases: tuple[str, ...] = ()
    highest: Positive | None = None
    needs: tuple[Literal["number", "page", "paragraph"], ...] = ()
    used_for: tuple[Literal["requirement", "recommendation"], ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Something that a requirement or recommendation must have to be valid, `when` that holds."""

    id: Words
    of: Literal["requirement", "recommendation", "report"]
    needs: Literal[
        "specific regulation",
        "enough detail",
        "date",
        "impact",
        "more than one source",
        "page",
        "paragraph",
        "summary",
        "national minimum standard",
        "national minimum standards",
        "named instrument",
        "statutory guidance",
        "outstanding practice and priorities",
        "proportionate option",
    ]
    force: Force
    text: Words
    paragraph: Words
    when: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A time band of an action plan: `months` after publication; 0 is at once."""

    name: Words
    aliases: tuple[str, ...]
    months: Annotated[int, Ge(0)]
    source: str | None = None  # where it stands, when not in the framework's own document


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of the printed report and what its cell holds; `area` is what is graded there."""

    text: Words
    cell: Cell
    paragraph: Words
    area: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionType:
    """A kind of inspection under the framework; `never_with` are types it is not joined to."""

    code: Words
    title: Words
    graded: bool
    paragraph: Words
    never_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitution:
    """Words that read otherwise when a fact holds, such as for an agency of one person."""

    id: Words
    fact: Words
    words: tuple[str, ...]
    read_as: Words
    paragraph: Words
    force: Force = "may"


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """How an area, aspect or grade stands to one of another framework; `to` is null with "none".

    "broader" says that this framework's own item is the broader of the two.
    """

    framework: Words
    kind: Literal["area", "grade"]
    own: Words
    relation: Relation
    to: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """A fault of the source document itself: reported, never silently mended."""

    id: Words
    text: Words
    paragraph: Words
