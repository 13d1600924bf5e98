"""One version of one inspection framework, whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

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
from corpus.frameworks.records import Aspect, Criterion, Grade, JudgementArea


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework's structure, criteria and provisions. `scale` runs from the best grade down.

    `overall` is the code of the area that sums up the others, null where there is none (absent is
    not missing). `not_judged` are words that reports print where an area got no grade.
    `printed_order` gives the grades as the source sets out each area. A framework without criteria,
    or without grades, is legal.
    """

    id: str
    title: str
    publisher: str
    source: str
    in_force_from: date
    in_force_to: date | None
    scale: tuple[Grade, ...]
    areas: tuple[JudgementArea, ...]
    criteria: tuple[Criterion, ...]
    overall: str | None = None
    not_judged: tuple[str, ...] = ()
    printed_order: tuple[str, ...] = ()
    report: tuple[Heading, ...] = ()
    types: tuple[InspectionType, ...] = ()
    facts: tuple[Question, ...] = ()
    rules: tuple[Rule, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    clocks: tuple[Clock, ...] = ()
    timetable: Timetable | None = None
    lists: tuple[RequiredList, ...] = ()
    minima: tuple[Minimum, ...] = ()
    enquiries: tuple[LineOfEnquiry, ...] = ()
    duties: tuple[Duty, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    demands: tuple[Demand, ...] = ()
    bands: tuple[Band, ...] = ()
    substitutions: tuple[Substitution, ...] = ()
    crosswalk: tuple[Crossing, ...] = ()
    defects: tuple[Defect, ...] = ()

    def in_force_on(self, day: date) -> bool:
        """Say whether inspections of that day are judged by this framework."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)

    def walk(self) -> Iterator[JudgementArea]:
        """Give every area and element, parents first, in the order of the file."""
        waiting = list(reversed(self.areas))
        while waiting:
            area = waiting.pop()
            yield area
            waiting += reversed(area.areas)

    def codes(self) -> tuple[str, ...]:
        """Return the codes of all elements, areas and aspects, in the order of the file."""
        return tuple(
            code
            for area in self.walk()
            for code in (area.code, *(aspect.code for aspect in area.aspects))
        )

    def titles(self) -> dict[str, str]:
        """Return title by code, of elements, areas and aspects."""
        parts: list[JudgementArea | Aspect] = []
        for area in self.walk():
            parts += [area, *area.aspects]
        return {part.code: part.title for part in parts}

    def rank(self, grade: str) -> int:
        """Return a grade's place in the scale, 0 being the worst. ValueError for an unknown one."""
        names = [step.name for step in reversed(self.scale)]
        return names.index(grade)
