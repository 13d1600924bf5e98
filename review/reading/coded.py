"""Units that several people coded: their readings side by side, and how far these agree.

A unit is a tag. A reading is what somebody made of it: a place in the framework and a polarity, or
that it was rejected. Units in documents that a viewer may not see are in no list and no number.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.chain import Event
from corpus.decisions import Decisions
from corpus.evidence import Evidence
from models.agreement import Agreement, agreement
from review.counting import Remembered
from review.viewing import Viewer

ABOUT = "second review"
REJECTED = "rejected"
DIMENSIONS = {
    "area": "Area", "code": "Criterion or aspect, else area", "polarity": "Strength or weakness",
}  # fmt: skip
_VERDICTS = ("accept", "change", "reject")
_MADE = Remembered(64)
_MANY = 400


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody made of a tag, by which event."""

    event: Event
    area: str
    code: str
    polarity: str

    @property
    def rejected(self) -> bool:
        """Whether they said that it does not hold."""
        return self.area == REJECTED

    @property
    def same_as(self) -> tuple[str, str]:
        """What two readings must share to agree."""
        return self.code, self.polarity


@dataclass(frozen=True, slots=True)
class Unit:
    """A tag with its readings: the first and the last by different people, or first and second.

    `settled` is what somebody decided after a second review, knowing of it; null where nobody did.
    """

    tag: str
    passage: str
    document: str
    framework: str
    readings: tuple[Reading, ...]
    settled: Reading | None = None

    @property
    def agreed(self) -> bool:
        """Whether all read it alike."""
        return len({one.same_as for one in self.readings}) == 1


@dataclass(frozen=True, slots=True)
class Asked:
    """Which units are meant: of a framework, of a provider or of all that are visible."""

    framework: str
    provider: str | None = None


@dataclass(frozen=True, slots=True)
class Sampled:
    """A tag of a sample: who decided on it, by which event (number and hash), and what it is of."""

    tag: str
    passage: str
    document: str
    who: str
    seq: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A sample that somebody drew, `who` and when; `tick` tells what was decided before that."""

    seed: str
    size: int
    who: str
    at: str
    tick: int


def reading(event: Event) -> Reading | None:
    """Return what an event makes of a tag; null where it does not say what it saw."""
    said: dict[str, Any] = {**(event.before or {}), **(event.after or {})}
    if not said.get("area"):
        return None
    verdict = said.get("what") if said.get("about") == ABOUT else event.what
    if verdict == "reject":
        return Reading(event, REJECTED, REJECTED, REJECTED)
    code = said.get("criterion") or said.get("aspect") or said["area"]
    return Reading(event, str(said["area"]), str(code), str(said.get("polarity")))


def read_by_several(
    evidence: Evidence, decisions: Decisions, viewer: Viewer, asked: Asked
) -> list[Unit]:
    """List tags on which at least two people decided, each with everybody's last word."""
    tags = _tags(evidence, viewer, asked, _SEVERAL)
    found = []
    for tag, events in _on_tags(decisions, tags).items():
        last: dict[str, Event] = {}
        for event in events:
            if event.what in _VERDICTS:
                last[event.who] = event
        # Who spoke first stays first, whatever they said later.
        readings = [one for one in map(reading, last.values()) if one is not None]
        if len(readings) > 1:
            found.append(_unit(tag, tags[tag], asked, readings))
    return found


def read_twice(
    evidence: Evidence, decisions: Decisions, viewer: Viewer, asked: Asked
) -> list[Unit]:
    """List tags that somebody reviewed a second time without seeing the first decision."""
    tags = _tags(evidence, viewer, asked, _TWICE)
    found = []
    for tag, events in _on_tags(decisions, tags).items():
        by_hash = {event.hash: event for event in events}
        seconds = [event for event in events if (event.after or {}).get("about") == ABOUT]
        for second in reversed(seconds):
            first = by_hash.get(str((second.after or {}).get("first")))
            both = [one for one in map(reading, filter(None, (first, second))) if one is not None]
            if len(both) == 2:
                later = events[events.index(second) + 1 :]
                unit = _unit(tag, tags[tag], asked, both)
                found.append(replace(unit, settled=_verdict(later)))
                break
    return found


def agreements(
    evidence: Evidence, viewer: Viewer, what: str, asked: Asked, units: Sequence[Unit]
) -> Mapping[str, Agreement]:
    """Return how far the first and the last reading of units agree, by what is compared."""
    mark = tuple(one.readings[0].event.seq * 2**32 + one.readings[-1].event.seq for one in units)

    def make() -> Mapping[str, Agreement]:
        return {
            name: agreement(
                (getattr(one.readings[0], name), getattr(one.readings[-1], name)) for one in units
            )
            for name in DIMENSIONS
        }

    return _MADE.of(evidence, (what, viewer.clause(), asked, mark), make)


def population(
    evidence: Evidence, viewer: Viewer, asked: Asked, kept: Kept | None = None
) -> list[Sampled]:
    """List the tags that somebody decided on and nobody took back.

    For a sample that is kept, those alone that had been decided on when it was drawn: otherwise
    each later decision might put one tag in the place of another.
    """
    condition, values = _where(viewer, asked)
    statement = f"{_DECIDED} AND {condition}"
    if kept is not None:
        statement, values = f"{statement} AND {_BY_THEN}", (*values, kept.tick)
    return [Sampled(*row) for row in evidence.query(statement, *values)]


def sample_id(asked: Asked) -> str:
    """Return by what events name the samples of these units."""
    return f"{asked.framework}|{asked.provider or ''}"


def kept_sample(decisions: Decisions, asked: Asked, seed: str = "") -> Kept | None:
    """Return the sample of these units that was drawn last, of all or by this seed."""
    found = [
        Kept(str(said["seed"]), int(said["size"]), event.who, event.at, event.tick)
        for event in decisions.standing_on("sample", [sample_id(asked)])
        if (said := event.after or {}).get("about") == ABOUT
    ]
    return next((one for one in reversed(found) if seed in ("", one.seed)), None)


def sample(units: Iterable[Sampled], seed: str, size: int) -> list[Sampled]:
    """Draw units: those with the smallest hashes of seed and id. The same on every machine."""
    return sorted(units, key=lambda one: _draw(seed, one.tag))[:size]


def _draw(seed: str, tag: str) -> str:
    return hashlib.sha256(f"{seed}\n{tag}".encode()).hexdigest()


def _verdict(events: Sequence[Event]) -> Reading | None:
    """Return what the last decision among events makes of a tag."""
    return next((reading(one) for one in reversed(events) if one.what in _VERDICTS), None)


def _unit(tag: str, at: tuple[str, str], asked: Asked, readings: Iterable[Reading]) -> Unit:
    return Unit(tag, *at, asked.framework, tuple(readings))


def _tags(
    evidence: Evidence, viewer: Viewer, asked: Asked, wanted: str
) -> dict[str, tuple[str, str]]:
    condition, values = _where(viewer, asked)
    statement = _OF_TAGS.format(wanted=wanted, condition=condition)
    return {
        tag: (passage, document) for tag, passage, document in evidence.query(statement, *values)
    }


def _where(viewer: Viewer, asked: Asked) -> tuple[str, tuple[object, ...]]:
    visible, values = viewer.clause()
    condition = f"tags.framework = ? AND {visible}"
    if asked.provider is None:
        return condition, (asked.framework, *values)
    named = "AND ifnull(documents.provider_urn, documents.provider_name) = ?"
    return f"{condition} {named}", (asked.framework, *values, asked.provider)


def _on_tags(decisions: Decisions, tags: Iterable[str]) -> dict[str, list[Event]]:
    wanted = sorted(tags)
    found: dict[str, list[Event]] = defaultdict(list)
    for start in range(0, len(wanted), _MANY):
        for event in decisions.standing_on("tag", wanted[start : start + _MANY]):
            found[event.target_id].append(event)
    return found


_OF_TAGS = """
    SELECT tags.id, tags.passage_id, tags.document_id
    FROM ({wanted}) AS wanted
    CROSS JOIN tags ON tags.id = wanted.id
    JOIN documents ON documents.id = tags.document_id
    WHERE tags.current AND {condition} ORDER BY tags.id
"""
_SEVERAL = """
    SELECT target_id AS id FROM review.events
    WHERE target_type = 'tag' AND what IN ('accept', 'change', 'reject')
    GROUP BY target_id HAVING count(DISTINCT who) > 1
"""
_TWICE = """
    SELECT DISTINCT target_id AS id FROM review.events
    WHERE target_type = 'tag' AND what = 'state'
"""
_DECIDED = """
    SELECT tags.id, tags.passage_id, tags.document_id, decided.who, decided.seq
    FROM review.decided CROSS JOIN tags ON tags.id = decided.target_id
    JOIN documents ON documents.id = tags.document_id
    WHERE decided.target_type = 'tag' AND decided.what IN ('accept', 'change', 'reject')
    AND tags.current
"""
# Who decides anew, as after a second review, leaves a tag where it was.
_BY_THEN = """
    EXISTS (SELECT 1 FROM review.standing AS said
        WHERE said.target_type = 'tag' AND said.target_id = tags.id AND said.tick < ?
        AND said.what IN ('accept', 'change', 'reject'))
"""
