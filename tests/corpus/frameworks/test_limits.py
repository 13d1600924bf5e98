"""Grade rules are kept, broken, departed from or left to people, never harder than their source."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some_of

from corpus.frameworks import Force, Framework, Grade, JudgementArea, known, load
from corpus.frameworks.inspections import Inspection
from corpus.frameworks.limits import answers
from corpus.frameworks.provisions import Condition, Question, Rule, Substitution

SCALE = ("splendid", "good", "needs salt", "poor")
ANY_POOR = Condition(any_area=("FOOD", "STAFF"), at_most="poor")
OVERALL_POOR = Condition(any_area=("OE",), at_most="poor")
OVERALL_GOOD = Condition(any_area=("OE",), at_least="good")
OVERALL_AT_MOST_SALT = Condition(any_area=("OE",), at_most="needs salt")


def rule(force: Force, then: Condition | None = OVERALL_POOR, **parts: Any) -> Rule:
    named: dict[str, Any] = {"id": "L-1", "text": "Poor parts.", "paragraph": "18"}
    named |= {"when": ANY_POOR} | parts
    return Rule(force=force, then=then, **named)


def canteen(*rules: Rule, **parts: Any) -> Framework:
    return Framework(
        id="canteen-2024",
        title="Canteen inspections",
        publisher="A ministry of lunch",
        source="Lunch handbook",
        in_force_from=date(2024, 1, 1),
        in_force_to=None,
        scale=tuple(Grade(name, (name,)) for name in SCALE),
        areas=tuple(JudgementArea(code, code.title(), "1") for code in ("OE", "FOOD", "STAFF")),
        criteria=(),
        overall="OE",
        facts=(Question(code="one-cook", text="Is there one cook only?", paragraph="4"),),
        rules=rules,
        **parts,
    )


def graded(facts: dict[str, bool] | None = None, **grades: str) -> Inspection:
    return Inspection(framework="canteen-2024", grades=grades, facts=facts or {})


@pytest.mark.parametrize(
    ("asked", "seen", "outcome", "reason"),
    [
        # what the source says happens always is kept or broken
        (rule("always"), graded(STAFF="poor", OE="poor"), "kept", "STAFF is poor; OE is poor"),
        (rule("always"), graded(FOOD="poor", OE="good"), "broken", "FOOD is poor, yet OE is good"),
        (rule("is"), graded(STAFF="poor", OE="good"), "broken", "STAFF is poor, yet OE is good"),
        # what is likely only is departed from, and that needs a reason
        (
            rule("likely"),
            graded(STAFF="poor", OE="good"),
            "departed from",
            "STAFF is poor, yet OE is good; this needs a reason",
        ),
        # what is unlikely stands in `then`: where it is so, the rule is departed from
        (
            rule("unlikely", OVERALL_GOOD),
            graded(STAFF="poor", OE="good"),
            "departed from",
            "STAFF is poor, yet OE is good; this needs a reason",
        ),
        (
            rule("unlikely", OVERALL_GOOD),
            graded(STAFF="poor", OE="needs salt"),
            "kept",
            "STAFF is poor; OE is needs salt",
        ),
        # a cap holds the grade down, and the cap itself is allowed
        (rule("cap", OVERALL_AT_MOST_SALT), graded(FOOD="poor", OE="needs salt"), "kept", None),
        (rule("cap", OVERALL_AT_MOST_SALT), graded(FOOD="poor", OE="good"), "broken", None),
        # what only may follow, or describes, is never a fault
        (rule("may"), graded(STAFF="poor", OE="good"), "to weigh", None),
        (rule("descriptor"), graded(STAFF="poor", OE="good"), "to weigh", None),
        (rule("never automatic", None), graded(STAFF="poor"), "to weigh", "STAFF is poor"),
        # a rule without `then` is for people, however firm its words
        (rule("always", None), graded(STAFF="poor"), "to weigh", "STAFF is poor"),
        # not asked for: all its grades are there, and none is poor
        (
            rule("always"),
            graded(STAFF="good", FOOD="good", OE="good"),
            "does not apply",
            "FOOD is good; STAFF is good",
        ),
        # one grade not known: the rule cannot be told, and says what it needs
        (
            rule("always"),
            graded(STAFF="good", OE="good"),
            "cannot be evaluated",
            "Not stated: the grade of FOOD",
        ),
        (
            rule("unlikely", OVERALL_GOOD),
            graded(STAFF="poor"),
            "cannot be evaluated",
            "STAFF is poor. Not stated: the grade of OE",
        ),
    ],
)  # fmt: skip
def test_a_rule_answers_as_firmly_as_its_source_and_no_more(
    asked: Rule, seen: Inspection, outcome: str, reason: str | None
) -> None:
    (answer,) = answers(canteen(asked), seen)
    assert answer.outcome == outcome
    assert reason is None or answer.reason == f"{reason}."
    assert (answer.rule, answer.force, answer.paragraph) == ("L-1", asked.force, "18")


def test_a_rule_from_elsewhere_names_its_document_with_the_paragraph() -> None:
    (answer,) = answers(canteen(rule("cap", source="Soup guide")), graded(STAFF="poor"))
    assert answer.paragraph == "Soup guide, 18"


@pytest.mark.parametrize(
    ("facts", "outcome", "reason"),
    [
        ({"one-cook": True}, "to weigh", "one-cook: yes"),
        ({"one-cook": False}, "does not apply", "one-cook: no"),
        ({}, "cannot be evaluated", "Not stated: the fact one-cook (Is there one cook only?)"),
    ],
)
def test_words_are_read_otherwise_where_the_fact_holds(
    facts: dict[str, bool], outcome: str, reason: str
) -> None:
    words = Substitution(
        id="J-1", fact="one-cook", words=("the cooks",), read_as="the cook", paragraph="4"
    )
    (answer,) = answers(canteen(substitutions=(words,)), graded(facts))
    assert (answer.outcome, answer.reason) == (outcome, f"{reason}.")
    assert answer.text == "Read “the cooks” as “the cook”."


STAFF_NOT_GOOD = Condition(any_area=("STAFF",), at_most="needs salt")
ONE_COOK = Condition(fact="one-cook")
SMALL = canteen(
    rule("always"),
    rule("unlikely", OVERALL_GOOD, id="L-2", when=STAFF_NOT_GOOD),
    rule("cap", OVERALL_AT_MOST_SALT, id="L-3", when=Condition(every=(ANY_POOR, ONE_COOK))),
    rule("expected", ONE_COOK, id="L-4", when=OVERALL_GOOD),
)
NAMES = ("canteen-2024", *(name for name in known() if load(name).rules))
AT_FAULT = {"broken", "departed from"}


def shipped(name: str) -> Framework:
    return SMALL if name == SMALL.id else load(name)


def leaves(condition: Condition | None) -> list[Condition]:
    """The innermost parts of a condition."""
    if condition is None:
        return []
    inner = [leaf for part in (*condition.every, *condition.some) for leaf in leaves(part)]
    return inner or [condition]


def areas_of(condition: Condition | None) -> set[str]:
    found: set[str] = set()
    for leaf in leaves(condition):
        found |= {*leaf.any_area, *leaf.every_area} | ({leaf.changed} if leaf.changed else set())
    return found


def limited_by(asked: Rule) -> set[str]:
    """Areas whose low grade sets a rule off, and that stand nowhere in what it limits."""
    low, other = set[str](), areas_of(asked.then)
    for leaf in leaves(asked.when):
        only_low = leaf.at_most is not None and leaf.at_least is None and leaf.of == "final"
        (low if only_low else other).update(areas_of(leaf))
    return low - other


@some_of.composite
def inspections(draw: Any, framework: Framework) -> Inspection:
    """Any inspection of a framework: some grades, provisional or final, and some facts."""
    grade = some_of.sampled_from([step.name for step in framework.scale] or ["none"])
    codes = some_of.sampled_from(sorted(set().union(*map(rule_areas, framework.rules))) or ["none"])
    facts = some_of.sampled_from([question.code for question in framework.facts] or ["none"])
    return Inspection(
        framework=framework.id,
        grades=draw(some_of.dictionaries(codes, grade)),
        provisional=draw(some_of.dictionaries(codes, grade)),
        facts=draw(some_of.dictionaries(facts, some_of.booleans())),
    )


def rule_areas(asked: Rule) -> set[str]:
    return areas_of(asked.when) | areas_of(asked.then)


@pytest.mark.parametrize("name", NAMES)
@given(data=some_of.data())
@settings(max_examples=30)
def test_raising_a_grade_never_sets_a_limit_off(name: str, data: Any) -> None:
    framework = shipped(name)
    drawn = data.draw(inspections(framework))
    best_first = [step.name for step in framework.scale]
    for asked in framework.rules:
        alone = replace(framework, rules=(asked,), substitutions=())
        for code in limited_by(asked):
            grades = [{**drawn.grades, code: grade} for grade in reversed(best_first)]
            (faults,) = zip(
                *(answers(alone, replace(drawn, grades=each)) for each in grades), strict=True
            )
            at_fault = [answer.outcome in AT_FAULT for answer in faults]
            assert at_fault == sorted(at_fault, reverse=True), (asked.id, code)


def test_shipped_limits_are_among_those_tried() -> None:
    tried = {asked.id for name in NAMES for asked in shipped(name).rules if limited_by(asked)}
    assert {"L-01", "L-03", "L-04", "L-05", "L-06", "L-07", "L-08", "L-10", "L-17a"} <= tried


@pytest.mark.parametrize("name", NAMES)
@given(data=some_of.data())
@settings(max_examples=30)
def test_knowing_more_never_turns_an_answer_into_another(name: str, data: Any) -> None:
    framework = shipped(name)
    less, more = data.draw(inspections(framework)), data.draw(inspections(framework))
    full = replace(
        less,
        grades=more.grades | less.grades,
        provisional=more.provisional | less.provisional,
        facts=more.facts | less.facts,
    )
    for before, after in zip(answers(framework, less), answers(framework, full), strict=True):
        if before.outcome != "cannot be evaluated":
            assert after.outcome == before.outcome


@pytest.mark.parametrize("name", NAMES)
@given(data=some_of.data())
@settings(max_examples=20)
def test_only_firm_words_can_be_broken(name: str, data: Any) -> None:
    framework = shipped(name)
    for answer in answers(framework, data.draw(inspections(framework))):
        if answer.outcome == "broken":
            assert answer.force in {"always", "must", "is", "cap"}
        if answer.outcome == "departed from":
            assert answer.force in {"likely", "unlikely", "expected", "in addition", "will"}
