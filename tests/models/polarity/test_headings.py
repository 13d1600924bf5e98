import pytest

from models.polarity import heading_polarity

ROWS = [
    (("What needs to improve?",), True, "the list of the report"),
    (("What needs to improve in this area",), True, "with more words"),
    (("Inspection of services", "Areas for improvement"), True, "the last heading counts"),
    (("Areas for priority action",), True, "graver, and still to improve"),
    (("Recommendations",), True, "older reports"),
    (("2. Priority and immediate action",), True, "with a number"),
    (("What needs to improve", "Findings"), False, "a new heading ends the list"),
    (("Case study: area for improvement",), False, "a story, not a list"),
    (("The experiences of care leavers are good",), False, "grades decide nothing"),
    (("Key strengths",), False, "findings have words of their own"),
    (("The recommendations of the last inspection",), False, "a section about them"),
    ((), False, "no heading"),
]


@pytest.mark.parametrize(("headings", "telling", "reason"), ROWS, ids=[row[2] for row in ROWS])
def test_headings_of_improvements(headings: tuple[str, ...], telling: bool, reason: str) -> None:
    expected = ("weakness", headings[-1]) if telling else None
    assert heading_polarity(headings) == expected, reason
