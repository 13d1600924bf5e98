"""Settings of a run, checked here: from options, VOUCH_* variables or flow parameters.

An option wins over a variable, a variable over the default. `docs/settings.md` explains each field.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from corpus.problems import SettingsError
from corpus.records import Sensitivity
from extractors.formats import PdfEngine

PREFIX = "VOUCH_"
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
_LISTS = frozenset({"frameworks"})


def cores() -> int:
    """Count the processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Settings(BaseModel):
    """Everything a run may be told; frozen, so that every stage of a run sees the same."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workspace: Path = Field(Path("vouch-workspace"), description="folder of the evidence base")
    jobs: int = Field(default_factory=cores, ge=1, le=256, description="worker processes")
    seconds_per_document: float = Field(
        120.0, gt=0, le=86_400, description="time after which a document is given up"
    )
    memory_per_worker_mb: int = Field(
        1500, ge=150, description="memory in MB above which a worker is stopped"
    )
    max_file_mb: int = Field(500, ge=1, description="size in MB above which a file is refused")
    batch_size: int = Field(32, ge=1, le=1000, description="documents written in one transaction")
    pdf_engine: PdfEngine = Field("fast", description="reader of PDF files")
    ocr: bool = Field(True, description="read pages without text with tesseract, where installed")
    tag: bool = Field(True, description="tag the passages of public documents")
    frameworks: tuple[Name, ...] = Field(
        (), description="frameworks to tag through; none: the document's own"
    )
    strict: bool = Field(False, description="exit with status 1 where any document is not ok")
    reprocess: bool = Field(False, description="read documents again that were read before")
    provider: Name | None = Field(None, description="URN of the provider of every document")
    kind: Name | None = Field(None, description="kind of every document, such as action-plan")
    sensitivity: Sensitivity | None = Field(
        None,
        description="public or restricted; none: public where a published report is recognised",
    )


def load_settings(
    given: Mapping[str, object] | None = None, environ: Mapping[str, str] = os.environ
) -> Settings:
    """Check what a user gave, with VOUCH_* variables behind it. SettingsError names the mistake.

    A value of None in `given` counts as not given.
    """
    values: dict[str, object] = {**_from_environment(environ)}
    values.update({key: value for key, value in (given or {}).items() if value is not None})
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError(_explained(error.errors()[0])) from error
    # A worker may have another working folder, so the path is settled once, here.
    return settings.model_copy(update={"workspace": Path(os.path.abspath(settings.workspace))})  # noqa: PTH100 - keeps symbolic links as given


def unknown_variables(environ: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """List VOUCH_* variables that name no setting: most likely a slip of the pen."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    return tuple(sorted(key for key in environ if key.startswith(PREFIX) and key not in known))


def _from_environment(environ: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name in Settings.model_fields:
        text = environ.get(PREFIX + name.upper(), "").strip()
        if text:
            found[name] = text.replace(",", " ").split() if name in _LISTS else text
    return found


def _explained(error: ErrorDetails) -> str:
    field = str(error["loc"][0]) if error["loc"] else "settings"
    variable = PREFIX + field.upper()
    option = "--" + field.replace("_", "-")
    return (
        f"The setting {field} (option {option} or variable {variable}) has the value "
        f"{error['input']!r}, which cannot be used: {error['msg']}. See docs/settings.md."
    )
