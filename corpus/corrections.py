"""What people corrected, laid over what the machine read; neither is changed by the other.

Everything here is pure: events in, values out. Each field is as its last standing correction says,
and it can be asked which fields those are, who corrected them and why.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
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
# What a document's corrections say of the inspection that it reports, under the fact's own names.
_DAYS = {"inspection_start": "start", "inspection_end": "end", "published": "published"}


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
    return _laid(read, _holding(corrections.of("fact", read.id), read.text))


def corrected_facts(
    facts: Sequence[Fact], corrections: Corrections, *, report: bool = False
) -> list[Corrected[Fact]]:
    """Return all facts of one document with their corrections, in their order.

    Days that were corrected of the document hold for its first inspection, save where those of the
    inspection itself were corrected later. Its day of publication does where it is the `report`.
    """
    first = next((fact for fact in facts if fact.kind == "inspection"), None)
    if first is None or not corrections.of("document", first.document_id):
        return [corrected(fact, corrections) for fact in facts]
    return [
        _laid(fact, _with_days(fact, corrections, report))
        if fact is first
        else corrected(fact, corrections)
        for fact in facts
    ]


def _with_days(fact: Fact, corrections: Corrections, report: bool) -> Mapping[str, Correction]:
    """Return the corrections of an inspection, with those of its document's days among them."""
    own = _holding(corrections.of("fact", fact.id), fact.text)
    found = dict(own)
    for name, one in corrections.of("document", fact.document_id).items():
        said = _DAYS.get(name)
        if said is None or (said == "published" and not report):
            continue
        if said not in own or own[said].seq < one.seq:
            found[said] = one
    return found


def _laid(fact: Fact, found: Mapping[str, Correction]) -> Corrected[Fact]:
    """Lay corrections over a fact; the ranges of days follow the first and last day."""
    if not found:
        return Corrected(fact, found)
    kind = found["kind"].after if "kind" in found else fact.kind
    fields = {**fact.fields, **{name: found[name].after for name in found if name != "kind"}}
    if fact.kind == "inspection" and {"start", "end"} & set(found):
        days = [day for day in (fields.get("start"), fields.get("end")) if day]
        fields["ranges"] = [days] if days else []
    return Corrected(replace(fact, kind=kind, fields=fields), found)


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
