"""Which printed labels name which area, and which words are a grade."""

import pytest

from extractors.facts.judgements_labels import labels_of

LABELS = [
    # (framework, label, area, reason)
    ("ilacs-2018", "The experiences and progress of children in care and care leavers", "CICL", ""),
    ("ilacs-2023", "The experiences and progress of children in care", "CIC", "the shorter label"),
    ("ilacs-2023", "The experiences and progress of care leavers", "CL", ""),
    ("ilacs-2023", "The impact of leaders on social work practice with children and families.",
     "LEAD", "a full stop after it"),
    ("sif-2013", "2.2 Experiences and progress of care leavers", "CL", "a printed number"),
    ("sif-2013", "1. Leadership, management and governance", "LEAD", "a wrong number is no matter"),
    ("sif-2013", "The graded judgment for adoption performance", "ADOPT", "words before it"),
    ("sif-2013", "Children’s services in Blackburn with Darwen Council area", "OE", "a place"),
    ("sif-2013", "Children's services in the Isle of Wight", "OE", "a straight apostrophe"),
    ("sif-2013", "The overall judgement is that children’s services", "OE", "early reports"),
    ("sif-2013", "The effectiveness of the Swin Safeguarding Children Board (SSCB)", "LSCB", ""),
    ("sif-2013", "The Westshire Safeguarding Children’s Board", "LSCB", "another apostrophe"),
    ("sif-2013", "Support for care leavers", None, "a part of the area"),
    ("sif-2013", "Most schools that care leavers attend", None, "prose"),
    ("sif-2013", "Children’s services in Westshire have improved and", None, "prose"),
    ("adoption-2012", "Overall Effectiveness", "OE", "capitals"),
    ("adoption-2012", "Lamps and lenses", None, "no area"),
]  # fmt: skip


@pytest.mark.parametrize(("framework", "label", "area", "reason"), LABELS)
def test_labels_name_areas(framework: str, label: str, area: str | None, reason: str) -> None:
    assert labels_of(framework).area(label) == area, reason


def test_areas_that_repeat_need_their_element() -> None:
    labels = labels_of("slac-2009")
    assert labels.area("Overall effectiveness") is None
    assert labels.area("Overall effectiveness", "SG") == "SG/OE"
    assert labels.area("Capacity for improvement", "LAC") == "LAC/CAP"
    assert labels.element("Services for looked after children") == "LAC"
    assert labels.element("Safeguarding services") == "SG"
    assert labels.element("Safeguarding and looked after children") is None, "both"
    assert labels_of("slac-2009", "LAC").area("Quality of provision") == "QP"


GRADES = [
    ("Good", "Good"),
    ("Requires improvement to be good", "Requires improvement to be good"),
    ("Grade 4 (Inadequate)", "Inadequate"),
    ("Inadequate Grade 4", "Inadequate"),
    ("Good.2", "Good"),
    ("Good progress", None),
    ("Not good", None),
    ("", None),
]


@pytest.mark.parametrize(("words", "grade"), GRADES)
def test_a_cell_that_is_a_grade(words: str, grade: str | None) -> None:
    framework = "slac-2009" if "4" in words else "ilacs-2018"
    assert labels_of(framework).grades.alone(words) == grade


def test_longer_and_shorter_print_are_one_grade() -> None:
    grades = labels_of("sif-2013").grades
    assert {grades.named(words) for words in (
        "Require improvement", "requires improvement", "Requires  improvement to be good"
    )} == {"requires improvement"}  # fmt: skip
    assert grades.named("Not judged") is None
    assert grades.known("Not judged")
    assert not grades.known("Satisfactory")
