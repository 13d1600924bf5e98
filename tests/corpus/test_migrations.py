"""The schema of evidence.db: made step by step, brought up to date, documented."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import migrations
from corpus.database import connect
from corpus.evidence import open_evidence
from corpus.past_tags import past_tags
from corpus.problems import WorkspaceError
from corpus.records import SentencePolarity
from corpus.search import search
from corpus.workspace import Workspace, writing

STORE = Path(__file__).parents[2] / "docs" / "store.md"

# What a store of version 1, which had no search yet, held.
VERSION_1 = """
    INSERT INTO documents (id, name, media_type, size, sensitivity)
        VALUES ('d', 'old.pdf', 'application/pdf', 1, 'public');
    INSERT INTO extractions
        VALUES ('e', 'd', 'pdf/1', 'ok', 0, 1, 'Leaders act.', '[]', '[]', x'');
    INSERT INTO passages
        (id, document_id, extraction_id, public, current, start, "end", headings, boxes, text)
        VALUES ('p', 'd', 'e', 1, 1, 0, 12, '[]', '[]', 'Leaders act.');
"""

# What a store of version 2, which had no facts yet, held beside that.
VERSION_2 = """
    INSERT INTO runs VALUES ('r', '2026-01-01', '2026-01-02', '{}', '{"ok":1}');
    INSERT INTO sources (id, sha256, path, status, run_id) VALUES ('s', 'd', '/old.pdf', 'ok', 'r');
    UPDATE documents SET extraction_id = 'e';
    INSERT INTO passages_fts (rowid, text, headings) SELECT row, text, headings FROM searchable;
    INSERT INTO tags VALUES ('t', 'p', 'd', 1, 'asa', NULL, 'EXP', NULL, NULL, 'neutral', 0.5, 0, 1,
        'baseline/1', '[]', 'r');
    INSERT INTO lenses VALUES ('d', 'asa', 'baseline/1', 'e');
    INSERT INTO problems VALUES ('d', 0, 'pdf', 'no-text', 'Page 2 has no text.', 2);
"""

MIGRATING = """
import os, signal, sys
from pathlib import Path
from corpus.database import connect
from corpus.migrations import migrate
db = connect(Path(sys.argv[1]))
def look(statement):
    if statement.startswith("CREATE TABLE readers"):
        os.kill(os.getpid(), signal.SIGKILL)
db.set_trace_callback(look)
migrate(db)
"""


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that holds records."""
    with closing(sqlite3.connect(path)) as db:
        return {
            table: db.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()  # noqa: S608
            for table in columns(path)
            if table != "_sqlite_migrations"
        }


@pytest.fixture
def version_2(workspace: Workspace) -> Workspace:
    """A workspace that was written by the first two steps."""
    with closing(connect(workspace.evidence)) as db:
        migrations.migrate(db, stop_before="step_03_facts")
        db.executescript(VERSION_1 + VERSION_2)
        assert migrations.version(db) == 2
    return workspace


def columns(path: Path) -> dict[str, list[str]]:
    with closing(sqlite3.connect(path)) as db:
        tables = db.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') "
            "AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'passages_fts_%' ORDER BY name"
        ).fetchall()
        return {
            table: [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            for (table,) in tables
        }


def test_every_step_is_recorded_once(workspace: Workspace) -> None:
    for _ in range(2):
        with open_evidence(workspace) as evidence:
            names = [row[0] for row in evidence.query("SELECT name FROM _sqlite_migrations")]
            assert tuple(names) == migrations.NAMES
            assert migrations.version(evidence.db) == migrations.CURRENT


@pytest.mark.parametrize("read_only", [False, True])
def test_an_older_store_is_brought_up_to_date(workspace: Workspace, read_only: bool) -> None:
    with closing(connect(workspace.evidence)) as db:
        migrations.migrate(db, stop_before=migrations.NAMES[1])
        assert migrations.version(db) == 1
        db.executescript(VERSION_1)
    with open_evidence(workspace, read_only=read_only) as evidence:
        assert migrations.version(evidence.db) == migrations.CURRENT
        assert [hit.passage_id for hit in search(evidence, "leaders")] == ["p"]


def test_facts_come_to_an_older_store_and_all_it_held_stays(version_2: Workspace) -> None:
    before = content(version_2.evidence)
    with open_evidence(version_2) as evidence:
        assert migrations.version(evidence.db) == migrations.CURRENT
        assert [hit.passage_id for hit in search(evidence, "leaders")] == ["p"]
        assert [tag.id for tag in evidence.tags()] == ["t"]
        assert evidence.unread("facts/1") == ["d"], "its facts are still to be read"
        assert list(evidence.facts()) == []
    after = content(version_2.evidence)
    sentences = ("[]",)  # a column that came later, and that older tags have nothing in
    before["tags"] = [(*row, *sentences) for row in before["tags"]]
    before["documents"] = [(*row, 0) for row in before["documents"]]  # nobody signed anything yet
    assert {table: after[table] for table in before} == before
    assert set(after) - set(before) == {"facts", "checks", "readers", "past_tags", "voices"}


def test_sentences_and_past_tags_come_to_a_store_of_version_3(version_2: Workspace) -> None:
    with closing(connect(version_2.evidence)) as db:
        migrations.migrate(db, stop_before="step_04_sentences")
        assert migrations.version(db) == 3
    with open_evidence(version_2) as evidence:
        [old] = evidence.tags()
        assert (old.id, old.sentences) == ("t", ())
        newer = replace(
            old, tagger="baseline/2", sentences=(SentencePolarity(0, 12, "strength", 0.9),)
        )
        with writing(version_2, purpose="test"):
            evidence.save_tags("d", [newer], [("asa", "baseline/2")])
        assert [(tag.tagger, tag.sentences) for tag in evidence.tags()] == [
            ("baseline/2", newer.sentences)
        ]
        assert list(past_tags(evidence)) == [old], "what an older Vouch suggested is kept"


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_a_migration_killed_in_the_middle_leaves_the_version_before(version_2: Workspace) -> None:
    before = content(version_2.evidence)
    done = subprocess.run(
        [sys.executable, "-c", MIGRATING, str(version_2.evidence)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr
    with closing(connect(version_2.evidence)) as db:
        assert migrations.version(db) == 2
    assert content(version_2.evidence) == before, "and no table half made"
    with open_evidence(version_2) as evidence:
        assert migrations.version(evidence.db) == migrations.CURRENT


def test_an_older_store_that_somebody_writes_is_not_migrated_by_a_reader(
    workspace: Workspace,
) -> None:
    with closing(connect(workspace.evidence)) as db:
        migrations.migrate(db, stop_before=migrations.NAMES[1])
    with (
        writing(workspace, purpose="ingest"),
        pytest.raises(WorkspaceError, match=r"process \d+ \(ingest"),
    ):
        open_evidence(workspace, read_only=True)


@pytest.mark.parametrize("read_only", [False, True])
def test_a_newer_store_is_refused_with_both_versions(workspace: Workspace, read_only: bool) -> None:
    with open_evidence(workspace) as evidence:
        evidence.db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('evidence', 'step_99_later', '2030-01-01')"
        )
    newer, ours = migrations.CURRENT + 1, migrations.CURRENT
    with pytest.raises(
        WorkspaceError, match=rf"\(version {newer} .* up to {ours}\. Install the newer Vouch"
    ):
        open_evidence(workspace, read_only=read_only)


def test_a_failed_step_leaves_the_version_before_it(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def step_99_broken(db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE half (done)")
        raise KeyError("power cut")

    with closing(connect(workspace.evidence)) as db:
        migrations.migrate(db)
        monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, step_99_broken))
        with pytest.raises(KeyError):
            migrations.migrate(db)
        assert migrations.version(db) == migrations.CURRENT
    assert "half" not in columns(workspace.evidence)


def test_another_programs_database_is_refused_untouched(workspace: Workspace) -> None:
    with closing(sqlite3.connect(workspace.evidence)) as db:
        db.execute("CREATE TABLE recipes (name)")
    with pytest.raises(WorkspaceError, match="database of another program"):
        open_evidence(workspace)
    assert columns(workspace.evidence) == {"recipes": ["name"]}


def test_every_table_and_column_is_documented(workspace: Workspace) -> None:
    open_evidence(workspace).close()
    sections = dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^##|\Z)", STORE.read_text(), re.M | re.S))
    for table, names in columns(workspace.evidence).items():
        documented = re.findall(r"^\| `(\w+)` \|", sections[table], re.M)
        assert documented == names, f"columns of {table} in docs/store.md"
