"""The conformance list is whole, its rows hold on the real documents, and its checks can fail."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from corpus.frameworks import Framework
from corpus.frameworks.conformance import Row, rows
from corpus.frameworks.loading import read
from pipelines.conformance.registry import CHECKS
from pipelines.conformance.running import Verdict, count, judge, judge_all
from pipelines.conformance.world import World

SHARED = Path(__file__).parents[3].parent / "shared"
SEEDS = SHARED / "seeds"
ROWS = {row.id: row for row in rows()}

with_documents = pytest.mark.skipif(not SEEDS.is_dir(), reason="needs ../shared/seeds")


@pytest.fixture(scope="module")
def documents() -> World:
    return World(SEEDS)


@pytest.fixture(scope="module")
def verdicts(documents: World) -> tuple[Verdict, ...]:
    return judge_all(rows(), documents)


def test_all_rows_are_there_by_what_meets_them() -> None:
    kinds = Counter(row.met_by for row in rows())
    assert kinds == {"data": 35, "rule": 75, "parser": 16, "workflow": 20, "context": 10}
    assert len(ROWS) == 156


@with_documents
def test_ids_and_kinds_are_those_of_the_requirements() -> None:
    with (SHARED / "requirements.csv").open(encoding="utf-8") as file:
        required = {row["id"]: row["met_by"] for row in csv.DictReader(file)}
    assert {row.id: row.met_by for row in rows()} == required


def test_every_row_has_checks_or_says_what_it_awaits() -> None:
    assert [row.id for row in rows() if bool(row.checks) == bool(row.later)] == []
    # Nothing that is data or a rule may wait for later work.
    assert {row.met_by for row in rows() if row.later} == {"parser", "workflow"}


def test_every_check_is_known() -> None:
    judge_all([], World())
    assert {check["do"] for row in rows() for check in row.checks} <= set(CHECKS)


def test_nothing_fails_where_the_documents_are_not_given() -> None:
    found = judge_all(rows(), World())
    assert [(row.row.id, row.why) for row in found if row.state == "FAIL"] == []
    assert count(found)["PASS"] >= 80


@with_documents
def test_every_data_and_rule_row_holds_on_the_documents(verdicts: tuple[Verdict, ...]) -> None:
    not_met = [
        (verdict.row.id, verdict.state, verdict.why)
        for verdict in verdicts
        if verdict.row.met_by in ("data", "rule") and verdict.state != "PASS"
    ]
    assert not_met == []
    assert count(verdicts)["FAIL"] == 0
    assert count(verdicts)["PASS"] >= 110


@with_documents
def test_every_check_ran(verdicts: tuple[Verdict, ...]) -> None:
    assert [
        verdict.row.id for verdict in verdicts if verdict.partly and not verdict.row.later
    ] == []


def wrong_versions(value: Any) -> Iterator[Any]:
    """Give the value with one number, answer or name inside it changed, each in turn."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
    elif isinstance(value, str):
        yield f"{value} and a word that nobody wrote"
    elif isinstance(value, dict):
        for key, inner in value.items():
            for changed in wrong_versions(inner):
                yield {**value, key: changed}
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            for changed in wrong_versions(inner):
                yield [*value[:position], changed, *value[position + 1 :]]


EXPECTING = (
    "expect", "words", "because", "rows", "days", "prompts", "descriptors", "page", "test",
)  # fmt: skip


@with_documents
@pytest.mark.slow
@pytest.mark.parametrize("row", [row for row in rows() if row.checks], ids=lambda row: row.id)
def test_a_row_fails_when_any_of_its_expectations_is_changed(row: Row, documents: World) -> None:
    tried = 0
    for check in row.checks:
        for key in EXPECTING:
            for changed in wrong_versions(check.get(key)):
                tried += 1
                verdict = judge(replace(row, checks=({**check, key: changed},)), documents)
                assert verdict.state == "FAIL", (check["do"], key, changed)
    assert tried or {check["do"] for check in row.checks} <= WITHOUT_NUMBERS


# Their expectation is their own definition.
WITHOUT_NUMBERS = {"no criteria", "crosswalk never exact", "repeats flagged"}


class Changed(World):
    """The world with one framework file changed by one replacement."""

    def __init__(self, framework_id: str, old: str, new: str) -> None:
        super().__init__()
        self._id, self._old, self._new = framework_id, old, new

    def framework(self, framework_id: str) -> Framework:
        if framework_id != self._id:
            return super().framework(framework_id)
        name = f"{framework_id}.yaml"
        content = resources.files("corpus.frameworks").joinpath(name).read_text(encoding="utf-8")
        assert self._old in content
        return read(content.replace(self._old, self._new, 1), name)


CHANGES = [
    # (framework, what stands there, what is put there, the row that must notice)
    ("slac-2009", "{code: organisation-charts,", "{code: charts,", "C-01"),
    ("slac-2009", "count: 13", "count: 12", "C-01"),
    ("asa-2015", "counts:", "counts:\n  SAFE: {good: 13}\n#", "D-04"),
    ("asa-2015", "force: always", "force: likely", "L-01"),
    ("slac-2009", "force: unlikely", "force: likely", "L-05"),
    ("asa-2015", "count: 20\n    unit: working days", "count: 25\n    unit: working days", "T-03"),
    ("adoption-2012", "unit: years", "unit: months", "T-21"),
    ("sccif-asa-2024", "printed_order: [good,", "printed_order: [", "J-04"),
]


@pytest.mark.parametrize(("framework", "old", "new", "row"), CHANGES)
def test_a_row_fails_when_the_data_are_changed(
    framework: str, old: str, new: str, row: str
) -> None:
    assert judge(ROWS[row], World()).state == "PASS"
    verdict = judge(ROWS[row], Changed(framework, old, new))
    assert verdict.state == "FAIL"
    assert verdict.why


def test_a_row_that_calls_its_check_wrongly_fails_and_says_so() -> None:
    row = ROWS["D-01"]
    unknown = replace(row, checks=({"do": "guess"},))
    assert "there is no check 'guess'" in judge(unknown, World()).why[0]
    misspelt = replace(row, checks=({"do": "criteria", "framwork": "asa-2015"},))
    assert "framwork" in judge(misspelt, World()).why[0]
    absent = replace(row, checks=({"do": "no criteria", "framework": "nonsense-1066"},))
    assert "no framework 'nonsense-1066'" in judge(absent, World()).why[0]
