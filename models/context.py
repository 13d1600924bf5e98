"""Document context, a step of its own that can be left out: neighbours often share an area.

Reports deal with one area after the other, so position alone, without a word of text, names the
area of nine passages in ten. What is gained here says nothing of how well passages are read, and
in case notes or letters without such an order it would mislead: it is switched on by name only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from corpus.records import Cue
from models.answers import NONE, AreaAnswer
from models.areas import LensAreas, Weighed

Doubles = NDArray[np.float64]

# Sections of the reports hold 14 to 30 passages; half of that is as if each section were left once
# without a heading, so that a passage out of place is not overruled by a few neighbours.
STAY = 0.9
_TINY = 1e-12


def smoothed(shares: Doubles, stay: float = STAY) -> Doubles:
    """Return each passage's probabilities given all passages of the document, in reading order.

    `shares` (passages, areas) are the probabilities of each passage alone, equal where it says
    nothing; `stay` is the probability that the next passage is of the same area.
    """
    if shares.shape[0] == 0 or shares.shape[1] < 2:
        return shares.copy()
    posterior: Doubles = chained(shares[None] + _TINY, stay)[0]
    return posterior


def chained(table: Doubles, stay: float) -> Doubles:
    """Return the chance of each area at each passage, given the whole document.

    `table` (documents, steps, areas), two areas or more, is how likely each passage alone makes an
    area, above 0 and to any scale; documents that are shorter end in ones. The areas may follow
    each other in any order (a chain of hidden states, forwards and backwards).
    """
    areas = table.shape[2]
    moves = np.full((areas, areas), (1.0 - stay) / (areas - 1))
    np.fill_diagonal(moves, stay)
    # Past a document's end every area is as likely, which leaves what stands before it as it is.
    before, after = np.ones_like(table), np.ones_like(table)
    for at in range(1, table.shape[1]):
        before[:, at] = _whole((before[:, at - 1] * table[:, at - 1]) @ moves)
        after[:, -at - 1] = _whole((after[:, -at] * table[:, -at]) @ moves)
    return _whole(before * table * after)


class InContext:
    """Areas of the passages of one document, each also by what stands before and after it.

    A passage that is no evidence stays NONE, and says nothing of its neighbours. An answer that
    was changed says so by a cue of kind "context" over the whole passage.
    """

    def __init__(self, areas: LensAreas, stay: float = STAY) -> None:
        self._areas = areas
        self._stay = stay

    def answers(self, batch: Weighed) -> tuple[AreaAnswer, ...]:
        """Answer for each passage of a batch, which must be one document in reading order."""
        alone = self._areas.answers(batch)
        if not alone:
            return ()
        told = self._areas.judged(batch)
        fits = np.array([answer.area != NONE for answer in alone])
        even = 1.0 / told.shares.shape[1]
        posterior = smoothed(np.where(fits[:, None], told.shares, even), self._stay)
        lens = self._areas.lens
        return tuple(
            self._answer(answer, lens.codes, row, len(read.text), bool(other))
            for answer, row, read, other in zip(
                alone, posterior, batch.reads, told.other, strict=True
            )
        )

    def _answer(
        self,
        alone: AreaAnswer,
        codes: Sequence[str],
        posterior: Doubles,
        length: int,
        other: bool,
    ) -> AreaAnswer:
        if alone.area == NONE:
            return alone
        area, chance = codes[int(posterior.argmax())], float(posterior.max())
        sure = chance >= self._areas.lens.sureness.threshold and not other
        if area == alone.area:
            return replace(alone, probability=chance, sure=sure)
        why = Cue("context", 0, length, f"{area}: passages before and after; alone {alone.area}")
        return AreaAnswer(area, chance, sure, (why,))


def _whole(rows: Doubles) -> Doubles:
    shares: Doubles = rows / rows.sum(axis=-1, keepdims=True)
    return shares
