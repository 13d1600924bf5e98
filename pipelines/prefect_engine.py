"""The Prefect engine of the command line: the flow `ingest`, run in this process.

It uses the server that PREFECT_API_URL names. Without one, Prefect starts a server of its own for
the time of the run; that takes 6 to 10 seconds of processor time.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from corpus.problems import SettingsError
from pipelines.prefect_environment import API_URL, prepare
from pipelines.settings import Settings
from pipelines.summary import Summary


def ingest(paths: Sequence[Path], settings: Settings) -> Summary:
    """Read everything under the paths into the workspace and return the account of it.

    SettingsError where the server cannot be reached or started; VouchError as of the local engine.
    """
    prepare()
    # Prefect takes a second to import and reads its environment when it is.
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings  # noqa: PLC0415, I001
    from pipelines import flows  # noqa: PLC0415
    from pipelines.orders import order_of  # noqa: PLC0415

    _require_server()
    # The heartbeat costs each run a second at its end and is of use to servers only.
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        return flows.ingest(order_of(paths, settings))


def _require_server() -> None:
    from prefect.client.orchestration import get_client  # noqa: PLC0415

    url = os.environ.get(API_URL)
    try:
        with get_client(sync_client=True) as client:
            failure = client.api_healthcheck()
    except RuntimeError as error:  # the server of its own did not start
        failure = error
    if failure is None:
        return
    where = f"at {url} does not answer" if url else "of its own could not be started"
    raise SettingsError(
        f"The Prefect server {where} ({type(failure).__name__}). Start it as docs/prefect.md says, "
        "or choose --engine local."
    ) from failure
