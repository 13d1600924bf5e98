"""`vouch doctor`: what is installed, what is missing and how to get it."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Literal

import click
import psutil

from corpus.evidence import open_evidence
from corpus.problems import VouchError
from corpus.workspace import open_workspace
from pipelines.commands.options import json_option, print_json, workspace_option, workspace_path
from pipelines.settings import cores, unknown_variables
from pipelines.versions import DISTRIBUTION, vouch_version

State = Literal["ok", "optional", "missing"]
_GIGABYTE = 1e9
_LEAST_DISK = 1.0
_LEAST_MEMORY = 1.0
_MARKS = {"ok": "ok      ", "optional": "optional", "missing": "MISSING "}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: its state, what was found, and the remedy where it is not ok."""

    name: str
    state: State
    found: str
    remedy: str = ""


@click.command("doctor")
@workspace_option
@json_option
def command(workspace: Path | None, as_json: bool) -> None:
    """Say what is installed, what is missing and how to get it.

    Ends with status 1 where something essential is missing.
    """
    root = workspace_path(workspace)
    checks = [
        *_system(),
        *_packages(),
        _explorer(),
        _tesseract(),
        _fts5(),
        *_room(root),
        _state(root),
        *_set(),
    ]
    if as_json:
        print_json([asdict(check) for check in checks])
    else:
        for check in checks:
            click.echo(f"{_MARKS[check.state]}  {check.name}: {check.found}")
            if check.remedy:
                click.echo(f"          {check.remedy}")
    sys.exit(1 if any(check.state == "missing" for check in checks) else 0)


def _system() -> Iterator[Check]:
    yield Check("Vouch", "ok", vouch_version())
    fits = sys.version_info >= (3, 11)
    remedy = "" if fits else "Install Python 3.11 or newer."
    found = f"{platform.python_version()} in {sys.prefix}"
    yield Check("Python", "ok" if fits else "missing", found, remedy)
    yield Check("System", "ok", f"{platform.platform()}, {cores()} cores for Vouch")


def _packages() -> Iterator[Check]:
    for name in _required():
        try:
            yield Check(name, "ok", version(name))
        except PackageNotFoundError:
            remedy = "Install Vouch again: pip install -c constraints.txt -e ."
            yield Check(name, "missing", "not installed", remedy)


def _explorer() -> Check:
    """The researchers' explorer is an extra: the app does without."""
    try:
        return Check("datasette", "ok", version("datasette"))
    except PackageNotFoundError:
        remedy = "Needed for the app's explorer only: pip install 'vouch-evidence[explore]'."
        return Check("datasette", "optional", "not installed", remedy)


# Of the review app: looked for also where the list of what Vouch asks for is not to be had.
_APP = ("jinja2", "python-docx", "python-multipart", "starlette", "uvicorn")


def _required() -> list[str]:
    """Return the names of the packages that Vouch itself asks for, without its extras."""
    try:
        lines = requires(DISTRIBUTION) or []
    except PackageNotFoundError:
        lines = []
    asked = {
        re.split(r"[^A-Za-z0-9_.-]", line)[0].lower() for line in lines if "extra ==" not in line
    }
    return sorted(asked | set(_APP))


def _tesseract() -> Check:
    program = shutil.which("tesseract")
    if program is None:
        remedy = (
            "Needed for scanned pages only. Debian, Ubuntu: apt-get install tesseract-ocr; "
            "macOS: brew install tesseract; Windows: the installer of the UB Mannheim."
        )
        return Check("tesseract", "optional", "not installed", remedy)
    try:
        run = subprocess.run(  # noqa: S603 - the program found on the user's own path
            [program, "--version"], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        return Check("tesseract", "optional", f"{program} does not run: {error}", "Reinstall it.")
    return Check("tesseract", "ok", (run.stdout or run.stderr).split("\n")[0])


def _fts5() -> Check:
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(word)")
    except sqlite3.OperationalError:
        remedy = "Install a Python whose SQLite has full-text search, such as that of python.org."
        return Check("SQLite", "missing", f"{sqlite3.sqlite_version} without FTS5", remedy)
    finally:
        connection.close()
    return Check("SQLite", "ok", f"{sqlite3.sqlite_version} with full-text search")


def _room(root: Path) -> Iterator[Check]:
    above = next(
        folder for folder in (root.absolute(), *root.absolute().parents) if folder.exists()
    )
    free = shutil.disk_usage(above).free / _GIGABYTE
    remedy = "" if free >= _LEAST_DISK else "Free some space, or choose another --workspace."
    yield Check(
        "Disk", "ok" if not remedy else "missing", f"{free:,.1f} GB free at {above}", remedy
    )
    memory = psutil.virtual_memory().available / _GIGABYTE
    remedy = "" if memory >= _LEAST_MEMORY else "Close other programs, or use --jobs 1."
    state: State = "optional" if remedy else "ok"
    yield Check("Memory", state, f"{memory:,.1f} GB available", remedy)


def _state(root: Path) -> Check:
    if not root.exists():
        return Check(
            "Workspace", "ok", f"{root.absolute()} is not there yet; vouch ingest makes it"
        )
    try:
        workspace = open_workspace(root)
        with open_evidence(workspace, read_only=True) as evidence:
            counts = evidence.counts()
    except VouchError as error:
        return Check("Workspace", "missing", str(error), "Choose another --workspace.")
    if not os.access(workspace.root, os.W_OK):
        remedy = "Ask for the right to write there, or choose another --workspace."
        return Check("Workspace", "optional", f"{workspace.root} may only be read", remedy)
    held = f"{counts['documents']:,} documents, {counts['passages']:,} passages"
    return Check("Workspace", "ok", f"{workspace.root}: {held}")


def _set() -> Iterator[Check]:
    address = os.environ.get("PREFECT_API_URL")
    engine = f"prefect at {address}" if address else "local (PREFECT_API_URL is not set)"
    yield Check("Engine", "ok", engine)
    for name in unknown_variables():
        remedy = "See docs/settings.md for the names there are."
        yield Check(name, "optional", "a variable that Vouch does not know", remedy)
