"""Both yardsticks run over small files of their form, with ours and with another program."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.yardsticks import main, run, systems, texts
from benchmarks.yardsticks_spans import Span, f_beta, letters, ours, theirs

TEXT = "Miss Zephyrine Quillfeather can be rung on 07700 900123."
MARKS = [(0, 26, "PERSON", "DIRECT"), (43, 55, "PHONE_NUMBER", "QUASI")]


@pytest.fixture
def presidio(tmp_path: Path) -> Path:
    spans = [
        {"start_position": a, "end_position": b, "entity_type": kind} for a, b, kind, _ in MARKS
    ]
    path = tmp_path / "synth.json"
    path.write_text(json.dumps([{"full_text": TEXT, "spans": spans}]))
    return path


@pytest.fixture
def tab(tmp_path: Path) -> Path:
    mentions = [
        {"entity_type": kind, "identifier_type": need, "entity_id": kind, "start_offset": a,
         "end_offset": b}
        for a, b, kind, need in MARKS
    ]  # fmt: skip
    path = tmp_path / "echr.json"
    annotations = {"one": {"entity_mentions": mentions}}
    path.write_text(json.dumps([{"text": TEXT, "annotations": annotations}]))
    return path


def test_ours_sees_a_name_and_a_number() -> None:
    assert [(one.kind, TEXT[one.start : one.end]) for one in ours()(TEXT)] == [
        ("name", "Miss Zephyrine Quillfeather"),
        ("telephone", "07700 900123"),
    ]
    assert [one.kind for one in ours(frozenset(("patterns",)))(TEXT)] == ["telephone"]


def test_a_set_is_measured(presidio: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(presidio)]) == 0
    told = capsys.readouterr().out
    assert "hiding: F2, all types: 1.000" in told
    assert "overlap: F2, claimed: 1.000" in told


def test_judgements_are_measured(tab: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tab), "--set", "tab"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.split()[:3] == ["entity", "recall/direct", "1.000"] for line in lines)


def test_another_programs_spans_are_judged_alike(
    presidio: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = tmp_path / "other.jsonl"
    found.write_text('[[0, 26, "PERSON"]]\n')
    assert main([str(presidio), "--found", str(found)]) == 0
    told = capsys.readouterr().out
    assert "== other.jsonl" in told
    assert "hiding: F2, claimed: 0.556" in told


def test_texts_are_written_for_another_program(presidio: Path, tab: Path, tmp_path: Path) -> None:
    out = tmp_path / "texts"
    assert main([str(presidio), "--texts", str(out)]) == 0
    assert [json.loads(line) for line in out.read_text().splitlines()] == [TEXT]
    assert texts(tab, "tab") == [TEXT]


def test_too_few_lines_of_another_program_are_an_error(tmp_path: Path) -> None:
    found = tmp_path / "other.jsonl"
    found.write_text('[[0, 1, "PERSON"]]\n')
    system = theirs(found)
    assert system("a") == [Span(0, 1, "PERSON")]
    with pytest.raises(ValueError, match="fewer lines"):
        system("b")


def test_each_means_is_switched_off(presidio: Path) -> None:
    assert list(systems(means_off=False)) == ["all means"]
    off = systems(means_off=True)
    assert {"all means", "without context", "without patterns", "rules alone"} <= set(off)
    lines = list(run(presidio, "presidio", {"without patterns": off["without patterns"]}))
    assert any(line.split()[:2] == ["hiding:", "recall/claimed/PHONE_NUMBER"] for line in lines)


@pytest.mark.parametrize(
    ("precision", "recall", "score"),
    [(1.0, 1.0, 1.0), (0.0, 0.0, 0.0), (0.685, 0.603, 0.618), (1.0, 0.5, 0.556)],
)
def test_recall_weighs_twice(precision: float, recall: float, score: float) -> None:
    assert f_beta(precision, recall) == pytest.approx(score, abs=0.001)


def test_letters_are_letters_and_digits() -> None:
    assert letters("a-b 1.", [Span(0, 6, "x")]) == {0, 2, 4}
