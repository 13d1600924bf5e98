"""Checks on what is read of a document: they hold on a fictional plan, and each can fail."""

from pathlib import Path

import pytest

from pipelines.conformance.registry import CHECKS
from pipelines.conformance.running import judge_all
from pipelines.conformance.world import World

PLAN = """# Report of the Director

## 1. INSPECTION OF SAFEGUARDING AND LOOKED AFTER CHILDREN SERVICES ACTION PLAN

| Formal area for improvement | RAG rating | Plan ref no | Progress summary |
| --- | --- | --- | --- |
| SAFEGUARDING SERVICES | | | |
| Immediately | | | |
| Ensure that risk is clear | Amber | A1 & A2 | Forms amended. |
| Within 3 months | | | |
| NTWX to ensure that pathways work | Green | C1 | A process is starting to be used. |
| See children alone | Green | A16 | See A1 above. |
"""

HOLDS = [
    ("stated facts", {"expect": {"action": 3, "recommendation": 0}}),
    ("action colours", {"expect": {"green": 2, "amber": 1}}),
    (
        "action groups",
        {"expect": {"SG": {"immediately": ["amber"], "within 3 months": ["green", "green"]}}},
    ),
    (
        "action bands",
        {"framework": "slac-2009", "expect": {"immediately": 1, "within 3 months": 2}},
    ),
    ("action fields", {"field": "plan_refs", "expect": {"A1": ["A1", "A2"]}}),
    ("action owners", {"expect": {"C1": ["NTWX"]}}),
    ("formal actions", {"expect": {"formal": 3, "softer": 0, "untold": 0}}),
    ("green yet starting", {"expect": {"C1": "is starting to"}}),
    ("resolved pointers", {"expect": {"A16": {"A1": ["A1"]}}}),
    ("judgement sets", {"expect": {}}),
]
NAMES = [name for name, _ in HOLDS]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder: Path = tmp_path_factory.mktemp("documents")
    (folder / "900_plan.md").write_text(PLAN, encoding="utf-8")
    judge_all([], World())
    return World(folder)


@pytest.mark.parametrize(("name", "row"), HOLDS, ids=NAMES)
def test_a_check_holds_on_what_the_plan_states(
    world: World, name: str, row: dict[str, object]
) -> None:
    assert CHECKS[name](world, seed="900", **row) == []


@pytest.mark.parametrize(("name", "row"), HOLDS, ids=NAMES)
def test_a_check_fails_when_something_else_is_expected(
    world: World, name: str, row: dict[str, object]
) -> None:
    expect = row["expect"]
    assert isinstance(expect, dict)
    wrong = dict.fromkeys(expect, "nothing of the kind") or {"slac-2009": {"SG/OE": "good"}}
    faults = CHECKS[name](world, seed="900", **{**row, "expect": wrong})
    assert faults
    assert all(isinstance(fault, str) for fault in faults)


@pytest.mark.parametrize(("name", "row"), HOLDS, ids=NAMES)
def test_a_check_says_nothing_where_the_document_is_not_given(
    name: str, row: dict[str, object]
) -> None:
    assert CHECKS[name](World(), seed="900", **row) is None


def test_a_row_that_is_not_there_is_a_fault(world: World) -> None:
    faults = CHECKS["action fields"](world, seed="900", field="rag", expect={"Z9": "green"})
    assert faults == ["rag of Z9: expected green, found None"]
