"""Programs that run together: started, watched, and ended one after the other.

Each has a session or group of its own, so that Ctrl-C in the terminal reaches us alone and the
order in which they end is ours. A program that does not end when asked is ended with all that it
started.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import BinaryIO

import psutil

from corpus.problems import VouchError
from pipelines.processes import living

_BEAT = 0.2
_GRACE = 5.0  # between asking what a program left to end, and ending it
_TOLD_AFTER = 2.0
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


class EndedError(VouchError):
    """A program that should go on has ended, or did not come up in time."""


class StoppedError(Exception):
    """Somebody asked for the end while programs were still coming up."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program as it is to be started. `name` is told to people.

    `leaves` says in which order programs end, the lowest first; `patience` how many seconds one may
    take to end once it is asked, and `told` is said where it takes more than a moment. One that is
    `brief` ends by itself.
    """

    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    log: Path
    leaves: int = 1
    patience: float = 15.0
    told: str = ""
    brief: bool = False


@dataclass(slots=True)
class Child:
    """A program that was started, with all processes that came of it as far as was seen."""

    program: Program
    process: subprocess.Popen[bytes]
    seen: set[psutil.Process] = field(default_factory=set)

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self.process.poll() is None

    def look(self) -> None:
        """Note what it has started: once it has gone, nobody could tell."""
        with contextlib.suppress(psutil.Error):
            own = psutil.Process(self.process.pid)
            self.seen.update(own.children(recursive=True))


class Wish:
    """What the user asked for by signals: nothing, the end, or the end at once."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self.times = 0

    def ask(self, *_: int | FrameType | None) -> None:
        """Ask for the end; for the second time, at once."""
        self.times += 1
        self._asked.set()

    @property
    def to_end(self) -> bool:
        """Whether the end was asked for."""
        return self.times > 0

    @property
    def at_once(self) -> bool:
        """Whether the end was asked for again."""
        return self.times > 1

    def wait(self, seconds: float) -> None:
        """Wait, but no longer than until the end is asked for."""
        self._asked.wait(seconds)

    @contextlib.contextmanager
    def heard(self) -> Iterator[None]:
        """Take the signals that end a program for such a wish while the block runs."""
        before = {}
        for name in _SIGNALS:
            number = getattr(signal, name, None)
            if number is not None:
                before[number] = signal.signal(number, self.ask)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


class Supervisor:
    """Starts programs, watches them, and ends them all; `say` tells the user what happens."""

    def __init__(self, say: Callable[[str], None], wish: Wish | None = None) -> None:
        self.say = say
        self.wish = wish or Wish()
        self.children: list[Child] = []

    def start(self, program: Program) -> Child:
        """Start a program; what it prints goes to its log."""
        child = Child(program, _started(program))
        self.children.append(child)
        return child

    def run(self, program: Program, longest: float) -> None:
        """Start a program that ends by itself, and wait for it. EndedError where it fails."""
        child = self.start(program)
        self.until(lambda: not child.alive, child, longest)
        self.children.remove(child)
        if child.process.returncode:
            raise EndedError(f"{program.name} failed. {_where(program)}")

    def until(self, ready: Callable[[], bool], child: Child, longest: float) -> None:
        """Wait until a program is ready.

        EndedError where it or another ends before, or takes more than `longest` seconds;
        StoppedError where the user would rather have the end.
        """
        last = time.monotonic() + longest
        while not ready():
            if self.wish.to_end:
                raise StoppedError
            self._refuse_ended()
            if time.monotonic() > last:
                raise EndedError(
                    f"{child.program.name} was not ready after {longest:.0f} seconds. "
                    f"{_where(child.program)}"
                )
            self.wish.wait(_BEAT)

    def watch(self) -> None:
        """Wait until the user asks for the end. EndedError where a program ends before."""
        while not self.wish.to_end:
            self._refuse_ended()
            self.wish.wait(_BEAT)

    def end(self) -> None:
        """End all programs one after the other, in the order in which they are to leave."""
        for child in sorted(self.children, key=lambda child: child.program.leaves):
            self._end(child)
        self.children.clear()

    def _refuse_ended(self) -> None:
        for child in self.children:
            child.look()
            if not (child.alive or child.program.brief):
                raise EndedError(
                    f"{child.program.name} has ended by itself (status "
                    f"{child.process.returncode}). {_where(child.program)}"
                )

    def _end(self, child: Child) -> None:
        child.look()
        program = child.program
        if child.alive:
            self.say(f"Ending {program.name}.")
            _ask(child.process)
        begun, told = time.monotonic(), False
        # What it started may outlive it, and finish what it is at.
        while (child.alive or any(map(living, child.seen))) and not self.wish.at_once:
            waited = time.monotonic() - begun
            if waited > program.patience:
                self.say(f"It did not end in {program.patience:.0f} seconds, and is made to.")
                break
            if waited > _TOLD_AFTER and program.told and not told:
                self.say(program.told)
                told = True
            child.look()
            time.sleep(_BEAT)
        finish((*_itself(child), *child.seen))
        # Whatever became of it, nothing of it is waited for any more.
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.process.wait(_GRACE)


def finish(processes: Iterable[psutil.Process]) -> None:
    """End processes, those that do not end when asked by force. None may be of another's."""
    # `is_running` knows a process whose number was given to another one since.
    left = [one for one in processes if living(one)]
    for one in left:
        with contextlib.suppress(psutil.Error):
            one.terminate()
    _, stubborn = psutil.wait_procs(left, timeout=_GRACE if left else 0)
    for one in stubborn:
        with contextlib.suppress(psutil.Error):
            one.kill()
    psutil.wait_procs(stubborn, timeout=_GRACE if stubborn else 0)


def _itself(child: Child) -> Iterator[psutil.Process]:
    if child.alive:
        with contextlib.suppress(psutil.Error):
            yield psutil.Process(child.process.pid)


def _started(program: Program) -> subprocess.Popen[bytes]:
    with _log(program.log) as out:
        try:
            return subprocess.Popen(  # noqa: S603 - our own programs, and never through a shell
                program.arguments,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=dict(program.environment),
                # Out of reach of the terminal's Ctrl-C; on Windows a session means nothing.
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        except OSError as error:
            raise EndedError(
                f"{program.name} cannot be started: {error.strerror}. Run `vouch doctor`."
            ) from error


def _ask(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            process.send_signal(signal.CTRL_BREAK_EVENT)
        else:
            process.terminate()


def _log(path: Path) -> BinaryIO:
    """Open a new log; that of the last time is kept beside it."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if path.exists():
        path.replace(path.with_name(f"{path.name}.1"))
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _where(program: Program) -> str:
    return f"What it said last stands in {program.log}."
