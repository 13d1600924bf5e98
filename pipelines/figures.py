"""The figures of a model as kept beside it, in figures.json: what it learnt from, what it reached.

Ids and counts, and no word of a document.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.problems import ModelError
from corpus.workspace import Workspace, replacing
from pipelines.promoting import model_path

if TYPE_CHECKING:
    from models.training.evaluation import Evaluation, Learnt, Measured

FILE = "figures.json"
HELD = "held.jsonl"
_FORMAT = "vouch-figures/1"


@dataclass(frozen=True, slots=True)
class Figure:
    """What was reached in one task, with its 95 % interval: n items of so many authorities.

    `taken_over` tells a figure of the model that comes with Vouch, whose part this model has.
    """

    task: str
    measure: str
    value: float
    low: float
    high: float
    n: int
    groups: int
    taken_over: bool = False

    @property
    def less_is_better(self) -> bool:
        """Say whether this counts errors."""
        return "error" in self.measure


@dataclass(frozen=True, slots=True)
class Figures:
    """What a model learnt from and reached.

    `documents` are the authorities by the id of the document; `coded` counts passages that people
    coded, by source, codebook and framework.
    """

    documents: Mapping[str, str]
    passages: int
    coded: Mapping[str, int]
    figures: tuple[Figure, ...]

    @property
    def authorities(self) -> frozenset[str]:
        """Return the authorities whose documents the model learnt from."""
        return frozenset(self.documents.values())


@dataclass(frozen=True, slots=True)
class Held:
    """One passage that was held out: what counts as right, and the answers, best first."""

    task: str
    id: str
    truth: tuple[str, ...]
    answers: tuple[str, ...]
    probabilities: tuple[float, ...]


def figures_of(learnt: Learnt, evaluation: Evaluation) -> Figures:
    """Take from a training what is kept of it."""
    coded: dict[str, int] = {}
    for one in learnt.coded:
        name = f"{one.source}, {one.codebook}, {one.framework}"
        coded[name] = coded.get(name, 0) + one.passages
    return Figures(
        documents={one.id: one.authority for one in learnt.documents},
        passages=sum(one.passages for one in learnt.documents),
        coded=coded,
        figures=(*(_figure(one) for one in evaluation.measured), *_taken_over(evaluation)),
    )


def _figure(one: Measured) -> Figure:
    return Figure(
        task=one.task.title,
        measure=one.task.measure,
        value=round(one.reached.value, 6),
        low=round(one.reached.low, 6),
        high=round(one.reached.high, 6),
        n=one.n,
        groups=one.groups,
    )


def _taken_over(evaluation: Evaluation) -> Iterator[Figure]:
    """Give the figures of parts that were taken over, as the model that has them from reached."""
    titles = {task.title for task in evaluation.missing if task.answers in evaluation.taken}
    known = figures_shipped() if titles else None
    for one in known.figures if known else ():
        if one.task in titles:
            yield replace(one, taken_over=True)


def write_figures(folder: Path, figures: Figures) -> None:
    """Write the figures beside a model."""
    text = json.dumps({"format": _FORMAT, **asdict(figures)}, indent=1, sort_keys=True)
    with replacing(folder / FILE) as out:
        out.write(f"{text}\n".encode())


def read_figures(text: str, name: str) -> Figures:
    """Read figures; `name` stands in messages. ModelError where they are of another version."""
    try:
        said = json.loads(text)
        if said.pop("format") != _FORMAT:
            raise ValueError("of another version")
        figures = tuple(Figure(**one) for one in said.pop("figures"))
        return Figures(**said, figures=figures)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ModelError(
            f"The figures in {name} are damaged or of another version of Vouch. Put the file back "
            "as it was, or choose another model (`vouch train --use shipped`) and train again."
        ) from error


def figures_in_use(workspace: Workspace) -> Figures | None:
    """Return the figures of the model that the workspace tags with; null where none are kept."""
    path = model_path(workspace)
    if path is None:
        return figures_shipped()
    kept = path.with_name(FILE)
    return read_figures(kept.read_text("utf-8"), str(kept)) if kept.is_file() else None


def figures_shipped() -> Figures | None:
    """Return the figures of the model that comes with Vouch; null where none are kept."""
    beside = resources.files("models").joinpath("trained", FILE)
    return read_figures(beside.read_text("utf-8"), FILE) if beside.is_file() else None


def held_out(evaluation: Evaluation) -> Iterator[Held]:
    """Give what was answered to every passage that was held out, task by task."""
    for scored in evaluation.answers:
        for row, name in enumerate(scored.items):
            places = [int(at) for at in scored.ranked[row] if at >= 0]
            yield Held(
                task=scored.task,
                id=name,
                truth=tuple(scored.labels[at] for at in scored.truth[row].nonzero()[0]),
                answers=tuple(scored.labels[at] for at in places),
                probabilities=tuple(
                    round(float(one), 4) for one in scored.probabilities[row][: len(places)]
                ),
            )


def write_held(folder: Path, held: Iterable[Held]) -> None:
    """Write what was answered to passages held out: `vouch learn doubtful` reads it."""
    with replacing(folder / HELD) as out:
        for one in held:
            out.write(json.dumps(asdict(one), separators=(",", ":")).encode() + b"\n")


def read_held(workspace: Workspace) -> list[Held]:
    """Return what the model in use answered to passages held out; [] where it is not kept.

    ModelError where the file is damaged.
    """
    path = model_path(workspace)
    if path is None or not path.with_name(HELD).is_file():
        return []
    kept = path.with_name(HELD)
    try:
        return [_held(json.loads(line)) for line in kept.read_text("utf-8").splitlines()]
    except (ValueError, TypeError, AttributeError) as error:
        raise ModelError(
            f"{kept} is damaged: it should hold what the model answered to passages held out. "
            "Delete it to go on without, or train again with `vouch train`."
        ) from error


def _held(said: dict[str, Any]) -> Held:
    fields: dict[str, Any] = {
        key: tuple(one) if isinstance(one, list) else one for key, one in said.items()
    }
    return Held(**fields)
