"""Who does the work on many notes: this process for a few, worker processes for more.

Words of notes reach a worker over its pipe and no file, and none of them stands in a message.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from corpus.records import Reading
from corpus.workspace import open_workspace
from pipelines.logs import logging_to
from pipelines.offers import Offer
from pipelines.pool import Pool
from pipelines.progress import bar
from pipelines.settings import Settings
from pipelines.shipping import collect_seldom, ship_as_fields
from pipelines.staff import temporary
from pipelines.worker import function_named

FEW = 600  # notes that this process is through with before workers have started
_SECONDS_A_NOTE = 0.5  # far more than a note takes; what is slower hangs
_RECYCLE_ABOVE = 700_000_000  # bytes; the lists of names and words alone take a third of that


def by_many(
    reader: str, what: str, offers: Sequence[Offer], sizes: Sequence[int], settings: Settings
) -> Iterator[Reading]:
    """Yield a Reading for every offer, in the order in which they are finished.

    `reader` is the "module:function" that reads an offer, `what` the words of a progress bar,
    `sizes` are the notes of each offer. VouchError where workers cannot start. Whoever stops half
    way ends the workers, too; what they stored until then stays.
    """
    collect_seldom()
    workspace = open_workspace(settings.workspace)
    with logging_to(workspace.logs), bar(sum(sizes), what) as step:
        if sum(sizes) <= FEW or len(offers) == 1 or settings.jobs == 1:
            readings = _here(reader, offers, settings)
        else:
            readings = _by_workers(reader, offers, max(sizes), settings)
        of = dict(zip((offer.path for offer in offers), sizes, strict=True))
        with closing(readings) as found:
            for reading in found:
                step(of.get(reading.source.path, 0))
                yield reading


def _here(
    reader: str, offers: Sequence[Offer], settings: Settings
) -> Generator[Reading, None, None]:
    read = function_named(reader)
    for offer in offers:
        yield read(offer, settings)


def _by_workers(
    reader: str, offers: Sequence[Offer], largest: int, settings: Settings
) -> Generator[Reading, None, None]:
    ship_as_fields()
    seconds = max(settings.seconds_per_document, largest * _SECONDS_A_NOTE)
    roomy = replace(settings, seconds_per_document=seconds)
    with (
        temporary(open_workspace(settings.workspace)) as folder,
        Pool(roomy, folder, reader, recycle_above=_RECYCLE_ABOVE, ahead=1) as pool,
    ):
        yield from pool.run(offers)
