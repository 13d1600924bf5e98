"""`vouch tag`: through what it is told, with how many processes, and what it deletes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from corpus.frameworks import shipped_text
from corpus.records import Problem
from corpus.workspace import open_workspace
from pipelines.commands import tag
from pipelines.commands.showing import label
from pipelines.lenses import STAND_IN
from pipelines.settings import Settings
from pipelines.tagging import Tagged

Call = Callable[..., Result]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Settings, bool]]:
    """What the command asks for; nothing is tagged."""
    asked: list[tuple[Settings, bool]] = []

    def tag_workspace(settings: Settings, *, alone: bool, on_wait: object) -> Tagged:
        asked.append((settings, alone))
        return Tagged(2304, 9000, ("ilacs-2023", STAND_IN))

    monkeypatch.setattr(tag, "tag_workspace", tag_workspace)
    return asked


def test_without_options_each_document_is_read_through_its_own(
    tmp_path: Path, call: Call, told: list[tuple[Settings, bool]]
) -> None:
    done = call(tmp_path, "tag")

    [(settings, alone)] = told
    assert (settings.frameworks, settings.context, settings.reprocess, alone) == (
        (), False, False, False,
    )  # fmt: skip
    assert done.output == f"2,304 documents gone over, 9,000 tags (ilacs-2023, {STAND_IN}).\n"


def test_options_reach_the_tagging(
    tmp_path: Path, call: Call, told: list[tuple[Settings, bool]]
) -> None:
    call(tmp_path, "tag", "--framework", "asa-2015", "--context", "--reprocess", "--jobs", "3")

    [(settings, alone)] = told
    assert (settings.frameworks, alone) == (("asa-2015",), True)
    assert (settings.context, settings.reprocess, settings.jobs) == (True, True, 3)


def test_frameworks_of_the_variable_are_further_lenses(
    tmp_path: Path,
    call: Call,
    told: list[tuple[Settings, bool]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("VOUCH_FRAMEWORKS", "asa-2015")
    monkeypatch.setenv("VOUCH_CONTEXT", "yes")

    call(tmp_path, "tag")

    [(settings, alone)] = told
    assert (settings.frameworks, settings.context, alone) == (("asa-2015",), True, False)


def test_a_stopped_round_says_how_to_go_on(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = Tagged(3, 12, (STAND_IN,), interrupted=True)
    monkeypatch.setattr(tag, "tag_workspace", lambda *_, **__: stopped)

    done = call(tmp_path, "tag")

    assert done.exit_code == 1
    assert "type the same command to go on" in done.stderr


def test_many_failures_are_counted(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = tuple(Problem("tags", "not-tagged", f"r{n}.pdf was not tagged.") for n in range(25))
    monkeypatch.setattr(tag, "tag_workspace", lambda *_, **__: Tagged(0, 0, (STAND_IN,), failed))

    done = call(tmp_path, "tag")

    assert done.exit_code == 1
    assert done.stderr.count("was not tagged") == 20
    assert "and 5 more" in done.stderr


def test_pruning_tags_nothing(base: Path, call: Call, told: list[tuple[Settings, bool]]) -> None:
    done = call(base, "tag", "--prune")

    assert (done.exit_code, told) == (0, [])
    assert done.output == "0 tags of earlier versions deleted; decisions stay.\n"


def test_a_framework_of_the_workspace_tags_and_its_titles_are_shown(
    tmp_path: Path, call: Call, ingested: Callable[..., object], report: str
) -> None:
    (tmp_path / "report.md").write_text(report)
    place = tmp_path / "workspace"
    ingested(place, tmp_path / "report.md", sensitivity="public", tag=False)
    text = shipped_text("asa-2015").replace("id: asa-2015", "id: asa-2099", 1)
    (open_workspace(place).frameworks / "asa-2099.yaml").write_text(text, encoding="utf-8")

    assert call(place, "tag", "--framework", "asa-2099").exit_code == 0
    stored = call(place, "export", "--what", "tags", "-").stdout
    unknown = call(place, "search", "zebra", "--framework", "asa-2098").output

    assert '"framework":"asa-2099"' in stored.replace(": ", ":")
    folder = open_workspace(place).frameworks
    assert label("asa-2099", "LEAD", folder=folder) == label("asa-2015", "LEAD") != "LEAD"
    assert label("asa-2099", "LEAD") == "LEAD", "elsewhere nobody knows it"
    assert "asa-2099" in unknown, "the workspace's own are among the known"
