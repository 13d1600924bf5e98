"""A second process beside the first: what does not depend on each other is learnt at once.

What is learnt is the same with and without it.
"""

from __future__ import annotations

import multiprocessing as mp
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

from threadpoolctl import threadpool_limits

Given = ParamSpec("Given")
Found = TypeVar("Found")


class Second:
    """Takes jobs and does them one after the other, in their order; use as a context manager.

    With `beside` they are done in a process of their own, else when their answer is asked for.
    Jobs and what they are given and give must travel between processes.
    """

    def __init__(self, beside: bool) -> None:
        # Forking would copy the threads of numerical libraries in whatever state they are.
        spawn = mp.get_context("spawn")
        self._pool = ProcessPoolExecutor(max_workers=1, mp_context=spawn) if beside else None
        # Numerical libraries start a thread a core each, and then wait for each other: a fifth of
        # all the time. One thread a process also adds up in the same order everywhere.
        self._threads = threadpool_limits(1)
        self.seconds = 0.0  # CPU time of the second process as far as it is known

    def __enter__(self) -> Self:
        """Start nothing yet: the first job does."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the second process; jobs that nobody waits for any more are dropped."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        self._threads.restore_original_limits()

    def start(
        self, job: Callable[Given, Found], *given: Given.args, **named: Given.kwargs
    ) -> Callable[[], Found]:
        """Hand over a job; call what is returned for its answer, which may raise its error."""
        if self._pool is None:
            return lambda: job(*given, **named)
        future = self._pool.submit(_timed, partial(job, *given, **named))

        def answer() -> Found:
            found, seconds = future.result()
            self.seconds = max(self.seconds, seconds)
            return found

        return answer


def _timed(job: Callable[[], Found]) -> tuple[Found, float]:
    with threadpool_limits(1):
        return job(), time.process_time()
