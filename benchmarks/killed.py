"""Kill an ingest at random moments and see that nothing is lost and nothing is left behind.

An undisturbed run gives the reference exports. Then, for each round: a fresh workspace, an ingest
that is killed with SIGKILL (the process and its workers' parent alone, as a power cut or the
system's memory guard would) after a random part of the reference's time, a plain re-run, and a
byte-for-byte comparison of the exports. What stands in the workspace's temporary folders and in
the system's is listed before and after.

    python benchmarks/killed.py FOLDER --rounds 30
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WHAT = ("documents", "passages", "tags")


def vouch(workspace: Path, *arguments: str, scratch: Path) -> subprocess.Popen[bytes]:
    """Start the command line in a process group of its own, its temporary files under scratch."""
    command = [sys.executable, "-m", "pipelines.main", "--workspace", str(workspace), *arguments]
    environment = {**os.environ, "TMPDIR": str(scratch)}
    return subprocess.Popen(
        command,
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def exports(workspace: Path, scratch: Path) -> dict[str, bytes]:
    """Return the bytes of the three exports."""
    found = {}
    for what in WHAT:
        out = scratch / f"{what}.jsonl"
        arguments = ("export", "--what", what, "--format", "jsonl", str(out))
        if vouch(workspace, *arguments, scratch=scratch).wait() != 0:
            raise SystemExit(f"export of {what} failed in {workspace}")
        found[what] = out.read_bytes()
        out.unlink()
    return found


def leftovers(workspace: Path, scratch: Path) -> list[str]:
    """Name every file that a finished run should not leave: temporary, partial, in the cache."""
    found = [str(path) for path in scratch.rglob("*") if path.is_file()]
    found += [str(path) for path in (workspace / "cache").rglob("*") if path.is_file()]
    found += [str(path) for path in (workspace / "originals").rglob("*") if len(path.name) > 64]
    return found


def one_round(folder: Path, after: float, home: Path) -> tuple[dict[str, bytes], list[str], bool]:
    """Ingest, kill after so many seconds, ingest again: exports, leftovers, was it killed."""
    workspace, scratch = home / "workspace", home / "scratch"
    scratch.mkdir(parents=True)
    first = vouch(workspace, "ingest", str(folder), scratch=scratch)
    time.sleep(after)
    killed = first.poll() is None
    if killed:
        # The parent alone: its workers must notice that it is gone and end by themselves.
        os.kill(first.pid, signal.SIGKILL)
    first.wait()
    if vouch(workspace, "ingest", str(folder), scratch=scratch).wait() != 0:
        raise SystemExit(f"the re-run after a kill at {after:.2f} s failed; see {workspace}/logs")
    left = leftovers(workspace, scratch)
    return exports(workspace, scratch), left, killed


def main() -> int:
    """Run the rounds and print what differed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--seed", type=int, default=20261122)
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311
    home = Path(tempfile.mkdtemp(prefix="vouch-killed-"))
    started = time.monotonic()
    reference, _, _ = one_round(options.folder, 0.0, home / "warm-up")
    (home / "reference").mkdir()
    started = time.monotonic()
    undisturbed = vouch(home / "plain", "ingest", str(options.folder), scratch=home / "reference")
    if undisturbed.wait() != 0:
        raise SystemExit("the undisturbed run failed")
    seconds = time.monotonic() - started
    same = exports(home / "plain", home / "reference") == reference
    differ, left_behind, killed = [] if same else ["kill at once"], [], 1
    for number in range(options.rounds):
        after = chance.uniform(0.05, seconds)
        place = home / f"round-{number}"
        result, left, was_killed = one_round(options.folder, after, place)
        killed += was_killed
        if result != reference:
            differ.append(f"round {number} (killed at {after:.2f} s of {seconds:.2f}): {place}")
        else:
            shutil.rmtree(place)
        left_behind += left
    print(f"rounds: {options.rounds + 1}, of which killed while running: {killed}")
    print(f"exports equal to the undisturbed run: {options.rounds + 1 - len(differ)}")
    print("\n".join(differ))
    print(f"files left behind: {len(left_behind)}")
    print("\n".join(left_behind[:20]))
    if not differ:
        shutil.rmtree(home)
    return 1 if differ or left_behind else 0


if __name__ == "__main__":
    sys.exit(main())
