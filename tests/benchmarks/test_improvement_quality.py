"""How items are compared with marks: by their letters, each mark and each item once."""

import pytest

from benchmarks.improvement_quality import Mark, digest, digests, marks, paired
from corpus.facts import Fact

SAME = [
    # (printed, marked, reason)
    ("The quality of plans.", "the QUALITY of plans", "case and points"),
    ("well-\nbeing", "well-being", "line ends and hyphens"),
    ("• first\n• second", "first second", "marks of bullets"),
    ("ﬁrst", "first", "ligatures"),
]


@pytest.mark.parametrize(("printed", "marked", "reason"), SAME)
def test_what_counts_as_the_same_text(printed: str, marked: str, reason: str) -> None:
    assert digest(printed) == digest(marked), reason


def test_a_footnote_mark_is_forgiven_and_a_year_is_not() -> None:
    assert digest("Operation Encompass is not effective") in digests(
        "Operation Encompass5 is not effective"
    )
    assert digest("in good time") in digests("in good time.12")
    assert digest("since 2014") not in digests("since 2015")
    assert digest("within 10 days") not in digests("within 20 days")


def fact(text: str) -> Fact:
    return Fact("id", "d", "recommendation", {"order": 1}, 0, len(text), text)


def mark(text: str, order: int = 1) -> Mark:
    return Mark(order, "recommendation", digest(text), len(text.split()), "1")


def test_each_mark_takes_one_item_and_what_is_left_stands_alone() -> None:
    items = [fact("See children."), fact("See children."), fact("Share plans.")]
    pairs = paired([mark("See children"), mark("Train staff", 2)], items)
    assert [(bool(first), bool(second)) for first, second in pairs] == [
        (True, True),
        (True, False),
        (False, True),
        (False, True),
    ]


def test_the_marks_are_those_of_sixty_reports() -> None:
    found, forms = marks()
    assert len(forms) == 60
    assert sum(len(rows) for rows in found.values()) == 724
    assert set(forms.values()) == {"sif", "ilacs", "jtai", "send"}
