"""Where ids stand among known ones: a table of first bits leads next to the place.

A binary search over tens of thousands of ids guesses wrong at every second step. Ids are hashes,
spread evenly over 64 bits, so that from what the table tells it is a step or two.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.uint64]
Counts = NDArray[np.int64]

_SPACIOUS = 3  # bits: eight entries of the table for each known id
_FEWEST = 8  # bits
_LAST = np.uint64(2**64 - 1)


class Places:
    """Finds ids among ascending known ones; build it once for all the passages to come."""

    __slots__ = ("_known", "_shift", "_table")

    def __init__(self, known: Ids) -> None:
        bits = max(len(known).bit_length() + _SPACIOUS, _FEWEST)
        self._shift = np.uint64(64 - bits)
        beginnings = np.arange(2**bits, dtype=np.uint64) << self._shift
        self._table = np.searchsorted(known, beginnings).astype(np.int32)
        # An id above all known ones stops at the end.
        self._known = np.append(known, _LAST)

    def of(self, ids: Ids) -> tuple[Counts, NDArray[np.bool_]]:
        """Return the place of each id, and which are known at all; places of others mean nothing.

        Both are (len(ids),); every place is that of a known id, or 0 where there is none.
        """
        known = self._known
        at = self._table[ids >> self._shift].astype(np.int64)
        behind = np.flatnonzero(known[at] < ids)
        while len(behind):
            at[behind] += 1
            behind = behind[known[at[behind]] < ids[behind]]
        count = len(known) - 1
        same = (known[at] == ids) & (at < count)
        return np.minimum(at, max(count - 1, 0)), same
