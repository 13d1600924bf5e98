"""Reads a file of labels, told by its content to be in one of the known formats."""

from __future__ import annotations

from pathlib import Path

from corpus.evidence import Evidence
from pipelines.labelled.records import Frameworks, Labels


def read_labels(
    path: Path, codebook: str, frameworks: Frameworks, evidence: Evidence | None = None
) -> Labels:
    """Read labels that people made and that the user gives, with the codebook they were made by.

    `evidence` is where rows that name a passage of the workspace find its words and its authority.
    A bad row, or a file that cannot be read, is among those that failed. SettingsError where the
    codebook is not named.
    """
    raise NotImplementedError
