"""Answers to material that was not learnt from: every task that it has items of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from models.training.fitting import Fitted, Way, fit
from models.training.material import Material
from models.training.scored import Scored

Making = Callable[..., Material]


def elsewhere(material: Material, place: str) -> Material:
    """The same words from a place that nothing was learnt of."""
    documents = tuple(
        replace(
            one,
            id=f"{one.id} elsewhere",
            group=f"{place} {one.group}",
            passages=tuple(
                replace(row, id=f"{row.id} elsewhere", text=row.text.replace("In ", "There in "))
                for row in one.passages
            ),
        )
        for one in material.documents
    )
    coded = tuple(replace(one, group=f"{place} {one.group}") for one in material.coded)
    return Material(documents, coded)


@pytest.fixture(scope="module")
def found(small_model: Fitted, made_up: Material) -> dict[str, Scored]:
    return {one.task: one for one in small_model.answers(elsewhere(made_up, "New"))}


def test_every_task_is_answered(found: dict[str, Scored]) -> None:
    assert set(found) == {
        "area ilacs-2023", "area ilacs-2018", "area sif-2013", "area three", "area coded",
        "area across", "area across to sif", "area across to ilacs",
        "area unlabelled", "area unlabelled sif", "aspect coded", "criterion coded",
        "polarity official", "polarity coded", "sentence two", "sentence four",
    }  # fmt: skip


@pytest.mark.parametrize(
    "task", ["area ilacs-2023", "area coded", "area across", "criterion coded"]
)
def test_answers_are_right_where_words_are_those_learnt(
    found: dict[str, Scored], task: str
) -> None:
    assert found[task].right.mean() > 0.9
    assert all(name.startswith("New ") for name in found[task].group_names)


def test_rivals_are_no_answers(found: dict[str, Scored]) -> None:
    assert "LSCB" not in found["area sif-2013"].labels


def test_only_what_the_material_has_is_answered(small_model: Fitted, making: Making) -> None:
    other = elsewhere(making(("ilacs-2018",), codings=0, letters=0), "Far")
    tasks = {one.task for one in small_model.answers(other)}
    assert tasks == {"area ilacs-2018", "area three", "area across to ilacs", "area unlabelled"}


def test_what_was_learnt_from_little_answers_too(small_model: Fitted, making: Making) -> None:
    little = fit(
        making(("sif-2013",), codings=0, letters=0), way=Way(lending=lambda: small_model.model)
    )
    tasks = {one.task for one in little.answers(elsewhere(making(("sif-2013",), 0, 0), "Far"))}
    assert tasks == {"area sif-2013", "area three", "area unlabelled sif"}


def test_nothing_is_answered_to_nothing(small_model: Fitted) -> None:
    assert small_model.answers(Material(())) == ()
