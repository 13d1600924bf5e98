"""Write case files and their truth: `python -m benchmarks.casefiles --seed 1 --out DIR`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import get_args

from benchmarks.casefiles import ALL, generate, long_note, many_rows
from benchmarks.casefiles.truth import CaseFile, Vocabulary, as_rows


def main() -> None:
    """Write `--count` sets from `--seed` on, or one file that tests size."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.casefiles", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=1)
    parser.add_argument("--rows", type=int, default=0, help="one spreadsheet of so many notes")
    parser.add_argument("--pages", type=int, default=0, help="one note of about so many pages")
    parser.add_argument("--formats", nargs="+", default=ALL, choices=ALL)
    parser.add_argument("--vocabulary", choices=get_args(Vocabulary), default="development")
    asked = parser.parse_args()
    for seed in range(asked.seed, asked.seed + asked.count):
        folder = asked.out / str(seed) if asked.count > 1 else asked.out
        if asked.rows:
            _write(many_rows(asked.rows, seed, asked.vocabulary), folder)
        elif asked.pages:
            _write(long_note(asked.pages, seed, asked.vocabulary), folder)
        else:
            _write(generate(seed, asked.vocabulary, asked.formats), folder)


def _write(case: CaseFile, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for file in case.files:
        (folder / file.name).write_bytes(file.content)
    with (folder / "truth.jsonl").open("w", encoding="utf-8") as out:
        for row in as_rows(case.truth):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
