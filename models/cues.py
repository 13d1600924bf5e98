"""Which words of a passage moved a linear classifier: its reasons, in words that stand in the text.

Where the known terms stand is found once a batch and serves every lens. A term counts in up to
three views; a place in the text gets the sum of what its views weigh.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.records import Cue
from models.features import Floats, Occurrences, Rows, Vocabulary
from models.last import Last
from models.places import Counts
from models.reading import Read

MOST = 4
_CONSIDERED = 12  # the weightiest places of a passage, of which the cues are taken
_SHORTEST = 4  # characters: "of the" moves a margin too, and tells a reader nothing
_LEAST = 0.02  # of the log-odds; less is no reason
# A phrase that begins or ends with these reads as torn out: "olds are", "and 17".
_NO_START = {
    *("and", "are", "as", "by", "for", "from", "has", "have", "is", "of", "or", "that", "the"),
    *("their", "they", "this", "to"),
}
_NO_END = _NO_START | {
    *("a", "an", "at", "be", "been", "in", "it", "on", "was", "were", "which", "who", "with"),
}
_OF_WORDS = 0.5  # a pair of words also counts half of what its two words weigh


@dataclass(frozen=True, slots=True, eq=False)
class Spots:
    """Where the known terms of weighed passages stand; see `Occurrences` for slots and offsets.

    `starts` and `ends` are the places of all words in the texts of their passages. `slots`,
    `passages`, `columns` and `values` are (occurrences,): a term's weight in its passage, shared
    by its occurrences. `known` is the share of each passage's words that the vocabulary knows: low
    in other languages.
    """

    offsets: Counts
    starts: Counts
    ends: Counts
    slots: Counts
    passages: Counts
    columns: Counts
    values: Floats
    known: Floats


class Spotter:
    """Weighs passages and finds spots, once a batch: every lens reads the same document."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._found: Last[Occurrences] = Last()
        self._last: Last[Spots] = Last()

    def weigh(self, reads: Sequence[Read]) -> Rows:
        """Weigh the known terms of passages."""
        return self._vocabulary.weighed(self._occurrences(reads))

    def spots(self, reads: Sequence[Read], rows: Rows) -> Spots:
        """Return the spots of passages and their weighted terms."""
        return self._last(
            rows, lambda: _spots(self._vocabulary, reads, rows, self._occurrences(reads))
        )

    def _occurrences(self, reads: Sequence[Read]) -> Occurrences:
        return self._found(reads, lambda: self._vocabulary.occurrences(reads))


def spots_of(vocabulary: Vocabulary, reads: Sequence[Read], rows: Rows) -> Spots:
    """Find where the known terms of passages stand; `rows` are these passages weighed."""
    return _spots(vocabulary, reads, rows, vocabulary.occurrences(reads))


def _spots(vocabulary: Vocabulary, reads: Sequence[Read], rows: Rows, found: Occurrences) -> Spots:
    lengths = np.diff(found.offsets)
    single = (vocabulary.views[found.columns] == 0) & (found.slots % 2 == 0)
    words = np.bincount(found.passages[single], minlength=len(reads)) / np.maximum(lengths, 1)
    # The rows hold each passage and column once, in ascending order: look every occurrence up.
    width = np.int64(len(vocabulary.ids))
    held = np.repeat(np.arange(len(reads)), np.diff(rows.starts)) * width + rows.columns
    at = np.searchsorted(held, found.passages * width + found.columns)
    values = rows.values[at] / np.bincount(at, minlength=len(held))[at]
    return Spots(
        offsets=found.offsets,
        starts=_joined(read.starts for read in reads),
        ends=_joined(read.ends for read in reads),
        slots=found.slots,
        passages=found.passages,
        columns=found.columns,
        values=values.astype("f4"),
        known=words.astype("f4"),
    )


def _joined(parts: Iterable[Counts]) -> Counts:
    return np.concatenate([np.empty(0, dtype=np.int64), *parts])


def cues_of(
    reads: Sequence[Read], spots: Spots, moved: Floats, labels: Sequence[str | None]
) -> Iterator[tuple[Cue, ...]]:
    """Yield each passage's cues, the weightiest first, not meeting each other.

    `moved` is what each occurrence adds to the log-odds of the answer against the next best;
    `labels` name the answers, null where nobody asks for reasons.
    """
    weights = np.bincount(spots.slots, moved, 2 * int(spots.offsets[-1])).astype(np.float64)
    single, pairs = weights[0::2], weights[1::2]
    following = np.append(single[1:], 0.0)
    pairs[pairs > 0] += _OF_WORDS * (single + following)[pairs > 0]
    slots, bounds = _weightiest(weights, spots.offsets)
    word, pair = np.divmod(slots, 2)
    places = list(zip(spots.starts[word].tolist(), spots.ends[word + pair].tolist(), strict=True))
    for read, label, start, end in zip(reads, labels, bounds[:-1], bounds[1:], strict=True):
        yield _best(read.text, places[start:end], label) if label is not None else ()


def _weightiest(weights: NDArray[np.float64], offsets: Counts) -> tuple[Counts, list[int]]:
    """Return the weightiest slots of each passage in turn, and the bounds of each passage's."""
    slots = np.flatnonzero(weights >= _LEAST)
    which = np.searchsorted(offsets, slots // 2, side="right") - 1
    order = np.lexsort((-weights[slots], which))
    slots, which = slots[order], which[order]
    kept = np.arange(len(which)) - np.searchsorted(which, which) < _CONSIDERED
    bounds = np.searchsorted(which[kept], np.arange(len(offsets)))
    return slots[kept], bounds.tolist()


def _best(text: str, places: Sequence[tuple[int, int]], label: str) -> tuple[Cue, ...]:
    cues: list[Cue] = []
    said: set[str] = set()
    for start, end in places:
        words = text[start:end]
        lowered = words.lower()
        if lowered in said or not _tells(lowered) or _meets(start, end, cues):
            continue
        said.add(lowered)
        cues.append(Cue("weight", start, end, f'{label}: "{words}"'))
        if len(cues) == MOST:
            break
    return tuple(cues)


def _tells(words: str) -> bool:
    parts = words.split()
    whole = len(words) >= _SHORTEST and words[0].isalnum()
    return whole and parts[0] not in _NO_START and parts[-1] not in _NO_END


def _meets(start: int, end: int, cues: list[Cue]) -> bool:
    return any(start < cue.end and cue.start < end for cue in cues)
