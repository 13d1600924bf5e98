"""What case notes cost from a spreadsheet to signed and tagged notes: seconds and memory by phase.

    python -m benchmarks.case_notes_speed [--rows 20000] [--jobs 2] [--seed 77] [--keep FOLDER]

A synthetic sheet is read, de-identified, listed, and signed as a whole, by the functions that the
commands call. CPU seconds are those of all processes, and are what to compare on a machine that
others use, too; wall-clock seconds are those of a user who waits. Memory is the most that all
processes held together (pages that they share are counted in each), looked at ten times a second.
No test is timed.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from corpus.sealing import Cost
from corpus.users import User
from corpus.vault import create_vault, open_vault
from corpus.workspace import open_workspace
from pipelines import local
from pipelines.redacting.cases import open_cases
from pipelines.redacting.preparing import prepare
from pipelines.redacting.signing import sign, states
from pipelines.settings import Settings

PASSPHRASE = "a drawer of nine spoons"  # noqa: S105 - of a workspace that is thrown away
SIGNER = User("u1", "Sal", "qa-reviewer", "2024-01-01T00:00:00+00:00")
_EVERY = 0.1
_MEGABYTE = 1_000_000


@dataclass(slots=True)
class Phase:
    """One phase: its name, wall-clock and CPU seconds, and the most memory in bytes."""

    name: str
    wall: float = 0.0
    cpu: float = 0.0
    memory: int = 0

    def __str__(self) -> str:
        """Return a line for a person."""
        memory = self.memory // _MEGABYTE
        return (
            f"{self.name:14} wall {self.wall:7.1f} s  CPU {self.cpu:7.1f} s  memory {memory:5,} MB"
        )


@dataclass(slots=True)
class Watch:
    """Measures phases as they come."""

    phases: list[Phase] = field(default_factory=list)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Measure what happens inside, and print it."""
        found = Phase(name)
        over = threading.Event()
        looking = threading.Thread(target=_look, args=(found, over), daemon=True)
        began, cpu = time.monotonic(), _cpu()
        looking.start()
        try:
            yield
        finally:
            over.set()
            looking.join()
            found.wall, found.cpu = time.monotonic() - began, _cpu() - cpu
            self.phases.append(found)
            print(found, flush=True)


def _cpu() -> float:
    """Return the CPU seconds of this process and of those children that have ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def _look(phase: Phase, over: threading.Event) -> None:
    own = psutil.Process(os.getpid())
    while not over.wait(_EVERY):
        held = 0
        with suppress(psutil.Error):
            for process in (own, *own.children(recursive=True)):
                with suppress(psutil.Error):
                    held += int(process.memory_info().rss)
        phase.memory = max(phase.memory, held)


def measured(sheet: Path, root: Path, jobs: int, say: Callable[[str], None]) -> list[Phase]:
    """Take a sheet of case notes all the way, and return its phases."""
    watch = Watch()
    workspace = open_workspace(root, create=True)
    create_vault(workspace, PASSPHRASE, Cost(n=1 << 10)).close()
    settings = Settings(workspace=root, sensitivity="restricted", jobs=jobs)
    with watch.phase("read"):
        local.ingest([sheet], settings)
    with open_vault(workspace, PASSPHRASE) as vault:
        with watch.phase("de-identify"):
            done = prepare(vault, settings)
        say(f"{done.notes:,} notes in {done.cases:,} cases, {len(done.failed)} failed")
        with watch.phase("list"):
            cases = list(open_cases(vault))
            states(vault, cases)
        with watch.phase("sign and tag"):
            released = sign(vault, cases, SIGNER, "measured", settings)
        say(f"{released.notes:,} notes can be searched, {released.tags:,} tags")
    return watch.phases


def main() -> None:
    """Print the phases, and what the two halves took."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=77)
    parser.add_argument("--keep", type=Path, help="a new folder for the sheet and the workspace")
    asked = parser.parse_args()
    # Here, because every worker loads this module again, and none of them makes notes.
    from benchmarks.casefiles import many_rows  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        place = asked.keep or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        [file] = many_rows(asked.rows, asked.seed, "development").files
        sheet = place / file.name
        sheet.write_bytes(file.content)
        found = measured(sheet, place / "workspace", asked.jobs, print)
    for name, part in (("before signing", found[:2]), ("signing", found[2:])):
        wall, cpu = sum(one.wall for one in part), sum(one.cpu for one in part)
        print(f"{name}: wall {wall:.0f} s, CPU {cpu:.0f} s, at rest about {cpu / asked.jobs:.0f} s")


if __name__ == "__main__":
    main()
