"""Which aspects or criteria a passage speaks to: at most three, ranked, or none.

The log-odds of a code are its phrases' score, the weights of the passage's words, and how often
readers give the code at all. The words were learnt from passages whose phrases left little doubt,
so that a passage is also found by what usually stands beside the phrases.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from corpus.records import Cue
from models.answers import NONE, Ranked
from models.features import offsets_of
from models.last import Last
from models.phrases import Counts, Floats, Found, Phrases, bind
from models.places import Ids, Places
from models.reading import Read
from models.rulesets import RuleSet, load_rule_set

RULE_SETS = {"sccif-asa-2024": "sccif-asa-2024-criteria", "slac-2009": "slac-2009-aspects"}

RANKS = 3
CUES = 4
WORD_CUES = 3
# Chances are those of one reader. Passages of the reports were read on both sides of 0.4: above it
# nearly every first code had a point, below it as often as not it hung on a single common word.
FEWEST_WORDS = 3  # different ones: a word or two, repeated or not, is a caption
FIRST_FLOOR = 0.4
NEXT_FLOOR = 0.3  # a further code is worth a look where one reader in three would give it

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class WordWeights:
    """What each known word says for each code: ascending word ids (n,), weights (n, codes).

    A passage gets the sum over its distinct known words, divided by the root of their number.
    """

    ids: Ids
    weights: NDArray[np.float32]
    _last: Last[Floats] = field(default_factory=Last, init=False, repr=False)
    _places: Places = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_places", Places(self.ids))

    def sums(self, reads: Sequence[Read]) -> Floats:
        """Return what the words of passages say for each code: (passages, codes)."""
        return self._last(reads, lambda: self._sums(reads))

    def _sums(self, reads: Sequence[Read]) -> Floats:
        which, rows = self.known(reads)
        sums = np.zeros((len(reads), self.weights.shape[1]))
        starts = np.flatnonzero(np.diff(which, prepend=-1))
        if len(starts):
            told = np.add.reduceat(self.weights[rows], starts, axis=0)
            sums[which[starts]] = told / np.sqrt(np.diff(starts, append=len(which)))[:, None]
        return sums

    def known(self, reads: Sequence[Read]) -> tuple[Counts, Counts]:
        """Give each pair of a passage and a known word in it, once, ordered by passage."""
        if not len(self.ids) or not reads:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        words = np.concatenate([read.words for read in reads])
        which = np.repeat(np.arange(len(reads)), [len(read.words) for read in reads])
        at, known = self._places.of(words)
        pairs = np.sort(which[known] * len(self.ids) + at[known])
        fresh = np.diff(pairs, prepend=-1) > 0
        passage, row = np.divmod(pairs[fresh], len(self.ids))
        return passage, row


@dataclass(frozen=True, slots=True, eq=False)
class Ranker:
    """Ranks the codes of a rule set; `bias` (codes,) is how often readers give each.

    `calibration` is what a probability is made of: a constant, the weight of a code's log share
    among all codes, and the weight of the root of the passage's best phrase score: where all
    evidence is weak, the likeliest code is unlikely too.
    """

    rules: RuleSet
    rarity: Mapping[str, float]
    phrase_weight: float
    words: WordWeights
    bias: Floats
    calibration: Floats

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes, in the order of columns."""
        return tuple(self.rules.groups)

    def bind(self, numbers: Mapping[str, int]) -> Phrases:
        """Bind the phrases to a reader's numbers; do it once a process."""
        return bind(self.rules, numbers, self.rarity)

    def rank(self, reads: Sequence[Read], phrases: Phrases) -> tuple[tuple[Ranked, ...], ...]:
        """Rank the codes of each passage, the likeliest first; empty where none fits."""
        found = phrases.found(reads)
        scores = phrases.scores(reads, found)
        chances = self.probabilities(self.odds(reads, scores), scores)
        chances[[not read.has_words(FEWEST_WORDS) for read in reads]] = 0.0
        order = np.argsort(-chances, axis=1, kind="stable")[:, :RANKS]
        best = np.take_along_axis(chances, order, axis=1)
        kept = np.arange(best.shape[1]) < np.array([shown(row) for row in best.tolist()])[:, None]
        wanted = [(row, int(order[row, rank])) for row, rank in np.argwhere(kept).tolist()]
        cues = _phrase_cues(reads, phrases, found, wanted)
        answers: list[list[Ranked]] = [[] for _ in reads]
        for (row, code), chance in zip(wanted, best[kept].tolist(), strict=True):
            why = cues.get((row, code)) or self._word_cues(reads[row], code)
            answers[row].append(Ranked(phrases.codes[code], chance, tuple(why)))
        return tuple(tuple(answer) for answer in answers)

    def log_odds(self, reads: Sequence[Read], phrases: Phrases) -> Floats:
        """Return the log-odds of each code against the others: (passages, codes)."""
        return self.odds(reads, phrases.scores(reads, phrases.found(reads)))

    def odds(self, reads: Sequence[Read], scores: Floats) -> Floats:
        """Return the log-odds of each code, given the scores of its phrases."""
        odds: Floats = self.phrase_weight * np.sqrt(scores) + self.words.sums(reads) + self.bias
        return odds

    def probabilities(self, odds: Floats, scores: Floats) -> Floats:
        """Return the chance of each code to be one that a reader would give: (passages, codes).

        It is nil for NONE, and for all where no phrase was found, whatever the words say, or where
        NONE is likeliest: such a passage speaks of the inspection, not of what it found.
        """
        shares, best = evidence(odds, scores)
        constant, by_share, by_score = self.calibration
        chances: Floats = logistic(constant + by_share * shares + by_score * best) * (best > 0.0)
        if NONE in self.codes:
            nothing = self.codes.index(NONE)
            chances[shares.argmax(axis=1) == nothing] = 0.0
            chances[:, nothing] = 0.0
        return chances

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what was learnt, as arrays for a model file; phrases stay in their rule set."""
        return {
            "rules": np.array(self.rules.name),
            "codes": np.array(self.codes),
            "phrases": np.array(list(self.rarity)),
            "rarity": np.array(list(self.rarity.values()), dtype=np.float32),
            "phrase_weight": np.array(self.phrase_weight),
            "words": self.words.ids,
            "weights": self.words.weights.astype(np.float16),
            "bias": self.bias,
            "calibration": self.calibration,
        }

    @classmethod
    def of(cls, arrays: Arrays, rules: RuleSet | None = None) -> Self:
        """Build a ranker of the arrays of a model file, with the rule set it names or one given.

        A given rule set may have other phrases, which then count as of middling rarity, and other
        codes: of a code that the model does not know, only its phrases speak.
        """
        rules = rules or load_rule_set(str(arrays["rules"]))
        columns = {code: at for at, code in enumerate(arrays["codes"].tolist())}
        # A column of nothing after the last stands for codes that are unknown.
        at = [columns.get(code, len(columns)) for code in rules.groups]
        weights = np.pad(arrays["weights"].astype(np.float32), ((0, 0), (0, 1)))
        return cls(
            rules=rules,
            rarity=dict(zip(arrays["phrases"].tolist(), arrays["rarity"].tolist(), strict=True)),
            phrase_weight=float(arrays["phrase_weight"]),
            words=WordWeights(arrays["words"], np.ascontiguousarray(weights[:, at])),
            bias=np.append(arrays["bias"], 0.0)[at],
            calibration=arrays["calibration"],
        )

    def _word_cues(self, read: Read, code: int) -> tuple[Cue, ...]:
        """Return the words that speak most for a code without a phrase, in reading order."""
        _, rows = self.words.known([read])
        weights = self.words.weights[rows, code]
        strongest = rows[np.argsort(-weights, kind="stable")[:WORD_CUES]]
        places = [
            read.slice_of(int(at), int(at) + 1)
            for row in strongest
            if self.words.weights[row, code] > 0.0
            for at in np.flatnonzero(read.words == self.words.ids[row])[:1]
        ]
        return tuple(
            Cue("weight", start, end, f'{self.codes[code]}, goes with: "{read.text[start:end]}"')
            for start, end in sorted(places)
        )


def shown(chances: Sequence[float]) -> int:
    """Say how many of the likeliest codes are likely enough to be shown; `chances` descend."""
    if not chances or chances[0] < FIRST_FLOOR:
        return 0
    return sum(chance >= NEXT_FLOOR for chance in chances)


def evidence(odds: Floats, scores: Floats) -> tuple[Floats, Floats]:
    """Return what probabilities are made of: log shares (n, codes), best root score (n, 1)."""
    shifted = odds - odds.max(axis=1, keepdims=True)
    shares: Floats = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    best: Floats = np.sqrt(scores.max(axis=1, keepdims=True))
    return shares, best


def logistic(margins: Floats) -> Floats:
    """Return the probability of log-odds."""
    chances: Floats = 1.0 / (1.0 + np.exp(-margins.clip(-50.0, 50.0)))
    return chances


def _phrase_cues(
    reads: Sequence[Read], phrases: Phrases, found: Found, wanted: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], list[Cue]]:
    """Return the strongest phrases of each pair of passage and code, in reading order."""
    rows = _strongest(found, wanted, len(phrases.codes))
    if not len(rows):
        return {}
    passage, before = found.passage[rows], offsets_of(reads)[found.passage[rows]]
    starts = np.concatenate([read.starts for read in reads])[before + found.first[rows]]
    ends = np.concatenate([read.ends for read in reads])[before + found.last[rows] - 1]
    columns = (passage, found.code[rows], found.entry[rows], starts, ends)
    cues: dict[tuple[int, int], list[Cue]] = {}
    for which, code, entry, start, end in zip(*(one.tolist() for one in columns), strict=True):
        cues.setdefault((which, code), []).append(Cue("phrase", start, end, phrases.told[entry]))
    return cues


def _strongest(found: Found, wanted: Sequence[tuple[int, int]], size: int) -> Counts:
    """Return the rows of the strongest phrases of each wanted pair, each once."""
    pairs = np.array(wanted, dtype=np.int64).reshape(-1, 2)
    groups = found.passage * size + found.code
    wanted_groups = pairs[:, 0] * size + pairs[:, 1]
    rows = np.flatnonzero(np.isin(groups, wanted_groups) & ~found.again)
    order = rows[np.lexsort((-found.gain[rows], groups[rows]))]
    inside = groups[order]
    rank = np.arange(len(order)) - np.searchsorted(inside, inside)
    return np.sort(order[rank < CUES])
