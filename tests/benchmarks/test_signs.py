"""Signs of harm are measured on every vocabulary; of the judgement half only numbers are shown."""

from __future__ import annotations

import pytest

from benchmarks.casefiles import generate
from benchmarks.signs import Told, main, measured, report


def told() -> Told:
    found = Told()
    found.notes = 3
    found.statements.update({"abuse": 3, "missing": 1})
    found.routed.update({"abuse": 3})
    found.routes.update({"right": 3, "false": 1, "unmarked": 4})
    found.missed.append("missing: not home")
    found.wrong.append("a policy")
    return found


def test_recall_and_false_routes_are_shares() -> None:
    assert told().recall == 0.75
    assert told().false("false") == 0.125
    assert told().false("false", "unmarked") == 0.625
    assert Told().recall == 1.0


def test_words_are_shown_only_where_asked() -> None:
    quiet, open_ = list(report(told(), False)), list(report(told(), True))
    assert quiet == open_[: len(quiet)]
    assert not any("not home" in line or "policy" in line for line in quiet)
    assert open_[-2:] == ["MISSED missing: not home", "FALSE a policy"]


def test_notes_of_a_generated_set_are_counted() -> None:
    found = measured([generate(3, formats=("txt", "csv")).truth])
    assert found.notes > 4
    assert found.statements.total() >= found.routed.total() > 0


def test_the_command_ends_with_one_where_a_statement_was_missed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.signs.measured", lambda _: told())
    assert main(["--sets", "1"]) == 1
    assert "MISSED" in capsys.readouterr().out
    assert main(["--sets", "1", "--vocabulary", "judgement"]) == 1
    assert "MISSED" not in capsys.readouterr().out
