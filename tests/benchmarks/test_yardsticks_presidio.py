"""Spans of the synthetic set are hidden, alike or neither; each row is worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.yardsticks_presidio import CLAIMED, Sample, judged, measured, read, report
from benchmarks.yardsticks_spans import Span

TEXT = "Dr. Ana Ny, Apt. 4, High Row 2, pays with 4111."


def span(words: str, kind: str = "name") -> Span:
    at = TEXT.index(words)
    return Span(at, at + len(words), kind)


SAMPLE = Sample(
    TEXT,
    (
        span("Dr.", "TITLE"),
        span("Ana Ny", "PERSON"),
        span("Apt. 4, High Row 2", "STREET_ADDRESS"),
        span("4111", "CREDIT_CARD"),
    ),
)
Hits = tuple[int, int]
FOUND = [
    (["Ana Ny"], (1, 2), (1, 2), (1, 1), (1, 1), "the name"),
    (["Dr. Ana Ny"], (1, 2), (1, 2), (1, 1), (1, 1), "a title counts for nothing"),
    (["Ana", "Ny"], (1, 2), (1, 2), (2, 2), (2, 2), "parts that make up the name"),
    (["Ana"], (0, 2), (0, 2), (1, 1), (0, 1), "half a name is right to hide, and not alike"),
    (["High Row 2"], (0, 2), (0, 2), (1, 1), (0, 1), "the flat was left"),
    (["Ana Ny, Apt"], (1, 2), (0, 2), (1, 1), (0, 1), "hidden, and three letters too many"),
    (["pays with"], (0, 2), (0, 2), (0, 1), (0, 1), "what is no span"),
    (["Dr."], (0, 2), (0, 2), (0, 0), (0, 0), "a title alone is neither right nor wrong"),
    ([], (0, 2), (0, 2), (0, 0), (0, 0), "nothing"),
]


@pytest.mark.parametrize(
    ("words", "hidden", "alike", "right", "fitting", "_why"), FOUND, ids=[row[-1] for row in FOUND]
)
def test_spans_are_hidden_or_alike(
    words: Sequence[str], hidden: Hits, alike: Hits, right: Hits, fitting: Hits, _why: str
) -> None:
    tally = judged(SAMPLE, [span(one) for one in words])
    names = (
        "hiding: recall, claimed", "overlap: recall, claimed", "hiding: precision",
        "overlap: precision",
    )  # fmt: skip
    found = [(tally.hits[name], tally.tries[name]) for name in names]
    assert found == [hidden, alike, right, fitting]


def test_types_that_are_not_claimed_are_apart() -> None:
    tally = judged(SAMPLE, [span("4111", "case-number")])
    assert tally.hits["hiding: recall, not claimed"] == 1
    assert tally.hits["hiding: recall/not claimed/CREDIT_CARD"] == 1
    assert tally.tries["hiding: recall, all types"] == 3
    assert "CREDIT_CARD" not in CLAIMED


def rows(spans: Sequence[Span]) -> list[dict[str, object]]:
    marks = [
        {"start_position": one.start, "end_position": one.end, "entity_type": one.kind}
        for one in spans
    ]
    return [{"full_text": TEXT, "spans": marks}]


def test_marks_of_one_type_side_by_side_are_one(tmp_path: Path) -> None:
    path = tmp_path / "set.json"
    parts = [span("High Row 2", "STREET_ADDRESS"), span("Apt. 4", "STREET_ADDRESS")]
    path.write_text(json.dumps(rows([*parts, span("Ana", "PERSON"), span("4111", "PERSON")])))
    assert read(path)[0].spans == (
        span("Ana", "PERSON"),
        span("Apt. 4, High Row 2", "STREET_ADDRESS"),
        span("4111", "PERSON"),
    )


def test_a_file_of_another_form_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "set.json"
    path.write_text('{"text": "a"}')
    with pytest.raises(ValueError, match="no JSON list"):
        read(path)


def test_the_report_stands_beside_what_was_published() -> None:
    figures = measured([SAMPLE, SAMPLE], lambda _: [span("Ana Ny")])
    lines = list(report([SAMPLE, SAMPLE], figures))
    assert "hiding: F2, claimed: 0.556" in lines
    assert "F2 .618" in lines[-1]
