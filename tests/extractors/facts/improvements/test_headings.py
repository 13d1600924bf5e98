"""Which printed headings open a list of improvements, which do not, and what bands look like."""

import pytest

from corpus.frameworks import load
from extractors.facts.improvements_headings import Headings, folded, sentence_opening, unmarked

ANY = Headings(None)

OPENING = [
    # (heading, kind, reason)
    ("What needs to improve", "area_for_improvement", "ILACS to 2019"),
    ("What needs to improve?", "area_for_improvement", "ILACS, with its question mark"),
    ("What needs to improve:", "area_for_improvement", "a colon is no other heading"),
    ("Areas for improvement", "area_for_improvement", "letters and SEND"),
    ("Areas for Improvement", "area_for_improvement", "case is forgiven"),
    ("Areas for development", "area_for_improvement", "another wording"),
    ("What does the LSCB need to improve?", "area_for_improvement", "early SIF, the board"),
    ("What must the service do to improve further", "area_for_improvement", "never seen"),
    ("What does the home need to do to improve?", "area_for_improvement", "children's homes"),
    ("Area for priority action", "priority_action", "one only"),
    ("Areas for priority action", "priority_action", "several"),
    ("Priority and immediate action", "priority_action", "early SIF"),
    ("Recommendations", "recommendation", "SIF from 2015"),
    ("Recommendations:", "recommendation", "with a colon"),
    ("4. Key recommendations", "recommendation", "numbered"),
    ("Statutory requirements", "requirement", "social care providers"),
    ("Requirements", "requirement", "the bare word"),
    ("What does the local authority need to improve?4", "area_for_improvement", "footnote mark"),
]


@pytest.mark.parametrize(("words", "kind", "reason"), OPENING, ids=lambda value: str(value)[:40])
def test_headings_that_open_a_list(words: str, kind: str, reason: str) -> None:
    opening = ANY.opening(words)
    assert opening is not None, reason
    assert opening.kind == kind, reason


CLOSED = [
    ("Case study: area for improvement", "a framed case lists nothing"),
    ("Practice study: areas for priority action and improvement", "nor does a practice study"),
    ("Capacity for improvement", "a judgement"),
    ("Capacity to improve", "a judgement"),
    ("Recommendations 7", "a line of the contents"),
    ("The LSCB requires improvement because:", "findings"),
    ("What does the area partnership need to do better?", "findings, by the reader's decision"),
    ("Progress against recommendations", "what became of older ones"),
    ("Requirements of the role", "a requirement of another sort"),
    ("Improvement", "says nothing"),
    ("", "no words"),
]


@pytest.mark.parametrize(("words", "reason"), CLOSED, ids=lambda value: str(value)[:40])
def test_headings_that_open_none(words: str, reason: str) -> None:
    assert ANY.opening(words) is None, reason


def test_the_body_that_a_heading_names_is_kept_as_printed() -> None:
    opening = ANY.opening("What does the Local Authority need to improve?")
    assert opening is not None
    assert opening.body == "the Local Authority"
    unnamed = ANY.opening("What needs to improve?")
    assert unnamed is not None
    assert unnamed.body is None


def test_a_frameworks_own_heading_may_be_looser() -> None:
    framework = load("jtai-2022")
    assert framework.report
    loose = Headings(framework)
    assert loose.opening("Area for priority action") is not None
    # A heading of context opens nothing even where its words would.
    assert loose.opening("Practice study: area for improvement") is None


def test_a_frameworks_parts_end_a_list_and_names_of_areas_do_not() -> None:
    framework = load("jtai-2016")
    headings = Headings(framework)
    assert headings.ends("Next steps")
    assert not headings.ends("Leadership and management")
    assert ANY.ends("Executive summary")
    assert ANY.ends("Information about this inspection")
    assert not ANY.ends("Workforce development")


SENTENCES = [
    ("Inspectors made the following recommendations:", "recommendation"),
    ("The service should take account of the following recommendation(s):", "recommendation"),
    ("The registered person must meet the following requirements:", "requirement"),
    ("To improve further, address the following areas for improvement:", "area_for_improvement"),
]


@pytest.mark.parametrize(("words", "kind"), SENTENCES)
def test_sentences_that_announce_a_list(words: str, kind: str) -> None:
    opening = sentence_opening(words)
    assert opening is not None
    assert opening.kind == kind


@pytest.mark.parametrize(
    "words",
    [
        "Inspectors made the following recommendations.",
        "The last inspection made three recommendations:",
        "The following people were spoken with:",
    ],
)
def test_sentences_that_announce_none(words: str) -> None:
    assert sentence_opening(words) is None


BANDS = [
    ("Immediately", "Immediately"),
    ("Immediately:", "Immediately"),
    ("Within three months:", "Within three months"),
    ("Within 6 months", "Within 6 months"),
    (
        "Within three months of publication of this report",
        "Within three months of publication of this report",
    ),
    ("Within 3 months of the publication", "Within 3 months of the publication"),
    ("Within reason", None),
    ("Children are seen within 10 days", None),
]


@pytest.mark.parametrize(("words", "band"), BANDS)
def test_time_bands(words: str, band: str | None) -> None:
    assert ANY.band(words) == band


def test_a_framework_adds_its_own_bands() -> None:
    assert Headings(load("slac-2009")).band("3 months") == "3 months"
    assert ANY.band("3 months") is None


def test_folding_leaves_numbers_marks_and_points_out() -> None:
    assert folded("2.3 Areas for  Improvement:") == "areas for improvement"
    assert folded("improvement.2") == "improvement"
    assert unmarked("What needs to improve? 1") == "What needs to improve?"
    assert unmarked("Recommendations") == "Recommendations"
