"""Files that a user asks for by name, such as exports and backups: whole or not at all.

They lie outside the workspace, where no sweep comes by: what a killed command left beside such a
file is removed when the next one is written into the same folder.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from corpus.problems import WorkspaceError
from corpus.workspace import HOST, TEMPORARY, Workspace, replacing

_PART = re.compile(rf"{re.escape(TEMPORARY)}{HOST}-(?P<process>\d+)-[0-9a-f]{{16}}")


@contextlib.contextmanager
def delivering(workspace: Workspace, path: Path, mode: int = 0o600) -> Iterator[BinaryIO]:
    """Write a file at a path that the user named; it replaces an older one once it is whole.

    WorkspaceError where the path leads into the workspace, or to what is no file. OSError where
    the file cannot be written.
    """
    target = delivered_to(workspace, path)
    for left in abandoned(target.parent):
        left.unlink(missing_ok=True)
    with replacing(target, mode) as stream:
        yield stream


def delivered_to(workspace: Workspace, path: Path) -> Path:
    """Return the file that is to be written, links followed; WorkspaceError as `delivering`."""
    # A link stays one: what it leads to is replaced.
    target = Path(os.path.realpath(path))
    if target.is_relative_to(os.path.realpath(workspace.root)):
        raise WorkspaceError(
            f"{path} lies in the workspace {workspace.root}, which holds nothing but its own. "
            "Name a file outside of it."
        )
    if target.exists() and not target.is_file():
        raise WorkspaceError(f"{path} is a folder or a device. Name a file.")
    return target


def abandoned(folder: Path) -> list[Path]:
    """List half-written files of processes of this machine that have ended."""
    found = [(path, _PART.fullmatch(path.name)) for path in folder.glob(f"{TEMPORARY}*")]
    return [path for path, part in found if part and not _runs(int(part["process"]))]


def _runs(process: int) -> bool:
    # There is something to ask about only after a kill: others do without the import.
    import psutil  # noqa: PLC0415

    return psutil.pid_exists(process)
