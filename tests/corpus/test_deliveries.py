"""Files that a user asks for by name: whole, where they were asked for, and nothing beside them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.deliveries import abandoned, delivering
from corpus.problems import WorkspaceError
from corpus.workspace import HOST, Workspace

MADE_UP = "0123456789abcdef"


def deliver(workspace: Workspace, path: Path, content: bytes = b"new") -> None:
    with delivering(workspace, path) as stream:
        stream.write(content)


def ended_process() -> int:
    return int(subprocess.check_output([sys.executable, "-c", "import os; print(os.getpid())"]))


def test_a_file_is_replaced_once_the_new_one_is_whole(workspace: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "tags.csv"
    out.write_bytes(b"old")
    with delivering(workspace, out) as stream:
        stream.write(b"new")
        stream.flush()
        assert out.read_bytes() == b"old"
    assert out.read_bytes() == b"new"


def test_what_a_killed_command_left_goes_with_the_next(
    workspace: Workspace, tmp_path: Path
) -> None:
    killed = tmp_path / f".part-{HOST}-{ended_process()}-{MADE_UP}"
    killed.touch()
    deliver(workspace, tmp_path / "tags.csv")
    assert not killed.exists()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (f".part-{HOST}-{os.getpid()}-{MADE_UP}", "its process is at work"),
        (f".part-{HOST}else-999999999-{MADE_UP}", "its process runs on another machine"),
        (f".part-{HOST}-999999999-{MADE_UP}.csv", "the name is somebody else's"),
        (".part-notes", "the name is somebody else's"),
        ("part-of-the-evidence.csv", "it is no leftover at all"),
    ],
    # Names of processes differ from run to run; tests are called by the reason.
    ids=lambda value: value if " " in value else "",
)
def test_other_files_stay(workspace: Workspace, tmp_path: Path, name: str, why: str) -> None:
    (tmp_path / name).touch()
    assert abandoned(tmp_path) == [], why
    deliver(workspace, tmp_path / "tags.csv")
    assert (tmp_path / name).exists(), why


def test_a_link_stays_a_link(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "latest.csv").symlink_to(tmp_path / "shared" / "tags.csv")
    deliver(workspace, tmp_path / "latest.csv")
    assert (tmp_path / "latest.csv").is_symlink()
    assert (tmp_path / "shared" / "tags.csv").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("workspace/evidence.db", "the store itself"),
        ("workspace/models/backup.zip", "a backup would pack itself"),
        ("elsewhere/../workspace/tags.csv", "a way round"),
        ("link/tags.csv", "a link into it"),
    ],
)
def test_the_workspace_takes_nothing(
    workspace: Workspace, tmp_path: Path, path: str, why: str
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(workspace.root)
    before = sorted(workspace.root.rglob("*"))
    with pytest.raises(WorkspaceError, match=r"lies in the workspace .* Name a file outside"):
        deliver(workspace, tmp_path / path)
    assert sorted(workspace.root.rglob("*")) == before, why


@pytest.mark.parametrize("path", [".", os.devnull])
def test_what_is_no_file_is_not_replaced(workspace: Workspace, tmp_path: Path, path: str) -> None:
    with pytest.raises(WorkspaceError, match=r"is a folder or a device\. Name a file"):
        deliver(workspace, tmp_path / path)
    assert not Path(os.devnull).is_file()
