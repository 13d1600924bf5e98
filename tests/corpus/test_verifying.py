"""Verify finds each way in which an evidence base can stop saying what its documents say."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.evidence import open_evidence
from corpus.problems import WorkspaceError
from corpus.records import Reading
from corpus.verifying import verify
from corpus.workspace import Workspace, keep_original, open_workspace, original_path, writing

Report = Callable[..., Reading]


@pytest.fixture
def filled(workspace: Workspace, report: Report) -> Workspace:
    with writing(workspace), open_evidence(workspace) as evidence:
        for name in ("a", "b"):
            made = report(f"/{name}.pdf", f"Leaders of {name} act.", "They listen.")
            assert made.extraction is not None
            content = made.extraction.text.encode()
            keep_original(workspace, content, made.extraction.document_id)
            evidence.save([made])
    return workspace


def codes(workspace: Workspace) -> set[str]:
    return {finding.code for finding in verify(workspace)}


def test_a_sound_workspace_has_no_findings(filled: Workspace) -> None:
    assert verify(filled) == []


BROKEN = [
    ("UPDATE extractions SET text = 'X' || text", {"anchor"}, "the text moved by one"),
    ("UPDATE passages SET start = start + 1", {"anchor"}, "an offset moved"),
    ("UPDATE passages SET text = 'They heard.' WHERE start", {"anchor"}, "a text changed"),
    ("UPDATE passages SET boxes = '[[9,1,2,3,4]]'", {"page"}, "a box on no page"),
    ("UPDATE passages SET page_last = 7", {"page"}, "a last page that is not there"),
    ("UPDATE passages SET boxes = '[[1,'", {"damaged"}, "boxes cut short"),
    ("UPDATE passages SET start = 'x' WHERE start", {"damaged"}, "text where a number was"),
    ("UPDATE extractions SET blocks = substr(blocks, 2)", {"damaged"}, "blocks cut short"),
    ("UPDATE tags SET cues = '[['", {"damaged"}, "cues cut short"),
    ("UPDATE tags SET score = 17", {"score"}, "a score out of bounds"),
    ("INSERT INTO runs VALUES ('r', '2026', NULL, '{', '{}')", {"damaged"}, "a run cut short"),
    ("UPDATE passages SET boxes = '['; UPDATE tags SET score = -1", {"damaged", "score"},
     "one damage hides no other"),
    ("DELETE FROM sources WHERE path = '/a.pdf'", {"document-without-source"}, "no path"),
    ("UPDATE documents SET extraction_id = NULL", {"source-without-document"}, "nothing read"),
    ("UPDATE documents SET sensitivity = 'restricted'", {"restricted-tags", "unsealed"}, "left"),
    ("DELETE FROM tags WHERE rowid = 1; DELETE FROM passages WHERE id NOT IN "
     "(SELECT passage_id FROM tags)", set(), "a deletion in order is none of our business"),
    ("PRAGMA foreign_keys = OFF; DELETE FROM documents WHERE name = 'a.pdf'",
     {"broken-link", "source-without-document"}, "a document gone behind SQLite's back"),
    ("DROP TRIGGER passages_forgotten; DELETE FROM tags; DELETE FROM passages WHERE start",
     {"index", "index-trigger"}, "words that should have gone"),
    ("DELETE FROM passages_fts_docsize WHERE id = 1", {"index"}, "a passage not indexed"),
    ("DROP TRIGGER passages_unlearnt; DROP TRIGGER passages_relearnt; "
     "UPDATE passages SET headings = '[\"Other\"]' WHERE row = 1",
     {"index", "index-trigger"}, "words that were not replaced"),
]  # fmt: skip


@pytest.mark.parametrize(("script", "found", "why"), BROKEN, ids=[row[2] for row in BROKEN])
def test_what_is_broken_is_found(filled: Workspace, script: str, found: set[str], why: str) -> None:
    with closing(sqlite3.connect(filled.evidence)) as db:
        db.executescript(script)
    assert codes(filled) == found, why


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Path.unlink, "original-missing"),
        (lambda path: path.write_bytes(b"other"), "original-changed"),
    ],
)
def test_a_lost_or_changed_original_is_found(
    filled: Workspace, report: Report, change: Callable[[Path], object], code: str
) -> None:
    sha256 = report("/a.pdf", "Leaders of a act.", "They listen.").source.sha256 or ""
    change(original_path(filled, sha256))
    (finding,) = verify(filled)
    assert finding.code == code
    assert finding.about == str(original_path(filled, sha256))
    assert "a.pdf" in finding.message
    assert "vouch ingest --reprocess" in finding.remedy


def test_verifying_changes_nothing(filled: Workspace) -> None:
    with closing(sqlite3.connect(filled.evidence)) as db:
        before = list(db.iterdump())
        verify(filled)
        assert list(db.iterdump()) == before


def test_verifying_waits_for_nobody_and_overlooks_nothing(filled: Workspace) -> None:
    with writing(filled, purpose="ingest"), open_evidence(filled) as evidence:
        assert verify(filled) == []
        # The same rows are indexed, but other words: only comparing the words can tell.
        evidence.db.executescript(
            "DROP TRIGGER passages_unlearnt; DROP TRIGGER passages_relearnt; "
            "UPDATE passages SET headings = '[\"Other\"]'"
        )
        assert codes(filled) == {"index", "index-trigger"}


@settings(max_examples=40)
@given(data=st.data())
def test_changed_bits_are_told_by_whoever_meets_them(
    filled: Workspace, data: st.DataObject
) -> None:
    with open_evidence(filled) as evidence:
        evidence.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    sound = filled.evidence.read_bytes()
    content = bytearray(sound)
    for _ in range(data.draw(st.integers(1, 30))):
        # Pages hold their rows from the end.
        page = data.draw(st.integers(1, len(content) // 4096))
        content[page * 4096 - data.draw(st.integers(1, 400))] ^= 1 << data.draw(st.integers(0, 7))
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content))) :]
    filled.evidence.write_bytes(content)
    try:
        found, met = fails(verify, filled), fails(read_all, filled)
    finally:
        for name in ("evidence.db-wal", "evidence.db-shm"):
            (filled.root / name).unlink(missing_ok=True)
        filled.evidence.write_bytes(sound)
    assert found or not met, "what a reader stumbles over, verify has found"


def fails(read: Callable[[Workspace], object], workspace: Workspace) -> bool:
    """Whether a check has findings or a reader is told that the file is damaged; no other error."""
    try:
        return bool(read(workspace))
    except WorkspaceError:
        return True


def read_all(workspace: Workspace) -> None:
    with open_evidence(workspace, read_only=True) as evidence:
        list(evidence.passages())
        list(evidence.tags())
        for document in evidence.documents():
            evidence.extraction(document.id)


def test_a_page_of_rubbish_is_found(filled: Workspace) -> None:
    content = bytearray(filled.evidence.read_bytes())
    # The first page holds the schema; a later one holds rows.
    for page in range(20, len(content) // 4096 - 1):
        content[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    filled.evidence.write_bytes(content)
    try:
        assert "damaged" in codes(filled)
    except WorkspaceError as error:
        assert "damaged" in str(error)


def test_there_must_be_something_to_verify(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="holds no documents yet"):
        verify(open_workspace(tmp_path / "new", create=True))
