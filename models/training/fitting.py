"""Fits everything that a model holds, and measures it on authorities that were not learnt from.

Every passage is read once, and the same material gives the same model.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from models.model import Model, probe
from models.model_file import write
from models.training import tasks
from models.training.area_lenses import learn_areas
from models.training.areas import (
    RECIPES,
    Recipe,
    Study,
    learnt_study,
    train_areas,
)
from models.training.card import card
from models.training.evaluation import CardData, Evaluation, Learnt, Threshold
from models.training.gates import train_gate
from models.training.lent import Lending, Lent, lent_polarity, lent_rankers, shipped_model
from models.training.material import Material
from models.training.measuring import headed_labels, measure
from models.training.naming import top_terms
from models.training.polarity_apart import learn, needed
from models.training.preparing import Prepared, prepare
from models.training.provenance import learnt_of, versions
from models.training.rankers import Fitted as FittedRanker
from models.training.rankers import Readings, train_rankers
from models.training.scored import Scored
from models.training.second import Second
from models.training.unseen import unseen

COMMAND = "vouch train --labels LABELS.jsonl --codebook NAME --out FOLDER"
SPLIT = (
    "By authority: whatever is measured was answered by classifiers that saw no report, and no "
    "coded passage, of the same authority. Each passage alone, without its headings."
)
FAILURES = (
    "Opening summaries and conclusions speak of several areas at once; they are answered with one.",
    "Case studies and quotations are read like findings.",
    "Letters of joint and SEND inspections speak of leaders in other words; through lenses of "
    "other reports most of their answers are marked as not sure, but not all.",
    "In SEND letters, what children experience and what partners do are told apart less well than "
    "areas are in reports.",
    "Codes that few coded passages have are known by phrases alone.",
    "A sentence that praises a plan, or blames the past, may be taken for a present strength or "
    "weakness where no word of the rules says so.",
)
_BESIDE = ("sif-2013", "three")  # lenses that the second process learns
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Way:
    """How to fit: `full` measures the methods and the baselines too; `beside` uses two processes.

    `lending` gives the model from which parts are taken over that cannot be learnt; null: none.
    """

    full: bool = False
    beside: bool = False
    lending: Lending = shipped_model


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A model, what it learnt from, and how it did on what it did not."""

    model: Model
    learnt: Learnt
    evaluation: Evaluation
    ready: Prepared
    study: Study
    seconds: float

    def save(self, folder: Path) -> None:
        """Write model.skops, model.json and the card into an existing folder."""
        path = folder / "model.skops"
        file = write(path, self.model.arrays(), self.model.meta)
        data = CardData(
            name=file.digest[:8],
            digest=file.digest,
            size=path.stat().st_size,
            seconds=self.seconds,
            command=COMMAND,
            learnt=self.learnt,
            evaluation=self.evaluation,
            versions=versions(),
            terms=top_terms(self.model.areas, self.model.vocabulary, self.ready.reads()),
            failures=FAILURES,
        )
        for name, content in card(data).items():
            (folder / name).write_text(content, encoding="utf-8")

    def answers(self, material: Material) -> tuple[Scored, ...]:
        """Answer material that was not learnt from, for every task that it has items of."""
        return tuple(unseen(self.model, self.study, self.ready, prepare(material)))


_PLAIN = Way()


def fit(material: Material, say: Say = lambda _doing: None, way: Way = _PLAIN) -> Fitted:
    """Fit a model on material; `say` is told what is being done.

    ValueError: too little of a kind of label, with what is missing.
    """
    began = time.process_time()
    lent = lent_rankers(material.coded, way.lending)
    with Second(way.beside) as second:
        say("Reading passages")
        ready = prepare(material, [one.rules for one in lent.rankers.values()])
        polarity = second.start(learn, needed(ready.material()))
        study = learnt_study(ready.passages, ready.reads())
        say("Fitting areas")
        beside = second.start(train_areas, study, _recipes(here=False))
        lessons = tuple(tasks.lessons(study, ready)) if way.full else ()
        methods = [second.start(tasks.answered, one) for one in lessons]
        lenses = train_areas(study, _recipes(here=True))
        gate, _ = train_gate(study)
        say("Fitting aspects and criteria")
        ranked = _rankers(ready, lent)
        rankers = {**{name: one.ranker for name, one in ranked.items()}, **lent.rankers}
        areas = learn_areas({**lenses, **beside()}, study, ready, rankers)
        say("Fitting polarity")
        learnt = polarity()
        polarities, told, taken = lent_polarity(learnt, way.lending)
        say("Measuring on authorities held out")
        answers = (
            *areas.held_out(ready, study),
            *(
                tasks.by_row(one(), study, lesson.frameworks, ready)
                for one, lesson in zip(methods, lessons, strict=True)
            ),
            *_ranked(ranked),
            *tasks.polarity(learnt.held_out, tasks.polarity_texts(ready)),
        )
    model = Model(
        digest="",
        vocabulary=study.vocabulary,
        gate=gate,
        areas=areas.lenses,
        rankers=rankers,
        polarities=polarities,
        meta={"words": probe(), "lenses": sorted(areas.lenses), **areas.meta},
    )
    headed = {
        "area coded": headed_labels(ready.passages),
        "area across": headed_labels(ready.passages, ("ilacs-2023",)),
    }
    evaluation = Evaluation(
        answers,
        measure(answers, headed, way.full),
        SPLIT,
        tuple(_thresholds(model)),
        parts=(*areas.told, *lent.told, told),
        taken=(*(tasks.RANKED[name] for name in lent.rankers), *taken),
        full=way.full,
    )
    spent = time.process_time() - began + second.seconds
    return Fitted(model, learnt_of(material, ready.headed), evaluation, ready, study, spent)


def _recipes(here: bool) -> dict[str, Recipe]:
    """Divide the lenses between two processes, about half of the work each."""
    return {name: one for name, one in RECIPES.items() if (name in _BESIDE) != here}


def _rankers(ready: Prepared, lent: Lent) -> dict[str, FittedRanker]:
    if not lent.learning:
        return {}
    groups = [passage.group for passage in ready.passages]
    readings = Readings(ready.reader.numbers, ready.reads(), groups, ready.coded_reads())
    return train_rankers(ready.coded, readings, lent.learning)


def _ranked(rankers: Mapping[str, FittedRanker]) -> Iterator[Scored]:
    for name, one in rankers.items():
        answered = tasks.ranked(name, one.held_out)
        if answered is not None:
            yield answered


def _thresholds(model: Model) -> Iterator[Threshold]:
    for name, lens in model.areas.items():
        told = lens.sureness
        yield Threshold(name, told.threshold, told.wanted, told.precision, told.coverage)
