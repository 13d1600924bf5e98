"""Part files: what one task read, as JSON lines, until the one writer has stored it.

The store must not be able to tell a reading that went through a part file from one that did not.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.problems import WorkspaceError
from corpus.records import Reading
from corpus.workspace import replacing
from pipelines.plain import built, written
from pipelines.rows import Suggestions

FORMAT = "vouch-part/5"
# A part may hold both: a document that was not tagged is a reading that says why.
_KINDS = {kind.__name__: kind for kind in (Reading, Suggestions)}


def write_part(path: Path, readings: Sequence[Reading]) -> None:
    """Write readings to `path`, whole or not at all; OSError where the disk says no."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with replacing(path) as out:
        out.write(json.dumps([FORMAT, len(readings)]).encode("ascii"))
        for reading in readings:
            out.write(b"\n" + written((_kind(reading), reading)))


def read_part(path: Path) -> list[Reading]:
    """Return the readings of a part file. WorkspaceError where it is cut short or foreign."""
    try:
        with path.open(encoding="ascii") as lines:
            made_by, count = json.loads(next(lines, "null"))
            if made_by != FORMAT:
                raise _unusable(path)
            readings = [_reading(*json.loads(line)) for line in lines]
    except (ValueError, TypeError, LookupError) as error:
        raise _unusable(path) from error
    if count != len(readings):
        raise _unusable(path)
    return readings


def _unusable(path: Path) -> WorkspaceError:
    return WorkspaceError(
        f"The part file {path} is damaged or of another version of Vouch. "
        "Run the ingest again: it reads those documents anew."
    )


def _reading(kind: str, plain: Any) -> Reading:
    return built(_KINDS[kind], plain)


def _kind(reading: Reading) -> str:
    """Return what a reading is called in a part file; a kind that none could read back is none."""
    name = type(reading).__name__
    if _KINDS.get(name) is not type(reading):
        raise TypeError(f"A part file cannot hold a value of type {name}.")
    return name
