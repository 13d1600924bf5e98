"""The export of voices: who says what a passage of a signed note says, and when that holds.

A table of its own, one row a passage: the columns of tags and passages are a contract.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpus.evidence import Evidence
from corpus.exports.tables import Row, Table
from corpus.heard import spoken, voices


def _voices(evidence: Evidence) -> Iterator[Row]:
    for voice in voices(evidence):
        yield (
            voice.passage_id, voice.document_id, voice.who, voice.time, list(voice.source_types),
            spoken(voice), voice.reader,
        )  # fmt: skip


VOICES = Table(
    "voices",
    (
        "passage_id", "document_id", "who", "time", "source_types", "statements", "reader",
    ),
    _voices,
)  # fmt: skip
