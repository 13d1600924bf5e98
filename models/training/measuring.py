"""The whole quality table from held-out answers: each task measured beside its baselines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from models.training.areas import AMONG_THREE
from models.training.baselines import Labelled, baselines
from models.training.evaluation import TASKS, Measured
from models.training.headings import HeadedPassage
from models.training.keywords import guide
from models.training.metrics import DRAWS, measured
from models.training.scored import Scored

UNLABELLED = "area unlabelled"  # nothing can learn where there are no labels


def headed_labels(headed: Iterable[HeadedPassage], without: Collection[str] = ()) -> Labelled:
    """Return passages with the three areas of their headings, but those of some frameworks.

    What a plain classifier would learn the tasks "area coded" and "area across" from.
    """
    rows = [
        (row.text, (AMONG_THREE[row.area],), row.group)
        for row in headed
        if row.area in AMONG_THREE and row.framework not in without
    ]
    texts, labels, groups = zip(*rows, strict=True) if rows else ((), (), ())
    return Labelled(texts, labels, groups)


def measure(
    answers: Iterable[Scored],
    learnt: Mapping[str, Labelled] | None = None,
    beside: bool = True,
    draws: int = DRAWS,
) -> tuple[Measured, ...]:
    """Measure every task of the table that has answers, in the order of the table.

    `learnt` tells by the name of the answers what a classifier without our means would learn
    from, where that is not the items themselves. `beside=False` leaves the baselines out; where
    items carry no texts they are left out too.
    """
    known = {scored.task: scored for scored in answers}
    rivals = {
        task: baselines(scored, guide(task), (learnt or {}).get(task), task == UNLABELLED)
        for task, scored in known.items()
        if beside and any(scored.texts) and any(row.answers == task for row in TASKS)
    }
    return tuple(
        measured(row, known[row.answers], rivals.get(row.answers, {}), draws)
        for row in TASKS
        if row.answers in known
    )
