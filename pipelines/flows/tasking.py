"""Reads offers in Prefect tasks: takes the place of the local engine's pool of workers.

A task is told offers (ids and paths) and returns counts; what it read goes into a part file in the
workspace, and from there to the one process that writes.
"""

from __future__ import annotations

import os
import shutil
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.futures import PrefectFuture
from prefect.settings import PREFECT_API_URL
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner
from prefect.tasks import Task

from corpus.problems import SettingsError
from corpus.records import Reading
from corpus.workspace import open_workspace
from pipelines.batches import Batch, dismiss, read_batch
from pipelines.flows.guarding import without_words
from pipelines.offers import Offer
from pipelines.parts import read_part
from pipelines.pool import READER
from pipelines.prefect_environment import API_URL
from pipelines.settings import Settings

THREAD_BATCH = 64  # a task costs 35 ms in a thread
DASK_BATCH = 200  # and 180 ms on Dask
_AHEAD = 2


def is_io(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Say whether a task failed on the disk or the network, where a second try may help."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, OSError)


@task(
    name="read-batch",
    cache_policy=NO_CACHE,
    persist_result=False,
    log_prints=False,
    retries=2,
    retry_delay_seconds=[1, 10],
    retry_condition_fn=is_io,
)
def read_batch_task(batch: Batch) -> dict[str, int]:
    """Read one batch into its part file; returns counts by status."""
    with without_words("reading a batch"):
        return read_batch(batch)


def task_runner(
    dask: str | None, jobs: int, environ: Mapping[str, str] = os.environ
) -> TaskRunner[Any]:
    """Return where tasks run: threads, each with a worker process, or a Dask cluster.

    SettingsError where Dask is asked for and there is no server or no package for it.
    """
    if dask is None:
        return ThreadPoolTaskRunner(max_workers=jobs)
    refuse_dask_alone(dask, environ)
    try:
        from prefect_dask.task_runners import DaskTaskRunner  # noqa: PLC0415 - the extra 'scale'
    except ImportError as error:
        raise SettingsError(
            "Dask is not installed. Install Vouch with its extra: pip install "
            "'vouch-evidence[scale]'."
        ) from error
    if dask != "local":
        return DaskTaskRunner(address=dask)
    # Others on this machine could hand an open cluster code to run, or look at its dashboard.
    closed = {"security": True, "dashboard_address": None}
    cluster = {"n_workers": jobs, "threads_per_worker": 1, **closed}
    return DaskTaskRunner(cluster_kwargs=cluster)


def refuse_dask_alone(dask: str | None, environ: Mapping[str, str] = os.environ) -> None:
    """Raise SettingsError where Dask is asked for and no Prefect server is named."""
    if dask and not (environ.get(API_URL) or PREFECT_API_URL.value()):
        raise SettingsError(
            f"Dask needs a running Prefect server: without {API_URL} each Dask worker would start "
            "a server of its own. Start one and set the variable; docs/prefect.md says how."
        )


@dataclass(slots=True)
class TaskPool:
    """Reads offers in tasks; use as a context manager, inside a flow run."""

    settings: Settings
    temporary: Path
    reader: str = READER
    dask: str | None = None
    _stack: ExitStack = field(default_factory=ExitStack)
    _runner: TaskRunner[Any] | None = None

    def __enter__(self) -> Self:
        self._stack.callback(dismiss)
        if self.dask:
            self._stack.enter_context(_workers_may_have_children())
        self._runner = self._stack.enter_context(task_runner(self.dask, self.settings.jobs))
        self._stack.callback(shutil.rmtree, self._parts, ignore_errors=True)
        self._parts.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # The parts go first: that is how tasks still at work learn that nobody waits for them.
        self._stack.__exit__(kind, error, trace)

    def run(self, offers: Sequence[Offer]) -> Iterator[Reading]:
        """Yield a Reading for every offer, batch by batch, in the order of the offers.

        A part is deleted once the next one is asked for. VouchError where a task failed for good.
        """
        waiting: deque[tuple[Path, PrefectFuture[dict[str, int]]]] = deque()
        for batch in self._batches(offers):
            waiting.append((batch.part, self._submit(batch)))
            if len(waiting) > _AHEAD * self.settings.jobs:
                yield from _collected(*waiting.popleft())
        while waiting:
            yield from _collected(*waiting.popleft())

    @property
    def _parts(self) -> Path:
        return open_workspace(self.settings.workspace).parts

    def _batches(self, offers: Sequence[Offer]) -> Iterator[Batch]:
        size = batch_size(len(offers), self.settings.jobs, self.dask)
        alone = replace(self.settings, jobs=1)  # each task has one worker process
        for number, first in enumerate(range(0, len(offers), size), start=1):
            part = self._parts / f"{number:06}.jsonl"
            some = tuple(offers[first : first + size])
            yield Batch(some, part, alone, self.temporary, self.reader)

    def _submit(self, batch: Batch) -> PrefectFuture[dict[str, int]]:
        if self._runner is None:
            raise RuntimeError("A TaskPool must be entered before it is run.")
        future: PrefectFuture[dict[str, int]] = self._runner.submit(
            read_batch_task, parameters={"batch": batch}
        )
        return future


def batch_size(offers: int, jobs: int, dask: str | None) -> int:
    """Return how many documents a task reads: enough to be worth it, few enough to share out."""
    most = DASK_BATCH if dask else THREAD_BATCH
    return max(1, min(most, -(-offers // jobs)))


def _collected(part: Path, future: PrefectFuture[dict[str, int]]) -> Iterator[Reading]:
    future.result()
    yield from read_part(part)
    part.unlink(missing_ok=True)


def _workers_may_have_children() -> Any:
    """Let Dask's processes start the worker processes that read; as daemons they could not."""
    import dask.config  # noqa: PLC0415 - the extra 'scale'

    return dask.config.set({"distributed.worker.daemon": False})
