"""Settings of a run, checked here: from options, VOUCH_* variables or flow parameters.

An option wins over a variable, a variable over the default. `docs/settings.md` explains each field.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

from corpus.problems import SettingsError
from corpus.records import Sensitivity
from extractors.formats import PdfEngine

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

PREFIX = "VOUCH_"
FOLDERS = PREFIX + "FOLDERS"  # what flows ingest and watch; the command line is told its paths
# No settings: what people type, for programs that cannot be asked.
SECRETS = tuple(
    PREFIX + name for name in ("PASSWORD", "NEW_PASSWORD", "PASSPHRASE", "NEW_PASSPHRASE")
)
_NAME = {"min_length": 1, "max_length": 200}
_DAY = 86_400


def cores() -> int:
    """Count the processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything a run may be told; frozen, so that every stage of a run sees the same.

    The metadata of a field are the limits within which `load_settings` accepts it.
    """

    workspace: Path = Path("vouch-workspace")
    jobs: int = field(default_factory=cores, metadata={"ge": 1, "le": 256})
    seconds_per_document: float = field(default=120.0, metadata={"gt": 0, "le": _DAY})
    memory_per_worker_mb: int = field(default=1500, metadata={"ge": 150})
    max_file_mb: int = field(default=500, metadata={"ge": 1})
    wait_seconds: float = field(default=60.0, metadata={"ge": 0, "le": _DAY})
    batch_size: int = field(default=16, metadata={"ge": 1, "le": 1000})
    pdf_engine: PdfEngine = "fast"
    ocr: bool = True
    tag: bool = True
    frameworks: tuple[str, ...] = ()
    context: bool = False
    strict: bool = False
    reprocess: bool = False
    provider: str | None = field(default=None, metadata=_NAME)
    kind: str | None = field(default=None, metadata=_NAME)
    sensitivity: Sensitivity | None = None
    deid_pipeline: Path | None = None  # a folder of a user's own, see models.deid.component


def load_settings(
    given: Mapping[str, object] | None = None, environ: Mapping[str, str] = os.environ
) -> Settings:
    """Check what a user gave, with VOUCH_* variables behind it. SettingsError names the mistake.

    A value of None in `given` counts as not given.
    """
    from pydantic import ValidationError  # noqa: PLC0415 - workers get settings that are checked

    values: dict[str, object] = {**_from_environment(environ)}
    values.update({key: value for key, value in (given or {}).items() if value is not None})
    try:
        checked = _form().model_validate(values)
    except ValidationError as error:
        raise SettingsError(_explained(error.errors()[0])) from error
    settings = Settings(**dict(checked))
    # A worker may have another working folder, so paths are settled once, here.
    own = settings.deid_pipeline
    return dataclasses.replace(
        settings,
        workspace=settings.workspace.expanduser().absolute(),
        deid_pipeline=own.expanduser().absolute() if own else None,
    )


def unknown_variables(environ: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """List VOUCH_* variables that name no setting: most likely a slip of the pen."""
    known = {PREFIX + entry.name.upper() for entry in dataclasses.fields(Settings)}
    known |= {FOLDERS, *SECRETS}
    return tuple(sorted(key for key in environ if key.startswith(PREFIX) and key not in known))


@cache
def _form() -> type[BaseModel]:
    """Build the pydantic model with the fields of Settings and their limits."""
    from pydantic import ConfigDict, Field, create_model  # noqa: PLC0415 - see load_settings

    types = get_type_hints(Settings)
    fields: dict[str, Any] = {}
    for entry in dataclasses.fields(Settings):
        by_call = entry.default is dataclasses.MISSING
        default = (
            {"default_factory": entry.default_factory} if by_call else {"default": entry.default}
        )
        fields[entry.name] = (types[entry.name], Field(**default, **entry.metadata))
    strict = ConfigDict(extra="forbid", str_strip_whitespace=True)
    return create_model("SettingsForm", __config__=strict, **fields)


def _from_environment(environ: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for entry in dataclasses.fields(Settings):
        text = environ.get(PREFIX + entry.name.upper(), "").strip()
        if text:
            is_list = entry.name == "frameworks"
            found[entry.name] = text.replace(",", " ").split() if is_list else text
    return found


def _explained(error: ErrorDetails) -> str:
    name = str(error["loc"][0]) if error["loc"] else "settings"
    return (
        f"The setting {name} (also {PREFIX}{name.upper()}) has the value {error['input']!r}, "
        f"which cannot be used: {error['msg']}. See docs/settings.md."
    )
