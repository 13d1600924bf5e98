"""Reports of a made-up county: what they state, and what is said where they are wrong."""

from collections.abc import Callable

import pytest

from corpus.facts import Fact, Stated

Read = Callable[..., Stated]
Grades = Callable[[Stated], dict[str | None, str | None]]
Inspection = Callable[[Stated], Fact]
Codes = Callable[[Stated], list[str]]

ILACS = ["Inspection of Westshire local authority children’s services", ""]
DATES = ["Inspection dates: 2 to 13 December 2024", ""]
LEAD = ["Lead inspector: Ann Example, His Majesty’s Inspector", ""]
TABLE = [
    "Judgement\tGrade",
    "The impact of leaders on social work practice with children and families\tGood",
    "The experiences and progress of children who need help and protection\tOutstanding",
    "The experiences and progress of children in care\tRequires improvement to be good",
    "The experiences and progress of care leavers\tInadequate",
    "Overall effectiveness\tGood",
    "",
]
FIVE = {
    "LEAD": "good",
    "HP": "outstanding",
    "CIC": "requires improvement to be good",
    "CL": "inadequate",
    "OE": "good",
}
TITLE_SIF = (
    "Inspection of services for children in need of help and protection, children looked after "
    "and care leavers"
)


def test_a_report_states_its_inspection(read_text: Read, inspection: Inspection) -> None:
    found = read_text(*ILACS, *DATES, *LEAD, *TABLE)
    fact = inspection(found)
    assert fact.text == "Inspection dates: 2 to 13 December 2024"
    fields = fact.fields
    assert (fields["framework"], fields["type"]) == ("ilacs-2023", "standard")
    assert fields["inferred"] == ["type"], "no words of the report say standard"
    assert (fields["start"], fields["end"]) == ("2024-12-02", "2024-12-13")
    assert (fields["lead"], fields["role"]) == ("Ann Example", "His Majesty’s Inspector")
    assert fields["title"] == ILACS[0]
    assert found.framework == "ilacs-2023"
    start, end, page = fields["places"]["lead"]
    assert (end - start, page) == (len(LEAD[0]), None)


def test_judgements_are_told_by_label_not_by_place(read_text: Read, grades: Grades) -> None:
    assert grades(read_text(*ILACS, *DATES, *TABLE)) == FIVE
    assert grades(read_text(*ILACS, *DATES, TABLE[0], *reversed(TABLE[1:-1]))) == FIVE


def test_a_judgement_printed_again_is_one_fact_with_two_places(read_html: Read) -> None:
    again = "## The experiences and progress of care leavers: inadequate"
    found = read_html(*ILACS, *DATES, *TABLE, again, "", "Leavers wait.")
    fact = next(f for f in found.of_kind("judgement") if f.fields["area"] == "CL")
    assert len(fact.fields["agrees"]) == 1
    assert fact.fields["how"] == "table"
    assert found.problems == ()


TYPES = [
    # (dates, type, reason)
    ("2 to 6 December 2024", "short", "one week"),
    ("11 to 13 July 2023", "short", "less than a week"),
    ("2 to 13 December 2024", "standard", "two weeks"),
    ("2 to 6 December 2024 and 14 to 15 January 2025", "short", "the longer of two stays"),
    ("2 to 30 December 2024", None, "the framework says nothing of four weeks"),
]


@pytest.mark.parametrize(("dates", "kind", "reason"), TYPES)
def test_types_are_inferred_only_as_the_framework_says(
    read_text: Read, inspection: Inspection, dates: str, kind: str | None, reason: str
) -> None:
    fields = inspection(read_text(*ILACS, f"Inspection dates: {dates}", "", *TABLE)).fields
    assert fields["type"] == kind, reason
    assert fields["inferred"] == (["type"] if kind else [])


def test_the_older_form_is_told_by_its_labels(read_text: Read, inspection: Inspection) -> None:
    joined = "The experiences and progress of children in care and care leavers\tGood"
    found = read_text(*ILACS, *DATES, *TABLE[:3], joined, TABLE[5], "")
    assert inspection(found).fields["framework"] == "ilacs-2018"
    assert "not-in-force" in [problem.code for problem in found.problems]


def test_a_report_without_overall_grade_is_of_the_edition_that_has_none(
    read_text: Read, grades: Grades, codes: Codes
) -> None:
    found = read_text(*ILACS, "Inspection dates: 5 to 9 October 2026", "", *TABLE[:5], "")
    assert found.framework == "ilacs-2026"
    assert "OE" not in grades(found)
    assert codes(found) == []


def sif(*lines: str, title: str = TITLE_SIF) -> list[str]:
    return [
        "Westshire County Council", "", title, "", "Inspection date: 6 to 30 July 2015", "",
        "Report published: 15 September 2015", "", *lines,
    ]  # fmt: skip


BOARD = ["Review of the effectiveness of the Local Safeguarding Children Board", ""]
PAGE_ONE = [
    "Children’s services in Westshire require improvement to be good",
    "",
    "1. Children who need help and protection\tRequire improvement",
    "2. Children looked after and achieving permanence\tGood",
    "2.1 Adoption performance\tNot judged",
    "2.2 Experiences and progress of care leavers\tOutstanding",
    "3. Leadership, management and governance\tRequires improvement",
    "",
]
SIX = {
    "OE": "requires improvement",
    "HP": "requires improvement",
    "CICL": "good",
    "ADOPT": None,
    "CL": "outstanding",
    "LEAD": "requires improvement",
}
SENTENCES = [
    ("The Local Safeguarding Children Board is good", "good"),
    ("The Local Safeguarding Children Board requires improvement.", "requires improvement"),
    ("The effectiveness of the Westshire Safeguarding Children Board (WSCB) is inadequate", "inad"),
    ("The judgement for the effectiveness of the LSCB is requires improvement", "requires"),
    ("The LSCB is good because:", "good"),
]


@pytest.mark.parametrize(("sentence", "grade"), SENTENCES)
def test_sub_judgements_and_the_board(
    read_text: Read, grades: Grades, sentence: str, grade: str
) -> None:
    found = grades(read_text(*sif(*PAGE_ONE, sentence, "")))
    board = found.pop("LSCB")
    assert board is not None
    assert board.startswith(grade)
    assert found == SIX


def test_published_before_it_ended_is_impossible(read_text: Read, codes: Codes) -> None:
    lines = [line.replace("15 September 2015", "15 July 2015") for line in sif(*PAGE_ONE)]
    assert codes(read_text(*lines)) == ["impossible-date"]


def test_grades_of_earlier_inspections_are_not_of_this_one(read_html: Read, codes: Codes) -> None:
    earlier = [
        "## Previous Ofsted inspections", "", "The judgements in 2011 were:", "",
        "Adoption performance: inadequate", "",
    ]  # fmt: skip
    assert codes(read_html(*sif(*PAGE_ONE, *earlier))) == []


def test_what_file_and_folder_say_otherwise_is_shown(read_text: Read) -> None:
    found = read_text(
        *sif(*PAGE_ONE),
        name="inspection - 20 september 2015.txt",
        path="reports/80999_eastshire/inspection - 20 september 2015.txt",
    )
    messages = [problem.message for problem in found.problems]
    assert [problem.code for problem in found.problems] == ["stated-otherwise"] * len(messages)
    assert "2015-09-15" in messages[0]
    assert "2015-09-20" in messages[0]
    assert any("eastshire" in message and "Westshire" in message for message in messages[1:])


OUTCOMES = [
    (
        "arrangements typically lead to positive experiences and outcomes for",
        "positive experiences",
    ),
    ("arrangements lead to inconsistent experiences and outcomes for", "inconsistent experiences"),
    ("arrangements show widespread and/or systemic failings for", "widespread failings"),
]
SEND = [
    "Area SEND inspection of Westshire Local Area Partnership", "",
    "Inspection dates: 18 to 22 March 2024", "", "## Inspection outcome", "",
]  # fmt: skip


@pytest.mark.parametrize(("words", "outcome"), OUTCOMES)
def test_the_three_outcomes_of_send(
    read_html: Read, grades: Grades, words: str, outcome: str
) -> None:
    sentence = f"The partnership’s {words} children with SEND."
    found = read_html(*SEND, f"{sentence} More is said here.")
    assert grades(found) == {"OE": outcome}
    assert found.of_kind("judgement")[0].text == sentence


def test_two_outcomes_in_one_place_are_none(read_html: Read, grades: Grades, codes: Codes) -> None:
    words = f"The {OUTCOMES[0][0]} some; the {OUTCOMES[1][0]} others."
    found = read_html(*SEND, words)
    assert grades(found) == {}
    assert codes(found) == ["contradictory-grades", "missing-judgement"]


def test_a_joint_letter_has_no_grades(
    read_text: Read, grades: Grades, inspection: Inspection
) -> None:
    found = read_text(
        "1 December 2017", "", "Dear local partnership", "",
        "Joint targeted area inspection of Westshire", "",
        "Between 9 and 13 October, Ofsted, the Care Quality Commission (CQC) and others inspected.",
    )  # fmt: skip
    fields = inspection(found).fields
    assert (fields["framework"], fields["type"], fields["dated"]) == (
        "jtai-2016", "joint", "2017-12-01",
    )  # fmt: skip
    assert fields["ranges"] == [["2017-10-09", "2017-10-13"]]
    assert fields["inferred"] == ["year"]
    assert grades(found) == {}


LAC = [
    "Inspection of looked after children services", "", "Westshire County Council", "",
    "Inspection dates: 8 – 12 July 2013", "", "Reporting inspector Ann Example HMI", "",
    "## Capacity to improve", "", "### Grade 3 (adequate)", "",
]  # fmt: skip


def test_the_form_of_2013_has_no_framework_and_says_so(
    read_html: Read, grades: Grades, codes: Codes, inspection: Inspection
) -> None:
    table = ["Capacity to improve\tAdequate Grade 3", "Quality of provision\tInadequate", ""]
    found = read_html(*LAC, "Text.", "", *table)
    assert found.framework is None
    assert grades(found) == {"CAP": "adequate", "QP": "inadequate"}
    assert codes(found) == ["unknown-framework"]
    assert inspection(found).fields["lead"] == "Ann Example"


# Bad input


def test_a_report_cut_after_page_one(
    read_pdf: Read, grades: Grades, codes: Codes, inspection: Inspection
) -> None:
    short = [line for line in (*ILACS, *DATES, *TABLE) if line]
    short = [line.replace("The experiences and progress of ", "") for line in short]
    short[3] = "Impact of leaders\tGood"
    found = read_pdf(short)
    assert inspection(found).fields["start"] == "2024-12-02"
    assert grades(found) == FIVE
    assert all(fact.page == 1 and fact.boxes for fact in found.facts)
    assert codes(found) == ["cut-short"]


def test_two_reports_in_one_file(read_text: Read, codes: Codes) -> None:
    board = [
        "Westshire Safeguarding Children Board", "",
        "Inspection of the effectiveness of the local safeguarding children board", "",
        "Inspection date: 14 to 16 July 2015", "", "Report published: 22 September 2015", "",
        "The Local Safeguarding Children Board requires improvement", "",
    ]  # fmt: skip
    found = read_text(*sif(*PAGE_ONE, *["A finding about practice.", ""] * 3), *board)
    first, second = found.of_kind("inspection")
    assert (first.fields["type"], second.fields["type"]) == ("full", "board review")
    assert second.fields["published"] == "2015-09-22"
    assert found.of_kind("judgement")[-1].fields["area"] == "LSCB"
    assert codes(found) == ["two-reports"]


def test_a_table_with_a_missing_cell(read_html: Read, grades: Grades) -> None:
    table = [line.replace("care leavers\tInadequate", "care leavers\t") for line in TABLE]
    found = read_html(*ILACS, *DATES, *table)
    assert "CL" not in grades(found)
    messages = {problem.code: problem.message for problem in found.problems}
    assert "care leavers" in messages["missing-grade"]
    assert "care leavers" in messages["missing-judgement"]


def test_a_grade_in_no_scale_is_kept_as_printed(read_text: Read, codes: Codes) -> None:
    table = [line.replace("\tInadequate", "\tSatisfactory") for line in TABLE]
    found = read_text(*ILACS, *DATES, *table)
    fact = next(f for f in found.of_kind("judgement") if f.fields["area"] == "CL")
    assert (fact.fields["grade"], fact.fields["grade_normalised"]) == ("Satisfactory", None)
    assert codes(found) == ["unknown-grade"]
    assert "line" in found.problems[0].message


def test_contradictory_grades_name_both_places(read_pdf: Read, grades: Grades) -> None:
    again = "The experiences and progress of care leavers: good"
    first = [line.replace("The experiences and progress of ", "") for line in TABLE if line]
    first[1] = "Impact of leaders\tGood"
    found = read_pdf([ILACS[0], DATES[0], *first], [again])
    problem = next(p for p in found.problems if p.code == "contradictory-grades")
    assert "page 1" in problem.message
    assert "page 2" in problem.message
    assert problem.page == 2
    assert grades(found)["CL"] == "inadequate", "the first that is printed"


@pytest.mark.parametrize("words", ["31 June 2024", "13 to 2 December 2024", "soon"])
def test_impossible_dates_are_left_out_and_said(
    read_text: Read, inspection: Inspection, words: str
) -> None:
    found = read_text(*ILACS, f"Inspection dates: {words}", "", *TABLE)
    assert inspection(found).fields["ranges"] == []
    assert inspection(found).fields["start"] is None
    problem = next(p for p in found.problems if p.code in ("impossible-date", "no-date"))
    assert "line 3" in problem.message or problem.code == "no-date"


def test_an_unknown_framework_is_said_not_guessed(read_text: Read, inspection: Inspection) -> None:
    found = read_text(
        "Inspection of lighthouses in Westshire", "", *DATES,
        "Judgement\tGrade", "Lamps and lenses\tGood", "Keepers\tInadequate", "",
    )  # fmt: skip
    assert found.framework is None
    assert inspection(found).fields["framework"] is None
    assert [(f.fields["label"], f.fields["grade"]) for f in found.of_kind("judgement")] == [
        ("Lamps and lenses", "Good"), ("Keepers", "Inadequate"),
    ]  # fmt: skip
    assert {f.fields["area"] for f in found.of_kind("judgement")} == {None}
    assert "lighthouses" in found.problems[0].message


@pytest.mark.parametrize("words", ["x", "A letter about lamps.", "Adoption performance is good."])
def test_what_is_no_report_states_no_inspection(read_text: Read, words: str) -> None:
    assert read_text(words).of_kind("inspection", "judgement") == ()
