"""What a framework holds, as frozen records: its scale, its judgement areas and its criteria."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Force = Literal[
    "always",
    "must",
    "is",
    "in addition",
    "will",
    "likely",
    "unlikely",
    "expected",
    "may",
    "cap",
    "descriptor",
    "never automatic",
]
FORCES: tuple[str, ...] = get_args(Force)


@dataclass(frozen=True, slots=True)
class Grade:
    """One step of the grade scale; `aliases` are the ways in which reports print it.

    `meaning` is what the source says of the grade as such, where it does.
    """

    name: str
    aliases: tuple[str, ...]
    meaning: str | None = None
    paragraph: str | None = None


@dataclass(frozen=True, slots=True)
class RequiredEvidence:
    """Something that inspectors must look at under an area, in our words."""

    text: str
    paragraph: str


@dataclass(frozen=True, slots=True)
class Aspect:
    """A part of a judgement area that is judged, or described, on its own."""

    code: str
    title: str
    paragraph: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgementArea:
    """An area that is judged. An element holds further areas; an area may hold aspects.

    `aliases` are words that a printed heading of this area contains, in lower case.
    """

    code: str
    title: str
    paragraph: str
    aliases: tuple[str, ...] = ()
    evidence: tuple[RequiredEvidence, ...] = ()
    aspects: tuple[Aspect, ...] = ()
    areas: tuple[JudgementArea, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a grade looks like in one area: our own wording and the paragraph it restates.

    `force` says how firmly the source ties the grade to it; it is never hardened to a yes or no.
    `discriminating` is false for wording that stands in several areas: it cannot tell them apart.
    """

    code: str
    area: str
    grade: str
    title: str
    text: str
    paragraph: str
    force: Force = "descriptor"
    aspect: str | None = None
    discriminating: bool = True
