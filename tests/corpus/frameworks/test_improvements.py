"""Requirements and recommendations meet what their framework demands of them, or not."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.frameworks import Framework, load
from corpus.frameworks.answers import Answer
from corpus.frameworks.improvements import answers
from corpus.frameworks.inspections import EvidenceSource, Improvement, Inspection
from corpus.frameworks.loading import read

CANTEEN = """\
id: canteen-2024
title: Canteen inspections
publisher: A ministry of lunch
in_force:
  from: 2024-01-15
source: "Lunch handbook, section 2"
overall: FOOD
scale:
  - {grade: good, aliases: [good]}
  - {grade: poor, aliases: [poor]}
areas:
  - {code: FOOD, title: What is served, paragraph: "2.1"}
instruments:
  - {code: soup, title: Canteens Regulations 2015, kind: regulations, highest: 40, used_for: [requirement]}
  - {code: guide, title: Guide to the Canteens Regulations, kind: guide, aliases: [the Guide]}
  - {code: broth, title: Statutory guidance on hot broth, kind: statutory guidance}
  - {code: nms, title: Canteen standards, kind: standards, highest: 29}
demands:
  - {id: Q-REG, of: requirement, needs: specific regulation, force: must, text: Which., paragraph: "1"}
  - {id: Q-DETAIL, of: requirement, needs: enough detail, force: expected, text: How., paragraph: "1"}
  - {id: Q-DATE, of: requirement, needs: date, force: expected, text: When., paragraph: "1"}
  - {id: Q-IMPACT, of: requirement, needs: impact, force: must, text: Why., paragraph: "2"}
  - {id: Q-MORE, of: requirement, needs: more than one source, force: must, text: Twice., paragraph: "3"}
  - {id: Q-ACT, of: requirement, needs: named instrument, force: is, text: What., paragraph: "4", when: {every_area: [FOOD], at_most: poor}}
  - {id: Q-OPTION, of: requirement, needs: proportionate option, force: will, text: Least., paragraph: "5"}
  - {id: Q-PAGE, of: recommendation, needs: page, force: expected, text: Page., paragraph: "6"}
  - {id: Q-PARA, of: recommendation, needs: paragraph, force: expected, text: Para., paragraph: "6"}
  - {id: Q-SUM, of: recommendation, needs: summary, force: expected, text: Sum., paragraph: "6"}
  - {id: Q-OTHER, of: recommendation, needs: statutory guidance, force: may, text: Other., paragraph: "7"}
  - {id: Q-NMS, of: recommendation, needs: national minimum standard, force: always, text: NMS., paragraph: "8"}
  - {id: Q-BOTH, of: report, needs: outstanding practice and priorities, force: will, text: Both., paragraph: "9"}
"""  # noqa: E501 - one demand, one line

STAFF = EvidenceSource(type="interview-staff", document="note 1")
FILE = EvidenceSource(type="case-file", document="file 7")


@pytest.fixture(scope="module")
def canteen() -> Framework:
    return read(CANTEEN, "canteen.yaml")


def asked(
    framework: Framework, rule: str, inspection: Inspection, about: str | None = None
) -> Answer:
    (answer,) = [
        each
        for each in answers(framework, inspection)
        if each.rule == rule and (about is None or each.about == about)
    ]
    return answer


def requiring(**fields: object) -> Inspection:
    text = str(fields.pop("text", "Warm the soup (Regulation 18(4))."))
    improvement = Improvement(text=text, **fields)  # type: ignore[arg-type]
    return Inspection(framework="canteen-2024", requirements=(improvement,))


def recommending(text: str, cites: str | None = None) -> Inspection:
    improvement = Improvement(text=text, cites=cites)
    return Inspection(framework="canteen-2024", recommendations=(improvement,))


@pytest.mark.parametrize(
    ("rule", "inspection", "outcome", "reason"),
    [
        ("Q-REG", requiring(), "kept", "it cites Regulation 18(4)"),
        ("Q-REG", requiring(text="Warm it.", cites="reg 5"), "kept", "Regulation 5"),
        ("Q-REG", requiring(text="Warm it as the regulations say."), "broken", "no numbered"),
        ("Q-REG", requiring(text="Regulation 41"), "broken", "ends with 40"),
        # only a reader can say whether there is enough detail
        ("Q-DETAIL", requiring(), "cannot be evaluated", "a reader must say"),
        ("Q-DETAIL", requiring(detailed=True), "kept", "enough"),
        ("Q-DETAIL", requiring(detailed=False), "departed from", "not enough"),
        ("Q-DATE", requiring(due=date(2024, 5, 31)), "kept", "2024-05-31"),
        ("Q-DATE", requiring(text="Warm it by 31 May 2024."), "kept", "its text"),
        ("Q-DATE", requiring(), "departed from", "it has no date"),
        ("Q-IMPACT", requiring(impact="Children go hungry."), "kept", "Children go hungry."),
        ("Q-IMPACT", requiring(impact=" "), "broken", "no impact"),
        ("Q-IMPACT", requiring(), "cannot be evaluated", "not stated"),  # unknown, not absent
        ("Q-MORE", requiring(sources=(STAFF, FILE)), "kept", "2 distinct sources"),
        ("Q-MORE", requiring(sources=(STAFF, STAFF)), "broken", "1 distinct source"),
        ("Q-MORE", requiring(), "cannot be evaluated", "sources are not stated"),
        # which step is proportionate no machine decides, whatever the force
        ("Q-OPTION", requiring(), "to weigh", "people weigh"),
    ],
)
def test_what_a_requirement_must_have(
    canteen: Framework, rule: str, inspection: Inspection, outcome: str, reason: str
) -> None:
    answer = asked(canteen, rule, inspection)
    assert (answer.outcome, answer.about, answer.topic) == (
        outcome,
        "requirement 1",
        "requirements",
    )
    assert reason in answer.reason


@pytest.mark.parametrize(
    ("rule", "inspection", "outcome", "reason"),
    [
        ("Q-PAGE", recommending("Warm it (the Guide, page 5)."), "kept", "page 5"),
        ("Q-PAGE", recommending("Warm it.", cites="page 5"), "kept", "page 5"),
        ("Q-PARA", recommending("Warm it (the Guide, page 5)."), "departed from", "no paragraph"),
        ("Q-PARA", recommending("Warm it (the Guide, page 5, para 2)."), "kept", "paragraph 2"),
        ("Q-PAGE", recommending("Warm it."), "departed from", "does not cite the guide"),
        # other guidance instead of the guide is allowed
        ("Q-PAGE", recommending("Statutory guidance on hot broth"), "does not apply", "rests on"),
        ("Q-OTHER", recommending("Statutory guidance on hot broth"), "kept", "hot broth"),
        ("Q-OTHER", recommending("Warm it (the Guide, page 5)."), "does not apply", "no other"),
        ("Q-OTHER", recommending("Keeping children safe in education"), "to weigh", "not among"),
        ("Q-SUM", recommending("The Guide, page 5."), "departed from", "nothing beside"),
        ("Q-SUM", recommending("Keep all soup warm until noon (the Guide, page 5)."),
         "cannot be evaluated", "a reader must compare"),
        ("Q-NMS", recommending("Warm it (NMS 1.6)."), "kept", "NMS 1.6"),
        ("Q-NMS", recommending("Meet the national minimum standards."), "broken", "without a"),
        ("Q-NMS", recommending("Warm it."), "broken", "cites no standard"),
        ("Q-NMS", recommending("Warm it (NMS 30)."), "broken", "ends with 29"),
    ],
)  # fmt: skip
def test_what_a_recommendation_must_have(
    canteen: Framework, rule: str, inspection: Inspection, outcome: str, reason: str
) -> None:
    answer = asked(canteen, rule, inspection)
    assert (answer.outcome, answer.about) == (outcome, "recommendation 1")
    assert reason in answer.reason


@pytest.mark.parametrize(
    ("grades", "text", "outcome", "reason"),
    [
        ({"FOOD": "poor"}, "Warm it (Regulation 18).", "kept", "Canteens Regulations 2015"),
        ({"FOOD": "poor"}, "Warm it.", "broken", "none of: Canteens Regulations 2015"),
        ({"FOOD": "good"}, "Warm it.", "does not apply", "good"),
        ({}, "Warm it.", "cannot be evaluated", "grade of FOOD"),
    ],
)
def test_a_demand_may_hold_only_after_a_poor_grade(
    canteen: Framework, grades: dict[str, str], text: str, outcome: str, reason: str
) -> None:
    required = (Improvement(text=text),)
    inspection = Inspection(framework="canteen-2024", grades=grades, requirements=required)
    answer = asked(canteen, "Q-ACT", inspection)
    assert answer.outcome == outcome
    assert reason in answer.reason


@pytest.mark.parametrize(
    ("priorities", "outstanding", "outcome"),
    [
        (("Soup",), ("Bread",), "kept"),
        (("Soup",), (), "to weigh"),  # there may be nothing outstanding to name
        (("Soup",), None, "cannot be evaluated"),
        (None, None, "cannot be evaluated"),
    ],
)
def test_a_report_names_priorities_and_outstanding_practice(
    canteen: Framework,
    priorities: tuple[str, ...] | None,
    outstanding: tuple[str, ...] | None,
    outcome: str,
) -> None:
    inspection = Inspection(
        framework="canteen-2024", priorities=priorities, outstanding_practice=outstanding
    )
    answer = asked(canteen, "Q-BOTH", inspection)
    assert (answer.outcome, answer.about) == (outcome, None)


def test_each_improvement_is_asked_on_its_own(canteen: Framework) -> None:
    inspection = Inspection(
        framework="canteen-2024",
        requirements=(Improvement(text="Regulation 3"), Improvement(text="Warm it.")),
    )
    first = asked(canteen, "Q-REG", inspection, "requirement 1")
    second = asked(canteen, "Q-REG", inspection, "requirement 2")
    assert (first.outcome, second.outcome) == ("kept", "broken")
    # nothing is asked of what is not there
    assert all(each.about is None for each in answers(canteen, Inspection(framework="x")))


def test_the_worked_recommendation_fails_for_want_of_a_paragraph() -> None:
    framework = load("supported-accommodation-2023")
    text = (
        "Say in writing what staff do when a young person is missing and when they are back "
        "(‘Guide to the Supported Accommodation Regulations including Quality Standards’, page 55)"
    )
    page, paragraph = (asked(framework, rule, recommending(text)) for rule in ("R-05c", "R-05d"))
    assert (page.outcome, paragraph.outcome) == ("kept", "departed from")
    assert "page 55" in paragraph.reason
    assert "has no paragraph" in paragraph.reason


def test_the_worked_requirement_fails_for_want_of_a_date_and_a_second_source() -> None:
    framework = load("supported-accommodation-2023")
    text = "Regulation 18(4)(a)(b)(c): develop, supervise and appraise every employee."
    quotation = EvidenceSource(type="document", document="report of March 2024")
    inspection = requiring(text=text, sources=(quotation,))

    assert asked(framework, "R-02a", inspection).outcome == "kept"
    assert asked(framework, "R-02c", inspection).outcome == "departed from"
    sources = asked(framework, "E-01", inspection)
    assert (sources.outcome, sources.force) == ("broken", "must")
    assert "1 distinct source" in sources.reason


def test_recommendations_of_2015_always_belong_to_a_standard() -> None:
    framework = load("asa-2015")
    cited = recommending("Listen to children when the service is developed (NMS 1.6).")
    assert asked(framework, "R-04b", cited).outcome == "kept"
    bare = asked(framework, "R-04b", recommending("Listen to children."))
    assert (bare.outcome, bare.paragraph) == ("broken", "53")
    # the same text with a softer force, one paragraph before
    assert asked(framework, "R-04a", recommending("Listen.")).outcome == "departed from"
