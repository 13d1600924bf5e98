"""The measure of de-identification on files: read, split, looked through and judged as shipped.

    python -m benchmarks.deidentification --through-files --seeds 300 --first 1001 --processes 2

Each case file (a seed: three families, a file of every format) is written to a temporary folder,
goes through the product and is judged (`benchmarks.casefiles.through`); then the folder is gone.
One case file is held at a time in each process, so memory does not grow with their number. Scans
need OCR, which costs more than all the rest: one case file in `--scans-every` has one. Intervals
are of a bootstrap over case files. All of it is synthetic.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from benchmarks.casefiles import ALL, generate
from benchmarks.casefiles.scoring import Rate, Tally, score
from benchmarks.casefiles.through import AS_SHIPPED, Way, through, trained
from benchmarks.casefiles.truth import Vocabulary

SCAN = "scan"
_WHOLE = ("recall", "precision", "precision with dates and places", "notes clean", "notes bare",
          "files clean")  # fmt: skip
# Title of a table, then what of each row is shown: the figure and where the row's name goes.
_TABLES: Mapping[str, Mapping[str, str]] = {
    "kind of identifier": {
        "recall": "recall/kind/{}", "indirect": "indirect recall/kind/{}",
        "precision": "precision/kind/{}", "not word for word": "gone/kind/{}",
    },
    "form of a name": {"recall": "recall/form/{}"},
    "format": {
        "recall": "recall/format/{}", "precision": "precision/format/{}",
        "notes clean": "notes clean/format/{}", "notes bare": "notes bare/format/{}",
        "files clean": "files clean/format/{}",
    },
    "format: notes": {
        "found exactly": "notes found/format/{}", "date right": "date right/format/{}",
        "withheld": "withheld/format/{}",
    },
    "kind of note": {
        "notes clean": "notes clean/kind/{}", "notes bare": "notes bare/kind/{}",
        "kind right": "kind right/{}",
    },
    "decoy": {"kept": "decoys kept/{}"},
    "sign of harm": {"routed": "signs routed/{}"},
    "what only looks like one": {"not routed": "near-misses kept/{}"},
}  # fmt: skip
_SINGLE = (
    "files read", "notes found", "kind right", "date right", "case right", "withheld", "gone",
    "indirect recall", "decoys kept", "signs routed", "routes right", "near-misses kept",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be measured, and by how many processes."""

    first: int
    seeds: int
    vocabulary: Vocabulary = "development"
    formats: Sequence[str] = ALL
    scans_every: int = 10
    processes: int = 1


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of each way of looking, and what they cost: CPU seconds of all processes."""

    figures: Mapping[str, Mapping[str, Rate]]
    scans: int
    seconds: float


def measured(asked: Asked, ways: Mapping[str, Way]) -> Measured:
    """Measure case files one by one; the order in which processes finish changes nothing."""
    seeds = range(asked.first, asked.first + asked.seeds)
    sets: dict[str, list[list[Tally]]] = {name: [] for name in (AS_SHIPPED, *ways)}
    seconds = 0.0
    for at, (tallies, took) in enumerate(_each(asked, seeds, ways), 1):
        seconds += took
        for name, tally in tallies.items():
            sets[name].append([tally])
        if at % 10 == 0:
            print(f"{at} of {asked.seeds} case files, {seconds:.0f} CPU-s", file=sys.stderr)
    scans = sum(SCAN in _formats(asked, seed) for seed in seeds)
    return Measured({name: score(some) for name, some in sets.items()}, scans, seconds)


def _each(
    asked: Asked, seeds: Sequence[int], ways: Mapping[str, Way]
) -> Iterator[tuple[dict[str, Tally], float]]:
    one = partial(_one, asked, ways)
    if asked.processes == 1:
        yield from map(one, seeds)
        return
    # Fresh processes: a fork of one that has read something may hold its locks.
    with ProcessPoolExecutor(asked.processes, mp_context=get_context("spawn")) as pool:
        yield from pool.map(one, seeds)


def _one(asked: Asked, ways: Mapping[str, Way], seed: int) -> tuple[dict[str, Tally], float]:
    began = process_time()
    made = generate(seed, asked.vocabulary, _formats(asked, seed))
    with TemporaryDirectory(prefix="vouch-measure-") as folder:
        tallies = through(made, Path(folder), ways)
    return tallies, process_time() - began


def _formats(asked: Asked, seed: int) -> tuple[str, ...]:
    scanned = asked.scans_every > 0 and (seed - asked.first) % asked.scans_every == 0
    return tuple(name for name in asked.formats if name != SCAN or scanned)


def report(asked: Asked, found: Measured, began: float) -> Iterator[str]:
    """Yield the figures as lines; aggregates alone, whatever the vocabulary."""
    yield (
        f"{asked.seeds} synthetic case files, vocabulary {asked.vocabulary}, seeds {asked.first} "
        f"to {asked.first + asked.seeds - 1}; scans in {found.scans} of them; "
        f"{found.seconds:.0f} CPU-s, {perf_counter() - began:.0f} s"
    )
    yield "trained component: " + (", ".join(one.name for one in trained()) or "none is shipped")
    yield "figures [95 % of a bootstrap over case files] n"
    yield from _block("way of looking", found.figures, {name: name for name in _WHOLE})
    whole = found.figures[AS_SHIPPED]
    yield ""
    for name in _SINGLE:
        if name in whole:
            yield f"{name:<26}{_cell(whole[name])}"
    for title, columns in _TABLES.items():
        rows = _rows(whole, columns)
        if rows:
            yield from _block(title, rows, {column: column for column in columns})
    yield "\nrecall below 1, by format and kind of identifier"
    for name, rate in whole.items():
        if name.startswith("recall/format/") and name.count("/") == 3 and rate.value < 1:
            yield f"{name.removeprefix('recall/format/'):<26}{_cell(rate)}"


def _rows(whole: Mapping[str, Rate], columns: Mapping[str, str]) -> dict[str, dict[str, Rate]]:
    """Return the figures of one table by row; what stands in braces is the row's name."""
    rows: dict[str, dict[str, Rate]] = {}
    for column, pattern in columns.items():
        before = pattern.removesuffix("{}")
        for name, rate in whole.items():
            row = name.removeprefix(before)
            if row != name and "/" not in row:
                rows.setdefault(row, {})[column] = rate
    return dict(sorted(rows.items()))


def _block(
    title: str, rows: Mapping[str, Mapping[str, Rate]], columns: Mapping[str, str]
) -> Iterator[str]:
    yield f"\n{title:<26}" + "".join(f"{column[:30]:<32}" for column in columns)
    for name, figures in rows.items():
        cells = [_cell(figures[key]) if key in figures else "" for key in columns.values()]
        yield (f"{name:<26}" + "".join(f"{cell:<32}" for cell in cells)).rstrip()


def _cell(rate: Rate) -> str:
    return f"{rate.value:.4f} [{rate.low:.4f}, {rate.high:.4f}] {rate.n:,}"
