"""How the cost of a whole ingest grows with the number of files: every stage, tags and store too.

Each size is a fresh workspace and a fresh process; the files are the first of one fixed shuffle,
so a larger size holds the smaller ones. Cost is CPU time of the process and its workers, and
wall-clock time; a page's share of it says whether cost grows faster than work.

    python -m benchmarks.growth REPORTS --sizes 10 35 120 349
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus.evidence import open_evidence
from corpus.workspace import open_workspace


def ingest(files: list[Path], workspace: Path) -> tuple[float, float]:
    """Ingest files; return CPU seconds of all processes and wall-clock seconds."""
    command = [sys.executable, "-m", "pipelines.main", "--workspace", str(workspace), "ingest"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run(
        [*command, *map(os.fspath, files)],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, wall


def main() -> None:
    """Print a line a size."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("reports", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 35, 120, 349])
    options = parser.parse_args()
    files = sorted(options.reports.rglob("*.pdf"))
    random.Random(1).shuffle(files)  # noqa: S311
    print("files  pages  passages   CPU s  wall s  CPU ms a page  again: CPU s  wall s")
    for size in options.sizes:
        home = Path(tempfile.mkdtemp(prefix="vouch-growth-"))
        cpu, wall = ingest(files[:size], home / "workspace")
        again_cpu, again_wall = ingest(files[:size], home / "workspace")
        with open_evidence(open_workspace(home / "workspace"), read_only=True) as evidence:
            counts = evidence.counts()
        pages, passages = counts["pages"], counts["passages"]
        print(
            f"{size:5d}  {pages:5d}  {passages:8d}  {cpu:6.1f}  {wall:6.1f}  "
            f"{1000 * cpu / pages:13.2f}  {again_cpu:12.2f}  {again_wall:6.2f}",
            flush=True,
        )
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
