"""Held-out answers, task by task: no authority is on both sides, and items bear ids and texts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from models.training import tasks
from models.training.areas import learnt_study
from models.training.fitting import Fitted
from models.training.gates import _FOLDS as GATE_FOLDS
from models.training.material import CodedPassage, Coding, Material
from models.training.preparing import prepare
from models.training.rankers import _folds as ranker_folds
from models.training.scored import Scored
from models.training.splitting import folds, shared_groups
from models.training.zero import Pool

Making = Callable[..., Material]


@pytest.fixture(scope="module")
def lessons(small_model: Fitted) -> tuple[tasks.Lesson, ...]:
    return tuple(tasks.lessons(small_model.study, small_model.ready))


def test_no_authority_is_on_both_sides_of_any_fold(
    small_model: Fitted, lessons: tuple[tasks.Lesson, ...]
) -> None:
    study, ready = small_model.study, small_model.ready
    passages = [row.group for row in study.passages]
    coded = [one.group for one in ready.coded]
    dealt = {
        "areas": (study.deal, passages),
        "gate": (tuple(folds(passages, GATE_FOLDS)), passages),
        "coded areas": (tuple(folds(coded, 10)), coded),
        "views of coded areas": (tuple(folds([*coded, *passages], 4)), [*coded, *passages]),
        "polarity": (tuple(folds([*passages, *coded], 5)), [*passages, *coded]),
        **{one.task: (tuple(folds(one.target.groups, 5)), one.target.groups) for one in lessons},
    }
    assert len(dealt) == 10
    for task, (deal, groups) in dealt.items():
        assert len(deal) >= 3, task
        assert all(shared_groups(fold, groups) == set() for fold in deal), task


def test_an_authority_is_in_one_fold_of_the_rankers(small_model: Fitted) -> None:
    groups = {one.group for one in small_model.ready.coded}
    assert set(ranker_folds(groups)) == groups


@pytest.mark.parametrize("task", ["area ilacs-2023", "area coded", "criterion coded"])
def test_items_are_told_by_passage_and_text(small_model: Fitted, task: str) -> None:
    ready = small_model.ready
    texts = {one.id: one.text for document in ready.documents for one in document.passages}
    texts |= {one.id: one.text for one in ready.coded}
    [found] = [one for one in small_model.evaluation.answers if one.task == task]
    assert len(found.items) == len(set(found.items))
    assert [texts[item] for item in found.items] == list(found.texts)


def test_methods_have_lessons_where_there_are_reports(lessons: tuple[tasks.Lesson, ...]) -> None:
    assert [one.task for one in lessons] == [
        "area across", "area across to sif", "area across to ilacs",
        "area unlabelled", "area unlabelled sif",
    ]  # fmt: skip
    for one in lessons:
        assert (one.learnt is None) != (one.guess is None)


def test_methods_answer_for_other_authorities(
    small_model: Fitted, lessons: tuple[tasks.Lesson, ...]
) -> None:
    lesson = lessons[0]
    found = tasks.answered(lesson)
    named = tasks.by_row(found, small_model.study, lesson.frameworks, small_model.ready)
    assert named.right.mean() > 0.9
    assert all(item.startswith("ilacs-2023 of ") for item in named.items)
    assert set(named.labels) == set(tasks.three_codes())


def test_a_lesson_needs_labels_or_a_guess(lessons: tuple[tasks.Lesson, ...]) -> None:
    with pytest.raises(ValueError, match="neither a label nor a guess"):
        tasks.answered(lessons[-1]._replace(guess=None))


def test_without_reports_of_a_framework_there_is_no_lesson_of_it(making: Making) -> None:
    ready = prepare(making(("ilacs-2023",), codings=0, letters=0))
    study = learnt_study(ready.passages, ready.reads())
    assert [one.task for one in tasks.lessons(study, ready)] == ["area unlabelled"]
    assert not tasks.told(tasks.pool(study, ("sif-2013",)))


def test_a_pool_keeps_reports_whole_and_in_order(small_model: Fitted) -> None:
    pool: Pool = tasks.pool(small_model.study, ("sif-2013",))
    changes = sum(a != b for a, b in zip(pool.documents, pool.documents[1:], strict=False))
    assert changes + 1 == len(set(pool.documents))
    assert set(pool.truth) == {"PROT", "EXP", "LEAD", None}
    assert pool.matrix.shape[0] == len(pool.documents)


def test_a_guess_leans_to_the_area_whose_phrases_are_there(small_model: Fitted) -> None:
    pool = tasks.pool(small_model.study, ("ilacs-2023",))
    odds = tasks.guess(small_model.study, ("ilacs-2023",), small_model.ready)
    codes = np.array(tasks.three_codes())[odds.argmax(axis=1)]
    told = np.array([area is not None for area in pool.truth])
    assert (codes == np.array(pool.truth))[told].mean() > 0.7


def test_what_is_not_shown_is_answered_by_none() -> None:
    coding = Coding("A", "ours/1", "sccif-asa-2024", criteria=("EXP-1", "EXP-2"))
    passage = CodedPassage("p", "Tarrow", "Some text.", "ours", (coding,))
    item = tasks.ranked_item("sccif-asa-2024", passage, ())
    assert (item.truth, item.answers, item.probabilities) == ({"EXP-1", "EXP-2"}, ["NONE"], [0.0])
    assert tasks.ranked("sccif-asa-2024", []) is None


def test_sentences_of_coded_passages_have_their_texts(small_model: Fitted) -> None:
    texts = tasks.polarity_texts(small_model.ready)
    one = small_model.ready.coded[0]
    assert texts[one.id] == one.text
    assert one.text.startswith(texts[f"{one.id}/0"])
    found: dict[str, Scored] = {one.task: one for one in small_model.evaluation.answers}
    assert all(found["sentence four"].texts)
