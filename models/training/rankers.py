"""Fits the rankers of aspects and criteria, with answers to held-out passages beside them.

Phrases need no labels: passages of the reports in which they leave little doubt teach what words
go with each code. Coded passages then weigh phrases against words by a conditional logit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression

from models.answers import NONE, Ranked
from models.phrases import Floats, Phrases, bind, rarity_of
from models.ranking import RANKS, RULE_SETS, Ranker, WordWeights, evidence, shown
from models.reading import Read
from models.rulesets import RuleSet, load_rule_set
from models.training.material import CodedPassage

FOLDS = 10
FEWEST_CODED = 30  # passages: with fewer, the figures below stand in for what would be learnt

_SHORTEST = 12  # words: shorter passages are captions and cells of tables
_RAREST_WORD, _COMMONEST_WORD = 10, 0.35  # passages; share of passages
_CERTAINTY = 3.0  # how sharply phrase scores become the shares that teach the words
_SMOOTHING = 0.02  # of a code's mass is spread over all words by their own frequency
_RANK_SHARES = (1.0, 0.6, 0.4)  # what a reader's first, second and third code count
_PULL, _BIAS_PULL = 1.0, 3.0  # towards nil, of the weights of features and of the codes' biases
_WEIGHTS = np.array([1.0, 1.2])  # of phrases and words, each in units of its own spread
_CALIBRATION = np.array([1.0, 1.6, 1.4])


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """What is learnt from, read once by one reader, whose `numbers` are those of its phrases.

    `passages` are those of the documents and `groups` their authorities; `coded` are the coded
    passages, in their order.
    """

    numbers: Mapping[str, int]
    passages: Sequence[Read]
    groups: Sequence[str]
    coded: Sequence[Read]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """The three likeliest codes of a coded passage, by a ranker that saw nothing of its authority.

    The first `shown` of them are what a user would be shown; the others fell below a floor. None
    are ranked where no phrase was found, or where the passage seems to speak of the inspection.
    """

    passage: CodedPassage
    ranked: tuple[Ranked, ...]
    shown: int


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A ranker fitted on everything, and what rankers fitted on other authorities answered."""

    ranker: Ranker
    held_out: tuple[HeldOut, ...]


def train_rankers(
    coded: Sequence[CodedPassage],
    readings: Readings,
    rule_sets: Mapping[str, RuleSet] | None = None,
) -> dict[str, Fitted]:
    """Fit a ranker for each framework that has a rule set; those shipped unless others are given.

    Codings of other frameworks are passed over: a ranker needs phrases to start from. With fewer
    than `FEWEST_CODED` coded passages of a framework it rests on phrases and words alone.
    """
    given = rule_sets or {framework: load_rule_set(name) for framework, name in RULE_SETS.items()}
    study = _Study(coded, readings)
    return {framework: _fitted(study, framework, rules) for framework, rules in given.items()}


class _Study:
    """What the fitting of all rule sets shares: folds, and passages as rows of distinct words."""

    def __init__(self, coded: Sequence[CodedPassage], readings: Readings) -> None:
        self.numbers = readings.numbers
        usable = [
            at
            for at, read in enumerate(readings.passages)
            if len(read.words) >= _SHORTEST and "\t" not in read.text
        ]
        self.passages = [readings.passages[at] for at in usable]
        self.coded, self.coded_reads = coded, readings.coded
        fold_of = _folds({*readings.groups, *(passage.group for passage in coded)})
        self.folds = np.array([fold_of[readings.groups[at]] for at in usable], dtype=np.int64)
        self.coded_folds = np.array([fold_of[row.group] for row in coded], dtype=np.int64)

    @cached_property
    def known(self) -> WordWeights:
        """The words worth learning from, without weights."""
        words = [np.unique(read.words) for read in self.passages]
        ids, counts = np.unique(
            np.concatenate(words) if words else np.empty(0, dtype=np.uint64), return_counts=True
        )
        kept = (counts >= _RAREST_WORD) & (counts <= _COMMONEST_WORD * len(words))
        return WordWeights(ids[kept], np.zeros((int(kept.sum()), 0), dtype=np.float32))

    @cached_property
    def rows(self) -> csr_array:
        """One row of unit length a passage, over the known words."""
        which, columns = self.known.known(self.passages)
        counts = np.bincount(which, minlength=len(self.passages))
        values = 1.0 / np.sqrt(counts)[which]
        shape = (len(self.passages), len(self.known.ids))
        return csr_array((values, (which, columns)), shape=shape)


@dataclass(frozen=True, slots=True, eq=False)
class _Lesson:
    """What one rule set learns from: everything it holds is (passages or coded, codes).

    `mass` is (folds, words, codes): how much of each word stands with each code in each fold.
    """

    rules: RuleSet
    rarity: dict[str, float]
    scores: Floats
    coded_scores: Floats
    mass: Floats
    shares: Floats
    chances: Floats
    asked: NDArray[np.bool_]


def _fitted(study: _Study, framework: str, rules: RuleSet) -> Fitted:
    lesson = _lesson(study, framework, rules)
    odds = np.zeros_like(lesson.coded_scores)
    for fold in np.unique(study.coded_folds[lesson.asked]):
        held = study.coded_folds == fold
        ranker = _ranker(study, lesson, without=int(fold))
        reads = [study.coded_reads[at] for at in np.flatnonzero(held).tolist()]
        odds[held] = ranker.odds(reads, lesson.coded_scores[held])
    final = replace(_ranker(study, lesson), calibration=_calibration(odds, lesson, lesson.asked))
    return Fitted(final, tuple(_held_out(study, lesson, final, odds)))


def _lesson(study: _Study, framework: str, rules: RuleSet) -> _Lesson:
    # Without passages nothing is known of rarity, and every phrase counts in full.
    rarity = rarity_of(rules, study.numbers, study.passages) if study.passages else {}
    codes = tuple(rules.groups)
    phrases = bind(rules, study.numbers, rarity)
    scores = _scores(phrases, study.passages)
    shares = [_shares(passage, framework, codes) for passage in study.coded]
    chances = [_chances(passage, framework, codes) for passage in study.coded]
    return _Lesson(
        rules=rules,
        rarity=rarity,
        scores=scores,
        coded_scores=_scores(phrases, study.coded_reads),
        mass=_mass(study, scores),
        shares=np.array(shares).reshape(-1, len(codes)),
        chances=np.array([row for row, _ in chances]).reshape(-1, len(codes)),
        asked=np.array([asked for _, asked in chances], dtype=np.bool_),
    )


def _scores(phrases: Phrases, reads: Sequence[Read]) -> Floats:
    return phrases.scores(reads, phrases.found(reads))


def _mass(study: _Study, scores: Floats) -> Floats:
    """Return (folds, words, codes): words shared out to the codes that phrases point to."""
    roots = np.sqrt(scores)
    likely = np.exp(_CERTAINTY * (roots - roots.max(axis=1, keepdims=True))) * (scores > 0.0)
    likely /= likely.sum(axis=1, keepdims=True).clip(1e-9)
    folds = [study.folds == fold for fold in range(FOLDS)]
    return np.stack([study.rows[fold].T @ likely[fold] for fold in folds])


def _ranker(study: _Study, lesson: _Lesson, without: int | None = None) -> Ranker:
    """Fit a ranker, without the authorities of one fold if told so; not yet calibrated."""
    told = np.arange(FOLDS) != without
    words = _log_ratios(lesson.mass[told].sum(axis=0))
    lasting = WordWeights(study.known.ids, words.astype(np.float32))
    spread = _spread(study, lesson, words)
    learnt = lesson.asked & told[study.coded_folds] & (lesson.shares.sum(axis=1) > 0.0)
    weights, bias = _WEIGHTS, np.zeros(words.shape[1])
    if learnt.sum() >= FEWEST_CODED:
        reads = [study.coded_reads[at] for at in np.flatnonzero(learnt).tolist()]
        features = np.stack([np.sqrt(lesson.coded_scores[learnt]), lasting.sums(reads)], axis=2)
        features = (features - features.mean(axis=1, keepdims=True)) / spread
        weights, bias = _logit(features, lesson.shares[learnt])
    return Ranker(
        rules=lesson.rules,
        rarity=lesson.rarity,
        phrase_weight=float(weights[0] / spread[0]),
        words=WordWeights(study.known.ids, (words * (weights[1] / spread[1])).astype(np.float32)),
        bias=bias,
        calibration=_CALIBRATION,
    )


def _log_ratios(mass: Floats) -> Floats:
    """Return how much commoner each word is with each code than with all, as a logarithm.

    The mean over codes is taken off: it would move all codes alike.
    """
    share = mass.sum(axis=0) + 1e-6
    share /= share.sum()
    # In proportion to the codes, so that a word never met, or a code never taught, says nothing.
    smooth = mass + (_SMOOTHING * mass.sum(axis=1, keepdims=True) + 1e-9) * share
    ratios = np.log(smooth / smooth.sum(axis=0))
    centred: Floats = ratios - ratios.mean(axis=1, keepdims=True)
    return centred


def _spread(study: _Study, lesson: _Lesson, words: Floats) -> Floats:
    """Return the spread of both features over a tenth of all passages, (2,)."""
    if not study.passages:
        return np.ones(2)
    tenth = slice(None, None, 10)
    features = (np.sqrt(lesson.scores[tenth]), study.rows[tenth] @ words)
    spread = np.array([np.std(part - part.mean(axis=1, keepdims=True)) for part in features])
    return np.where(spread > 0.0, spread, 1.0)


def _logit(features: Floats, shares: Floats) -> tuple[Floats, Floats]:
    """Fit a conditional logit: features (n, codes, k), shares (n, codes); weights (k,), biases."""
    count = features.shape[2]

    def loss(point: Floats) -> tuple[float, Floats]:
        weights, bias = point[:count], point[count:]
        odds = features @ weights + bias
        odds -= odds.max(axis=1, keepdims=True)
        logs = odds - np.log(np.exp(odds).sum(axis=1, keepdims=True))
        value = -(shares * logs).sum() + _PULL * weights @ weights + _BIAS_PULL * bias @ bias
        miss = np.exp(logs) - shares
        slope = np.einsum("nc,nck->k", miss, features) + 2.0 * _PULL * weights
        return float(value), np.concatenate([slope, miss.sum(axis=0) + 2.0 * _BIAS_PULL * bias])

    start = np.zeros(count + features.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return found[:count], found[count:]


def _calibration(odds: Floats, lesson: _Lesson, rows: NDArray[np.bool_]) -> Floats:
    """Learn on held-out passages how likely a reader is to give a code: (3,)."""
    if rows.sum() < FEWEST_CODED:
        return _CALIBRATION
    features, chances = _evidence(odds, lesson.coded_scores)[rows], lesson.chances[rows].ravel()
    points = features.reshape(-1, 2)
    # Each point is told once as given and once as not given, by how many readers did.
    model = LogisticRegression(C=10.0).fit(
        np.concatenate([points, points]),
        np.repeat([1, 0], len(points)),
        sample_weight=np.concatenate([chances, 1.0 - chances]),
    )
    return np.concatenate([model.intercept_, model.coef_[0]])


def _evidence(odds: Floats, scores: Floats) -> Floats:
    shares, best = evidence(odds, scores)
    return np.stack([shares, np.broadcast_to(best, shares.shape)], axis=2)


def _held_out(study: _Study, lesson: _Lesson, final: Ranker, odds: Floats) -> Iterator[HeldOut]:
    """Rank held-out passages; the calibration of each fold was learnt on the others."""
    for fold in np.unique(study.coded_folds[lesson.asked]):
        held = np.flatnonzero(lesson.asked & (study.coded_folds == fold))
        others = lesson.asked & (study.coded_folds != fold)
        judge = replace(final, calibration=_calibration(odds, lesson, others))
        chances = judge.probabilities(odds[held], lesson.coded_scores[held])
        order = np.argsort(-chances, axis=1, kind="stable")[:, :RANKS]
        for at, codes, row in zip(held.tolist(), order.tolist(), chances.tolist(), strict=True):
            ranked = tuple(Ranked(final.codes[code], row[code]) for code in codes if row[code] > 0)
            yield HeldOut(study.coded[at], ranked, shown([one.probability for one in ranked]))


def _shares(passage: CodedPassage, framework: str, codes: Sequence[str]) -> Floats:
    """Return what readers said of one passage as shares of the codes: they sum to 1, or to 0."""
    shares = np.zeros(len(codes))
    for given in _given(passage, framework, codes):
        for code, share in zip(given, _RANK_SHARES, strict=False):
            shares[codes.index(code)] += share
    whole: Floats = shares / max(shares.sum(), 1e-9)
    return whole


def _chances(passage: CodedPassage, framework: str, codes: Sequence[str]) -> tuple[Floats, bool]:
    """Return the share of readers who gave each code, and whether any was asked."""
    given = list(_given(passage, framework, codes))
    told = [[code in listed for code in codes] for listed in given]
    chances: Floats = np.mean(told, axis=0) if told else np.zeros(len(codes))
    return chances, bool(told)


def _given(
    passage: CodedPassage, framework: str, codes: Sequence[str]
) -> Iterator[tuple[str, ...]]:
    """Give the codes that each reader listed who was asked for them, best first, or NONE."""
    for coding in passage.codings:
        listed = coding.criteria if coding.criteria is not None else coding.aspects
        if coding.framework == framework and listed is not None:
            yield tuple(code for code in listed or (NONE,) if code in codes)


def _folds(groups: Collection[str]) -> dict[str, int]:
    """Deal authorities to folds, in an order that nothing but their own names decides."""
    ordered = sorted(groups, key=lambda group: hashlib.sha256(group.encode()).hexdigest())
    return {group: at % FOLDS for at, group in enumerate(ordered)}
