"""How near passages stand to labelled wording: cosine of TF-IDF weights, with each term's share.

The arithmetic is scikit-learn's (sublinear term frequency, smoothed idf, unit length) and a test
holds it to that; its import would cost a worker 100 MB and seconds for a few sparse products.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log, sqrt

Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Index:
    """Labels, the idf of each known term, and its weights both by term and by label."""

    labels: tuple[str, ...]
    idf: Mapping[str, float]
    postings: Mapping[str, tuple[tuple[int, float], ...]]
    weights: Mapping[str, Weights]

    def weigh(self, counts: Mapping[str, int]) -> Weights:
        """Weigh the counted terms of one text, all known to the index, to unit length."""
        return _weigh(counts, self.idf)

    def nearest(self, weights: Weights) -> dict[str, float]:
        """Return the cosine, 0 to 1, of one weighed text with each label."""
        sums = [0.0] * len(self.labels)
        for term, weight in weights.items():
            for label, share in self.postings[term]:
                sums[label] += weight * share
        return dict(zip(self.labels, sums, strict=True))

    def shares(self, weights: Weights, label: str) -> Weights:
        """Return what each term adds to the cosine with one label; terms that add nothing lack."""
        own = self.weights[label]
        return {term: weight * own[term] for term, weight in weights.items() if term in own}


def _weigh(counts: Mapping[str, int], idf: Mapping[str, float]) -> Weights:
    raw = {t: (1 + log(n)) * idf[t] if n > 1 else idf[t] for t, n in counts.items()}
    length = sqrt(sum(weight * weight for weight in raw.values()))
    return {term: weight / length for term, weight in raw.items()}


def index_of(labelled: Mapping[str, Iterable[str]]) -> Index:
    """Build the index from the terms of each label's wording."""
    counts = {label: Counter(names) for label, names in labelled.items()}
    seen = Counter(term for count in counts.values() for term in count)
    idf = {term: log((1 + len(counts)) / (1 + df)) + 1 for term, df in seen.items()}
    weights = {label: _weigh(count, idf) for label, count in counts.items()}
    postings: dict[str, list[tuple[int, float]]] = {term: [] for term in idf}
    for position, own in enumerate(weights.values()):
        for term, weight in own.items():
            postings[term].append((position, weight))
    frozen = {term: tuple(rows) for term, rows in postings.items()}
    return Index(labels=tuple(counts), idf=idf, postings=frozen, weights=weights)
