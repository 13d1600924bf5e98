"""Print how well the zero-label tagger does on labelled passages that stay outside the project.

`python -m benchmarks.baseline_quality [FILE.jsonl]`: the default file stands in `shared/gold`
beside the checkout. Figures for authorities that were tuned on and for those kept apart are
separate rows; only the second count as quality.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.split import kept_apart
from corpus.frameworks import load
from corpus.identity import passage_id
from corpus.records import Extraction, Passage, Tag
from models import baseline

GOLD = Path(__file__).parents[1].parent / "shared" / "gold" / "dev.jsonl"
FRAMEWORK = "sccif-asa-2024"


@dataclass(frozen=True, slots=True)
class Judged:
    """One labelled passage and the rows that the tagger gave it."""

    area: str
    second_area: str
    criteria: tuple[str, ...]
    tags: tuple[Tag, ...]
    apart: bool


def judge(rows: Sequence[dict[str, Any]]) -> list[Judged]:
    """Tag each labelled passage alone."""
    tagger = baseline(load(FRAMEWORK))
    judged = []
    for row in rows:
        text = row["text"]
        passage = Passage(passage_id(row["id"], 0, len(text), text), row["id"], 0, len(text), text)
        extraction = Extraction(row["id"], "gold/1", text, (), ())
        judged.append(
            Judged(
                area=row["A"]["sccif"],
                second_area=row["B"]["sccif"],
                criteria=tuple(row["A"]["criteria"]),
                tags=tagger.tag([passage], extraction),
                apart=kept_apart(Path(row["file"])),
            )
        )
    return judged


def share(right: int, of: int) -> str:
    """Return a share with its denominator: ".812 (125 of 154)"."""
    return f"{right / of:.3f} ({right} of {of})" if of else "- (0 of 0)"


def report(title: str, judged: Sequence[Judged]) -> None:
    """Print the figures of one side of the split."""
    sure = [one for one in judged if not one.tags[0].abstained]
    labelled = [one for one in judged if one.criteria]
    first = sum(one.tags[0].criterion in one.criteria for one in labelled)
    three = sum(any(tag.criterion in one.criteria for tag in one.tags) for one in labelled)
    print(title)
    print("  area right, all passages     ", share(sum(right(one) for one in judged), len(judged)))
    print("  area right, where it is sure ", share(sum(right(one) for one in sure), len(sure)))
    print("  coverage (not abstained)     ", share(len(sure), len(judged)))
    print("  macro-F1 of areas            ", f"{macro_f1(judged):.3f}")
    print("  readers A and B agree        ", share(sum(agree(one) for one in judged), len(judged)))
    print("  criterion, best of three     ", share(first, len(labelled)))
    print("  criterion, among three       ", share(three, len(labelled)))


def right(one: Judged) -> bool:
    """Say whether the tagger's area is reader A's."""
    return one.tags[0].area == one.area


def agree(one: Judged) -> bool:
    """Say whether the two readers agree on the area."""
    return one.area == one.second_area


def macro_f1(judged: Sequence[Judged]) -> float:
    """Return the mean over the areas of the harmonic mean of precision and recall."""
    scores = []
    for area in sorted({one.area for one in judged}):
        true = sum(one.area == area and right(one) for one in judged)
        both = sum(one.area == area for one in judged)
        both += sum(one.tags[0].area == area for one in judged)
        scores.append(2 * true / both if both else 0.0)
    return sum(scores) / len(scores)


def main(arguments: Sequence[str]) -> int:
    """Print the report; 1 where the labelled passages are absent."""
    file = Path(arguments[0]) if arguments else GOLD
    if not file.is_file():
        print(f"{file} is absent; give the file of labelled passages as the first argument")
        return 1
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    began = time.process_time()
    judged = judge(rows)
    words = sum(len(row["text"].split()) for row in rows)
    print(f"{len(rows)} passages, {words} words, {time.process_time() - began:.2f} CPU-seconds")
    report("tuned on", [one for one in judged if not one.apart])
    report("kept apart", [one for one in judged if one.apart])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
