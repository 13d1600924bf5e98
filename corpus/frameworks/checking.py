"""Every rule of a framework put to one inspection, topic by topic.

Only topics of which the inspection states something are asked about: an inspection file of grades
is no confession that no document was held.
"""

from __future__ import annotations

from collections.abc import Callable

from corpus.frameworks import (
    action_plans,
    clocks,
    completeness,
    conduct,
    duties,
    enquiries,
    improvements,
    limits,
    samples,
    triangulation,
)
from corpus.frameworks.answers import Answer
from corpus.frameworks.framework import Framework
from corpus.frameworks.inspections import Inspection

Rules = Callable[[Framework, Inspection], tuple[Answer, ...]]


def check(framework: Framework, inspection: Inspection) -> tuple[Answer, ...]:
    """Answer every rule that the inspection states something about, in the order of topics."""
    return tuple(
        answer
        for rules, stated in _TOPICS
        if stated(inspection)
        for answer in rules(framework, inspection)
    )


def _anything(_: Inspection) -> bool:
    return True


def _judged(inspection: Inspection) -> bool:
    return bool(inspection.grades or inspection.provisional or inspection.facts)


def _begun(inspection: Inspection) -> bool:
    return bool(_judged(inspection) or inspection.dates or inspection.type or inspection.duties)


def _dated(inspection: Inspection) -> bool:
    return bool(inspection.dates)


def _reported(inspection: Inspection) -> bool:
    named = (inspection.priorities, inspection.outstanding_practice)
    written = inspection.requirements or inspection.recommendations
    return bool(written) or any(part is not None for part in named)


def _sourced(inspection: Inspection) -> bool:
    return bool(inspection.findings or inspection.requirements or inspection.recommendations)


def _gathered(framework: Framework, inspection: Inspection) -> tuple[Answer, ...]:
    """Answer for documents, cases and team, each only where something is stated of it."""
    stated = {
        completeness.TOPIC: (inspection.documents, inspection.lists),
        samples.TOPIC: (inspection.cases,),
        completeness.TEAM: (inspection.team,),
    }
    spoken_of = {topic for topic, parts in stated.items() if any(p is not None for p in parts)}
    found = completeness.answers(framework, inspection) if spoken_of else ()
    return tuple(answer for answer in found if answer.topic in spoken_of)


def _planned(inspection: Inspection) -> bool:
    return bool(inspection.actions)


def _staffed(inspection: Inspection) -> bool:
    return inspection.team is not None


def _found(inspection: Inspection) -> bool:
    return bool(_judged(inspection) or inspection.findings)


_TOPICS: tuple[tuple[Rules, Callable[[Inspection], bool]], ...] = (
    (limits.answers, _judged),
    (duties.answers, _begun),
    (clocks.answers, _dated),
    (improvements.answers, _reported),
    (triangulation.answers, _sourced),
    (_gathered, _anything),
    (conduct.answers, _staffed),
    (action_plans.answers, _planned),
    (enquiries.answers, _found),
)
