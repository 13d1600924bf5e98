"""Lists of what must improve become facts: each item once, with its words, and nothing else."""

from collections.abc import Callable

import pytest

from corpus.frameworks import load
from extractors.facts.improvements import read


def test_bullets_below_a_heading_are_items_in_their_order(found: Callable) -> None:
    report = found(
        ("h1", "Inspection of Borchester"),
        ("p", "Services are good."),
        ("h2", "What needs to improve?"),
        ("-", "The timeliness of visits."),
        ("-", "The quality of plans."),
        ("h2", "The experiences and progress of children in care: good"),
        ("-", "Visits are regular."),
    )
    assert report.texts == ["The timeliness of visits.", "The quality of plans."]
    assert {fact.kind for fact in report.facts} == {"area_for_improvement"}
    assert report.field("order") == [1, 2]
    assert report.field("heading") == ["What needs to improve?"] * 2
    assert report.problems == []


KINDS = [
    ("Recommendations", "recommendation"),
    ("Areas for improvement", "area_for_improvement"),
    ("Areas for priority action", "priority_action"),
    ("Statutory requirements", "requirement"),
]


@pytest.mark.parametrize(("heading", "kind"), KINDS)
def test_the_heading_decides_the_kind(found: Callable, heading: str, kind: str) -> None:
    report = found(("h2", heading), ("-", "Urgently address the requirement to recommend."))
    assert [fact.kind for fact in report.facts] == [kind]


def test_numbers_run_on_and_the_findings_after_them_are_no_items(found: Callable) -> None:
    report = found(
        ("h3", "Recommendations"),
        ("114", "Ensure that data are used."),
        ("115", "The board should review its plan."),
        ("h4", "Inspection findings – the board"),
        ("116", "The board meets its duties."),
    )
    assert report.texts == ["Ensure that data are used.", "The board should review its plan."]
    assert report.field("body") == [None, "The board"]


def test_two_lists_of_one_report_count_on(found: Callable) -> None:
    report = found(
        ("h2", "The local authority"),
        ("h3", "Recommendations"),
        ("1", "Ensure that plans are clear."),
        ("h2", "The safeguarding board"),
        ("h3", "Recommendations"),
        ("84", "Ensure that audits are shared."),
    )
    assert report.field("order") == [1, 2]


def test_a_heading_above_two_lists_names_who_is_meant(found: Callable) -> None:
    report = found(
        ("h3", "What does the LSCB need to improve?"),
        ("h4", "Priority and immediate action"),
        ("p", "There are no priority actions."),
        ("h4", "Areas for improvement"),
        ("131", "Evaluate the quality of work."),
        ("h3", "The LSCB’s strengths"),
        ("132", "The chair is independent."),
    )
    assert report.texts == ["Evaluate the quality of work."]
    assert report.field("body") == ["the LSCB"]
    assert report.problems == []


@pytest.mark.parametrize("level", ["h5", "h4", "h3"])
def test_titles_between_items_belong_to_none(found: Callable, level: str) -> None:
    report = found(
        ("h4", "Areas for improvement"),
        (level, "Quality of practice"),
        ("5", "Improve assessments."),
        (level, "Workforce development"),
        ("6", "Train managers."),
        ("h2", "Summary"),
        ("7", "Practice is sound."),
    )
    assert report.texts == ["Improve assessments.", "Train managers."]


def test_what_stands_deeper_belongs_to_the_item_above(found: Callable) -> None:
    report = found(
        ("h2", "Area for priority action"),
        ("-", "Leaders should ensure that practice improves:"),
        ("--", "− police should record."),
        ("--", "− health should share."),
        ("-", "The trust should train."),
        ("h2", "Strengths"),
    )
    assert report.texts == [
        "Leaders should ensure that practice improves: • − police should record. "
        "• − health should share.",
        "The trust should train.",
    ]


def test_lettered_parts_and_bullets_belong_to_a_numbered_item(found: Callable) -> None:
    report = found(
        ("h2", "Areas for improvement"),
        ("147", "Look closely at children where"),
        ("(i)", "they are fostered"),
        ("(ii)", "they are known to the team."),
        ("148", "Ensure that partners attend:"),
        ("-", "the police."),
        ("h2", "Summary for children and young people"),
        ("-", "Staff are kind."),
    )
    assert len(report.facts) == 2
    assert report.texts[0].endswith("known to the team.")
    assert report.texts[1].endswith("the police.")


def test_a_sentence_that_says_who_must_act_is_a_lead_in(found: Callable) -> None:
    report = found(
        ("h2", "Areas for priority action"),
        ("p", "Leaders need to take swift action to ensure that:"),
        ("-", "needs are understood"),
        ("-", "procedures are followed."),
    )
    assert report.texts == ["needs are understood", "procedures are followed."]


def test_paragraphs_below_the_heading_are_items_and_own_their_bullets(found: Callable) -> None:
    report = found(
        ("h2", "Areas for improvement"),
        ("table", [["Areas for improvement"]]),
        ("p", "The partnership should embed its strategy."),
        ("p", "The partnership should improve plans. This should include:"),
        ("-", "joint working"),
        ("-", "timely reviews."),
        ("p", "Health leaders need to reduce waiting."),
        ("h3", "Local area partnership details"),
        ("table", [["Local Authority", "Integrated Care Board"], ["Borchester", "NHS Borset"]]),
    )
    assert len(report.facts) == 3
    assert report.texts[1].endswith("joint working • timely reviews.")
    assert report.field("body") == ["The partnership", "The partnership", "Health leaders"]
    assert report.problems == []


def test_rows_give_the_responsible_body_beside_the_text(found: Callable) -> None:
    report = found(
        ("h2", "Areas for priority action"),
        (
            "table",
            [
                ["Responsible body", "Areas for priority action"],
                ["Borset Council and NHS Borset", "Leaders must commission services."],
                ["NHS Borset", "Health leaders must cut waiting times."],
            ],
        ),
    )
    assert report.texts == [
        "Leaders must commission services.",
        "Health leaders must cut waiting times.",
    ]
    assert report.field("body") == ["Borset Council and NHS Borset", "NHS Borset"]
    assert {fact.kind for fact in report.facts} == {"priority_action"}


def test_requirements_in_a_table_have_their_regulations_and_dates(found: Callable) -> None:
    report = found(
        ("h2", "What does the service need to do to improve?"),
        ("h3", "Statutory requirements"),
        (
            "table",
            [
                ["Requirement", "Due date"],
                ["Ensure that checks are made. (Regulation 18(4)(a))", "31 May 2024"],
                ["Keep records. (Regulation 27)", "31 June 2024"],
            ],
        ),
        ("h3", "Recommendations"),
        ("-", "Review the guide (NMS 1.6)."),
    )
    assert [fact.kind for fact in report.facts] == ["requirement", "requirement", "recommendation"]
    assert report.field("due") == ["2024-05-31", None, None]
    assert report.field("references") == [["Regulation 18(4)(a)"], ["Regulation 27"], ["NMS 1.6"]]
    assert report.field("body") == ["the service"] * 3
    assert report.codes == ["impossible-date"]
    assert "31 June 2024" in report.problems[0].message


def test_a_row_that_a_page_break_cuts_is_one_item(found: Callable) -> None:
    report = found(
        ("h2", "Areas for priority action"),
        (
            "table",
            [
                ["Responsible body", "Areas for priority action"],
                ["Borset Council and NHS", "Leaders should commission so"],
            ],
        ),
        ("rows", [["Borset Care Board", "that children are seen."], ["Borset", "Act now."]]),
        ("h2", "Areas for improvement"),
        ("p", "Leaders should listen. They should ensure that they do."),
    )
    assert len(report.facts) == 3
    assert report.texts[0].endswith("that children are seen.")
    assert report.field("body")[0] == "Borset Council and NHS Borset Care Board"
    assert report.codes == ["row-cut"]


def test_what_a_page_break_leaves_outside_the_table_is_joined(found: Callable) -> None:
    report = found(
        ("h2", "Areas for priority action"),
        (
            "table",
            [
                ["Responsible body", "Areas for priority action"],
                ["Borset", "Leaders should support children who wait. This includes:"],
            ],
        ),
        ("-", "children on a pathway"),
        ("p", "Leaders should also listen."),
        ("rows", [["Borset", "Leaders should prepare young people."]]),
    )
    assert len(report.facts) == 2
    assert report.texts[0].endswith("Leaders should also listen.")


def test_rows_that_fell_apart_are_read_beside_those_that_did_not(found: Callable) -> None:
    report = found(
        ("table", [["Responsible body", "Areas for priority action"]]),
        ("p", "Borset County"),
        ("p", "Leaders should work together more closely to plan what they do."),
        ("p", "In particular they should improve:"),
        ("-", "governance"),
        ("-", "transitions."),
        ("rows", [["Borset Council", "Leaders must act on delay."]]),
        ("h2", "Areas for improvement"),
        ("p", "Leaders should share what they know. They must do so in good time."),
    )
    assert len(report.facts) == 3
    assert report.texts[0].startswith("Leaders should work together")
    assert report.texts[0].endswith("transitions.")
    assert report.field("body")[1] == "Borset Council"


def test_bands_hold_for_what_follows_them(found: Callable) -> None:
    report = found(
        ("h2", "Areas for improvement"),
        ("h3", "Immediately:"),
        ("-", "Ensure that visits take place."),
        ("p", "Within three months:"),
        ("-", "Ensure that plans are specific."),
        ("-", "Review the chairing of conferences."),
        framework=load("slac-2009"),
    )
    assert report.field("band") == ["Immediately", "Within three months", "Within three months"]


def test_a_numbered_sentence_may_only_announce_the_bands(found: Callable) -> None:
    report = found(
        ("h4", "Areas for improvement"),
        ("28", "In order to improve services, the council and its partners should act as follows:"),
        ("h5", "Immediately:"),
        ("-", "Review every care plan."),
        ("h5", "Within six months:"),
        ("-", "Publish the pledge."),
        ("h2", "Outcomes for looked after children"),
        ("29", "Outcomes are adequate."),
    )
    assert report.texts == ["Review every care plan.", "Publish the pledge."]
    assert report.field("band") == ["Immediately", "Within six months"]
    assert report.field("body") == ["the council and its partners"] * 2


def test_a_number_with_its_own_bullets_stays_one_item(found: Callable) -> None:
    report = found(
        ("h4", "Recommendations"),
        ("84", "The board should:"),
        ("-", "review its plan"),
        ("-", "share it."),
    )
    assert len(report.facts) == 1


def test_bands_stand_in_rows_too(found: Callable) -> None:
    report = found(
        ("h2", "Areas for improvement"),
        (
            "table",
            [
                ["Area for improvement", "Lead"],
                ["Within 6 months", ""],
                ["Report on fostering.", "DCS"],
            ],
        ),
    )
    assert report.field("band") == ["Within 6 months"]
    assert report.field("body") == ["DCS"]


def test_a_sentence_announces_a_list_without_a_heading(found: Callable) -> None:
    report = found(
        ("2.3.3", "To improve further, inspectors made the following recommendations:"),
        ("-", "Use the wishes of children (NMS 1.6)"),
        ("2.3.4", "A plan has been drawn up."),
        ("h2", "4. RECOMMENDATIONS"),
        ("4.1", "The Scrutiny Committee is asked to note the report."),
        ("4.2", "That the Cabinet approve the plan."),
    )
    assert report.texts == ["Use the wishes of children (NMS 1.6)"]
    assert report.field("references") == [["NMS 1.6"]]
    assert report.problems == [], "what a committee is asked to note is no list that was missed"


NOTHING = [
    ("p", "There are no priority actions.", "a statement"),
    ("7", "There are no areas for priority and immediate action.", "numbered"),
    ("p", "There is very little that needs to improve.", "praise"),
    ("-", "None.", "one word"),
]


@pytest.mark.parametrize(("mark", "words", "reason"), NOTHING)
def test_a_list_may_say_that_it_has_none(
    found: Callable, mark: str, words: str, reason: str
) -> None:
    report = found(("h2", "Priority and immediate action"), (mark, words), ("h2", "Summary"))
    assert (report.facts, report.problems) == ([], []), reason


def test_a_known_heading_without_items_is_a_problem_that_names_it(found: Callable) -> None:
    report = found(("h2", "Recommendations"), ("h2", "Summary"), ("p", "All is well."))
    assert report.facts == []
    assert report.codes == ["list-without-items"]
    assert '"Recommendations" on line 1' in report.problems[0].message


def test_a_gap_in_the_numbers_is_a_problem(found: Callable) -> None:
    report = found(("h2", "Recommendations"), ("1", "See children."), ("3", "Share plans."))
    assert len(report.facts) == 2
    assert report.codes == ["numbers-missing"]
    assert "from number 1 to 3" in report.problems[0].message


def test_contents_and_framed_cases_list_nothing(found: Callable) -> None:
    report = found(
        ("h2", "Contents"),
        ("p", "Recommendations 7"),
        ("p", "What does the LSCB need to improve? 36"),
        ("h2", "Case study: area for improvement"),
        ("-", "Amelia waited too long."),
        ("h2", "Findings"),
        ("12", "Reviews are late (Recommendation)."),
    )
    assert (report.facts, report.problems) == ([], [])


def test_an_action_plan_is_no_list_of_improvements(found: Callable) -> None:
    report = found(
        ("h2", "Progress"),
        (
            "table",
            [
                ["Area for improvement", "RAG", "Plan ref", "Progress"],
                ["See children alone", "Green", "A1", "Done."],
            ],
        ),
    )
    assert report.facts == []


def test_a_bullet_that_lost_its_mark_is_an_item_still(found: Callable) -> None:
    report = found(
        ("h2", "What needs to improve"),
        ("-", "The quality of plans."),
        (
            "p",
            "The frequency of visits to children who live far away from where they grew up is low.",
        ),
        ("-", "The support of carers."),
        (
            "p",
            "Leaders know that there is more to do and they have begun to do it, with good effect.",
        ),
    )
    assert len(report.facts) == 3


def test_a_line_that_runs_on_is_joined_and_an_empty_bullet_left_out(found: Callable) -> None:
    report = found(
        ("h2", "What needs to improve"),
        ("-", "The quality of plans for children"),
        ("p", "who live with relatives."),
        ("-", "The support of carers."),
        ("-", "◼"),
    )
    assert report.texts == [
        "The quality of plans for children who live with relatives.",
        "The support of carers.",
    ]


def test_a_footnote_mark_after_a_heading_is_forgiven(found: Callable) -> None:
    report = found(("h2", "What needs to improve? 1"), ("-", "The uptake of interviews."))
    assert len(report.facts) == 1


def test_names_of_areas_inside_a_list_do_not_end_it(found: Callable) -> None:
    report = found(
        ("h2", "Areas for improvement"),
        ("h3", "Leadership and management"),
        ("-", "Leaders do not challenge."),
        ("h2", "Next steps"),
        ("-", "Send a plan."),
        framework=load("jtai-2016"),
    )
    assert report.texts == ["Leaders do not challenge."]


def test_an_empty_document_lists_nothing(draft: Callable) -> None:
    assert read(draft(), (), None) == ([], [])


def test_the_same_document_gives_the_same_ids(draft: Callable) -> None:
    extraction = draft(("h2", "Recommendations"), ("1", "See children."), ("2", "See children."))
    first, _ = read(extraction, (), None)
    again, _ = read(extraction, (), None)
    assert [fact.id for fact in first] == [fact.id for fact in again]
    assert first[0].id != first[1].id, "equal words in two places are two facts"
