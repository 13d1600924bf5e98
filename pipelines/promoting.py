"""Which model a workspace tags with: the one that comes with Vouch, or one trained here.

A trained model has a folder `models/<id>/` with `model.skops` and its card; the file
`models/current` names the one in use, and no file means the one that comes with Vouch.
"""

from __future__ import annotations

import re
from pathlib import Path

from corpus.problems import SettingsError, WorkspaceError
from corpus.workspace import Workspace, replacing

SHIPPED = "shipped"
MODEL = "model.skops"
_POINTER = "current"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


def in_use(workspace: Workspace) -> str:
    """Return the id of the model in use, or "shipped".

    WorkspaceError where the pointer names a model that is not there.
    """
    try:
        name = (workspace.models / _POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return SHIPPED
    except (OSError, UnicodeDecodeError):
        name = ""
    if not _ID.fullmatch(name) or not (name == SHIPPED or _file(workspace, name).is_file()):
        raise WorkspaceError(
            f"The workspace is to tag with the model {name!r}, and that is not in "
            f"{workspace.models}. Choose another with `vouch train --use ID`, or go back to the "
            f"one that comes with Vouch: `vouch train --use {SHIPPED}`."
        )
    return name


def model_path(workspace: Workspace) -> Path | None:
    """Return the file of the model in use; null for the one that comes with Vouch."""
    name = in_use(workspace)
    return None if name == SHIPPED else _file(workspace, name)


def trained(workspace: Workspace) -> tuple[str, ...]:
    """List the ids of the models trained here, in alphabetical order, which is that of time."""
    return tuple(sorted(path.parent.name for path in workspace.models.glob(f"*/{MODEL}")))


def promote(workspace: Workspace, name: str) -> None:
    """Tag with this model from now on: an id, or "shipped". The caller holds the workspace.

    SettingsError where there is none of that id.
    """
    if name != SHIPPED and name not in trained(workspace):
        there = ", ".join((SHIPPED, *trained(workspace)))
        raise SettingsError(f"There is no model {name!r} in this workspace. There are: {there}.")
    workspace.models.mkdir(mode=0o700, exist_ok=True)
    with replacing(workspace.models / _POINTER) as out:
        out.write(f"{name}\n".encode())


def _file(workspace: Workspace, name: str) -> Path:
    return workspace.models / name / MODEL
