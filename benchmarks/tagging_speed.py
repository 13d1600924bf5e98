"""What tagging costs: all passages of a workspace through lenses, beside the first tagger.

    python -m benchmarks.tagging_speed WORKSPACE [--lens ID ...] [--rounds N] [--processes 2]

The lenses and the yardstick (the zero-label tagger "baseline/1", through one framework) take turns
(A B A B ...) over the same documents in the same number of processes, so that a busy machine slows
both alike: read the ratio first. CPU seconds are those of the processes, wall-clock seconds those
of a round; starting a process and loading the model are counted apart. No test is timed. The
environment variable VOUCH_BENCHMARK_MODEL names another model than the one that comes with Vouch.

What it printed on a machine of two cores with six processes at work (`--rounds 1 --every 16
--processes 1`; a machine at rest takes less, the ratio stays):

    20 documents, 2,672 passages, lenses: sccif-asa-2024, slac-2009
    lenses                CPU 2.3 s  wall 2.8 s  rows 9,647  to start 2.1 CPU-s a process
    yardstick baseline/1  CPU 0.7 s  wall 1.4 s  rows 7,452  to start 0.4 CPU-s a process
    lenses cost 3.51 times the yardstick's CPU time
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from statistics import median

from corpus.evidence import open_evidence
from corpus.frameworks import load
from corpus.records import Extraction, Passage
from corpus.workspace import open_workspace
from models import Tagger, baseline

LENSES = ("sccif-asa-2024", "slac-2009")
YARDSTICK = "baseline/1"
MODEL = "VOUCH_BENCHMARK_MODEL"  # reaches the processes, as no argument would
_PART = 8  # documents a task: small enough that both processes end together

Documents = Sequence[tuple[Passage, ...]]
Build = Callable[[Sequence[str]], tuple[Tagger, ...]]


@dataclass(frozen=True, slots=True)
class Round:
    """One pass over all documents: CPU seconds of the processes, wall-clock seconds, rows."""

    cpu: float
    wall: float
    rows: int


def taggers(lenses: Sequence[str]) -> tuple[Tagger, ...]:
    """Build the taggers of a process: the lenses share one model and one reading."""
    from models.lenses import tagger  # noqa: PLC0415 - the one place that knows of it
    from models.model import load_model  # noqa: PLC0415

    model = load_model(_chosen())
    return tuple(tagger(load(lens), model, False) for lens in lenses)


def _chosen() -> Path | None:
    """Return the model that the environment names, else null: the one that comes with Vouch."""
    named = os.environ.get(MODEL)
    return Path(named) if named else None


def yardstick(lenses: Sequence[str]) -> tuple[Tagger, ...]:
    """Build the first tagger, through the first framework alone."""
    return (baseline(load(lenses[0])),)


@cache
def _built(build: Build, lenses: tuple[str, ...]) -> tuple[Tagger, ...]:
    return build(lenses)


def ready(build: Build, lenses: tuple[str, ...], all_there: Barrier) -> None:
    """Build the taggers of a process, and wait until every process has."""
    _built(build, lenses)
    all_there.wait()


def tag(build: Build, lenses: tuple[str, ...], part: Documents) -> tuple[float, int]:
    """Tag documents through all lenses; return CPU seconds and rows."""
    began = time.process_time()
    rows = 0
    for passages in part:
        nothing = Extraction(passages[0].document_id, "", "", (), ())  # each passage alone
        rows += sum(len(tagger.tag(passages, nothing)) for tagger in _built(build, lenses))
    return time.process_time() - began, rows


class Side:
    """One of the two that take turns, with processes of its own that stay."""

    def __init__(self, build: Build, lenses: Sequence[str], processes: int) -> None:
        self._build, self._lenses = build, tuple(lenses)
        context = get_context("spawn")
        all_there = context.Barrier(processes + 1)
        self._pool = ProcessPoolExecutor(
            processes, context, initializer=ready, initargs=(build, self._lenses, all_there)
        )
        # A pool starts one process a task, as long as none is idle.
        first = [self._pool.submit(time.process_time) for _ in range(processes)]
        all_there.wait(timeout=120)
        self.loading = max(one.result() for one in first)

    def round(self, documents: Documents) -> Round:
        """Tag all documents once."""
        began = time.perf_counter()
        parts = [documents[at : at + _PART] for at in range(0, len(documents), _PART)]
        tasks = [self._pool.submit(tag, self._build, self._lenses, part) for part in parts]
        done = [task.result() for task in tasks]
        wall = time.perf_counter() - began
        return Round(sum(cpu for cpu, _ in done), wall, sum(rows for _, rows in done))

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown()


def documents_of(workspace: Path) -> list[tuple[Passage, ...]]:
    """Return the passages of every public document, longest document first, without boxes.

    No tagger looks at boxes, and sending them to the processes would cost more than tagging.
    """
    with open_evidence(open_workspace(workspace), read_only=True) as evidence:
        found = [
            tuple(replace(passage, boxes=()) for passage in evidence.passages(document.id))
            for document in evidence.documents()
            if document.sensitivity == "public"
        ]
    return sorted((passages for passages in found if passages), key=len, reverse=True)


def report(name: str, side: Side, rounds: Sequence[Round]) -> str:
    """Return a line on one side: medians, and the fastest round in brackets."""
    cpu, wall = sorted(one.cpu for one in rounds), sorted(one.wall for one in rounds)
    return (
        f"{name:28} CPU {median(cpu):7.1f} s ({cpu[0]:.1f})  wall {median(wall):7.1f} s "
        f"({wall[0]:.1f})  rows {rounds[0].rows:,}  to start {side.loading:.1f} CPU-s a process"
    )


def main() -> None:
    """Print both sides and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--lens", dest="lenses", action="append")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--every", type=int, default=1, help="take every n-th document alone")
    options = parser.parse_args()
    lenses = options.lenses or LENSES
    documents = documents_of(options.workspace)[:: options.every]
    passages = sum(len(one) for one in documents)
    print(f"{len(documents)} documents, {passages:,} passages, lenses: {', '.join(lenses)}")
    builds = (taggers, yardstick)
    sides = [Side(build, lenses, options.processes) for build in builds]
    found: list[list[Round]] = [[], []]
    for _ in range(options.rounds):
        for side, rounds in zip(sides, found, strict=True):
            rounds.append(side.round(documents))
    for name, side, rounds in zip(("lenses", f"yardstick {YARDSTICK}"), sides, found, strict=True):
        print(report(name, side, rounds))
        side.close()
    ours, theirs = (median(one.cpu for one in rounds) for rounds in found)
    print(f"lenses cost {ours / theirs:.2f} times the yardstick's CPU time")


if __name__ == "__main__":
    main()
