"""What holds of the improvements of any document, however odd its order of blocks is."""

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extractors.facts.improvements import read

WORDS = st.sampled_from(
    [
        "Recommendations",
        "Areas for improvement",
        "What does the board need to improve?",
        "Within three months:",
        "There are no priority actions.",
        "The board should see children by 31 June 2024.",
        "ensure that",
        "who wait",
        "Summary",
        "Contents",
        "◼",
        "Inspectors made the following recommendations:",
    ]
)
MARKS = st.sampled_from(["h1", "h2", "h4", "p", "-", "--", "1", "2", "9", "2.3.1", "(i)"])
ROWS = st.lists(
    st.lists(st.one_of(st.none(), st.just(""), WORDS), min_size=2, max_size=2), min_size=1
).filter(lambda rows: any(cell is not None for row in rows for cell in row))
PARTS = st.one_of(
    st.tuples(MARKS, WORDS),
    st.tuples(st.sampled_from(["table", "rows"]), ROWS),
)
# The second row is no end of the first: a bullet stands between them, which is an item too.
ROWS_AROUND_A_BULLET = [
    ("h1", "Recommendations"),
    ("rows", [["ensure that", ""]]),
    ("-", "Recommendations"),
    ("rows", [["There are no priority actions.", ""]]),
]


@pytest.mark.slow
@settings(max_examples=300)
@given(parts=st.lists(PARTS, max_size=14))
@example(parts=ROWS_AROUND_A_BULLET)
def test_every_fact_is_a_slice_in_order_and_none_overlaps(
    draft: Callable, parts: list[tuple[str, object]]
) -> None:
    extraction = draft(*parts)
    facts, problems = read(extraction, (), None)
    assert [fact.fields["order"] for fact in facts] == list(range(1, len(facts) + 1))
    last = 0
    for fact in facts:
        assert extraction.text[fact.start : fact.end] == fact.text
        assert fact.text.strip() == fact.text != ""
        assert fact.start >= last
        last = fact.end
    assert all(problem.stage == "facts" and problem.message for problem in problems)
