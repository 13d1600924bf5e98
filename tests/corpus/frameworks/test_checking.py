"""All rules are put to an inspection, but only those that it states something about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from corpus.frameworks import Framework, Grade, JudgementArea, known, load
from corpus.frameworks.checking import check
from corpus.frameworks.enquiries import answers, in_play
from corpus.frameworks.inspections import Action, Finding, Improvement, Inspection, Team
from corpus.frameworks.provisions import LineOfEnquiry
from corpus.frameworks.records import Aspect

INNER = JudgementArea("FOOD", "Food", "2", aspects=(Aspect("FOOD-HOT", "Hot", "2.1"),))
COLD_SOUP = LineOfEnquiry(
    id="K-1",
    title="Cold soup",
    paragraph="20",
    prompts=("Is the pot warm?", "Who stirs?"),
    descriptors=("Soup steams.",),
    area="FOOD",
)
CANTEEN = Framework(
    id="canteen-2024",
    title="Canteen inspections",
    publisher="A ministry of lunch",
    source="Lunch handbook",
    in_force_from=date(2024, 1, 1),
    in_force_to=None,
    scale=(Grade("good", ("good",)),),
    areas=(
        JudgementArea("KITCHEN", "Kitchen", "1", areas=(INNER,)),
        JudgementArea("OE", "All", ""),
    ),
    criteria=(),
    enquiries=(COLD_SOUP, replace(COLD_SOUP, id="K-2", area=None, descriptors=())),
)


def visited(**parts: Any) -> Inspection:
    return Inspection(framework="canteen-2024", **parts)


@pytest.mark.parametrize(
    ("seen", "areas"),
    [
        (visited(), ()),
        (visited(grades={"OE": "good"}), ("OE",)),
        # an aspect brings its area, and that its element
        (visited(grades={"FOOD-HOT": "good"}), ("KITCHEN", "FOOD", "FOOD-HOT")),
        (visited(findings=(Finding(text="Cold.", area="FOOD"),)), ("KITCHEN", "FOOD")),
        (visited(findings=(Finding(text="Somewhere."),)), ()),
    ],
)
def test_areas_are_in_play_where_something_is_said_of_them(
    seen: Inspection, areas: tuple[str, ...]
) -> None:
    assert in_play(CANTEEN, seen) == areas


def test_lines_of_enquiry_come_with_their_prompts() -> None:
    (first, second) = answers(CANTEEN, visited(grades={"FOOD": "good"}))
    assert (first.rule, first.outcome, first.text) == ("K-1", "to weigh", "Cold soup")
    assert (
        first.reason == "In play: FOOD. Ask: Is the pot warm? · Who stirs? Look for: Soup steams."
    )
    assert second.reason.startswith("In play: KITCHEN, FOOD. Ask:")
    # another area is in play: only the line that belongs to none
    assert [row.rule for row in answers(CANTEEN, visited(grades={"OE": "good"}))] == ["K-2"]
    assert answers(CANTEEN, visited()) == ()


@pytest.mark.parametrize("name", known())
def test_nothing_stated_is_nothing_asked(name: str) -> None:
    assert check(load(name), Inspection(framework=name)) == ()


@pytest.mark.parametrize("name", known())
def test_every_answer_has_its_force_paragraph_and_reason(name: str) -> None:
    framework = load(name)
    worst = framework.scale[-1].name if framework.scale else None
    seen = Inspection(
        framework=name,
        grades=dict.fromkeys(framework.codes(), worst) if worst else {},
        facts={question.code: True for question in framework.facts},
        dates={"on-site": framework.in_force_from},
    )
    found = check(framework, seen)
    assert found
    for answer in found:
        assert answer.paragraph
        assert answer.text
        assert answer.reason
        assert answer.outcome != "broken" or answer.force in {"always", "must", "is", "cap"}


# One statement about each part of an inspection, and the topics that are then answered.
STATED: tuple[tuple[dict[str, Any], set[str]], ...] = (
    ({"grades": {"SG/OE": "good"}}, {"grades", "duties"}),
    ({"facts": {"serious-concerns": True}}, {"grades", "duties"}),
    ({"dates": {"notified": date(2010, 3, 1)}}, {"dates", "duties"}),
    ({"documents": ()}, {"documents"}),
    ({"cases": ()}, {"cases"}),
    ({"findings": (Finding(text="Plans drift.", area="SG/QP-PLAN"),)}, {"evidence"}),
    ({"requirements": (Improvement(text="Mend it."),)}, {"requirements"}),
    ({"actions": (Action(area="Plans", rag="amber"),)}, {"actions"}),
    ({"team": Team(inspectors={"Ofsted": 3})}, {"team", "conduct"}),
)


@pytest.mark.parametrize(("stated", "topics"), STATED)
def test_only_topics_that_are_spoken_of_are_answered(
    stated: dict[str, Any], topics: set[str]
) -> None:
    found = {row.topic for row in check(load("slac-2009"), Inspection(framework="x", **stated))}
    assert found <= topics
    assert found or "requirements" in topics  # the framework of 2009 makes no such demands


def test_every_topic_of_the_2015_framework_comes_in_one_order() -> None:
    seen = Inspection(
        framework="asa-2015",
        grades={"OE": "inadequate", "LEAD": "inadequate"},
        dates={"on-site": date(2016, 2, 15)},
        requirements=(Improvement(text="Meet Regulation 18."),),
        findings=(Finding(text="Records are thin.", area="LEAD"),),
        team=Team(inspectors={"Ofsted": 1}, declared=True),
    )
    topics = list(dict.fromkeys(row.topic for row in check(load("asa-2015"), seen)))
    order = ["grades", "duties", "dates", "requirements", "evidence", "documents", "conduct"]
    assert [topic for topic in topics if topic in order] == [t for t in order if t in topics]
    assert {"grades", "duties", "dates", "requirements", "evidence", "conduct"} <= set(topics)
