"""What people state of an inspection, as events: grades, changes of judgements, points, sign-offs.

Nothing is written over. Who stated something meanwhile is told to who does now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from corpus.chain import Draft, Event
from corpus.decisions import Decisions
from corpus.frameworks import Framework
from corpus.problems import SettingsError
from corpus.users import User, require
from review.deciding import reason_of
from review.reading.inspections import Held, Named, about, judged

PointKind = Literal["accuracy", "findings", "process", "conduct"]
Outcome = Literal["accepted", "partly accepted", "not accepted", "noted"]
POINT_KINDS: tuple[PointKind, ...] = get_args(PointKind)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
ANSWERS = {"yes": True, "no": False, "": None}


@dataclass(frozen=True, slots=True)
class Stated:
    """What a form states: grades by code, answers to facts and duties (null: not known)."""

    grades: Mapping[str, str]
    facts: Mapping[str, bool | None]
    duties: Mapping[str, bool | None]


@dataclass(frozen=True, slots=True)
class Change:
    """A provisional judgement that shall be another, why, and what of its route was done.

    `duties` names every duty of the route; null is not known.
    """

    area: str
    grade: str
    reason: str
    duties: Mapping[str, bool | None]


def open_inspection(decisions: Decisions, user: User, one: Named) -> Event:
    """Begin to keep what is stated of an inspection. SettingsError where it is kept already."""
    require(user, "decide")
    with decisions.together():
        there = decisions.standing_on("inspection", [one.id])
        if any(about(event) == "opened" for event in there):
            raise SettingsError("This inspection is in the list already: open it there.")
        return decisions.record(_draft(user, one, "opened", {"framework": one.framework}))


def state_grades(
    decisions: Decisions, user: User, held: Held, framework: Framework, stated: Stated
) -> Event | None:
    """Keep provisional grades and facts; null where nothing is new.

    SettingsError where a grade that stands would change: that needs a reason and its route.
    """
    require(user, "decide")
    new = {code: grade for code, grade in stated.grades.items() if grade}
    _known_grades(framework, new)
    titles = framework.titles()
    gone = [code for code in held.grades if new.get(code) != held.grades[code]]
    if gone:
        named = ", ".join(titles.get(code, code) for code in gone)
        raise SettingsError(
            f"There is a provisional judgement already on {named}. To change it, use “Changes of "
            "judgements”: a change needs a reason, and the framework may say whom to ask."
        )
    after = {
        "grades": {code: grade for code, grade in new.items() if code not in held.grades},
        "facts": _differing(held.facts, stated.facts),
        "duties": _differing(held.duties, stated.duties),
    }
    if not any(after.values()):
        return None
    before = {"facts": dict(held.facts), "duties": dict(held.duties)}
    return _record(decisions, held, _draft(user, held.named, "grades", after, before))


def change_judgement(
    decisions: Decisions, user: User, held: Held, framework: Framework, change: Change
) -> Event:
    """Keep that a provisional judgement became another. AccessError where the user may not."""
    require(user, "review")
    old = held.grades.get(change.area)
    if old is None:
        raise SettingsError("There is no provisional judgement on this area that could change.")
    _known_grades(framework, {change.area: change.grade})
    if change.grade == old:
        raise SettingsError(f"It is {old} already: choose another grade.")
    reason = _needed(change.reason, "the reason for the change")
    after = {"area": change.area, "grade": change.grade, "duties": dict(change.duties)}
    draft = _draft(user, held.named, "change", after, {"grade": old}, reason)
    return _record(decisions, held, draft)


def state_dates(
    decisions: Decisions, user: User, held: Held, dates: Mapping[str, str]
) -> Event | None:
    """Keep days of an inspection by milestone, "" takes one back; null where nothing is new."""
    require(user, "decide")
    days = {code: day_of(day) if day else None for code, day in dates.items()}
    new = {code: day for code, day in days.items() if held.dates.get(code) != day}
    if not new:
        return None
    before = {"dates": dict(held.dates)}
    return _record(decisions, held, _draft(user, held.named, "dates", {"dates": new}, before))


def raise_point(
    decisions: Decisions, user: User, held: Held, said: Mapping[str, str], today: date
) -> Event:
    """Register a point that the provider raised: its kind, the day it came, and its words."""
    require(user, "decide")
    if said["kind"] not in POINT_KINDS:
        raise SettingsError(f"Choose what it is about: {', '.join(POINT_KINDS)}.")
    received = day_of(said["received"])
    if received > today.isoformat():
        raise SettingsError("The day on which it was received is still to come.")
    after = {
        "kind": said["kind"], "received": received, "text": _needed(said["text"], "the point"),
        "rests_on": reason_of(said.get("rests_on", "")),
    }  # fmt: skip
    return decisions.record(_draft(user, held.named, "point", after))


def answer_point(
    decisions: Decisions, user: User, held: Held, point: str, said: Mapping[str, str]
) -> Event:
    """Keep the outcome of a point and what the provider is answered."""
    require(user, "decide")
    if point not in {one.event.hash for one in held.points}:
        raise SettingsError("There is no such point. Load the page again.")
    if said["outcome"] not in OUTCOMES:
        raise SettingsError(f"Choose an outcome: {', '.join(OUTCOMES)}.")
    after = {
        "point": point,
        "outcome": said["outcome"],
        "answer": _needed(said["answer"], "the answer"),
    }
    return _record(decisions, held, _draft(user, held.named, "answer", after))


def sign_off(
    decisions: Decisions, user: User, held: Held, signed: Mapping[str, Any], words: str
) -> Event:
    """Sign an evidence base: `signed` holds what was there, by document. AccessError where not."""
    require(user, "review")
    after = {"about": "evidence base", **signed}
    return decisions.record(
        Draft("sign", user.name, "inspection", held.named.id, after=after, reason=reason_of(words))
    )


def day_of(written: str) -> str:
    """Return a day as it is kept, ISO; SettingsError for what is none."""
    try:
        return date.fromisoformat(written.strip()).isoformat()
    except ValueError as error:
        raise SettingsError("That is no day: write it as 2026-03-31.") from error


def _known_grades(framework: Framework, grades: Mapping[str, str]) -> None:
    codes, names = judged(framework), [step.name for step in framework.scale]
    for code, grade in grades.items():
        if code not in codes or grade not in names:
            raise SettingsError(
                f"{framework.title} has no such area or grade. Its grades are {', '.join(names)}."
            )


def _differing(
    before: Mapping[str, bool], stated: Mapping[str, bool | None]
) -> dict[str, bool | None]:
    return {code: value for code, value in stated.items() if before.get(code) is not value}


def _needed(words: str, what: str) -> str:
    said = reason_of(words)
    if said is None:
        raise SettingsError(f"Write {what}: it is missing.")
    return said


def _record(decisions: Decisions, held: Held, draft: Draft) -> Event:
    """Record a statement, unless somebody stated something since the page was shown."""
    with decisions.together():
        newest = max(
            (event.seq for event in decisions.standing_on("inspection", [held.named.id])), default=0
        )
        if newest > held.seen:
            raise SettingsError(
                "Somebody stated something of this inspection since you loaded the page. Nothing "
                "of yours was stored: load it again, look, and send yours once more."
            )
        return decisions.record(draft)


def _draft(
    user: User, one: Named, topic: str, after: Mapping[str, Any],
    before: Mapping[str, Any] | None = None, reason: str | None = None,
) -> Draft:  # fmt: skip
    said = {"about": topic, **after}
    return Draft("state", user.name, "inspection", one.id, before=before, after=said, reason=reason)
