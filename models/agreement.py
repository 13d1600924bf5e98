"""How far two readings of the same units agree: percent, Cohen's kappa, Gwet's AC1, an interval.

Pure. Readings are nominal: each unit has one category from the first reader and one from the
second. Nothing here says who of the two is right, and a number is never given without its n.
Sources: Cohen 1960; Gwet 2008 ("Computing inter-rater reliability and its variance in the presence
of high agreement"); percentile bootstrap over units, Efron and Tibshirani 1993; Wilson 1927 for the
share. An interval that rests on too little is withheld: none is better than one that is too narrow.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from math import inf, isinf, sqrt
from statistics import NormalDist

Pair = tuple[Hashable, Hashable]
Counts = Mapping[Pair, int]
REPLICATES = 1000
_SEED = 20_260_101  # so that the same units give the same interval on every machine
_TAIL = 0.025  # on each side of an interval of 95 %


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its 95 % interval; null where it is not defined, or cannot be had."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on `n` units, `agreed` of them; over as many categories as were used."""

    n: int
    agreed: int
    categories: int
    percent: Estimate
    kappa: Estimate
    ac1: Estimate


def agreement(pairs: Iterable[Pair], replicates: int = REPLICATES) -> Agreement:
    """Return how far two readings agree, with bootstrap intervals over units."""
    counts = Counter(pairs)
    n = counts.total()
    agreed = sum(number for (one, other), number in counts.items() if one == other)
    categories = len({category for pair in counts for category in pair})
    drawn = list(_resampled(counts, replicates)) if n > 1 else []
    # A sample may miss a category: the scale on which people read stays the same.
    scaled = partial(ac1, categories=categories)
    return Agreement(
        n, agreed, categories, Estimate(percent(counts), *_wilson(agreed, n)),
        _estimate(kappa, counts, drawn), _estimate(scaled, counts, drawn),
    )  # fmt: skip


def percent(counts: Counts) -> float | None:
    """Return the share of units on which both agree; null without a unit."""
    n = sum(counts.values())
    agreed = sum(number for (one, other), number in counts.items() if one == other)
    return agreed / n if n else None


def kappa(counts: Counts) -> float | None:
    """Return Cohen's kappa; null where chance alone would agree on everything."""
    observed, n = percent(counts), sum(counts.values())
    if observed is None:
        return None
    first, second = _margins(counts)
    by_chance = sum(first[category] * second[category] for category in first) / n**2
    return None if by_chance == 1 else (observed - by_chance) / (1 - by_chance)


def ac1(counts: Counts, categories: int | None = None) -> float | None:
    """Return Gwet's AC1; null with fewer than two categories.

    `categories` is how many the scale has: as many as were used, unless given.
    """
    observed, n = percent(counts), sum(counts.values())
    if observed is None:
        return None
    first, second = _margins(counts)
    used = first.keys() | second.keys()
    known = categories or len(used)
    if known < 2:
        return None
    shares = [(first[category] + second[category]) / (2 * n) for category in used]
    by_chance = sum(share * (1 - share) for share in shares) / (known - 1)
    return (observed - by_chance) / (1 - by_chance)


def _margins(counts: Counts) -> tuple[Counter[Hashable], Counter[Hashable]]:
    first: Counter[Hashable] = Counter()
    second: Counter[Hashable] = Counter()
    for (one, other), number in counts.items():
        first[one] += number
        second[other] += number
    return first, second


def _resampled(counts: Counter[Pair], replicates: int) -> Iterable[Counts]:
    # The order of a Counter is that of the units: sorted, the draw is the same for the same units.
    pairs = sorted(counts, key=repr)
    up_to = list(accumulate(counts[pair] for pair in pairs))
    chance = random.Random(_SEED)  # noqa: S311 - no secret
    for _ in range(replicates):
        yield Counter(chance.choices(pairs, cum_weights=up_to, k=up_to[-1]))


def _estimate(
    measure: Callable[[Counts], float | None], counts: Counts, drawn: Iterable[Counts]
) -> Estimate:
    value = measure(counts)
    if value is None:
        return Estimate(None)
    # Where a sample has no value, it might have any. Left out, it would bias the interval: kappa
    # has none just where all units that were drawn agree. So it counts at both ends.
    found = [measure(one) for one in drawn]
    low = _quantile(sorted(-inf if one is None else one for one in found), _TAIL)
    high = _quantile(sorted(inf if one is None else one for one in found), 1 - _TAIL)
    # Units that are all alike tell nothing of how others may differ.
    if low is None or high is None or low == high:
        return Estimate(value)
    return Estimate(value, low, high)


def _wilson(agreed: int, n: int) -> tuple[float | None, float | None]:
    """Return Wilson's score interval of a share; unlike a bootstrap's, never of no width."""
    if not n:
        return None, None
    z = NormalDist().inv_cdf(1 - _TAIL)
    share, spread = agreed / n, z**2 / n
    half = z * sqrt(share * (1 - share) / n + spread / (4 * n))
    middle = share + spread / 2
    low, high = (middle - half) / (1 + spread), (middle + half) / (1 + spread)
    return max(0.0, low), min(1.0, high)


def _quantile(ordered: list[float], share: float) -> float | None:
    """Return a quantile, between the two values beside it in proportion; null where it has none."""
    if not ordered:
        return None
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    if isinf(ordered[low]) or isinf(ordered[high]):
        return None
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
