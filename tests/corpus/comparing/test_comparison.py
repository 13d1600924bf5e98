"""A table against reports: which inspection a row is of, what differs, and in what way."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping

import pytest

from corpus.comparing import (
    Comparison,
    Difference,
    TableError,
    compare,
    corrected_table,
    read_table,
)
from corpus.frameworks import Framework
from corpus.history import Provider, Recorded, inspections

Telling = Callable[..., Recorded]
Frameworks = dict[str, Framework]
Compare = Callable[..., Comparison]

HARROWMERE = Provider("9900001", "Harrowmere Council", ("Harrowmere",))
MARSH = Provider("9900002", "Marsh End & Fen")
RI = "Requires improvement to be good"
IN_2019 = {"framework": "ilacs-2018", "start": "2019-03-04", "end": "2019-03-15"}
IN_2023 = {"start": "2023-03-06", "end": "2023-03-17", "type": "standard", "lead": "Ann Éxample"}
GRADES = {"HP": "Good", "CIC": RI, "CL": "Inadequate", "LEAD": "Good", "OE": RI}
COLUMNS = (
    "urn,local_authority,overall_effectiveness_grade,impact_of_leaders_grade,"
    "help_and_protection_grade,in_care_grade,care_leavers_grade,inspection_framework,"
    "inspector_name,inspection_start_date,inspection_end_date"
)
RIGHT = {
    "urn": "9900001",
    "local_authority": "harrowmere",
    "overall_effectiveness_grade": "requires improvement",
    "impact_of_leaders_grade": "good",
    "help_and_protection_grade": "good",
    "in_care_grade": "requires improvement",
    "care_leavers_grade": "inadequate",
    "inspection_framework": "standard",
    "inspector_name": "ann example",
    "inspection_start_date": "06/03/2023",
    "inspection_end_date": "17/03/2023",
}


def written(*rows: Mapping[str, str]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS.split(","))
    writer.writeheader()
    writer.writerows({**RIGHT, **row} for row in rows)
    return out.getvalue().encode()


@pytest.fixture
def compared(told: Telling, frameworks: Frameworks) -> Compare:
    reports = [
        told(
            "2019.pdf", grades={"HP": "Good", "CICL": "Good", "LEAD": "Good", "OE": RI}, **IN_2019
        ),
        told("2023.pdf", grades=GRADES, **IN_2023),
        told("area.pdf", "send-2023", start="2024-05-06", end="2024-05-10"),
    ]

    def run(*rows: Mapping[str, str], without: str = "") -> Comparison:
        own = [one for one in reports if one.document.name != without]
        ours = {
            "9900001": (HARROWMERE, inspections(own, frameworks)),
            "9900002": (MARSH, ()),
        }
        areas = {code for framework in frameworks.values() for code in framework.codes()}
        return compare(read_table(written(*rows), "t.csv", {}, areas), ours, frameworks)

    return run


def only(comparison: Comparison) -> Difference:
    (one,) = comparison.differences
    return one


def test_a_right_table_has_no_difference(compared: Compare) -> None:
    found = compared({})
    assert found.differences == ()
    assert (found.counts["rows_compared"], found.counts["rows_without_difference"]) == (1, 1)
    assert (found.counts["grades_agreeing"], found.counts["grades_compared"]) == (5, 5)


@pytest.mark.parametrize(
    ("row", "category", "ours", "why"),
    [
        ({"care_leavers_grade": "good"}, "grade differs", "Inadequate", "one wrong grade"),
        ({"care_leavers_grade": "n/a"}, "grade differs", "Inadequate", "says there is none"),
        ({"care_leavers_grade": ""}, "left blank", "Inadequate", "nothing there"),
        ({"care_leavers_grade": "adequate"}, "cannot be read", "Inadequate", "of an older scale"),
        ({"inspection_end_date": "10/03/2023"}, "date differs", "2023-03-17", "one day is right"),
        ({"inspection_start_date": ""}, "left blank", "2023-03-06", "one day is there"),
        ({"inspection_framework": "short"}, "type differs", "standard", "another type"),
        ({"inspector_name": "ann exampel"}, "name differs", "Ann Éxample", "a slip"),
        ({"inspector_name": "bob other"}, "name differs", "Ann Éxample", "somebody else"),
    ],
)  # fmt: skip
def test_a_cell_that_differs(
    compared: Compare, row: Mapping[str, str], category: str, ours: str, why: str
) -> None:
    one = only(compared(row))
    assert (one.category, one.ours, one.line) == (category, ours, 2), why
    assert one.cited is not None
    assert (one.cited.document, one.cited.page) == ("2023.pdf", 1)


@pytest.mark.parametrize(
    ("row", "category", "why"),
    [
        (
            {"inspection_start_date": "09/06/2025", "inspection_end_date": "13/06/2025"},
            "later inspection",
            "the table is newer",
        ),
        (
            {"inspection_start_date": "02/02/2015", "inspection_end_date": "26/02/2015"},
            "earlier inspection",
            "before all reports",
        ),
        (
            {"inspection_start_date": "03/05/2021", "inspection_end_date": "14/05/2021"},
            "not among our documents",
            "between two reports",
        ),
        ({"urn": "1", "local_authority": "nowhere"}, "unknown authority", "nobody's"),
        ({"urn": "9900002"}, "not among our documents", "no report with grades"),
    ],
)
def test_a_row_that_cannot_be_held_against_a_report(
    compared: Compare, row: Mapping[str, str], category: str, why: str
) -> None:
    found = compared(row)
    assert (only(found).category, only(found).column) == (category, None), why
    assert found.counts["rows_compared"] == 0


class TestWhichInspection:
    def test_a_table_out_of_date_is_compared_with_its_own_inspection(
        self, compared: Compare
    ) -> None:
        found = compared(
            {
                "in_care_grade": "good",
                "care_leavers_grade": "inspection_pre_dates_judgement",
                "inspection_framework": "",
                "inspector_name": "",
                "inspection_start_date": "04/03/2019",
                "inspection_end_date": "15/03/2019",
            }
        )
        assert only(found).category == "newer inspection here"
        assert "17 March 2023" in only(found).explanation

    @pytest.mark.parametrize(
        ("start", "end", "why"),
        [
            ("06/03/2023", "10/03/2023", "the first day"),
            ("13/03/2023", "17/03/2023", "the last day"),
            ("07/03/2023", "16/03/2023", "inside"),
            ("20/03/2023", "24/03/2023", "a week later"),
        ],
    )
    def test_days_that_nearly_fit_are_a_difference_of_date(
        self, compared: Compare, start: str, end: str, why: str
    ) -> None:
        found = compared({"inspection_start_date": start, "inspection_end_date": end})
        assert {one.category for one in found.differences} == {"date differs"}, why

    def test_a_name_does_where_there_is_no_number(self, compared: Compare) -> None:
        assert compared({"urn": "", "local_authority": "HARROWMERE city"}).differences == ()

    def test_two_rows_of_one_inspection_are_noted(self, compared: Compare) -> None:
        found = compared({}, {"inspector_name": "bob other"})
        assert "Lines 2 and 3 are of one inspection" in found.table.notes[0]
        assert only(found).line == 3

    def test_a_cell_that_should_be_a_date_and_is_none(self, compared: Compare) -> None:
        with pytest.raises(TableError, match="line 2, column inspection_end_date: 'soon'"):
            compared({"inspection_end_date": "soon"})


class TestJudgementsOfAnotherKind:
    OLD: Mapping[str, str] = {
        "inspection_framework": "",
        "inspector_name": "",
        "inspection_start_date": "04/03/2019",
        "inspection_end_date": "15/03/2019",
        "care_leavers_grade": "inspection_pre_dates_judgement",
        "in_care_grade": "good",
    }

    def test_the_grade_of_a_wider_judgement_agrees_and_is_counted(self, compared: Compare) -> None:
        found = compared(self.OLD, without="2023.pdf")
        assert found.differences == ()
        assert found.counts["grades_of_a_wider_judgement"] == 1

    def test_another_grade_than_the_wider_one_is_no_judgement_of_that_report(
        self, compared: Compare
    ) -> None:
        one = only(compared({**self.OLD, "in_care_grade": "inadequate"}, without="2023.pdf"))
        assert (one.category, one.ours) == ("no such judgement", None)
        assert "children in care and care leavers" in one.explanation


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ({"urn": "1", "local_authority": "nowhere"}, "nowhere"),
        ({"urn": "1", "local_authority": ""}, "number 1"),
        ({"urn": "", "local_authority": ""}, "no authority given"),
    ],
)
def test_an_unknown_authority_is_named_as_well_as_the_table_does(
    compared: Compare, row: Mapping[str, str], named: str
) -> None:
    assert only(compared(row)).authority == named


def test_exchanged_grades_are_in_the_wrong_columns(compared: Compare) -> None:
    found = compared({"help_and_protection_grade": "inadequate", "care_leavers_grade": "good"})
    assert [one.category for one in found.differences] == ["wrong column", "wrong column"]


def test_several_wrong_grades_are_not_an_exchange(compared: Compare) -> None:
    found = compared({"help_and_protection_grade": "outstanding", "care_leavers_grade": "good"})
    assert [one.category for one in found.differences] == ["grade differs", "grade differs"]


class TestCorrectedTable:
    def rows(self, comparison: Comparison, frameworks: Frameworks) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(corrected_table(comparison, frameworks))))

    def test_our_values_stand_in_the_tables_own_style_with_their_place(
        self, compared: Compare, frameworks: Frameworks
    ) -> None:
        row = {"in_care_grade": "good", "inspection_end_date": "10/03/2023"}
        (found,) = self.rows(compared(row), frameworks)
        assert found["in_care_grade"] == "requires improvement"
        assert found["in_care_grade_citation"] == f"2023.pdf, page 1: “{RI}”"
        assert found["inspection_end_date"] == "17/03/2023"
        assert found["local_authority"] == "harrowmere"
        assert found["vouch_note"] == (
            "in_care_grade: grade differs; inspection_end_date: date differs"
        )

    def test_a_row_that_is_not_ours_stays_and_says_so(
        self, compared: Compare, frameworks: Frameworks
    ) -> None:
        (found,) = self.rows(compared({"urn": "1", "local_authority": "nowhere"}), frameworks)
        assert found["in_care_grade"] == RIGHT["in_care_grade"]
        assert found["in_care_grade_citation"] == ""
        assert found["vouch_note"] == "row: unknown authority"

    def test_every_agreeing_grade_has_its_place_too(
        self, compared: Compare, frameworks: Frameworks
    ) -> None:
        (found,) = self.rows(compared({}), frameworks)
        assert found["care_leavers_grade_citation"] == "2023.pdf, page 1: “Inadequate”"

    def test_no_cell_becomes_a_formula(self, compared: Compare, frameworks: Frameworks) -> None:
        (found,) = self.rows(compared({"inspector_name": "=1+1"}), frameworks)
        assert found["inspector_name"] == "Ann Éxample"
        (found,) = self.rows(compared({"urn": "=1", "local_authority": "=cmd()"}), frameworks)
        assert found["local_authority"] == "'=cmd()"
