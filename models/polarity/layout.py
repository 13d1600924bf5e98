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
    which = np.repeat(np.arange(len(reads)), [len(read.words) for read in reads])
    offsets = np.searchsorted(which, np.arange(len(reads) + 1))
    starts, ends = (_joined([getattr(read, side) for read in reads]) for side in ("starts", "ends"))
    passage = np.repeat(np.arange(len(reads)), [len(read.sentences) for read in reads])
    text = "".join(read.text for read in reads)
    before = np.cumsum([0, *(len(read.text) for read in reads)])  # characters before each passage
    opens = np.array([span.start for read in reads for span in read.sentences], dtype=np.int64)
    opens += before[passage]
    sentence = np.searchsorted(opens, starts + before[which], side="right") - 1
    # The words of a passage end with its text.
    following = np.append((starts + before[which])[1:], len(text))[: len(which)]
    following = np.minimum(following, before[which + 1])
    so_far = _breaks(text)
    breaks = so_far[following] != so_far[ends + before[which]]
    moved = zip(reads, offsets.tolist(), strict=False)
    return Layout(
        reads=tuple(reads),
        words=np.concatenate([read.words for read in reads] or [np.empty(0, dtype=np.uint64)]),
        sentence=sentence,
        breaks=breaks | (np.diff(sentence, append=-1) != 0),
        offsets=offsets,
        passage=passage,
        matches=_joined([read.matches + np.array([0, at, at]) for read, at in moved], (0, 3)),
        # Lists, for reasons look words up one by one.
        places=(which.tolist(), starts.tolist(), ends.tolist()),
    )


def _joined(parts: list[Counts], empty: tuple[int, ...] = (0,)) -> Counts:
    return np.concatenate([np.empty(empty, dtype=np.int64), *parts])


def _breaks(text: str) -> Counts:
    """Count the marks that break before each character of a text, and before its end."""
    codes = np.frombuffer(text.encode("utf-32-le", errors="replace"), dtype=np.uint32)
    return np.concatenate(([0], np.cumsum(_BREAKS[np.minimum(codes, _HIGHEST)])))
