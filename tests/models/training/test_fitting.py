"""Fitting everything in one go: the same each time, in one process or two, and what is lacking."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.model import Model
from models.training.evaluation import OF_METHODS
from models.training.fitting import Fitted, Way, fit
from models.training.material import Material

Making = Callable[..., Material]
ALONE = Way(lending=lambda: None)


def assert_equal_models(one: Model, other: Model) -> None:
    arrays, others = one.arrays(), other.arrays()
    assert arrays.keys() == others.keys()
    for name, array in arrays.items():
        assert array.dtype == others[name].dtype, name
        assert array.tobytes() == others[name].tobytes(), name


@pytest.fixture(scope="module")
def beside(made_up: Material) -> Fitted:
    return fit(made_up, way=replace(ALONE, beside=True))


def test_everything_is_learnt(small_model: Fitted) -> None:
    model = small_model.model
    assert set(model.areas) == {
        "ilacs-2018", "ilacs-2023", "ilacs-2026", "sccif-asa-2024", "sif-2013", "three",
    }  # fmt: skip
    assert set(model.rankers) == {"sccif-asa-2024", "slac-2009"}
    assert "Polarity: learnt here." in small_model.evaluation.parts
    assert not small_model.evaluation.taken
    assert all(row.reached.value > 0.9 for row in small_model.evaluation.measured[:3])


@pytest.mark.slow
def test_the_same_material_gives_the_same_bytes(small_model: Fitted, beside: Fitted) -> None:
    """Twice, and in one process and in two: nothing may hang on the number of processes."""
    assert_equal_models(small_model.model, beside.model)


@pytest.mark.slow
def test_figures_do_not_hang_on_the_number_of_processes(
    small_model: Fitted, beside: Fitted
) -> None:
    assert small_model.evaluation.measured == beside.evaluation.measured
    assert small_model.evaluation.parts == beside.evaluation.parts
    assert beside.seconds > 0


def test_methods_and_baselines_are_measured_in_full_only(small_model: Fitted) -> None:
    evaluation = small_model.evaluation
    assert not evaluation.full
    assert {task.answers for task in evaluation.missing} == set(OF_METHODS)
    assert not any(row.rivals for row in evaluation.measured)


@pytest.mark.slow
def test_a_full_evaluation_measures_every_row_the_others_alike(
    small_model: Fitted, making: Making
) -> None:
    full = fit(making(), way=replace(ALONE, full=True)).evaluation
    assert full.missing == ()
    found = {row.task: row for row in full.measured}
    assert all(found[row.task].reached == row.reached for row in small_model.evaluation.measured)
    assert all(row.rivals for row in full.measured)


def test_the_card_says_what_was_not_measured(model_file: Path) -> None:
    card = model_file.with_name("card.md").read_text()
    assert "a full evaluation alone measures them, and the baselines (`vouch evaluate`)" in card
    assert "area with no labels at all, three areas" in card
    told = json.loads(model_file.with_name("card.json").read_text())
    assert told["full_evaluation"] is False
    assert len(told["not_measured"]) == 2


def test_polarity_is_taken_over_where_no_letter_teaches_it(
    small_model: Fitted, making: Making
) -> None:
    lent = Way(lending=lambda: small_model.model)
    fitted = fit(making(("ilacs-2023",), letters=0), way=lent)
    assert fitted.model.polarities is small_model.model.polarities
    assert "sentence four" in fitted.evaluation.taken
    assert any("Polarity: taken over from the model" in part for part in fitted.evaluation.parts)
    assert {row.task.answers for row in fitted.evaluation.measured} == {
        "area ilacs-2023", "area coded", "aspect coded", "criterion coded",
    }  # fmt: skip


def test_rankers_are_taken_over_where_nobody_coded(
    small_model: Fitted, making: Making, tmp_path: Path
) -> None:
    fitted = fit(making(("ilacs-2018",), codings=0), way=Way(lending=lambda: small_model.model))
    for name, ranker in fitted.model.rankers.items():
        assert ranker is small_model.model.rankers[name]
    # Without codings the three areas of reports serve the framework that has no reports.
    assert fitted.model.areas["sccif-asa-2024"] is fitted.model.areas["three"]
    fitted.save(tmp_path)
    card = (tmp_path / "card.md").read_text()
    assert "taken over from the model that comes with Vouch" in card
    assert "their part was taken over, and has its figures on its own card" in card


def test_without_a_model_to_take_over_from_it_says_what_is_lacking(making: Making) -> None:
    with pytest.raises(ValueError, match="no passage stands under a heading of strength"):
        fit(making(("ilacs-2023",), letters=0), way=ALONE)


LACKING = [
    ("documents of unknown frameworks", "lighthouses-2030", 12),
    ("reports of one authority", None, 1),
    ("no documents", None, 0),
]


@pytest.mark.parametrize(("reason", "framework", "count"), LACKING, ids=[r[0] for r in LACKING])
def test_where_no_area_can_be_learnt_it_says_so(
    small_model: Fitted, making: Making, reason: str, framework: str | None, count: int
) -> None:
    documents = making(("ilacs-2023",), codings=0, letters=0).documents[:count]
    if framework:
        documents = tuple(replace(one, framework=framework) for one in documents)
    with pytest.raises(ValueError, match="no area can be learnt"):
        fit(Material(documents), way=Way(lending=lambda: small_model.model))


def test_too_few_reports_of_one_framework_cost_that_lens_alone(
    small_model: Fitted, making: Making
) -> None:
    few = making(("ilacs-2018", "sif-2013"), codings=0, letters=0)
    kept = tuple(one for one in few.documents if one.framework == "ilacs-2018")
    others = tuple(one for one in few.documents if one.framework == "sif-2013")[:4]
    fitted = fit(Material((*kept, *others)), way=Way(lending=lambda: small_model.model))
    assert set(fitted.model.areas) == {"ilacs-2018", "three", "sccif-asa-2024"}


def test_no_authority_held_out_is_a_surprise(small_model: Fitted) -> None:
    """Every item of every task bears the authority of its passage."""
    groups = {one.id: one.group for one in small_model.ready.coded}
    groups |= {
        passage.id: document.group
        for document in small_model.ready.documents
        for passage in document.passages
    }
    for one in small_model.evaluation.answers:
        named = np.array(one.group_names)[one.groups]
        assert [groups[item.rsplit("/", 1)[0] if item not in groups else item]
                for item in one.items] == named.tolist()  # fmt: skip
