"""Restricted files where a run is killed, a worker breaks down, the disk is full, or two meet."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.evidence import open_evidence
from corpus.sealed_items import ids
from corpus.vault import open_vault
from corpus.verifying import verify
from corpus.workspace import open_workspace
from pipelines.batches import Batch, dismiss, read_batch
from pipelines.local import ingest
from pipelines.offers import gather
from pipelines.parts import read_part
from pipelines.pool import READER
from pipelines.quarantine import opened
from pipelines.settings import Settings

Held = Callable[..., set[tuple[str, str]]]
ROOT = Path(__file__).parents[2]
SECRET = ("Quillfeather", "sandalwood", "Thistlemere", "Osgood")
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")
slow = pytest.mark.slow

# A reader that does to its process what the name of the document says, and a run that uses it.
ODD_RUN = """
import os, signal, sys, time
from pathlib import Path

def read(offer, settings):
    from pipelines.stages import read_offer
    if "slow" in offer.name:
        time.sleep(60)
    if "deadly" in offer.name:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "broken" in offer.name:
        import pipelines.stages
        pipelines.stages.printed = None
    reading = read_offer(offer, settings)
    time.sleep(float(os.environ.get("SECONDS_A_DOCUMENT", "0")))
    return reading

if __name__ == "__main__":
    from pipelines.commands.options import show_summary
    from pipelines.local import ingest
    from pipelines.settings import Settings
    if "LARGEST_FILE" in os.environ:
        import resource
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(os.environ["LARGEST_FILE"]),) * 2)
    settings = Settings(workspace=Path(sys.argv[1]), jobs=2, batch_size=2, wait_seconds=120,
                        sensitivity=sys.argv[3] if len(sys.argv) > 3 else None)
    show_summary(ingest([Path(sys.argv[2])], settings, reader="odd_run:read"), settings)
"""


@pytest.fixture
def place(tmp_path: Path, vaulted: Callable[[Path], Path]) -> Path:
    return vaulted(tmp_path / "ws")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for case notes; a module of a reader lies beside it, where workers find it."""
    (tmp_path / "odd_run.py").write_text(ODD_RUN)
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "Thistlemere").mkdir()
    return tmp_path / "Thistlemere"


def noted(folder: Path, *names: str, more: str = "") -> None:
    for name in names:
        said = f"Osgood Quillfeather of {name} said that the sandalwood box is gone.\n{more}"
        (folder / name).write_text(said)


def started(place: Path, folder: Path, *declared: str, **env: str) -> subprocess.Popen[str]:
    home = folder.parent
    return subprocess.Popen(
        [sys.executable, str(home / "odd_run.py"), str(place), str(folder), *declared],
        cwd=home,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{home}", **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def killed_half_way(run: subprocess.Popen[str], place: Path) -> None:
    for _ in range(2_400):  # two minutes on a machine that is slow to start it
        if ids(open_workspace(place), "reading"):
            break
        time.sleep(0.05)
    os.killpg(run.pid, signal.SIGKILL)
    out, err = run.communicate(timeout=120)
    assert run.returncode == -signal.SIGKILL, out + err


@posix
@slow
@pytest.mark.parametrize("declared", [(), ("restricted",)])
def test_a_run_killed_half_way_and_a_second_one_leave_nothing_readable(
    place: Path, folder: Path, held: Held, passphrase: str, declared: tuple[str, ...]
) -> None:
    noted(folder, *(f"Osgood {number}.txt" for number in range(8)))

    killed_half_way(started(place, folder, *declared, SECONDS_A_DOCUMENT="0.4"), place)
    at_once = held(place, SECRET)
    summary = ingest([folder], Settings(workspace=place, jobs=1))

    # Names of what nobody has called restricted, and not yet read, wait for the second run.
    assert {word for _, word in at_once} <= (set() if declared else {"Thistlemere", "Osgood"})
    assert (summary.counts, summary.restricted) == ({"ok": 8}, 8)
    assert held(place, SECRET) == set()
    assert not list(place.rglob(".part-*"))
    assert verify(open_workspace(place)) == []
    with open_vault(open_workspace(place), passphrase) as vault:
        names = {opened(vault, key).name for key in ids(vault.workspace, "reading")}
    assert names == {f"Osgood {number}.txt" for number in range(8)}


@posix
@slow
def test_a_run_killed_while_it_closes_what_was_public_is_finished_by_the_next(
    place: Path, folder: Path, held: Held
) -> None:
    noted(folder, *(f"Osgood {number}.txt" for number in range(6)))
    ingest([folder], Settings(workspace=place, jobs=1, sensitivity="public"))

    killed_half_way(started(place, folder, "restricted", SECONDS_A_DOCUMENT="0.4"), place)
    ingest([folder], Settings(workspace=place, jobs=1, sensitivity="restricted"))

    assert held(place, SECRET) == set()
    assert verify(open_workspace(place)) == []


@posix
@slow
def test_what_its_worker_broke_down_on_is_masked_in_the_store_and_the_log(
    place: Path, folder: Path, held: Held
) -> None:
    noted(folder, "Osgood slow.txt", "Osgood deadly.txt", "Osgood broken.txt", "Osgood.txt")
    settings = Settings(workspace=place, jobs=1, sensitivity="restricted", seconds_per_document=3)

    summary = ingest([folder], settings, reader="odd_run:read")

    codes = {bad.code for bad in summary.bad}
    assert {"too-slow", "worker-crashed", "internal-error"} <= codes
    log = (place / "logs" / "vouch.jsonl").read_text()
    assert all(code in log for code in codes), "the log says what happened, and not to whom"
    assert "restricted/" in log
    assert held(place, SECRET) == set()
    assert not [word for word in SECRET if word in repr(summary)]


@posix
@slow
def test_the_log_names_nobody_where_nothing_was_declared(
    place: Path, folder: Path, held: Held
) -> None:
    noted(folder, "Osgood deadly.txt")
    ingest([folder], Settings(workspace=place, jobs=1), reader="odd_run:read")
    assert not [file for file, _ in held(place / "logs", SECRET)]

    ingest([folder], Settings(workspace=place, jobs=1))

    assert held(place, SECRET) == set(), "the row that named it is written anew"


@posix
@slow
def test_two_runs_at_once_seal_everything_once(place: Path, folder: Path, held: Held) -> None:
    noted(folder, *(f"Osgood {number}.txt" for number in range(6)))

    runs = [started(place, folder, SECONDS_A_DOCUMENT="0.1") for _ in range(2)]
    outputs = [run.communicate(timeout=240) for run in runs]

    assert [run.returncode for run in runs] == [0, 0], outputs
    assert sorted("6 of these had been read before" in out for out, _ in outputs) == [False, True]
    assert len(ids(open_workspace(place), "original")) == 6
    assert held(place, SECRET) == set()
    assert verify(open_workspace(place)) == []


@posix
@slow
@pytest.mark.parametrize("before", [None, "public"])
def test_a_full_disk_while_sealing_leaves_no_half_item_and_nothing_readable(
    place: Path, folder: Path, held: Held, before: str | None
) -> None:
    noted(folder, "Osgood.txt", more="He came back. " * 200_000)
    if before:
        # The first reading is stored: the second one fails, and takes nothing away with it.
        ingest([folder], Settings(workspace=place, jobs=1, sensitivity="public", tag=False))

    run = started(place, folder, "restricted", LARGEST_FILE="2000000")
    _, error = run.communicate(timeout=240)

    assert run.returncode != 0
    assert "cannot be used: File too large" in error
    assert ids(open_workspace(place), "original") == []
    assert not list((place / "sealed").rglob(".part-*"))
    if before is None:
        assert held(place, SECRET) == set()
    summary = ingest([folder], Settings(workspace=place, jobs=1, sensitivity="restricted"))
    assert summary.counts == {"ok": 1}
    assert held(place, SECRET) == set()
    assert verify(open_workspace(place)) == []


@posix
@slow
def test_the_part_file_of_a_task_tells_nothing(
    place: Path, folder: Path, held: Held, tmp_path: Path
) -> None:
    noted(folder, "Osgood.txt", "Osgood deadly.txt")
    settings = Settings(workspace=place, jobs=1, sensitivity="restricted")
    offers = gather([folder], settings).offers
    part = tmp_path / "parts" / "1.jsonl"
    part.parent.mkdir()

    counts = read_batch(Batch(offers, part, settings, tmp_path / "temporary", "odd_run:read"))
    dismiss()

    assert counts == {"ok": 1, "failed": 1}
    assert {reading.source.path[:11] for reading in read_part(part)} == {"restricted/"}
    assert held(part.parent, SECRET) == set()
    assert held(place, SECRET) == set()


@posix
@slow
def test_real_workers_seal_what_this_process_would(
    place: Path, folder: Path, held: Held, passphrase: str
) -> None:
    noted(folder, "Osgood.txt")

    ingest([folder], Settings(workspace=place, jobs=1), reader=READER)

    workspace = open_workspace(place)
    with open_vault(workspace, passphrase) as vault:
        [found] = [opened(vault, key) for key in ids(workspace, "reading")]
    assert "sandalwood" in found.parts[0].extraction.text
    with open_evidence(workspace, read_only=True) as evidence:
        [source] = evidence.sources()
    assert (source.status, source.path[:11]) == ("ok", "restricted/")
    assert held(place, SECRET) == set()
