"""The programs of Prefect that `vouch up` starts, on this machine alone, and what they are told.

This module does not import Prefect. docs/prefect.md says how each is started by hand.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, MutableMapping
from pathlib import Path

import yaml

from corpus.problems import SettingsError
from corpus.workspace import Workspace, replacing
from pipelines.prefect_environment import API_URL, prepare

HOST, PORT, POOL = "127.0.0.1", 4200, "vouch"
FOLDERS = "VOUCH_FOLDERS"
HEALTH = "/api/health"
# Without -P, a folder "review" where the user happens to be would be taken for ours.
_PYTHON = (sys.executable, "-P", "-m")
_FILE = "prefect.yaml"


def python(module: str, *arguments: str) -> tuple[str, ...]:
    """Return how a module is run by the Python that runs us."""
    return (*_PYTHON, module, *arguments)


def server(port: int) -> tuple[str, ...]:
    """Return how the server is started."""
    return python("prefect", "server", "start", "--host", HOST, "--port", str(port))


def worker() -> tuple[str, ...]:
    """Return how the worker is started, once the deployments are there."""
    return python("prefect", "worker", "start", "--pool", POOL, "--limit", "1")


def deploying(file: Path) -> tuple[str, ...]:
    """Return how the deployments of a file are applied, with their work pool."""
    return python("pipelines.prefect_deploying", str(file))


def environment(
    workspace: Workspace, port: int, folders: Iterable[Path], given: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """Return the environment of all of them: what the user set holds, but for the server's address.

    The passphrase of the vault is not passed on: no flow needs it.
    """
    made: MutableMapping[str, str] = dict(given)
    prepare(made)
    made.pop("VOUCH_PASSPHRASE", None)
    made.setdefault("PREFECT_HOME", str(workspace.cache / "prefect"))
    made[API_URL] = f"http://{HOST}:{port}/api"
    made["VOUCH_WORKSPACE"] = str(workspace.root)
    if named := [str(folder.absolute()) for folder in folders]:
        made[FOLDERS] = os.pathsep.join(named)
    # Logs are files: neither colours nor lines cut at the width of a terminal.
    made.update({"NO_COLOR": "1", "COLUMNS": "200", "PYTHONUNBUFFERED": "1"})
    return dict(made)


def written_deployments(workspace: Workspace, scheduled: bool) -> Path:
    """Write the deployments as they are to be applied, and return the file.

    Where no folders are named (not `scheduled`), what goes by the clock is deployed and paused:
    each run would only fail. SettingsError where Vouch was installed without its deployments.
    """
    plan = yaml.safe_load(_deployments().read_text(encoding="utf-8"))
    for deployment in plan["deployments"]:
        for schedule in deployment.get("schedules", ()):
            schedule["active"] = schedule.get("active", True) and scheduled
    workspace.cache.mkdir(mode=0o700, exist_ok=True)
    path = workspace.cache / _FILE
    with replacing(path) as stream:
        stream.write(yaml.safe_dump(plan, sort_keys=False).encode())
    return path


def _deployments() -> Path:
    here = Path(__file__).parent
    found = [path for path in (here / _FILE, here.parent / _FILE) if path.is_file()]
    if not found:
        raise SettingsError(
            f"The file {_FILE} is missing beside Vouch's packages in {here.parent}. Install Vouch "
            "again from its checkout: pip install -c constraints.txt -e ."
        )
    return found[0]
