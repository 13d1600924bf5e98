"""Action plans with odd headers, letters for colours, merged cells and very many rows."""

from collections.abc import Callable

import pytest

HEADER = ("Action", "Lead", "By when", "RAG", "Progress")


def _rows(count: int) -> list[tuple[str, ...]]:
    colours = ("G", "A", "R", "(B)")
    rest = ("Head", "May 2024")
    rows = ((f"Do thing {n}", *rest, colours[n % 4], "Under way") for n in range(count))
    return [HEADER, *rows]


@pytest.mark.parametrize("form", ["html", "md", "docx"])
def test_five_hundred_rows_are_five_hundred_actions(
    plan_in: Callable, form: str, check_effort: Callable
) -> None:
    check_effort(lambda count: plan_in(form, _rows(count)), 60, 480)
    found = plan_in(form, _rows(500))
    assert found.codes == []
    assert found.field("order") == list(range(1, 501))
    assert found.field("rag")[:4] == ["green", "amber", "red", "blue"]
    assert set(found.field("due")) == {"2024-05-31"}


HEADERS = [
    (("What we will do", "Who", "When", "BRAG status", "Update"), "green", "other words"),
    (("ACTIONS:", "LEAD OFFICER*", "TIMESCALE", "RAG", "PROGRESS."), "green", "capitals, marks"),
    (("Action\u00a0", " Lead", "By  when", "RAG\u00a0rating", "Progress"), "green", "odd spaces"),
]


@pytest.mark.parametrize(("headers", "rag", "reason"), HEADERS)
def test_odd_headers_tell_the_same_columns(
    plan_in: Callable, headers: tuple[str, ...], rag: str, reason: str
) -> None:
    found = plan_in("html", [headers, ("See children weekly", "Head", "3 May 2024", "g", "Begun")])
    assert (found.field("rag"), found.field("due")) == ([rag], ["2024-05-03"]), reason
    assert (found.field("owners"), found.field("status_text")) == ([["Head"]], ["Begun"]), reason


CELLS = [
    ("A/G", None, ["unknown-colour"], "two letters"),
    ("Purple", None, ["unknown-colour"], "no colour of a plan"),
    ("", None, ["no-colour"], "none"),
    ("A (was R)", None, ["unknown-colour"], "a letter that was another is not told"),
    ("Amber (was Red)", "amber", [], "what it is counts"),
    ("●  Green", "green", [], "a mark before it"),
]


@pytest.mark.parametrize(("cell", "rag", "codes", "reason"), CELLS)
def test_colours_that_cannot_be_told_are_said(
    plan_in: Callable, cell: str, rag: str | None, codes: list[str], reason: str
) -> None:
    rows = [
        HEADER,
        ("See children", "Head", "May 2024", "Green", ""),
        ("Hear them", "Head", "", cell, ""),
    ]
    found = plan_in("html", rows)
    assert (found.field("rag")[1], found.codes) == (rag, codes), reason


def test_a_merged_cell_holds_for_the_rows_beside_it(page: Callable) -> None:
    found = page(
        "<h1>Action plan</h1><table>"
        "<tr><td>Area for improvement</td><td>Action</td><td>RAG</td></tr>"
        "<tr><td rowspan=2>Visits</td><td>Visit weekly</td><td>Green</td></tr>"
        "<tr><td>Write it down</td><td>Amber</td></tr></table>"
    )
    assert found.field("area") == ["Visits", "Visits"]
    assert found.field("action") == ["Visit weekly", "Write it down"]
    assert found.field("rag") == ["green", "amber"]
