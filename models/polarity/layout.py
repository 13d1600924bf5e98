"""A batch of passages laid end to end, so that every step works on all their words at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.reading import Read

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]

_HIGHEST = 0x2015  # the mark after the highest that breaks: all others look like it
_BREAKS = np.zeros(_HIGHEST + 1, dtype=np.int64)
_BREAKS[[ord(mark) for mark in ",;:()–—.!?\t\n"]] = 1


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The words, sentences and matches of a batch.

    `words` are ids and `sentence` the number of the sentence of each, both (words,); sentences and
    words count through the batch. `breaks` marks words before a comma, dash, bracket or sentence
    end. `offsets` has the first word of each passage and one more; `passage` the passage of each
    sentence. `matches` are rows of phrase number, first word, word after the last. `places` tells
    of each word its passage, and its start and end in that passage's text.
    """

    reads: tuple[Read, ...]
    words: NDArray[np.uint64]
    sentence: Counts
    breaks: Flags
    offsets: Counts
    passage: Counts
    matches: Counts
    places: tuple[list[int], list[int], list[int]]

    @property
    def lengths(self) -> Counts:
        """How many words each sentence has."""
        return np.bincount(self.sentence, minlength=len(self.passage))

    @property
    def opens(self) -> Flags:
        """Which words are the first of their sentence."""
        opens: Flags = np.diff(self.sentence, prepend=-1) != 0
        return opens

    @property
    def first_sentences(self) -> Counts:
        """The first sentence of each passage, and one more number after the last."""
        return np.searchsorted(self.passage, np.arange(len(self.reads) + 1))


def lay_out(reads: Sequence[Read]) -> Layout:
    """Lay passages end to end."""
    lengths = [len(read.words) for read in reads]
    offsets = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))
    sentence, matches, before = [], [], 0
    for read, offset in zip(reads, offsets, strict=False):
        starts = np.array([span.start for span in read.sentences[1:]], dtype=np.int64)
        sentence.append(np.searchsorted(starts, read.starts, side="right") + before)
        before += len(read.sentences)
        matches.append(read.matches + np.array([0, offset, offset]))
    counts = [len(read.sentences) for read in reads]
    which = _joined(sentence)
    breaks = _joined([_breaks(read) for read in reads]).astype(np.bool_)
    return Layout(
        reads=tuple(reads),
        words=np.concatenate([read.words for read in reads] or [np.empty(0, dtype=np.uint64)]),
        sentence=which,
        breaks=breaks | (np.diff(which, append=-1) != 0),
        offsets=offsets,
        passage=np.repeat(np.arange(len(reads)), counts),
        matches=_joined(matches, (0, 3)),
        # Lists, for reasons look words up one by one.
        places=(
            np.repeat(np.arange(len(reads)), lengths).tolist(),
            _joined([read.starts for read in reads]).tolist(),
            _joined([read.ends for read in reads]).tolist(),
        ),
    )


def _joined(parts: list[Counts], empty: tuple[int, ...] = (0,)) -> Counts:
    return np.concatenate([np.empty(empty, dtype=np.int64), *parts])


def _breaks(read: Read) -> Counts:
    if not len(read.ends):
        return np.empty(0, dtype=np.int64)
    codes = np.frombuffer(read.text.encode("utf-32-le", errors="replace"), dtype=np.uint32)
    so_far = np.concatenate(([0], np.cumsum(_BREAKS[np.minimum(codes, _HIGHEST)])))
    following = np.append(read.starts[1:], len(codes))
    breaks: Counts = so_far[following] - so_far[read.ends]
    return breaks
