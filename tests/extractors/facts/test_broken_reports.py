"""Reports with faults of every sort: what can be read is stated, the rest is said."""

from collections.abc import Callable

import pytest

from corpus.facts import Fact, Stated

Read = Callable[..., Stated]
Grades = Callable[[Stated], dict[str | None, str | None]]
Inspection = Callable[[Stated], Fact]
Codes = Callable[[Stated], list[str]]

ILACS = ["Inspection of Westshire local authority children’s services", ""]
DATES = ["Inspection dates: 2 to 13 December 2024", ""]
HEAD = [*ILACS, *DATES]
HP = "The experiences and progress of children who need help and protection"
CIC = "The experiences and progress of children in care"
CL = "The experiences and progress of care leavers"
LEAD = "The impact of leaders on social work practice with children and families"
OE = "Overall effectiveness"
ROWS = [f"{LEAD}\tGood", f"{HP}\tOutstanding", f"{CIC}\tGood", f"{CL}\tInadequate", f"{OE}\tGood"]
TABLE = ["Judgement\tGrade", *ROWS, ""]
FIVE = {"LEAD": "good", "HP": "outstanding", "CIC": "good", "CL": "inadequate", "OE": "good"}

PROSE = [
    ("Overall effectiveness was judged good in 2015.", "an earlier year"),
    ("The authority was judged to be inadequate at its inspection in 2015.", "no area"),
    ("At the last inspection, overall effectiveness was judged to be inadequate.", "the last one"),
    ("In Eastshire the overall effectiveness is inadequate.", "another authority"),
    ("In 2015 overall effectiveness is inadequate.", "another year"),
    ("Previously, overall effectiveness is inadequate.", "an earlier time"),
    ("Leaders told us that overall effectiveness is inadequate.", "what somebody said"),
    ("“Overall effectiveness is inadequate”, a neighbour’s report says.", "a quotation"),
    ("If overall effectiveness is inadequate, a monitoring visit follows.", "a condition"),
    ("Overall effectiveness is not inadequate.", "a denial"),
    ("The overall effectiveness of schools in the area is inadequate.", "of schools"),
    ("Good practice in care leavers is outstanding.", "part of an area"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "reason"), PROSE, ids=[reason for _, reason in PROSE])
def test_grade_words_in_prose_are_no_judgements(
    read_html: Read, grades: Grades, codes: Codes, words: str, reason: str
) -> None:
    found = read_html(*HEAD, *TABLE, "## A finding", words)
    assert grades(found) == FIVE, reason
    assert codes(found) == [], reason
    assert "OE" not in grades(read_html(*HEAD, *TABLE[:-2], "## A finding", words)), reason


TABLES = [
    ([f"{row}\tSee page 3" for row in TABLE[1:-1]], (FIVE, []), "a column of notes"),
    ([f"{n}\t{row}" for n, row in enumerate(ROWS, 1)], (FIVE, []), "a column of numbers"),
    ([f"\t{row}\t" for row in ROWS], (FIVE, []), "empty columns on both sides"),
    ([row.replace("\t", "\t\t") for row in ROWS], (FIVE, []), "an empty column between"),
    ([row.upper() for row in ROWS], (FIVE, []), "capitals"),
    ([f"{row}\tGood" for row in ROWS], ({}, ["unclear-column"] * 5 + ["missing-judgement"]), "two"),
    (
        [*ROWS[:3], "The experiences and progress of\t", "care leavers\tInadequate", ROWS[4]],
        (FIVE, []),
        "a label on two lines",
    ),
    ([*ROWS[:3], f"{CL}\t", "\tInadequate", ROWS[4]], (FIVE, []), "a grade below its label"),
    (
        [*ROWS[:4], f"{OE}\tExcellent"],
        ({**FIVE, "OE": None}, ["unknown-grade"]),
        "a grade in no scale",
    ),
    (
        [*ROWS[:4], f"{OE}\tGood", f"{OE}\tInadequate"],
        (FIVE, ["contradictory-grades"]),
        "the same label twice",
    ),
]


@pytest.mark.parametrize(("rows", "stated", "reason"), TABLES)
def test_tables_of_every_shape(
    read_html: Read,
    grades: Grades,
    codes: Codes,
    rows: list[str],
    stated: tuple[dict[str, str | None], list[str]],
    reason: str,
) -> None:
    found = read_html(*HEAD, "Judgement\tGrade", *rows)
    assert (grades(found), codes(found)) == stated, reason


def test_grades_in_table_heading_and_sentence_that_differ_are_each_named(
    read_html: Read, grades: Grades
) -> None:
    heading = f"## {CL}: requires improvement to be good"
    found = read_html(*HEAD, *TABLE, heading, "Text.", f"{CL} are outstanding.")
    assert grades(found) == FIVE, "the first that is printed"
    messages = [problem.message for problem in found.problems]
    assert [problem.code for problem in found.problems] == ["contradictory-grades"] * 2
    assert "requires improvement" in messages[0]
    assert "outstanding" in messages[1]


DATED = [
    ("28 December 2023 to 5 January 2024", [["2023-12-28", "2024-01-05"]], "over the year"),
    ("28 December to 5 January 2024", [["2023-12-28", "2024-01-05"]], "the first year left out"),
    ("2–13 December 2024", [["2024-12-02", "2024-12-13"]], "an en dash"),
    ("2 until 13 December 2024", [["2024-12-02", "2024-12-13"]], "until"),
    ("from 2 to 13 December 2024", [["2024-12-02", "2024-12-13"]], "from"),
    ("2nd December to 13th December 2024", [["2024-12-02", "2024-12-13"]], "ordinals"),
    (
        "2 and 3 December 2024",
        [["2024-12-02", "2024-12-02"], ["2024-12-03", "2024-12-03"]],
        "two days",
    ),
    (
        "2 to 6 December and 7 to 8 January 2025",
        [["2024-12-02", "2024-12-06"], ["2025-01-07", "2025-01-08"]],
        "two stays over the year",
    ),
    ("29 February 2023", [], "no leap year"),
    ("0 to 4 March 2024", [], "no such day"),
    ("5 March 2024 to 4 March 2024", [], "ends before it starts"),
    ("2024-12-02 to 2024-12-13", [], "a form that reports do not print"),
]


@pytest.mark.parametrize(("words", "ranges", "reason"), DATED, ids=[row[2] for row in DATED])
def test_dates_of_every_shape(
    read_text: Read, inspection: Inspection, codes: Codes, words: str, ranges: object, reason: str
) -> None:
    found = read_text(*ILACS, f"Inspection dates: {words}", "", *TABLE)
    assert inspection(found).fields["ranges"] == ranges, reason
    unread = {"impossible-date", "no-date", "dates-in-part"}
    assert bool(unread & set(codes(found))) is (not ranges), reason


def test_rules_never_weigh_the_grades_of_two_reports_together(read_text: Read) -> None:
    poor = [row.replace("Outstanding", "Inadequate") for row in TABLE]
    first, second = [*HEAD, *TABLE], [*ILACS, *DATES, *poor]
    filling = ["A finding about practice.", ""] * 20
    alone = [read_text(*one).checks for one in (first, second)]
    both = read_text(*first, *filling, *second)
    assert [problem.code for problem in both.problems] == ["two-reports"]
    assert both.checks == (*alone[0], *alone[1])


@pytest.mark.parametrize("header", ["Previous grade", "Last inspection (2019)", "Prior judgement"])
def test_a_column_of_earlier_grades_is_not_of_this_inspection(
    read_html: Read, grades: Grades, header: str
) -> None:
    beside = [row.replace("\t", "\tInadequate\t") for row in ROWS]
    assert grades(read_html(*HEAD, f"Judgement\t{header}\tGrade", *beside)) == FIVE
    assert grades(read_html(*HEAD, f"Judgement\t{header}", *ROWS)) == {}
