"""Who speaks, as exported: one row a passage of a signed note; other tables stay as they are."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace

from corpus.evidence import Evidence
from corpus.exports import write
from corpus.exports.suggested import TAGS
from corpus.exports.tables import PASSAGES
from corpus.records import Reading
from corpus.voices import PassageVoice, Statement

Report = Callable[..., Reading]


def test_each_passage_of_a_signed_note_is_a_row(evidence: Evidence, report: Report) -> None:
    reading = report(
        "restricted/1", "Child A said so.", sensitivity="restricted", signed=True, kind="visit"
    )
    [passage] = reading.passages
    told = Statement(0, 16, "child", None, "interview-child")
    voice = PassageVoice(passage.id, passage.document_id, (told,), "voices/1")
    evidence.save([replace(reading, voices=(voice,)), report("report.pdf", "Leaders act.")])
    out = io.BytesIO()

    assert write(evidence, "voices", "jsonl", out) == 1
    assert json.loads(out.getvalue()) == {
        "passage_id": passage.id,
        "document_id": passage.document_id,
        "who": "child",
        "time": None,
        "source_types": ["interview-child"],
        "statements": [
            {"start": 0, "end": 16, "who": "child", "time": None,
             "source_type": "interview-child", "cues": []}
        ],
        "reader": "voices/1",
    }  # fmt: skip


def test_other_tables_have_no_new_columns() -> None:
    assert not {"who", "time", "source_types"} & {*TAGS.columns, *PASSAGES.columns}
