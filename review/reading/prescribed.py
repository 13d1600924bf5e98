"""What a framework prescribes round an inspection: rules, routes of changes, clocks and ladders.

Pure. Everything is the framework's data with its force and paragraph; nothing is added to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from corpus.frameworks import Framework, clocks, duties
from corpus.frameworks.answers import Answer
from corpus.frameworks.checking import check
from corpus.frameworks.forecasts import Due
from corpus.frameworks.inspections import Inspection
from corpus.frameworks.provisions import Condition, Duty, RequiredList
from corpus.frameworks.working_days import CalendarError
from review.reading.inspections import Changed, Held, as_stated

SENT, RETURNED = "draft-sent", "comments-due"
_UNCHALLENGED = "draft-not-challenged"
_TOPICS = ("grades", "duties")
# What people have to see first comes first.
_ORDER = (
    "broken", "departed from", "cannot be evaluated", "to weigh", "kept", "does not apply",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checked:
    """Answers on what was stated; `idle` are rules that do not apply."""

    rules: tuple[Answer, ...]
    idle: tuple[Answer, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CommentClock:
    """The time for comments on a draft: what the framework gives, and how it stands.

    `due` is empty where the draft has no day or the framework no such time. `answers` rule on a day
    of return that is stated. `over` is null while nothing can be said, `last` the last day of all.
    """

    stated: bool
    due: tuple[Due, ...] = ()
    answers: tuple[Answer, ...] = ()
    over: bool | None = None
    last: date | None = None
    unchallenged: tuple[Answer, ...] = ()
    wrong: str | None = None


def checked(framework: Framework, one: Held, as_of: date) -> Checked:
    """Put the grades and facts of an inspection to the rules of its framework."""
    answers = [each for each in check(framework, as_stated(one, as_of)) if each.topic in _TOPICS]
    found = sorted(answers, key=lambda each: _ORDER.index(each.outcome))
    counts = {word: sum(each.outcome == word for each in found) for word in _ORDER}
    return Checked(
        tuple(each for each in found if each.outcome != "does not apply"),
        tuple(each for each in found if each.outcome == "does not apply"), counts,
    )  # fmt: skip


def arising(framework: Framework, one: Held) -> tuple[Duty, ...]:
    """Return the duties that arise by what was stated, so that people can say if they were done."""
    arisen = {
        each.rule
        for each in duties.answers(framework, replace(as_stated(one), duties={}))
        if each.outcome == "to weigh"
    }
    return tuple(duty for duty in framework.duties if duty.id in arisen)


def route(
    framework: Framework,
    before: Mapping[str, str],
    after: Mapping[str, str],
    done: Mapping[str, bool],
    facts: Mapping[str, bool],
) -> tuple[Answer, ...]:
    """Return what a change of judgements calls for: duties that hang on a change and apply."""
    hanging = {duty.id for duty in framework.duties if _on_change(duty.when)}
    asked = Inspection(
        framework=framework.id, provisional=dict(before), grades=dict(after), duties=dict(done),
        facts=dict(facts),
    )  # fmt: skip
    return tuple(
        each
        for each in duties.answers(framework, asked)
        if each.rule in hanging and each.outcome != "does not apply"
    )


def route_of(framework: Framework, one: Changed, facts: Mapping[str, bool]) -> tuple[Answer, ...]:
    """Return the route of a change that was made, with what was said to be done of it."""
    return route(framework, one.before, one.after, one.duties, facts)


def comment_clock(framework: Framework, one: Held, as_of: date) -> CommentClock:
    """Return how the time for comments on the draft stands; that it is over is a fact, no blame."""
    codes = {clock.end for clock in framework.clocks if clock.start == SENT}
    if RETURNED not in codes:
        return CommentClock(False)
    stated = as_stated(one, as_of)
    sent, back = stated.dates.get(SENT), stated.dates.get(RETURNED)
    if sent is None:
        return CommentClock(True)
    try:
        found = tuple(
            each
            for each in clocks.due(framework, SENT, sent, None if back or one.points else as_of)
            if each.milestone == RETURNED
        )
    except CalendarError as error:
        return CommentClock(True, wrong=str(error))
    rules = {each.rule for each in found}
    ruled = tuple(each for each in clocks.answers(framework, stated) if each.rule in rules and back)
    last = max((each.latest for each in found if each.latest), default=None)
    over = as_of > last if last else None
    quiet = over is True and not one.points
    return CommentClock(True, found, ruled, over, last, _unchallenged(framework) if quiet else ())


def late(clock: CommentClock, received: str) -> bool:
    """Say whether a point came after the last day for it."""
    return clock.last is not None and date.fromisoformat(received) > clock.last


def lists_of(framework: Framework, *kinds: str) -> tuple[RequiredList, ...]:
    """Return the framework's lists of these kinds, such as the ladder of a concern."""
    return tuple(one for one in framework.lists if one.kind in kinds)


def _unchallenged(framework: Framework) -> tuple[Answer, ...]:
    """Return what the framework says becomes of a draft on which nobody raised a point."""
    hanging = {duty.id for duty in framework.duties if duty.when.fact == _UNCHALLENGED}
    asked = Inspection(framework=framework.id, facts={_UNCHALLENGED: True})
    return tuple(each for each in duties.answers(framework, asked) if each.rule in hanging)


def _on_change(condition: Condition) -> bool:
    inner: Iterable[Condition] = (*condition.every, *condition.some)
    return condition.changed is not None or any(_on_change(each) for each in inner)
