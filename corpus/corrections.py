"""What people corrected, laid over what the machine read; neither is changed by the other.

Everything here is pure: events in, values out. Each field is as its last standing correction says,
and it can be asked which fields those are, who corrected them and why.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from corpus.chain import Event
from corpus.facts import Fact
from corpus.records import Document

Read = TypeVar("Read", Document, Fact)

_DOCUMENT_FIELDS = frozenset(entry.name for entry in dataclasses.fields(Document)) - {"id"}


@dataclass(frozen=True, slots=True)
class Correction:
    """One field as a person says it should have been read: the event, and both values.

    `before` is what was shown when it was corrected; a later reading may have found another value.
    `saw` are the words that the fact quoted then: a correction holds for those words only.
    """

    seq: int
    at: str
    who: str
    reason: str | None
    before: Any
    after: Any
    saw: str | None = None


# Where a fact's correction keeps, in `before`, the words that were quoted; no field is called so.
SAW = "text"
_NONE: Mapping[str, Correction] = {}


@dataclass(frozen=True, slots=True)
class Corrections:
    """All standing corrections, by type and id of their target and by field."""

    by_target: Mapping[tuple[str, str], Mapping[str, Correction]] = field(default_factory=dict)

    def of(self, target_type: str, target_id: str | None) -> Mapping[str, Correction]:
        """Return the corrections of one target by field; {} where it was read well."""
        return self.by_target.get((target_type, target_id or ""), _NONE)

    def over(
        self, target_type: str, target_id: str | None, values: Mapping[str, Any]
    ) -> tuple[dict[str, Any], list[str]]:
        """Return values with those that were corrected, and the names of these, in their order."""
        found = _holding(self.of(target_type, target_id), values.get("text"))
        names = [name for name in values if name in found]
        return {**values, **{name: found[name].after for name in names}}, names


@dataclass(frozen=True, slots=True)
class Corrected(Generic[Read]):
    """A document or fact as it should have been read, and what was corrected in it, by field.

    A document may have corrections of fields that no record of it holds, such as its framework:
    they stand in `fields` alone.
    """

    value: Read
    fields: Mapping[str, Correction]


def collect(events: Iterable[Event]) -> Corrections:
    """Gather corrections from standing events, the earliest first; other events are passed by."""
    found: dict[tuple[str, str], dict[str, Correction]] = {}
    for event in events:
        if event.what != "correct":
            continue
        fields = found.setdefault((event.target_type, event.target_id), {})
        for name, after in (event.after or {}).items():
            old = event.before or {}
            fields[name] = Correction(
                event.seq, event.at, event.who, event.reason, old.get(name), after, old.get(SAW)
            )
    return Corrections(found)


def corrected(read: Read, corrections: Corrections) -> Corrected[Read]:
    """Return a document or fact with its corrections laid over it."""
    if isinstance(read, Document):
        found = corrections.of("document", read.id)
        changes = {name: found[name].after for name in found if name in _DOCUMENT_FIELDS}
        return Corrected(replace(read, **changes) if changes else read, found)
    found = _holding(corrections.of("fact", read.id), read.text)
    changes = {name: found[name].after for name in found if name != "kind"}
    kind = found["kind"].after if "kind" in found else read.kind
    if not found:
        return Corrected(read, found)
    return Corrected(replace(read, kind=kind, fields={**read.fields, **changes}), found)


def _holding(found: Mapping[str, Correction], text: str | None) -> Mapping[str, Correction]:
    """Leave out corrections of other words: the id of a fact says where it stands, not what."""
    if all(one.saw is None or one.saw == text for one in found.values()):
        return found
    return {name: one for name, one in found.items() if one.saw is None or one.saw == text}


def stated_by_option(events: Iterable[Event]) -> dict[str, dict[str, str]]:
    """Return what was said of documents when they were offered, by document and field.

    From standing events, the earliest first: the last word on each field counts.
    """
    found: dict[str, dict[str, str]] = {}
    for event in events:
        if event.what == "state" and event.target_type == "document":
            found.setdefault(event.target_id, {}).update(event.after or {})
    return found
