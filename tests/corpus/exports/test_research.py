"""The research file: published documents alone, nobody's name, nothing that is not known."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import replace
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


# What stands in it, table by table


def columns(path: Path, table: str) -> set[str]:
    return {row[1] for row in ask(path, f"PRAGMA table_info({table})")}


TABLES = {
    "documents", "passages", "tags", "judgements", "improvements", "actions", "checks", "labels",
}  # fmt: skip


@pytest.fixture
def out(evidence: Evidence, tmp_path: Path) -> Path:
    write_research(evidence, tmp_path / "research.db")
    return tmp_path / "research.db"


def test_it_has_these_tables_and_no_other(out: Path) -> None:
    names = {row[0] for row in ask(out, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    made = {name for name in names if not name.startswith(("passages_fts", "sqlite_"))}
    assert made == TABLES


@pytest.mark.parametrize(
    "left_out",
    ["source", "duplicate_of", "problem", "problem_code", "corrected", "boxes", "cues", "sentences",
     "who", "reviewer", "at"],
)  # fmt: skip
def test_no_table_tells_where_files_lay_or_who_decided(out: Path, left_out: str) -> None:
    assert {table for table in TABLES if left_out in columns(out, table)} == set()


def test_every_document_named_anywhere_is_a_published_one(out: Path) -> None:
    [(public,)] = ask(out, "SELECT document_id FROM documents")
    for table in TABLES - {"labels"}:
        found = {row[0] for row in ask(out, f"SELECT document_id FROM {table}")}  # noqa: S608
        assert found <= {public}, table


def test_lists_are_kept_as_json_and_nothing_as_empty(out: Path) -> None:
    [first, *_] = ask(out, "SELECT headings, number, page_first FROM passages ORDER BY start")
    assert first == ('["Findings"]', None, 1)
    assert ask(out, "SELECT json_extract(headings, '$[0]') FROM passages LIMIT 1") == [
        ("Findings",)
    ]


@pytest.mark.parametrize(
    ("words", "number"),
    [("leaders", 1), ("LEADERS", 1), ("know", 1), ("léaders", 1), ("knowing", 0), ("happy", 0)],
)
def test_words_are_found_without_accents_and_capitals(out: Path, words: str, number: int) -> None:
    statement = (
        "SELECT count(*) FROM passages JOIN passages_fts ON passages_fts.rowid = passages.rowid "
        "WHERE passages_fts MATCH "
    )
    assert ask(out, statement + repr(words)) == [(number,)]


def test_labels_say_what_codes_stand_for(out: Path) -> None:
    found = dict.fromkeys(
        row[0] for row in ask(out, "SELECT level FROM labels WHERE framework = 'slac-2009'")
    )
    assert set(found) == {"area", "aspect"}
    [(level, area, grade)] = ask(
        out,
        "SELECT level, area, grade FROM labels "
        "WHERE framework = 'sccif-asa-2024' AND code = 'LEAD-1'",
    )
    assert (level, area, grade) == ("criterion", "LEAD", "good")
    plain = "SELECT count(*) FROM labels WHERE code LIKE '%/%' OR area LIKE '%/%'"
    assert ask(out, plain) == [(0,)]


def test_the_same_evidence_makes_the_same_rows(
    evidence: Evidence, out: Path, tmp_path: Path
) -> None:
    write_research(evidence, tmp_path / "again.db")
    for table in TABLES:
        statement = f"SELECT * FROM {table}"  # noqa: S608
        assert ask(out, statement) == ask(tmp_path / "again.db", statement), table


def test_copies_and_refused_files_add_no_document(
    evidence: Evidence, out: Path, report, refusal
) -> None:
    before = ask(out, "SELECT name FROM documents")
    copy = report("c/copy.pdf", "Children are safe.", "Leaders know.", provider_urn="1")
    source = replace(copy.source, status="duplicate")
    evidence.save([replace(copy, source=source, document=None, extraction=None, passages=(),
                           tags=())])  # fmt: skip
    evidence.save([refusal("d/locked.pdf")])
    write_research(evidence, out)
    assert ask(out, "SELECT name FROM documents") == before
    assert b"locked" not in out.read_bytes()


def test_a_document_that_becomes_restricted_is_gone_from_the_next_file(
    evidence: Evidence, out: Path
) -> None:
    evidence.db.execute("UPDATE documents SET sensitivity = 'restricted' WHERE NOT signed")
    counts = write_research(evidence, out)
    assert {name: number for name, number in counts.items() if number} == {
        "labels": counts["labels"]
    }
    assert b"Leaders know" not in out.read_bytes()
