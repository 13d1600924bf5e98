"""Rows of action plans in every format: what each states, and what cannot be told."""

from collections.abc import Callable

import pytest

from corpus.frameworks import load

FORMS = ["html", "md", "pdf", "docx"]
ORDINARY = [
    ["Ref", "Action", "Lead", "Timescale", "Progress", "RAG"],
    ["1.1", "Review every plan", "Head of Service", "31 May 2024", "Half are reviewed.", "Amber"],
    ["1.2", "Train all managers", "HR and QA", "Within 3 months", "Done.", "G"],
    ["2.1", "Appoint a nurse", "NHS Borset", "June 2024", "See A14 above.", "Red"],
]


@pytest.mark.parametrize("form", FORMS)
def test_an_ordinary_plan_in_every_format(plan_in: Callable, form: str) -> None:
    plan = plan_in(form, ORDINARY)
    assert plan.field("area") == ["Review every plan", "Train all managers", "Appoint a nurse"]
    assert plan.field("rag") == ["amber", "green", "red"]
    assert plan.field("due") == ["2024-05-31", None, "2024-06-30"]
    assert plan.field("band") == [None, "Within 3 months", None]
    assert plan.field("owners") == [["Head of Service"], ["HR", "QA"], ["NHS Borset"]]
    assert plan.field("status_text") == ["Half are reviewed.", "Done.", "See A14 above."]
    assert plan.field("plan_refs") == [["1.1"], ["1.2"], ["2.1"]]
    assert plan.field("see") == [[], [], ["A14"]]
    assert plan.field("order") == [1, 2, 3]
    assert plan.codes == ["see-nowhere"]
    assert "A14" in plan.problems[0].message
    assert {fact.kind for fact in plan.facts} == {"action"}


def test_rows_of_a_printed_plan_have_page_and_boxes(plan_in: Callable) -> None:
    rows = [ORDINARY[0], *(ORDINARY[1] for _ in range(40))]
    plan = plan_in("pdf", rows)
    assert len(plan.facts) == 40
    assert {fact.page for fact in plan.facts} >= {1, 2}
    assert all(fact.boxes for fact in plan.facts)
    assert len({fact.id for fact in plan.facts}) == 40


def test_columns_are_told_by_their_words_not_by_their_place(plan_in: Callable) -> None:
    plan = plan_in("html", [row[::-1] for row in ORDINARY])
    assert plan.field("rag") == ["amber", "green", "red"]
    assert plan.field("area")[0] == "Review every plan"


FORMAL = [
    ["Formal area for improvement", "RAG rating", "Plan ref no", "Progress summary"],
    ["SAFEGUARDING SERVICES", "", "", ""],
    ["Immediately", "", "", ""],
    ["Ensure that risk is clear", "Amber", "A1 & A2", "Forms amended."],
    ["Within 3 months", "", "", ""],
    ["NTWX to ensure that pathways work", "Green", "C1", "A process is starting to be used."],
    ["SERVICES FOR LOOKED AFTER CHILDREN", "", "", ""],
    ["Immediately", "", "", ""],
    ["See children alone", "Green", "A16", "See A1 and A2 above."],
]


@pytest.mark.parametrize("form", FORMS)
def test_groups_of_rows_in_every_format(plan_in: Callable, form: str) -> None:
    plan = plan_in(form, FORMAL, framework=load("slac-2009"))
    assert plan.field("element") == ["SG", "SG", "LAC"]
    assert plan.field("band") == ["Immediately", "Within 3 months", "Immediately"]
    assert plan.field("plan_refs") == [["A1", "A2"], ["C1"], ["A16"]]
    assert plan.field("see") == [[], [], ["A1", "A2"]]
    assert plan.field("owners") == [[], ["NTWX"], []]
    assert plan.field("formal") == [True, True, True]
    assert plan.codes == []


def test_colour_and_progress_are_kept_apart(plan_in: Callable) -> None:
    row = plan_in("html", FORMAL).facts[1].fields
    assert row["rag"] == "green"
    assert row["status_text"] == "A process is starting to be used."


def test_an_element_that_no_framework_has_keeps_its_printed_title(plan_in: Callable) -> None:
    plan = plan_in("html", FORMAL)
    assert plan.field("element")[0] == "SAFEGUARDING SERVICES"


def test_softer_areas_are_told_from_formal_ones(plan_in: Callable) -> None:
    rows = [
        ["Area for improvement", "RAG", "Plan ref", "Progress"],
        ["Formal areas", "", "", ""],
        ["Ensure that visits take place", "Green", "A1", "Done."],
        ["Softer areas", "", "", ""],
        ["Make leaflets easier to read", "Amber", "A2", "In draft."],
    ]
    plan = plan_in("html", rows)
    assert plan.field("formal") == [True, False]
    assert plan.field("element") == [None, None]


def test_a_column_may_say_what_is_formal(plan_in: Callable) -> None:
    rows = [
        ["Action", "Formal", "RAG", "Progress"],
        ["See children", "Yes", "G", "Done."],
        ["Paint the room", "No", "G", "Done."],
        ["Buy chairs", "", "G", "Done."],
    ]
    assert plan_in("html", rows).field("formal") == [True, False, True]


def test_themes_are_named_by_the_letters_of_references(page: Callable) -> None:
    plan = page(
        "<h2>Improvement themes</h2><table><tr><td>A – Planning</td><td>C – Health</td></tr>"
        "<tr><td>B – Views</td><td>D – Quality</td></tr></table>"
        "<table><tr><th>Action</th><th>RAG</th><th>Plan ref</th></tr>"
        "<tr><td>See children</td><td>Green</td><td>A1 &amp; D2</td></tr>"
        "<tr><td>Train staff</td><td>Green</td><td>Z9</td></tr></table>"
    )
    assert plan.field("theme") == ["A – Planning; D – Quality", None]


def test_recommendation_and_action_may_each_have_a_column(page: Callable) -> None:
    plan = page(
        "<table><tr><th>Recommendation</th><th>Action</th><th>Lead</th><th>RAG</th></tr>"
        '<tr><td rowspan="2">Improve plans</td><td>Audit plans</td><td>QA</td><td>A</td></tr>'
        "<tr><td>Train staff</td><td>HR</td><td>G</td></tr></table>"
    )
    assert plan.field("area") == ["Improve plans", "Improve plans"]
    assert plan.field("action") == ["Audit plans", "Train staff"]
    assert plan.field("owners") == [["QA"], ["HR"]]


def test_a_plan_that_goes_on_in_a_table_without_headers(page: Callable) -> None:
    head = "<tr><th>Action</th><th>Lead</th><th>Progress so far</th><th>RAG</th></tr>"
    rest = (
        "<tr><td>Train every manager in the service</td><td>HR</td>"
        "<td>Half of them have been trained</td><td>A</td></tr>"
    )
    first = "<tr><td>See children</td><td>DCS</td><td>Done.</td><td>G</td></tr>"
    plan = page(f"<table>{head}{first}</table><table>{rest}</table><table>{head}{rest}</table>")
    assert plan.field("rag") == ["green", "amber", "amber"]


def test_titles_between_its_tables_group_the_rows_of_a_plan(page: Callable) -> None:
    head = "<tr><th>Action</th><th>Lead</th><th>RAG</th></tr>"
    row = "<tr><td>See children</td><td>DCS</td><td>G</td></tr>"
    plan = page(
        f"<table>{head}{row}</table><p>SERVICES FOR</p><p>CARE LEAVERS</p><p>Immediately</p>"
        f"<table>{row}{row}</table><p>Contacts</p><table><tr><td>A. Person</td><td>DCS</td>"
        "<td>01632 960000</td></tr></table><p>This ends the plan.</p>"
        f"<table>{row}{row}</table>"
    )
    assert plan.field("element") == [None, *["SERVICES FOR CARE LEAVERS"] * 2]
    assert plan.field("band") == [None, "Immediately", "Immediately"]


def test_a_row_that_a_page_break_cuts_is_one_action(page: Callable) -> None:
    head = "<tr><th>Action</th><th>Lead</th><th>Progress</th><th>RAG</th></tr>"
    plan = page(
        f"<table>{head}<tr><td>See children</td><td>DCS</td><td>Visits are</td><td>G</td></tr>"
        "<tr><td></td><td></td><td>made each week.</td><td></td></tr>"
        "<tr><td>Train all managers who</td><td>HR</td><td>Begun</td><td>A</td></tr>"
        "<tr><td>supervise social workers</td><td></td><td>in May.</td><td></td></tr></table>"
    )
    assert plan.field("status_text") == ["Visits are made each week.", "Begun in May."]
    assert plan.field("area")[1] == "Train all managers who supervise social workers"
    assert plan.codes == []


BAD_ROWS = [
    # (colour, date, code, words of the message)
    ("Purple", "May 2024", "unknown-colour", 'The colour "Purple" in the column "RAG"'),
    ("Amber/Green", "May 2024", "unknown-colour", "none of red, amber, green and blue"),
    ("", "May 2024", "no-colour", "is not given"),
    ("Green", "31 June 2024", "impossible-date", 'The date "31 June 2024"'),
]


@pytest.mark.parametrize(("rag", "due", "code", "words"), BAD_ROWS, ids=str)
def test_what_a_cell_cannot_be_is_a_problem_and_the_rest_is_kept(
    plan_in: Callable, rag: str, due: str, code: str, words: str
) -> None:
    plan = plan_in(
        "html",
        [
            ["Action", "Lead", "Timescale", "RAG"],
            ["See children", "DCS", "May 2024", "Green"],
            ["Train staff", "HR", due, rag],
        ],
    )
    assert plan.field("area") == ["See children", "Train staff"]
    assert plan.codes == [code]
    assert words in plan.problems[0].message
    assert plan.field("rag")[1] == ("green" if rag == "Green" else None)
    assert plan.field("due")[1] == (None if code == "impossible-date" else "2024-05-31")


def test_a_status_without_any_colour_is_progress(plan_in: Callable) -> None:
    plan = plan_in(
        "html",
        [
            ["Action", "Lead", "Status"],
            ["See children", "DCS", "On track"],
            ["Train", "HR", "Late"],
        ],
    )
    assert plan.field("rag") == [None, None]
    assert plan.field("status_text") == ["On track", "Late"]
    assert plan.codes == []


def test_a_missing_cell_loses_nothing_else(page: Callable) -> None:
    plan = page(
        "<table><tr><th>Action</th><th>Lead</th><th>RAG</th></tr>"
        "<tr><td>See children</td><td>DCS</td></tr>"
        "<tr><td>Train staff</td><td>HR</td><td>G</td></tr></table>"
    )
    assert plan.field("rag") == [None, "green"]
    assert plan.codes == ["no-colour"]


@pytest.mark.parametrize(
    ("title", "headers"),
    [
        ("Improvement plan", ["One", "Two", "Three"]),
        ("Update", ["What", "Where we are", "RAG"]),
    ],
)
def test_a_plan_whose_columns_cannot_be_told_is_a_problem_that_names_them(
    plan_in: Callable, title: str, headers: list[str]
) -> None:
    plan = plan_in("html", [headers, ["See children", "Done", "Green"]], title=title)
    assert plan.facts == []
    assert plan.codes == ["plan-columns"]
    for header in headers:
        assert f'"{header}"' in plan.problems[0].message


def test_other_tables_are_no_plans(page: Callable) -> None:
    plan = page(
        "<table><tr><th>Judgement</th><th>Grade</th></tr>"
        "<tr><td>The experiences and progress of children in care</td><td>Good</td></tr></table>"
        "<table><tr><th>Responsible body</th><th>Areas for priority action</th></tr>"
        "<tr><td>NHS Borset</td><td>Leaders must act.</td></tr></table>"
    )
    assert (plan.facts, plan.problems) == ([], [])


def test_a_page_without_tables_states_no_actions(page: Callable) -> None:
    found = page("<h1>Action plan</h1><p>It will follow.</p>")
    assert (found.facts, found.problems) == ([], [])
