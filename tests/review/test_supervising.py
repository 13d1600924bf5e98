"""Programs that run together, with small fakes: one that is slow, one that will not end."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from pipelines.processes import living
from review.supervising import EndedError, Program, StoppedError, Supervisor, Wish, finish

posix = pytest.mark.skipif(os.name != "posix", reason="the fakes hear POSIX signals")

OBEYS = "import time; print('up', flush=True); time.sleep(60)"
SLOW = """
import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: (time.sleep(1), sys.exit(0)))
print('up', flush=True); time.sleep(60)
"""
STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print('up', flush=True); time.sleep(60)
"""
# Ends when asked, and leaves behind what it started, as a worker leaves the run that it is at.
WITH_A_RUN = """
import subprocess, sys, time
child = "import time; print('up', flush=True); time.sleep({seconds})"
subprocess.Popen([sys.executable, '-c', child], start_new_session=True)
time.sleep(60)
"""


class Heard:
    """A supervisor of fakes, and what it told the user."""

    def __init__(self, logs: Path) -> None:
        self.said: list[str] = []
        self.logs = logs
        self.wish = Wish()
        self.supervisor = Supervisor(self.said.append, self.wish)

    def program(self, name: str, code: str, **more: object) -> Program:
        arguments = (sys.executable, "-c", code)
        return Program(name, arguments, dict(os.environ), self.logs / f"{name}.log", **more)  # type: ignore[arg-type]

    def up(self, name: str, code: str, **more: object) -> psutil.Process:
        """Start a fake, wait until it says that it is up, and return its process."""
        program = self.program(name, code, **more)
        child = self.supervisor.start(program)
        self.supervisor.until(lambda: b"up" in program.log.read_bytes(), child, 30)
        return psutil.Process(child.process.pid)


@pytest.fixture
def heard(tmp_path: Path):
    found = Heard(tmp_path)
    yield found
    finish([psutil.Process(one.process.pid) for one in found.supervisor.children if one.alive])


@posix
def test_programs_end_in_the_order_in_which_they_are_to_leave(heard: Heard) -> None:
    processes = [heard.up(name, OBEYS, leaves=leaves)
                 for name, leaves in (("app", 3), ("worker", 1), ("server", 2))]  # fmt: skip
    heard.supervisor.end()
    assert heard.said == ["Ending worker.", "Ending server.", "Ending app."]
    assert not any(map(living, processes))


@posix
def test_the_next_waits_for_one_that_takes_its_time(heard: Heard) -> None:
    heard.up("worker", SLOW, leaves=1)
    heard.up("server", OBEYS, leaves=2)
    begun = time.monotonic()
    heard.supervisor.end()
    assert time.monotonic() - begun >= 1
    assert heard.said == ["Ending worker.", "Ending server."]


@posix
def test_one_that_does_not_end_is_made_to(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("review.supervising._GRACE", 0.3)
    process = heard.up("worker", STUBBORN, patience=0.5)
    heard.supervisor.end()
    assert "made to" in heard.said[-1]
    assert not living(process)


@posix
def test_asked_again_nobody_is_waited_for(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("review.supervising._GRACE", 0.3)
    process = heard.up("worker", STUBBORN, patience=600)
    heard.wish.ask()
    heard.wish.ask()
    heard.supervisor.end()
    assert not living(process)


@posix
@pytest.mark.parametrize(
    ("seconds", "patience", "made_to"), [(1.5, 30, False), (60, 0.5, True)],
    ids=["a run that ends in time is let finish", "one that does not is ended"],
)  # fmt: skip
def test_what_a_worker_leaves_behind(
    heard: Heard, seconds: float, patience: float, made_to: bool
) -> None:
    code = WITH_A_RUN.format(seconds=seconds)
    process = heard.up("worker", code, patience=patience)
    [run] = process.children()
    heard.supervisor.children[0].look()
    heard.supervisor.end()
    assert any("made to" in words for words in heard.said) == made_to
    assert not living(run)


def test_one_that_ends_by_itself_is_told_with_its_log(heard: Heard) -> None:
    heard.supervisor.start(heard.program("server", OBEYS))
    heard.supervisor.start(heard.program("worker", "import sys; print('no pool'); sys.exit(3)"))
    with pytest.raises(EndedError, match=r"worker has ended by itself \(status 3\).*worker\.log"):
        heard.supervisor.watch()
    assert (heard.logs / "worker.log").read_text() == "no pool\n"


def test_nothing_is_waited_for_that_has_ended(heard: Heard) -> None:
    child = heard.supervisor.start(heard.program("server", "pass"))
    with pytest.raises(EndedError, match="server has ended by itself"):
        heard.supervisor.until(lambda: False, child, 60)


def test_what_does_not_come_up_in_time_is_named(heard: Heard) -> None:
    child = heard.supervisor.start(heard.program("server", OBEYS))
    with pytest.raises(EndedError, match="server was not ready after 0 seconds"):
        heard.supervisor.until(lambda: False, child, 0)


def test_the_end_may_be_asked_for_while_programs_come_up(heard: Heard) -> None:
    child = heard.supervisor.start(heard.program("server", OBEYS))
    heard.wish.ask()
    with pytest.raises(StoppedError):
        heard.supervisor.until(lambda: False, child, 60)


@pytest.mark.parametrize(("code", "fails"), [("pass", False), ("raise SystemExit(2)", True)])
def test_a_program_that_is_to_end_may_fail(heard: Heard, code: str, fails: bool) -> None:
    program = heard.program("deploying", code, brief=True)
    if fails:
        with pytest.raises(EndedError, match="deploying failed"):
            heard.supervisor.run(program, 30)
    else:
        heard.supervisor.run(program, 30)
        assert heard.supervisor.children == []


def test_a_program_that_is_not_there_is_named(heard: Heard) -> None:
    program = Program("the worker", ("/no/such/program",), {}, heard.logs / "log")
    with pytest.raises(EndedError, match="the worker cannot be started"):
        heard.supervisor.start(program)


def test_the_log_of_the_last_time_is_kept(heard: Heard) -> None:
    for words in ("first", "second", "third"):
        heard.supervisor.run(heard.program("brief", f"print('{words}')", brief=True), 30)
    assert (heard.logs / "brief.log").read_text() == "third\n"
    assert (heard.logs / "brief.log.1").read_text() == "second\n"
    if os.name == "posix":
        assert (heard.logs / "brief.log").stat().st_mode & 0o077 == 0


@posix
def test_ctrl_c_is_a_wish_while_it_is_heard(heard: Heard) -> None:
    before = signal.getsignal(signal.SIGINT)
    with heard.wish.heard():
        threading.Timer(0.1, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
        heard.supervisor.watch()
    assert heard.wish.to_end
    assert not heard.wish.at_once
    assert signal.getsignal(signal.SIGINT) is before


@posix
def test_the_terminals_ctrl_c_does_not_reach_the_programs(heard: Heard) -> None:
    process = heard.up("app", OBEYS)
    assert os.getsid(process.pid) != os.getsid(0)
