"""Lenses of frameworks that bear no labels and that no crosswalk leads to, by their own reports.

Their wording gives a first guess, and the order of passages in whole reports teaches the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from corpus.frameworks import Framework, known, load
from corpus.problems import FrameworkError
from models.answers import NONE
from models.areas import AreaLens
from models.batches import Batch
from models.instruments import Ranking
from models.training.areas import Study
from models.training.preparing import Prepared
from models.training.zero import Pool, taught_lens
from models.transfer import route
from models.zero import Concepts, ZeroLens, zero_lens

FEWEST_REPORTS = 10
FEWEST_AUTHORITIES = 5
# A lens is kept that agrees with the order of whole reports in 95 of 100 answers to at least half
# of the passages, and that did not lose an area on the way: one that is hardly ever answered.
LEAST_COVERAGE = 0.5
LEAST_SHARE = 0.05
_LEAST_CHANCE = 1e-6


def unlabelled(study: Study, lenses: Collection[str]) -> tuple[str, ...]:
    """List frameworks of enough reports that have no lens, no labels, and no way to a lens."""
    documents: dict[str, set[str]] = {}
    authorities: dict[str, set[str]] = {}
    labelled = set()
    for row in study.passages:
        documents.setdefault(row.framework, set()).add(row.document)
        authorities.setdefault(row.framework, set()).add(row.group)
        if row.area not in (None, NONE):
            labelled.add(row.framework)
    shipped = [load(name) for name in known()]
    learnt = [one for one in shipped if one.id in lenses]
    return tuple(
        name
        for name in sorted(documents)
        if len(documents[name]) >= FEWEST_REPORTS
        and len(authorities[name]) >= FEWEST_AUTHORITIES
        and name not in {*labelled, *lenses}
        and _reachable(load(name), learnt, shipped) is False
    )


def _reachable(
    framework: Framework, learnt: Iterable[Framework], shipped: Sequence[Framework]
) -> bool | None:
    """Say whether the crosswalk leads to a lens; null where the framework has no areas."""
    try:
        return route(framework, learnt, shipped) is not None
    except FrameworkError:
        return None


def taught_lenses(
    study: Study, ready: Prepared, rankings: Mapping[str, Ranking], lenses: Collection[str]
) -> tuple[dict[str, AreaLens], tuple[str, ...]]:
    """Fit a lens for each framework in need of one; and name those whose lens was not kept."""
    concepts = [Concepts(name, one.ranker, one.phrases) for name, one in rankings.items()]
    kept, lost = {}, []
    for name in unlabelled(study, lenses):
        wording = zero_lens(load(name), ready.reader, study.vocabulary, concepts)
        lens = _lens(study, ready, wording, name)
        if lens is None:
            lost.append(name)
        else:
            kept[name] = lens
    return kept, tuple(lost)


def _lens(study: Study, ready: Prepared, wording: ZeroLens, name: str) -> AreaLens | None:
    rows = np.array([at for at, row in enumerate(study.passages) if row.framework == name])
    passages = [study.passages[at] for at in rows]
    pool = Pool(
        matrix=study.whole[rows],
        documents=[row.document for row in passages],
        groups=[row.group for row in passages],
        truth=[None] * len(passages),
    )
    reads = tuple(ready.read(row.text) for row in passages)
    shares = wording.probabilities(Batch(reads, study.vocabulary.weigh(reads), ()))
    try:
        found = taught_lens(pool, np.log(shares.clip(_LEAST_CHANCE)), wording.codes)
    except FrameworkError:
        return None
    decent = found.lens.sureness.coverage >= LEAST_COVERAGE and found.least >= LEAST_SHARE
    return found.lens if decent else None
