"""What review teaches: what to look at next, which tags are doubtful, how much is still to find.

Everything here is pure and takes plain values, so that it works for areas, criteria and polarity
alike. "Doubtful" follows the idea of confident learning: a label is doubtful where a classifier
that has not seen it is surer of another label than it usually is where that other one is right.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

RANDOM_FIRST = 20  # records of each provider that are drawn before doubt decides
_FEWEST = 3  # labels of a class, before its usual sureness means anything


@dataclass(frozen=True, slots=True)
class Record:
    """One passage read through one framework that may be reviewed; `score` is the tag's own."""

    id: str
    provider: str
    framework: str
    score: float
    abstained: bool = False


@dataclass(frozen=True, slots=True)
class Next:
    """A record to review, and why it comes where it does."""

    record: Record
    why: str


@dataclass(frozen=True, slots=True)
class Given:
    """What a person said of an item, beside the answer of a model that had not seen it.

    `probabilities` may hold the likeliest labels only.
    """

    id: str
    label: str
    probabilities: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A label that is probably wrong: the model's own label is surer than is usual for it.

    `confidence` is the probability of the label that was given, `usual` the mean probability of
    `suggested` where people gave that.
    """

    id: str
    label: str
    suggested: str
    confidence: float
    probability: float
    usual: float


@dataclass(frozen=True, slots=True)
class Recall:
    """How much of what is sought was found, with a 95 % interval of the share.

    `left` is the estimate of what is still to find among `unseen` records, `most` its upper bound;
    without a random sample there is no estimate, and left and recall are null.
    `since_last` counts the records reviewed since the last hit.
    """

    found: int
    reviewed: int
    unseen: int
    sampled: int
    left: float | None
    most: int
    recall: float | None
    low: float
    high: float
    since_last: int


def review_order(
    records: Iterable[Record], reviewed: Iterable[str] = (), seed: str = "1"
) -> Iterator[Next]:
    """Yield what is still to review, in order: random records first, then the least sure.

    Providers take turns. The first `RANDOM_FIRST` of each provider and framework are drawn by a
    hash of seed and id: the same for everybody, and no matter what the model says, so that the
    share that is right among them estimates quality without bias. Those already reviewed count.
    """
    seen = set(reviewed)
    by_provider: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in records:
        by_provider[record.framework, record.provider].append(record)
    drawn, rest = [], []
    for _, members in sorted(by_provider.items()):
        ordered = sorted(members, key=lambda record: draw(record.id, seed))
        drawn.append([Next(one, "random") for one in ordered[:RANDOM_FIRST] if one.id not in seen])
        doubtful = sorted(ordered[RANDOM_FIRST:], key=_sureness)
        rest.append([Next(one, _doubt(one)) for one in doubtful if one.id not in seen])
    yield from in_turn(drawn)
    yield from in_turn(rest)


def draw(identity: str, seed: str) -> bytes:
    """Return the place of an item in the draw of this seed: the same on every machine."""
    return hashlib.sha256(f"{seed}\x1f{identity}".encode("utf-8", "surrogatepass")).digest()


def in_turn(queues: Sequence[Sequence[Next]]) -> Iterator[Next]:
    """Take one of each queue in turn until all are empty."""
    for place in range(max(map(len, queues), default=0)):
        for queue in queues:
            if place < len(queue):
                yield queue[place]


def _sureness(record: Record) -> tuple[bool, float, str]:
    return (not record.abstained, record.score, record.id)


def _doubt(record: Record) -> str:
    return "not sure" if record.abstained else f"score {record.score:.2f}"


def doubtful(given: Sequence[Given]) -> list[Doubt]:
    """List labels that are probably wrong, the most doubtful first.

    Each label's usual sureness is its mean probability where people gave it; a class with fewer
    than three labels has none, and nothing is doubted in its favour.
    """
    told: dict[str, list[float]] = defaultdict(list)
    for one in given:
        told[one.label].append(one.probabilities.get(one.label, 0.0))
    usual = {
        label: sum(found) / len(found) for label, found in told.items() if len(found) >= _FEWEST
    }
    doubts = [doubt for one in given if (doubt := _doubted(one, usual)) is not None]
    return sorted(doubts, key=lambda doubt: (doubt.confidence - doubt.probability, doubt.id))


def _doubted(one: Given, usual: Mapping[str, float]) -> Doubt | None:
    own = one.probabilities.get(one.label, 0.0)
    rivals = [
        (probability, label)
        for label, probability in one.probabilities.items()
        if label != one.label and probability > own and probability >= usual.get(label, math.inf)
    ]
    if not rivals:
        return None
    probability, label = max(rivals)
    return Doubt(one.id, one.label, label, own, probability, usual[label])


def recall(
    ranked_hits: Sequence[bool],
    unseen: int,
    sampled_hits: Sequence[bool] = (),
    confidence: float = 0.95,
) -> Recall:
    """Estimate how much of what is sought has been found.

    `ranked_hits` are the decisions on records taken in the order of a ranking, `unseen` counts the
    records below it that nobody looked at, `sampled_hits` are decisions on records drawn from
    these at random; they are among neither of the others. The estimate takes decisions as right
    and the draw as random. The interval is exact (hypergeometric, so that drawing without
    replacement counts); without a sample nothing is known of the rest, and the interval says so.
    """
    drawn, hits = len(sampled_hits), sum(sampled_hits)
    pool = unseen + drawn
    least, most = _pool_bounds(pool, drawn, hits, 1 - confidence)
    found = sum(ranked_hits) + hits
    left = unseen * hits / drawn if drawn else None
    return Recall(
        found=found,
        reviewed=len(ranked_hits) + drawn,
        unseen=unseen,
        sampled=drawn,
        left=left,
        most=most - hits,
        recall=None if left is None else _share(found, left),
        low=_share(found, most - hits),
        high=_share(found, least - hits),
        since_last=_since_last(ranked_hits),
    )


def _share(found: float, left: float) -> float:
    """Return the share that was found; where there is nothing to find, all of it was."""
    return found / (found + left) if found + left else 1.0


def _since_last(hits: Sequence[bool]) -> int:
    return next((back for back, hit in enumerate(reversed(hits)) if hit), len(hits))


def _pool_bounds(pool: int, drawn: int, hits: int, alpha: float) -> tuple[int, int]:
    """Return the fewest and most hits in a pool that a draw with so many does not speak against.

    Each bound leaves alpha / 2 to chance.
    """

    def chance(total: int, wanted: range) -> float:
        return sum(_hypergeometric(pool, total, drawn, number) for number in wanted)

    # The more hits there are, the less likely is a draw with so few, and the likelier with so many.
    most = _last(
        hits, pool - (drawn - hits), lambda total: chance(total, range(hits + 1)) > alpha / 2
    )
    above = range(hits, drawn + 1)
    fewest = pool - _last(0, pool - hits, lambda gap: chance(pool - gap, above) > alpha / 2)
    return fewest, most


def _last(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """Return the last number for which something holds that holds up to some number (bisection)."""
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low


def _hypergeometric(pool: int, total: int, drawn: int, number: int) -> float:
    """Return the chance of so many hits when drawing from a pool that holds `total` of them."""
    if number > total or drawn - number > pool - total:
        return 0.0
    return math.exp(
        _choose(total, number) + _choose(pool - total, drawn - number) - _choose(pool, drawn)
    )


def _choose(whole: int, part: int) -> float:
    return math.lgamma(whole + 1) - math.lgamma(part + 1) - math.lgamma(whole - part + 1)
