"""Labels that the user names for a training: files with their codebooks, and decisions on request.

Nothing is learnt from people unless it is named here.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.evidence import Evidence
from corpus.problems import SettingsError
from pipelines.history import frameworks_of
from pipelines.labelled import Labels, labels_of_decisions, read_labels
from pipelines.summary import counted


def codebook_of_each(
    files: Sequence[object], codebooks: Sequence[str], decisions: bool
) -> tuple[str, ...]:
    """Return the codebook of each file of labels, and last that of decisions, if these are wanted.

    SettingsError where one is missing: labels by different codebooks do not mean the same; and
    where there is one of nothing, for then labels were meant and would go unused in silence.
    """
    wanted = len(files) + decisions
    if codebooks and not wanted:
        raise SettingsError(
            f"The codebook {codebooks[0]!r} is named, but no labels made by it. Name files with "
            "--labels or reviewers' decisions with --decisions, or leave --codebook out."
        )
    if len(codebooks) == 1:
        return tuple(codebooks) * wanted
    if len(codebooks) != wanted:
        raise SettingsError(
            f"{counted(wanted, 'source')} of labels and {counted(len(codebooks), 'codebook')}: "
            "name with --codebook by which one the labels were made, one for all or one for each "
            "in their order (that of --decisions comes last)."
        )
    return tuple(codebooks)


def labels_given(evidence: Evidence, files: Sequence[Path], codebooks: Sequence[str]) -> Labels:
    """Read files of labels, and decisions where there is a codebook more than there are files."""
    frameworks = frameworks_of(evidence)
    read = [
        read_labels(path, codebook, frameworks, evidence)
        for path, codebook in zip(files, codebooks, strict=False)
    ]
    if len(codebooks) > len(files):
        read.append(labels_of_decisions(evidence, codebooks[-1], frameworks))
    return Labels(
        tuple(coded for one in read for coded in one.coded),
        tuple(failed for one in read for failed in one.failed),
    )
