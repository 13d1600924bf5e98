"""Fits everything that a model holds, and measures it on authorities that were not learnt from.

Every passage is read once, and the same material gives the same model.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from models.instruments import AREA_RULES, Beside, Ranking
from models.model import THREE, Model, probe
from models.model_file import write
from models.phrases import bind
from models.ranking import Ranker
from models.rulesets import load_rule_set
from models.training import tasks
from models.training.areas import FittedLens, Study, learn_vocabulary, study_of, train_areas
from models.training.card import card
from models.training.evaluation import CardData, Evaluation, Learnt, Threshold
from models.training.gates import train_gate
from models.training.material import Material
from models.training.measuring import headed_labels, measure
from models.training.naming import top_terms
from models.training.polarity import cross_validate, fit_polarity
from models.training.preparing import Prepared, prepare
from models.training.provenance import learnt_of, versions
from models.training.rankers import Readings, train_rankers
from models.training.scored import Scored
from models.training.stacked import train_stacked
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
    "Codes that few coded passages have are known by phrases alone.",
    "A sentence that praises a plan, or blames the past, may be taken for a present strength or "
    "weakness where no word of the rules says so.",
)
Say = Callable[[str], None]


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


def fit(material: Material, say: Say = lambda _doing: None) -> Fitted:
    """Fit a model on material; `say` is told what is being done.

    ValueError: too little of a kind of label, with what is missing.
    """
    began = time.process_time()
    say("Reading passages")
    ready = prepare(material)
    reads = ready.reads()
    say("Fitting areas")
    study = study_of(ready.passages, reads, learn_vocabulary(reads))
    lenses = train_areas(study)
    gate, _ = train_gate(study)
    say("Fitting aspects and criteria")
    groups = [passage.group for passage in ready.passages]
    readings = Readings(ready.reader.numbers, reads, groups, ready.coded_reads())
    rankers = train_rankers(ready.coded, readings)
    _stack(lenses, study, ready, {name: one.ranker for name, one in rankers.items()})
    say("Fitting polarity")
    polarities = fit_polarity(ready.material(), ready.read, ready.lexicon)
    model = Model(
        digest="",
        vocabulary=study.vocabulary,
        gate=gate,
        areas={name: one.lens for name, one in lenses.items()},
        rankers={name: one.ranker for name, one in rankers.items()},
        polarities=polarities,
        meta={"words": probe(), "lenses": sorted(lenses)},
    )
    say("Measuring on authorities held out")
    held = {name: tasks.ranked(name, one.held_out) for name, one in rankers.items()}
    answers = (
        *_areas(lenses, study, ready),
        *tasks.across(study, ready),
        *tasks.unlabelled(study, ready),
        *(one for one in held.values() if one is not None),
        *tasks.polarity(
            cross_validate(ready.material(), ready.read, ready.lexicon), tasks.polarity_texts(ready)
        ),
    )
    learnt = {
        "area coded": headed_labels(ready.passages),
        "area across": headed_labels(ready.passages, ("ilacs-2023",)),
    }
    evaluation = Evaluation(answers, measure(answers, learnt), SPLIT, tuple(_thresholds(model)))
    spent = time.process_time() - began
    return Fitted(model, learnt_of(material, ready.headed), evaluation, ready, study, spent)


def _stack(
    lenses: dict[str, FittedLens], study: Study, ready: Prepared, rankers: Mapping[str, Ranker]
) -> None:
    """Add the lens of a framework without reports: stacked, or by the three areas as they are."""
    rankings = {name: Ranking(one, one.bind(ready.reader.numbers)) for name, one in rankers.items()}
    beside = Beside(rankings, bind(load_rule_set(AREA_RULES), ready.reader.numbers))
    reads = ready.coded_reads()
    stacked = train_stacked(study, ready.coded, reads, beside.columns(reads)) if reads else None
    if stacked is not None:
        lenses[tasks.SCCIF] = stacked
    elif THREE in lenses:
        lenses[tasks.SCCIF] = lenses[THREE]


def _areas(lenses: Mapping[str, FittedLens], study: Study, ready: Prepared) -> Iterator[Scored]:
    """Give the held-out answers of each lens once, though it may serve several frameworks."""
    once = {id(one): one for one in lenses.values()}
    for one in once.values():
        yield tasks.by_passage(one.held_out, ready, study)


def _thresholds(model: Model) -> Iterator[Threshold]:
    for name, lens in model.areas.items():
        told = lens.sureness
        yield Threshold(name, told.threshold, told.wanted, told.precision, told.coverage)
