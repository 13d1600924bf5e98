"""What an evaluation found: the tasks with their targets, and the figures of each beside baselines.

These records are all that the model card and the benchmark print; they hold and do nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from models.training.scored import Scored

Measure = Literal[
    "macro-F1",
    "accuracy",
    "among three",
    "calibration error",
    "accuracy at 80 % coverage",
]
BASELINES = ("majority", "keywords", "zero-shot TF-IDF", "TF-IDF and LinearSVC")


@dataclass(frozen=True, slots=True)
class Task:
    """One row of the quality table: `answers` names the held-out answers that it is measured on."""

    answers: str
    title: str
    measure: Measure
    least: float
    aim: float


TASKS = (
    Task("area ilacs-2023", "area, ILACS from 2023, four areas", "macro-F1", 0.94, 0.955),
    Task("area sif-2013", "area, complete SIF reports, five areas", "macro-F1", 0.92, 0.94),
    Task("area across", "area across frameworks, three areas", "macro-F1", 0.89, 0.92),
    Task("area unlabelled", "area with no labels at all, three areas", "macro-F1", 0.84, 0.88),
    Task("area coded", "SCCIF area, coded passages, either reader", "accuracy", 0.91, 0.95),
    Task("aspect coded", "SLAC aspect, first answer in the readers' set", "accuracy", 0.80, 0.88),
    Task("criterion coded", "SCCIF criterion, first in the readers' set", "accuracy", 0.70, 0.80),
    Task("criterion coded", "SCCIF criterion, one of three", "among three", 0.90, 0.95),
    Task("polarity official", "polarity, SEND and JTAI passages", "macro-F1", 0.93, 0.95),
    Task("sentence two", "polarity of sentences, two ways, coded", "macro-F1", 0.90, 0.94),
    Task("sentence four", "polarity of sentences, four ways, coded", "macro-F1", 0.65, 0.75),
    Task("area ilacs-2023", "calibration error of area", "calibration error", 0.015, 0.01),
    Task(
        "area ilacs-2023",
        "area where 80 % are answered",
        "accuracy at 80 % coverage",
        0.985,
        0.99,
    ),
)
# Answers that the table has no row for; the card tells them label by label all the same.
BESIDE_THE_TABLE = {
    "area ilacs-2018": "area, ILACS of 2018 to 2022, three areas",
    "area three": "area, all reports, three areas",
    "area send-2023": "area, SEND letters, two areas",
    "area across to sif": "area across frameworks, ILACS to SIF, three areas",
    "area across to ilacs": "area across frameworks, SIF to ILACS, three areas",
    "area unlabelled sif": "area with no labels at all, SIF, three areas",
    "polarity coded": "polarity, coded passages",
}
# What these are answered by is no part of a model: they show what its methods can do.
OF_METHODS = ("area across", "area unlabelled")


class Interval(NamedTuple):
    """A figure with its 95 % interval, by drawing authorities again."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Rival:
    """A baseline's figure, and how far ours is above it on the same draws of authorities."""

    name: str
    value: Interval
    difference: Interval


@dataclass(frozen=True, slots=True)
class Measured:
    """What was reached in one task: n items of so many authorities."""

    task: Task
    n: int
    groups: int
    reached: Interval
    rivals: tuple[Rival, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the least that is asked for is reached; of errors less is better."""
        if self.task.measure == "calibration error":
            return self.reached.value <= self.task.least
        return self.reached.value >= self.task.least


@dataclass(frozen=True, slots=True)
class LearntDocument:
    """A document that the model learnt from: id is the SHA-256 of its bytes."""

    id: str
    framework: str | None
    authority: str
    year: str | None
    passages: int


@dataclass(frozen=True, slots=True)
class CodedSource:
    """Passages that people coded: where they are from, by which codebook, how many."""

    source: str
    codebook: str
    framework: str
    passages: int
    codings: int


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a model learnt from; `left_out` counts documents by the reason they were left out."""

    documents: tuple[LearntDocument, ...]
    coded: tuple[CodedSource, ...] = ()
    duplicate_documents: int = 0
    duplicate_passages: int = 0
    left_out: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which probability a lens is sure, for which precision, as found on held-out passages."""

    lens: str
    probability: float
    asked: float
    precision: float
    coverage: float


@dataclass(frozen=True, slots=True)
class TopTerms:
    """The words that speak most for one area of a lens."""

    lens: str
    area: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything measured on held-out passages: `split` says how, in a sentence.

    `parts` says of each part of the model how it came about, a sentence each. `taken` are the
    answers that parts taken over from another model would give: they are not measured again.
    Without `full`, what is no part of the model and the baselines were left out.
    """

    answers: tuple[Scored, ...]
    measured: tuple[Measured, ...]
    split: str
    thresholds: tuple[Threshold, ...] = ()
    parts: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    full: bool = True

    @property
    def missing(self) -> tuple[Task, ...]:
        """Return the tasks that were not measured, in the order of the table."""
        reached = {row.task for row in self.measured}
        return tuple(task for task in TASKS if task not in reached)


@dataclass(frozen=True, slots=True)
class CardData:
    """All that the model card says.

    `size` is in bytes, `seconds` CPU time of the training; `versions` are pairs of name and
    version; `failures` are sentences on what is known to go wrong; `digest` is the model file's.
    """

    name: str
    digest: str
    size: int
    seconds: float
    command: str
    learnt: Learnt
    evaluation: Evaluation
    versions: tuple[tuple[str, str], ...]
    terms: tuple[TopTerms, ...] = ()
    failures: tuple[str, ...] = field(default=())
