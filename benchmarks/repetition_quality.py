"""How often "raised again" is right: pairs that a reader labelled, against an ingested workspace.

    python -m benchmarks.repetition_quality WORKSPACE [THRESHOLD ...]

The workspace holds the reports that the labels are of (`benchmarks/labels/repetition`). Pairs whose
passages are not among the improvements that the workspace states are counted apart.
"""

from __future__ import annotations

import csv
import hashlib
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

from corpus.evidence import open_evidence
from corpus.facts import IMPROVEMENTS
from corpus.workspace import open_workspace
from models.repetition import THRESHOLD, Raised, pairs

LABELS = Path(__file__).parent / "labels" / "repetition" / "pairs.csv"
_THRESHOLDS = (0.25, THRESHOLD, 0.35, 0.4)
Key = tuple[str, str, str, str]


def key_of(text: str) -> str:
    """Hash a passage as the labels do: letters and digits only, in lower case."""
    plain = unicodedata.normalize("NFKC", text).lower()
    letters = "".join(char for char in plain if char.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()[:16]


def scores(workspace: Path) -> dict[Key, float]:
    """Score every pair of improvements of each provider in a workspace."""
    by_provider: dict[str, list[Raised]] = defaultdict(list)
    keys: dict[str, tuple[str, str]] = {}
    with open_evidence(open_workspace(workspace), read_only=True) as evidence:
        for document in evidence.documents():
            facts = list(evidence.facts(document.id))
            on = next((fact.fields["start"] for fact in facts if fact.kind == "inspection"), None)
            for fact in facts:
                if fact.kind in IMPROVEMENTS and on is not None:
                    provider = document.provider_urn or ""
                    by_provider[provider].append(Raised(fact.id, document.id, on, fact.text))
                    keys[fact.id] = (document.id, key_of(fact.text))
    return {
        (*keys[pair.earlier.id], *keys[pair.later.id]): pair.score
        for raised in by_provider.values()
        for pair in pairs(raised, 0.0)
    }


def main(workspace: Path, thresholds: tuple[float, ...]) -> None:
    """Print precision and recall at each threshold."""
    found = scores(workspace)
    rows = list(csv.DictReader(LABELS.open(encoding="utf-8")))
    labelled = [
        (found[key], row["raised_again"] == "yes") for row in rows if (key := _key(row)) in found
    ]
    right = sum(yes for _, yes in labelled)
    print(f"{len(labelled)} of {len(rows)} labelled pairs are among {len(found):,} pairs here.")
    for threshold in thresholds:
        told = [yes for score, yes in labelled if score >= threshold]
        every = sum(score >= threshold for score in found.values())
        print(
            f"{threshold:.2f}: precision {sum(told)} of {len(told)}, recall {sum(told)} of {right};"
            f" {every} pairs of all"
        )


def _key(row: dict[str, str]) -> Key:
    return (
        row["earlier_sha256"], row["earlier_text"], row["later_sha256"], row["later_text"],
    )  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]), tuple(map(float, sys.argv[2:])) or _THRESHOLDS)
