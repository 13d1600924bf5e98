"""Deadlines that follow from the dates a report states, by the clocks of its own framework."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from corpus.frameworks.answers import Answer
from corpus.frameworks.clocks import answers
from corpus.frameworks.forecasts import is_optional
from corpus.frameworks.framework import Framework
from corpus.frameworks.inspections import Inspection
from corpus.frameworks.provisions import Clock
from corpus.frameworks.spans import windows
from corpus.history.records import Deadline, Inspected


def deadlines(
    inspected: Sequence[Inspected], frameworks: Mapping[str, Framework], as_of: date
) -> tuple[Deadline, ...]:
    """Say of each clock whose first day is known when it ended and whether it was kept.

    Takes inspections of one provider, the earliest first. Clocks whose dates are not stated say
    nothing and are left out, as are frameworks that state no clocks.
    """
    return tuple(
        deadline
        for number, one in enumerate(inspected)
        for deadline in _of(one, inspected[:number], frameworks, as_of)
    )


def _of(
    one: Inspected,
    before: Sequence[Inspected],
    frameworks: Mapping[str, Framework],
    as_of: date,
) -> Iterator[Deadline]:
    framework = frameworks.get(one.framework or "")
    if framework is None or not framework.clocks:
        return
    dates = _dates(one, before)
    inspection = Inspection(framework=framework.id, type=one.type, as_of=as_of, dates=dates)
    running = {clock.id for clock in framework.clocks if _tells(clock, dates, framework, as_of)}
    for answer in answers(framework, inspection):
        if answer.rule in running and answer.outcome != "does not apply":
            yield _deadline(one, framework, answer)


def _tells(clock: Clock, dates: Mapping[str, date], framework: Framework, as_of: date) -> bool:
    """Say whether a clock has something to tell, from the dates that the report states.

    What need not come at all, as a complaint, is told while it may come and is never late.
    """
    if clock.start not in dates:
        return False
    if clock.end in dates:
        return True
    if not is_optional(clock.end, framework):
        return clock.bound != "at least"
    last = [window.latest for window in windows(clock, dates[clock.start]) if window.latest]
    return clock.bound != "at least" and any(as_of <= day for day in last)


def _dates(one: Inspected, before: Sequence[Inspected]) -> dict[str, date]:
    """Return the milestones that the report states, and the inspection of its kind before it."""
    previous = [other.start for other in before if other.framework == one.framework]
    stated = {
        "notified": one.notified,
        "on-site": one.start,
        "end": one.end,
        "published": one.published,
        "previous-inspection": next(filter(None, reversed(previous)), None),
    }
    return {code: date.fromisoformat(day) for code, day in stated.items() if day}


def _deadline(one: Inspected, framework: Framework, answer: Answer) -> Deadline:
    return Deadline(
        inspection=one.id,
        framework=framework.id,
        rule=answer.rule,
        force=answer.force,
        paragraph=answer.paragraph,
        text=answer.text,
        outcome=answer.outcome,
        reason=answer.reason,
    )
