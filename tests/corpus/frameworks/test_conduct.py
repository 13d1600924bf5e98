"""Conflicts of interest are declared, not declared, or named."""

from __future__ import annotations

import pytest

from corpus.frameworks import Framework, known, load
from corpus.frameworks.conduct import answers
from corpus.frameworks.inspections import Inspection, Team
from corpus.frameworks.loading import read

CANTEEN = """\
id: canteen-2024
title: Canteen inspections
publisher: A ministry of lunch
in_force:
  from: 2024-01-15
source: "Lunch handbook, section 2"
areas:
  - {code: FOOD, title: What is served, paragraph: "2.1"}
lists:
  - id: H-1
    kind: inspector conduct
    title: How inspectors behave
    paragraph: "7"
    force: FORCE
    count: 2
    items:
      - {code: polite, text: Be polite}
      - {code: CODE, text: ITEM}
  - id: H-2
    kind: provider expectations
    title: How cooks behave
    paragraph: "8"
    force: expected
    count: 1
    items:
      - {code: conflicts, text: Declare conflicts with the waiters}
"""


def canteen(
    force: str = "expected", code: str = "conflicts", item: str = "Declare them"
) -> Framework:
    written = CANTEEN.replace("FORCE", force).replace("CODE", code).replace("ITEM", item)
    return read(written, "canteen.yaml")


TIE_ONLY = {"code": "no-connection", "item": "Have no tie to the cook"}


@pytest.mark.parametrize(
    ("framework", "team", "outcome", "reason"),
    [
        (canteen(), None, "cannot be evaluated", "team is not stated"),
        (canteen(), Team(), "cannot be evaluated", "whether conflicts were declared"),
        (canteen(), Team(declared=True), "kept", "no conflict is named"),
        # declared is what was asked; whether it matters is for people
        (canteen(), Team(declared=True, conflicts=("A. knows the cook",)), "to weigh", "A. knows"),
        (canteen(), Team(conflicts=("A. knows the cook",)), "to weigh", "people decide"),
        (canteen(), Team(declared=False), "departed from", "nothing was declared"),
        (canteen("must"), Team(declared=False), "broken", "have every inspector declare"),
        (canteen("may"), Team(declared=False), "to weigh", "nothing was declared"),
        (canteen(), Team(declared=False, conflicts=("A.",)), "departed from", "not declared"),
        # an older code asks for no declaration, only that there be no connection
        (canteen(**TIE_ONLY), Team(declared=True), "kept", "no conflict is named"),
        (canteen(**TIE_ONLY), Team(declared=False), "cannot be evaluated", "asks for none"),
        (canteen(**TIE_ONLY), Team(declared=False, conflicts=("A.",)), "to weigh", "A."),
        # a list that is silent on it
        (canteen(code="calm", item="Be calm"), Team(declared=False), "does not apply", "nothing"),
    ],
)
def test_declarations_are_answered_with_the_force_of_the_list(
    framework: Framework, team: Team | None, outcome: str, reason: str
) -> None:
    (answer,) = answers(framework, Inspection(framework="canteen-2024", team=team))
    assert (answer.outcome, answer.rule, answer.topic) == (outcome, "H-1", "conduct")
    assert reason in answer.reason
    assert answer.paragraph == "7"


def test_a_framework_without_such_a_list_says_nothing() -> None:
    framework = read(CANTEEN[: CANTEEN.index("lists:")], "canteen.yaml")
    inspection = Inspection(framework="canteen-2024", team=Team(declared=True))
    assert answers(framework, inspection) == ()


def test_every_shipped_code_of_conduct_speaks_of_conflicts() -> None:
    undeclared = Inspection(framework="x", team=Team(declared=False))
    outcomes = {
        framework_id: [answer.outcome for answer in answers(load(framework_id), undeclared)]
        for framework_id in known()
    }
    # in 2009 and 2015 no declaration was asked for; from 2024 it is expected
    assert outcomes["slac-2009"] == ["cannot be evaluated"]
    assert outcomes["asa-2015"] == ["cannot be evaluated"]
    assert outcomes["supported-accommodation-2023"] in (["broken"], ["departed from"])
