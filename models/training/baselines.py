"""The four baselines that a user would try first, on exactly the items that ours were measured on.

The commonest label; a keyword list; likeness (TF-IDF) to our wording of each label; and, where
labels exist, TF-IDF with LinearSVC as scikit-learn sets them. They learn from other authorities.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.svm import LinearSVC

from models.training.evaluation import BASELINES
from models.training.keywords import Guide
from models.training.scored import Counts, Floats, Item, Scored, Truths, scored
from models.training.splitting import folds

RANKS = 3
FOLDS = 10


@dataclass(frozen=True, slots=True)
class Labelled:
    """Texts with the labels that headings or people gave them, and their authorities."""

    texts: Sequence[str]
    labels: Sequence[Collection[str]]
    groups: Sequence[str]


@dataclass(frozen=True, slots=True, eq=False)
class _Trial:
    ours: Scored
    guide: Guide
    labels: tuple[str, ...]
    learnt: Labelled
    truth: Truths  # of what is learnt from, (learnt, labels)
    folds: tuple[tuple[Counts, Counts], ...]  # rows to learn from, rows to answer


def baselines(
    ours: Scored, guide: Guide, learnt: Labelled | None = None, unlabelled: bool = False
) -> dict[str, Scored]:
    """Let the baselines answer the items of `ours`, by name, in their order.

    They learn from `learnt`, else from the other folds of the items themselves; never from an
    authority that they answer. `unlabelled`: no labels are to be had, so LinearSVC is left out.
    ValueError: the items carry no texts.
    """
    if not any(ours.texts):
        raise ValueError(f"{ours.task}: the items carry no texts for the baselines to read")
    trial = _trial(ours, guide, learnt or labelled_of(ours))
    methods = dict(zip(BASELINES, (_majority, _keywords, _zero_shot, _linear_svc), strict=True))
    return {
        name: _answers(trial, name, method)
        for name, method in methods.items()
        if not (unlabelled and method is _linear_svc)
    }


def _trial(ours: Scored, guide: Guide, learnt: Labelled) -> _Trial:
    labels = tuple(
        sorted({*guide.wording, *(label for labels in learnt.labels for label in labels)})
    )
    truth = np.array(
        [[label in given for label in labels] for given in learnt.labels], dtype=np.bool_
    ).reshape(len(learnt.labels), len(labels))
    groups = [ours.group_names[group] for group in ours.groups]
    return _Trial(ours, guide, labels, learnt, truth, tuple(_sides(groups, learnt.groups)))


def labelled_of(ours: Scored) -> Labelled:
    """Return items with what counts as right, to learn from."""
    labels = [[ours.labels[at] for at in np.flatnonzero(row)] for row in ours.truth]
    return Labelled(ours.texts, labels, [ours.group_names[group] for group in ours.groups])


def _sides(groups: Sequence[str], learnt: Sequence[str]) -> Iterator[tuple[Counts, Counts]]:
    """Deal the items into folds; each is answered from what other authorities have."""
    # Nothing of an answered authority is learnt, so one fold does where the sides are apart.
    count = FOLDS if set(groups) & set(learnt) else 1
    names = np.array(groups)
    for held in _held(groups, count):
        apart = ~np.isin(np.array(learnt), np.unique(names[held]))
        yield np.flatnonzero(apart), held


def _held(groups: Sequence[str], count: int) -> Iterator[Counts]:
    if count == 1:
        yield np.arange(len(groups))
        return
    for fold in folds(groups, count):
        yield fold.held


def _answers(trial: _Trial, name: str, method: Callable[[_Trial], Floats]) -> Scored:
    """Rank the labels by a method's scores (items, labels), which lie between 0 and 1."""
    scores = method(trial)
    best = np.argsort(-scores, axis=1, kind="stable")[:, :RANKS]
    ours = trial.ours
    items = [
        Item(
            id=ours.items[row],
            group=ours.group_names[ours.groups[row]],
            truth=[ours.labels[at] for at in np.flatnonzero(ours.truth[row])],
            answers=[trial.labels[at] for at in best[row]],
            probabilities=scores[row, best[row]].tolist(),
            text=ours.texts[row],
        )
        for row in range(len(ours.items))
    ]
    return scored(f"{ours.task}: {name}", items, labels=ours.labels)


def _majority(trial: _Trial) -> Floats:
    scores = np.zeros((len(trial.ours.items), len(trial.labels)))
    for learnt, held in trial.folds:
        scores[held] = trial.truth[learnt].mean(axis=0) if len(learnt) else 0.0
    return scores


def _keywords(trial: _Trial) -> Floats:
    counts = np.array(
        [
            [len(pattern.findall(text)) for pattern in _patterns(trial)]
            for text in map(str.lower, trial.ours.texts)
        ],
        dtype=np.float64,
    )
    # Where no word is found, the label whose words are met most often is as good a guess as any.
    usual = counts.sum(axis=0) / max(counts.sum(), 1.0)
    return _shares(counts + 1e-3 * usual)


def _patterns(trial: _Trial) -> list[re.Pattern[str]]:
    return [
        re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b" if words else r"(?!)")
        for words in (trial.guide.words.get(label, ()) for label in trial.labels)
    ]


def _zero_shot(trial: _Trial) -> Floats:
    wording = [trial.guide.wording.get(label, "") for label in trial.labels]
    texts = TfidfVectorizer(stop_words="english", sublinear_tf=True)
    texts.fit([*trial.ours.texts, *wording])
    alike = texts.transform(trial.ours.texts) @ texts.transform(wording).T
    return _shares(np.asarray(alike.toarray()))


def _linear_svc(trial: _Trial) -> Floats:
    counter = CountVectorizer()
    known = counter.fit_transform([*trial.learnt.texts, *trial.ours.texts]).tocsc()
    split = len(trial.learnt.texts)
    scores = np.zeros((len(trial.ours.items), len(trial.labels)))
    for learnt, held in trial.folds:
        scores[held] = _margins(known, learnt, held + split, trial.truth[learnt])
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return _shares(shifted)


def _margins(known: sparse.csc_matrix, learnt: Counts, held: Counts, truth: Truths) -> Floats:
    """Return the margins (held, labels) of one LinearSVC a label, learnt from some rows."""
    rows = known.tocsr()
    # A word that was not learnt from must not lengthen what is answered.
    met = np.asarray(rows[learnt].sum(axis=0)).ravel() > 0
    if not met.any():
        return np.zeros((len(held), truth.shape[1]))
    weigh = TfidfTransformer().fit(rows[learnt][:, met])
    learnt_rows, held_rows = (weigh.transform(rows[side][:, met]) for side in (learnt, held))
    margins = np.where(truth.any(axis=0), 1.0, -2.0) * np.ones((len(held), 1))
    for at, column in enumerate(truth.T):
        if column.any() and not column.all():
            machine = LinearSVC(random_state=0).fit(learnt_rows, column)
            margins[:, at] = machine.decision_function(held_rows)
    return margins


def _shares(scores: NDArray[np.float64]) -> Floats:
    return np.asarray(scores / np.maximum(scores.sum(axis=1, keepdims=True), 1e-300))
