"""What a classifier answered to passages that it was not trained on, beside what people said.

One shape for every task: one right label, several that count (either reader's), one answer or a
ranking. Whoever cross-validates fills it with `scored`; metrics, baselines and card read it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Truths = NDArray[np.bool_]


class Item(NamedTuple):
    """One passage, or sentence, held out.

    `truth` holds the labels that count as right; `answers` has the best first, at least one;
    `probabilities` belong to the answers; `sure` is false where the classifier said "not sure".
    `group` is the authority. `text` is what was read: baselines read it too; no card prints it.
    """

    id: str
    group: str
    truth: Collection[str]
    answers: Sequence[str]
    probabilities: Sequence[float]
    sure: bool = True
    text: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """The n held-out items of one task.

    `labels` are in alphabetical order. `truth` is (n, labels): what counts as right. `ranked` is
    (n, k): columns of the answers, best first, -1 where there are fewer; `probabilities` is (n, k),
    0 where there are fewer. `groups` is (n,): each item's place in `group_names`.
    """

    task: str
    labels: tuple[str, ...]
    items: tuple[str, ...]
    groups: Counts
    truth: Truths
    ranked: Counts
    probabilities: Floats
    sure: Truths
    group_names: tuple[str, ...]
    texts: tuple[str, ...] = field(repr=False)
    right: Truths = field(init=False)

    def __post_init__(self) -> None:
        rows = np.arange(len(self.items))
        right = self.truth[rows, self.ranked[:, 0]] & (self.ranked[:, 0] >= 0)
        object.__setattr__(self, "right", right)

    @property
    def confidence(self) -> Floats:
        """The probability of each first answer, (n,)."""
        return self.probabilities[:, 0]

    @property
    def group_count(self) -> int:
        """How many authorities the items come from."""
        return len(self.group_names)


def scored(task: str, items: Sequence[Item], labels: Collection[str] = ()) -> Scored:
    """Lay out held-out items as arrays; `labels` adds those that no item happens to have.

    Items stay in the order given, so that two classifiers can be compared item by item.
    ValueError: there is none, or one has no answer.
    """
    if not items:
        raise ValueError(f"{task}: there is nothing to score")
    names, groups = np.unique([item.group for item in items], return_inverse=True)
    known = sorted({*labels, *(label for item in items for label in (*item.truth, *item.answers))})
    column = {label: number for number, label in enumerate(known)}
    width = max(len(item.answers) for item in items)
    truth = np.zeros((len(items), len(known)), dtype=np.bool_)
    ranked = np.full((len(items), width), -1, dtype=np.int64)
    probabilities = np.zeros((len(items), width))
    for row, item in enumerate(items):
        if not item.answers or len(item.answers) != len(item.probabilities):
            raise ValueError(f"{task}: item {item.id} needs a probability for each answer, and one")
        truth[row, [column[label] for label in item.truth]] = True
        ranked[row, : len(item.answers)] = [column[label] for label in item.answers]
        probabilities[row, : len(item.answers)] = item.probabilities
    return Scored(
        task=task,
        labels=tuple(known),
        items=tuple(item.id for item in items),
        groups=groups.astype(np.int64),
        truth=truth,
        ranked=ranked,
        probabilities=probabilities,
        sure=np.array([item.sure for item in items], dtype=np.bool_),
        group_names=tuple(names.tolist()),
        texts=tuple(item.text for item in items),
    )


def best_first(codes: Sequence[str], shares: Floats) -> tuple[list[str], list[float]]:
    """Return all codes as answers, the likeliest first, and the probability of each.

    `shares` (codes,) are their probabilities; of equals, the first in `codes` comes first.
    """
    order = np.argsort(-shares, kind="stable").tolist()
    return [codes[at] for at in order], [float(shares[at]) for at in order]


def with_texts(answers: Scored, texts: Sequence[str]) -> Scored:
    """Add what was read, item by item, for those who left it out."""
    if len(texts) != len(answers.items):
        raise ValueError(f"{answers.task}: {len(texts)} texts for {len(answers.items)} items")
    return replace(answers, texts=tuple(texts))
