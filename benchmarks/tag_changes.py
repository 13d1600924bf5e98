"""What a changed model, rule or extractor tags otherwise, on documents whose tags were approved.

The fictional documents that come with Vouch are read and tagged anew, each passage through its
document's own framework and through the criteria, and held against `approved_tags.json`, which
was approved by a person. `python -m benchmarks.tag_changes` prints gains and losses and ends with 1
where there are any; with `--approve` it rewrites the file: look at the differences first. Keys are
hashes of the passages' words.
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from corpus.evidence import open_evidence
from corpus.records import Passage, Tag
from corpus.workspace import open_workspace
from models.changes import Said, changes, key_of, said_of, sample, table
from pipelines import local
from pipelines.commands.demo import samples
from pipelines.lenses import STAND_IN
from pipelines.settings import Settings

APPROVED = Path(__file__).with_name("approved_tags.json")


def tagged_now() -> tuple[dict[str, Said], dict[str, str]]:
    """Read and tag the sample documents; returns what is said, and how each passage begins."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            workspace=Path(folder) / "workspace",
            jobs=1,
            sensitivity="public",
            frameworks=(STAND_IN,),
        )
        local.ingest(samples(), settings)
        with open_evidence(open_workspace(settings.workspace), read_only=True) as evidence:
            return laid_out(sample(evidence.passages()), list(evidence.tags()))


def laid_out(
    passages: tuple[Passage, ...], tags: list[Tag]
) -> tuple[dict[str, Said], dict[str, str]]:
    """Lay out what is said of passages, and how each begins, both by the passage's key."""
    return said_of(passages, tags), {key_of(one.text): one.text[:60] for one in passages}


def read_approved(path: Path = APPROVED) -> dict[str, Said]:
    """Return what was approved; nothing where the file is not there yet."""
    if not path.exists():
        return {}
    found = json.loads(path.read_text(encoding="utf-8"))
    return {key: Said(**{**said, "codes": tuple(said["codes"])}) for key, said in found.items()}


def approve(said: dict[str, Said], path: Path = APPROVED) -> None:
    """Write what is said as approved, one passage a line."""
    lines = [f"{json.dumps(key)}: {json.dumps(asdict(said[key]))}" for key in sorted(said)]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8", newline="\n")


def main(arguments: list[str]) -> int:
    """Print what changed; with `--approve`, approve it."""
    now, words = tagged_now()
    found = changes(read_approved(), now)
    print("\n".join(table(found, words)))
    if "--approve" in arguments:
        approve(now)
        print(f"Approved: {len(now)} readings, in {APPROVED.name}.")
        return 0
    return 1 if found.changes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
