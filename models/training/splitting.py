"""Folds by authority: what was learnt from one authority's reports is never measured on it.

Two authorities may share an inspection and print the same words, and a report may be published
twice: copies go first, so that no text is on both sides either.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.training.headings import HeadedPassage, masked
from models.training.material import StudyDocument

Counts = NDArray[np.int64]


class Fold(NamedTuple):
    """Row numbers of one fold: what is learnt from, and what is held out."""

    learnt: Counts
    held: Counts


def distinct_documents(documents: Iterable[StudyDocument]) -> tuple[StudyDocument, ...]:
    """Keep each document once, the first of each id, in order of id."""
    first: dict[str, StudyDocument] = {}
    for document in documents:
        first.setdefault(document.id, document)
    return tuple(first[key] for key in sorted(first))


def distinct_passages(passages: Iterable[HeadedPassage]) -> tuple[HeadedPassage, ...]:
    """Keep each text once, whichever numbers it prints: the first, so documents come sorted."""
    first: dict[bytes, HeadedPassage] = {}
    for passage in passages:
        words = masked(passage.text).encode(errors="replace")
        first.setdefault(hashlib.sha256(words).digest(), passage)
    return tuple(first.values())


def folds(groups: Sequence[str], count: int) -> Iterator[Fold]:
    """Deal the groups into `count` folds of about as many rows each.

    Depends on the groups and their sizes alone: the largest first, each to the smallest fold so
    far. With fewer groups than folds there are as many folds as groups.
    """
    names, which, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    dealt = np.zeros(len(names), dtype=np.int64)
    filled = np.zeros(min(count, len(names)), dtype=np.int64)
    for name in np.lexsort((names, -sizes)):
        dealt[name] = int(filled.argmin())
        filled[dealt[name]] += sizes[name]
    for number in range(len(filled)):
        held = dealt[which] == number
        yield Fold(np.flatnonzero(~held), np.flatnonzero(held))


def shared_groups(fold: Fold, groups: Sequence[str]) -> set[str]:
    """Return the groups on both sides of a fold: none, or what is measured proves nothing."""
    learnt, held = ({groups[row] for row in side} for side in fold)
    return learnt & held
