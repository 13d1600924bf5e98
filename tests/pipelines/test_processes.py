"""Processes of others: alive, ended, or ended and not yet noticed."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass, field

import psutil
import pytest

from pipelines import processes
from pipelines.processes import living, outlive


def test_one_that_has_ended_and_is_not_yet_noticed_does_not_live() -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as child:
        process = psutil.Process(child.pid)
        assert living(process)
        child.kill()
        outlive([process], 30)
        assert not living(process)
    assert not living(process), "noticed, it is gone"


@dataclass
class Dying:
    """A process that is heard to run a few times more, as one that was killed is."""

    left: int
    asked: list[int] = field(default_factory=list)

    def is_running(self) -> bool:
        self.asked.append(self.left)
        self.left -= 1
        return self.left >= 0

    def status(self) -> str:
        return psutil.STATUS_RUNNING


def test_a_kill_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_BLINK", 0)
    dying = Dying(3)
    outlive([dying], 30)  # type: ignore[list-item]
    assert dying.asked == [3, 2, 1, 0]


def test_one_that_will_not_end_is_not_waited_for_without_end() -> None:
    begun = time.monotonic()
    outlive([Dying(10**9)], 0.05)  # type: ignore[list-item]
    assert time.monotonic() - begun >= 0.05
