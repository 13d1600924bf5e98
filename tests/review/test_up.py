"""`vouch up`: one at a time, ports that are free, and in earnest: started, used, ended in order."""

from __future__ import annotations

import getpass
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from corpus.evidence import open_evidence
from corpus.problems import SettingsError
from corpus.users import clean_name
from corpus.workspace import Workspace
from pipelines.commands.demo import samples
from review.supervising import EndedError, Program, Supervisor, living
from review.up import (
    Heard,
    Together,
    alone,
    answers,
    programs,
    refuse_missing,
    refuse_taken,
    up,
)


def no_one() -> None:
    """What is called on the way where nobody listens."""


OWN = "river lantern copper moss"
NOBODY = Heard(no_one, no_one)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@pytest.fixture
def wanted(place: Workspace) -> Together:
    return Together(workspace=place, port=free_port(), prefect_port=free_port())


def test_a_second_one_for_the_same_workspace_is_refused(wanted: Together) -> None:
    with alone(wanted), pytest.raises(SettingsError, match="runs already"), alone(wanted):
        pass
    with alone(wanted):
        pass


def test_what_a_killed_one_left_behind_is_ended(wanted: Together) -> None:
    code = [sys.executable, "-c", "import time; time.sleep(60)"]
    left, another = subprocess.Popen(code), subprocess.Popen(code)
    began = psutil.Process(left.pid).create_time()
    state = {"pid": 1, "children": [[left.pid, began], [another.pid, began - 1000], ["?", None]]}
    (wanted.workspace.cache / "up.json").write_text(json.dumps(state))
    said: list[str] = []
    with alone(wanted, said.append):
        left.wait(10)
        assert said == ["Ending 1 programs that a `vouch up` left when it was killed."]
        # A process that has got the number of one of ours since is none of our business.
        assert another.poll() is None
    another.kill()
    another.wait(10)


@pytest.mark.parametrize("written", ["", "[]", "{", '{"children": 3}', '{"children": [[-5, "x"]]}'])
def test_a_state_that_cannot_be_read_stops_nobody(wanted: Together, written: str) -> None:
    (wanted.workspace.cache / "up.json").write_text(written)
    said: list[str] = []
    with alone(wanted, said.append):
        assert said == []
    assert not (wanted.workspace.cache / "up.json").exists()


@pytest.mark.parametrize("which", ["port", "prefect_port"])
def test_a_port_that_is_taken_is_named_before_anything_starts(place: Workspace, which: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        ports = {"port": free_port(), "prefect_port": free_port(), which: taken}
        option = f"--{which.replace('_', '-')}"
        supervisor = Supervisor(print)
        with pytest.raises(SettingsError, match=f"Port {taken} .*{option}"):
            up(Together(workspace=place, **ports), supervisor, NOBODY)
        assert supervisor.children == []


def test_a_package_that_is_missing_is_named_before_anything_starts() -> None:
    refuse_missing()
    with pytest.raises(SettingsError, match=r"Not installed: no_such_engine\..*vouch doctor"):
        refuse_missing(("uvicorn", "no_such_engine"))


def typed(root: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """What `vouch up` says to somebody who types it for a workspace that is not there yet."""
    line = [sys.executable, "-m", "pipelines.main", "--workspace", str(root), "up", "--no-browser"]
    return subprocess.run([*line, *more], capture_output=True, text=True, check=False)


def test_a_start_that_fails_shows_no_password_for_nothing(tmp_path: Path) -> None:
    root = tmp_path / "fresh"
    with socket.create_server(("127.0.0.1", 0)) as other:
        done = typed(root, "--port", str(other.getsockname()[1]))
    assert done.returncode == 1
    assert "cannot be used" in done.stderr
    assert "password" not in done.stdout
    assert not (root / "review.db").exists()


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear aunt")
    done = typed(tmp_path, "--port", str(free_port()))
    assert done.returncode == 1
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_all_is_told_to_listen_on_this_machine_alone(wanted: Together) -> None:
    found = programs(wanted)
    server = found["server"].arguments
    assert server[server.index("--host") + 1] == "127.0.0.1"
    assert "--host" not in found["app"].arguments
    assert "--no-password" in found["app"].arguments
    for name in ("server", "worker", "deploying"):
        environment = found[name].environment
        assert environment["PREFECT_API_URL"] == f"http://127.0.0.1:{wanted.prefect_port}/api"
        assert Path(environment["PREFECT_HOME"]).is_absolute()
        assert "VOUCH_PASSPHRASE" not in environment


def test_one_port_is_not_enough(place: Workspace) -> None:
    with pytest.raises(SettingsError, match="a port each"):
        refuse_taken(Together(workspace=place, port=8713, prefect_port=8713))


def test_the_worker_leaves_first_then_the_server_then_the_app(wanted: Together) -> None:
    found = programs(wanted)
    order = sorted(("app", "server", "worker"), key=lambda name: found[name].leaves)
    assert order == ["worker", "server", "app"]
    assert {one.log.parent for one in found.values()} == {wanted.workspace.logs}


def test_where_one_cannot_run_all_are_ended_and_it_is_said(
    wanted: Together, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fakes(_: Together) -> dict[str, Program]:
        code = {"app": "import time; time.sleep(60)", "server": "raise SystemExit(4)"}
        return {
            name: Program(f"the {name}", (sys.executable, "-c", words), dict(os.environ),
                          wanted.workspace.logs / f"{name}.log")
            for name, words in code.items()
        }  # fmt: skip

    monkeypatch.setattr("review.up.programs", fakes)
    said: list[str] = []
    supervisor = Supervisor(said.append)
    with pytest.raises(
        EndedError, match=r"the server has ended by itself \(status 4\).*What was stored stays"
    ):
        up(wanted, supervisor, NOBODY)
    assert "Ending the others" in said[-2]
    assert said[-1] == "Ending the app."
    assert not (wanted.workspace.cache / "up.json").exists()


def test_nobody_answers_where_nobody_listens() -> None:
    assert not answers(free_port(), "/")


def ask(port: int, method: str, path: str, body: object = None) -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    sent = None if body is None else json.dumps(body)
    connection.request(method, f"/api{path}", sent, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    content = answer.read()
    assert answer.status < 300, content
    return json.loads(content)


def started_by(command: subprocess.Popen[str], until: str) -> list[str]:
    assert command.stdout is not None
    lines: list[str] = []
    for line in command.stdout:
        lines.append(line.rstrip())
        if until in line:
            return lines
    raise AssertionError("\n".join(lines))


def ran(port: int, folder: Path) -> str:
    """Have a folder ingested, and return how that ended."""
    found = ask(port, "GET", "/deployments/name/ingest/ad-hoc")
    order = {"paths": [str(folder)], "jobs": 1, "sensitivity": "public"}
    run = ask(port, "POST", f"/deployments/{found['id']}/create_flow_run",
              {"parameters": {"order": order}})  # fmt: skip
    for _ in range(240):
        state = ask(port, "GET", f"/flow_runs/{run['id']}")["state"]
        if state["type"] in ("COMPLETED", "FAILED", "CRASHED"):
            return str(state["type"])
        time.sleep(1)
    return "not ended"


def listening(processes: list[psutil.Process]) -> dict[str, set[int]]:
    """Return at which addresses these processes listen, and on which ports there."""
    found: dict[str, set[int]] = {}
    for process in processes:
        for one in process.net_connections("inet"):
            if one.status == psutil.CONN_LISTEN:
                found.setdefault(one.laddr.ip, set()).add(one.laddr.port)
    return found


def shown(wanted: Together, password: str) -> tuple[str, str]:
    """Sign in for the first time, and return what the app shows of providers and a document."""
    with httpx.Client(base_url=wanted.app, follow_redirects=True) as browser:
        own = {"sec-fetch-site": "same-origin"}
        said = {"name": clean_name(getpass.getuser()), "password": password}
        page = browser.post("/sign-in", data=said, headers=own)
        assert page.url.path == "/password", "a password for once must be changed"
        [token, *_] = re.findall('name="token" value="([^"]+)"', page.text)
        mine = {"new_password": OWN, "again": OWN, "password": password, "token": token}
        browser.post("/password", data=mine, headers=own)
        page = browser.post("/sign-in", data=said | {"password": OWN}, headers=own)
        with open_evidence(wanted.workspace, read_only=True) as evidence:
            [(first,)] = evidence.query("SELECT min(id) FROM documents")
        return page.text, browser.get(f"/document/{first}").text


@pytest.mark.slow
@pytest.mark.prefect
@pytest.mark.skipif(os.name != "posix", reason="sends POSIX signals")
def test_it_starts_runs_a_flow_and_ends_in_order(tmp_path: Path) -> None:
    root = tmp_path / "fresh"
    wanted = Together(workspace=Workspace(root), port=free_port(), prefect_port=free_port())
    (folder,) = {path if path.is_dir() else path.parent for path in samples()[:1]}
    environment = {name: value for name, value in os.environ.items() if name != "PREFECT_HOME"}
    command = subprocess.Popen(
        [sys.executable, "-m", "pipelines.main", "--workspace", str(root), "up",
         "--no-browser", "--port", str(wanted.port), "--prefect-port", str(wanted.prefect_port)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env=environment | {"PYTHONUNBUFFERED": "1"}, start_new_session=True,
    )  # fmt: skip
    try:
        said = started_by(command, "Ctrl-C ends")
        assert f"Vouch is open at   {wanted.app}" in said
        assert f"Prefect is open at {wanted.prefect}" in said
        [password] = [line.strip() for line in said if re.fullmatch("    ([a-z0-9]{5}-?){4}", line)]
        again = typed(root, "--port", str(free_port()), "--prefect-port", str(free_port()))
        assert again.returncode == 1
        assert "runs already" in again.stderr
        assert "password" not in again.stdout
        ours = psutil.Process(command.pid).children(recursive=True)
        assert len(ours) >= 3
        assert ran(wanted.prefect_port, folder) == "COMPLETED"
        ports = listening(ours)
        assert set(ports) == {"127.0.0.1"}
        assert ports["127.0.0.1"] >= {wanted.port, wanted.prefect_port}
        providers, document = shown(wanted, password)
        assert "0 providers" not in providers
        assert "Read through" in document
        ours = psutil.Process(command.pid).children(recursive=True)
        command.send_signal(signal.SIGTERM)
        said = started_by(command, "All of it has ended.")
        assert command.wait(60) == 0
    finally:
        command.kill()
        command.wait(10)
    assert [line for line in said if line.startswith("Ending")] == [
        "Ending the worker.", "Ending the Prefect server.", "Ending the app.",
    ]  # fmt: skip
    assert not [one for one in ours if living(one)]
    refuse_taken(wanted)
    assert password not in "".join(path.read_text() for path in (root / "logs").iterdir())
    assert (root / "cache" / "prefect").is_dir()
    assert not (root / "cache" / "up.json").exists()
