"""What reviewers decided on tags becomes labels, when the user asks for it."""

from __future__ import annotations

from corpus.evidence import Evidence
from pipelines.labelled.records import Frameworks, Labels


def labels_of_decisions(evidence: Evidence, codebook: str, frameworks: Frameworks) -> Labels:
    """Return what reviewers accepted, changed or added, the reviewer being the coder.

    A tag that was rejected gives no label. SettingsError where the codebook is not named.
    """
    raise NotImplementedError
