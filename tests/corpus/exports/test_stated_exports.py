"""Exports of what documents state: the contract's columns, in order, guarded, overdue by a day."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from corpus.evidence import Evidence
from corpus.exports import TABLES, write
from corpus.facts import Check, Fact, Stated
from corpus.identity import fact_id
from corpus.problems import SettingsError
from corpus.records import Box, Reading

Report = Callable[..., Reading]
CONTRACT = {
    # The last two are ours: what to correct, and what was corrected.
    "judgements": "document_id framework area label grade grade_normalised page boxes "
    "fact_id corrected",
    "improvements": "document_id kind text page boxes references due band fact_id corrected",
    "actions": "document_id area rag plan_refs band due status_text overdue page fact_id corrected",
    "checks": "document_id name framework rule force paragraph outcome text reason",
}
BOX = Box(1, 72.0, 700.25, 523.5, 712.0)
LINES = ("Help and protection: Good", "=Care plans", "Private fostering", "Inspected in 2013")


def stating(reading: Reading, *facts: tuple[str, str, dict[str, Any]], **changes: Any) -> Reading:
    """The same reading with facts, each given as its words, its kind and its fields."""
    assert reading.extraction is not None
    document, text = reading.extraction.document_id, reading.extraction.text
    made = []
    for number, (words, kind, fields) in enumerate(facts):
        start = text.index(words)
        end = start + len(words)
        key = fact_id(document, kind, str(number), start, end)
        made.append(Fact(key, document, kind, fields, start, end, words, 1, (BOX,)))  # type: ignore[arg-type]
    return replace(
        reading, stated=replace(Stated(document, "facts/1", "slac-2009", tuple(made)), **changes)
    )


def exported(evidence: Evidence, what: str, as_of: date | None = None) -> list[dict[str, Any]]:
    out = io.BytesIO()
    write(evidence, what, "jsonl", out, as_of)
    return [json.loads(line) for line in out.getvalue().decode().splitlines()]


GRADE = {
    "framework": "slac-2009", "area": "HP", "label": "Help and protection", "grade": "Good ",
    "grade_normalised": "good", "how": "table", "agrees": [],
}  # fmt: skip
ACTION = {
    "area": "Private fostering", "rag": "amber", "plan_refs": ["3.1"], "band": "within 3 months",
    "due": None, "status_text": "Under way.",
}  # fmt: skip
INSPECTION = {
    "framework": "slac-2009",
    "start": "2013-01-28",
    "end": "2013-02-08",
    "published": "2013-03-15",
}
IMPROVEMENT = {"order": 1, "references": ["paragraph 12"], "due": None, "band": "immediately"}


@pytest.fixture
def filled(evidence: Evidence, report: Report) -> Evidence:
    """Two reports: one states a thing of every kind, the other, first by path, one grade."""
    full = report("/in/b.pdf", *LINES)
    assert full.document is not None
    broken = Check(
        full.document.id, "slac-2009", "L-04", "must", "44", "broken", "One asks.", "=It is so."
    )
    evidence.save(
        [
            stating(
                full,
                (LINES[3], "inspection", INSPECTION),
                (LINES[2], "action", ACTION),
                (LINES[1], "priority_action", IMPROVEMENT),
                ("Care plans", "requirement", {}),
                (LINES[0], "judgement", GRADE),
                checks=(broken,),
            ),
            stating(report("/in/a.pdf", "Safe: good"), ("Safe: good", "judgement", GRADE)),
            report("/in/c.txt", "Sam said so.", sensitivity="restricted"),
        ]
    )
    return evidence


@pytest.mark.parametrize("what", CONTRACT)
def test_columns_are_those_of_the_contract(filled: Evidence, what: str) -> None:
    found = exported(filled, what)
    assert {tuple(row) for row in found} == {tuple(CONTRACT[what].split())}
    out = io.BytesIO()
    assert write(filled, what, "csv", out) == len(found)
    assert out.getvalue().decode().splitlines()[0].split(",") == CONTRACT[what].split()


def test_documents_are_told_by_their_inspection_fact(filled: Evidence) -> None:
    found = exported(filled, "documents")
    columns = ("name", "framework", "inspection_start", "inspection_end")
    assert [tuple(row[name] for name in columns) for row in found] == [
        ("a.pdf", "slac-2009", None, None),
        ("b.pdf", "slac-2009", "2013-01-28", "2013-02-08"),
        ("c.txt", None, None, None),
    ]


def test_the_first_of_several_inspections_is_the_documents_own(
    evidence: Evidence, report: Report
) -> None:
    earlier = {"framework": "slac-2009", "start": "2010-01-01", "end": "2010-01-08"}
    made = report("/in/b.pdf", *LINES)
    first, second = (LINES[3], "inspection", INSPECTION), (LINES[0], "inspection", earlier)
    evidence.save([stating(made, first, second)])
    assert exported(evidence, "documents")[0]["inspection_start"] == "2013-01-28"


def test_a_grade_is_exported_as_printed_and_as_the_scale_has_it(filled: Evidence) -> None:
    first, second = exported(filled, "judgements")
    assert (first["grade"], first["grade_normalised"], first["area"]) == ("Good ", "good", "HP")
    assert first["document_id"] != second["document_id"], "a.pdf comes first, then b.pdf"
    assert second["boxes"] == [list(BOX)]
    assert second["page"] == 1


def test_improvements_go_by_place_with_their_kind(filled: Evidence) -> None:
    first, second = exported(filled, "improvements")
    assert (first["kind"], first["text"]) == ("priority_action", "=Care plans")
    assert (first["references"], first["band"]) == (["paragraph 12"], "immediately")
    assert (second["kind"], second["references"], second["due"]) == ("requirement", [], None)


def test_no_cell_is_a_formula(filled: Evidence) -> None:
    for what, column in (("improvements", "text"), ("checks", "reason")):
        out = io.BytesIO()
        write(filled, what, "csv", out)
        rows = csv.DictReader(io.StringIO(out.getvalue().decode(), newline=""))
        assert next(iter(rows))[column].startswith("'=")


def test_checks_name_the_document_and_the_force_of_the_rule(filled: Evidence) -> None:
    (found,) = exported(filled, "checks")
    assert (found["name"], found["rule"], found["force"]) == ("b.pdf", "L-04", "must")
    assert found["outcome"] == "broken"


OVERDUE = [
    ({}, "2013-06-15", False, "the last day of three months after publication"),
    ({}, "2013-06-16", True, "the day after"),
    ({"rag": "Green"}, "2020-01-01", False, "what is done is not overdue"),
    ({"rag": None}, "2013-06-16", True, "a row without a colour is not done"),
    ({"due": "2013-04-01"}, "2013-04-02", True, "its own day goes before its band"),
    ({"band": "some time"}, "2020-01-01", None, "a band that is in no framework"),
    ({"band": None}, "2020-01-01", None, "neither band nor day"),
    ({"due": "spring", "band": None}, "2020-01-01", None, "a day that is none"),
]


@pytest.mark.parametrize(("change", "day", "late", "why"), OVERDUE, ids=[row[3] for row in OVERDUE])
def test_what_is_overdue_on_a_day(
    evidence: Evidence, report: Report, change: dict[str, Any], day: str, late: bool, why: str
) -> None:
    made = report("/in/b.pdf", *LINES)
    action, inspection = (LINES[2], "action", ACTION | change), (LINES[3], "inspection", INSPECTION)
    evidence.save([stating(made, inspection, action)])
    (row,) = exported(evidence, "actions", date.fromisoformat(day))
    assert row["overdue"] is late, why
    assert exported(evidence, "actions")[0]["overdue"] is None, "nobody named a day"


NO_FRAMEWORK = [
    ({"due": "2013-04-01"}, True, "the row's own day needs no framework"),
    ({"rag": "green"}, False, "nor does green"),
    ({}, None, "a band does"),
]


@pytest.mark.parametrize("framework", [None, "gone-2001"])
@pytest.mark.parametrize(
    ("change", "late", "why"), NO_FRAMEWORK, ids=[row[2] for row in NO_FRAMEWORK]
)
def test_a_plan_without_a_known_framework(
    evidence: Evidence,
    report: Report,
    framework: str | None,
    change: dict[str, Any],
    late: bool | None,
    why: str,
) -> None:
    made = report("/in/b.pdf", *LINES)
    evidence.save([stating(made, (LINES[2], "action", ACTION | change), framework=framework)])
    assert exported(evidence, "actions", date(2020, 1, 1))[0]["overdue"] is late, why


def test_publication_is_told_by_the_document_where_the_inspection_does_not(
    evidence: Evidence, report: Report
) -> None:
    made = report("/in/b.pdf", *LINES, published="2013-03-15")
    evidence.save([stating(made, (LINES[2], "action", ACTION))])
    assert exported(evidence, "actions", date(2013, 6, 15))[0]["overdue"] is False
    assert exported(evidence, "actions", date(2013, 6, 16))[0]["overdue"] is True


def test_a_report_to_a_committee_has_a_date_of_its_own(evidence: Evidence, report: Report) -> None:
    made = report("/in/b.pdf", *LINES, published="2013-03-15", kind="committee_report")
    evidence.save([stating(made, (LINES[2], "action", ACTION))])
    assert exported(evidence, "actions", date(2020, 1, 1))[0]["overdue"] is None


OTHER = {"framework": "adoption-2012", "start": "2013-02-11", "published": "2019-04-03"}
LATER = INSPECTION | {"published": "2019-03-15"}


@pytest.mark.parametrize(
    ("inspections", "late", "why"),
    [
        (((LINES[1], INSPECTION), (LINES[3], OTHER)), True, "one framework alone has the band"),
        (((LINES[0], OTHER), (LINES[3], INSPECTION)), True, "also where it is named after"),
        (((LINES[0], LATER), (LINES[1], INSPECTION)), True, "of two, the last before the plan"),
        (((LINES[0], INSPECTION), (LINES[1], LATER)), False, "likewise"),
        (((LINES[0], LATER), (LINES[3], INSPECTION)), False, "and not the one after it"),
    ],
)
def test_a_plan_belongs_to_one_of_several_inspections(
    evidence: Evidence,
    report: Report,
    inspections: tuple[tuple[str, dict[str, Any]], ...],
    late: bool,
    why: str,
) -> None:
    made = report("/in/b.pdf", *LINES)
    facts = [(words, "inspection", fields) for words, fields in inspections]
    evidence.save([stating(made, *facts, (LINES[2], "action", ACTION), framework=None)])
    assert exported(evidence, "actions", date(2014, 1, 1))[0]["overdue"] is late, why


def test_a_document_about_two_frameworks_has_no_inspection_of_its_own(
    evidence: Evidence, report: Report
) -> None:
    made = report("/in/b.pdf", *LINES)
    facts = [(LINES[0], "inspection", OTHER), (LINES[3], "inspection", INSPECTION)]
    evidence.save([stating(made, *facts, framework=None)])
    [row] = exported(evidence, "documents")
    assert (row["framework"], row["inspection_start"], row["inspection_end"]) == (None, None, None)


@pytest.mark.parametrize("what", [table.name for table in TABLES if table.name != "actions"])
def test_a_day_is_refused_where_nothing_hangs_on_it(filled: Evidence, what: str) -> None:
    with pytest.raises(SettingsError, match=r"Leave --as-of out, or ask for: actions\."):
        exported(filled, what, date(2020, 1, 1))
