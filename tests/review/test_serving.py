"""The app's start: a first user where there is none, a port that is free, this machine alone."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from corpus.decisions import open_decisions
from corpus.problems import AccessError, SettingsError
from corpus.users import User, Users, unrecorded
from corpus.workspace import Workspace, open_workspace
from review.serving import first_user, serve
from review.settings import AppSettings


def test_where_nobody_can_sign_in_an_administrator_is_made(place: Workspace) -> None:
    first = first_user(place)
    assert first is not None
    with open_decisions(place) as decisions:
        user = Users(decisions).check(first.name, first.password)
    assert user.temporary
    assert user.role == "administrator"
    assert first.password in first.words
    assert first.name in first.words


def test_who_never_took_a_password_of_their_own_gets_another(place: Workspace) -> None:
    first, again = first_user(place), first_user(place)
    assert first is not None
    assert again is not None
    assert again.name == first.name
    with open_decisions(place) as decisions:
        users = Users(decisions)
        user = users.check(again.name, again.password)
        assert user.temporary
        with pytest.raises(AccessError):
            users.check(first.name, first.password)
        users.set_password(user.name, "river lantern copper moss", user)
        assert not users.check(first.name, "river lantern copper moss").temporary
        assert list(unrecorded(decisions)) == []
    assert first_user(place) is None


def test_one_of_two_gets_no_other_password_by_itself(place: Workspace, keeper: User) -> None:
    with open_decisions(place) as decisions:
        users = Users(decisions)
        ben = users.add("Ben", "administrator", "river lantern copper moss", keeper)
        assert ben.temporary
    assert first_user(place) is None
    with open_decisions(place) as decisions:
        assert Users(decisions).check("Ben", "river lantern copper moss").temporary


@pytest.mark.parametrize(("option", "said"), [("--no-browser", True), ("--no-password", False)])
def test_the_log_of_the_app_is_no_place_for_a_password(
    tmp_path: Path, option: str, said: bool
) -> None:
    place = open_workspace(tmp_path / "fresh", create=True)
    line = [sys.executable, "-u", "-m", "pipelines.main", "--workspace", str(place.root)]
    with subprocess.Popen([*line, "review", option, "--port", "0"], stdout=subprocess.PIPE,
                          text=True) as program:  # fmt: skip
        assert program.stdout is not None
        words = next(text for text in iter(program.stdout.readline, "") if text.strip())
        program.terminate()
    assert ("for the first time alone" in words) == said
    assert place.review.exists() == said


def test_where_there_are_users_nobody_is_added(place: Workspace, keeper: User) -> None:
    assert first_user(place) is None
    with open_decisions(place) as decisions:
        assert [user.name for user in Users(decisions).all()] == [keeper.name]


def test_it_answers_once_it_says_so(place: Workspace) -> None:
    heard: list[str] = []
    settings = AppSettings(workspace=place, port=0)
    threading.Thread(target=serve, args=(settings, heard.append), daemon=True).start()
    for _ in range(1_200):  # a minute, on a machine that is busy with other things
        if heard:
            break
        time.sleep(0.05)
    host = heard[0].removeprefix("http://").rstrip("/")
    connection = http.client.HTTPConnection(host, timeout=30)
    connection.request("GET", "/sign-in")
    answer = connection.getresponse()
    assert answer.status == 200
    assert answer.getheader("server") is None


def test_a_port_that_is_taken_is_named(place: Workspace) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SettingsError, match=f"Port {port} .* --port"):
            serve(AppSettings(workspace=place, port=port))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "example.org"])
def test_it_listens_to_nobody_else_without_a_proxy(place: Workspace, host: str) -> None:
    with pytest.raises(SettingsError, match="no address of this machine alone"):
        AppSettings(workspace=place, host=host)
    assert AppSettings(workspace=place, host=host, trusted_header="X-User").host == host


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "::1", "localhost"])
def test_it_listens_to_this_machine(place: Workspace, host: str) -> None:
    assert AppSettings(workspace=place, host=host).host == host


def test_a_warning_comes_before_the_end(place: Workspace) -> None:
    with pytest.raises(SettingsError, match="fewer minutes"):
        AppSettings(workspace=place, idle_minutes=5, warn_minutes=5)


def test_the_app_needs_no_flow_engine_and_no_spacy_to_start() -> None:
    code = "import sys, review.app; print([m for m in ('prefect', 'spacy') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
