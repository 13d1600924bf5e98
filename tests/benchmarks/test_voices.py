"""Attribution is measured on every vocabulary; of the judgement half only numbers are shown."""

from __future__ import annotations

import pytest

from benchmarks.casefiles import generate
from benchmarks.casefiles.truth import Occurrence, Piece, Said
from benchmarks.voices import Score, Told, cost, judge, main, speaker, told_notes

NOTE = Told(
    "Child A said he is fine. Relative B says he was late. Person C left.",
    "visit",
    ((0, 24, "child", "now"), (25, 53, "carer", "past"), (54, 68, "parent", "past")),
)


def test_precision_is_of_what_was_told_and_coverage_of_all() -> None:
    who, when, beyond = judge([NOTE])
    assert next(iter(who.lines())).split() == [
        "all", "precision", "0.500", "(1", "of", "2)", "coverage", "0.667", "(of", "3)",
    ]  # fmt: skip
    assert who.n["named by their part"] == 2
    assert who.n["unnamed"] == 1
    assert when.right["all"] == 2
    assert not beyond
    assert list(who.missed) == ["parent for carer: [visit] Relative B says he was late."]


def test_what_is_said_beyond_the_truth_is_counted_apart() -> None:
    _, _, beyond = judge([NOTE._replace(said=())])
    assert beyond == {"child": 1, "parent": 1, "None": 1}


@pytest.mark.parametrize(
    ("part", "who", "reason"),
    [
        ("teacher", "partner", "a school is a partner agency"),
        ("partner", "parent", "a mother's partner is of the family"),
        ("sw", "staff", "all others are what the truth says"),
    ],
)
def test_the_truth_is_put_into_the_words_of_voices(part: str, who: str, reason: str) -> None:
    said = Said(0, 9, "Mr X said", "staff", "now")
    piece = Piece("Mr X said", (Occurrence(3, 4, "X", "name", "f.x", direct=True),), (said,))
    assert speaker(piece, said, {"f.x": part}) == who, reason


def test_nothing_measured_is_no_line() -> None:
    assert list(Score().lines()) == []


def test_notes_of_a_generated_set_are_de_identified() -> None:
    notes = told_notes(generate(3, formats=("csv",)).truth)
    assert any(one.said for one in notes)
    assert all(start < end <= len(one.text) for one in notes for start, end, *_ in one.said)
    assert cost(notes, 3) >= 0


def test_the_command_prints_figures_and_examples_only_where_allowed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.voices.told_notes", lambda _: [NOTE])
    monkeypatch.setattr("benchmarks.voices.generate", lambda seed, _: generate(1, formats=("txt",)))
    main(["--seeds", "1", "--show", "5", "--cost", "2"])
    shown = capsys.readouterr().out
    assert "Relative B says he was late." in shown
    assert "2 notes:" in shown
    main(["--seeds", "1", "--show", "5", "--vocabulary", "judgement"])
    assert "Relative B" not in capsys.readouterr().out
