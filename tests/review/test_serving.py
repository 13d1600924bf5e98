"""The app's start: a first user where there is none, a port that is free, this machine alone."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import threading
import time

import pytest

from corpus.decisions import open_decisions
from corpus.problems import SettingsError
from corpus.users import User, Users
from corpus.workspace import Workspace
from review.serving import first_user, serve
from review.settings import AppSettings


def test_where_nobody_can_sign_in_an_administrator_is_made(place: Workspace) -> None:
    first = first_user(place)
    assert first is not None
    with open_decisions(place) as decisions:
        user = Users(decisions).check(first.name, first.password)
    assert user.temporary
    assert first_user(place) is None


def test_where_there_are_users_nobody_is_added(place: Workspace, keeper: User) -> None:
    assert first_user(place) is None
    with open_decisions(place) as decisions:
        assert [user.name for user in Users(decisions).all()] == [keeper.name]


def test_it_answers_once_it_says_so(place: Workspace) -> None:
    heard: list[str] = []
    settings = AppSettings(workspace=place, port=0)
    threading.Thread(target=serve, args=(settings, heard.append), daemon=True).start()
    for _ in range(200):
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
