"""Who must be consulted or decide, which inspections never go together, and was it in force?

A duty that arises is for people until the inspection states whether it was done; then it is kept,
broken or departed from by its force. That a framework was not in force on the day is a row to
weigh, never a reason to answer nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from corpus.frameworks.answers import Answer, Outcome, outcome
from corpus.frameworks.conditions import judge
from corpus.frameworks.framework import Framework
from corpus.frameworks.inspections import Inspection
from corpus.frameworks.provisions import Duty, InspectionType

TOPIC = "duties"
# The day on which an inspection is judged: the first of these that is stated.
_DAYS = (
    "on-site",
    "end",
    "notified",
    "set-up",
    "feedback",
    "draft-sent",
    "final-sent",
    "published",
)


def answers(framework: Framework, inspection: Inspection) -> tuple[Answer, ...]:
    """Answer whether the framework was in force, its inspection types, then every duty."""
    return (
        *_in_force(framework, inspection),
        *_types(framework, inspection),
        *(_duty(duty, framework, inspection) for duty in framework.duties),
    )


def _duty(duty: Duty, framework: Framework, inspection: Inspection) -> Answer:
    found, reason = _decided(duty, framework, inspection)
    return Answer(
        topic=TOPIC,
        rule=duty.id,
        force=duty.force,
        paragraph=duty.paragraph,
        outcome=found,
        text=duty.text,
        reason=f"{reason}.",
        about=f"{duty.act}: {', '.join(duty.who)}" if duty.who else duty.act,
    )


def _decided(duty: Duty, framework: Framework, inspection: Inspection) -> tuple[Outcome, str]:
    when = judge(duty.when, framework, inspection)
    if when.holds is None:
        return "cannot be evaluated", when.not_stated
    if not when.holds:
        return "does not apply", when.said
    done = inspection.duties.get(duty.id)
    if done is None:
        return "to weigh", f"{when.said}; whether it was done is not stated (duties: {duty.id})"
    found = outcome(duty.force, done)
    excuse = "; this needs a reason" if found == "departed from" else ""
    return found, f"{when.said}; it was {'done' if done else 'not done'}{excuse}"


def _in_force(framework: Framework, inspection: Inspection) -> Iterator[Answer]:
    day = judged_on(inspection)
    if day is None:
        return
    until = f" to {framework.in_force_to}" if framework.in_force_to else ""
    span = f"from {framework.in_force_from}{until}"
    inside = framework.in_force_on(day)
    yield Answer(
        topic=TOPIC,
        rule="in-force",
        force="is",
        paragraph=framework.source,
        outcome="kept" if inside else "to weigh",
        text=f"{framework.id} is in force {span}.",
        reason=f"{day} is {'inside' if inside else 'outside'} that time"
        + ("." if inside else "; it is evaluated all the same."),
    )


def judged_on(inspection: Inspection) -> date | None:
    """Return the day by which an inspection belongs to a framework; null where none is stated."""
    return next((inspection.dates[code] for code in _DAYS if code in inspection.dates), None)


def _types(framework: Framework, inspection: Inspection) -> Iterator[Answer]:
    types = {kind.code: kind for kind in framework.types}
    stated = tuple(filter(None, (inspection.type, *inspection.with_types)))
    for code in stated:
        if code not in types:
            yield _unknown(code, framework)
        elif not types[code].graded and inspection.grades and len(stated) == 1:
            yield _ungraded(types[code])
    for code in dict.fromkeys(stated):
        for other in types[code].never_with if code in types else ():
            yield _apart(types[code], other, joined=other in stated)


def _unknown(code: str, framework: Framework) -> Answer:
    known = ", ".join(kind.code for kind in framework.types) or "none"
    return Answer(
        topic=TOPIC,
        rule="types",
        force="descriptor",
        paragraph=framework.source,
        outcome="cannot be evaluated",
        text="An inspection is of one of the framework's types.",
        reason=f"No inspection type {code!r}; known: {known}.",
        about=code,
    )


def _ungraded(kind: InspectionType) -> Answer:
    return Answer(
        topic=TOPIC,
        rule="types",
        force="descriptor",
        paragraph=kind.paragraph,
        outcome="to weigh",
        text=f"{kind.title}: it does not end in grades.",
        reason="Grades are stated.",
        about=kind.code,
    )


def _apart(kind: InspectionType, other: str, joined: bool) -> Answer:
    # The sources say "will not", so a breach is a departure from what they announce.
    found = outcome("will", not joined)
    return Answer(
        topic=TOPIC,
        rule="types",
        force="will",
        paragraph=kind.paragraph,
        outcome=found,
        text=f"{kind.title}: never at the same time as {other}.",
        reason=f"Joined to {other}; this needs a reason." if joined else f"Not joined to {other}.",
        about=kind.code,
    )
