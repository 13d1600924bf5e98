"""Who speaks in what bears evidence: in signed case notes, sentence by sentence (decision 0113)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from corpus import heard
from corpus.evidence import Evidence
from corpus.frameworks.inspections import EvidenceSource
from corpus.records import Document
from corpus.voices import Who
from review.reading.by_area import Piece

Sources = Sequence[EvidenceSource]


@dataclass(frozen=True, slots=True)
class Voices:
    """What pieces rest on, where who speaks is stored at all: by tag, and by whole passage.

    A mother's half of a passage bears nothing that the child's half is tagged with. What people
    added or changed has no words of its own by which to tell: it rests on the whole passage.
    `who` are all who speak in a passage: nobody, in most sentences of a file.
    """

    tags: Mapping[str, Sources] = field(default_factory=dict)
    passages: Mapping[str, Sources] = field(default_factory=dict)
    who: Mapping[str, frozenset[Who]] = field(default_factory=dict)

    def of(self, one: Piece) -> Sources:
        """Return the sources of a piece; none where it is not known who speaks in it."""
        whole = self.passages.get(one.passage, ())
        if one.tag is None or one.decided in ("change", "add"):
            return whole
        return self.tags.get(one.tag, whole)


def voices(evidence: Evidence, documents: Iterable[Document], framework: str) -> Voices:
    """Return who speaks in these documents, which the viewer may all see."""
    # A store that an older Vouch wrote last has no voices, and the app changes nothing in it.
    if next(evidence.query(_IS_THERE), None) is None:
        return Voices()
    tags: dict[str, Sources] = {}
    passages: dict[str, Sources] = {}
    who: dict[str, frozenset[Who]] = {}
    for one in documents:
        own = {voice.passage_id: voice for voice in heard.voices(evidence, one.id)}
        passages |= {key: tuple(heard.sources(voice)) for key, voice in own.items()}
        for key, voice in own.items():
            who[key] = frozenset(said.who for said in voice.statements if said.who)
        for tag in evidence.tags(one.id) if own else ():
            if tag.framework == framework and tag.passage_id in own:
                tags[tag.id] = tuple(heard.sources(own[tag.passage_id], tag.cues))
    return Voices(tags, passages, who)


_IS_THERE = "SELECT 1 FROM main.sqlite_master WHERE name = 'voices'"
