"""Invariants of saving: order, repetition and kills change nothing in what comes out."""

from __future__ import annotations

import io
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.evidence import Evidence, open_evidence
from corpus.exports import TABLES, write
from corpus.facts import Check, Fact, Stated
from corpus.identity import fact_id, sha256_of, source_id, tag_id
from corpus.records import Passage, Problem, Reading, Run, Source, Tag
from corpus.sealed_items import put
from corpus.sealing import Cost
from corpus.search import search
from corpus.vault import create_vault
from corpus.verifying import verify
from corpus.workspace import Workspace, keep_original, open_workspace, original_path, writing

Report = Callable[..., Reading]
RUN = Run("run", "2026-01-01")
FACTS = {"edition": "e", "provider_urn": "80000"}


def exported(evidence: Evidence) -> dict[str, bytes]:
    """Everything that can be told of a store: its exports, who supersedes whom, its problems."""
    found = {}
    for table in TABLES:
        out = io.BytesIO()
        write(evidence, table.name, "jsonl", out)
        found[table.name] = out.getvalue()
    links = {document.id: document.supersedes for document in evidence.documents()}
    found["superseded"] = repr(sorted(links.items())).encode()
    found["readers"] = repr(list(evidence.query("SELECT * FROM readers ORDER BY 1"))).encode()
    found["problems"] = repr(evidence.problems()).encode()
    return found


CONTENTS = {
    "b": b"Leaders act.\nSame.",
    "d": b"Leaders act.\nAnew.",
    "a": b"Children settle.\n\nSame.",
    "note": b"Sam said so.",
}
NOTE = sha256_of(CONTENTS["note"])


def stated(passages: Iterable[Passage], document: str, reader: str = "facts/2") -> Stated:
    """What a reader makes of a document: each passage is a judgement; the first is unclear."""
    kind = "judgement" if reader == "facts/2" else "requirement"
    facts = tuple(
        Fact(
            fact_id(document, kind, "OE", found.start, found.end), document, kind,
            {"grade": found.text, "read_by": reader}, found.start, found.end, found.text, 1,
            found.boxes,
        )
        for found in passages
    )  # fmt: skip
    check = Check(document, "asa", "L-01", "must", "1", "kept", "All is well.", reader)
    unclear = Problem("facts", "unclear", f"What {facts[0].text!r} is cannot be told.", 1)
    return Stated(document, reader, "asa", facts, (check,), (unclear,))


def with_facts(reading: Reading, reader: str = "facts/2") -> Reading:
    if reading.document is None:
        return reading
    found = stated(reading.passages, reading.document.id, reader)
    return replace(reading, stated=found, problems=found.problems)


def state_all(evidence: Evidence, reader: str) -> None:
    """Read the facts of all stored documents that lack this reader, as an ingest does."""
    for document in evidence.unread(reader):
        evidence.save_stated(stated(evidence.passages(document), document, reader))


def final(report: Report) -> list[Reading]:
    """How the last run reads them: a duplicate, a republication, a case note."""
    return [with_facts(reading) for reading in without_facts(report)]


def without_facts(report: Report) -> list[Reading]:
    first = report("/b.pdf", "Leaders act.", "Same.", published="2019-01-01", **FACTS)
    copy = replace(first.source, id=source_id("/c.pdf"), path="/c.pdf", status="duplicate")
    return [
        first,
        Reading(copy),
        report("/d.pdf", "Leaders act.", "Anew.", published="2019-02-01", **FACTS),
        report("/a.pdf", "Children settle.", "", "Same.", published=None, **FACTS),
        # Sealed where it was read: no word of it comes to the store.
        report("/note.txt", "", content=CONTENTS["note"], sensitivity="restricted"),
    ]


def earlier(report: Report) -> list[Reading]:
    """How older versions of the extractor read the same bytes, and files that were not there."""
    olds = [
        report("/b.pdf", "Leaders", "act.", content=CONTENTS["b"], extractor="pdf/0"),
        report("/a.pdf", "Children settle.", content=CONTENTS["a"], **FACTS),
        report("/d.pdf", "Leaders act.", content=CONTENTS["d"], edition="another"),
        report("/note.txt", "Sam", content=CONTENTS["note"], sensitivity="public"),
    ]
    problem = Problem("offers", "missing", "It is not there.")
    lost = [
        Reading(Source(source_id(path), path, None, None, "refused", problem))
        for path in ("/a.pdf", "/c.pdf")
    ]
    read = [with_facts(old, "facts/1") for old in olds]
    return [*olds, *(replace(old, tags=()) for old in olds), *read, *lost]


def tag_all(evidence: Evidence, tagger: str, area: str) -> None:
    """Go over every document with one tagger, as `vouch tag` does."""
    for document in evidence.document_ids():
        tags = [make_tag(passage, tagger, area) for passage in evidence.passages(document)]
        evidence.save_tags(document, tags, [("asa-2024", tagger)])


def make_tag(passage: Passage, tagger: str, area: str) -> Tag:
    return Tag(
        tag_id(passage.id, "asa-2024", area, tagger), passage.id, passage.document_id, "asa-2024",
        None, area, None, None, "neutral", 0.5, False, 1, tagger,
    )  # fmt: skip


def put_away(workspace: Workspace, reading: Reading) -> Reading:
    """Keep the note's bytes as they are or sealed, as who reads it does before it is stored."""
    if reading.document and reading.document.id == NOTE:
        keep_original(workspace, CONTENTS["note"], NOTE)
        if reading.document.sensitivity == "restricted":
            original_path(workspace, NOTE).unlink()
    return reading


@contextmanager
def fresh() -> Iterator[Evidence]:
    """Give a new store with the originals of all that will be read."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = open_workspace(Path(folder) / "w", create=True)
        for content in CONTENTS.values():
            keep_original(workspace, content, sha256_of(content))
        with create_vault(workspace, "a ferry of seven lanterns", Cost(n=16, r=1, p=1)) as vault:
            put(workspace, vault.sealer, "original", NOTE, CONTENTS["note"])
        with writing(workspace), open_evidence(workspace) as evidence:
            yield evidence


@pytest.fixture(scope="module")
def clean(report: Report) -> dict[str, bytes]:
    """Give the exports of one run over files that nobody offered before."""
    with fresh() as evidence:
        evidence.save(final(report), RUN.id)
        tag_all(evidence, "criteria/2", "LEAD")
        return exported(evidence)


STEPS = st.sampled_from(
    [
        "save",
        "start",
        "kill",
        "tag",
        "tag with an older model",
        "state",
        "state with an older reader",
    ]
)


@settings(max_examples=20)
@given(data=st.data())
def test_any_history_ends_like_one_clean_run(
    report: Report, clean: dict[str, bytes], data: st.DataObject
) -> None:
    ends = final(report)
    before = data.draw(st.lists(st.sampled_from(earlier(report) + ends), max_size=6))
    last = data.draw(st.permutations(ends), label="last")
    with fresh() as evidence:
        for reading in [*before, *last]:
            step = data.draw(STEPS)
            if step in {"start", "kill"} and reading.source.sha256:
                evidence.start(RUN, [reading.source])
            if step != "kill":
                evidence.save([put_away(evidence.workspace, reading)], RUN.id)
            if step.startswith("tag"):
                tag_all(evidence, "criteria/2" if step == "tag" else "criteria/1", "PROT")
            if step.startswith("state"):
                state_all(evidence, "facts/2" if step == "state" else "facts/1")
            assert not list(evidence.query(HALF_TAGGED)), (
                "tags go with the text they were given for"
            )
            assert not verify(evidence.workspace)
        evidence.save([put_away(evidence.workspace, one) for one in last], RUN.id)
        tag_all(evidence, "criteria/2", "LEAD")
        assert exported(evidence) == clean
        assert not verify(evidence.workspace)


def test_facts_that_are_read_later_are_the_same(report: Report, clean: dict[str, bytes]) -> None:
    with fresh() as evidence:
        evidence.save(without_facts(report), RUN.id)
        state_all(evidence, "facts/1")
        state_all(evidence, "facts/2")
        tag_all(evidence, "criteria/2", "LEAD")
        assert exported(evidence) == clean


HALF_TAGGED = """
    SELECT tags.id FROM tags JOIN passages ON passages.id = passage_id
    JOIN documents ON documents.id = passages.document_id
    WHERE tags.current AND NOT EXISTS (SELECT 1 FROM lenses
        WHERE lenses.document_id = documents.id AND lenses.extraction_id = documents.extraction_id
        AND lenses.framework = tags.framework AND lenses.tagger = tags.tagger)
"""


SAVE = """
import pickle, sys
from corpus.evidence import open_evidence
from corpus.records import Run
from corpus.workspace import Workspace, keep_original, open_workspace, original_path, writing
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
    with fresh() as undisturbed:
        undisturbed.save(readings, RUN.id)
        assert again == exported(undisturbed)


def test_what_a_person_signed_is_open_and_what_is_taken_back_is_not(
    evidence: Evidence, report: Report
) -> None:
    reading = report("a.pdf", "Child A told Staff B.", sensitivity="restricted")
    assert reading.document
    signed = replace(reading, document=replace(reading.document, signed=True))

    evidence.save([reading])
    kept_back = list(evidence.untagged("asa-2024", "lens/1")), len(search(evidence, "told"))
    evidence.save([signed])
    shown = list(evidence.untagged("asa-2024", "lens/1")), len(search(evidence, "told"))
    state = evidence.versions()[reading.document.id]
    assert evidence.counts()["restricted"] == 0, "what is searched is not counted as kept back"
    evidence.save([reading])

    assert (kept_back, shown) == (([], 0), ([reading.document.id], 1))
    assert (state.taggable, state.sensitivity) == (True, "restricted")
    assert next(evidence.documents()) == reading.document
    assert search(evidence, "told") == []
