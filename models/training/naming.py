"""Words for the columns of a vocabulary, which itself knows only their hashes."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from models.areas import AreaLens
from models.features import Vocabulary, terms_of
from models.reading import Read
from models.training.evaluation import TopTerms

_TERMS = 12  # an area


def top_terms(
    lenses: Mapping[str, AreaLens], vocabulary: Vocabulary, reads: Sequence[Read]
) -> tuple[TopTerms, ...]:
    """Return the terms that speak most for each area of each lens, the strongest first.

    Terms of the whole passage alone: those of its opening are much the same words. A lens that
    serves several frameworks is told once.
    """
    whole = np.flatnonzero(vocabulary.views == 0)
    served: dict[int, list[str]] = {}
    for name, lens in lenses.items():
        served.setdefault(id(lens), []).append(name)
    chosen = {
        (", ".join(served[id(lens)]), code): whole[
            np.argsort(-lens.effects()[whole, at], kind="stable")[:_TERMS]
        ].tolist()
        for name, lens in lenses.items()
        for at, code in enumerate(lens.codes)
        if served[id(lens)][0] == name
    }
    words = words_of({column for rows in chosen.values() for column in rows}, vocabulary, reads)
    return tuple(
        TopTerms(name, code, tuple(words[column] for column in rows if column in words))
        for (name, code), rows in chosen.items()
    )


def words_of(
    columns: Collection[int], vocabulary: Vocabulary, reads: Sequence[Read]
) -> dict[int, str]:
    """Return how each column's term is printed where it first stands, in lower case.

    A number stands for all numbers.
    """
    wanted = np.array(sorted(columns), dtype=np.int64)
    ids = vocabulary.ids[wanted]
    found: dict[int, str] = {}
    for read in reads:
        if len(found) == len(wanted):
            break
        terms = terms_of(read)
        for at in np.flatnonzero(np.isin(terms.ids, ids)).tolist():
            column = int(wanted[np.searchsorted(ids, terms.ids[at])])
            if column not in found:
                start, end = read.slice_of(int(terms.first[at]), int(terms.last[at]))
                printed = " ".join(read.text[start:end].lower().split())
                found[column] = re.sub(r"\d+", "#", printed)
    return found
