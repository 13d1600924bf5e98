"""The held-out answers of every task, each item under the id of its passage and with its text.

Areas of reports come from the lenses as they were cross-fitted; areas taught without labels, or
by another framework's reports, are answered here on their own folds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.answers import NONE, Ranked
from models.areas import AreaLens
from models.instruments import AREA_RULES
from models.phrases import bind
from models.rulesets import load_rule_set
from models.training.areas import RECIPES, Study
from models.training.material import CodedPassage
from models.training.polarity import HeldOut as PolarityHeldOut
from models.training.preparing import Prepared
from models.training.rankers import HeldOut
from models.training.scored import Item, Scored, best_first, scored
from models.training.zero import Pool, first_guess, held_out_across, held_out_unlabelled

SCCIF = "sccif-asa-2024"
ILACS = ("ilacs-2018", "ilacs-2023")
SIF = ("sif-2013",)
THREE = RECIPES["three"]
RANKED = {SCCIF: "criterion coded", "slac-2009": "aspect coded"}
# Task, frameworks learnt from with their labels, frameworks answered.
ACROSS = (
    ("area across", (*SIF, "ilacs-2018"), ("ilacs-2023",)),
    ("area across to sif", ILACS, SIF),
    ("area across to ilacs", SIF, ILACS),
)
UNLABELLED = (("area unlabelled", ILACS), ("area unlabelled sif", SIF))


def by_passage(answers: Scored, ready: Prepared, study: Study) -> Scored:
    """Name the items of an area task by their passage, and add the texts."""
    texts = {
        f"{row.document}:{row.position}": (ready.names[row.document, row.position], row.text)
        for row in study.passages
    }
    texts |= {one.id: (one.id, one.text) for one in ready.coded}
    told = [texts[item] for item in answers.items]
    return replace(
        answers, items=tuple(name for name, _ in told), texts=tuple(text for _, text in told)
    )


def ranked(framework: str, held_out: Iterable[HeldOut]) -> Scored | None:
    """Lay out what rankers answered; what was not shown to a user does not count as answered."""
    items = [ranked_item(framework, one.passage, one.ranked[: one.shown]) for one in held_out]
    answered = [item for item in items if item.truth]
    return scored(RANKED[framework], answered) if answered and framework in RANKED else None


def ranked_item(framework: str, passage: CodedPassage, ranked: Sequence[Ranked]) -> Item:
    """Lay out what was answered to one coded passage; nothing shown is answered by NONE."""
    codings = [coding for coding in passage.codings if coding.framework == framework]
    truth = {code for row in codings for code in (*(row.aspects or ()), *(row.criteria or ()))}
    shown = [answer for answer in ranked if answer.code != NONE]
    codes = [answer.code for answer in shown] or [NONE]
    chances = [answer.probability for answer in shown] or [0.0]
    return Item(passage.id, passage.group, truth, codes, chances, True, passage.text)


def coded_areas(
    coded: Sequence[CodedPassage], lens: AreaLens, shares: NDArray[np.float64]
) -> Iterator[Scored]:
    """Lay out the areas answered to coded passages; any reader's counts as right."""
    items = []
    for passage, share in zip(coded, shares, strict=True):
        said = {one.area for one in passage.codings if one.framework == SCCIF and one.area}
        if said:
            answers, chances = best_first(lens.codes, share)
            items.append(
                Item(
                    id=passage.id,
                    group=passage.group,
                    truth=sorted(said),
                    answers=answers,
                    probabilities=chances,
                    sure=chances[0] >= lens.sureness.threshold,
                    text=passage.text,
                )
            )
    if items:
        yield scored("area coded", items, lens.codes)


def polarity(found: PolarityHeldOut, texts: Mapping[str, str]) -> Iterator[Scored]:
    """Lay out the polarity of official passages, and of coded passages and their sentences.

    `texts` are those of passages and sentences by the id of the item.
    """
    named = {
        "polarity official": found.official,
        "polarity coded": found.coded,
        "sentence two": found.sentences_two,
        "sentence four": found.sentences_four,
    }
    for task, items in named.items():
        if items:
            yield scored(task, [item._replace(text=texts.get(item.id, "")) for item in items])


def polarity_texts(ready: Prepared) -> dict[str, str]:
    """Return the texts of passages and coded sentences by the ids that polarity gives them."""
    texts = {one.id: one.text for document in ready.documents for one in document.passages}
    for one in ready.coded:
        texts[one.id] = one.text
        for number, span in enumerate(ready.read(one.text).sentences):
            texts[f"{one.id}/{number}"] = one.text[slice(*span)]
    return texts


class Lesson(NamedTuple):
    """A task of the methods: what is learnt from, with labels (`learnt`) or by a first `guess`.

    It is all that answering it takes, so that a second process can do it.
    """

    task: str
    learnt: Pool | None
    target: Pool
    guess: NDArray[np.float64] | None
    frameworks: tuple[str, ...]


def lessons(study: Study, ready: Prepared) -> Iterator[Lesson]:
    """Give the tasks of the methods that there are reports for."""
    for task, learnt, target in ACROSS:
        source, own = pool(study, learnt), pool(study, target)
        if told(source) and told(own):
            yield Lesson(task, source, own, None, target)
    for task, target in UNLABELLED:
        own = pool(study, target)
        if told(own):
            yield Lesson(task, None, own, guess(study, target, ready), target)


def answered(lesson: Lesson) -> Scored:
    """Answer for reports by what others' labels taught, or rules and the order of passages."""
    codes = three_codes()
    if lesson.learnt is not None:
        return held_out_across(lesson.learnt, lesson.target, codes, lesson.task)
    if lesson.guess is None:
        raise ValueError(f"{lesson.task}: there is neither a label nor a guess to learn from")
    return held_out_unlabelled(lesson.target, lesson.guess, codes, lesson.task)


def three_codes() -> tuple[str, ...]:
    """Return the three areas in the order of the area rules."""
    return tuple(load_rule_set(AREA_RULES).groups)


def members(study: Study, frameworks: Sequence[str]) -> NDArray[np.int64]:
    """Return the rows of passages of some frameworks, in reading order."""
    return np.array(
        [at for at, row in enumerate(study.passages) if row.framework in frameworks],
        dtype=np.int64,
    )


def pool(study: Study, frameworks: Sequence[str]) -> Pool:
    """Return the passages of some frameworks as a pool, with the three areas of their headings."""
    rows = members(study, frameworks)
    passages = [study.passages[at] for at in rows]
    return Pool(
        matrix=study.whole[rows],
        documents=[row.document for row in passages],
        groups=[row.group for row in passages],
        truth=[
            None if row.summary else THREE.areas.get(row.framework, {}).get(row.area or "")
            for row in passages
        ],
    )


def guess(study: Study, frameworks: Sequence[str], ready: Prepared) -> NDArray[np.float64]:
    """Guess areas by their rules alone: log-odds (passages, areas)."""
    rules = bind(load_rule_set(AREA_RULES), ready.reader.numbers)
    reads = ready.read.all(study.passages[at].text for at in members(study, frameworks))
    return first_guess(rules.scores(reads, rules.found(reads)))


def told(own: Pool) -> bool:
    """Say whether a pool has headings of all three areas."""
    found = {area for area in own.truth if area}
    return found >= set(three_codes())


def by_row(found: Scored, study: Study, frameworks: Sequence[str], ready: Prepared) -> Scored:
    """Name the items of a pool, which are numbered by row, by their passage; add the texts."""
    rows = members(study, frameworks)
    passages = [study.passages[rows[int(item.rpartition(":")[2])]] for item in found.items]
    return replace(
        found,
        items=tuple(ready.names[row.document, row.position] for row in passages),
        texts=tuple(row.text for row in passages),
    )
