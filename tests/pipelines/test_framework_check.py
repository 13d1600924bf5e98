"""`vouch frameworks check`: what fails or waits is listed, all of it is counted."""

from __future__ import annotations

import json

import click
import pytest
from click.testing import CliRunner, Result

from corpus.frameworks.conformance import Row, rows
from pipelines.commands import framework_check
from pipelines.conformance.running import Verdict
from pipelines.conformance.world import World
from pipelines.main import vouch

SAYS = (
    "Soup is served warm, on every working day, to whoever comes to the canteen before it closes."
)


def row(name: str, met_by: str = "data") -> Row:
    return Row(id=name, met_by=met_by, says=SAYS, source="000 ¶1", met="soup", checks=({},))  # type: ignore[arg-type]


VERDICTS = (
    Verdict(row("A-1"), "FAIL", ("the soup is cold", "no spoon is there"), 1),
    Verdict(row("A-2"), "NOT YET", ("awaits the kettle",), 0),
    Verdict(row("A-3", "rule"), "PASS", (), 1),
    Verdict(row("A-4", "rule"), "NOT YET", ("awaits the kettle",), 0),
)


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(framework_check, "rows", lambda: tuple(one.row for one in VERDICTS))

    def judge_all(chosen: list[Row], world: World) -> tuple[Verdict, ...]:
        return tuple(one for one in VERDICTS if one.row in chosen)

    monkeypatch.setattr(framework_check, "judge_all", judge_all)


def check(*arguments: str) -> Result:
    return CliRunner().invoke(vouch, ["frameworks", "check", *arguments])


@pytest.mark.usefixtures("judged")
def test_only_what_fails_or_waits_is_listed_under_its_reason() -> None:
    result = check()
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert lines[0] == "NOT YET: awaits the kettle (2 rows)"
    assert [line[2:5] for line in lines if line.startswith("  A-")] == ["A-2", "A-4", "A-1"]
    assert "FAIL (1 row)" in lines
    assert "        - the soup is cold" in lines
    assert "        - no spoon is there" in lines
    assert max(map(len, lines)) <= 80


@pytest.mark.usefixtures("judged")
def test_the_rows_are_counted_by_what_meets_them() -> None:
    lines = [line.split() for line in check().output.splitlines()]
    assert ["Kind", "PASS", "FAIL", "NOT", "YET"] in lines
    assert ["data", "0", "1", "1"] in lines
    assert ["rule", "1", "0", "1"] in lines
    assert ["4", "rows:", "1", "PASS,", "1", "FAIL,", "2", "NOT", "YET."] in lines
    assert not any(line[:1] == ["parser"] for line in lines)  # no row is met by one


@pytest.mark.usefixtures("judged")
def test_all_lists_the_rows_that_pass_as_well() -> None:
    output = check("--all").output
    assert output.startswith("PASS (1 row)\n  A-3  Soup is served warm")


@pytest.mark.usefixtures("judged")
def test_a_row_is_shown_with_all_that_is_known_of_it() -> None:
    result = check("--row", "A-3")
    assert result.exit_code == 0
    shown = " ".join(result.output.split())
    assert shown.startswith("A-3 PASS Says Soup is served warm")
    assert "Source 000 ¶1 Kind rule Met by soup Checks 1 of 1 ran" in shown
    assert "1 row: 1 PASS, 0 FAIL, 0 NOT YET." in shown
    assert "Why the soup is cold" in " ".join(check("--row", "A-1").output.split())


def test_every_row_is_listed_and_fits_a_narrow_terminal() -> None:
    lines = click.unstyle(check("--all").output).splitlines()
    assert max(map(len, lines)) <= 80
    assert sum(line.startswith("  ") and line[3:4] == "-" for line in lines) == len(rows())
    assert "could not be compared with the source documents: give --seeds FOLDER." in lines[-1]


def test_programs_get_one_object_a_row() -> None:
    found = [json.loads(line) for line in check("--row", "L-01", "--json").output.splitlines()]
    assert [(one["id"], one["state"], one["met_by"]) for one in found] == [("L-01", "PASS", "rule")]


def test_an_unknown_row_is_named() -> None:
    result = check("--row", "X-99")
    assert result.exit_code == 2
    assert "There is no row X-99. Rows run from J-01 to H-06." in result.output
