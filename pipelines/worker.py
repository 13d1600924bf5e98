"""The inside of a worker process: one document at a time, over a pipe, until it is told to stop."""

from __future__ import annotations

import gc
import importlib
import logging
import multiprocessing as mp
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Literal, NamedTuple

from corpus.problems import VouchError
from corpus.records import Reading
from pipelines.offers import Offer
from pipelines.settings import Settings
from pipelines.shipping import collect_seldom, ship_as_fields

# More threads than processes make each other slow: numerical libraries get one each.
ONE_THREAD = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OMP_THREAD_LIMIT",
    "VECLIB_MAXIMUM_THREADS",
)
_MARGIN = 512_000_000
Read = Callable[[Offer, Settings], Reading]


class Message(NamedTuple):
    """What a worker says: ready, done (a Reading), log (a log record) or stop (an error text)."""

    what: Literal["ready", "done", "log", "stop"]
    load: object = None


@dataclass(frozen=True, slots=True)
class Orders:
    """What a worker is told at its start; `reader` is the "module:function" that reads an offer."""

    reader: str
    settings: Settings
    temporary: Path


class _ToParent(logging.Handler):
    """Hands log records to the parent, the only process that writes the log file."""

    def __init__(self, pipe: Connection) -> None:
        super().__init__()
        self._pipe = pipe

    def emit(self, record: logging.LogRecord) -> None:
        """Send what can be pickled of a record."""
        self._pipe.send(
            Message("log", (record.levelno, record.msg, getattr(record, "details", {})))
        )


def work(pipe: Connection, orders: Orders) -> None:
    """Read offers from the pipe and answer each with a Reading; return when the pipe ends."""
    _settle(pipe, orders)
    try:
        read = function_named(orders.reader)
        pipe.send(Message("ready"))
        fresh = True
        while (offer := pipe.recv()) is not None:
            pipe.send(Message("done", read(offer, orders.settings)))
            if fresh:
                gc.freeze()  # what the first document loaded stays: it need not be looked at again
                fresh = False
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the parent is gone; nobody waits for an answer
    except (VouchError, ImportError) as error:
        pipe.send(Message("stop", str(error)))


def function_named(name: str) -> Read:
    """Import the reading function that "module:function" names."""
    module, _, function = name.partition(":")
    found: Read = getattr(importlib.import_module(module), function)
    return found


def _settle(pipe: Connection, orders: Orders) -> None:
    """Make the process a quiet one that ends with its parent and keeps to its folders."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    for variable in ONE_THREAD:
        os.environ[variable] = "1"
    orders.temporary.mkdir(parents=True, exist_ok=True)
    for variable in ("TMPDIR", "TMP", "TEMP"):
        os.environ[variable] = str(orders.temporary)
    tempfile.tempdir = None
    ship_as_fields()
    collect_seldom()
    _silence()
    _limit_memory(orders.settings.memory_per_worker_mb * 1_000_000 + _MARGIN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    logger = logging.getLogger("vouch")
    logger.handlers = [_ToParent(pipe)]
    logger.setLevel(logging.INFO)
    logger.propagate = False


def _silence() -> None:
    """Send what libraries print nowhere: it may quote a document, and stdout is the user's."""
    sink = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(sink, stream)
    os.close(sink)


def _limit_memory(most: int) -> None:
    """Let one huge request for memory fail at once; what grows step by step, the parent sees."""
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - not there on Windows

        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _end_with_parent() -> None:
    parent = mp.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
