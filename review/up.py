"""`vouch up`: the app, the Prefect server, its worker and the deployments, started together.

All listen on this machine alone. They end in the order in which they need each other: the worker,
which finishes what it is at, then the server to which it reports, then the app.
"""

from __future__ import annotations

import contextlib
import http.client
import importlib.util
import json
import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil

from corpus.problems import SettingsError
from corpus.workspace import Workspace, replacing
from pipelines import prefect_programs
from pipelines.prefect_programs import HOST
from review.supervising import Child, EndedError, Program, StoppedError, Supervisor, finish

_LONG = 180.0  # seconds; a busy laptop takes a minute
_WORKER_PATIENCE = 60.0
_KEPT = "What was stored stays: type the same command to start all of it again."
_LOCK, _STATE = "up.lock", "up.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """What is to run: for which workspace, where, and which folders the deployments go over."""

    workspace: Workspace
    port: int
    prefect_port: int
    folders: tuple[Path, ...] = ()

    @property
    def app(self) -> str:
        """Where people work."""
        return f"http://{HOST}:{self.port}/"

    @property
    def prefect(self) -> str:
        """Where runs are looked at."""
        return f"http://{HOST}:{self.prefect_port}/"

    @property
    def scheduled(self) -> bool:
        """Whether there is anything to go over by the clock."""
        return bool(self.folders or os.environ.get(prefect_programs.FOLDERS))


@dataclass(frozen=True, slots=True)
class Heard:
    """What is called on the way: `begun` before anything is started, `opened` once all answer."""

    begun: Callable[[], None]
    opened: Callable[[], None]


def up(wanted: Together, supervisor: Supervisor, heard: Heard) -> None:
    """Run all of it until the user asks for the end.

    SettingsError where it runs already or a port is taken; EndedError where one of the programs
    ends by itself, once the others have been ended.
    """
    with alone(wanted, supervisor.say), supervisor.wish.heard():
        refuse_missing()
        refuse_taken(wanted)
        heard.begun()
        try:
            _start(wanted, supervisor)
            heard.opened()
            supervisor.watch()
        except StoppedError:
            pass
        except EndedError as error:
            supervisor.say("Something has ended that should not. Ending the others.")
            raise EndedError(f"{error} {_KEPT}") from error
        finally:
            supervisor.end()


@contextlib.contextmanager
def alone(wanted: Together, say: Callable[[str], None] = lambda _: None) -> Iterator[None]:
    """Refuse a second start for the same workspace; end what a killed one left behind."""
    # Costs 0.1 s to import: other commands do without.
    import filelock  # noqa: PLC0415

    cache = wanted.workspace.cache
    cache.mkdir(mode=0o700, exist_ok=True)
    lock = filelock.FileLock(cache / _LOCK, mode=0o600)
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout as error:
        raise SettingsError(
            f"`vouch up` runs already for {wanted.workspace.root}{_whose(cache)}. Open that, or "
            "end it with Ctrl-C in its terminal first."
        ) from error
    try:
        if left := _left_behind(cache):
            say(f"Ending {len(left)} programs that a `vouch up` left when it was killed.")
            finish(left)
        yield
    finally:
        (cache / _STATE).unlink(missing_ok=True)
        lock.release()


def refuse_missing(needed: tuple[str, ...] = ("prefect", "uvicorn", "starlette")) -> None:
    """Say which package is not there, before anything is started. SettingsError where one is."""
    if missing := [name for name in needed if importlib.util.find_spec(name) is None]:
        raise SettingsError(
            f"Not installed: {', '.join(missing)}. Install Vouch again, pip install -c "
            "constraints.txt -e ., and see `vouch doctor`. `vouch review` needs no Prefect."
        )


def refuse_taken(wanted: Together) -> None:
    """Say which port is taken, before anything is started. SettingsError where one is."""
    if wanted.port == wanted.prefect_port:
        raise SettingsError("The app and Prefect need a port each: give two different ones.")
    for port, what, option in (
        (wanted.port, "the app", "--port"), (wanted.prefect_port, "Prefect", "--prefect-port"),
    ):  # fmt: skip
        try:
            socket.create_server((HOST, port)).close()
        except OSError as error:
            raise SettingsError(
                f"Port {port} of {HOST}, meant for {what}, cannot be used "
                f"({os.strerror(error.errno or 0)}): another program "
                f"listens there. End that, or choose another with {option}."
            ) from error


def programs(wanted: Together) -> dict[str, Program]:
    """Return the programs by what they are: app, server, deploying, worker."""
    place = wanted.workspace
    environment = prefect_programs.environment(place, wanted.prefect_port, wanted.folders)
    file = prefect_programs.written_deployments(place, wanted.scheduled)
    app = prefect_programs.python(
        "pipelines.main", "--workspace", str(place.root), "review", "--no-password",
        "--port", str(wanted.port),
    )  # fmt: skip
    worker = Program(
        "the worker", prefect_programs.worker(), environment, place.logs / "prefect-worker.log", 1,
        _WORKER_PATIENCE,
        "It finishes the run that is under way. Ctrl-C again ends it at once: what is stored "
        "stays, and the next run takes up the rest.",
    )  # fmt: skip
    return {
        "app": Program("the app", app, dict(os.environ), place.logs / "review.log", 3),
        "server": Program(
            "the Prefect server", prefect_programs.server(wanted.prefect_port), environment,
            place.logs / "prefect-server.log", 2, 30.0,
        ),
        "deploying": Program(
            "Applying the deployments", prefect_programs.deploying(file), environment,
            place.logs / "prefect-deploy.log", 1, 5.0, brief=True,
        ),
        "worker": worker,
    }  # fmt: skip


def _start(wanted: Together, supervisor: Supervisor) -> None:
    parts = programs(wanted)

    def start(name: str) -> Child:
        child = supervisor.start(parts[name])
        _note(wanted, supervisor.children)
        return child

    supervisor.say("Starting Vouch and Prefect; the first time takes up to a minute.")
    app, server = start("app"), start("server")
    supervisor.until(lambda: answers(wanted.port, "/sign-in"), app, _LONG)
    supervisor.until(
        lambda: answers(wanted.prefect_port, prefect_programs.HEALTH), server, _LONG
    )  # fmt: skip
    supervisor.run(parts["deploying"], _LONG)
    start("worker")


def answers(port: int, path: str) -> bool:
    """Say whether a program on this machine answers there, and not with a failure of its own."""
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _note(wanted: Together, children: list[Child]) -> None:
    """Write down what runs, for a second start and for one after a kill."""
    found = []
    for child in children:
        with contextlib.suppress(psutil.Error):
            one = psutil.Process(child.process.pid)
            found.append([one.pid, one.create_time()])
    state = {
        "pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds"),
        "app": wanted.app, "children": found,
    }  # fmt: skip
    with replacing(wanted.workspace.cache / _STATE) as stream:
        stream.write(json.dumps(state).encode())


def _state(cache: Path) -> dict[str, object]:
    with contextlib.suppress(OSError, ValueError):
        found = json.loads((cache / _STATE).read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return found
    return {}


def _whose(cache: Path) -> str:
    state = _state(cache)
    return f" (process {state.get('pid')}, at {state.get('app')})" if state else ""


def _left_behind(cache: Path) -> list[psutil.Process]:
    """List what still runs of a start that was killed, with all that came of it."""
    children = _state(cache).get("children")
    found: list[psutil.Process] = []
    for pid, began in children if isinstance(children, list) else ():
        with contextlib.suppress(psutil.Error, TypeError, ValueError):
            one = psutil.Process(int(pid))
            # A number may have been given to somebody else's process since.
            if abs(one.create_time() - float(began)) < 1:
                found += [one, *one.children(recursive=True)]
    return found
