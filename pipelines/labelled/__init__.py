"""Labels that people made become material to learn from: files they import, decisions they took.

`read_labels` reads a file, whatever of the known formats it is in; `labels_of_decisions` what
reviewers decided in this workspace. Both are told the codebook by the user. `groups` says which
authority each document is of: labels and documents of one authority are never parted.
"""

from __future__ import annotations

from pipelines.labelled.decided import labels_of_decisions
from pipelines.labelled.groups import groups
from pipelines.labelled.reading import read_labels
from pipelines.labelled.records import Failed, Frameworks, Labels

__all__ = ["Failed", "Frameworks", "Labels", "groups", "labels_of_decisions", "read_labels"]
