"""Columns of a plan by the words of their headers, and tables that are no plan."""

import pytest

from extractors.facts.action_plans_columns import columns_of, is_plan, looks_like_plan

HEADERS = [
    # (headers, roles in their order; "-" is a column that no word tells)
    (
        ["Formal area for improvement", "RAG rating", "Plan ref no", "Progress summary"],
        "area rag refs progress",
    ),
    (["Action", "Lead", "Timescale", "Progress", "RAG"], "action owner due progress rag"),
    (
        ["No.", "Recommendation", "Actions required", "By whom", "By when"],
        "refs area action owner due",
    ),
    (["Ref", "What we will do", "Responsible officer", "Target date"], "refs action owner due"),
    (["Issue", "Task", "Owner", "Deadline", "Status"], "area action owner due rag"),
    (["Theme", "Area", "Action", "Update", "BRAG"], "theme area action progress rag"),
    (
        ["Recommendation", "Action", "Lead officer", "Completion date", "Comments"],
        "area action owner due progress",
    ),
    (["Item", "Description", "Notes"], "refs - -"),
    (["RAG", "RAG"], "rag -"),
]


@pytest.mark.parametrize(("headers", "roles"), HEADERS, ids=lambda value: str(value)[:40])
def test_each_header_has_its_role_wherever_it_stands(headers: list[str], roles: str) -> None:
    told = columns_of(headers)
    by_column = {column: role for role, column in told.items()}
    assert [by_column.get(column, "-") for column in range(len(headers))] == roles.split()
    backwards = columns_of(headers[::-1])
    assert backwards.keys() == told.keys()


PLANS = [
    (["Action", "Lead", "Timescale"], True, "who does what by when"),
    (["Action", "Progress"], True, "two short headers"),
    (["Area for improvement", "RAG", "Progress"], True, "what and how it stands"),
    (["Responsible body", "Areas for priority action"], False, "a report's own list"),
    (["Requirement", "Due date"], False, "a report's own list"),
    (["Judgement", "Grade"], False, "judgements"),
    (
        ["The experiences and progress of children in care", "Requires improvement to be good"],
        False,
        "a judgement that speaks of progress",
    ),
    (["Name", "Role", "Telephone"], False, "contacts"),
    ([], False, "nothing"),
]


@pytest.mark.parametrize(("headers", "plan", "reason"), PLANS, ids=lambda value: str(value)[:40])
def test_what_is_a_plan(headers: list[str], plan: bool, reason: str) -> None:
    assert is_plan(headers) is plan, reason


def test_a_colour_or_progress_without_an_action_looks_like_a_plan() -> None:
    assert looks_like_plan(["What", "Where we are", "RAG"])
    assert looks_like_plan(["Ref", "Progress", "x"])
    assert not looks_like_plan(["Judgement", "Grade"])
