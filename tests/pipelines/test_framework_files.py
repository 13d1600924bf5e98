"""A framework document from file to workspace: read, recognised, attached or created."""

import os
import sys
from pathlib import Path

import pytest

from corpus.frameworks import load
from corpus.frameworks.loading import read
from corpus.problems import FrameworkError, WorkspaceError
from corpus.workspace import Workspace, open_workspace
from pipelines.framework_files import (
    attached,
    keep_attached,
    keep_new,
    likely,
    read_document,
)

DOCUMENT = """# Mill inspection framework

In force from 2 May 2034.

Judgements are made on this scale:

- whole
- worn

## Wheels

### Whole

1. In a whole mill:

- Wheels turn without noise.

### Worn

2. In a worn mill:

- Wheels creak.

## Sacks

### Whole

3. In a whole mill:

- Sacks are dry.

### Worn

4. In a worn mill:

- Sacks are wet.
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "mill.md"
    path.write_text(DOCUMENT)
    return path


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "workspace", create=True)


def restated() -> str:
    """The shipped framework's own short words, set out as a document of that framework."""
    ours = load("sccif-asa-2024")
    lines = ["# A framework for inspection\n"]
    for area in ours.areas:
        lines.append(f"\n## {area.title}\n")
        for grade in ours.printed_order or [step.name for step in ours.scale]:
            lines.append(f"\n### {grade.capitalize()}\n")
            lines += [
                f"\n{one.text}\n"
                for one in ours.criteria
                if (one.area, one.grade) == (area.code, grade)
            ]
    return "".join(lines)


def test_a_document_is_recognised_by_what_it_says(tmp_path: Path, document: Path) -> None:
    ours = tmp_path / "ours.md"
    ours.write_text(restated())

    assert likely(read_document(ours).compiled)[0] == "sccif-asa-2024"
    assert likely(read_document(document).compiled) == ()


def test_wording_and_document_are_kept_together(document: Path, workspace: Workspace) -> None:
    found = read_document(document)
    path, done = keep_new(workspace, found, "mill-2034", None)
    attachment, kept = keep_attached(workspace, found, load("mill-2034", workspace.frameworks))

    assert (done, kept) == ("written", "written")
    assert path.read_text().startswith("# Written by")
    assert attached(workspace.frameworks, "mill-2034") == attachment
    assert attached(workspace.frameworks, "asa-2015") is None
    originals = [p for p in workspace.originals.rglob("*") if p.is_file()]
    assert [p.read_bytes() for p in originals] == [document.read_bytes()]


def test_a_new_framework_holds_together(document: Path, workspace: Workspace) -> None:
    path, _ = keep_new(workspace, read_document(document), "mill-2034", None)
    found = read(path.read_text(), path.name)

    assert [criterion.code for criterion in found.criteria] == [
        "WHEELS-WHOL-1",
        "SACKS-WHOL-1",
        "WHEELS-WORN-1",
        "SACKS-WORN-1",
    ]
    assert {criterion.force for criterion in found.criteria} == {"descriptor"}


def test_the_folder_appears_in_a_workspace_made_before_it(
    document: Path, workspace: Workspace
) -> None:
    workspace.frameworks.rmdir()
    path, _ = keep_new(workspace, read_document(document), "mill-2034", None)

    assert path.parent == workspace.frameworks
    assert [entry.name for entry in workspace.frameworks.iterdir()] == ["mill-2034.yaml"]


def test_damaged_wording_names_its_file(workspace: Workspace) -> None:
    path = workspace.frameworks / "asa-2015.wording.json"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(FrameworkError, match=r"asa-2015\.wording\.json cannot be read"):
        attached(workspace.frameworks, "asa-2015")
    path.write_text("{}")
    with pytest.raises(FrameworkError, match=r"asa-2015\.wording\.json is damaged"):
        attached(workspace.frameworks, "asa-2015")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FrameworkError, match=r"gone\.pdf cannot be read: No such file"):
        read_document(tmp_path / "gone.pdf")


@pytest.mark.skipif(
    sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="the superuser may read everything",
)
def test_a_file_that_may_not_be_read_is_named(document: Path) -> None:
    document.chmod(0)
    with pytest.raises(FrameworkError, match="Check the path and your rights"):
        read_document(document)


def test_a_file_far_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.pdf"
    with path.open("wb") as stream:
        stream.truncate(300_000_000)

    with pytest.raises(FrameworkError, match="more than 200 MB"):
        read_document(path)


def test_a_workspace_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    with pytest.raises(WorkspaceError, match="is a file"):
        open_workspace(tmp_path / "file", create=True)
