"""Who must be consulted or decide in 2015, when a judgement changes or is inadequate."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.frameworks import load
from corpus.frameworks.answers import Answer
from corpus.frameworks.duties import answers
from corpus.frameworks.inspections import Inspection

AREAS = ("OE", "EXP", "QUAL", "SAFE", "LEAD")
GOOD = dict.fromkeys(AREAS, "good")


def answered(rule: str, seen: Inspection) -> Answer:
    (answer,) = (each for each in answers(load("asa-2015"), seen) if each.rule == rule)
    return answer


def changed(before: str, after: str, **parts: dict[str, bool]) -> Inspection:
    """An inspection whose overall grade changed, and no other."""
    return Inspection(
        framework="asa-2015",
        provisional=GOOD | {"OE": before},
        grades=GOOD | {"OE": after},
        facts=parts.get("facts", {}),
        duties=parts.get("duties", {}),
    )


@pytest.mark.parametrize(
    ("rule", "before", "after", "outcome", "who"),
    [
        # any change is talked over with the manager
        ("Q-03", "good", "requires improvement", "to weigh", "Regulatory Inspection Manager"),
        ("Q-03", "good", "good", "does not apply", "Regulatory Inspection Manager"),
        # away from inadequate: for decision, higher up
        ("Q-04", "inadequate", "requires improvement", "to weigh", "Regional Director"),
        ("Q-04", "good", "inadequate", "does not apply", "Regional Director"),
        # down to inadequate: the same two
        ("Q-05a", "good", "inadequate", "to weigh", "Regional Senior HMI"),
        ("Q-05a", "inadequate", "good", "does not apply", "Regional Senior HMI"),
        ("Q-05a", "inadequate", "inadequate", "does not apply", "Regional Senior HMI"),
        # inadequate, changed or not: the compliance team
        ("Q-07a", "inadequate", "inadequate", "to weigh", "Social care compliance team"),
        ("Q-07a", "inadequate", "good", "does not apply", "Social care compliance team"),
    ],
)
def test_who_hears_of_a_changed_or_inadequate_judgement(
    rule: str, before: str, after: str, outcome: str, who: str
) -> None:
    answer = answered(rule, changed(before, after))
    assert answer.outcome == outcome
    assert who in (answer.about or "")


@pytest.mark.parametrize(
    ("rule", "done", "outcome"),
    [
        # must: not done is broken
        ("Q-07a", True, "kept"),
        ("Q-07a", False, "broken"),
        ("Q-05a", False, "departed from"),  # its sentence lost its verb: never "must"
        ("Q-03", False, "departed from"),  # "will"
    ],
)
def test_a_duty_that_was_not_done_is_as_grave_as_its_source(
    rule: str, done: bool, outcome: str
) -> None:
    assert answered(rule, changed("good", "inadequate", duties={rule: done})).outcome == outcome


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"immediate-risk-of-harm": True}, "to weigh"),
        ({"offence": True}, "to weigh"),
        ({"breach-of-registration-condition": True}, "to weigh"),
        ({"last-inspection-inadequate": True}, "to weigh"),
        # one of four is not known, and the others are no
        (
            {
                "immediate-risk-of-harm": False,
                "offence": False,
                "last-inspection-inadequate": False,
            },
            "cannot be evaluated",
        ),
        (
            {
                "immediate-risk-of-harm": False,
                "offence": False,
                "last-inspection-inadequate": False,
                "breach-of-registration-condition": False,
            },
            "does not apply",
        ),
    ],
)
def test_when_a_case_discussion_starts_after_inadequate(
    facts: dict[str, bool], outcome: str
) -> None:
    answer = answered("Q-07b", changed("inadequate", "inadequate", facts=facts))
    assert answer.outcome == outcome


def test_a_survey_is_never_joined_to_a_monitoring_inspection() -> None:
    joined = Inspection(framework="asa-2015", type="monitoring", with_types=("survey",))
    assert answered("types", joined).outcome == "departed from"
    with_scheduled = Inspection(framework="asa-2015", type="scheduled", with_types=("survey",))
    assert answered("types", with_scheduled).outcome == "kept"


@pytest.mark.parametrize(
    ("day", "outcome"), [(date(2016, 2, 15), "kept"), (date(2012, 2, 15), "to weigh")]
)
def test_an_inspection_before_its_framework_is_pointed_out(day: date, outcome: str) -> None:
    seen = Inspection(framework="asa-2015", dates={"on-site": day})
    assert answered("in-force", seen).outcome == outcome
