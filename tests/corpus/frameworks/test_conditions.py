"""A condition is true, false or unknown of an inspection, and says why."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some_of

from corpus.frameworks import Framework, Grade, JudgementArea
from corpus.frameworks.conditions import grade_named, holds, judge
from corpus.frameworks.inspections import Inspection
from corpus.frameworks.provisions import Condition, Question

SCALE = ("splendid", "good", "needs salt", "poor")
AREAS = ("FOOD", "STAFF", "ROOM")
FACTS = ("mouse-seen", "fire")

CANTEEN = Framework(
    id="canteen-2024",
    title="Canteen inspections",
    publisher="A ministry of lunch",
    source="Lunch handbook",
    in_force_from=date(2024, 1, 1),
    in_force_to=None,
    scale=tuple(Grade(name, (name, f"{name} to eat")) for name in SCALE),
    areas=tuple(JudgementArea(code, code.title(), "1") for code in AREAS),
    criteria=(),
    facts=(Question(code="mouse-seen", text="Was there a mouse?", paragraph="9"),),
)


def condition(**parts: Any) -> Condition:
    return Condition(**parts)


POOR_FOOD = condition(any_area=("FOOD",), at_most="poor")
MOUSE = condition(fact="mouse-seen")


def visited(**parts: Any) -> Inspection:
    return Inspection(framework="canteen-2024", **parts)


@pytest.mark.parametrize(
    ("asked", "seen", "answer"),
    [
        # the grade itself, and one better
        (POOR_FOOD, visited(grades={"FOOD": "poor"}), True),
        (POOR_FOOD, visited(grades={"FOOD": "needs salt"}), False),
        # as the report prints it: an alias, capitals, two blanks
        (POOR_FOOD, visited(grades={"FOOD": "Poor  to Eat"}), True),
        # nobody said, or said something that the scale does not know
        (POOR_FOOD, visited(), None),
        (POOR_FOOD, visited(grades={"FOOD": "blue"}), None),
        # a provisional grade is not the final one, and the other way round
        (POOR_FOOD, visited(provisional={"FOOD": "poor"}), None),
        (
            condition(any_area=("FOOD",), at_most="poor", of="provisional"),
            visited(provisional={"FOOD": "poor"}, grades={"FOOD": "good"}),
            True,
        ),
        # both bounds: just this grade
        (
            condition(any_area=("FOOD",), at_least="good", at_most="good"),
            visited(grades={"FOOD": "splendid"}),
            False,
        ),
        # one area of several decides for "any", whatever the others are
        (
            condition(any_area=("FOOD", "STAFF"), at_most="poor"),
            visited(grades={"STAFF": "poor"}),
            True,
        ),
        # ... but the absence of one leaves "any" open
        (
            condition(any_area=("FOOD", "STAFF"), at_most="poor"),
            visited(grades={"STAFF": "good"}),
            None,
        ),
        # one area of several decides against "every"
        (
            condition(every_area=("FOOD", "STAFF"), at_least="good"),
            visited(grades={"FOOD": "poor"}),
            False,
        ),
        (
            condition(every_area=("FOOD", "STAFF"), at_least="good"),
            visited(grades={"FOOD": "good"}),
            None,
        ),
        (
            condition(every_area=("FOOD", "STAFF"), at_least="good"),
            visited(grades={"FOOD": "good", "STAFF": "splendid"}),
            True,
        ),
        # facts: yes, no, and asked for a no
        (MOUSE, visited(facts={"mouse-seen": True}), True),
        (MOUSE, visited(facts={"mouse-seen": False}), False),
        (MOUSE, visited(), None),
        (condition(fact="mouse-seen", answer=False), visited(facts={"mouse-seen": False}), True),
        # a change needs both grades, and another spelling is no change
        (
            condition(changed="FOOD"),
            visited(provisional={"FOOD": "good"}, grades={"FOOD": "poor"}),
            True,
        ),
        (
            condition(changed="FOOD"),
            visited(provisional={"FOOD": "Good"}, grades={"FOOD": "good to eat"}),
            False,
        ),
        (condition(changed="FOOD"), visited(grades={"FOOD": "poor"}), None),
        # combinations, where the known part decides or does not
        (condition(every=(POOR_FOOD, MOUSE)), visited(facts={"mouse-seen": False}), False),
        (condition(every=(POOR_FOOD, MOUSE)), visited(facts={"mouse-seen": True}), None),
        (condition(some=(POOR_FOOD, MOUSE)), visited(facts={"mouse-seen": True}), True),
        (condition(some=(POOR_FOOD, MOUSE)), visited(facts={"mouse-seen": False}), None),
    ],
)
def test_a_condition_is_true_false_or_unknown(
    asked: Condition, seen: Inspection, answer: bool | None
) -> None:
    assert holds(asked, CANTEEN, seen) is answer


@pytest.mark.parametrize(
    ("asked", "seen", "because"),
    [
        # of two areas only the one that decides is named
        (
            condition(any_area=("FOOD", "STAFF"), at_most="poor"),
            visited(grades={"FOOD": "good", "STAFF": "poor"}),
            ("STAFF is poor",),
        ),
        # where none decides alone, all are named
        (
            condition(any_area=("FOOD", "STAFF"), at_most="poor"),
            visited(grades={"FOOD": "good", "STAFF": "good"}),
            ("FOOD is good", "STAFF is good"),
        ),
        (MOUSE, visited(facts={"mouse-seen": False}), ("mouse-seen: no",)),
        (
            condition(changed="FOOD"),
            visited(provisional={"FOOD": "good"}, grades={"FOOD": "poor"}),
            ("FOOD changed from good to poor",),
        ),
        (
            condition(any_area=("FOOD",), at_most="poor", of="provisional"),
            visited(provisional={"FOOD": "poor"}),
            ("FOOD was provisionally poor",),
        ),
        # the same words are said once
        (
            condition(every=(MOUSE, MOUSE)),
            visited(facts={"mouse-seen": True}),
            ("mouse-seen: yes",),
        ),
    ],
)
def test_what_decided_is_said_in_words(
    asked: Condition, seen: Inspection, because: tuple[str, ...]
) -> None:
    verdict = judge(asked, CANTEEN, seen)
    assert verdict.because == because
    assert verdict.missing == ()


@pytest.mark.parametrize(
    ("asked", "seen", "missing"),
    [
        (POOR_FOOD, visited(), ("the grade of FOOD",)),
        # only what is still needed
        (
            condition(every_area=("FOOD", "STAFF"), at_least="good"),
            visited(grades={"FOOD": "good"}),
            ("the grade of STAFF",),
        ),
        # a fact comes with its question, so that it can be answered
        (MOUSE, visited(), ("the fact mouse-seen (Was there a mouse?)",)),
        (
            condition(changed="FOOD"),
            visited(),
            ("the provisional grade of FOOD", "the grade of FOOD"),
        ),
        (
            condition(every=(POOR_FOOD, MOUSE)),
            visited(facts={"mouse-seen": True}),
            ("the grade of FOOD",),
        ),
    ],
)
def test_what_is_missing_is_named(
    asked: Condition, seen: Inspection, missing: tuple[str, ...]
) -> None:
    verdict = judge(asked, CANTEEN, seen)
    assert verdict.holds is None
    assert verdict.missing == missing


def test_a_grade_is_known_by_its_name_and_its_aliases_only() -> None:
    assert grade_named(CANTEEN, "NEEDS SALT") == "needs salt"
    assert grade_named(CANTEEN, "needs salt to eat") == "needs salt"
    assert grade_named(CANTEEN, "salt") is None


codes = some_of.lists(some_of.sampled_from(AREAS), min_size=1, unique=True).map(tuple)
grades = some_of.sampled_from(SCALE)
bounds = some_of.sampled_from(("at_least", "at_most"))
whose = some_of.sampled_from(("final", "provisional"))
single = some_of.one_of(
    some_of.builds(
        lambda areas, every, bound, grade, of: condition(
            **{"every_area" if every else "any_area": areas, bound: grade, "of": of}
        ),
        codes, some_of.booleans(), bounds, grades, whose,
    ),
    some_of.builds(
        Condition, fact=some_of.sampled_from(FACTS), answer=some_of.booleans()
    ),
    some_of.builds(Condition, changed=some_of.sampled_from(AREAS)),
)  # fmt: skip
conditions = some_of.recursive(
    single,
    lambda inner: some_of.builds(
        lambda parts, every: condition(**{"every" if every else "some": tuple(parts)}),
        some_of.lists(inner, min_size=1, max_size=3),
        some_of.booleans(),
    ),
    max_leaves=6,
)
stated = some_of.dictionaries(some_of.sampled_from(AREAS), grades)
answered = some_of.dictionaries(some_of.sampled_from(FACTS), some_of.booleans())
knowledge = some_of.tuples(stated, stated, answered)


@given(asked=conditions, known=knowledge, more=knowledge)
def test_knowing_more_never_overturns_an_answer(
    asked: Condition, known: tuple[Any, Any, Any], more: tuple[Any, Any, Any]
) -> None:
    less = visited(grades=known[0], provisional=known[1], facts=known[2])
    full = visited(
        grades=more[0] | known[0], provisional=more[1] | known[1], facts=more[2] | known[2]
    )
    before = judge(asked, CANTEEN, less)
    if before.holds is None:
        assert before.missing
    else:
        assert holds(asked, CANTEEN, full) is before.holds
        assert before.because


def test_a_type_counts_alone_and_with_others_and_is_never_assumed() -> None:
    survey = condition(type="survey")
    assert holds(survey, CANTEEN, visited(type="survey")) is True
    assert holds(survey, CANTEEN, visited(type="scheduled", with_types=("survey",))) is True
    assert holds(survey, CANTEEN, visited(type="scheduled")) is False
    verdict = judge(survey, CANTEEN, visited())
    assert verdict.holds is None
    assert verdict.not_stated == "Not stated: the type of the inspection"
