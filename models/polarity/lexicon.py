"""The words that experts edit, `rulesets/polarity.yaml`, bound to the numbers of a reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.polarity.layout import Counts, Layout
from models.rulesets import RuleSet, load_rule_set, spellings

SPEAKERS = ("children", "parents", "carers", "staff", "leaders", "partners")


class Hits(NamedTuple):
    """Matches of one group of phrases: words from `first` to before `last`, what each weighs."""

    first: Counts
    last: Counts
    weight: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Groups of phrases: `weights` is (phrases of the reader, groups), 0 where not in a group."""

    groups: tuple[str, ...]
    weights: NDArray[np.float64]

    def hits(self, layout: Layout, group: str, among: Sequence[str] = ()) -> Hits:
        """Find the phrases of a group, without those inside a longer one of it or of `among`."""
        columns = [self.groups.index(name) for name in (group, *among)]
        weights = self.weights[layout.matches[:, :1], columns]
        any_ = weights.any(axis=1)
        rows, weight = layout.matches[any_], weights[any_, 0]
        # Rows come by first word, longest first: a row within the reach so far lies inside.
        reach = np.maximum.accumulate(rows[:, 2]) if len(rows) else rows[:, 2]
        outer = np.concatenate((np.ones(min(len(rows), 1), np.bool_), rows[1:, 2] > reach[:-1]))
        kept = outer & (weight > 0)
        return Hits(rows[kept, 1], rows[kept, 2], weight[kept])


def phrases() -> tuple[str, ...]:
    """Return every phrase that a `models.reading.Reader` must look for."""
    return load_rule_set("polarity").phrases


def bind(numbers: Mapping[str, int], rules: RuleSet | None = None) -> Lexicon:
    """Bind the rule set to a reader's `numbers`. KeyError: the reader does not know a phrase."""
    rules = rules or load_rule_set("polarity")
    weights = np.zeros((max(len(numbers), 1), len(rules.groups)))
    for column, group in enumerate(rules.groups.values()):
        for phrase in group:
            for way in spellings(phrase):
                weights[numbers[way], column] = phrase.weight
    return Lexicon(tuple(rules.groups), weights)
