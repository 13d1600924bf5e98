"""What the programs of Prefect are told by `vouch up`, and which deployments they get."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from corpus.workspace import Workspace, open_workspace
from pipelines.prefect_environment import VARIABLES
from pipelines.prefect_programs import (
    deploying,
    environment,
    server,
    worker,
    written_deployments,
)


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "workspace", create=True)


def test_they_are_told_nothing_that_calls_home_and_their_own_server(place: Workspace) -> None:
    found = environment(place, 4207, [], {"PREFECT_API_URL": "https://elsewhere.example/api"})
    assert found.items() >= VARIABLES.items()
    assert found["PREFECT_API_URL"] == "http://127.0.0.1:4207/api"
    assert found["VOUCH_WORKSPACE"] == str(place.root)
    assert "VOUCH_FOLDERS" not in found


def test_what_prefect_keeps_stands_in_the_cache_unless_the_user_says_where(
    place: Workspace,
) -> None:
    assert environment(place, 1, [], {})["PREFECT_HOME"] == str(place.cache / "prefect")
    assert environment(place, 1, [], {"PREFECT_HOME": "/p"})["PREFECT_HOME"] == "/p"


def test_folders_come_as_full_paths_and_those_of_the_user_stay(place: Workspace) -> None:
    found = environment(place, 1, [Path("reports")], {"VOUCH_FOLDERS": "/other"})
    assert found["VOUCH_FOLDERS"] == str(Path("reports").absolute())
    assert environment(place, 1, [], {"VOUCH_FOLDERS": "/other"})["VOUCH_FOLDERS"] == "/other"


def test_the_passphrase_is_for_no_flow(place: Workspace) -> None:
    assert "VOUCH_PASSPHRASE" not in environment(place, 1, [], {"VOUCH_PASSPHRASE": "secret"})


def test_all_of_them_listen_on_this_machine_and_import_nothing_from_where_the_user_is() -> None:
    assert server(4207)[-4:] == ("--host", "127.0.0.1", "--port", "4207")
    assert worker()[-4:] == ("--pool", "vouch", "--limit", "1")
    for arguments in (server(1), worker(), deploying(Path("plan.yaml"))):
        assert arguments[1:3] == ("-P", "-m")


@pytest.mark.parametrize("scheduled", [True, False])
def test_without_folders_nothing_goes_by_the_clock(place: Workspace, scheduled: bool) -> None:
    plan = yaml.safe_load(written_deployments(place, scheduled).read_text())
    active = {
        one["name"]: [schedule["active"] for schedule in one.get("schedules", ())]
        for one in plan["deployments"]
    }
    assert active["nightly"] == active["watch-folder"] == [scheduled]
    # Nobody but the user lets case notes be read by the clock.
    assert active["watch-case-notes"] == [False]
    assert {one["work_pool"]["name"] for one in plan["deployments"]} == {"vouch"}
