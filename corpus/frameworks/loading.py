"""A framework file to records: shape first, then cross-checks; every finding names its line."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from corpus.frameworks.crosschecks import crossed
from corpus.frameworks.framework import Framework
from corpus.frameworks.records import (
    Aspect,
    Criterion,
    Grade,
    JudgementArea,
    RequiredEvidence,
)
from corpus.frameworks.schema import PROVISIONS, Area, FrameworkShape
from corpus.frameworks.yaml_lines import parse, worded
from corpus.problems import FrameworkError

_OPENING = "a framework file starts with keys such as id: and title:"


def read(content: str, name: str) -> Framework:
    """Read one framework file; `name` stands in messages. FrameworkError lists all findings."""
    file = parse(content, name, _OPENING, FrameworkError)
    try:
        shape = FrameworkShape.model_validate(file.data)
    except ValidationError as error:
        raise file.refusal(worded(error, FrameworkShape)) from error
    file.check(crossed(shape))
    return _framework(shape)


def _framework(shape: FrameworkShape) -> Framework:
    return Framework(
        id=shape.id,
        title=shape.title,
        publisher=shape.publisher,
        source=shape.source,
        in_force_from=shape.in_force.since,
        in_force_to=shape.in_force.to,
        scale=tuple(
            Grade(step.grade, tuple(step.aliases), step.meaning, step.paragraph)
            for step in shape.scale
        ),
        areas=tuple(_area(area) for area in shape.areas),
        criteria=tuple(
            Criterion(grade=grade, **criterion.model_dump())
            for grade, listed in shape.criteria.items()
            for criterion in listed
        ),
        **{key: _frozen(getattr(shape, key)) for key in PROVISIONS},
    )


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _area(area: Area) -> JudgementArea:
    return JudgementArea(
        code=area.code,
        title=area.title,
        paragraph=area.paragraph,
        aliases=tuple(area.aliases),
        evidence=tuple(RequiredEvidence(item.text, item.paragraph) for item in area.evidence),
        aspects=tuple(
            Aspect(item.code, item.title, item.paragraph, tuple(item.aliases))
            for item in area.aspects
        ),
        areas=tuple(_area(inner) for inner in area.areas),
    )
