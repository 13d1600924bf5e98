"""Which improvements were raised again: likeness of wording between inspections of one provider.

Words are weighed by how rare they are among this provider's own improvements, so the answer does
not depend on whatever else is stored. Likeness is a hint for a reader, who is shown both passages;
`benchmarks/repetition_quality.py` tells how often it is right.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from models.similarity import Index, index_of
from models.words import Forms

THRESHOLD = 0.30
_SHOWN_WORDS = 6
_REFERENCE = re.compile(r"\((?:[^()]*\b(?:para(?:graph)?s?|pages?)\b[^()]*)\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Raised:
    """One improvement as an inspection raised it: `id` of its own, `inspection` of the inspection.

    `on` is the day of the inspection as ISO 8601; improvements without one cannot be put in order
    and are not given here.
    """

    id: str
    inspection: str
    on: str
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two improvements of different inspections that are put in like words.

    `score` is their cosine, 0 to 1; `words` are those that add most to it, in a plain form.
    """

    earlier: Raised
    later: Raised
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """An improvement that was raised before: the likest one of each earlier inspection, by date."""

    latest: Raised
    earlier: tuple[Pair, ...]

    @property
    def first(self) -> Raised:
        """The first time that it was raised."""
        return self.earlier[0].earlier


def pairs(raised: Iterable[Raised], threshold: float = THRESHOLD) -> tuple[Pair, ...]:
    """Find all pairs at or above a threshold, those first raised first, then the likest."""
    ordered = sorted(raised, key=lambda one: (one.on, one.inspection, one.id))
    index = index_of({one.id: _words(one.text) for one in ordered})
    by_id = {one.id: one for one in ordered}
    found = (
        Pair(by_id[name], later, score, _telling(index, name, later.id))
        for later in ordered
        for name, score in index.nearest(index.weights[later.id]).items()
        if score >= threshold and _before(by_id[name], later)
    )
    return tuple(sorted(found, key=_order))


def repeated(raised: Iterable[Raised], threshold: float = THRESHOLD) -> tuple[Repeated, ...]:
    """Return what was raised again, by the day on which it was raised first.

    Each is told once, where it was raised last. One that was only raised again in between is told
    by itself where the last one does not show all that it repeats.
    """
    likest: dict[str, dict[str, Pair]] = defaultdict(dict)
    for pair in pairs(raised, threshold):
        best = likest[pair.later.id].get(pair.earlier.inspection)
        if best is None or pair.score > best.score:
            likest[pair.later.id][pair.earlier.inspection] = pair
    found = [
        Repeated(own[0].later, tuple(own))
        for own in (sorted(each.values(), key=_order) for each in likest.values())
    ]
    return tuple(
        sorted(_untold(found), key=lambda one: (one.first.on, one.latest.on, one.latest.id))
    )


def _untold(found: Sequence[Repeated]) -> list[Repeated]:
    """Leave out what another one shows whole."""
    shown = [(one.latest.id, _members(one)) for one in found]
    return [
        one
        for one in found
        if not any(latest != one.latest.id and _members(one) <= ids for latest, ids in shown)
    ]


def _members(one: Repeated) -> frozenset[str]:
    return frozenset((one.latest.id, *(pair.earlier.id for pair in one.earlier)))


def _before(earlier: Raised, later: Raised) -> bool:
    return earlier.on < later.on and earlier.inspection != later.inspection


def _order(pair: Pair) -> tuple[str, str, float, str, str]:
    return pair.earlier.on, pair.later.on, -pair.score, pair.earlier.id, pair.later.id


def _telling(index: Index, earlier: str, later: str) -> tuple[str, ...]:
    shares: Mapping[str, float] = index.shares(index.weights[later], earlier)
    return tuple(sorted(shares, key=lambda word: (-shares[word], word))[:_SHOWN_WORDS])


def _words(text: str) -> list[str]:
    """List the single words of an improvement, without citations of paragraphs and pages."""
    worn = _worn()
    return [word for word in _forms().words(_REFERENCE.sub(" ", text)) if word not in worn]


@cache
def _forms() -> Forms:
    return Forms()


@cache
def _worn() -> frozenset[str]:
    """Return the words of `rulesets/improvement-words.txt`, in the form of `models.words`."""
    file = resources.files("models").joinpath("rulesets", "improvement-words.txt")
    lines = file.read_text(encoding="utf-8").splitlines()
    words = (word for line in lines if not line.startswith("#") for word in line.split())
    return frozenset(name for word in words for name in _forms().words(word))
