"""A process that is killed at the worst moment: what was stored stays, and a plain re-run heals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.backup import backup, restore
from corpus.database import connect
from corpus.evidence import open_evidence
from corpus.exports import write
from corpus.identity import sha256_of
from corpus.migrations import NAMES, migrate
from corpus.records import Reading
from corpus.search import search
from corpus.verifying import verify
from corpus.workspace import Workspace, keep_original, open_workspace, sweep, writing

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9")
CONTENT = b"Leaders act."

START = """
import os, signal, sys
from pathlib import Path
from corpus import backup, evidence, exports, migrations, workspace
from corpus.records import Run, Source
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
place, out = workspace.Workspace(Path(sys.argv[1])), Path(sys.argv[2])
"""


def killed(workspace: Workspace, out: Path, work: str) -> None:
    """Run the work in a process that ends by `die`."""
    done = subprocess.run(
        [sys.executable, "-c", START + work, str(workspace.root), str(out)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.fixture
def filled(workspace: Workspace, report: Callable[..., Reading]) -> Workspace:
    with writing(workspace), open_evidence(workspace) as evidence:
        keep_original(workspace, CONTENT, sha256_of(CONTENT))
        evidence.save([report("/a.pdf", CONTENT.decode())])
    return workspace


def parts(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob(".part-*"))


def test_before_an_original_is_in_its_place(workspace: Workspace, tmp_path: Path) -> None:
    work = f"""
os.fsync = die
workspace.keep_original(place, {CONTENT!r}, "{sha256_of(CONTENT)}")
"""
    killed(workspace, tmp_path, work)
    assert len(parts(workspace.originals)) == 1
    with writing(workspace):
        sweep(workspace)
    assert not [path for path in workspace.originals.rglob("*") if path.is_file()]
    assert keep_original(workspace, CONTENT, sha256_of(CONTENT)).read_bytes() == CONTENT


def test_between_the_announcement_and_the_reading(
    filled: Workspace, tmp_path: Path, report: Callable[..., Reading]
) -> None:
    work = f"""
with workspace.writing(place), evidence.open_evidence(place) as store:
    again = Source("{report("/a.pdf", CONTENT.decode()).source.id}", "/a.pdf",
                   "{sha256_of(CONTENT)}", None, "ok")
    store.start(Run("run", "2026-01-01"), [again])
    die()
"""
    killed(filled, tmp_path, work)
    assert not verify(filled)
    with writing(filled), open_evidence(filled) as evidence:
        assert [source.status for source in evidence.sources()] == ["failed"]
        assert [passage.text for passage in evidence.passages()] == [CONTENT.decode()]
        evidence.save([report("/a.pdf", CONTENT.decode())])
        assert [source.status for source in evidence.sources()] == ["ok"]


def test_half_way_through_a_batch(
    filled: Workspace, tmp_path: Path, report: Callable[..., Reading]
) -> None:
    work = """
from corpus import saving
saving._settle = die
with workspace.writing(place), evidence.open_evidence(place) as store:
    store.db.execute("BEGIN IMMEDIATE")
    store.db.execute("DELETE FROM tags")
    store.save([])
"""
    killed(filled, tmp_path, work)
    assert not verify(filled)
    with open_evidence(filled, read_only=True) as evidence:
        assert evidence.counts()["tags"] == 1


@pytest.mark.parametrize(
    "work",
    [
        "with evidence.open_evidence(place, read_only=True) as store:\n"
        "    exports.write(store, 'tags', 'csv', out)",
        "backup.backup(place, out)",
    ],
    ids=["export", "backup"],
)
def test_before_what_was_asked_for_is_in_its_place(
    filled: Workspace, tmp_path: Path, work: str
) -> None:
    out = tmp_path / "out" / "file"
    out.parent.mkdir()
    out.write_bytes(b"old")
    killed(filled, out, f"os.fsync = die\n{work}")
    assert out.read_bytes() == b"old"
    assert len(parts(tmp_path)) == 1
    with open_evidence(filled, read_only=True) as evidence:
        write(evidence, "tags", "csv", out)
    assert not parts(tmp_path)


def test_while_a_database_is_copied_for_a_backup(filled: Workspace, tmp_path: Path) -> None:
    killed(filled, tmp_path / "b.zip", "backup._pack_file = die\nbackup.backup(place, out)")
    assert len(parts(tmp_path)) == 2, "the archive and the copy"
    backup(filled, tmp_path / "b.zip")
    assert not parts(tmp_path)
    restore(tmp_path / "b.zip", tmp_path / "restored")
    assert not verify(open_workspace(tmp_path / "restored"))


def test_while_the_store_is_brought_up_to_date(filled: Workspace, tmp_path: Path) -> None:
    filled.evidence.unlink()
    with connect(filled.evidence) as db:
        migrate(db, stop_before=NAMES[1])
        db.execute(
            "INSERT INTO documents (id, name, media_type, size, sensitivity) "
            "VALUES ('d', 'old.pdf', 'application/pdf', 1, 'public')"
        )
    db.close()
    work = """
def half(db):
    db.execute("DELETE FROM documents")
    die()
half.__name__ = migrations.NAMES[1]
migrations.STEPS = (migrations.STEPS[0], half)
evidence.open_evidence(place)
"""
    killed(filled, tmp_path, work)
    with writing(filled), open_evidence(filled) as evidence:
        assert [document.name for document in evidence.documents()] == ["old.pdf"]
        assert not search(evidence, "leaders"), "the step was made whole: there is an index"
