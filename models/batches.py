"""Passages read once for every classifier and every lens: a batch, usually one document's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.records import Cue, Passage, SentencePolarity
from models.answers import PolarityAnswer
from models.features import Rows
from models.last import Last
from models.reading import Read, Reader

DIGITS = 6  # of probabilities: more would only hide in which bits processors differ

Judge = Callable[[Sequence[Read], Rows, Sequence[tuple[str, ...]]], Sequence[PolarityAnswer]]


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """The n passages of a batch: what was read of each, their weighted terms, their polarity.

    Offsets of `polarity` already count from the start of the document's text.
    """

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
        reads = self._reader.read_all([passage.text for passage in passages])
        rows = self._scale.weigh(reads)
        headings = [passage.headings for passage in passages]
        told = self._judge(reads, rows, headings)
        placed = [_placed(one, by.start) for one, by in zip(told, passages, strict=True)]
        return Batch(reads, rows, placed)


def _placed(answer: PolarityAnswer, by: int) -> PolarityAnswer:
    """Count offsets of an answer from the start of the document's text, once for all lenses."""
    return PolarityAnswer(
        answer.polarity,
        answer.probability,
        tuple(
            SentencePolarity(one.start + by, one.end + by, one.polarity, round(one.score, DIGITS))
            for one in answer.sentences
        ),
        moved(answer.cues, by),
    )


def moved(cues: Sequence[Cue], by: int) -> tuple[Cue, ...]:
    """Move cues from a passage's own text into the document's."""
    return tuple([Cue(cue.kind, cue.start + by, cue.end + by, cue.rule) for cue in cues])
