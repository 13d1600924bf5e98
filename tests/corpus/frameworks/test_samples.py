"""Case files: numbers, balance, and what is told of every child."""

from __future__ import annotations

import pytest

from corpus.frameworks import load
from corpus.frameworks.answers import Answer
from corpus.frameworks.framework import Framework
from corpus.frameworks.inspection_file import read as read_inspection
from corpus.frameworks.inspections import CaseFile, Inspection
from corpus.frameworks.loading import read
from corpus.frameworks.samples import answers
from corpus.problems import InspectionError

FIELDS = ("identifier", "birth", "gender")


def framework() -> Framework:
    return read(
        """\
id: school-2009
title: School meals
publisher: A ministry of lunch
in_force: {from: 2009-06-01}
source: Lunch handbook
areas:
  - {code: SG, title: Kitchen, paragraph: "1"}
  - {code: LAC, title: Dining hall, paragraph: "2"}
minima:
  - {id: C-02a, of: case files, element: SG, stage: before, count: 4, force: must, text: Four., paragraph: "47"}
  - {id: C-02b, of: case files, element: LAC, stage: before, count: 4, force: expected, text: Four., paragraph: "47"}
  - {id: C-02c, of: case files, stage: before, count: 8, audited: yes, force: must, text: Eight., paragraph: "47"}
  - {id: C-11a, of: inspectors, body: Ofsted, count: 3, force: must, text: Three., paragraph: "14"}
lists:
  - id: C-06
    kind: child fields
    title: Of every child
    paragraph: "49"
    force: must
    count: 3
    items:
      - {code: identifier, text: A number.}
      - {code: birth, text: Date of birth}
      - {code: gender, text: Gender}
  - id: C-07
    kind: safeguarding flags
    title: Flags
    paragraph: "50"
    force: must
    element: SG
    count: 2
    items: [{code: plan, text: On a plan}, {code: earlier-plan, text: Earlier on a plan}]
  - id: C-08
    kind: placement categories
    title: Placement
    paragraph: "51"
    force: expected
    element: LAC
    count: 3
    items: [{code: foster, text: Fostered}, {code: home, text: A home}, {code: other, text: Other}]
""",  # noqa: E501 - one minimum, one line
        "school.yaml",
    )


def safeguarding(**fields: object) -> CaseFile:
    given = {"fields": FIELDS, "flags": ("plan",), "stage": "before", "audited": True, **fields}
    return CaseFile(element="SG", **given)  # type: ignore[arg-type]


def looked_after(**fields: object) -> CaseFile:
    given = {"fields": FIELDS, "placement": "foster", "stage": "before", "audited": True, **fields}
    return CaseFile(element="LAC", **given)  # type: ignore[arg-type]


def ask(rule: str, cases: tuple[CaseFile, ...] | None) -> list[Answer]:
    found = answers(framework(), Inspection(framework="school-2009", cases=cases))
    return [answer for answer in found if answer.rule == rule]


FULL = (*(safeguarding() for _ in range(4)), *(looked_after() for _ in range(4)))


def test_a_full_sample_is_kept_in_every_respect() -> None:
    found = answers(framework(), Inspection(framework="school-2009", cases=FULL))

    assert {answer.outcome for answer in found} == {"kept"}
    assert {answer.topic for answer in found} == {"cases"}
    assert [(answer.rule, answer.about) for answer in found] == [
        ("C-02a", "SG before"),
        ("C-02b", "LAC before"),
        ("C-02c", "before"),
        ("C-02", "balance before"),
        ("C-06", "8 case files"),
        ("C-07", "4 case files"),
        ("C-08", "4 case files"),
    ]


def test_nothing_stated_is_nothing_known() -> None:
    found = answers(framework(), Inspection(framework="school-2009"))
    assert {answer.outcome for answer in found} == {"cannot be evaluated"}
    assert {answer.reason for answer in found} == {"Which case files were chosen is not stated."}
    assert len(found) == 6


@pytest.mark.parametrize(
    ("rule", "cases", "outcome", "words"),
    [
        ("C-02a", FULL[1:], "broken", "3 case files, and 4 are the least. Missing: 1."),
        ("C-02b", FULL[:7], "departed from", "3 case files, and 4 are the least. Missing: 1."),
        ("C-02b", FULL[:4], "departed from", "0 case files, and 4 are the least. Missing: 4."),
        ("C-02a", (), "broken", "Missing: 4."),
        # a case of another stage fills no gap
        ("C-02a", (*FULL[1:], safeguarding(stage="start")), "broken", "Missing: 1."),
        ("C-02a", (*FULL, *FULL), "kept", "8 case files"),
    ],
)
def test_each_element_has_its_least_number_at_each_stage(
    rule: str, cases: tuple[CaseFile, ...], outcome: str, words: str
) -> None:
    (answer,) = ask(rule, cases)
    assert answer.outcome == outcome
    assert words in answer.reason


@pytest.mark.parametrize(
    ("last", "outcome", "words"),
    [
        (True, "kept", "8 case files audited by the authority"),
        (False, "broken", "Of 8 chosen: 1 not audited. Missing: 1."),
        (None, "cannot be evaluated", "Of 8 chosen: 0 not audited, 1 not stated. Missing: 1."),
    ],
)
def test_an_audit_that_nobody_mentions_is_unknown(
    last: bool | None, outcome: str, words: str
) -> None:
    (answer,) = ask("C-02c", (*FULL[:7], looked_after(audited=last)))
    assert answer.outcome == outcome
    assert words in answer.reason


def test_elements_stand_side_by_side_and_people_weigh_the_balance() -> None:
    even = ask("C-02", (*FULL, safeguarding()))
    uneven = ask("C-02", (*FULL, safeguarding(), safeguarding()))

    assert [(answer.outcome, answer.reason) for answer in even] == [("kept", "5 SG, 4 LAC.")]
    assert [(answer.outcome, answer.reason) for answer in uneven] == [("to weigh", "6 SG, 4 LAC.")]
    assert ask("C-02", ()) == []


@pytest.mark.parametrize(
    ("rule", "case", "outcome", "words"),
    [
        ("C-06", safeguarding(fields=("identifier", "gender")), "broken",
         "Missing: birth (Date of birth)."),
        ("C-06", safeguarding(fields=()), "broken", "Missing: identifier (A number), birth"),
        ("C-06", safeguarding(fields=None), "cannot be evaluated", "Which fields are filled"),
        ("C-06", safeguarding(fields=(*FIELDS, "shoe-size")), "broken",
         "No field 'shoe-size'; allowed: identifier, birth, gender."),
        ("C-07", safeguarding(flags=None), "cannot be evaluated",
         "Nothing is stated of: plan, earlier-plan. Write `flags: []` if none applies."),
        ("C-07", safeguarding(flags=()), "kept", "in 1 of 1 case file."),
        ("C-07", safeguarding(flags=("plan", "plam")), "broken",
         "No flag 'plam'; allowed: plan, earlier-plan."),
        ("C-08", looked_after(placement=None), "cannot be evaluated", "not stated"),
        ("C-08", looked_after(placement="castle"), "departed from",
         "No category 'castle'; allowed: foster, home, other."),
        ("C-08", looked_after(placement="other"), "cannot be evaluated", "say which, such as"),
        ("C-08", looked_after(placement="other: a boat"), "kept", "in 1 of 1 case file."),
    ],
)  # fmt: skip
def test_what_is_told_of_a_child(rule: str, case: CaseFile, outcome: str, words: str) -> None:
    (answer,) = ask(rule, (case,))
    assert answer.outcome == outcome
    assert words in answer.reason
    if outcome != "kept":
        assert answer.about == f"case 1 ({case.element}, before)"


def test_only_the_case_files_that_lack_something_are_named_apart() -> None:
    found = ask("C-06", (*FULL[:2], safeguarding(fields=()), *FULL[2:]))
    assert [(answer.about, answer.outcome) for answer in found] == [
        ("case 3 (SG, before)", "broken"),
        ("8 case files", "kept"),
    ]
    assert found[1].reason == "Stated in full in 8 of 9 case files."


def test_flags_are_asked_of_one_element_and_placements_of_the_other() -> None:
    assert ask("C-07", (looked_after(),)) == []
    assert ask("C-08", (safeguarding(),)) == []


def test_an_inspection_file_may_say_which_other_placement_it_is() -> None:
    content = (
        "framework: slac-2009\ncases:\n"
        "  - {element: LAC, stage: before-fieldwork, placement: 'other: on a boat'}\n"
    )
    inspection = read_inspection(content, "visit.yaml")
    found = answers(load("slac-2009"), inspection)
    assert [answer.outcome for answer in found if answer.rule == "C-08"] == ["kept"]
    with pytest.raises(InspectionError, match="no placement category 'boat'"):
        read_inspection(content.replace("other: on a boat", "boat: other"), "visit.yaml")
