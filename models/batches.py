"""Passages read once for every classifier and every lens: a batch, usually one document's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.records import Passage
from models.answers import PolarityAnswer
from models.features import Rows
from models.last import Last
from models.reading import Read, Reader

Judge = Callable[[Sequence[Read], Rows, Sequence[tuple[str, ...]]], Sequence[PolarityAnswer]]


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """The n passages of a batch: what was read of each, their weighted terms, their polarity."""

    reads: tuple[Read, ...]
    rows: Rows
    polarity: Sequence[PolarityAnswer]


class Weighs(Protocol):
    """Weighs the terms of passages: a vocabulary, or a spotter that also keeps where they stand."""

    def weigh(self, reads: Sequence[Read]) -> Rows:
        """Weigh the known terms of passages."""


class Batches:
    """Reads batches and keeps the last one: further lenses read the same document."""

    def __init__(self, reader: Reader, scale: Weighs, judge: Judge) -> None:
        self._reader = reader
        self._scale = scale
        self._judge = judge
        self._last: Last[Batch] = Last()

    def read(self, passages: Sequence[Passage]) -> Batch:
        """Read passages; asked again for those of the last call, return what was read then."""
        return self._last(passages, lambda: self._batch(passages))

    def _batch(self, passages: Sequence[Passage]) -> Batch:
        reads = tuple(self._reader.read(passage.text) for passage in passages)
        rows = self._scale.weigh(reads)
        headings = [passage.headings for passage in passages]
        return Batch(reads, rows, self._judge(reads, rows, headings))
