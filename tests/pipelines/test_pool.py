"""The pool: a document that is slow, greedy or deadly becomes a row, and the others are read."""

import json
import os
import sys
import time
from pathlib import Path

import psutil
import pytest

from corpus.problems import VouchError
from corpus.records import Reading
from pipelines.logs import logging_to
from pipelines.offers import Offer
from pipelines.pool import Pool
from pipelines.processes import living
from pipelines.settings import Settings

# A reader that does to its process what the name of the document says.
READER = """
import dataclasses, os, signal, sys, tempfile, time
from pathlib import Path
from corpus.problems import SettingsError
from pipelines.rows import before_attempt
from corpus.records import Reading

def read(offer, settings):
    if offer.name.startswith("slow"):
        time.sleep(60)
    if offer.name.startswith("greedy"):
        held = []
        while True:
            held.append(b"x" * 20_000_000)
            time.sleep(0.01)
    if offer.name.startswith("deadly"):
        os.kill(os.getpid(), signal.SIGSEGV)
    if offer.name.startswith("leaving"):
        sys.exit(0)
    if offer.name.startswith("childish"):
        import subprocess
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        Path(offer.path).write_text(str(child.pid))
        time.sleep(60)
    if offer.name.startswith("talking"):
        print("passage text that nobody may see")
        sys.stderr.write("and more of it")
    if offer.name.startswith("misled"):
        raise SettingsError("There is no framework 'x'.")
    if offer.name.startswith("settled"):
        settled = [tempfile.gettempdir(), os.environ["OMP_NUM_THREADS"]]
        Path(offer.path).write_text("\\n".join(settled))
    source = dataclasses.replace(before_attempt(offer), status="ok", problem=None)
    return Reading(source=source, seconds=float(os.getpid()))
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "odd_reader.py").write_text(READER)
    # A spawned process is told the parent's sys.path, so it finds the reader too.
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def read(
    folder: Path, *names: str, recycle_above: int = 180_000_000, **settings: object
) -> list[Reading]:
    offers = [Offer(path=str(folder / name), name=name, sha256=name) for name in names]
    given = Settings(**{"jobs": 2, "seconds_per_document": 30, **settings})
    with Pool(given, folder / "temporary", "odd_reader:read", recycle_above) as pool:
        return list(pool.run(offers))


def codes(readings: list[Reading]) -> dict[str, str]:
    return {
        Path(reading.source.path).name: reading.source.problem.code
        if reading.source.problem
        else reading.source.status
        for reading in readings
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "code", "limits"),
    [
        pytest.param("slow.pdf", "too-slow", {"seconds_per_document": 0.5}, id="time is up"),
        pytest.param("greedy.pdf", "too-much-memory", {"memory_per_worker_mb": 150}, id="memory"),
        pytest.param("deadly.pdf", "worker-crashed", {}, id="a segmentation fault"),
        pytest.param("leaving.pdf", "worker-crashed", {}, id="the process ends of itself"),
    ],
)
def test_a_bad_document_is_a_row_and_the_rest_goes_on(
    folder: Path, name: str, code: str, limits: dict[str, object]
) -> None:
    readings = read(folder, "a.pdf", name, "b.pdf", "c.pdf", **limits)

    assert codes(readings) == {"a.pdf": "ok", name: code, "b.pdf": "ok", "c.pdf": "ok"}
    [bad] = [reading for reading in readings if reading.source.status == "failed"]
    assert name in (bad.source.problem.message if bad.source.problem else "")


@pytest.mark.slow
def test_a_worker_reads_many_documents_and_ends_with_the_pool(folder: Path) -> None:
    readings = read(folder, *(f"{number}.pdf" for number in range(20)), jobs=1)

    assert len(readings) == 20
    [pid] = {int(reading.seconds) for reading in readings}
    assert not psutil.pid_exists(pid)


@pytest.mark.slow
def test_what_a_dead_worker_held_ahead_goes_to_another(folder: Path) -> None:
    names = ("deadly.pdf", "a.pdf", "leaving.pdf", "b.pdf", "deadly.md", "c.pdf", "d.pdf")

    readings = read(folder, *names, jobs=1)

    assert sorted(Path(reading.source.path).name for reading in readings) == sorted(names)
    assert [name for name, code in codes(readings).items() if code == "ok"] == [
        name for name in names if name in ("a.pdf", "b.pdf", "c.pdf", "d.pdf")
    ]


@pytest.mark.slow
def test_what_a_stopped_worker_had_started_is_stopped_too(folder: Path) -> None:
    read(folder, "childish.pdf", seconds_per_document=3)

    child = int((folder / "childish.pdf").read_text())
    assert not psutil.pid_exists(child) or not living(psutil.Process(child))


@pytest.mark.slow
def test_workers_print_nothing_and_put_aside_only_where_they_are_told(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert codes(read(folder, "talking.pdf", "settled.pdf")) == {
        "talking.pdf": "ok",
        "settled.pdf": "ok",
    }
    assert capfd.readouterr() == ("", "")
    assert (folder / "settled.pdf").read_text().splitlines() == [str(folder / "temporary"), "1"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("reader", "name", "words"),
    [
        pytest.param("odd_reader:read", "misled.pdf", "no framework 'x'", id="unusable setting"),
        pytest.param("absent_reader:read", "a.pdf", "absent_reader", id="a part is missing"),
    ],
)
def test_what_no_document_can_help_stops_the_run(
    folder: Path, reader: str, name: str, words: str
) -> None:
    offers = [Offer(path=name, name=name, sha256=name)]
    with (
        Pool(Settings(jobs=1), folder / "temporary", reader) as pool,
        pytest.raises(VouchError, match=words),
    ):
        list(pool.run(offers))


@pytest.mark.slow
@pytest.mark.slow
def test_workers_that_never_start_end_the_run_with_a_hint(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A spawned process imports the reader's module first; this one ends it there and then.
    (folder / "ending_reader.py").write_text("import os\nos._exit(3)\n")
    offers = [Offer(path=str(folder / "a.pdf"), name="a.pdf", sha256="a")]

    with (
        Pool(Settings(jobs=1), folder / "temporary", "ending_reader:read") as pool,
        pytest.raises(VouchError, match=r"do not start .*code 3, 3 times.*vouch doctor"),
    ):
        list(pool.run(offers))


@pytest.mark.slow
def test_a_worker_that_has_grown_is_replaced(folder: Path) -> None:
    names = ("a.pdf", "b.pdf", "c.pdf", "d.pdf", "e.pdf")
    same = {reading.seconds for reading in read(folder, *names, jobs=1)}

    each = {reading.seconds for reading in read(folder, *names, recycle_above=1, jobs=1)}

    # The fake reader answers with its process id; a worker may hold a document ahead, and reads it.
    assert (len(same), len(each)) == (1, 3)


@pytest.mark.slow
def test_what_workers_log_is_in_the_log_file(folder: Path) -> None:
    (folder / "logging_reader.py").write_text(
        READER + "\ndef logged(offer, settings):\n"
        "    from pipelines.logs import log\n"
        "    log('seen', name=offer.name)\n"
        "    return read(offer, settings)\n"
    )
    offers = [Offer(path=str(folder / "a.pdf"), name="a.pdf", sha256="a")]
    with (
        logging_to(folder / "logs") as path,
        Pool(Settings(jobs=1), folder / "temporary", "logging_reader:logged") as pool,
    ):
        list(pool.run(offers))

    events = {line["what"]: line for line in map(json.loads, path.read_text().splitlines())}
    assert events["seen"]["name"] == "a.pdf"
    assert events["worker-ended"]["documents"] == 1


def test_a_pool_that_is_left_early_leaves_no_process(folder: Path) -> None:
    offers = [Offer(path=name, name=name, sha256=name) for name in ("a.pdf", "slow1", "slow2")]
    with Pool(Settings(jobs=1), folder / "temporary", "odd_reader:read") as pool:
        first = next(pool.run(offers))
    time.sleep(0.1)

    assert first.source.path == "a.pdf"
    assert not psutil.pid_exists(int(first.seconds))
    assert os.getpid() in psutil.pids()
    assert "odd_reader" not in sys.modules
