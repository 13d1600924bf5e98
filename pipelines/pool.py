"""Worker processes that each read one document at a time, within limits of time and memory.

A worker that is too slow, too large or dead is replaced; its document becomes a row with a reason.
"""

from __future__ import annotations

import logging
import multiprocessing as mp
import signal
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import cast

import psutil

from corpus.problems import VouchError
from corpus.records import Problem, Reading
from pipelines.logs import log
from pipelines.offers import Offer, logged, shown
from pipelines.processes import outlive
from pipelines.rows import crashed, failed, too_much_memory, too_slow
from pipelines.settings import Settings
from pipelines.worker import Message, Orders, work

READER = "pipelines.stages:read_offer"
_POLL = 0.1
_GRACE = 60.0
_LOOK = 1.0
_RECYCLE_ABOVE = 180_000_000
_MEGABYTE = 1_000_000
_OFFERS_A_WORKER = 3
_AHEAD = 2  # offers that a worker holds: one at work, and the next, lest it wait for us
_FALSE_STARTS = 3


@dataclass(slots=True, eq=False)
class _Worker:
    """One process, its pipe, and its documents: the first is at work, the next one waits."""

    process: BaseProcess
    pipe: Connection
    watched: psutil.Process
    since: float
    looked: float = 0.0
    offers: deque[Offer] = field(default_factory=deque)
    ready: bool = False
    grown: bool = False
    read: int = 0
    largest: int = 0


@dataclass(slots=True)
class Pool:
    """N workers over a queue of offers; use as a context manager, so that none is left behind."""

    settings: Settings
    temporary: Path
    reader: str = READER
    recycle_above: int = _RECYCLE_ABOVE  # bytes of memory from which a worker is replaced
    # One where offers and readings are larger than a pipe holds, lest each wait for the other.
    ahead: int = _AHEAD
    _workers: list[_Worker] = field(default_factory=list)
    _waiting: deque[Offer] = field(default_factory=deque)
    _false_starts: int = 0

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for worker in list(self._workers):
            self._kill(worker)

    def run(self, offers: Sequence[Offer]) -> Iterator[Reading]:
        """Yield a Reading for every offer, in the order in which they are finished.

        VouchError where the workers cannot start or a setting turns out to be unusable.
        """
        self._waiting.extend(offers)
        while self._waiting or any(worker.offers for worker in self._workers):
            self._hire()
            self._assign()
            for pipe in wait([worker.pipe for worker in self._workers], timeout=_POLL):
                yield from self._hear(self._owner(cast("Connection", pipe)))
            yield from self._enforce()

    def _hire(self) -> None:
        """Start as many workers as the work left is worth: each costs its imports."""
        useful = -(-len(self._waiting) // _OFFERS_A_WORKER)
        busy = sum(bool(worker.offers) for worker in self._workers)
        while len(self._workers) < min(self.settings.jobs, busy + useful):
            self._workers.append(self._start())

    def _start(self) -> _Worker:
        context = mp.get_context("spawn")
        ours, theirs = context.Pipe()
        orders = Orders(self.reader, self.settings, self.temporary)
        process = context.Process(target=work, args=(theirs, orders), daemon=True)
        with _deaf_to_interrupts():
            process.start()
        theirs.close()
        return _Worker(process, ours, psutil.Process(process.pid), time.monotonic())

    def _assign(self) -> None:
        """Give every worker a document, and then one ahead, but for the last documents of all."""
        for held in range(self.ahead):
            kept = len(self._workers) if held else 0
            for worker in self._workers:
                free = worker.ready and len(worker.offers) == held
                if free and not (held and worker.grown) and len(self._waiting) > kept:
                    self._give(worker, self._waiting.popleft())

    def _give(self, worker: _Worker, offer: Offer) -> None:
        if not worker.offers:
            worker.since = worker.looked = time.monotonic()
        worker.offers.append(offer)
        with suppress(OSError):  # a worker that died meanwhile is heard of next
            worker.pipe.send(offer)

    def _owner(self, pipe: Connection) -> _Worker:
        return next(worker for worker in self._workers if worker.pipe is pipe)

    def _hear(self, worker: _Worker) -> Iterator[Reading]:
        try:
            message: Message = worker.pipe.recv()
        except (EOFError, OSError):
            yield from self._bury(worker)
            return
        if message.what == "ready":
            worker.ready, self._false_starts = True, 0
        elif message.what == "log":
            level, what, details = cast("tuple[int, str, dict[str, object]]", message.load)
            log(what, level, **details)
        elif message.what == "done":
            worker.offers.popleft()
            worker.since = worker.looked = time.monotonic()
            worker.read += 1
            self._recycle(worker)
            # Whoever takes the reading may be busy storing for a while; nobody idles meanwhile.
            self._assign()
            yield cast("Reading", message.load)
        else:
            raise VouchError(str(message.load))

    def _bury(self, worker: _Worker) -> Iterator[Reading]:
        """Put down what a dead worker was at work on, unless it never came so far."""
        worker.process.join(timeout=1)
        code = worker.process.exitcode
        if worker.offers:
            offer = worker.offers[0]
            yield self._given_up(worker, offer, crashed(shown(offer), code))
            return
        self._kill(worker)
        if not worker.ready:
            self._false_start(f"it ended with code {code}")

    def _false_start(self, how: str) -> None:
        self._false_starts += 1
        if self._false_starts >= _FALSE_STARTS:
            raise VouchError(
                f"The processes that read documents do not start ({how}, {_FALSE_STARTS} times). "
                "Run 'vouch doctor' to see what is missing."
            )

    def _enforce(self) -> Iterator[Reading]:
        """Stop workers over a limit. A worker's own children count, for OCR runs in one."""
        settings, now = self.settings, time.monotonic()
        for worker in list(self._workers):
            spent = now - worker.since
            if not worker.offers:
                if not worker.ready and spent > _GRACE:
                    self._kill(worker)
                    self._false_start(f"no answer within {_GRACE:.0f} s")
                continue
            offer = worker.offers[0]
            # Looking for children reads the whole process table: once a second is enough.
            look = now - worker.looked > _LOOK
            worker.looked = now if look else worker.looked
            worker.largest = max(worker.largest, _resident(worker, with_children=look))
            if spent > settings.seconds_per_document:
                yield self._given_up(worker, offer, too_slow(shown(offer), settings))
            elif worker.largest > settings.memory_per_worker_mb * _MEGABYTE:
                problem = too_much_memory("pool", shown(offer), settings)
                yield self._given_up(worker, offer, problem)

    def _given_up(self, worker: _Worker, offer: Offer, problem: Problem) -> Reading:
        seconds = time.monotonic() - worker.since
        worker.offers.popleft()
        self._kill(worker)
        log(problem.code, logging.WARNING, path=logged(offer), seconds=round(seconds, 1))
        return failed(offer, problem, seconds)

    def _recycle(self, worker: _Worker) -> None:
        """Replace a worker that has grown: freed memory is seldom given back to the system."""
        resident = _resident(worker, with_children=False)
        worker.largest = max(worker.largest, resident)
        worker.grown = resident > self.recycle_above
        # One that has begun the next document already is replaced after that.
        if worker.grown and not worker.offers and self._waiting:
            log("worker-recycled", memory_mb=resident // _MEGABYTE, documents=worker.read)
            self._kill(worker)

    def _kill(self, worker: _Worker) -> None:
        """End a worker; what it had not come to goes to another one."""
        if worker in self._workers:
            self._workers.remove(worker)
        self._waiting.extendleft(reversed(worker.offers))
        worker.offers.clear()
        children: list[psutil.Process] = []
        with suppress(psutil.Error):
            children = worker.watched.children(recursive=True)
        for child in children:
            with suppress(psutil.Error):
                child.kill()
        worker.process.kill()
        worker.process.join()
        outlive(children, _LOOK)
        worker.pipe.close()
        log("worker-ended", memory_mb=worker.largest // _MEGABYTE, documents=worker.read)


def _resident(worker: _Worker, *, with_children: bool) -> int:
    """Return the bytes of real memory of a worker; 0 where it is gone."""
    try:
        total = int(worker.watched.memory_info().rss)
        if with_children:
            children = worker.watched.children(recursive=True)
            total += sum(int(child.memory_info().rss) for child in children)
    except psutil.Error:
        return 0
    return total


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Start a child that Ctrl-C does not reach; only a main thread may say so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
