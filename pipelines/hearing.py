"""Says of signed notes who speaks in them: with their tags, and later where that was not done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.evidence import Evidence
from corpus.heard import save_voices, unheard
from corpus.records import Reading
from models.voices import HeardNote, hear, reader_name
from pipelines.logs import log_defect

_AT_ONCE = 500  # notes a transaction


def with_voices(readings: Sequence[Reading]) -> list[Reading]:
    """Return readings of signed notes with who speaks in their passages.

    Where our own code fails on a batch, its notes keep their text and tags.
    """
    notes = [_note(reading) for reading in readings]
    try:
        heard = hear(notes)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a stage border: voices never fail a document
        log_defect(error)
        return list(readings)
    return [
        replace(reading, voices=voices) for reading, voices in zip(readings, heard, strict=True)
    ]


def hear_stored(evidence: Evidence) -> int:
    """Say who speaks in signed notes of which that is not stored by these rules; count the notes.

    The caller holds the workspace. What is done stays, whenever it is stopped.
    """
    done = 0
    while waiting := unheard(evidence, reader_name(), _AT_ONCE):
        notes = [
            HeardNote(one.text, one.kind, tuple(evidence.passages(one.document_id)))
            for one in waiting
        ]
        save_voices(evidence, [voice for voices in hear(notes) for voice in voices])
        done += len(waiting)
    return done


def _note(reading: Reading) -> HeardNote:
    text = reading.extraction.text if reading.extraction else ""
    kind = reading.document.kind if reading.document else None
    return HeardNote(text, kind, reading.passages)
