"""What a heading says of the passages under it, and that none of them repeats it."""

import pytest

from corpus.records import Passage
from models.answers import NONE
from models.training.headings import area_of, headed, holds_heading, masked, plain
from models.training.material import StudyDocument

HP = "The experiences and progress of children who need help and protection: good"
CARE = "The experiences and progress of children in care: good"
LEAVERS = "The experiences and progress of care leavers: good"
LEADERS = "The impact of leaders on social work practice with children and families: good"
WORDS = "and this is told in many more words than a caption would ever need"


def passage(text: str, *headings: str, number: str | None = None) -> Passage:
    return Passage("p", "d", 0, len(text), text, headings, number)


def report(
    passages: list[Passage], framework: str = "ilacs-2023", name: str = "a"
) -> StudyDocument:
    return StudyDocument(name, f"urn-{name}", framework, None, tuple(passages))


def whole(name: str) -> list[Passage]:
    """Three passages under each of the four headings."""
    return [
        passage(f"Finding {kind} of {name} number {'x' * count}, {WORDS}", heading)
        for kind, heading in (("one", HP), ("two", CARE), ("three", LEAVERS), ("four", LEADERS))
        for count in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    ("headings", "framework", "area"),
    [
        ((HP,), "ilacs-2023", "HP"),
        ((LEADERS, "Placements"), "ilacs-2023", "LEAD"),  # a heading of its own below the area's
        ((CARE,), "ilacs-2018", None),  # that form has one judgement for care and leaving care
        (("Children in care and care leavers",), "ilacs-2018", "CICL"),
        ((HP, "What needs to improve?"), "ilacs-2023", None),  # of no one area
        (("Overall effectiveness",), "ilacs-2023", None),  # sums up the others
        ((HP, "Information about this inspection"), "sif-2013", NONE),
        (("Inspection of a place where children in care live",), "ilacs-2023", None),  # a title
        (("2.1 Adoption performance is good",), "sif-2013", "ADOPT"),
        (("The effectiveness of the LSCB is good",), "sif-2013", "LSCB"),
        ((), "ilacs-2023", None),
    ],
)
def test_the_innermost_telling_heading_decides(
    headings: tuple[str, ...], framework: str, area: str | None
) -> None:
    assert area_of(headings, framework) == area


def test_passages_of_a_whole_report_are_labelled() -> None:
    areas = [row.area for row in headed([report(whole("a"))])]
    assert areas == ["HP"] * 3 + ["CIC"] * 3 + ["CL"] * 3 + ["LEAD"] * 3


def test_a_report_that_lacks_an_area_gives_no_label() -> None:
    # Its heading was missed, and what follows would count for the area before.
    assert {row.area for row in headed([report(whole("a")[:9])])} == {None}


@pytest.mark.parametrize(
    "text",
    [
        "Too short a caption",
        f"Children in care\tGood {WORDS}",  # a row of a table
        f"The experiences and progress of children in care are told here, {WORDS}",
    ],
)
def test_what_is_no_plain_finding_is_left_out(text: str) -> None:
    rows = headed([report([*whole("a"), passage(text, CARE)])])
    assert rows[-1].area is None


def test_no_labelled_passage_holds_its_own_heading() -> None:
    passages = [*whole("a"), passage(f"{LEADERS}, {WORDS}", LEADERS)]
    rows = headed([report(passages)])
    assert rows[-1].area is None
    for row in rows:
        above = passages[row.position].headings
        assert row.area is None or not holds_heading(row.text, above)


@pytest.mark.parametrize(
    ("text", "heading", "held"),
    [
        ("The impact of leaders on social work practice with children and families", LEADERS, True),
        ("THE IMPACT OF LEADERS ON SOCIAL WORK PRACTICE WITH CHILDREN AND FAMILIES", LEADERS, True),
        ("Leaders have an impact on practice", LEADERS, False),
        ("The local authority acts on this", "The local authority", False),  # ordinary words
        ("A short summary", "Summary", False),
        ("Children who need help wait", "Children who need help are safe", True),  # up to its verb
    ],
)
def test_a_heading_is_found_in_a_passage(text: str, heading: str, held: bool) -> None:
    assert holds_heading(text, (heading,)) is held


def test_the_imprint_under_the_last_heading_is_no_evidence_of_leadership() -> None:
    imprint = passage(f"If you would like a copy of this report, {WORDS}", LEADERS)
    rows = headed([report([*whole("a"), imprint])])
    assert rows[-1].area == NONE


def test_what_three_authorities_print_alike_is_no_evidence() -> None:
    def reports(count: int) -> list[StudyDocument]:
        text = passage(f"In 2023 we came to see the services, {WORDS}", LEADERS)
        return [report([*whole(name), text], name=name) for name in "abc"[:count]]

    assert [row.area for row in headed(reports(3)) if row.position == 12] == [NONE] * 3
    # Two authorities may share one inspection.
    assert [row.area for row in headed(reports(2)) if row.position == 12] == ["LEAD"] * 2


def findings(kind: str, heading: str, count: int) -> list[Passage]:
    return [passage(f"On {kind} {'x' * at}, {WORDS}", heading) for at in range(count)]


def test_a_paragraph_with_a_grade_heads_what_follows_it() -> None:
    care = "Children looked after and achieving permanence: good"
    adoption = "The graded judgement for adoption performance is that it is good"
    leaving = "The graded judgement about the experience and progress of care leavers is good"
    passages = [
        *findings("help", "Children who need help and protection", 3),
        *findings("care", care, 10),
        passage(adoption, care),
        *findings("homes", care, 3),
        passage(leaving, care),
        *findings("leaving", care, 3),
        *findings("heads", "Leadership, management and governance", 3),
    ]
    areas = [row.area for row in headed([report(passages, "sif-2013")])]
    assert areas[12:18] == ["CICL", None, "ADOPT", "ADOPT", "ADOPT", None]
    assert areas[18:] == ["CL"] * 3 + ["LEAD"] * 3


def test_a_summary_is_told_from_numbered_findings_below_it() -> None:
    first = passage(f"a {WORDS}", HP, "Summary")
    second = passage(f"b {WORDS}", HP, "Summary", number="3")
    rows = headed([report([first, second])])
    assert [(row.summary, row.numbered) for row in rows] == [(True, False), (False, True)]


def test_documents_without_a_framework_are_passed_over() -> None:
    unknown = StudyDocument("x", "1", None, None, (passage(WORDS),))
    assert headed([unknown]) == ()


def test_plain_words() -> None:
    assert plain("2.1  Children’s\nHomes") == "children's homes"
    assert masked("In 2023, 15 of 20") == masked("In 2024, 3 of 7")
