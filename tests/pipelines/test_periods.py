"""What inspections came to: which grades are the latest, and how they are told."""

from __future__ import annotations

import pytest

from corpus.history import Cited, Inspected, Judged
from pipelines.periods import latest_graded, overall

CITED = Cited("d", "d.pdf", 1, None, 0, 4, "good")


def inspected(key: str, *judgements: tuple[str, str, str]) -> Inspected:
    return Inspected(
        key, f"d{key}", "d.pdf", "f", "F", "full", None, None, None, (), None, None, None, None,
        None, None, None,
        tuple(Judged(area, title, title, grade, grade, CITED) for area, title, grade in judgements),
    )  # fmt: skip


OE = ("OE", "Overall effectiveness", "Good")
GRADED = inspected("graded", OE, ("HP", "Help and protection", "Good"))
OUTCOME = inspected("outcome", ("OE", "Inspection outcome", "inconsistent experiences"))
SILENT = inspected("silent")
AREAS = inspected("areas", ("HP", "Help", "Good"), ("CL", "Leavers", "Good"))


@pytest.mark.parametrize(
    ("newest_first", "expected", "why"),
    [
        ([GRADED, AREAS], None, "the latest of all"),
        ([SILENT, GRADED], GRADED, "the latest gave none"),
        ([OUTCOME, SILENT, GRADED], GRADED, "an outcome alone is no set of grades"),
        ([SILENT, OUTCOME], OUTCOME, "nor is there any other"),
        ([OUTCOME, SILENT], None, "and it is the latest"),
        ([SILENT], None, "none gave any"),
        ([], None, "there is none"),
    ],
)
def test_the_latest_grades_are_told_where_the_latest_inspection_gave_none(
    newest_first: list[Inspected], expected: Inspected | None, why: str
) -> None:
    assert latest_graded(newest_first) is expected, why


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (GRADED, "Overall effectiveness: Good."), (OUTCOME, "Inspection outcome: inconsistent"),
        (SILENT, "It gave no grades."), (AREAS, "It gave no overall grade."),
    ],
)  # fmt: skip
def test_what_an_inspection_came_to_as_a_whole_is_said(one: Inspected, words: str) -> None:
    assert overall(one).startswith(words)
