"""Passages as pages show them: with what the machine suggests and what people decided.

Whatever a viewer may not see is not among them, however its id was come by.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus import rows
from corpus.chain import Event
from corpus.decisions import Decisions
from corpus.evidence import Evidence
from corpus.records import Document, Passage, Tag
from review.viewing import Viewer

DECIDED = ("accept", "change", "reject", "add")
_CHUNK = 400  # ids in one question; SQLite allows more


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the machine suggests, and what holds of it by a person's last word, if any."""

    tag: Tag
    decided: Event | None = None

    @property
    def area(self) -> str:
        """The area that holds now."""
        return str(self._held("area") or self.tag.area)

    @property
    def criterion(self) -> str | None:
        """The criterion that holds now."""
        return self._held("criterion") if self._changed("criterion") else self.tag.criterion

    @property
    def aspect(self) -> str | None:
        """The aspect that holds now."""
        return self._held("aspect") if self._changed("aspect") else self.tag.aspect

    @property
    def polarity(self) -> str:
        """The polarity that holds now."""
        return str(self._held("polarity") or self.tag.polarity)

    @property
    def rejected(self) -> bool:
        """Whether a person said that it does not hold."""
        return self.decided is not None and self.decided.what == "reject"

    def _changed(self, name: str) -> bool:
        return self.decided is not None and name in (self.decided.after or {})

    def _held(self, name: str) -> str | None:
        return (self.decided.after or {}).get(name) if self.decided is not None else None


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage on a page. `added` are tags that people gave it, `comments` what they wrote."""

    passage: Passage
    document: Document
    suggestions: tuple[Suggestion, ...] = ()
    added: tuple[Event, ...] = ()
    comments: tuple[Event, ...] = ()

    def through(self, framework: str) -> tuple[Suggestion, ...]:
        """Return the suggestions of one framework, the best first."""
        return tuple(one for one in self.suggestions if one.tag.framework == framework)


def visible_document(evidence: Evidence, viewer: Viewer, document_id: str) -> Document | None:
    """Return a document that the viewer may see and that is open; null for all others."""
    found = evidence.document(document_id)
    if found is None or not rows.is_open(found):
        return None
    return found if viewer.sees(found.sensitivity, found.provider_urn) else None


def shown(
    evidence: Evidence,
    decisions: Decisions,
    viewer: Viewer,
    passages: Sequence[str],
    framework: str | None = None,
) -> list[Shown]:
    """Return passages by their ids, in the order of these, without those not to be seen.

    With `framework`, the best suggestion of that one alone: each costs a little.
    """
    found = {one.id: one for one in _passages(evidence, passages)}
    documents = {
        key: visible_document(evidence, viewer, key)
        for key in {one.document_id for one in found.values()}
    }
    seen = {key: (one, its) for key, one in found.items() if (its := documents[one.document_id])}
    tags = _tags(evidence, seen, framework)
    held = last_words(decisions, [tag.id for some in tags.values() for tag in some])
    said = _on_passages(decisions, seen)
    selected = _on_selections(evidence, decisions, {its.id for _, its in seen.values()})
    return [
        Shown(
            *seen[key],
            tuple(Suggestion(tag, held.get(tag.id)) for tag in tags[key]),
            (*(event for event in said[key] if event.what == "add"), *selected[key]),
            tuple(event for event in said[key] if event.what == "comment"),
        )
        for key in passages
        if key in seen
    ]


def last_words(decisions: Decisions, tags: Sequence[str]) -> Mapping[str, Event]:
    """Return the event that holds of each tag on which somebody decided."""
    found: dict[str, Event] = {}
    for some in _chunks(tags):
        for event in decisions.holding("tag", some):
            if event.what in DECIDED:
                found[event.target_id] = event
    return found


def _passages(evidence: Evidence, ids: Sequence[str]) -> Iterable[Passage]:
    for some in _chunks(ids):
        statement = f"{_PASSAGES} ({_marks(some)})"
        yield from evidence.records(rows.passage_of, statement, *some)


def _tags(
    evidence: Evidence, passages: Iterable[str], framework: str | None
) -> Mapping[str, list[Tag]]:
    found: dict[str, list[Tag]] = defaultdict(list)
    only = "AND framework = ? AND rank = 1" if framework else ""
    for some in _chunks(sorted(passages)):
        statement = f"{_TAGS} ({_marks(some)}) {only} ORDER BY framework, rank, id"
        values = (*some, framework) if framework else some
        for tag in evidence.records(rows.tag_of, statement, *values):
            found[tag.passage_id].append(tag)
    return found


def _on_passages(decisions: Decisions, passages: Iterable[str]) -> Mapping[str, list[Event]]:
    found: dict[str, list[Event]] = defaultdict(list)
    for some in _chunks(sorted(passages)):
        for event in decisions.standing_on("passage", some):
            found[event.target_id].append(event)
    return found


def _on_selections(
    evidence: Evidence, decisions: Decisions, documents: Iterable[str]
) -> Mapping[str, list[Event]]:
    """Return tags that people gave to some words of a passage, by the passage."""
    found: dict[str, list[Event]] = defaultdict(list)
    for some in _chunks(sorted(documents)):
        texts = [row[0] for row in evidence.query(f"{_TEXTS} ({_marks(some)})", *some)]
        for event in decisions.standing_on("selection", texts):
            if event.what == "add" and event.after:
                found[str(event.after.get("passage_id"))].append(event)
    return found


def _chunks(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]


def _marks(ids: Sequence[str]) -> str:
    return ", ".join("?" * len(ids))


_PASSAGES = f"{rows.select('passages', rows.PASSAGES)} WHERE current AND id IN"
_TAGS = f"{rows.select('tags', rows.TAGS)} WHERE current AND passage_id IN"
_TEXTS = "SELECT extraction_id FROM documents WHERE extraction_id NOT NULL AND id IN"
