"""What Prefect must find in its environment before it is imported: quiet, offline, nothing kept.

This module does not import Prefect. docs/prefect.md lists the same variables for a server and a
worker, which are started by the `prefect` program and not by us.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping

VARIABLES = {
    # Nothing leaves the machine.
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_RUNNER_AUTO_INSTALL_DEPENDENCIES": "false",
    # Nothing that a task or flow returns is kept; what they print is not logged.
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_TASKS_DEFAULT_PERSIST_RESULT": "false",
    "PREFECT_LOGGING_LOG_PRINTS": "false",
    # A temporary server may be slow to start on a busy laptop, and is stopped right after the run:
    # with batches of one, the last task runs would be missing from its history.
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
}
API_URL = "PREFECT_API_URL"


def prepare(environ: MutableMapping[str, str] = os.environ) -> None:
    """Set every variable that is not set; what the user chose stays."""
    for name, value in VARIABLES.items():
        environ.setdefault(name, value)
