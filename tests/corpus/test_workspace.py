"""The folder of an evidence base: made, refused, held by one writer, swept."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.identity import sha256_of
from corpus.problems import WorkspaceError
from corpus.workspace import (
    Holder,
    Workspace,
    holder,
    keep_original,
    open_workspace,
    original_path,
    replacing,
    sweep,
    temporary_beside,
    writing,
)

HOLD = """
import sys, time
from corpus.workspace import open_workspace, writing
with writing(open_workspace(sys.argv[1]), purpose="ingest"):
    print("held", flush=True)
    time.sleep(60)
"""
TRY_TO_WRITE = """
import os, pathlib, sys
import filelock
from corpus.problems import WorkspaceError
from corpus.workspace import Workspace, open_workspace, writing
os.setuid(65534)
root = pathlib.Path(sys.argv[1])
for attempt in (
    lambda: open_workspace(root / "inner", create=True),
    lambda: writing(Workspace(root)).__enter__(),
):
    try:
        attempt()
    except WorkspaceError as error:
        print(error)
"""
posix = pytest.mark.skipif(os.name != "posix", reason="POSIX modes")


def held_elsewhere(workspace: Workspace) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(workspace.root)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


@posix
def test_a_new_workspace_is_for_its_owner_alone(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path / "deep" / "new", create=True)
    folders = [workspace.root, workspace.originals, workspace.cache, workspace.logs]
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in folders] == [0o700] * 4


def test_opening_again_keeps_what_is_there(workspace: Workspace) -> None:
    kept = keep_original(workspace, b"report", sha256_of(b"report"))
    assert (
        open_workspace(workspace.root, create=True) == open_workspace(workspace.root) == workspace
    )
    assert kept.read_bytes() == b"report"


@pytest.mark.parametrize(
    ("names", "create", "words"),
    [
        (None, False, "There is no workspace at"),
        (["report.pdf"], False, "no workspace of Vouch"),
        (["report.pdf"], True, "no workspace of Vouch"),  # never beside what is not ours
        ([], False, "no workspace of Vouch"),  # empty: perhaps a mistyped name
        (["originals", "notes.txt"], True, "no workspace of Vouch"),
    ],
)
def test_folders_that_are_no_workspace_are_refused(
    tmp_path: Path, names: list[str] | None, create: bool, words: str
) -> None:
    root = tmp_path / "folder"
    for name in names or []:
        (root / name).mkdir(parents=True)
    if names == []:
        root.mkdir()
    with pytest.raises(WorkspaceError, match=words) as error:
        open_workspace(root, create=create)
    assert str(root) in str(error.value)


@pytest.mark.parametrize("names", [[], ["lost+found"], ["originals", "cache"], [".DS_Store"]])
def test_folders_that_may_become_a_workspace(tmp_path: Path, names: list[str]) -> None:
    root = tmp_path / "folder"
    root.mkdir()
    for name in names:
        (root / name).mkdir()
    assert open_workspace(root, create=True).originals.is_dir()


@posix
def test_the_home_of_nobody_says_so() -> None:
    with pytest.raises(
        WorkspaceError, match=r"no such user is known\. Name the folder by its full"
    ):
        open_workspace("~no-such-user-at-all/workspace", create=True)


def test_a_file_is_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").touch()
    with pytest.raises(WorkspaceError, match="is a file, and a workspace is a folder"):
        open_workspace(tmp_path / "report.pdf", create=True)


@posix
@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs another user")
def test_a_read_only_folder_says_so(for_all: Path) -> None:
    workspace = open_workspace(for_all / "workspace", create=True)
    # Root may write everywhere, so another user tries.
    workspace.root.chmod(0o555)
    done = subprocess.run(
        [sys.executable, "-c", TRY_TO_WRITE, str(workspace.root)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.count("you may not write there. Choose another --workspace") == 2, done


def test_a_second_writer_is_told_who_holds_the_workspace(workspace: Workspace) -> None:
    told: list[Holder | None] = []
    with writing(workspace, purpose="nightly ingest"):
        began = time.monotonic()
        with (
            pytest.raises(
                WorkspaceError, match=rf"process {os.getpid()} \(nightly ingest, since 2"
            ),
            writing(workspace, wait=0.3, on_wait=told.append),
        ):
            pytest.fail("two writers at once")
        assert time.monotonic() - began >= 0.3
    assert [found.purpose for found in told if found] == ["nightly ingest"]
    assert holder(workspace) is None


def test_a_second_writer_waits_for_the_first(workspace: Workspace) -> None:
    process = held_elsewhere(workspace)
    told: list[Holder | None] = []

    def release(found: Holder | None) -> None:
        told.append(found)
        process.terminate()

    with writing(workspace, wait=20, on_wait=release):
        pass
    process.communicate()
    assert [found.pid for found in told if found] == [process.pid]


def test_the_lock_of_a_killed_writer_is_free(workspace: Workspace) -> None:
    process = held_elsewhere(workspace)
    process.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    process.communicate()
    with writing(workspace):
        found = holder(workspace)
    assert found is not None
    assert found.pid == os.getpid()


def test_a_disk_that_fails_meanwhile_hides_no_error_and_holds_no_lock(
    workspace: Workspace,
) -> None:
    note = workspace.root / "writer.json"
    with pytest.raises(KeyError), writing(workspace):
        # As on a disk that has become read-only: the note of who writes cannot be removed.
        note.unlink()
        note.mkdir()
        raise KeyError
    note.rmdir()
    with writing(workspace):
        pass


def test_the_lock_is_free_after_an_error(workspace: Workspace) -> None:
    with pytest.raises(KeyError), writing(workspace):
        raise KeyError
    with writing(workspace):
        pass


@posix
def test_an_original_lies_under_its_hash_for_its_owner_alone(workspace: Workspace) -> None:
    digest = sha256_of(b"case note")
    path = keep_original(workspace, b"case note", digest)
    assert path == original_path(workspace, digest) == workspace.originals / digest[:2] / digest
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.stat().st_mtime_ns
    assert keep_original(workspace, b"case note", digest).stat().st_mtime_ns == before


def test_a_cut_original_is_made_whole(workspace: Workspace) -> None:
    digest = sha256_of(b"whole report")
    keep_original(workspace, b"whole report", digest).write_bytes(b"whole")
    assert keep_original(workspace, b"whole report", digest).read_bytes() == b"whole report"


FAILING = [
    (errno.ENOSPC, "the disk is full. Free some space"),
    (errno.EROFS, "you may not write there. Choose another --workspace"),
    (errno.EIO, "Check the disk, or choose another --workspace"),
]


@pytest.mark.parametrize(("code", "words"), FAILING)
def test_an_original_that_finds_no_room_leaves_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    def fail(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    digest = sha256_of(b"report")
    with pytest.raises(WorkspaceError, match=words) as error:
        keep_original(workspace, b"report", digest)
    assert digest in str(error.value)
    assert not [path for path in workspace.originals.rglob("*") if path.is_file()]


def test_replacing_leaves_the_old_file_on_error(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(b"old")
    with pytest.raises(KeyError), replacing(path) as stream:
        stream.write(b"ne")
        raise KeyError
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [
        ("export.csv", b"old")
    ]


def test_sweep_removes_leftovers_and_nothing_else(workspace: Workspace) -> None:
    kept = keep_original(workspace, b"report", sha256_of(b"report"))
    for path in (kept, workspace.root / "writer.json", workspace.parts / "a" / "1.json"):
        left = temporary_beside(path)
        left.parent.mkdir(parents=True, exist_ok=True)
        left.touch()
    with writing(workspace):
        assert sweep(workspace) == 3
        assert sweep(workspace) == 0
    left_over = {path.name for path in workspace.root.rglob("*") if path.is_file()}
    assert left_over - {"writer.lock"} == {kept.name}


def test_sweep_without_the_lock_is_refused(workspace: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="only while the workspace is held"):
        sweep(workspace)
