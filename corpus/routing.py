"""Signs that were routed to a person, and what the person did: pure, lists and events in.

A sign says where a child may be at risk and asks that somebody look; an event "acknowledge" says
who looked, when and what was done. Nothing here counts, ranks or scores children: signs stand by
whether the risk may be immediate and then by age. Signs of texts that nobody has signed off yet
live in the quarantine; these functions work on lists, wherever the lists come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

from corpus.chain import Draft, Event
from corpus.identity import routed_sign_id
from corpus.problems import VouchError

Done = Literal["passed-on", "already-known", "not-a-sign"]
DONE: tuple[Done, ...] = get_args(Done)
DONE_WORDS: Mapping[Done, str] = MappingProxyType(
    {
        "passed-on": "passed to the local authority's children's services",
        "already-known": "already known to them",
        "not-a-sign": "not a sign",
    }
)
REMEDY = (
    "Pass what indicates likely harm to the local authority's children's services at once. Keep "
    "the record of the referral, and look whether it was followed up quickly."
)
# Row P-03: what a significant risk asks for that is found while an inspection runs.
IMMEDIATE_REMEDY = (
    "If the risk is not resolved: inform the director of children's services immediately, and "
    "confirm it in writing at the earliest opportunity. Where a child is in danger now, call 999."
)


@dataclass(frozen=True, slots=True)
class Routed:
    """One sign as it was routed: `text[start:end]` of a document, its kind, and when (ISO, UTC).

    `time` is of what the words tell: now, past, planned or hypothetical. `speaker` says so.
    """

    document_id: str
    start: int
    end: int
    kind: str
    at: str
    time: str = "now"
    speaker: str = "nobody"

    @property
    def id(self) -> str:
        """Id of the sign: the same words of the same kind are the same sign in every run."""
        return routed_sign_id(self.document_id, self.kind, self.start, self.end)

    @property
    def immediate(self) -> bool:
        """Whether it may be going on or still come: all but what the words set in the past."""
        return self.time != "past"


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What a person did about a sign: who, when (ISO, UTC), what, and why."""

    sign_id: str
    who: str
    at: str
    done: Done
    reason: str


def acknowledge(sign: Routed, who: str, done: str, reason: str) -> Draft:
    """Draft the event by which a person acknowledges a sign, for `corpus.decisions`.

    VouchError where it says not who, what or why.
    """
    if done not in DONE:
        listed = ", ".join(f"{name} ({words})" for name, words in DONE_WORDS.items())
        raise VouchError(f"What was done about a sign is one of: {listed}. Not {done!r}.")
    if not who.strip():
        raise VouchError("A sign is acknowledged by somebody: give the name of who looked at it.")
    if not reason.strip():
        raise VouchError(
            "Say in a few words why: to whom it was passed and when, where it is known from, or "
            "what the words mean instead."
        )
    return Draft(
        what="acknowledge",
        who=who,
        target_type="sign",
        target_id=sign.id,
        document_id=sign.document_id,
        start=sign.start,
        end=sign.end,
        after={"kind": sign.kind, "done": done},
        reason=reason.strip(),
    )


def acknowledgements(events: Iterable[Event]) -> dict[str, Acknowledgement]:
    """Return what stands of acknowledgements by sign: the last one that nobody took back.

    `events` come the earliest first, as `Decisions.events` and `Decisions.standing` give them.
    """
    listed = list(events)
    undone = {event.undoes for event in listed if event.what == "undo"}
    found: dict[str, Acknowledgement] = {}
    for event in listed:
        if event.what != "acknowledge" or event.target_type != "sign" or event.hash in undone:
            continue
        done = next((name for name in DONE if name == (event.after or {}).get("done")), None)
        if done is not None:  # what a newer Vouch may say closes nothing here
            found[event.target_id] = Acknowledgement(
                event.target_id, event.who, event.at, done, event.reason or ""
            )
    return found


def open_signs(signs: Iterable[Routed], events: Iterable[Event]) -> list[Routed]:
    """List the signs that nobody has acknowledged: immediate risk first, each the oldest first."""
    known = acknowledgements(events)
    distinct = {sign.id: sign for sign in reversed(_by_age(signs))}
    return [sign for sign in _by_urgency(distinct.values()) if sign.id not in known]


def remedy(sign: Routed) -> str:
    """Return what to do about a sign, in words for an inspector."""
    return f"{REMEDY} {IMMEDIATE_REMEDY}" if sign.immediate else REMEDY


def of_one_passing(signs: Sequence[Routed], sign: Routed) -> list[Routed]:
    """List the signs whose words overlap those of one: one look may answer for all of them."""
    return [
        other
        for other in signs
        if other.document_id == sign.document_id
        and other.start < sign.end
        and sign.start < other.end
    ]


def _by_age(signs: Iterable[Routed]) -> list[Routed]:
    return sorted(signs, key=lambda sign: (sign.at, sign.document_id, sign.start, sign.kind))


def _by_urgency(signs: Iterable[Routed]) -> list[Routed]:
    return sorted(_by_age(signs), key=lambda sign: not sign.immediate)
