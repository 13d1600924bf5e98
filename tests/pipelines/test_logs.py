"""The log file: one JSON object a line, nothing of what documents say, never in the way."""

import json
import logging
import os
from pathlib import Path

import pytest

from pipelines import logs
from pipelines.logs import log, log_defect, logging_to


def written(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_record_is_a_line_with_time_level_and_details(tmp_path: Path) -> None:
    with logging_to(tmp_path / "logs") as path:
        log("run-started", run="r1", path=Path("a\nb.pdf"))
        log("too-slow", logging.WARNING, seconds=1.5)

    first, second = written(path)
    assert str(first.pop("at")).endswith("+00:00")
    assert first == {"level": "info", "what": "run-started", "run": "r1", "path": "a\nb.pdf"}
    assert (second["level"], second["seconds"]) == ("warning", 1.5)


def test_runs_follow_each_other_in_one_file(tmp_path: Path) -> None:
    for run in ("r1", "r2"):
        with logging_to(tmp_path) as path:
            log("run-started", run=run)

    assert [line["run"] for line in written(path)] == ["r1", "r2"]


def test_without_a_log_file_nothing_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with logging_to(tmp_path):
        log("inside")
    log("after")

    assert capsys.readouterr() == ("", "")
    assert [line["what"] for line in written(tmp_path / logs.FILE_NAME)] == ["inside"]
    logger = logging.getLogger(logs.ROOT)
    assert (logger.handlers, logger.propagate) == ([], True)


def test_the_file_is_turned_before_it_grows_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "_LARGEST", 1000)
    with logging_to(tmp_path):
        for number in range(100):
            log("event", number=number)

    files = sorted(tmp_path.iterdir())
    assert len(files) == 1 + logs._KEPT
    assert max(path.stat().st_size for path in files) <= 1000


def test_a_defect_is_logged_by_place_and_kind_without_its_words(tmp_path: Path) -> None:
    def broken() -> None:
        raise KeyError("Mara was seen at home")

    with logging_to(tmp_path) as path:
        try:
            broken()
        except KeyError as error:
            log_defect(error, path="/in/a.pdf")

    [line] = written(path)
    assert (line["level"], line["what"], line["error"]) == ("error", "internal-error", "KeyError")
    assert line["path"] == "/in/a.pdf"
    assert str(line["trace"]).endswith(" broken']")
    assert "Mara" not in path.read_text("utf-8")


def test_a_full_disk_keeps_nothing_from_going_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with logging_to(tmp_path / "logs") as path:
        path.mkdir()  # a file that cannot be opened, as on a disk without room
        log("run-started")

    assert capsys.readouterr() == ("", "")


@pytest.mark.skipif(os.name != "posix", reason="other systems have other permissions")
def test_the_log_is_for_its_owner_alone(tmp_path: Path) -> None:
    with logging_to(tmp_path) as path:
        log("run-started")

    assert path.stat().st_mode & 0o777 == 0o600
