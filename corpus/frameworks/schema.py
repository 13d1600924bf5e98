"""The shape of a framework file, as pydantic models: the border where outsiders' data enters.

Imported only when a framework is loaded. What stands in `provisions` is validated straight into its
records; the structure and the criteria, which the file writes more shortly, have models here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, get_args, get_type_hints

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


def keys_allowed(place: tuple[str | int, ...]) -> tuple[str, ...]:
    """Return the keys that may stand at a place of the file ("areas", 0, "evidence", 2)."""
    keys = dict(_keys(FrameworkShape))
    for step in place:
        inner = keys.get(step) if isinstance(step, str) else None
        if inner is not None:
            keys = dict(_keys(inner))
    return tuple(keys)


def values_allowed(place: tuple[str | int, ...]) -> tuple[str, ...]:
    """Return the values that a key of a fixed choice may have; empty where any words may stand."""
    shape: Any = FrameworkShape
    for step in place[:-1]:
        inner = dict(_keys(shape)).get(step) if isinstance(step, str) else None
        shape = inner or shape
    hint = _hints(shape).get(str(place[-1]))
    return tuple(_choices(hint))


def _keys(shape: Any) -> Iterator[tuple[str, Any]]:
    """Give each key of a model or record, with the model or record that stands below it."""
    names = {name: name for name in _hints(shape)}
    if issubclass(shape, BaseModel):
        names = {name: field.alias or name for name, field in shape.model_fields.items()}
    for name, key in names.items():
        yield key, next(_below(_hints(shape)[name]), None)


def _hints(shape: Any) -> dict[str, Any]:
    hints = get_type_hints(shape)
    hints.pop("model_config", None)
    return hints


def _below(hint: Any) -> Iterator[Any]:
    if isinstance(hint, type) and (dataclasses.is_dataclass(hint) or issubclass(hint, BaseModel)):
        yield hint
    for inner in get_args(hint):
        yield from _below(inner)


def _choices(hint: Any) -> Iterator[str]:
    for inner in get_args(hint):
        if isinstance(inner, str):
            yield inner
        else:
            yield from _choices(inner)
