"""Brings a Prefect server up to date before its worker starts: work pool, old runs, deployments.

Run as `python -m pipelines.prefect_deploying FILE`, with the server's address in the environment.
"""

from __future__ import annotations

import runpy
import sys
from typing import TYPE_CHECKING

from pipelines.prefect_environment import prepare
from pipelines.prefect_programs import POOL

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient

_CUT_SHORT = "Vouch was shut down before this run had ended. The next run takes up the rest."


def make_pool(client: SyncPrefectClient) -> None:
    """Make the work pool where it is not there; its runs take turns, since one writes at a time."""
    from prefect.client.schemas.actions import WorkPoolCreate  # noqa: PLC0415
    from prefect.exceptions import ObjectNotFound  # noqa: PLC0415

    try:
        client.read_work_pool(POOL)
    except ObjectNotFound:
        client.create_work_pool(WorkPoolCreate(name=POOL, type="process", concurrency_limit=1))


def close_old_runs(client: SyncPrefectClient) -> int:
    """End runs that the server believes to be under way, and return how many those were.

    No worker runs yet: a power cut or `kill -9` left them so, and each would hold the one place in
    the pool for good.
    """
    from prefect.client.schemas.filters import (  # noqa: PLC0415
        FlowRunFilter,
        FlowRunFilterState,
        FlowRunFilterStateType,
        WorkPoolFilter,
        WorkPoolFilterName,
    )
    from prefect.client.schemas.objects import StateType  # noqa: PLC0415
    from prefect.states import Crashed  # noqa: PLC0415

    under_way = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]
    runs = client.read_flow_runs(
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=under_way))
        ),
        work_pool_filter=WorkPoolFilter(name=WorkPoolFilterName(any_=[POOL])),
    )
    for run in runs:
        client.set_flow_run_state(run.id, Crashed(message=_CUT_SHORT), force=True)
    return len(runs)


def main(file: str) -> None:
    """Make the pool, close old runs and apply the deployments of a file."""
    prepare()
    # Prefect reads its environment when it is imported.
    from prefect.client.orchestration import get_client  # noqa: PLC0415

    with get_client(sync_client=True) as client:
        make_pool(client)
        close_old_runs(client)
    # The same program that docs/prefect.md has people type, without a second start of it.
    sys.argv = ["prefect", "--no-prompt", "deploy", "--all", "--prefect-file", file]
    runpy.run_module("prefect", run_name="__main__")


if __name__ == "__main__":
    main(sys.argv[1])
