"""What a flow may be told: checked when a run is created, and again by the settings."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from corpus.problems import SettingsError
from corpus.records import Sensitivity
from extractors.formats import PdfEngine
from pipelines.offers import printable, unprintable
from pipelines.settings import FOLDERS, PREFIX, Settings, load_settings

WORKSPACE = PREFIX + "WORKSPACE"
_OWN = frozenset({"paths", "dask", "settle_seconds", "labels", "codebooks", "decisions", "promote"})


class InWorkspace(BaseModel):
    """What every flow is told. What is left out comes from the VOUCH_* variables of the worker."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    workspace: str | None = Field(default=None, description="folder of the evidence base, absolute")
    wait_seconds: float | None = Field(default=None, ge=0, description="wait for another writer")


class TagOrder(InWorkspace):
    """What to tag again, and how."""

    frameworks: tuple[str, ...] = Field(
        default=(), description="tag through these alone; none: each document through its own"
    )
    context: bool | None = Field(default=None, description="let neighbours help to find the area")
    reprocess: bool | None = Field(default=None, description="tag again what has been tagged")
    jobs: int | None = Field(default=None, ge=1, le=256, description="worker processes")
    seconds_per_document: float | None = Field(default=None, gt=0, description="time limit")
    memory_per_worker_mb: int | None = Field(default=None, ge=150, description="memory limit")
    dask: str | None = Field(
        default=None, description="tag on a Dask cluster: 'local', or tcp://host:8786"
    )


class TrainOrder(InWorkspace):
    """What to train on besides the workspace's published reports, and what shall become of it."""

    labels: tuple[str, ...] = Field(default=(), description="files of labels, as absolute paths")
    codebooks: tuple[str, ...] = Field(
        default=(), description="codebook of all labels, or one of each file, decisions last"
    )
    decisions: bool = Field(default=False, description="learn from what reviewers decided, too")
    promote: bool = Field(default=True, description="use the model unless it is worse")


class Order(InWorkspace):
    """What to ingest and how."""

    paths: tuple[str, ...] = Field(
        default=(),
        description="files and folders, as absolute paths; none: VOUCH_FOLDERS of the worker",
    )
    jobs: int | None = Field(default=None, ge=1, le=256, description="worker processes")
    provider: str | None = Field(default=None, description="URN of the provider of every document")
    kind: str | None = Field(
        default=None, description="kind of every document, such as action-plan"
    )
    sensitivity: Sensitivity | None = Field(default=None, description="public or restricted")
    pdf_engine: PdfEngine | None = Field(default=None, description="reader of PDF files")
    ocr: bool | None = Field(default=None, description="read pages without text with tesseract")
    tag: bool | None = Field(default=None, description="tag the passages of public documents")
    frameworks: tuple[str, ...] | None = Field(
        default=None, description="frameworks to tag through, besides each document's own"
    )
    context: bool | None = Field(default=None, description="let neighbours help to find the area")
    reprocess: bool | None = Field(default=None, description="read again what was read before")
    strict: bool | None = Field(default=None, description="fail where any document is not in order")
    seconds_per_document: float | None = Field(default=None, gt=0, description="time limit")
    memory_per_worker_mb: int | None = Field(default=None, ge=150, description="memory limit")
    max_file_mb: int | None = Field(default=None, ge=1, description="larger files are refused")
    dask: str | None = Field(
        default=None,
        description="read on a Dask cluster: 'local', or a scheduler such as tcp://host:8786",
    )


class WatchOrder(Order):
    """What to watch: `paths` are the folders."""

    settle_seconds: float = Field(
        default=60.0, ge=0, description="a file is read once its bytes stood still for so long"
    )


def order_of(paths: Sequence[Path], settings: Settings) -> Order:
    """Word what the command line was told as an order; `strict` is left to the command."""
    told = {name: getattr(settings, name) for name in Order.model_fields if name not in _OWN}
    told |= {"workspace": str(settings.workspace), "strict": False}
    # A name that is no valid text could not be sent to the server.
    names = (printable(str(path.absolute())) for path in paths)
    return Order(paths=tuple(names), **told)


def settings_of(order: InWorkspace, environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of an order. SettingsError where it names no workspace that stays.

    A worker runs each flow in a folder that is gone afterwards, so the path must be absolute.
    """
    workspace = order.workspace or environ.get(WORKSPACE)
    if not workspace or not Path(workspace).expanduser().is_absolute():
        raise SettingsError(
            f"The flow has no workspace ({workspace or 'none given'}): give an absolute path as "
            f"'workspace', or set {WORKSPACE} before the worker is started."
        )
    given = order.model_dump(exclude=set(_OWN), exclude_none=True)
    if not given.get("frameworks"):
        given.pop("frameworks", None)  # an empty list is no choice
    return load_settings(given, environ)


def paths_of(order: Order, environ: Mapping[str, str] = os.environ) -> list[Path]:
    """Return the files and folders of an order. SettingsError for none, or a relative one."""
    named = order.paths or tuple(filter(None, environ.get(FOLDERS, "").split(os.pathsep)))
    paths = [Path(unprintable(name)) for name in named]
    if not paths:
        raise SettingsError(
            "The flow is told no files or folders: give absolute paths as 'paths', or set "
            f"{FOLDERS} before the worker is started (several are parted by {os.pathsep!r})."
        )
    for path in paths:
        if not path.is_absolute():
            raise SettingsError(
                f"The path {path} is not absolute; a worker runs each flow in a folder of its "
                "own. Give the whole path."
            )
    return paths
