"""Fits the area of frameworks that have no reports, from coded passages and what else is known.

Two lenses of three areas (one of ILACS reports alone, one of all), and columns that rankers and
rules fill, are weighed by a logistic layer on coded passages. These are few: the layer is held
back firmly, and folds are by authority throughout.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.answers import NONE
from models.areas import Sureness
from models.reading import Read
from models.training.areas import (
    RECIPES,
    WANTED,
    FittedLens,
    Recipe,
    Study,
    learnable,
    lens_of,
    linear_of,
    machine,
)
from models.training.calibrating import Layer, fit_layer, sureness_of
from models.training.material import CodedPassage
from models.training.scored import Item, best_first, scored
from models.training.splitting import folds

Doubles = NDArray[np.float64]
Labels = NDArray[np.int64]

FEWEST_CODED = 60
_FOLDS = 10
_VIEW_FOLDS = 4  # of the two lenses, which take longest
_LOOSE = 0.03  # of ten or more columns and 150 passages
_ILACS = ("ilacs-2018", "ilacs-2023")
_THREE = RECIPES["three"]
_VIEWS = (
    Recipe(_ILACS, {name: _THREE.areas[name] for name in _ILACS}, dict.fromkeys(_ILACS, 1.0)),
    _THREE,
)


def train_stacked(
    study: Study,
    coded: Sequence[CodedPassage],
    reads: Sequence[Read],
    beside: tuple[tuple[str, ...], Doubles],
    framework: str = "sccif-asa-2024",
) -> FittedLens | None:
    """Fit the lens of a framework on its coded passages; null where these are too few.

    Null too where no reports teach the three areas. `reads` are those of `coded`; `beside` names
    columns and gives their values, (coded, columns), which must not have been learnt from the same
    passages.
    """
    told = [_areas_of(passage, framework) for passage in coded]
    used = np.array([at for at, areas in enumerate(told) if areas], dtype=np.int64)
    codes = tuple(sorted({area for areas in told for area in areas}))
    views = [recipe for recipe in _VIEWS if learnable(study, recipe)]
    if len(used) < FEWEST_CODED or len(codes) < 2 or not views:
        return None
    readers = [[codes.index(area) for area in told[at]] for at in used]
    groups = [coded[at].group for at in used]
    rows = study.vocabulary.weigh([reads[at] for at in used])
    whole = study.whole
    every = np.arange(len(study.passages))
    machines = [machine(study, recipe, whole, every) for recipe in views]
    weights = np.hstack([one[0] for one in machines])
    bias = np.concatenate([one[1] for one in machines])
    held = np.zeros((len(used), len(bias)))
    for fold in folds([*groups, *(row.group for row in study.passages)], _VIEW_FOLDS):
        here = fold.held[fold.held < len(used)]
        if len(here):
            learnt = fold.learnt[fold.learnt >= len(used)] - len(used)
            parts = [machine(study, recipe, whole, learnt) for recipe in views]
            held[here] = np.hstack([linear_of(rows, part)[here] for part in parts])
    features = np.hstack((held, beside[1][used]))
    shares = _cross_fitted(features, readers, groups, len(codes))
    right = np.array([s.argmax() in one for s, one in zip(shares, readers, strict=True)])
    layer = _layer(features, readers, len(codes))
    sure = sureness_of(shares.max(axis=1), right, WANTED)
    items = [
        _item(coded[at], [codes[one] for one in mine], codes, share, sure)
        for at, mine, share in zip(used, readers, shares, strict=True)
    ]
    return FittedLens(
        lens_of(codes, (weights, bias), layer, sure, beside[0]), scored("area coded", items, codes)
    )


def _areas_of(passage: CodedPassage, framework: str) -> tuple[str, ...]:
    areas = (one.area for one in passage.codings if one.framework == framework)
    return tuple(area for area in areas if area not in (None, NONE))


def _layer(features: Doubles, readers: list[list[int]], count: int) -> Layer:
    """Fit to every reader's word: a passage that two coded counts twice."""
    rows = np.repeat(np.arange(len(readers)), [len(mine) for mine in readers])
    labels = np.array([label for mine in readers for label in mine])
    return fit_layer(features[rows], labels, count, _LOOSE)


def _cross_fitted(
    features: Doubles, readers: list[list[int]], groups: Sequence[str], count: int
) -> Doubles:
    shares = np.zeros((len(readers), count))
    for fold in folds(groups, _FOLDS):
        layer = _layer(features[fold.learnt], [readers[at] for at in fold.learnt], count)
        shares[fold.held] = layer.shares(features[fold.held])
    return shares


def _item(
    passage: CodedPassage,
    truth: list[str],
    codes: tuple[str, ...],
    share: Doubles,
    sure: Sureness,
) -> Item:
    answers, chances = best_first(codes, share)
    return Item(
        id=passage.id,
        group=passage.group,
        truth=tuple(sorted(Counter(truth))),
        answers=answers,
        probabilities=chances,
        sure=chances[0] >= sure.threshold,
    )
