"""Inspection frameworks as data: `known()` lists their ids, `load(id)` reads one.

YAML and pydantic are imported when a framework is loaded, not before: most commands need neither.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from corpus.frameworks.framework import Framework
from corpus.frameworks.records import (
    Aspect,
    Criterion,
    Force,
    Grade,
    JudgementArea,
    RequiredEvidence,
)
from corpus.problems import FrameworkError

__all__ = [
    "Aspect",
    "Criterion",
    "Force",
    "Framework",
    "Grade",
    "JudgementArea",
    "RequiredEvidence",
    "known",
    "load",
]

_SUFFIX = ".yaml"
_FILE = re.compile(r"[a-z-]+-\d{4}\.yaml")


def known() -> tuple[str, ...]:
    """List the ids of the frameworks that Vouch ships, in alphabetical order."""
    names = (entry.name for entry in resources.files(__name__).iterdir())
    # An id ends in a year; the conformance list beside the frameworks is none.
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in names if _FILE.fullmatch(name)))


@cache
def load(framework_id: str) -> Framework:
    """Load one shipped framework. FrameworkError where there is none or its file is wrong."""
    if framework_id not in known():
        raise FrameworkError(
            f"There is no framework {framework_id!r}. Known are: {', '.join(known())}."
        )
    # Here, because YAML and pydantic cost more than most commands do in all.
    from corpus.frameworks.loading import read  # noqa: PLC0415

    name = framework_id + _SUFFIX
    framework = read(resources.files(__name__).joinpath(name).read_text(encoding="utf-8"), name)
    if framework.id != framework_id:
        raise FrameworkError(f"{name}: its id is {framework.id!r}; file name and id must agree")
    return framework
