"""De-identification on data that others made: `python -m benchmarks.yardsticks DATA --set NAME`.

DATA is a file that you fetch yourself; nothing of it is kept here. `tab` is a split of the text
anonymization benchmark (NorskRegnesentral/text-anonymization-benchmark, echr_dev.json);
`presidio` the synthetic set of microsoft/presidio-research (data/synth_dataset_v2.json). With
`--found` the spans of another program are judged in place of ours (`benchmarks.yardsticks_spans`),
`--texts` writes the texts for that program, one JSON string a line. Ours is made for British case
notes; both sets are of another kind.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import yardsticks_presidio, yardsticks_tab
from benchmarks.yardsticks_spans import System, ours, theirs
from models.deid import MEANS

RULES = frozenset(("patterns", "context"))


def run(path: Path, name: str, systems: dict[str, System]) -> Iterator[str]:
    """Yield the report of every system on one set."""
    for title, system in systems.items():
        yield f"\n== {title}"
        if name == "tab":
            judgements = yardsticks_tab.read(path)
            figures = yardsticks_tab.measured(judgements, system)
            yield from yardsticks_tab.report(judgements, figures)
        else:
            samples = yardsticks_presidio.read(path)
            figures = yardsticks_presidio.measured(samples, system)
            yield from yardsticks_presidio.report(samples, figures)


def texts(path: Path, name: str) -> list[str]:
    """Return the texts of a set in order."""
    if name == "tab":
        return [one.text for one in yardsticks_tab.read(path)]
    return [one.text for one in yardsticks_presidio.read(path)]


def systems(means_off: bool) -> dict[str, System]:
    """Return ours with all means, and if asked without each and with rules alone."""
    found = {"all means": ours()}
    if means_off:
        found |= {f"without {one}": ours(MEANS - {one}) for one in sorted(MEANS)}
        found["rules alone"] = ours(RULES)
    return found


def main(arguments: list[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.yardsticks", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--set", choices=("tab", "presidio"), default="presidio")
    parser.add_argument("--means-off", action="store_true", help="without each means as well")
    parser.add_argument("--found", type=Path, help="judge the spans of this file instead")
    parser.add_argument("--texts", type=Path, help="write the texts here, and measure nothing")
    asked = parser.parse_args(arguments)
    if asked.texts:
        lines = (json.dumps(text, ensure_ascii=False) for text in texts(asked.data, asked.set))
        asked.texts.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return 0
    chosen = {asked.found.name: theirs(asked.found)} if asked.found else systems(asked.means_off)
    print("\n".join(run(asked.data, asked.set, chosen)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
