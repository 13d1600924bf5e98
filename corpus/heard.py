"""What the store says of voices: who speaks in passages, and what sources a tag rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from corpus.database import atomic, translated
from corpus.evidence import Evidence
from corpus.frameworks.inspections import EvidenceSource
from corpus.records import Cue
from corpus.rows import OPEN, select
from corpus.voices import PassageVoice
from corpus.voicing import VOICES, voice_of, write_voices

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
