"""A task's batch: read by a supervised worker, written as a part, whatever a document does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from corpus.problems import VouchError
from pipelines.batches import Batch, dismiss, read_batch
from pipelines.offers import Offer
from pipelines.parts import read_part
from pipelines.settings import Settings

READER = """
import dataclasses, os, shutil
from pathlib import Path
from corpus.records import Reading
from pipelines.rows import before_attempt

def read(offer, settings):
    if offer.name == "deadly":
        os._exit(139)
    if offer.name == "last":
        shutil.rmtree(settings.workspace / "parts")
    source = dataclasses.replace(before_attempt(offer), status="ok", problem=None)
    return Reading(source=source, seconds=float(os.getpid()))
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "batch_reader.py").write_text(READER)
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "parts").mkdir()
    return tmp_path


def batch(folder: Path, number: int, *names: str) -> Batch:
    return Batch(
        offers=tuple(Offer(path=f"/in/{name}", name=name, sha256=name) for name in names),
        part=folder / "parts" / f"{number}.jsonl",
        settings=Settings(workspace=folder, jobs=1, seconds_per_document=30),
        temporary=folder / "temporary",
        reader="batch_reader:read",
    )


@pytest.mark.slow
def test_a_deadly_document_costs_a_row_and_not_the_batch(folder: Path) -> None:
    order = batch(folder, 1, "b", "deadly", "a")
    assert read_batch(order) == {"ok": 2, "failed": 1}
    readings = read_part(order.part)
    # In the order of the offers, though the deadly one was given up after others.
    assert [reading.source.path for reading in readings] == ["/in/b", "/in/deadly", "/in/a"]
    assert readings[1].source.problem is not None
    assert readings[1].source.problem.code == "worker-crashed"
    dismiss()


@pytest.mark.slow
def test_the_worker_stays_for_the_next_batch_and_then_goes(folder: Path) -> None:
    first, second = batch(folder, 1, "a"), batch(folder, 2, "b")
    read_batch(first)
    read_batch(second)
    pids = {int(reading.seconds) for part in (first, second) for reading in read_part(part.part)}
    assert len(pids) == 1
    dismiss()
    assert not psutil.pid_exists(pids.pop())


@pytest.mark.slow
def test_a_batch_stops_where_its_run_has_ended(folder: Path) -> None:
    order = batch(folder, 1, "a", "last", "never")
    with pytest.raises(VouchError, match="The run has ended"):
        read_batch(order)
    assert not order.part.parent.exists()


def test_nothing_but_the_flows_imports_prefect() -> None:
    modules = "batches, orders, parts, prefect_engine, prefect_environment, watched"
    code = f"import sys; from pipelines import {modules}; sys.exit('prefect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
