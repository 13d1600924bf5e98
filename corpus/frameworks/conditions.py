"""Is a condition of a framework true of an inspection? Three answers: yes, no and not known.

Kleene's logic: what is unknown stays unknown unless the known parts decide alone, so stating more
never turns a decided answer into the other one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.frameworks.framework import Framework
from corpus.frameworks.inspections import Inspection
from corpus.frameworks.provisions import Condition


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a condition holds (null: not known), what decided it, and what is missing.

    `because` holds short sentences such as "LEAD is inadequate"; `missing` nouns such as "the grade
    of LEAD", and is empty once the condition is decided.
    """

    holds: bool | None
    because: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """What decided it, as one clause; empty while it is unknown."""
        return "; ".join(self.because)

    @property
    def not_stated(self) -> str:
        """What is missing, as one clause; empty once it is decided."""
        return f"Not stated: {'; '.join(self.missing)}" if self.missing else ""


def holds(condition: Condition, framework: Framework, inspection: Inspection) -> bool | None:
    """Say whether a condition is true, false or, for want of information, unknown (null)."""
    return judge(condition, framework, inspection).holds


def judge(condition: Condition, framework: Framework, inspection: Inspection) -> Verdict:
    """Say whether a condition holds, with what decided it or what is missing, in words."""
    if condition.any_area or condition.every_area:
        areas = condition.any_area or condition.every_area
        parts = [_graded(code, condition, framework, inspection) for code in areas]
        return _one_of(parts) if condition.any_area else _all_of(parts)
    if condition.fact is not None:
        return _answered(condition.fact, condition.answer, framework, inspection)
    if condition.type is not None:
        return _of_type(condition.type, inspection)
    if condition.changed is not None:
        return _changed(condition.changed, framework, inspection)
    inner = [judge(part, framework, inspection) for part in condition.every or condition.some]
    return _one_of(inner) if condition.some else _all_of(inner)


def grade_named(framework: Framework, printed: str) -> str | None:
    """Return the scale's name of a grade as printed, by any alias and in any case; null if none."""
    wanted = _folded(printed)
    for step in framework.scale:
        if wanted in {_folded(name) for name in (step.name, *step.aliases)}:
            return step.name
    return None


def grade_of(
    code: str, framework: Framework, inspection: Inspection, provisional: bool = False
) -> str | None:
    """Return the normalised grade of an area; null where none, or none of the scale, is stated."""
    grades = inspection.provisional if provisional else inspection.grades
    return grade_named(framework, grades[code]) if code in grades else None


def _graded(
    code: str, condition: Condition, framework: Framework, inspection: Inspection
) -> Verdict:
    provisional = condition.of == "provisional"
    grade = grade_of(code, framework, inspection, provisional)
    kind = "provisional grade" if provisional else "grade"
    if grade is None:
        return Verdict(None, missing=(f"the {kind} of {code}",))
    rank = framework.rank(grade)
    enough = condition.at_least is None or rank >= framework.rank(condition.at_least)
    low = condition.at_most is None or rank <= framework.rank(condition.at_most)
    tense = "was provisionally" if provisional else "is"
    return Verdict(enough and low, (f"{code} {tense} {grade}",))


def _answered(code: str, answer: bool, framework: Framework, inspection: Inspection) -> Verdict:
    stated = inspection.facts.get(code)
    if stated is None:
        text = next((f" ({row.text})" for row in framework.facts if row.code == code), "")
        return Verdict(None, missing=(f"the fact {code}{text}",))
    return Verdict(stated is answer, (f"{code}: {'yes' if stated else 'no'}",))


def _of_type(code: str, inspection: Inspection) -> Verdict:
    if inspection.type is None:
        return Verdict(None, missing=("the type of the inspection",))
    stated = (inspection.type, *inspection.with_types)
    return Verdict(code in stated, (f"the inspection is {' with '.join(stated)}",))


def _changed(code: str, framework: Framework, inspection: Inspection) -> Verdict:
    before = grade_of(code, framework, inspection, provisional=True)
    after = grade_of(code, framework, inspection)
    named = ((before, "the provisional grade of "), (after, "the grade of "))
    missing = tuple(words + code for grade, words in named if grade is None)
    if missing:
        return Verdict(None, missing=missing)
    if before == after:
        return Verdict(False, (f"{code} stayed {after}",))
    return Verdict(True, (f"{code} changed from {before} to {after}",))


def _one_of(parts: Iterable[Verdict]) -> Verdict:
    return _combined(tuple(parts), decisive=True)


def _all_of(parts: Iterable[Verdict]) -> Verdict:
    return _combined(tuple(parts), decisive=False)


def _combined(parts: tuple[Verdict, ...], decisive: bool) -> Verdict:
    """Join parts: one part that is `decisive` decides alone, then unknown ones leave it open."""
    for value in (decisive, None):
        found = [part for part in parts if part.holds is value]
        if found:
            return Verdict(value, _joined(found, "because"), _joined(found, "missing"))
    return Verdict(not decisive, _joined(parts, "because"))


def _joined(parts: Iterable[Verdict], field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words for part in parts for words in getattr(part, field)))


def _folded(printed: str) -> str:
    return " ".join(printed.casefold().split())
