"""Answers of a fitted model to other material: what counts, where nobody tuned on it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from models.areas import AreaLens
from models.batches import Batch
from models.instruments import Instruments
from models.model import Model
from models.training import tasks
from models.training.areas import RECIPES, Recipe, Study, study_of
from models.training.polarity import answers_of
from models.training.preparing import Prepared
from models.training.scored import Item, Scored, best_first, scored
from models.training.zero import Pool, across, answered, student, taught

Doubles = NDArray[np.float64]


def unseen(model: Model, study: Study, ready: Prepared, other: Prepared) -> Iterator[Scored]:
    """Answer for every task that `other` has items of; `study` and `ready` are what was learnt."""
    theirs = study_of(other.passages, other.reads(), model.vocabulary)
    for name, recipe in RECIPES.items():
        if name in model.areas:
            yield from _areas(name, recipe, model.areas[name], theirs, other)
    yield from _across(study, theirs, other)
    yield from _unlabelled(study, ready, theirs, other)
    yield from _coded(model, other)
    found = answers_of(model.polarities, other.material(), other.read, other.lexicon)
    yield from tasks.polarity(found, tasks.polarity_texts(other))


def _areas(
    name: str, recipe: Recipe, lens: AreaLens, theirs: Study, other: Prepared
) -> Iterator[Scored]:
    """Answer for passages under headings; areas that are rivals alone neither count nor answer."""
    codes = [code for code in lens.codes if code not in recipe.rivals]
    columns = [lens.codes.index(code) for code in codes]
    rows = [
        (passage, truth)
        for passage in theirs.passages
        if passage.framework in recipe.own
        and not passage.summary
        and (truth := recipe.areas[passage.framework].get(passage.area or "")) in codes
    ]
    if not rows:
        return
    shares = lens.probabilities(_batch(other, [passage.text for passage, _ in rows], theirs))
    shares = shares[:, columns] / shares[:, columns].sum(axis=1, keepdims=True)
    items = []
    for (passage, truth), share in zip(rows, shares, strict=True):
        answers, chances = best_first(codes, share)
        items.append(
            Item(
                id=other.names[passage.document, passage.position],
                group=passage.group,
                truth=(str(truth),),
                answers=answers,
                probabilities=chances,
                sure=chances[0] >= lens.sureness.threshold,
                text=passage.text,
            )
        )
    yield scored(f"area {name}", items, codes)


def _batch(other: Prepared, texts: list[str], theirs: Study) -> Batch:
    reads = tuple(other.read.all(texts))
    return Batch(reads, theirs.vocabulary.weigh(reads), ())


def _across(study: Study, theirs: Study, other: Prepared) -> Iterator[Scored]:
    for task, learnt, target in tasks.ACROSS:
        own, held = tasks.pool(study, target), tasks.pool(theirs, target)
        source = tasks.pool(study, learnt)
        if not tasks.told(source):
            continue
        machine = across(source, own, tasks.three_codes())
        yield from _answered(task, machine, (theirs, held, target), other)


def _unlabelled(study: Study, ready: Prepared, theirs: Study, other: Prepared) -> Iterator[Scored]:
    for task, target in tasks.UNLABELLED:
        own, held = tasks.pool(study, target), tasks.pool(theirs, target)
        if not tasks.told(own):
            continue
        machine = student(own.matrix, taught(own, tasks.guess(study, target, ready)))
        yield from _answered(task, machine, (theirs, held, target), other)


def _answered(
    task: str, machine: object, held: tuple[Study, Pool, tuple[str, ...]], other: Prepared
) -> Iterator[Scored]:
    theirs, own, target = held
    items = list(answered(own, np.arange(len(own.documents)), machine, tasks.three_codes()))
    if items:
        found = scored(task, items, tasks.three_codes())
        yield tasks.by_row(found, theirs, target, other)


def _coded(model: Model, other: Prepared) -> Iterator[Scored]:
    """Answer for coded passages as a tagger would."""
    tools = Instruments(model)
    reads = tuple(tools.reader.read(one.text) for one in other.coded)
    batch = Batch(reads, model.vocabulary.weigh(reads), ())
    for framework, ranking in tools.rankings.items():
        items = [
            tasks.ranked_item(framework, one, answer)
            for one, answer in zip(other.coded, ranking.ranked(batch), strict=True)
        ]
        known = [item for item in items if item.truth]
        if known:
            yield scored(tasks.RANKED[framework], known)
    lens = model.areas.get(tasks.SCCIF)
    if lens is not None and other.coded:
        shares = lens.probabilities(batch, tools.beside(batch) if lens.beside else None)
        yield from tasks.coded_areas(other.coded, lens, shares)
