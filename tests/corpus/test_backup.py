"""Backup and restore: all of a workspace or nothing, and nothing that is not its own."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import stat
import tempfile
import threading
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.backup import backup, restore
from corpus.chain import Draft
from corpus.database import connect
from corpus.decisions import open_decisions
from corpus.evidence import Evidence, open_evidence
from corpus.exports import TABLES, write
from corpus.identity import sha256_of
from corpus.problems import WorkspaceError
from corpus.records import Reading
from corpus.verifying import verify
from corpus.workspace import Workspace, keep_original, open_workspace, original_path, writing

Report = Callable[..., Reading]


@pytest.fixture
def filled(workspace: Workspace, report: Report) -> Workspace:
    with writing(workspace), open_evidence(workspace) as evidence:
        for name in ("a", "b"):
            made = report(f"/{name}.pdf", f"Leaders of {name} act.")
            assert made.document is not None
            keep_original(workspace, f"Leaders of {name} act.".encode(), made.document.id)
            evidence.save([made])
    with open_decisions(workspace) as decisions:
        decisions.record(Draft("accept", "Ann", "case", "1"))
    (workspace.models / "area").mkdir()
    (workspace.models / "area" / "card.md").write_text("a model")
    (workspace.logs / "run.log").write_text("left out")
    return workspace


@pytest.fixture
def archive(filled: Workspace, tmp_path: Path) -> Path:
    backup(filled, tmp_path / "vouch.zip")
    return tmp_path / "vouch.zip"


def exported(workspace: Workspace) -> list[bytes]:
    with open_evidence(workspace, read_only=True) as evidence:
        outs = [io.BytesIO() for _ in TABLES]
        for table, out in zip(TABLES, outs, strict=True):
            write(evidence, table.name, "jsonl", out)
        return [out.getvalue() for out in outs]


def rewritten(archive: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Write the archive anew with other members; the list of contents is what `change` leaves."""
    with zipfile.ZipFile(archive) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    change(members)
    other = archive.with_name("other.zip")
    with zipfile.ZipFile(other, "w") as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return other


def with_member(name: str) -> Callable[[dict[str, bytes]], None]:
    """Add a member that is listed with its right hash."""

    def change(members: dict[str, bytes]) -> None:
        members[name] = b"evil"
        manifest = json.loads(members["manifest.json"])
        manifest["members"].append([name, 4, hashlib.sha256(b"evil").hexdigest()])
        members["manifest.json"] = json.dumps(manifest).encode()

    return change


def with_manifest(**changes: object) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        manifest = json.loads(members["manifest.json"]) | changes
        members["manifest.json"] = json.dumps(manifest).encode()

    return change


def replaced(name: str, content: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda members: members.update({name: content})


def test_a_restored_workspace_is_the_same(filled: Workspace, archive: Path, tmp_path: Path) -> None:
    summary = restore(archive, tmp_path / "restored")
    other = open_workspace(tmp_path / "restored")
    assert exported(other) == exported(filled)
    assert not verify(other)
    assert (summary.files, summary.databases, summary.damaged) == (
        5,
        ("review.db", "evidence.db"),
        (),
    )
    with open_decisions(other, read_only=True) as decisions:
        assert [event.what for event in decisions.events()] == ["accept"]
    assert (other.models / "area" / "card.md").read_text() == "a model"
    assert not list(other.logs.iterdir())
    assert {
        stat.S_IMODE(path.stat().st_mode) for path in other.root.rglob("*") if path.is_dir()
    } == {0o700}
    files = [path for path in other.originals.rglob("*") if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_the_same_workspace_gives_the_same_archive(filled: Workspace, archive: Path) -> None:
    backup(filled, archive.with_name("again.zip"))
    assert archive.read_bytes() == archive.with_name("again.zip").read_bytes()


def test_a_backup_while_others_write_holds_one_state(
    workspace: Workspace, evidence: Evidence, report: Report, tmp_path: Path
) -> None:
    evidence.save([report("/a.pdf", "Leaders act.")])
    evidence.db.execute("BEGIN IMMEDIATE")
    evidence.db.execute("DELETE FROM tags")
    backup(workspace, tmp_path / "vouch.zip")
    evidence.db.execute("ROLLBACK")
    restore(tmp_path / "vouch.zip", tmp_path / "restored")
    with open_evidence(open_workspace(tmp_path / "restored"), read_only=True) as restored:
        assert restored.counts() == evidence.counts()


def test_a_backup_ends_while_others_go_on_writing(workspace: Workspace, tmp_path: Path) -> None:
    with closing(connect(workspace.review)) as db:
        db.execute("CREATE TABLE events (what)")
        # Larger than a copy in small steps could read between two decisions.
        db.execute("INSERT INTO events VALUES (zeroblob(20000000))")
        done = threading.Event()
        writer = threading.Thread(target=decide_until, args=(workspace.review, done))
        writer.start()
        backup(workspace, tmp_path / "vouch.zip")
        assert writer.is_alive(), "it did not wait for the writer to end"
        done.set()
        writer.join()


def decide_until(review: Path, done: threading.Event) -> None:
    with closing(connect(review)) as db:
        for _ in range(2000):
            db.execute("INSERT INTO events VALUES ('accept')")
            if done.wait(0.002):
                return


def test_a_workspace_that_may_only_be_read_can_be_backed_up(
    filled: Workspace, tmp_path: Path
) -> None:
    def state() -> set[tuple[str, int]]:
        # A reader's own notes, which SQLite does without where it may not write.
        notes = ("-shm", "-wal")
        files = (path for path in filled.root.rglob("*") if not path.name.endswith(notes))
        return {(str(path), path.stat().st_mtime_ns) for path in files if path.is_file()}

    shutil.rmtree(filled.cache)
    before = state()
    backup(filled, tmp_path / "vouch.zip")
    assert state() == before
    assert not filled.cache.exists()


def test_a_backup_is_not_put_into_what_it_backs_up(filled: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="lies in the workspace"):
        backup(filled, filled.models / "vouch.zip")
    assert sorted(path.name for path in filled.models.iterdir()) == ["area"]


@pytest.mark.parametrize("name", ["area 3/model v2.skops", "Bereich Süd/x.skops", "a/.hidden"])
def test_models_of_any_name_are_kept(filled: Workspace, tmp_path: Path, name: str) -> None:
    path = filled.models / name
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text("weights")
    backup(filled, tmp_path / "vouch.zip")
    restore(tmp_path / "vouch.zip", tmp_path / "restored")
    assert (tmp_path / "restored" / "models" / name).read_text() == "weights"


@pytest.mark.skipif(os.name != "posix", reason="names that others cannot hold")
@pytest.mark.parametrize("name", ["a:b", "a\\b", "a\nb", "a\udce9"])
def test_a_model_that_cannot_be_kept_is_not_passed_over(
    filled: Workspace, tmp_path: Path, name: str
) -> None:
    (filled.models / name).write_text("weights")
    with pytest.raises(WorkspaceError, match="cannot be backed up"):
        backup(filled, tmp_path / "vouch.zip")
    assert not list(tmp_path.glob("*.zip"))


@settings(max_examples=10)
@given(texts=st.lists(st.lists(st.text(max_size=9), min_size=1, max_size=3), max_size=3))
def test_any_workspace_comes_back(report: Report, tmp_path: Path, texts: list[list[str]]) -> None:
    folder = Path(tempfile.mkdtemp(dir=tmp_path))
    workspace = open_workspace(folder / "workspace", create=True)
    with writing(workspace), open_evidence(workspace) as evidence:
        for at, paragraphs in enumerate(texts):
            content = repr(paragraphs).encode()
            keep_original(workspace, content, sha256_of(content))
            evidence.save([report(f"/{at}.pdf", *paragraphs, content=content)])
    backup(workspace, folder / "vouch.zip")
    restore(folder / "vouch.zip", folder / "restored")
    restored = open_workspace(folder / "restored")
    assert exported(restored) == exported(workspace)
    assert not verify(restored)
    backup(restored, folder / "again.zip")
    assert (
        zipfile.ZipFile(folder / "again.zip").namelist()
        == zipfile.ZipFile(folder / "vouch.zip").namelist()
    )


def test_a_damaged_original_is_named_and_kept(
    filled: Workspace, report: Report, tmp_path: Path
) -> None:
    digest = report("/a.pdf", "Leaders of a act.").source.sha256 or ""
    original_path(filled, digest).write_bytes(b"changed")
    summary = backup(filled, tmp_path / "vouch.zip")
    assert summary.damaged == (f"originals/{digest[:2]}/{digest}",)
    assert restore(tmp_path / "vouch.zip", tmp_path / "restored").damaged == summary.damaged


@pytest.mark.parametrize("name", ["report.pdf", "evidence.db", ".hidden"])
def test_restoring_never_overwrites(archive: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / "used"
    target.mkdir()
    (target / name).write_text("mine")
    with pytest.raises(WorkspaceError, match="is not empty"):
        restore(archive, target)
    assert [(path.name, path.read_text()) for path in target.iterdir()] == [(name, "mine")]


def test_an_empty_folder_and_a_killed_restore_are_no_hindrance(
    archive: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty" / ".restoring-77" / "originals").mkdir(parents=True)
    restore(archive, tmp_path / "empty")
    assert not list((tmp_path / "empty").glob(".restoring-*"))


BAD = [
    (with_member("../evil.txt"), "no part of a workspace", "out of the folder"),
    (with_member("originals/../../evil.txt"), "no part of a workspace", "out of the folder"),
    (with_member("models/../../evil.txt"), "no part of a workspace", "out of the folder"),
    (with_member("/etc/evil.txt"), "no part of a workspace", "an absolute path"),
    (with_member("C:\\evil.txt"), "no part of a workspace", "a drive"),
    (with_member("models\\..\\..\\evil"), "no part of a workspace", "backslashes"),
    (with_member("writer.lock"), "no part of a workspace", "what a backup never holds"),
    (replaced("stray.txt", b"x"), "not what its list says", "a member that is not listed"),
    (lambda members: members.pop("review.db"), "not what its list says", "a member is missing"),
    (lambda members: members.pop("manifest.json"), "no backup of Vouch", "no list"),
    (replaced("manifest.json", b"{"), "cannot be read", "a broken list"),
    (replaced("manifest.json", b"[]"), "cannot be read", "another list"),
    (replaced("models/area/card.md", b"A model"), "is not what was packed", "other bytes"),
    (replaced("models/area/card.md", b"a mod"), "is not what was packed", "too short"),
    (replaced("models/area/card.md", b"0" * 10**7), "is not what was packed", "a bomb"),
    (with_manifest(format=3), "made by a newer Vouch", "a newer archive"),
    (with_manifest(store=99), "made by a newer Vouch", "a newer store"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "words", "why"), BAD, ids=[row[2] for row in BAD])
def test_an_archive_that_is_not_as_packed_is_refused(
    archive: Path, change: Callable[[dict[str, bytes]], None], words: str, why: str
) -> None:
    target = archive.parent / "deep" / "restored"
    with pytest.raises(WorkspaceError, match=words):
        restore(rewritten(archive, change), target)
    assert not target.exists(), why
    assert not list(archive.parent.rglob("evil*"))


def test_a_newer_database_is_refused(filled: Workspace, tmp_path: Path) -> None:
    with open_evidence(filled) as evidence:
        evidence.db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('evidence', 'step_99_later', '2030-01-01')"
        )
    backup(filled, tmp_path / "vouch.zip")
    with pytest.raises(WorkspaceError, match="written by a newer Vouch"):
        restore(tmp_path / "vouch.zip", tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


def test_newer_decisions_are_refused(filled: Workspace, tmp_path: Path) -> None:
    with open_decisions(filled) as decisions:
        decisions.db.execute(
            "INSERT INTO _migrations (migration_set, name, applied_at) "
            "VALUES ('review', 'step_99_later', '2030-01-01')"
        )
    backup(filled, tmp_path / "vouch.zip")
    with pytest.raises(WorkspaceError, match="written by a newer Vouch"):
        restore(tmp_path / "vouch.zip", tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


def test_a_member_twice_is_refused(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive, "a") as packed, pytest.warns(UserWarning, match="Duplicate name"):
        packed.writestr("review.db", b"other")
    with pytest.raises(WorkspaceError, match="not what its list says"):
        restore(archive, tmp_path / "restored")


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_cut_archive_is_refused(archive: Path, tmp_path: Path, share: float) -> None:
    content = archive.read_bytes()
    archive.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(WorkspaceError, match="it is cut short or damaged"):
        restore(archive, tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


@settings(max_examples=60)
@given(data=st.data())
def test_changed_bits_are_refused_or_do_no_harm(
    filled: Workspace, archive: Path, data: st.DataObject
) -> None:
    content = bytearray(archive.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        # Headers, list and directory stand at both ends and are the tricky part.
        edge = data.draw(st.sampled_from([200, len(content)]))
        at = data.draw(st.integers(1, edge)) * data.draw(st.sampled_from([1, -1]))
        content[at % len(content)] ^= 1 << data.draw(st.integers(0, 7))
    broken = archive.with_name("broken.zip")
    broken.write_bytes(content)
    target = archive.with_name("restored")
    try:
        restore(broken, target)
    except WorkspaceError:
        assert not target.exists()
    else:
        assert exported(open_workspace(target)) == exported(filled)
        shutil.rmtree(target)


@pytest.mark.parametrize("name", ["missing.zip", "."])
def test_an_archive_that_cannot_be_opened_says_so(tmp_path: Path, name: str) -> None:
    with pytest.raises(WorkspaceError, match=r"cannot be restored to .*restored: "):
        restore(tmp_path / name, tmp_path / "restored")


def test_a_place_that_cannot_be_written_says_so(filled: Workspace, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="cannot be written"):
        backup(filled, tmp_path / "nowhere" / "vouch.zip")
