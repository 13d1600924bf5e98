"""Reads one batch of offers into a part file: all that a Prefect task does, without Prefect.

The documents are read by the supervised worker processes of the local engine, so a document that
crashes or hangs its process costs a row and not the task.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.identity import source_id
from corpus.problems import VouchError
from corpus.records import Reading
from pipelines.offers import Offer
from pipelines.parts import write_part
from pipelines.pool import Pool
from pipelines.settings import Settings

_idle: list[Pool] = []
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Batch:
    """Offers to read and the part file to write; `reader` and `temporary` are the pool's."""

    offers: tuple[Offer, ...]
    part: Path
    settings: Settings
    temporary: Path
    reader: str


def read_batch(batch: Batch) -> dict[str, int]:
    """Read a batch into its part file and count its readings by status.

    OSError where the part cannot be written; VouchError where the run ended meanwhile, which shows
    by its folder of parts being gone, or where the documents cannot be read at all.
    """
    readings: list[Reading] = []
    with _pool(batch) as pool:
        for reading in pool.run(batch.offers):
            readings.append(reading)
            if not batch.part.parent.exists():
                raise VouchError("The run has ended; what was left of this batch is not read.")
    # In the order of the offers, so that the store is filled alike in every run.
    places = {source_id(offer.path): place for place, offer in enumerate(batch.offers)}
    readings.sort(key=lambda reading: places[reading.source.id])
    write_part(batch.part, readings)
    return dict(Counter(reading.source.status for reading in readings))


def dismiss() -> None:
    """End the worker processes that wait for a further batch in this process."""
    with _lock:
        waiting, _idle[:] = list(_idle), []
    for pool in waiting:
        pool.__exit__(None, None, None)


@contextmanager
def _pool(batch: Batch) -> Iterator[Pool]:
    """Lend a pool with one worker. It is kept warm for the next batch: imports cost seconds."""
    pool = _warm(batch) or Pool(batch.settings, batch.temporary, batch.reader)
    try:
        yield pool
    except BaseException:
        pool.__exit__(None, None, None)
        raise
    with _lock:
        _idle.append(pool)


def _warm(batch: Batch) -> Pool | None:
    wanted = (batch.settings, batch.temporary, batch.reader)
    with _lock:
        for pool in _idle:
            if (pool.settings, pool.temporary, pool.reader) == wanted:
                _idle.remove(pool)
                return pool
    return None
