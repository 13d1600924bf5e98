"""Duties arise, are done or not; types that never go together; frameworks out of force."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from corpus.frameworks import Force, Framework, Grade, JudgementArea, known, load
from corpus.frameworks.answers import Answer
from corpus.frameworks.duties import answers, judged_on
from corpus.frameworks.inspections import Inspection
from corpus.frameworks.provisions import Condition, Duty, InspectionType

OVERALL_CHANGED = Condition(changed="OE")
TYPES = (
    InspectionType(code="full", title="Full visit", graded=True, paragraph="12"),
    InspectionType(code="spot", title="Spot check", graded=False, paragraph="12"),
    InspectionType(
        code="theme", title="Visit on a theme", graded=False, paragraph="12", never_with=("spot",)
    ),
)


def duty(force: Force = "must", **parts: Any) -> Duty:
    named: dict[str, Any] = {
        "id": "Q-1",
        "text": "Talk a change over.",
        "paragraph": "79",
        "when": OVERALL_CHANGED,
        "who": ("head of lunches",),
        "act": "discuss",
    }
    return Duty(force=force, **(named | parts))


def canteen(*duties: Duty, until: date | None = None) -> Framework:
    return Framework(
        id="canteen-2024",
        title="Canteen inspections",
        publisher="A ministry of lunch",
        source="Lunch handbook",
        in_force_from=date(2024, 1, 1),
        in_force_to=until,
        scale=(Grade("good", ("good",)), Grade("poor", ("poor",))),
        areas=(JudgementArea("OE", "Overall", "1"),),
        criteria=(),
        types=TYPES,
        duties=duties,
    )


def visited(**parts: Any) -> Inspection:
    return Inspection(framework="canteen-2024", **parts)


WORSE = {"provisional": {"OE": "good"}, "grades": {"OE": "poor"}}


@pytest.mark.parametrize(
    ("asked", "seen", "outcome", "reason"),
    [
        # it arises, and nobody has said whether it was done: people look
        (duty(), visited(**WORSE), "to weigh", "whether it was done is not stated (duties: Q-1)"),
        # said: by its force
        (duty(), visited(**WORSE, duties={"Q-1": True}), "kept", "OE changed from good to poor"),
        (duty(), visited(**WORSE, duties={"Q-1": False}), "broken", "it was not done"),
        (duty("expected"), visited(**WORSE, duties={"Q-1": False}), "departed from", "a reason"),
        # "should consider" leaves it to people even where it was not done
        (duty("may"), visited(**WORSE, duties={"Q-1": False}), "to weigh", "it was not done"),
        # it does not arise, whatever else is stated
        (
            duty(),
            visited(provisional={"OE": "good"}, grades={"OE": "good"}, duties={"Q-1": False}),
            "does not apply",
            "OE stayed good",
        ),
        # nobody knows whether it arises
        (
            duty(),
            visited(grades={"OE": "poor"}, duties={"Q-1": True}),
            "cannot be evaluated",
            "Not stated: the provisional grade of OE",
        ),
    ],
)
def test_a_duty_arises_and_is_done_or_not(
    asked: Duty, seen: Inspection, outcome: str, reason: str
) -> None:
    (answer,) = answers(canteen(asked), seen)
    assert answer.outcome == outcome
    assert reason in answer.reason
    assert answer.about == "discuss: head of lunches"


def types_answered(seen: Inspection) -> list[Answer]:
    return [answer for answer in answers(canteen(), seen) if answer.rule == "types"]


@pytest.mark.parametrize(
    ("seen", "outcomes"),
    [
        # the source says "will not": joining them departs from it, on either side
        (visited(type="theme", with_types=("spot",)), ["departed from"]),
        (visited(type="spot", with_types=("theme",)), ["departed from"]),
        # a theme may go with a full visit
        (visited(type="full", with_types=("theme",)), ["kept"]),
        (visited(type="full"), []),
        # a kind that is not graded, with grades, is for people to look at
        (visited(type="spot", grades={"OE": "good"}), ["to weigh"]),
        # a type that the framework does not know is named with those it does
        (visited(type="party"), ["cannot be evaluated"]),
    ],
)
def test_some_inspections_never_go_together(seen: Inspection, outcomes: list[str]) -> None:
    assert [answer.outcome for answer in types_answered(seen)] == outcomes


def test_an_unknown_type_is_named_with_the_known_ones() -> None:
    (answer,) = types_answered(visited(type="party"))
    assert answer.reason == "No inspection type 'party'; known: full, spot, theme."


@pytest.mark.parametrize(
    ("dates", "outcome"),
    [
        ({"on-site": date(2024, 5, 1)}, "kept"),
        ({"on-site": date(2023, 5, 1)}, "to weigh"),
        # the last day still counts
        ({"on-site": date(2025, 3, 31)}, "kept"),
        ({"on-site": date(2025, 4, 1)}, "to weigh"),
        # the day on site goes before the day of the letter
        ({"notified": date(2023, 12, 20), "on-site": date(2024, 1, 3)}, "kept"),
    ],
)
def test_a_framework_out_of_force_is_a_row_and_no_refusal(
    dates: dict[str, date], outcome: str
) -> None:
    framework = canteen(duty(), until=date(2025, 3, 31))
    first, second = answers(framework, visited(dates=dates, **WORSE))
    assert (first.rule, first.outcome) == ("in-force", outcome)
    assert "2024-01-01 to 2025-03-31" in first.text
    assert second.outcome == "to weigh"  # evaluated all the same


def test_without_a_date_nothing_is_said_of_force() -> None:
    assert judged_on(visited(dates={"previous-inspection": date(2020, 1, 1)})) is None
    assert answers(canteen(), visited()) == ()


@pytest.mark.parametrize("name", known())
def test_every_shipped_duty_can_be_asked_about_an_empty_inspection(name: str) -> None:
    found = answers(load(name), Inspection(framework=name))
    assert {answer.outcome for answer in found} <= {"cannot be evaluated"}
