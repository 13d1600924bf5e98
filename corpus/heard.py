"""What the store says of voices: who speaks in passages, and how many types of source bear what.

The counts are for triangulation: `corpus.frameworks.triangulation.bearing` weighs the sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from corpus.database import atomic, translated
from corpus.evidence import Evidence
from corpus.frameworks.inspections import EvidenceSource
from corpus.frameworks.triangulation import Bearing, bearing
from corpus.records import Cue
from corpus.rows import OPEN, select
from corpus.voices import PassageVoice
from corpus.voicing import VOICES, voice_of, write_voices

# Of a document that no voices are read of: a report, a plan.
UNHEARD = "document"
_HEARD = (
    f"{select('voices', VOICES)} JOIN passages ON passages.id = passage_id "
    "WHERE voices.document_id = ? AND current AND public "
    'ORDER BY start, "end" DESC, passages.id'
)
_UNHEARD = f"""
    SELECT documents.id, documents.kind, text FROM documents
    JOIN extractions ON extractions.id = documents.extraction_id AND passage_count > 0
    WHERE sensitivity = 'restricted' AND {OPEN} AND NOT EXISTS (
        SELECT 1 FROM voices WHERE voices.document_id = documents.id AND reader = ?)
    ORDER BY documents.id LIMIT ?
"""  # noqa: S608 - our own names


class Unheard(NamedTuple):
    """A signed note of which no voices are stored, with its kind and its text."""

    document_id: str
    kind: str | None
    text: str


def voices(evidence: Evidence, document_id: str | None = None) -> Iterator[PassageVoice]:
    """Yield who speaks in the passages of one or all documents, by path, then by place."""
    for document in evidence.document_ids() if document_id is None else [document_id]:
        yield from evidence.records(voice_of, _HEARD, document)


def unheard(evidence: Evidence, reader: str, limit: int) -> list[Unheard]:
    """List signed notes with passages that this reader has not gone over, so many at a time."""
    return [Unheard(*row) for row in evidence.query(_UNHEARD, reader, limit)]


def save_voices(evidence: Evidence, heard: list[PassageVoice]) -> None:
    """Replace the voices of the documents that these are of, all of them or none."""
    with translated(evidence.workspace.evidence), atomic(evidence.db):
        write_voices(evidence.db, heard)


def sources(voice: PassageVoice, cues: tuple[Cue, ...] = ()) -> list[EvidenceSource]:
    """Return what a tag with these cues rests on: its sentences by type, and if a child speaks.

    Answers of a survey stay a survey, whoever gave them; that a child did is kept beside.
    """
    meant = voice.at(cues)
    spoken = {one.source_type for one in meant if one.who == "child"}
    return [
        EvidenceSource(
            type=kind, document=voice.document_id, child=True if kind in spoken else None
        )
        for kind in sorted({one.source_type for one in meant})
    ]


def bearings(evidence: Evidence, framework: str) -> Mapping[str, Bearing]:
    """Weigh the sources behind each criterion of a framework, or its aspect or area, by its code.

    Tags that abstain bear nothing. A passage of a note is the types of the sentences that hold the
    words of the tag; what no voices are read of is a document.
    """
    found: dict[str, list[EvidenceSource]] = {}
    for document in evidence.document_ids():
        heard = {voice.passage_id: voice for voice in voices(evidence, document)}
        for tag in evidence.tags(document):
            if tag.framework != framework or tag.abstained:
                continue
            voice = heard.get(tag.passage_id)
            listed = found.setdefault(tag.criterion or tag.aspect or tag.area, [])
            listed += (
                sources(voice, tag.cues)
                if voice
                else [EvidenceSource(type=UNHEARD, document=document)]
            )
    return {code: bearing(found[code]) for code in sorted(found)}


def spoken(voice: PassageVoice) -> list[dict[str, object]]:
    """Return the sentences of a passage as plain objects, for exports and for `--json`."""
    return [
        {
            "start": one.start,
            "end": one.end,
            "who": one.who,
            "time": one.time,
            "source_type": one.source_type,
            "cues": [
                {"kind": cue.kind, "start": cue.start, "end": cue.end, "rule": cue.rule}
                for cue in one.cues
            ],
        }
        for one in voice.statements
    ]
