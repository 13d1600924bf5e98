"""How far two readings of the same units agree: percent, Cohen's kappa, Gwet's AC1, an interval.

Pure. Readings are nominal: each unit has one category from the first reader and one from the
second. Nothing here says who of the two is right, and a number is never given without its n.
Sources: Cohen 1960; Gwet 2008 ("Computing inter-rater reliability and its variance in the presence
of high agreement"); percentile bootstrap over units, Efron and Tibshirani 1993.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate

Pair = tuple[Hashable, Hashable]
Counts = Mapping[Pair, int]
REPLICATES = 1000
_SEED = 20_260_101  # so that the same units give the same interval on every machine
_LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its 95 % interval; null where it is not defined.

    `replicates` are those in which it was defined: the interval rests on them alone.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    replicates: int = 0


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
    drawn = list(_resampled(counts, replicates)) if n > 1 else []
    return Agreement(
        n, sum(number for (one, other), number in counts.items() if one == other),
        len({category for pair in counts for category in pair}),
        _estimate(percent, counts, drawn), _estimate(kappa, counts, drawn),
        _estimate(ac1, counts, drawn),
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


def ac1(counts: Counts) -> float | None:
    """Return Gwet's AC1 over the categories that were used; null with fewer than two of them."""
    observed, n = percent(counts), sum(counts.values())
    if observed is None:
        return None
    first, second = _margins(counts)
    used = first.keys() | second.keys()
    if len(used) < 2:
        return None
    shares = [(first[category] + second[category]) / (2 * n) for category in used]
    by_chance = sum(share * (1 - share) for share in shares) / (len(used) - 1)
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
    found = sorted(one for one in map(measure, drawn) if one is not None)
    if not found:
        return Estimate(value)
    tail = (1 - _LEVEL) / 2
    return Estimate(value, _quantile(found, tail), _quantile(found, 1 - tail), len(found))


def _quantile(ordered: list[float], share: float) -> float:
    """Return a quantile, between the two values beside it in proportion."""
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
