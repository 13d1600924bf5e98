"""The nouns of a provider's history: frozen records, each line with its place in a document.

Dates are ISO 8601. What no document states is null.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from corpus.facts import Check, Fact
from corpus.frameworks.provisions import Relation
from corpus.records import Box, Document

Verdict = Literal["better", "worse", "the same", "not comparable"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """One document of a provider with all that it states, corrections laid over.

    `corrected` names, by a fact's id, the fields that a person corrected.
    """

    document: Document
    facts: tuple[Fact, ...] = ()
    checks: tuple[Check, ...] = ()
    corrected: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cited:
    """Where something is printed: the document, the page or locator, and the words themselves.

    `corrected` names what a person corrected in it; then the words are not what it says.
    """

    document_id: str
    document: str
    page: int | None
    locator: str | None
    start: int
    end: int
    words: str
    boxes: tuple[Box, ...] = ()
    corrected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Against:
    """An earlier judgement that the crosswalk links to a later one, and how it stands to that.

    `relation` is the later area's: "narrower" says that it is only a part of the earlier one.
    """

    inspection: str
    on: str
    framework: str
    area: str
    title: str
    grade: str
    grade_normalised: str
    relation: Relation
    note: str | None
    cited: Cited


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a judgement since the inspection that judged it, or its like, before.

    A verdict other than "not comparable" needs an exact link of both the areas and the grades.
    """

    verdict: Verdict
    against: tuple[Against, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One judgement: `grade` as printed, `grade_normalised` the scale's name of it, if it has one.

    `change` is null where nothing before it is linked to it.
    """

    area: str | None
    title: str
    label: str
    grade: str
    grade_normalised: str | None
    cited: Cited
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Improvement:
    """One thing that an inspection said must improve. `id` is the fact's."""

    id: str
    kind: str
    text: str
    heading: str | None
    body: str | None
    due: str | None
    band: str | None
    references: tuple[str, ...]
    inspection: str
    on: str | None
    cited: Cited


@dataclass(frozen=True, slots=True)
class Inspected:
    """One inspection, told by one document, with whatever further editions and documents tell it.

    `on` is the day by which it stands in order: its last day, else its letter's or report's date.
    `cited` is where its dates are printed. `editions` are older editions of the same report,
    counted in nothing; `told_in` other documents that speak of it. `notes` say what is in doubt.
    """

    id: str
    document_id: str
    document: str
    framework: str | None
    framework_title: str | None
    type: str | None
    title: str | None
    start: str | None
    end: str | None
    ranges: tuple[tuple[str, ...], ...]
    on: str | None
    dated: str | None
    published: str | None
    notified: str | None
    lead: str | None
    role: str | None
    cited: Cited | None
    judgements: tuple[Judged, ...] = ()
    improvements: tuple[Improvement, ...] = ()
    editions: tuple[str, ...] = ()
    told_in: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An improvement that no later inspection of the same family of frameworks has followed."""

    improvement: Improvement
    since: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class RaisedAgain:
    """An improvement in like words in several inspections; `earlier` by date, with their scores."""

    words: str
    latest: Improvement
    earlier: tuple[Improvement, ...]
    scores: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """What a framework's clock makes of an inspection's known dates. `outcome` as rules give it."""

    inspection: str
    framework: str
    rule: str
    force: str
    paragraph: str
    text: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class Departure:
    """A framework's rule that an inspection's grades do not keep, or that must be weighed."""

    inspection: str
    document_id: str
    document: str
    framework: str
    rule: str
    force: str
    paragraph: str
    outcome: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider: its number, its name, and further names under which documents have it."""

    urn: str | None
    name: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """A provider that came before or after, from which day and how; with its own inspections.

    `how` is what happened: renamed, merged, split. `source` says where that is known from.
    """

    provider: Provider
    relation: Literal["predecessor", "successor"]
    on: str | None
    how: str
    source: str | None
    inspections: tuple[Inspected, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """All of one provider's history. Inspections are the newest first; nothing is averaged.

    `counts` hold every number with what it is out of; `notes` say what was left out and why;
    `run_by` names companies that run or ran the services for it.
    """

    provider: Provider
    as_of: str
    inspections: tuple[Inspected, ...]
    open: tuple[OpenItem, ...]
    raised_again: tuple[RaisedAgain, ...]
    deadlines: tuple[Deadline, ...]
    departures: tuple[Departure, ...]
    related: tuple[Related, ...]
    counts: Mapping[str, int]
    notes: tuple[str, ...] = ()
    run_by: tuple[str, ...] = ()
