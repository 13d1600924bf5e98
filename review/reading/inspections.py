"""What people stated of an inspection, folded from its events: grades, changes, points, sign-offs.

An inspection is named by its provider, its framework and its first day. Every statement is an event
on it, which nothing writes over; what is folded here is what stands now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from corpus.chain import Event
from corpus.decisions import Decisions
from corpus.frameworks import Framework
from corpus.frameworks.inspections import Inspection

_MARK = "|"


@dataclass(frozen=True, slots=True)
class Named:
    """Which inspection: the provider's key, the framework, and its first day, ISO."""

    provider: str
    framework: str
    on: str

    @property
    def id(self) -> str:
        """What events name it by."""
        return _MARK.join((self.on, self.framework, self.provider))


@dataclass(frozen=True, slots=True)
class Changed:
    """A change of a provisional judgement: `before` and `after` hold all grades round it.

    `route` are the duties that it called for, `duties` what was said of them, then or later.
    """

    event: Event
    area: str
    before: Mapping[str, str]
    after: Mapping[str, str]
    duties: Mapping[str, bool]
    route: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Point:
    """A point that the provider raised on the draft, and the answers to it, the last one last."""

    event: Event
    answers: tuple[Event, ...] = ()

    @property
    def said(self) -> Mapping[str, Any]:
        """What was registered: kind, received, text, rests_on."""
        return self.event.after or {}

    @property
    def answer(self) -> Event | None:
        """The answer that stands."""
        return self.answers[-1] if self.answers else None


@dataclass(frozen=True, slots=True)
class Held:
    """All that stands of one inspection. `seen` is the number of its last event.

    `provisional` are the grades as first stated, `grades` as they are after every change.
    """

    named: Named
    opened: Event
    seen: int = 0
    provisional: Mapping[str, str] = field(default_factory=dict)
    grades: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, bool] = field(default_factory=dict)
    duties: Mapping[str, bool] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)
    changes: tuple[Changed, ...] = ()
    points: tuple[Point, ...] = ()
    signed: tuple[Event, ...] = ()


def inspections(decisions: Decisions, provider: str) -> list[Held]:
    """List the inspections of a provider on which anybody stated something, the newest first."""
    ids = [row[0] for row in decisions.rows(_OF, provider, provider)]
    found = (held(decisions, one) for one in map(named, ids) if one is not None)
    return sorted(
        (one for one in found if one is not None),
        key=lambda one: (one.named.on, one.named.framework), reverse=True,
    )  # fmt: skip


def held(decisions: Decisions, one: Named) -> Held | None:
    """Return what stands of an inspection; null where nobody opened it."""
    events = list(decisions.standing_on("inspection", [one.id]))
    opened = next((event for event in events if about(event) == "opened"), None)
    return fold(one, opened, events) if opened is not None else None


def named(target: str) -> Named | None:
    """Return the inspection that an event names; null for what is named otherwise."""
    parts = target.split(_MARK, 2)
    return Named(parts[2], parts[1], parts[0]) if len(parts) == 3 else None


def about(event: Event) -> str:
    """Return what a statement on an inspection is about: "" for what is none of ours."""
    return str((event.after or {}).get("about", ""))


def fold(one: Named, opened: Event, events: Iterable[Event]) -> Held:
    """Lay the statements on an inspection over each other, in their order."""
    first: dict[str, str] = {}
    grades: dict[str, str] = {}
    facts: dict[str, bool] = {}
    duties: dict[str, bool] = {}
    dates: dict[str, str] = {}
    changes: list[Changed] = []
    points: dict[str, Point] = {}
    signed: list[Event] = []
    seen = opened.seq
    for event in events:
        after, seen = event.after or {}, max(seen, event.seq)
        match about(event):
            case "grades":
                first |= {code: grade for code, grade in after["grades"].items()
                          if code not in first}  # fmt: skip
                # Of two laptops that stated it, the first statement is the provisional one.
                grades = first | grades
                _lay(facts, after["facts"])
                _lay(duties, after["duties"])
                if changes:  # what was done of a route is often known later
                    last = changes[-1]
                    later = {c: v for c, v in after["duties"].items() if c in last.route}
                    done = dict(last.duties)
                    _lay(done, later)
                    changes[-1] = replace(last, duties=done)
            case "change":
                before = dict(grades)
                grades = grades | {after["area"]: after["grade"]}
                # What was done for an earlier change says nothing of this one.
                _lay(duties, after["duties"])
                done = {c: v for c, v in after["duties"].items() if v is not None}
                route = frozenset(after["duties"])
                changes.append(Changed(event, after["area"], before, dict(grades), done, route))
            case "dates":
                _lay(dates, after["dates"])
            case "point":
                points[event.hash] = Point(event)
            case "answer" if after["point"] in points:
                known = points[after["point"]]
                points[after["point"]] = Point(known.event, (*known.answers, event))
            case "evidence base":
                signed.append(event)
    return Held(
        one, opened, seen, first, grades, facts, duties, dates, tuple(changes),
        tuple(points.values()), tuple(signed),
    )  # fmt: skip


def as_stated(one: Held, as_of: date | None = None) -> Inspection:
    """Return an inspection as its framework's rules are asked about it.

    Grades are those that stand now; what was stated first is provisional.
    """
    dates = {code: date.fromisoformat(day) for code, day in one.dates.items()}
    return Inspection(
        framework=one.named.framework, provider=one.named.provider, as_of=as_of,
        grades=dict(one.grades), provisional=dict(one.provisional),
        dates={"on-site": date.fromisoformat(one.named.on)} | dates,
        facts=dict(one.facts), duties=dict(one.duties),
    )  # fmt: skip


def judged(framework: Framework) -> tuple[str, ...]:
    """Return the codes that get a grade: those of the report's cells and every area without parts.

    None where the framework grades nothing.
    """
    if not framework.scale:
        return ()
    printed = {one.area for one in framework.report if one.cell == "grade"}
    leaves = {one.code for one in framework.walk() if not one.areas}
    return tuple(code for code in framework.codes() if code in printed | leaves)


def _lay(over: dict[str, Any], stated: Mapping[str, Any]) -> None:
    """Lay what was stated over what stood; null takes an answer back."""
    for code, value in stated.items():
        if value is None:
            over.pop(code, None)
        else:
            over[code] = value


_OF = f"""
    SELECT DISTINCT target_id FROM events
    WHERE target_type = 'inspection' AND substr(target_id, -length(?) - 1) = '{_MARK}' || ?
"""  # noqa: S608 - our own mark
