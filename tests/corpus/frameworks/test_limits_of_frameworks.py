"""The grade rules that documents state, one by one, put to inspections that nobody made."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.frameworks import load
from corpus.frameworks.answers import Answer
from corpus.frameworks.inspections import Inspection
from corpus.frameworks.limits import answers
from corpus.frameworks.provisions import Condition

Grades = dict[str, str]
Facts = dict[str, bool]

ALL_GOOD: Grades = dict.fromkeys(("OE", "EXP", "QUAL", "SAFE", "LEAD"), "good")


def answered(framework: str, rule: str, grades: Grades, facts: Facts | None = None) -> Answer:
    seen = Inspection(framework=framework, grades=grades, facts=facts or {})
    (answer,) = (each for each in answers(load(framework), seen) if each.rule == rule)
    return answer


@pytest.mark.parametrize(
    ("rule", "changed", "facts", "outcome"),
    [
        # one inadequate judgement always makes the overall grade inadequate
        ("L-01", {"SAFE": "inadequate", "OE": "inadequate"}, {}, "kept"),
        ("L-01", {"SAFE": "inadequate"}, {}, "broken"),
        ("L-01", {}, {}, "does not apply"),
        # the same twice more, with paragraphs of their own
        ("L-02", {"QUAL": "inadequate"}, {}, "broken"),
        ("L-03", {"EXP": "inadequate"}, {}, "broken"),
        # requiring improvement limits nothing
        ("L-03", {"EXP": "requires improvement"}, {}, "does not apply"),
        # outstanding with a breach: expected not to be, so a departure and no more
        ("L-11a", {"OE": "outstanding"}, {"breach-of-regulations": True}, "departed from"),
        ("L-11a", {"OE": "outstanding"}, {"breach-of-regulations": False}, "kept"),
        ("L-11a", {"OE": "outstanding"}, {}, "cannot be evaluated"),
        # the description says the same, and a description is for people to weigh
        ("L-11b", {"OE": "outstanding"}, {"breach-of-regulations": True}, "to weigh"),
        # good with breaches: few, slight, quick to mend, and in the report
        ("L-12a", {}, {"breach-of-regulations": True, "minor-breaches-only": True}, "kept"),
        (
            "L-12a",
            {},
            {"breach-of-regulations": True, "minor-breaches-only": False},
            "departed from",
        ),
        ("L-12a", {}, {"breach-of-regulations": False}, "does not apply"),
        (
            "L-12b",
            {},
            {"breach-of-regulations": True, "breaches-in-report": False},
            "departed from",
        ),
        # requires improvement: met, or breaches that do nobody harm
        (
            "L-13",
            {"OE": "requires improvement"},
            {"breach-of-regulations": True, "breach-with-negative-impact": True},
            "to weigh",
        ),
        ("L-13", {"OE": "requires improvement"}, {"breach-of-regulations": False}, "kept"),
        # what describes an inadequate area describes; it makes none
        (
            "L-14a",
            {},
            {"widespread-or-serious-failures": True, "breach-with-negative-impact": True},
            "to weigh",
        ),
        # outstanding in addition to good
        ("L-15", {"LEAD": "outstanding"}, {"good-criteria-met": True}, "kept"),
        ("L-15", {"LEAD": "outstanding"}, {"good-criteria-met": False}, "departed from"),
        # compliance does not make good, nor a failure less than good: never automatic
        (
            "L-16a",
            {},
            {"breach-of-regulations": False, "standards-disregarded": False},
            "to weigh",
        ),
        ("L-16b", {"OE": "inadequate"}, {"breach-of-regulations": True}, "to weigh"),
        ("L-16b", {}, {"breach-of-regulations": True}, "does not apply"),
        # standards of no account: may, likely, will
        ("L-19a", {}, {"standards-disregarded": True}, "to weigh"),
        (
            "L-19c",
            {},
            {"standards-disregarded": True, "standards-weighed": False},
            "departed from",
        ),
        ("L-19c", {}, {"standards-disregarded": False}, "does not apply"),
        # not yet good, yet nothing widespread: so it is not what "adequate" was
        (
            "D-11",
            {"OE": "requires improvement"},
            {"widespread-or-serious-failures": True},
            "to weigh",
        ),
        ("D-11", {"OE": "requires improvement"}, {"widespread-or-serious-failures": False}, "kept"),
    ],
)
def test_rules_of_2015(rule: str, changed: Grades, facts: Facts, outcome: str) -> None:
    assert answered("asa-2015", rule, ALL_GOOD | changed, facts).outcome == outcome


@pytest.mark.parametrize(
    ("rule", "grades", "facts", "outcome"),
    [
        # either outcome of safeguarding inadequate: likely, not always
        ("L-04", {"SG/SO-FEEL": "inadequate", "SG/OE": "inadequate"}, {}, "kept"),
        ("L-04", {"SG/SO-FEEL": "inadequate", "SG/OE": "adequate"}, {}, "departed from"),
        # adequate outcomes are not good: a good overall grade is unlikely
        ("L-05", {"SG/SO-SAFE": "adequate", "SG/OE": "good"}, {}, "departed from"),
        ("L-05", {"SG/SO-SAFE": "adequate", "SG/OE": "adequate"}, {}, "kept"),
        # unlikely adequate, in the one element; likely inadequate, in the other
        ("L-06", {"SG/LM-EQ": "inadequate", "SG/LM": "adequate"}, {}, "departed from"),
        ("L-06", {"SG/LM-EQ": "inadequate", "SG/LM": "inadequate"}, {}, "kept"),
        ("L-10", {"LAC/LM-EQ": "inadequate", "LAC/LM": "adequate"}, {}, "departed from"),
        ("L-10", {"LAC/LM-EQ": "inadequate", "LAC/LM": "inadequate"}, {}, "kept"),
        # the elements do not mix
        ("L-10", {"SG/LM-EQ": "inadequate", "LAC/LM": "good"}, {}, "cannot be evaluated"),
        # any of five outcomes
        ("L-07", {"LAC/LAC-ECON": "inadequate", "LAC/OE": "good"}, {}, "departed from"),
        # two of the five for a good overall grade
        ("L-08", {"LAC/LAC-ENJOY": "adequate", "LAC/OE": "outstanding"}, {}, "departed from"),
        (
            "L-08",
            {"LAC/LAC-ENJOY": "good", "LAC/LAC-SAFE": "good", "LAC/OE": "good"},
            {},
            "does not apply",
        ),
        # progress in education is a fact, no grade
        (
            "L-09",
            {"LAC/LAC-ENJOY": "good"},
            {"educational-progress-below-good": True},
            "departed from",
        ),
        (
            "L-09",
            {"LAC/LAC-ENJOY": "adequate"},
            {"educational-progress-below-good": True},
            "kept",
        ),
        ("L-09", {"LAC/LAC-ENJOY": "good"}, {}, "cannot be evaluated"),
    ],
)
def test_rules_of_2009(rule: str, grades: Grades, facts: Facts, outcome: str) -> None:
    assert answered("slac-2009", rule, grades, facts).outcome == outcome


@pytest.mark.parametrize(
    ("rule", "grades", "facts", "outcome"),
    [
        # here the source says "is": practice inadequate, leaders unaware and without effect
        (
            "L-17a",
            {"EXP": "inadequate", "PROT": "good", "LEAD": "requires improvement to be good"},
            {"leaders-unaware": True, "leaders-ineffective": True},
            "broken",
        ),
        # they know: the rule does not speak of them
        (
            "L-17a",
            {"EXP": "inadequate", "PROT": "good", "LEAD": "requires improvement to be good"},
            {"leaders-unaware": False, "leaders-ineffective": True},
            "does not apply",
        ),
        ("L-17b", {"LEAD": "inadequate"}, {"partnership-failure": True}, "kept"),
        # always, likely and a cap, from guidance outside the document
        ("L-20a", {"PROT": "inadequate", "EXP": "good"}, {}, "broken"),
        ("L-20b", {"LEAD": "inadequate", "EXP": "requires improvement"}, {}, "departed from"),
        ("L-20c", {"LEAD": "inadequate", "EXP": "requires improvement"}, {}, "kept"),
        ("L-20c", {"LEAD": "inadequate", "EXP": "good"}, {}, "broken"),
        # one person: read words otherwise
        ("J-12", {}, {"individual-provider": True}, "to weigh"),
        ("J-12", {}, {"individual-provider": False}, "does not apply"),
    ],
)
def test_rules_of_2024(rule: str, grades: Grades, facts: Facts, outcome: str) -> None:
    assert answered("sccif-asa-2024", rule, grades, facts).outcome == outcome


def test_what_stands_outside_a_document_says_where() -> None:
    answer = answered("sccif-asa-2024", "L-20a", {"PROT": "inadequate", "EXP": "good"})
    assert answer.paragraph.endswith(", 4.1")
    assert "GOV.UK" in answer.paragraph


def test_conduct_of_providers_only_may_weigh() -> None:
    facts = {"provider-conduct-below-expectations": True}
    answer = answered("supported-accommodation-2023", "L-18", {}, facts)
    assert (answer.force, answer.outcome) == ("may", "to weigh")


def test_these_tests_can_fail() -> None:
    """A rule whose grade is off by one step answers otherwise."""
    framework = load("asa-2015")
    (rule,) = (each for each in framework.rules if each.id == "L-01")
    softer = replace(rule, then=Condition(every_area=("OE",), at_most="requires improvement"))
    seen = Inspection(
        framework="asa-2015",
        grades=ALL_GOOD | {"SAFE": "inadequate", "OE": "requires improvement"},
    )
    assert answers(replace(framework, rules=(rule,)), seen)[0].outcome == "broken"
    assert answers(replace(framework, rules=(softer,)), seen)[0].outcome == "kept"
