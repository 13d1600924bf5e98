"""The folder for temporary files of a run: there while it runs, and gone after it."""

from pathlib import Path

import pytest

from corpus.workspace import Workspace, open_workspace
from pipelines.staff import temporary


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "ws", create=True)


def test_it_is_there_for_the_run_and_gone_after_it(workspace: Workspace) -> None:
    with temporary(workspace) as folder:
        (folder / "page.png").write_bytes(b"a page")
        assert folder.parent == workspace.cache

    assert not folder.exists()


def test_what_a_killed_run_left_is_not_found_by_the_next(workspace: Workspace) -> None:
    left = workspace.cache / "temporary"
    (left / "deep").mkdir(parents=True)
    (left / "deep" / "page.png").write_bytes(b"a page")

    with temporary(workspace) as folder:
        assert list(folder.iterdir()) == []


def test_it_goes_when_the_run_fails_too(workspace: Workspace) -> None:
    with pytest.raises(KeyboardInterrupt), temporary(workspace) as folder:
        raise KeyboardInterrupt
    assert not folder.exists()
