"""What holds of the actions of any table, however its cells are filled."""

from collections.abc import Callable
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

CELLS = st.sampled_from(
    [
        "",
        "Action",
        "RAG",
        "Progress",
        "Lead",
        "By when",
        "Plan ref",
        "Amber",
        "A1 & A2",
        "See A99 above.",
        "31 June 2024",
        "Within 3 months",
        "SAFEGUARDING SERVICES",
        "Ensure that children are seen",
        "and heard.",
        "<b>",
    ]
)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=7)


@pytest.mark.slow
@settings(max_examples=200)
@given(tables=st.lists(ROWS, min_size=1, max_size=3))
def test_actions_are_slices_in_order_with_an_area_and_a_known_colour(
    page: Callable, tables: list[list[list[str]]]
) -> None:
    drawn = "".join(
        "<table>"
        + "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
        )
        + "</table>"
        for rows in tables
    )
    found = page(f"<h1>Action plan</h1>{drawn}")  # the fixture compares each fact with its slice
    assert found.field("order") == list(range(1, len(found.facts) + 1))
    assert all(found.field("area"))
    assert set(found.field("rag")) <= {"red", "amber", "green", "blue", None}
    starts = [fact.start for fact in found.facts]
    assert starts == sorted(set(starts))
    assert all(problem.stage == "facts" and problem.message for problem in found.problems)
