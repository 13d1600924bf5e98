"""Passages read once for every classifier and every lens: a batch, usually one document's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.records import Passage
from models.answers import PolarityAnswer
from models.features import Rows, Vocabulary
from models.reading import Read, Reader

Judge = Callable[[Sequence[Read], Rows, Sequence[tuple[str, ...]]], Sequence[PolarityAnswer]]


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """The n passages of a batch: what was read of each, their weighted terms, their polarity."""

    reads: tuple[Read, ...]
    rows: Rows
    polarity: Sequence[PolarityAnswer]


class Batches:
    """Reads batches and keeps the last one: further lenses read the same document."""

    def __init__(self, reader: Reader, vocabulary: Vocabulary, judge: Judge) -> None:
        self._reader = reader
        self._vocabulary = vocabulary
        self._judge = judge
        self._last: tuple[Sequence[Passage], Batch] | None = None

    def read(self, passages: Sequence[Passage]) -> Batch:
        """Read passages; asked again for those of the last call, return what was read then."""
        if self._last is not None and self._last[0] is passages:
            return self._last[1]
        reads = tuple(self._reader.read(passage.text) for passage in passages)
        rows = self._vocabulary.weigh(reads)
        headings = [passage.headings for passage in passages]
        batch = Batch(reads, rows, self._judge(reads, rows, headings))
        # A tuple cannot change under us; of a list only its own copy would be safe.
        self._last = (passages, batch) if isinstance(passages, tuple) else None
        return batch
