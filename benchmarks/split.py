"""The split by authority: which of the published reports were never looked at while tuning.

An authority is kept apart when the first eight hex digits of the sha256 of its URN, modulo 10,
are below 3. The rule depends on the URN alone, so it holds on every machine and for new files.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

_FOLDER = re.compile(r"^(?P<urn>\d+)_")


def urn_of(path: Path) -> str | None:
    """Return the URN of the nearest `<urn>_<name>` folder above a file, or None."""
    for folder in path.parents:
        match = _FOLDER.match(folder.name)
        if match:
            return match["urn"]
    return None


def kept_apart(path: Path) -> bool:
    """Say whether a report belongs to an authority that is kept apart while tuning."""
    urn = urn_of(path)
    if urn is None:
        return False
    return int(hashlib.sha256(urn.encode()).hexdigest()[:8], 16) % 10 < 3


def reports(root: Path, *, apart: bool) -> list[Path]:
    """List the PDF files of one side of the split, sorted by path."""
    return sorted(path for path in root.rglob("*.pdf") if kept_apart(path) is apart)
