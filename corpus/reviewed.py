"""What reviewers said of passages, out of their decisions on tags: pure, events and tags in.

A tag that was accepted says what it said; one that was changed, what it was changed to; one that
was added, what the event holds. A rejected tag says nothing: what is right instead nobody wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from corpus.chain import Event
from corpus.records import Polarity, Tag

POSITIVE = ("accept", "change", "add")
_FIELDS = ("passage_id", "framework", "area", "aspect", "criterion", "polarity", "rank")
_POLARITIES: tuple[Polarity, ...] = get_args(Polarity)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What one person said of one passage through one framework.

    Null, or nothing in a tuple, is what no decision of theirs speaks of. Of several words on the
    area or the polarity, the last counts; aspects and criteria go by rank, the best first.
    """

    passage_id: str
    framework: str
    who: str
    area: str | None
    aspects: tuple[str, ...]
    criteria: tuple[str, ...]
    polarity: Polarity | None


def said(event: Event, tag: Tag | None) -> Mapping[str, Any] | None:
    """Return what holds of a tag by a decision, by field; null where that cannot be told.

    A tag may have been suggested anew since: what the reviewer saw, in `before`, counts.
    """
    known: dict[str, Any] = dict.fromkeys(_FIELDS)
    if tag is not None:
        known |= {name: getattr(tag, name) for name in _FIELDS}
    for given in (event.before, event.after):
        known |= {name: value for name, value in (given or {}).items() if name in _FIELDS}
    if event.target_type == "passage":
        known["passage_id"] = event.target_id
    return known if known["passage_id"] and known["framework"] else None


def reviewed(decided: Iterable[tuple[Event, Tag | None]]) -> list[Reviewed]:
    """Gather decisions, the earliest first, by passage, framework and person, in that order."""
    gathered: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for event, tag in decided:
        if event.what in POSITIVE and (found := said(event, tag)) is not None:
            key = (str(found["passage_id"]), str(found["framework"]), event.who)
            gathered.setdefault(key, []).append(found)
    return [_joined(key, gathered[key]) for key in sorted(gathered)]


def _joined(key: tuple[str, str, str], found: list[Mapping[str, Any]]) -> Reviewed:
    ranked = sorted(found, key=_rank)
    polarity = _last(found, "polarity")
    return Reviewed(
        *key,
        area=_last(found, "area"),
        aspects=_distinct(ranked, "aspect"),
        criteria=_distinct(ranked, "criterion"),
        polarity=next((known for known in _POLARITIES if known == polarity), None),
    )


def _rank(found: Mapping[str, Any]) -> int:
    # What a person added has no rank and stands behind what the machine ranked.
    rank = found["rank"]
    return rank if isinstance(rank, int) else 99


def _last(found: list[Mapping[str, Any]], name: str) -> Any:
    return next((entry[name] for entry in reversed(found) if entry[name]), None)


def _distinct(found: list[Mapping[str, Any]], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(entry[name]) for entry in found if entry[name]))
