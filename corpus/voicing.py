"""Rows of `voices`: who says what the passages of a note say. Written beside the note's tags.

Every function works inside the caller's transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from corpus.records import Cue
from corpus.rows import OPEN, Row, insert, packed
from corpus.voices import PassageVoice, Statement

VOICES = (
    "passage_id", "document_id", "reader", "who", "time", "source_types", "statements",
)  # fmt: skip
_ADD = insert("voices", VOICES)
_IS_OPEN = f"SELECT 1 FROM documents WHERE id = ? AND {OPEN}"  # noqa: S608 - our own names


def write_voices(db: sqlite3.Connection, voices: Iterable[PassageVoice]) -> None:
    """Replace the voices of the documents that these are of; nothing of a closed one is written.

    What is of a document is given together: its earlier rows go.
    """
    by_document: dict[str, list[PassageVoice]] = {}
    for voice in voices:
        by_document.setdefault(voice.document_id, []).append(voice)
    for document_id, own in by_document.items():
        clear_voices(db, document_id)
        if db.execute(_IS_OPEN, (document_id,)).fetchone():
            db.executemany(_ADD, map(voice_row, own))


def clear_voices(db: sqlite3.Connection, document_id: str) -> None:
    """Take back the voices of a document."""
    db.execute("DELETE FROM voices WHERE document_id = ?", (document_id,))


def voice_row(voice: PassageVoice) -> Row:
    """Row of `voices`."""
    statements = [
        [one.start, one.end, one.who, one.time, one.source_type,
         [[cue.kind, cue.start, cue.end, cue.rule] for cue in one.cues]]
        for one in voice.statements
    ]  # fmt: skip
    return (
        voice.passage_id, voice.document_id, voice.reader, voice.who, voice.time,
        packed(voice.source_types), packed(statements),
    )  # fmt: skip


def voice_of(row: Row) -> PassageVoice:
    """Record of a row of `voices`."""
    statements = tuple(
        Statement(start, end, who, time, source, tuple(Cue(*cue) for cue in cues))
        for start, end, who, time, source, cues in json.loads(row[6])
    )
    return PassageVoice(row[0], row[1], statements, row[2])
