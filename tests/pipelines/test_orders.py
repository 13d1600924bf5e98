"""Orders of flows: what a worker needs to be told, and what it must refuse to guess."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from corpus.problems import SettingsError
from pipelines.orders import Order, WatchOrder, order_of, paths_of, settings_of
from pipelines.settings import Settings

HERE = str(Path("/srv/vouch").absolute())
REPORTS = str(Path("/srv/reports").absolute())
NOTES = str(Path("/srv/notes").absolute())


def test_every_setting_of_a_run_can_be_ordered() -> None:
    settings = {entry.name for entry in dataclasses.fields(Settings)}
    # A batch of the store is a part file here, whose size follows from the engine; and no run
    # de-identifies: that is done by `vouch redact`, where the vault is open.
    assert settings - {"batch_size", "deid_pipeline"} == set(Order.model_fields) - {"paths", "dask"}


def test_what_is_not_ordered_comes_from_the_workers_environment() -> None:
    environ = {"VOUCH_WORKSPACE": HERE, "VOUCH_JOBS": "3", "VOUCH_KIND": "case-note"}
    settings = settings_of(Order(kind="report"), environ)
    assert (settings.workspace, settings.jobs, settings.kind) == (Path(HERE), 3, "report")


@pytest.mark.parametrize(
    ("given", "environ"),
    [
        pytest.param(None, {}, id="none at all"),
        pytest.param("vouch-workspace", {}, id="in the worker's temporary folder"),
        pytest.param(None, {"VOUCH_WORKSPACE": "evidence"}, id="relative variable"),
    ],
)
def test_a_workspace_that_would_vanish_is_refused(
    given: str | None, environ: dict[str, str]
) -> None:
    with pytest.raises(SettingsError, match=r"no workspace .* VOUCH_WORKSPACE"):
        settings_of(Order(workspace=given), environ)


def test_paths_come_from_the_order_and_else_from_the_environment() -> None:
    environ = {"VOUCH_FOLDERS": os.pathsep.join([REPORTS, NOTES])}
    assert paths_of(Order(), environ) == [Path(REPORTS), Path(NOTES)]
    assert paths_of(Order(paths=(NOTES,)), environ) == [Path(NOTES)]


@pytest.mark.parametrize(
    ("order", "message"),
    [
        pytest.param(Order(), "told no files or folders", id="nothing to do"),
        pytest.param(Order(paths=("reports",)), "reports is not absolute", id="relative"),
        pytest.param(Order(paths=(REPORTS, "")), "not absolute", id="empty name"),
    ],
)
def test_paths_that_a_worker_could_not_find_are_refused(order: Order, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        paths_of(order, {})


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"jobs": 0}, id="no worker"),
        pytest.param({"pdf_engine": "pypdf"}, id="unknown engine"),
        pytest.param({"sensitivity": "secret"}, id="unknown sensitivity"),
        pytest.param({"job": 2}, id="slip of the pen"),
        pytest.param({"paths": "/srv"}, id="one path without its list"),
        pytest.param({"settle_seconds": 5}, id="only for watching"),
    ],
)
def test_a_wrong_order_is_refused_before_a_run_exists(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Order.model_validate(wrong)


def test_the_command_lines_settings_survive_as_an_order(tmp_path: Path) -> None:
    settings = Settings(
        workspace=tmp_path, jobs=2, kind="report", tag=False, frameworks=("asa-2015",), strict=True
    )
    back = settings_of(order_of([tmp_path], settings), {"VOUCH_TAG": "yes", "VOUCH_STRICT": "yes"})
    # Whether the run was good enough is for the command to say: it has the summary.
    assert back == dataclasses.replace(settings, strict=False)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_name_that_is_no_text_survives_the_way_to_the_server(tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"report\xff\n.pdf")
    order = order_of([odd], Settings(workspace=tmp_path))
    assert Order.model_validate_json(order.model_dump_json()) == order
    assert paths_of(order) == [odd]


def test_a_watched_file_rests_a_minute_unless_told_otherwise() -> None:
    assert WatchOrder().settle_seconds == 60
