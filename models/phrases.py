"""How strongly the phrases of a rule set speak for each code: a batch of passages at a time.

Every match counts once a code, unless it lies inside a longer match of the same code. Rare phrases
weigh more than common ones; words that open a passage more than later ones, since reports put
their subject first; repeats of one phrase less. Long passages hold more matches by chance alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.last import Last
from models.reading import Read
from models.rulesets import RuleSet, spellings

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

_EARLY, _EARLY_GAIN = 18, 1.5  # words that count more, and by how much
_REPEAT = 0.3  # what a phrase counts that was met before
_LENGTH = 60.0  # words: about half of what a passage of the reports has
_RAREST, _COMMONEST, _SCALE = 1.6, 0.25, 4.0  # bounds of a phrase's rarity; a unit is e^4 passages
_LONGEST = 1 << 32  # more words than a passage can have


class Found(NamedTuple):
    """All matches that count, ordered by passage, code, first word: one row a code they speak for.

    `entry` numbers the phrases of the rule set; a phrase covers words `first` to before `last`.
    `again` marks repeats of a phrase in its passage.
    """

    passage: Counts
    code: Counts
    entry: Counts
    first: Counts
    last: Counts
    gain: Floats
    again: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """A rule set bound to the numbers under which a `Reader` finds its phrases.

    Entries are the phrases of all codes one after the other; `told` words each as a rule, for a
    reader; `code_of` and `weights` (times rarity) are (entries,). A reader's number i stands for
    the entries uses[starts[i]:starts[i+1]].
    """

    codes: tuple[str, ...]
    told: tuple[str, ...]
    code_of: Counts
    weights: Floats
    starts: Counts
    uses: Counts
    _last: Last[Found] = field(default_factory=Last, init=False, repr=False)

    def found(self, reads: Sequence[Read]) -> Found:
        """Find the matches that count, with what each gains."""
        return self._last(reads, lambda: self._found(reads))

    def _found(self, reads: Sequence[Read]) -> Found:
        passage = np.repeat(np.arange(len(reads)), [len(read.matches) for read in reads])
        if not len(passage):
            none = np.empty(0, dtype=np.int64)
            return Found(none, none, none, none, none, none.astype(float), none.astype(bool))
        rows = np.concatenate([read.matches for read in reads]).astype(np.int64)
        at, entry = self._joined(rows[:, 0])
        code = self.code_of[entry]
        group = passage[at] * len(self.codes) + code
        # Rows come by first word, longest first; a stable sort keeps that within a group.
        order = np.argsort(group, kind="stable")
        order = order[_outermost(group[order], rows[at[order], 2])]
        at, entry, group = at[order], entry[order], group[order]
        first = rows[at, 1]
        gain = self.weights[entry] * np.where(first < _EARLY, _EARLY_GAIN, 1.0)
        again = _again(passage[at] * len(self.told) + entry)
        gain[again] *= _REPEAT
        return Found(passage[at], self.code_of[entry], entry, first, rows[at, 2], gain, again)

    def scores(self, reads: Sequence[Read], found: Found) -> Floats:
        """Add up what the matches found in passages gain for each code: (passages, codes)."""
        size = len(self.codes)
        sums = np.bincount(found.passage * size + found.code, found.gain, len(reads) * size)
        lengths = np.array([len(read.words) for read in reads], dtype=np.float64)
        whole: Floats = sums.reshape(-1, size) / np.sqrt(1.0 + lengths / _LENGTH)[:, None]
        return whole

    def _joined(self, numbers: Counts) -> tuple[Counts, Counts]:
        """Give each pair of a match, by its row, and an entry that uses its phrase."""
        counts = np.diff(self.starts)[numbers]
        at = np.repeat(np.arange(len(numbers)), counts)
        step = np.arange(len(at)) - np.repeat(np.cumsum(counts) - counts, counts)
        return at, self.uses[self.starts[numbers[at]] + step]


def bind(
    rules: RuleSet, numbers: Mapping[str, int], rarity: Mapping[str, float] | None = None
) -> Phrases:
    """Bind a rule set to a reader's `numbers`; the reader must know all phrases of the rule set.

    `rarity` is what each phrase weighs for being rare (see `rarity_of`); 1 where it is not known.
    KeyError for a phrase that the reader does not look for.
    """
    listed = [(at, row) for at, group in enumerate(rules.groups.values()) for row in group]
    codes, known = tuple(rules.groups), rarity or {}
    pairs = sorted(
        (numbers[way], entry) for entry, (_, row) in enumerate(listed) for way in spellings(row)
    )
    counts = np.bincount([number for number, _ in pairs], minlength=max(len(numbers), 1))
    return Phrases(
        codes=codes,
        told=tuple(f'{codes[at]}, {row.strength}: "{row.text}"' for at, row in listed),
        code_of=np.array([code for code, _ in listed], dtype=np.int64),
        weights=np.array([row.weight * known.get(row.text, 1.0) for _, row in listed]),
        starts=np.concatenate(([0], np.cumsum(counts))),
        uses=np.array([entry for _, entry in pairs], dtype=np.int64),
    )


def rarity_of(
    rules: RuleSet, numbers: Mapping[str, int], reads: Sequence[Read]
) -> dict[str, float]:
    """Learn how rare each phrase of a rule set is: from 0.25 for the commonest to 1.6."""
    held = np.zeros(max(len(numbers), 1))
    for read in reads:
        held[np.unique(read.matches[:, 0])] += 1.0
    texts = {row.text: spellings(row) for group in rules.groups.values() for row in group}
    rarity = {}
    for text, ways in texts.items():
        count = sum(held[numbers[way]] for way in ways)
        rare = float(np.log((len(reads) + 1.0) / (count + 1.0))) / _SCALE
        rarity[text] = min(_RAREST, max(_COMMONEST, rare))
    return rarity


def _outermost(group: Counts, last: Counts) -> NDArray[np.bool_]:
    """Mark the rows that no earlier row of their group reaches past."""
    reach = np.maximum.accumulate(group * _LONGEST + last)
    inside = reach[:-1] >= (group * _LONGEST + last)[1:]
    return np.concatenate((np.ones(min(len(group), 1), dtype=np.bool_), ~inside))


def _again(keys: Counts) -> NDArray[np.bool_]:
    """Mark all but the first row of each key."""
    again = np.ones(len(keys), dtype=np.bool_)
    again[np.unique(keys, return_index=True)[1]] = False
    return again
