"""What can be told of processes that others have started."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence

import psutil

_BLINK = 0.01


def living(process: psutil.Process) -> bool:
    """Say whether a process still runs; one that has ended and waits to be noticed does not."""
    with contextlib.suppress(psutil.Error):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def outlive(processes: Sequence[psutil.Process], seconds: float) -> None:
    """Wait until killed processes have ended: till then they hold memory and may still write."""
    end = time.monotonic() + seconds
    while any(map(living, processes)) and time.monotonic() < end:
        time.sleep(_BLINK)
