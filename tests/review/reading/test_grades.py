"""Grades over time: one row for one judgement, and only for that."""

from __future__ import annotations

from corpus.history import Against, Change, Cited, Inspected, Judged
from review.reading.grades import grid

CITED = Cited("d", "d.pdf", 1, None, 0, 4, "good")


def inspected(key: str, on: str, *judgements: Judged) -> Inspected:
    return Inspected(
        key, f"d{key}", "d.pdf", "f", "F", "full", None, on, on, ((on,),), on, None, None, None,
        None, None, None, judgements,
    )  # fmt: skip


def judged(area: str, title: str, grade: str, change: Change | None = None) -> Judged:
    return Judged(area, title, title, grade, grade, CITED, change)


def since(key: str, area: str, relation: str = "exact") -> Change:
    verdict = "better" if relation == "exact" else "not comparable"
    against = Against(key, "2015-01-01", "f", area, area, "good", "good", relation, None, CITED)  # type: ignore[arg-type]
    return Change(verdict, (against,), "")  # type: ignore[arg-type]


OLD = inspected(
    "1", "2015-01-01", judged("OE", "Overall", "inadequate"), judged("CL", "Leavers", "good")
)
NEW = inspected(
    "2", "2020-01-01",
    judged("OE", "Overall effectiveness", "good", since("1", "OE")),
    judged("CL", "Leavers", "good", since("1", "CL", "narrower")),
)  # fmt: skip


def test_the_same_judgement_stands_in_one_row_under_its_newest_title() -> None:
    found = grid([NEW, OLD])
    assert [one.id for one in found.columns] == ["2", "1"]
    overall = found.rows[0]
    assert overall.title == "Overall effectiveness"
    assert [overall.cells[key].grade for key in ("1", "2")] == ["inadequate", "good"]


def test_what_only_sounds_alike_has_a_row_of_its_own() -> None:
    leavers = [row for row in grid([NEW, OLD]).rows if row.title == "Leavers"]
    assert [list(row.cells) for row in leavers] == [["2"], ["1"]]


def test_two_judgements_of_one_inspection_never_share_a_cell() -> None:
    twice = inspected(
        "3", "2021-01-01",
        judged("OE", "Overall", "good", since("1", "OE")),
        judged("OE2", "Overall too", "good", since("1", "OE")),
    )  # fmt: skip
    rows = grid([twice, OLD]).rows
    assert sum(len(row.cells) for row in rows) == 4


def test_inspections_without_grades_have_no_column() -> None:
    assert grid([inspected("4", "2022-01-01")]).columns == ()
    assert grid([]).rows == ()
