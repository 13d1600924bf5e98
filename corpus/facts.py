"""What a document states, as records: each with its anchor, none of them inferred.

A fact is stored under one shape whatever its kind; its fields are one of the TypedDicts here. Dates
are ISO 8601. What is not printed is null: absent is not missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypedDict, get_args

from corpus.records import Box, Problem

FactKind = Literal[
    "inspection",
    "judgement",
    "area_for_improvement",
    "requirement",
    "recommendation",
    "priority_action",
    "action",
]
FACT_KINDS: tuple[FactKind, ...] = get_args(FactKind)
IMPROVEMENTS: tuple[FactKind, ...] = (
    "area_for_improvement",
    "requirement",
    "recommendation",
    "priority_action",
)


class InspectionFields(TypedDict):
    """Which inspection a document reports: once a document, or once for each it speaks of.

    `type` is full, standard, short, focused visit, monitoring visit, re-inspection, joint,
    area SEND, board review, adoption service, ...; `ranges` are pairs of dates, in order; `dated`
    is the date of a letter. `lead` is the name of who led it and `role` theirs. `inferred` names
    what no words say ("type" where the days on site tell it, "year"); `places` gives a field's own
    words as [start, end, page].
    """

    framework: str | None
    type: str | None
    title: str | None
    start: str | None
    end: str | None
    ranges: list[list[str]]
    dated: str | None
    published: str | None
    notified: str | None
    lead: str | None
    role: str | None
    provider_name: str | None
    provider_urn: str | None
    inferred: list[str]
    places: dict[str, list[int | None]]


class JudgementFields(TypedDict):
    """One judgement as printed. `grade_normalised` is the scale's name, null if it has none.

    `how` says where it stands: table, heading, sentence. `agrees` lists further places that print
    the same judgement, as [start, end, page]; a place that differs is a problem of its own.
    """

    framework: str | None
    area: str | None
    label: str
    grade: str
    grade_normalised: str | None
    how: Literal["table", "heading", "sentence"]
    agrees: list[list[int | None]]


class ImprovementFields(TypedDict):
    """One thing that must improve; `order` counts from 1 in printing order.

    `body` is who is to do it where that is printed; `references` are citations in printed form;
    `band` a printed time band, `due` a date.
    """

    order: int
    heading: str | None
    body: str | None
    references: list[str]
    due: str | None
    band: str | None


class ActionFields(TypedDict):
    """One row of an action plan. `formal` is false for softer areas, null where not told.

    `plan_refs` are its own references, `see` the rows it points to, `theme` the theme's letter and
    title, `owners` bodies named as responsible. `action` is what is to be done about the area,
    where it has a column of its own.
    """

    order: int
    area: str
    action: str | None
    element: str | None
    formal: bool | None
    rag: str | None
    plan_refs: list[str]
    see: list[str]
    theme: str | None
    band: str | None
    due: str | None
    owners: list[str]
    status_text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One stated fact. `text` equals the frozen text from `start` to `end`, always.

    Page and boxes are null and empty where the document has no pages; then `locator` says where.
    """

    id: str
    document_id: str
    kind: FactKind
    fields: Mapping[str, Any]
    start: int
    end: int
    text: str
    page: int | None = None
    boxes: tuple[Box, ...] = ()
    locator: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """What a framework's rule says of the grades that a document states."""

    document_id: str
    framework: str
    rule: str
    force: str
    paragraph: str
    outcome: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Stated:
    """All that one document states, what its framework's rules say of it, and what was unclear.

    `reader` names the code that read it ("facts/1"), so that newer code reads again.
    """

    document_id: str
    reader: str
    framework: str | None
    facts: tuple[Fact, ...] = ()
    checks: tuple[Check, ...] = ()
    problems: tuple[Problem, ...] = ()

    def of_kind(self, *kinds: FactKind) -> tuple[Fact, ...]:
        """Return the facts of these kinds, in the order of the document."""
        return tuple(fact for fact in self.facts if fact.kind in kinds)
