"""Which words of a passage moved a linear classifier: its reasons, in words that stand in the text.

Where the known terms stand is found once a batch and serves every lens. A term counts in up to
three views; a place in the text gets the sum of what its views weigh.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.records import Cue
from models.features import Counts, Floats, Rows, Vocabulary, terms_of
from models.reading import Read, Span

MOST = 5
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
    """Where the known terms of weighed passages stand.

    A slot is a word of a passage or a pair of neighbours: number 2 * word for the word, one more
    for the pair that it begins, words counted through all passages; `offsets` has the first word
    of each passage, and of the end. `slots`, `passages`, `columns` and `values` are
    (occurrences,): a term's weight in its passage, shared by its occurrences. `known` is the share
    of each passage's words that the vocabulary knows: low in other languages.
    """

    offsets: Counts
    slots: Counts
    passages: Counts
    columns: Counts
    values: Floats
    known: Floats


class Spotter:
    """Finds spots, and keeps those of the last batch: further lenses read the same document."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._last: tuple[Rows, Spots] | None = None

    def spots(self, reads: Sequence[Read], rows: Rows) -> Spots:
        """Return the spots of passages and their weighted terms."""
        if self._last is None or self._last[0] is not rows:
            self._last = (rows, spots_of(self._vocabulary, reads, rows))
        return self._last[1]


def spots_of(vocabulary: Vocabulary, reads: Sequence[Read], rows: Rows) -> Spots:
    """Find where the known terms of passages stand; `rows` are these passages weighed."""
    terms = [terms_of(read) for read in reads]
    lengths = np.array([len(read.words) for read in reads], dtype=np.int64)
    offsets = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(lengths)))
    passages = np.repeat(np.arange(len(reads)), [len(term.ids) for term in terms])
    columns, known = vocabulary.columns_of(_joined(term.ids for term in terms).astype(np.uint64))
    first = _joined(term.first for term in terms)
    pair = _joined(term.last for term in terms) - first - 1
    single = known & (_joined(term.views for term in terms) == 0) & (pair == 0)
    words = np.bincount(passages[single], minlength=len(reads)) / np.maximum(lengths, 1)
    passages, columns = passages[known], columns[known]
    # The rows hold each passage and column once, in ascending order: look every occurrence up.
    width = np.int64(len(vocabulary.ids))
    held = np.repeat(np.arange(len(reads)), np.diff(rows.starts)) * width + rows.columns
    at = np.searchsorted(held, passages * width + columns)
    values = rows.values[at] / np.bincount(at, minlength=len(held))[at]
    slots = 2 * (offsets[passages] + first[known]) + pair[known]
    return Spots(offsets, slots, passages, columns, values.astype("f4"), words.astype("f4"))


def _joined(parts: Iterable[NDArray[Any]]) -> NDArray[Any]:
    listed = list(parts)
    return np.concatenate(listed) if listed else np.empty(0, dtype=np.int64)


def cues_of(
    reads: Sequence[Read], spots: Spots, moved: Floats, named: Callable[[int], str]
) -> Iterator[tuple[Cue, ...]]:
    """Yield each passage's cues, the weightiest first, not meeting each other.

    `moved` is what each occurrence adds to the log-odds of the answer against the next best;
    `named` gives the label of a passage's answer by its number.
    """
    weights = np.bincount(spots.slots, moved, 2 * int(spots.offsets[-1])).astype(np.float64)
    single, pairs = weights[0::2], weights[1::2]
    following = np.append(single[1:], 0.0)
    pairs[pairs > 0] += _OF_WORDS * (single + following)[pairs > 0]
    for row, read in enumerate(reads):
        start, end = (int(at) * 2 for at in spots.offsets[row : row + 2])
        yield _best(read, weights[start:end], named(row))


def _best(read: Read, weights: NDArray[np.float64], label: str) -> tuple[Cue, ...]:
    most = min(_CONSIDERED, len(weights))
    if not most:
        return ()
    top = np.argpartition(-weights, most - 1)[:most]
    cues: list[Cue] = []
    said: set[str] = set()
    for slot in top[np.argsort(-weights[top], kind="stable")]:
        if weights[slot] < _LEAST or len(cues) == MOST:
            break
        word, pair = divmod(int(slot), 2)
        span = read.slice_of(word, word + 1 + pair)
        words = read.text[span.start : span.end]
        if not _tells(words.lower()) or words.lower() in said or _meets(span, cues):
            continue
        said.add(words.lower())
        cues.append(Cue("weight", span.start, span.end, f'{label}: "{words}"'))
    return tuple(cues)


def _tells(words: str) -> bool:
    parts = words.split()
    whole = len(words) >= _SHORTEST and words[0].isalnum()
    return whole and parts[0] not in _NO_START and parts[-1] not in _NO_END


def _meets(span: Span, cues: list[Cue]) -> bool:
    return any(span.start < cue.end and cue.start < span.end for cue in cues)
