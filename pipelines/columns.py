"""What the columns of exports mean, as somebody confirmed it for all exports with the same ones.

A confirmed mapping is sealed under the fingerprint of the columns' names: whoever has not the
passphrase learns that there is one, and neither names nor meanings.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from corpus.problems import RefusedError, SettingsError
from corpus.records import Extraction, Problem
from corpus.sealed_items import exists, get
from corpus.vault import Vault
from corpus.workspace import Workspace
from extractors import extract, sniff
from extractors.formats import Format
from extractors.notes.notes import is_sheet
from extractors.sheets.delimited import CSV
from extractors.sheets.mapping import Mapping, fingerprint, headings
from pipelines.plain import built

COLUMNS: Final = "columns"
GUESSED = Problem(
    "columns",
    "columns-guessed",
    "What the columns of a spreadsheet mean was guessed, and nobody has confirmed it. `vouch "
    "columns FILE` shows the guess, writes it into a file, and takes that back corrected.",
)


def sheet_in(path: Path) -> Extraction:
    """Read a spreadsheet from the disk; nothing of it is kept. SettingsError where it is none."""
    try:
        content = path.read_bytes()
        found: Format = sniff(content, path.name)
        if path.suffix.lower() == ".csv" and found.media_type.startswith("text/"):
            # Whoever names it so has said what its bytes alone do not tell for certain.
            found = CSV
        extraction = extract(content, hashlib.sha256(content).hexdigest(), found)
    except OSError as error:
        reason = error.strerror or error
        raise SettingsError(f"{path} cannot be read: {reason}. Check name and rights.") from error
    except RefusedError as error:
        raise SettingsError(f"{path}: {error.problem.message}") from error
    if not is_sheet(extraction):
        raise SettingsError(
            f"{path} is no spreadsheet ({found.name}), so it has no columns. Name a CSV, XLSX or "
            "ODS file; save one that is attached or packed by itself."
        )
    return extraction


def keys(extraction: Extraction) -> Iterator[str]:
    """Give the fingerprints of a spreadsheet's columns, sheet by sheet, each once."""
    if is_sheet(extraction):
        yield from dict.fromkeys(fingerprint(names) for names in headings(extraction))


def confirmed(vault: Vault, extraction: Extraction) -> tuple[Mapping, ...]:
    """Return the mappings that were confirmed for the sheets of an extraction."""
    found = (stored(vault, key) for key in keys(extraction))
    return tuple(mapping for mapping in found if mapping is not None)


def stored(vault: Vault, key: str) -> Mapping | None:
    """Open the mapping that was confirmed for columns with a fingerprint; null without one."""
    if not exists(vault.workspace, COLUMNS, key):
        return None
    return built(Mapping, json.loads(get(vault, COLUMNS, key)))


def guessed(workspace: Workspace, extractions: Iterable[Extraction]) -> bool:
    """Say whether any sheet has columns that nobody has confirmed; needs no passphrase."""
    found = (key for one in extractions for key in keys(one))
    return any(not exists(workspace, COLUMNS, key) for key in found)
