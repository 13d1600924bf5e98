"""Invariants of saving: order, repetition and kills change nothing in what comes out."""

from __future__ import annotations

import io
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.evidence import Evidence, open_evidence
from corpus.exports import TABLES, write
from corpus.records import Reading, Run
from corpus.verifying import verify
from corpus.workspace import keep_original, open_workspace, writing

Report = Callable[..., Reading]
RUN = Run("run", "2026-01-01")
FACTS = {"edition": "e", "provider_urn": "80000"}


def exported(evidence: Evidence) -> dict[str, bytes]:
    found = {}
    for table in TABLES:
        out = io.BytesIO()
        write(evidence, table.name, "jsonl", out)
        found[table.name] = out.getvalue()
    return found


def final(report: Report) -> list[Reading]:
    """Reports as the newest extractor reads them: a duplicate, a republication, a case note."""
    first = report("/b.pdf", "Leaders act.", "Same.", published="2019-01-01", **FACTS)
    return [
        first,
        Reading(replace(first.source, id="copy", path="/c.pdf", status="duplicate")),
        report("/d.pdf", "Leaders act.", "Anew.", published="2019-02-01", **FACTS),
        report("/a.pdf", "Children settle.", "", "Same.", published=None, **FACTS),
        report("/note.txt", "Sam said so.", sensitivity="restricted"),
    ]


def earlier(report: Report) -> list[Reading]:
    """Read the same bytes as older versions of the extractor did."""
    olds = [
        report("/b.pdf", "Leaders", "act.", content=b"Leaders act.\nSame.", extractor="pdf/0"),
        report("/a.pdf", "Children settle.", content=b"Children settle.\n\nSame."),
        report("/note.txt", "Sam", content=b"Sam said so.", sensitivity="public"),
    ]
    return [replace(old, passages=old.passages[:1], tags=()) for old in olds]


def save_all(readings: Sequence[Reading]) -> tuple[dict[str, bytes], set[str]]:
    with tempfile.TemporaryDirectory() as folder:
        workspace = open_workspace(Path(folder) / "w", create=True)
        with writing(workspace), open_evidence(workspace) as evidence:
            evidence.save(readings, RUN.id)
            return exported(evidence), {passage.id for passage in evidence.passages()}


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_any_sequence_of_saves_ends_like_one_save(report: Report, data: st.DataObject) -> None:
    ends, olds = final(report), earlier(report)
    before = data.draw(st.lists(st.sampled_from(olds + ends), max_size=6), label="before")
    last = data.draw(st.permutations(ends), label="last")
    expected, ids = save_all(ends)
    with tempfile.TemporaryDirectory() as folder:
        workspace = open_workspace(Path(folder) / "w", create=True)
        with writing(workspace), open_evidence(workspace) as evidence:
            for reading in [*before, *last]:
                step = data.draw(st.sampled_from(["save", "start", "kill"]))
                if step != "save" and reading.source.status != "duplicate":
                    evidence.start(RUN, [reading.source])
                if step != "kill":
                    evidence.save([reading], RUN.id)
                evidence.db.execute(
                    "INSERT INTO passages_fts (passages_fts, rank) VALUES ('integrity-check', 1)"
                )
            evidence.save(last, RUN.id)
            assert exported(evidence) == expected
            assert {passage.id for passage in evidence.passages()} == ids
            found = next(evidence.query("SELECT count(*) FROM passages_fts_docsize"))[0]
            assert found == next(evidence.query("SELECT count(*) FROM searchable"))[0]


SAVE = """
import pickle, sys
from corpus.evidence import open_evidence
from corpus.records import Run
from corpus.workspace import keep_original, open_workspace, writing
batches = pickle.load(open(sys.argv[2], "rb"))
workspace = open_workspace(sys.argv[1], create=True)
with writing(workspace), open_evidence(workspace) as evidence:
    print("go", flush=True)
    for batch in batches:
        evidence.start(Run("run", "2026-01-01"), [reading.source for reading in batch])
        for reading in batch:
            keep_original(workspace, reading.extraction.text.encode(), reading.document.id)
        evidence.save(batch, "run")
        print(len(batch), flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kill -9")
@pytest.mark.parametrize("after", [0.0, 0.02, 0.05, 0.1])
def test_a_run_killed_at_any_moment_loses_nothing(
    tmp_path: Path, report: Report, after: float
) -> None:
    readings = [
        report(f"/{at:02}.pdf", *(f"Passage {line} of report {at}." for line in range(100)))
        for at in range(24)
    ]
    batches = [readings[at : at + 4] for at in range(0, 24, 4)]
    (tmp_path / "batches").write_bytes(pickle.dumps(batches))
    root = tmp_path / "workspace"
    process = subprocess.Popen(
        [sys.executable, "-c", SAVE, str(root), str(tmp_path / "batches")],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "go\n"
    time.sleep(after)
    process.kill()
    saved = sum(int(line) for line in process.communicate()[0].split())
    workspace = open_workspace(root)
    with writing(workspace), open_evidence(workspace) as evidence:
        ok = [source for source in evidence.sources() if source.status == "ok"]
        assert len(ok) >= saved, "what was reported as saved is there"
        assert {source.status for source in evidence.sources()} <= {"ok", "failed"}
        assert evidence.counts()["passages"] == 100 * len(ok), "a batch is there whole or not"
        for reading in readings:
            assert reading.extraction is not None
            content = reading.extraction.text.encode()
            keep_original(workspace, content, reading.extraction.document_id)
        evidence.save(readings, RUN.id)
        again = exported(evidence)
    assert not verify(workspace)
    assert again == save_all(readings)[0]
