"""What is kept of a training beside its model."""

from pathlib import Path

import pytest

from corpus.problems import ModelError
from corpus.workspace import Workspace, open_workspace
from models.training.evaluation import (
    TASKS,
    CodedSource,
    Evaluation,
    Interval,
    Learnt,
    LearntDocument,
    Measured,
)
from models.training.scored import Item, scored
from pipelines.figures import (
    FILE,
    Figure,
    Figures,
    Held,
    figures_in_use,
    figures_of,
    held_out,
    read_figures,
    read_held,
    write_figures,
    write_held,
)
from pipelines.promoting import MODEL, promote

LEARNT = Learnt(
    (
        LearntDocument("d1", "ilacs-2023", "north", "2024", 100),
        LearntDocument("d2", "sif-2013", "south", "2015", 50),
    ),
    (
        CodedSource("gold", "gold/1", "sccif-asa-2024", 20, 40),
        CodedSource("gold", "gold/1", "slac-2009", 20, 40),
        CodedSource("gold", "gold/1", "slac-2009", 5, 5),
    ),
)
ANSWERS = scored(
    "area ilacs-2023",
    [
        Item("p1", "north", ("HP",), ("HP", "LEAD"), (0.9, 0.1)),
        Item("p2", "south", ("LEAD", "CIC"), ("HP",), (0.51239,)),
    ],
)
EVALUATION = Evaluation(
    (ANSWERS,), (Measured(TASKS[0], 2, 2, Interval(0.5, 0.0, 1.0)),), "by authority"
)
FIGURES = Figures(
    {"d1": "north", "d2": "south"},
    150,
    {"gold, gold/1, sccif-asa-2024": 20, "gold, gold/1, slac-2009": 25},
    (Figure("area, ILACS from 2023, four areas", "macro-F1", 0.5, 0.0, 1.0, 2, 2),),
)
HELD = [
    Held("area ilacs-2023", "p1", ("HP",), ("HP", "LEAD"), (0.9, 0.1)),
    Held("area ilacs-2023", "p2", ("CIC", "LEAD"), ("HP",), (0.5124,)),
]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    found = open_workspace(tmp_path / "ws", create=True)
    (found.models / "m1").mkdir()
    (found.models / "m1" / MODEL).write_bytes(b"a model")
    promote(found, "m1")
    return found


def test_what_is_kept_is_taken_from_the_training() -> None:
    found = figures_of(LEARNT, EVALUATION)

    assert found == FIGURES
    assert found.authorities == {"north", "south"}
    assert list(held_out(EVALUATION)) == HELD


def test_figures_come_back_as_they_were(workspace: Workspace) -> None:
    write_figures(workspace.models / "m1", FIGURES)
    write_held(workspace.models / "m1", HELD)

    assert figures_in_use(workspace) == FIGURES
    assert read_held(workspace) == HELD


def test_a_model_without_them_has_none(workspace: Workspace) -> None:
    assert figures_in_use(workspace) is None
    assert read_held(workspace) == []


def test_of_the_model_that_comes_with_vouch_nothing_held_out_is_kept(tmp_path: Path) -> None:
    assert read_held(open_workspace(tmp_path / "new", create=True)) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("[]", id="another shape"),
        pytest.param('{"format": "vouch-figures/9", "figures": []}', id="another version"),
        pytest.param('{"format": "vouch-figures/1", "figures": [{}]}', id="a figure of nothing"),
        pytest.param('{"format": "vouch-figures/1", "figures": []}', id="half of it"),
    ],
)
def test_damaged_figures_are_named(text: str, workspace: Workspace) -> None:
    path = workspace.models / "m1" / FILE
    path.write_text(text)

    with pytest.raises(ModelError, match="vouch train"):
        read_figures(text, FILE)
    with pytest.raises(ModelError, match=r"m1.figures\.json"):
        figures_in_use(workspace)


def test_errors_are_known_by_their_measure() -> None:
    assert Figure("a", "calibration error", 0, 0, 0, 1, 1).less_is_better
    assert not Figure("a", "accuracy", 0, 0, 0, 1, 1).less_is_better
