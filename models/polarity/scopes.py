"""How far words reach: what stands within a negation, and which words a longer phrase cancels."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from models.polarity.layout import Counts, Flags, Layout
from models.polarity.lexicon import Hits, Lexicon

_REACH = 4  # words


class Scopes(NamedTuple):
    """What holds for each word of a batch.

    `clause` numbers the clauses. `negated_by` is the number of the negation, in `negations`, that
    a word stands within, or -1; `cancelled_by` the same for `cancels`. `contrasts` begin clauses.
    """

    clause: Counts
    negations: Hits
    negated_by: Counts
    cancels: Hits
    cancelled_by: Counts
    contrasts: Hits

    @property
    def negated(self) -> Flags:
        """Which words stand within a negation."""
        return self.negated_by >= 0

    @property
    def cancelled(self) -> Flags:
        """Which words stand inside a phrase that cancels them as a weakness."""
        return self.cancelled_by >= 0


def scopes(layout: Layout, lexicon: Lexicon) -> Scopes:
    """Find clauses, negations with the words after them, and phrases that cancel."""
    count = len(layout.words)
    starts = np.concatenate(([True], layout.breaks[:-1])) if count else layout.breaks
    starts = starts.copy()
    contrasts = lexicon.hits(layout, "contrast")
    starts[contrasts.first] = True
    clause = np.cumsum(starts)
    cancels = lexicon.hits(layout, "cancel")
    cancelled_by = np.full(count, -1, dtype=np.int64)
    for step in range(int((cancels.last - cancels.first).max(initial=0))):
        inside = np.flatnonzero(cancels.first + step < cancels.last)
        cancelled_by[cancels.first[inside] + step] = inside
    found = lexicon.hits(layout, "negation")
    by = cancelled_by[found.first]
    longer = np.append(cancels.last - cancels.first, 0)[by] > found.last - found.first
    open_ = (by < 0) | ~longer  # "not only" and "no delay" negate nothing
    negations = Hits(found.first[open_], found.last[open_], found.weight[open_])
    negated_by = _reached(clause, negations.last)
    return Scopes(clause, negations, negated_by, cancels, cancelled_by, contrasts)


def _reached(clause: Counts, last: Counts) -> Counts:
    """Give each word the negation that ends before it, `_REACH` words back at most."""
    by = np.full(len(clause), -1, dtype=np.int64)
    for step in reversed(range(_REACH)):  # the nearest is written last, and holds
        at = last + step
        inside = np.flatnonzero(at < len(clause))
        inside = inside[clause[at[inside]] == clause[last[inside] - 1]]
        by[at[inside]] = inside
    return by
