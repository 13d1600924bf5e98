"""Fits the area lenses on passages under headings, and answers for each passage when held out.

One deal of authorities into folds serves everything: margins of held-out passages calibrate a
lens, choose from which probability it is sure, and are what its quality is measured on. Within a
fold neither words, their weights nor calibration come from the authorities held out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.svm import LinearSVC

from models.areas import AreaLens
from models.features import VIEWS, WEIGHTS, Rows, Terms, Vocabulary, products, terms_of
from models.places import Places
from models.reading import Read
from models.training.calibrating import Layer, cross_fitted, fit_layer, sureness
from models.training.headings import HeadedPassage
from models.training.scored import Item, Scored, best_first, scored
from models.training.splitting import Fold, folds

Doubles = NDArray[np.float64]
Matrix = Any  # scipy's sparse rows have no types
Linear = tuple[Doubles, Doubles]  # weights (columns, labels) and bias (labels,)

FOLDS = 5  # to calibrate; an evaluation deals ten, nearer to a lens that learnt from all
WANTED = 0.95  # of the answers a lens is sure of, this share is to be right
_FEWEST = 8  # passages a term must stand in: less adds names of places, and no accuracy
_FEWEST_LABELS = 40  # passages of an area, else it is not learnt from headings
_FEWEST_GROUPS = 5
_COST = 0.3
_RATIO_COST = 0.1
_TOLERANCE = 1e-3  # a tenth of the default exactness; held-out answers stay the same


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a lens learns from: for each framework, what its areas count as, and its weight.

    The lens speaks of the areas of `own`, on whose passages it is calibrated and measured.
    `rivals` are areas it knows, and that are no answers where quality is measured.
    """

    own: tuple[str, ...]
    areas: Mapping[str, Mapping[str, str]]
    weights: Mapping[str, float]
    rivals: frozenset[str] = field(default=frozenset())


# How one would put the areas of all reports together by hand.
AMONG_THREE = {
    "HP": "PROT",
    "CIC": "EXP",
    "CICL": "EXP",
    "CL": "EXP",
    "ADOPT": "EXP",
    "LEAD": "LEAD",
}
_SIF_FOUR = {"HP": "HP", "CICL": "CIC", "ADOPT": "CIC", "CL": "CL", "LEAD": "LEAD"}
_ILACS_FOUR = {"HP": "HP", "CIC": "CIC", "CL": "CL", "LEAD": "LEAD"}
_JOINED = {"HP": "HP", "CIC": "CICL", "CICL": "CICL", "CL": "CICL", "ADOPT": "CICL", "LEAD": "LEAD"}
_REPORTS = ("ilacs-2018", "ilacs-2023", "sif-2013")

# Weights chosen on half of the authorities, and confirmed on the other half. One judgement of care
# of 2018 became two in 2023: what stands under it is left out where the two are told apart.
RECIPES: Mapping[str, Recipe] = {
    "ilacs-2023": Recipe(
        own=("ilacs-2023",),
        areas={
            "ilacs-2023": _ILACS_FOUR,
            "ilacs-2018": {"HP": "HP", "LEAD": "LEAD"},
            "sif-2013": _SIF_FOUR,
        },
        weights={"ilacs-2023": 1.0, "ilacs-2018": 0.8, "sif-2013": 0.2},
    ),
    "ilacs-2018": Recipe(
        own=("ilacs-2018",),
        areas=dict.fromkeys(_REPORTS, _JOINED),
        weights={"ilacs-2023": 0.8, "ilacs-2018": 1.0, "sif-2013": 0.2},
    ),
    "sif-2013": Recipe(
        own=("sif-2013",),
        areas={
            "sif-2013": {area: area for area in ("HP", "CICL", "ADOPT", "CL", "LEAD", "LSCB")},
            "ilacs-2023": {"HP": "HP", "CIC": "CICL", "CL": "CL", "LEAD": "LEAD"},
            "ilacs-2018": {"HP": "HP", "LEAD": "LEAD"},
        },
        weights={"sif-2013": 1.0, "ilacs-2023": 0.3, "ilacs-2018": 0.3},
        rivals=frozenset({"LSCB"}),  # the board's own judgement, not one of the authority
    ),
    "three": Recipe(
        own=_REPORTS,
        areas=dict.fromkeys(_REPORTS, AMONG_THREE),
        weights=dict.fromkeys(_REPORTS, 1.0),
    ),
    "send-2023": Recipe(
        own=("send-2023",),
        areas={"send-2023": {"EXP": "EXP", "PART": "PART"}},
        weights={"send-2023": 1.0},
    ),
}
SAME = {"ilacs-2026": "ilacs-2023"}  # without the overall grade, which no lens answers with


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """Passages to learn areas from, read and counted once.

    `counts` is (passages, terms), sublinear; `whole` are the same weighed by the rarity of words in
    all passages; `deal` holds rows of the same passages.
    """

    passages: tuple[HeadedPassage, ...]
    vocabulary: Vocabulary
    counts: Matrix
    whole: Matrix
    deal: tuple[Fold, ...]

    def rows(self, learnt: NDArray[np.int64] | None = None) -> Matrix:
        """Weigh all passages; the words and their rarity are those of the rows `learnt` alone."""
        if learnt is None:
            return self.whole
        held = np.bincount(self.counts[learnt].indices, minlength=len(self.vocabulary.idf))
        idf = _rarity(held, len(learnt)) * (held >= _FEWEST)
        return _weighed(self.counts, self.vocabulary.views, idf)


@dataclass(frozen=True, slots=True, eq=False)
class FittedLens:
    """A lens learnt from all passages, and what lenses of other authorities answered."""

    lens: AreaLens
    held_out: Scored


def learn_vocabulary(reads: Sequence[Read]) -> Vocabulary:
    """Learn the terms that stand in enough passages, and how rare each is."""
    return _vocabulary([terms_of(read) for read in reads])


def _vocabulary(terms: Sequence[Terms]) -> Vocabulary:
    ids = np.concatenate([np.unique(term.ids) for term in terms] or [np.empty(0, np.uint64)])
    known, held = np.unique(ids, return_counts=True)
    known, held = known[held >= _FEWEST], held[held >= _FEWEST]
    views = np.zeros(len(known), dtype=np.int8)
    places = Places(known)
    for term in terms:
        at, same = places.of(term.ids)
        views[at[same]] = term.views[same]
    return Vocabulary(known, views, _rarity(held, len(terms)).astype(np.float32))


def study_of(
    passages: Sequence[HeadedPassage],
    reads: Sequence[Read],
    vocabulary: Vocabulary,
    count: int = FOLDS,
) -> Study:
    """Count terms of headed passages, dealt into `count` folds; `reads` are theirs, in order."""
    return _study(passages, [terms_of(read) for read in reads], vocabulary, count)


def learnt_study(passages: Sequence[HeadedPassage], reads: Sequence[Read]) -> Study:
    """Learn the vocabulary of headed passages and count its terms in them."""
    terms = [terms_of(read) for read in reads]
    return _study(passages, terms, _vocabulary(terms), FOLDS)


def _study(
    passages: Sequence[HeadedPassage], terms: Sequence[Terms], vocabulary: Vocabulary, count: int
) -> Study:
    deal = tuple(folds([passage.group for passage in passages], count))
    counts = _counted([one.ids for one in terms], vocabulary)
    whole = _weighed(counts, vocabulary.views, vocabulary.idf.astype(np.float64))
    return Study(tuple(passages), vocabulary, counts, whole, deal)


def train_areas(study: Study, recipes: Mapping[str, Recipe] = RECIPES) -> dict[str, FittedLens]:
    """Fit a lens for each recipe whose areas have passages enough; deterministic.

    A framework without such a lens is read through another that its crosswalk leads to.
    """
    chosen = {name: rows for name, recipe in recipes.items() if (rows := _rows(study, recipe))}
    margins = {
        name: np.zeros((len(study.passages), len(rows.codes))) for name, rows in chosen.items()
    }
    for fold in study.deal:
        weighed = study.rows(fold.learnt)
        for name, rows in chosen.items():
            learnt = fold.learnt[rows.labels[fold.learnt] >= 0]
            weights, bias = _linear(weighed[learnt], rows, learnt)
            margins[name][fold.held] = weighed[fold.held] @ weights + bias
    whole = study.whole
    fitted = {
        name: _fitted(study, name, rows, margins[name], whole) for name, rows in chosen.items()
    }
    return fitted | {new: fitted[old] for new, old in SAME.items() if old in fitted}


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Labels (-1: not learnt from) and weights of all passages for one recipe."""

    recipe: Recipe
    codes: tuple[str, ...]
    labels: NDArray[np.int64]
    weights: Doubles
    own: NDArray[np.bool_]


def _rows(study: Study, recipe: Recipe) -> _Rows | None:
    told = [
        None if row.summary else recipe.areas.get(row.framework, {}).get(row.area or "")
        for row in study.passages
    ]
    own = np.array([row.framework in recipe.own for row in study.passages], dtype=np.bool_)
    counts: dict[str, set[str]] = {}
    numbers: dict[str, int] = {}
    for code, row, mine in zip(told, study.passages, own, strict=True):
        if code is not None and mine:
            counts.setdefault(code, set()).add(row.group)
            numbers[code] = numbers.get(code, 0) + 1
    codes = tuple(sorted({code for areas in recipe.areas.values() for code in areas.values()}))
    if any(numbers.get(code, 0) < _FEWEST_LABELS for code in codes) or any(
        len(groups) < _FEWEST_GROUPS for groups in counts.values()
    ):
        return None
    labels = np.array([-1 if code is None else codes.index(code) for code in told])
    weights = np.array([recipe.weights.get(row.framework, 0.0) for row in study.passages])
    return _Rows(recipe, codes, labels, weights, own & (labels >= 0))


def _fitted(study: Study, name: str, rows: _Rows, margins: Doubles, whole: Matrix) -> FittedLens:
    own = np.flatnonzero(rows.own)
    groups = [study.passages[at].group for at in own]
    held = cross_fitted(margins[own], rows.labels[own], groups, len(rows.codes))
    learnt = np.flatnonzero(rows.labels >= 0)
    weights, bias = _linear(whole[learnt], rows, learnt)
    layer = fit_layer(margins[own], rows.labels[own], len(rows.codes))
    told = sureness(held, rows.labels[own], WANTED)
    lens = lens_of(rows.codes, (weights, bias), layer, told)
    return FittedLens(lens, _answered(study, name, rows, own, held, told.threshold))


def learnable(study: Study, recipe: Recipe) -> bool:
    """Say whether each area of a recipe has passages of enough authorities under its heading."""
    return _rows(study, recipe) is not None


def machine(study: Study, recipe: Recipe, whole: Matrix, learnt: NDArray[np.int64]) -> Linear:
    """Fit the linear part of a recipe on some rows of the study.

    `whole` are its rows weighed by all passages, so that one weighing serves every machine.
    ValueError where an area has next to no passages.
    """
    rows = _rows(study, recipe)
    if rows is None:
        raise ValueError("an area of the recipe has too few passages under its heading")
    among = learnt[rows.labels[learnt] >= 0]
    return _linear(whole[among], rows, among)


def linear_of(rows: Rows, linear: Linear) -> Doubles:
    """Return the margins of weighed passages, (passages, labels)."""
    weights, bias = linear
    return products(rows, weights.astype(np.float32)) + bias


def lens_of(
    codes: tuple[str, ...], linear: Linear, layer: Layer, told: Any, beside: tuple[str, ...] = ()
) -> AreaLens:
    """Put a lens together; weights are stored in 16 bits."""
    weights, bias = linear
    return AreaLens(
        codes=codes,
        weights=weights.astype(np.float16),
        bias=bias,
        mean=layer.mean,
        scale=layer.scale,
        head=layer.head,
        head_bias=layer.bias,
        sureness=told,
        beside=beside,
    )


def _answered(
    study: Study, name: str, rows: _Rows, own: NDArray[np.int64], shares: Doubles, threshold: float
) -> Scored:
    """Lay out held-out answers; areas that are rivals alone neither count nor answer."""
    kept = [at for at, code in enumerate(rows.codes) if code not in rows.recipe.rivals]
    shares = shares[:, kept] / shares[:, kept].sum(axis=1, keepdims=True)
    codes = [rows.codes[at] for at in kept]
    items = []
    for row, share in zip(own, shares, strict=True):
        truth = rows.codes[rows.labels[row]]
        if truth in codes:
            answers, chances = best_first(codes, share)
            passage = study.passages[row]
            items.append(
                Item(
                    id=f"{passage.document}:{passage.position}",
                    group=passage.group,
                    truth=(truth,),
                    answers=answers,
                    probabilities=chances,
                    sure=chances[0] >= threshold,
                )
            )
    return scored(f"area {name}", items, codes)


def _linear(matrix: Matrix, rows: _Rows, learnt: NDArray[np.int64]) -> Linear:
    """Average two linear machines in units of their own spread: one on words as weighed, one on
    words also weighed by how unevenly they fall on the two sides."""
    labels, weights = rows.labels[learnt], rows.weights[learnt]
    present = np.unique(labels)
    if len(present) < 2:  # a fold that holds out all authorities of the others
        bias = np.full(len(rows.codes), -9.0)
        bias[present] = 0.0
        return np.zeros((matrix.shape[1], len(rows.codes))), bias
    machines = [_plain(matrix, labels, weights), _by_ratio(matrix, labels, weights)]
    total = np.zeros((matrix.shape[1], len(rows.codes)))
    bias = np.full(len(rows.codes), -9.0 if len(present) < len(rows.codes) else 0.0)
    bias[present] = 0.0
    for coefficients, intercept in machines:
        spread = float(np.std(matrix @ coefficients)) or 1.0
        total[:, present] += coefficients / spread
        bias[present] += intercept / spread
    return total, bias


def _plain(matrix: Matrix, labels: NDArray[np.int64], weights: Doubles) -> Linear:
    machine = LinearSVC(C=_COST, class_weight="balanced", tol=_TOLERANCE, random_state=0)
    machine.fit(matrix, labels, sample_weight=weights)
    if len(machine.classes_) == 2:  # one row of weights then: for the second label
        return np.hstack((-machine.coef_.T, machine.coef_.T)), np.array(
            [-machine.intercept_[0], machine.intercept_[0]]
        )
    return machine.coef_.T, machine.intercept_


def _by_ratio(matrix: Matrix, labels: NDArray[np.int64], weights: Doubles) -> Linear:
    coefficients, intercepts = [], []
    for label in np.unique(labels):
        side = labels == label
        here, there = (1.0 + np.asarray(matrix[rows].sum(axis=0)).ravel() for rows in (side, ~side))
        ratio = np.sqrt(np.abs(np.log(here / here.sum()) - np.log(there / there.sum())))
        ratio /= ratio.mean()
        machine = LinearSVC(C=_RATIO_COST, class_weight="balanced", tol=_TOLERANCE, random_state=0)
        machine.fit((matrix @ sp.diags(ratio)).tocsr(), side, sample_weight=weights)
        coefficients.append(machine.coef_[0] * ratio)
        intercepts.append(machine.intercept_[0])
    return np.stack(coefficients, axis=1), np.array(intercepts)


def _rarity(held: NDArray[np.int64], count: int) -> Doubles:
    rarity: Doubles = np.log((1.0 + count) / (1.0 + held)) + 1.0
    return rarity


def _counted(ids: Sequence[NDArray[np.uint64]], vocabulary: Vocabulary) -> Matrix:
    which = np.repeat(np.arange(len(ids)), [len(part) for part in ids])
    columns, known = vocabulary.columns_of(np.concatenate(ids) if ids else vocabulary.ids[:0])
    shape = (len(ids), len(vocabulary.ids))
    counts = sp.csr_matrix((np.ones(int(known.sum())), (which[known], columns[known])), shape=shape)
    counts.sum_duplicates()
    counts.data = 1.0 + np.log(counts.data)
    return counts


def _weighed(counts: Matrix, views: NDArray[np.int8], idf: Doubles) -> Matrix:
    """Weigh counted terms as `Vocabulary.weigh` does."""
    rows = counts.copy()
    rows.data = rows.data * idf[rows.indices]
    view = views[rows.indices]
    groups = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr)) * VIEWS + view
    lengths = np.sqrt(np.bincount(groups, rows.data**2, minlength=VIEWS * rows.shape[0]))
    rows.data *= WEIGHTS[view] / np.where(lengths > 0, lengths, 1.0)[groups]
    rows.eliminate_zeros()
    return rows
