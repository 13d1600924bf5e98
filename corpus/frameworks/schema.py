"""The shape of a framework file, as pydantic models: the border where outsiders' data enters.

Imported only when a framework is loaded. A key that later frameworks need (rules, clocks, core
documents, report headings, crosswalk) is one optional field here and one record beside it.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

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


class FrameworkShape(_Shape):
    """A whole framework file."""

    id: FrameworkId
    title: Words
    publisher: Words
    source: Words
    in_force: InForce
    scale: list[GradeStep] = []
    areas: list[Area] = Field(min_length=1)
    criteria: dict[Words, list[CriterionShape]] = {}


SHAPES: dict[str, type[_Shape]] = {
    "in_force": InForce,
    "scale": GradeStep,
    "evidence": Evidence,
    "aspects": AspectShape,
    "areas": Area,
    "criteria": CriterionShape,
}


def keys_allowed(place: tuple[str | int, ...]) -> tuple[str, ...]:
    """Return the keys that may stand at a place of the file ("areas", 0, "evidence", 2)."""
    shape: type[_Shape] = FrameworkShape
    for step in place:
        if isinstance(step, str):
            shape = SHAPES.get(step, shape)
    return tuple(field.alias or name for name, field in shape.model_fields.items())
