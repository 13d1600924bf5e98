"""The shape of a framework file, as pydantic models: the border where outsiders' data enters.

Imported only when a framework is loaded. What stands in `provisions` is validated straight into its
records; the structure and the criteria, which the file writes more shortly, have models here.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from corpus.frameworks.provisions import (
    Band,
    Clock,
    Crossing,
    Defect,
    Demand,
    Duty,
    Heading,
    InspectionType,
    Instrument,
    LineOfEnquiry,
    Milestone,
    Minimum,
    Question,
    RequiredList,
    Rule,
    Substitution,
    Timetable,
)
from corpus.frameworks.records import Force

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9/]*(-[A-Z0-9]+)*$")]
FrameworkId = Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*-\d{4}$")]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class InForce(_Shape):
    """When inspections are judged by the framework; no `to` while it still is."""

    since: date = Field(alias="from")
    to: date | None = None


class GradeStep(_Shape):
    """One grade and its printed names."""

    grade: Words
    aliases: list[Words] = Field(min_length=1)
    meaning: Words | None = None
    paragraph: Words | None = None


class Evidence(_Shape):
    """One item of required evidence."""

    text: Words
    paragraph: Words


class AspectShape(_Shape):
    """One aspect of an area."""

    code: Code
    title: Words
    paragraph: Words
    aliases: list[Words] = []


class Area(_Shape):
    """One judgement area, or an element that holds areas."""

    code: Code
    title: Words
    paragraph: Words
    aliases: list[Words] = []
    evidence: list[Evidence] = []
    aspects: list[AspectShape] = []
    areas: list[Area] = []


class CriterionShape(_Shape):
    """One criterion; its grade is the key of the list in which it stands."""

    code: Code
    area: Code
    title: Words
    text: Words
    paragraph: Words
    force: Force = "descriptor"
    aspect: Code | None = None
    discriminating: bool = True


class FrameworkShape(_Shape):
    """A whole framework file. `counts`: how many criteria the source has, by area and grade.

    The key "required evidence" stands there for an area's items of required evidence.
    """

    id: FrameworkId
    title: Words
    publisher: Words
    source: Words
    in_force: InForce
    scale: list[GradeStep] = []
    areas: list[Area] = Field(min_length=1)
    criteria: dict[Words, list[CriterionShape]] = {}
    overall: Code | None = None
    not_judged: list[Words] = []
    printed_order: list[Words] = []
    counts: dict[Code, dict[Words, int]] = {}
    report: list[Heading] = []
    types: list[InspectionType] = []
    facts: list[Question] = []
    rules: list[Rule] = []
    milestones: list[Milestone] = []
    clocks: list[Clock] = []
    timetable: Timetable | None = None
    lists: list[RequiredList] = []
    minima: list[Minimum] = []
    enquiries: list[LineOfEnquiry] = []
    duties: list[Duty] = []
    instruments: list[Instrument] = []
    demands: list[Demand] = []
    bands: list[Band] = []
    substitutions: list[Substitution] = []
    crosswalk: list[Crossing] = []
    defects: list[Defect] = []


# What the records take over as they are: every key of the file but those of structure and criteria.
PROVISIONS: tuple[str, ...] = tuple(
    name
    for name in list(FrameworkShape.model_fields)
    if name not in ("id", "title", "publisher", "source", "in_force", "scale", "areas", "criteria")
    and name != "counts"
)
