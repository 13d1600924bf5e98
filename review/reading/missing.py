"""What a provider's documents do not speak of: areas, criteria and required evidence.

Pure. That there is no passage says that none was found in these documents, not that the thing is
not done.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.frameworks import Criterion, Framework, JudgementArea
from review.reading.by_area import Piece

Kind = Literal["area", "criterion", "required evidence"]
_OVERALL = "OE"
_STANDARD = "good"  # what its criteria describe is what reports speak of


@dataclass(frozen=True, slots=True)
class Gap:
    """Something without a passage; `further` counts those that have it as a second suggestion."""

    kind: Kind
    code: str
    title: str
    text: str
    area: str
    paragraph: str | None = None
    further: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What was looked for of one kind, and how much of it is missing."""

    kind: Kind
    missing: int
    of: int


def plain(code: str) -> str:
    """Return a code as tags carry it, without the element before it."""
    return code.rpartition("/")[2]


def areas_of(framework: Framework) -> tuple[JudgementArea, ...]:
    """Return the areas that evidence can speak of: no elements, and not the overall judgement.

    An area that stands in two elements under one plain code comes once, as tags have it.
    """
    return tuple({plain(one.code): one for one in reversed(_leaves(framework))}.values())[::-1]


def _leaves(framework: Framework) -> list[JudgementArea]:
    return [one for one in framework.walk() if not one.areas and plain(one.code) != _OVERALL]


def criteria_of(framework: Framework) -> tuple[Criterion, ...]:
    """Return the criteria of the grade "good", else of the grade with most of them.

    What describes another grade is not expected to be there: nobody misses an "inadequate".
    """
    grades = Counter(one.grade for one in framework.criteria)
    if not grades:
        return ()
    grade = _STANDARD if _STANDARD in grades else grades.most_common(1)[0][0]
    return tuple(one for one in framework.criteria if one.grade == grade)


def required_topics(framework: Framework) -> dict[str, str]:
    """Return the wording of all required evidence, by a key of area and place in its list."""
    return {
        f"{area.code} {number}": one.text
        for area in _leaves(framework)
        for number, one in enumerate(area.evidence, start=1)
    }


def missing(
    framework: Framework,
    pieces: Sequence[Piece],
    further: Iterable[Piece],
    found: Mapping[str, Sequence[str]],
) -> tuple[Gap, ...]:
    """Return what has no passage: areas, then criteria, then required evidence.

    `found` gives the passages that use the words of each required topic.
    """
    second = Counter(code for code, _ in {(one.code, one.passage) for one in further})
    return (
        *_areas(framework, pieces),
        *_criteria(framework, pieces, second),
        *_required(framework, found),
    )


def asked(framework: Framework, gaps: Iterable[Gap]) -> tuple[Asked, ...]:
    """Return how many there are of each kind, and how many of these are missing."""
    lacking = Counter(one.kind for one in gaps)
    there: tuple[tuple[Kind, int], ...] = (
        ("area", len(areas_of(framework))),
        ("criterion", len(criteria_of(framework))),
        ("required evidence", len(required_topics(framework))),
    )
    return tuple(Asked(kind, lacking[kind], of) for kind, of in there if of)


def _areas(framework: Framework, pieces: Iterable[Piece]) -> Iterator[Gap]:
    there = {one.area for one in pieces}
    for area in areas_of(framework):
        code = plain(area.code)
        if code not in there:
            yield Gap("area", code, area.title, "", code, area.paragraph)


def _criteria(
    framework: Framework, pieces: Iterable[Piece], second: Mapping[str, int]
) -> Iterator[Gap]:
    there = {one.criterion for one in pieces}
    for one in criteria_of(framework):
        if one.code not in there:
            yield Gap(
                "criterion", one.code, one.title, one.text, plain(one.area), one.paragraph,
                second.get(one.code, 0),
            )  # fmt: skip


def _required(framework: Framework, found: Mapping[str, Sequence[str]]) -> Iterator[Gap]:
    for area in _leaves(framework):
        for number, one in enumerate(area.evidence, start=1):
            key = f"{area.code} {number}"
            if not found.get(key):
                yield Gap("required evidence", key, one.text, "", plain(area.code), one.paragraph)
