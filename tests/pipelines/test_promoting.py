"""Which model a workspace tags with, and how it goes back."""

from pathlib import Path

import pytest

from corpus.problems import SettingsError, WorkspaceError
from corpus.workspace import Workspace, open_workspace
from pipelines.promoting import MODEL, SHIPPED, in_use, model_path, promote, trained


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "ws", create=True)


def model(workspace: Workspace, name: str) -> Path:
    path = workspace.models / name / MODEL
    path.parent.mkdir()
    path.write_bytes(b"a model")
    return path


def test_a_new_workspace_uses_what_comes_with_vouch(workspace: Workspace) -> None:
    assert (in_use(workspace), model_path(workspace), trained(workspace)) == (SHIPPED, None, ())


def test_a_promoted_model_is_used_until_another_is(workspace: Workspace) -> None:
    paths = [model(workspace, name) for name in ("20260101", "20260202")]

    promote(workspace, "20260202")
    assert model_path(workspace) == paths[1]
    promote(workspace, "20260101")
    assert (in_use(workspace), model_path(workspace)) == ("20260101", paths[0])
    promote(workspace, SHIPPED)
    assert model_path(workspace) is None
    assert trained(workspace) == ("20260101", "20260202")
    assert [path.name for path in workspace.models.iterdir() if path.is_file()] == ["current"]


def test_a_model_that_is_not_there_is_not_promoted(workspace: Workspace) -> None:
    model(workspace, "20260101")

    with pytest.raises(SettingsError, match=r"no model '\.\./x'.* There are: shipped, 20260101"):
        promote(workspace, "../x")
    assert in_use(workspace) == SHIPPED


@pytest.mark.parametrize("said", ["20260101", "../../elsewhere", "", "\udcff", "a\nb"])
def test_a_pointer_that_leads_nowhere_is_named_with_the_way_back(
    workspace: Workspace, said: str
) -> None:
    (workspace.models / "current").write_bytes(said.encode("utf-8", "surrogateescape"))

    with pytest.raises(WorkspaceError, match="vouch train --use shipped"):
        model_path(workspace)
