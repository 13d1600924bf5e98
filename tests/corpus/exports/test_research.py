"""The research file: published documents alone, nobody's name, nothing that is not known."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from corpus.chain import Draft
from corpus.decisions import open_decisions
from corpus.evidence import Evidence, open_evidence
from corpus.exports.research import write_research
from corpus.problems import VouchError, WorkspaceError
from corpus.workspace import Workspace, writing


@pytest.fixture
def evidence(workspace: Workspace, report):
    with writing(workspace), open_evidence(workspace) as evidence:
        open_report = report(
            "a/report.pdf", "Children are safe.", "Leaders know.", provider_urn="1"
        )
        notes = report("b/Mia Example.docx", "Mia said she is happy.", sensitivity="restricted")
        evidence.save([open_report, notes])
        evidence.db.execute("UPDATE documents SET signed = 1 WHERE sensitivity = 'restricted'")
        yield evidence


def ask(path: Path, statement: str) -> list[tuple]:
    with contextlib.closing(sqlite3.connect(path)) as db:
        return db.execute(statement).fetchall()


def test_published_passages_and_their_tags_are_there(evidence: Evidence, tmp_path: Path) -> None:
    out = tmp_path / "research.db"
    counts = write_research(evidence, out)
    assert (counts["documents"], counts["passages"], counts["tags"]) == (1, 2, 2)
    assert ask(out, "SELECT text FROM passages ORDER BY start") == [
        ("Children are safe.",), ("Leaders know.",),
    ]  # fmt: skip
    found = "SELECT count(*) FROM passages_fts WHERE passages_fts MATCH 'leaders'"
    assert ask(out, found) == [(1,)]
    assert ask(out, "SELECT title FROM labels WHERE framework = 'sccif-asa-2024' AND code = 'EXP'")


def test_case_notes_are_not_there_signed_or_not(evidence: Evidence, tmp_path: Path) -> None:
    out = tmp_path / "research.db"
    write_research(evidence, out)
    held = out.read_bytes()
    for word in (b"Mia", b"happy", b"a/report", b"b/"):
        assert word not in held


def test_nobody_s_name_or_words_are_there(
    evidence: Evidence, workspace: Workspace, tmp_path: Path
) -> None:
    tag = next(evidence.tags())
    with open_decisions(workspace) as decisions:
        decisions.record(
            Draft("reject", "Ina Inspector", "tag", tag.id, document_id=tag.document_id,
                  reason="Omar told me otherwise")
        )  # fmt: skip
    out = tmp_path / "research.db"
    write_research(evidence, out)
    held = out.read_bytes()
    assert b"Ina" not in held
    assert b"Omar" not in held
    assert ask(out, "SELECT count(*) FROM tags WHERE decision = 'reject'") == [(1,)]


def test_what_is_not_known_ends_the_export_and_leaves_the_file(
    evidence: Evidence, tmp_path: Path
) -> None:
    out = tmp_path / "research.db"
    write_research(evidence, out)
    before = out.read_bytes()
    evidence.db.execute("UPDATE documents SET sensitivity = 'internal' WHERE signed")
    with pytest.raises(VouchError, match="'internal', which the research file does not know"):
        write_research(evidence, out)
    assert out.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if "research" in path.name] == ["research.db"]


def test_the_file_is_for_its_owner_alone(evidence: Evidence, tmp_path: Path) -> None:
    write_research(evidence, tmp_path / "research.db")
    assert (tmp_path / "research.db").stat().st_mode & 0o777 == 0o600


def test_where_it_cannot_be_written_it_says_so(evidence: Evidence, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="cannot be used"):
        write_research(evidence, tmp_path / "no-such-folder" / "research.db")
