"""Area of a passage, read through one framework: an area, NONE, or "not sure".

A lens is a matrix of weights over the shared vocabulary. Its margins, and for some frameworks what
the rankers and rules say of the passage, are turned into calibrated probabilities by one logistic
layer. A gate says first whether the passage is evidence at all, and of a kind of report that the
lens knows: letters on other subjects speak of leaders wherever their own subject is unknown here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from models.answers import NONE, AreaAnswer
from models.cues import Spots, Spotter, cues_of
from models.features import Floats, Rows, products
from models.last import Last
from models.reading import NUMBER, Read

Arrays = dict[str, NDArray[Any]]
Doubles = NDArray[np.float64]

FEWEST_WORDS = 4  # an address, a date or a heading says less
FEWEST_KNOWN = 0.55  # share of known words: all but 1 in 1,000 English passages have more
MOST_NUMBERS = 0.5  # share of words that hold a digit: a table of figures
_CERTAIN = 0.99  # of what a rule, not a model, calls no evidence
_SURELY_NONE = 0.95
_LEAST_SHARE = 0.02  # keeps the logarithm of next to nothing from deciding alone


class Weighed(Protocol):
    """A batch of passages, read and weighed once."""

    @property
    def reads(self) -> Sequence[Read]:
        """The passages."""

    @property
    def rows(self) -> Rows:
        """Their weighted terms."""


class Beside(Protocol):
    """Says what rankers and rules say of passages, in the columns that a lens names."""

    def __call__(self, batch: Weighed, /) -> Doubles:
        """Return (passages, columns)."""


@dataclass(frozen=True, slots=True)
class Sureness:
    """From which probability an answer is sure, so that a wanted share of such answers is right.

    `precision` and `coverage` are what the threshold reached on passages held out in training.
    """

    wanted: float
    threshold: float
    precision: float
    coverage: float


@dataclass(frozen=True, slots=True, eq=False)
class Gate:
    """Tells evidence from what is none, and reports like those learnt from other letters.

    Two logits over the vocabulary: `weights` is (columns, 2), `bias` (2,): no evidence; another
    genre. From `other` on, an answer is not sure.
    """

    weights: NDArray[np.float16]
    bias: Doubles
    other: float

    def judge(self, batch: Weighed, known: Floats) -> tuple[Doubles, NDArray[np.bool_]]:
        """Return each passage's probability of being no evidence, and which are of other genres.

        `known` is the share of known words of each passage.
        """
        logits = products(batch.rows, self.weights) + self.bias
        none, other = (1.0 / (1.0 + np.exp(-column.clip(-50, 50))) for column in logits.T)
        none[~_readable(batch.reads, known)] = _CERTAIN
        return none, other >= self.other

    def arrays(self) -> Arrays:
        """Return the arrays that the gate is stored as."""
        return {"weights": self.weights, "bias": self.bias, "other": np.array(self.other)}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Rebuild the gate from its arrays."""
        return cls(arrays["weights"], arrays["bias"], float(arrays["other"]))


@dataclass(frozen=True, slots=True, eq=False)
class AreaLens:
    """Answers with one area of a framework, or of several that share their areas.

    `weights` is (columns, margins) and `bias` (margins,). The features of the logistic layer are
    the margins and then the columns named by `beside`, which the caller provides: standardised by
    `mean` and `scale`, times `head` (features, codes), plus `head_bias`.
    """

    codes: tuple[str, ...]
    weights: NDArray[np.float16]
    bias: Doubles
    mean: Doubles
    scale: Doubles
    head: Doubles
    head_bias: Doubles
    sureness: Sureness
    beside: tuple[str, ...] = ()

    def probabilities(self, batch: Weighed, beside: Doubles | None = None) -> Doubles:
        """Return calibrated probabilities of the areas, given that one fits: (passages, codes).

        `beside` is (passages, len(self.beside)); ValueError where it is needed and missing.
        """
        features = products(batch.rows, self.weights) + self.bias
        if self.beside:
            if beside is None or beside.shape != (len(batch.reads), len(self.beside)):
                raise ValueError(f"this lens needs a column each of {', '.join(self.beside)}")
            features = np.hstack((features, beside))
        logits = (features - self.mean) / self.scale @ self.head + self.head_bias
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares: Doubles = odds / odds.sum(axis=1, keepdims=True)
        return shares

    def effects(self) -> Floats:
        """Return what each term adds to the log-odds of each code: (columns, codes)."""
        margins = self.weights.shape[1]
        layer = self.head[:margins] / self.scale[:margins, None]
        return (self.weights.astype(np.float32) @ layer).astype(np.float32)

    def arrays(self) -> Arrays:
        """Return the arrays that the lens is stored as."""
        told = self.sureness
        return {
            "codes": np.array(self.codes),
            "weights": self.weights,
            "bias": self.bias,
            "mean": self.mean,
            "scale": self.scale,
            "head": self.head,
            "head_bias": self.head_bias,
            "beside": np.array(self.beside, dtype=str),
            "sureness": np.array([told.wanted, told.threshold, told.precision, told.coverage]),
        }

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Rebuild the lens from its arrays."""
        return cls(
            codes=tuple(str(code) for code in arrays["codes"]),
            weights=arrays["weights"],
            bias=arrays["bias"],
            mean=arrays["mean"],
            scale=arrays["scale"],
            head=arrays["head"],
            head_bias=arrays["head_bias"],
            sureness=Sureness(*(float(value) for value in arrays["sureness"])),
            beside=tuple(str(name) for name in arrays["beside"]),
        )


class Judged(NamedTuple):
    """Of each passage: `shares` of the areas, probability of `none`, and whether it is `other`."""

    shares: Doubles
    none: Doubles
    other: NDArray[np.bool_]


class LensAreas:
    """A lens at work: bound to the gate, to what finds cues, and to what stands beside words."""

    def __init__(
        self, lens: AreaLens, gate: Gate, spotter: Spotter, beside: Beside | None = None
    ) -> None:
        self.lens = lens
        self._gate = gate
        self._spotter = spotter
        self._beside = beside
        self._effects = lens.effects()
        self._shares: Last[Doubles] = Last()
        self._answers: Last[tuple[AreaAnswer, ...]] = Last()

    @property
    def codes(self) -> tuple[str, ...]:
        """The areas, in the order of columns of `probabilities`."""
        return self.lens.codes

    def probabilities(self, batch: Weighed) -> Doubles:
        """Return calibrated probabilities, given that an area fits: (passages, codes)."""
        return self._shares(
            batch,
            lambda: self.lens.probabilities(batch, self._beside(batch) if self._beside else None),
        )

    def answers(self, batch: Weighed) -> tuple[AreaAnswer, ...]:
        """Answer for each passage of a batch, with the words that moved the answer.

        Asked again for the last batch, by a framework that is read through the same lens, it
        returns what it answered then.
        """
        return self._answers(batch, lambda: self._answered(batch))

    def _answered(self, batch: Weighed) -> tuple[AreaAnswer, ...]:
        if not len(batch.reads):
            return ()
        lens, spots = self.lens, self._spotter.spots(batch.reads, batch.rows)
        shares, none, other = self.judged(batch)
        fits = none < 0.5  # else NONE is likelier than all areas together
        chance = np.where(fits, shares.max(axis=1) * (1.0 - none), none)
        sure = np.where(fits, (chance >= lens.sureness.threshold) & ~other, none >= _SURELY_NONE)
        best = shares.argmax(axis=1)
        labels = [
            lens.codes[at] if fit else None
            for at, fit in zip(best.tolist(), fits.tolist(), strict=True)
        ]
        reasons = cues_of(batch.reads, spots, self._moved(spots, shares), labels)
        told = zip(labels, chance.tolist(), sure.tolist(), reasons, strict=True)
        return tuple(
            AreaAnswer(NONE if label is None else label, value, certain, why)
            for label, value, certain, why in told
        )

    def judged(self, batch: Weighed) -> Judged:
        """Return what answers are made of; other genres are those that the gate tells."""
        spots = self._spotter.spots(batch.reads, batch.rows)
        return Judged(self.probabilities(batch), *self._gate.judge(batch, spots.known))

    def _moved(self, spots: Spots, shares: Doubles) -> Floats:
        """Return what each occurrence adds to the best code's log-odds against the second's."""
        if shares.shape[1] < 2:
            return np.zeros(len(spots.slots), dtype=np.float32)
        second, best = np.argsort(shares, axis=1)[:, -2:].T
        passages, flat = spots.passages, self._effects.ravel()
        at = spots.columns * shares.shape[1]
        moved: Floats = spots.values * (flat[at + best[passages]] - flat[at + second[passages]])
        return moved


def log_shares(odds: Doubles, codes: Sequence[str], beginnings: Sequence[str]) -> Doubles:
    """Return how much of a ranker's belief falls on codes with each beginning, as logarithms.

    `odds` (passages, codes) are log-odds against the other codes; the answer has a column for each
    of `beginnings` ("EXP", "PROT"). It is what stands beside words in a lens of few labels.
    """
    shares = np.exp(odds - odds.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    member = np.array([[code.startswith(start) for start in beginnings] for code in codes])
    told: Doubles = np.log(shares @ member + _LEAST_SHARE)
    return told


def _readable(reads: Sequence[Read], known: Floats) -> NDArray[np.bool_]:
    """Mark passages of enough different words, few numbers, and words of the language learnt."""
    words = np.array([len(read.words) for read in reads])
    enough = np.array([read.has_words(FEWEST_WORDS) for read in reads], dtype=np.bool_)
    numbers = np.array([int((read.words == NUMBER).sum()) for read in reads])
    readable: NDArray[np.bool_] = (
        enough & (numbers <= MOST_NUMBERS * np.maximum(words, 1)) & (known >= FEWEST_KNOWN)
    )
    return readable
