"""Documents, case lists and the team: complete, missing, too few or out of date."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.frameworks.answers import Answer
from corpus.frameworks.completeness import answers
from corpus.frameworks.framework import Framework
from corpus.frameworks.inspections import CaseFile, Held, Inspection, Team
from corpus.frameworks.loading import read

SOUND = """\
id: school-2009
title: School meals
publisher: A ministry of lunch
in_force: {from: 2009-06-01}
source: Lunch handbook
areas:
  - {code: SG, title: Kitchen, paragraph: "1"}
minima:
  - {id: C-11a, of: inspectors, body: Ofsted, count: 3, force: must, text: Three., paragraph: "14"}
  - {id: C-11b, of: inspectors, body: CQC, count: 1, force: expected, text: One., paragraph: "14"}
  - {id: C-11c, of: inspectors, count: 4, force: may, text: Four., paragraph: "14"}
lists:
  - id: C-01
    kind: core documents
    title: Papers kept up to date
    paragraph: "34"
    force: expected
    count: 3
    items:
      - {code: minutes, text: The last six minutes, number: 6}
      - {code: reviews, text: Reviews of two years., within_months: 24}
      - {code: charts, text: Organisation charts}
  - id: C-05
    kind: case lists
    title: Lists of cases
    paragraph: "48"
    force: must
    count: 2
    items: [{code: in-need, text: Children in need}, {code: waiting, text: Without a worker.}]
  - id: E-08
    kind: held information
    title: What the ministry holds
    paragraph: "35"
    force: may
    count: 2
    items: [{code: profile, text: Profile}, {code: complaints, text: Complaints}]
  - id: T-20
    kind: look-back windows
    title: How far back
    paragraph: "17"
    force: expected
    count: 2
    items: [{code: minutes, text: The last six, number: 6}, {code: leavers, text: Leavers}]
"""
ALL = (
    Held(item="minutes", number=6),
    Held(item="reviews", dated=date(2012, 1, 20)),
    Held(item="charts"),
)
AS_OF = date(2013, 2, 11)


def framework() -> Framework:
    return read(SOUND, "school.yaml")


def ask(rule: str, **stated: object) -> list[Answer]:
    inspection = Inspection(framework="school-2009", **stated)  # type: ignore[arg-type]
    return [answer for answer in answers(framework(), inspection) if answer.rule == rule]


def without(code: str, *instead: Held) -> tuple[Held, ...]:
    return (*(held for held in ALL if held.item != code), *instead)


def test_a_core_set_that_is_there_and_fresh_is_complete() -> None:
    (answer,) = ask("C-01", documents=ALL, as_of=AS_OF)
    assert (answer.topic, answer.outcome, answer.paragraph) == ("documents", "kept", "34")
    assert answer.reason == "3 of 3 are there and in order."
    assert answer.text == "Papers kept up to date: 3 items."


@pytest.mark.parametrize(
    ("documents", "outcome", "words"),
    [
        (without("charts"), "departed from",
         "2 of 3 are there and in order. Missing: charts (Organisation charts)."),
        ((), "departed from", "0 of 3 are there and in order. Missing: minutes (The last six"),
        (without("minutes", Held(item="minutes", number=4)), "departed from",
         "Too few: minutes (The last six minutes): 4 of 6."),
        (without("minutes", Held(item="minutes", number=4), Held(item="minutes", number=2)),
         "kept", "3 of 3"),
        (without("minutes", Held(item="minutes")), "cannot be evaluated",
         "Not known: minutes (The last six minutes): how many, of 6."),
        (without("reviews", Held(item="reviews", dated=date(2011, 2, 10))), "departed from",
         "Out of date: reviews (Reviews of two years): of 10 February 2011, not within 24 months "
         "before 11 February 2013."),
        (without("reviews", Held(item="reviews", dated=date(2011, 2, 11))), "kept", "3 of 3"),
        # the newest decides
        (without("reviews", Held(item="reviews", dated=date(2001, 1, 1)),
                 Held(item="reviews", dated=date(2012, 1, 1))), "kept", "3 of 3"),
        (without("reviews", Held(item="reviews")), "cannot be evaluated",
         "Not known: reviews (Reviews of two years): its date."),
        # what is known to be missing is not made unknown by what is not known
        ((Held(item="minutes"), Held(item="charts")), "departed from", "Not known: minutes"),
    ],
)  # fmt: skip
def test_what_a_core_set_lacks_is_named(
    documents: tuple[Held, ...], outcome: str, words: str
) -> None:
    (answer,) = ask("C-01", documents=documents, as_of=AS_OF)
    assert answer.outcome == outcome
    assert words in answer.reason


def test_age_is_measured_at_the_notification_where_no_other_day_is_given() -> None:
    late = {"notified": date(2014, 2, 1)}
    assert [answer.outcome for answer in ask("C-01", documents=ALL, dates=late)] == [
        "departed from"
    ]
    assert [a.outcome for a in ask("C-01", documents=ALL, dates=late, as_of=AS_OF)] == ["kept"]
    (unknown,) = ask("C-01", documents=ALL)
    assert unknown.outcome == "cannot be evaluated"
    assert "the day to measure from (as_of, or the date 'notified')" in unknown.reason


def test_documents_that_nobody_lists_are_unknown_not_missing() -> None:
    (answer,) = ask("C-01")
    assert answer.outcome == "cannot be evaluated"
    assert answer.reason == "Which documents there are is not stated."


def test_other_lists_are_asked_about_once_something_of_them_is_stated() -> None:
    assert ask("E-08", documents=ALL) == []
    (held,) = ask("E-08", documents=(*ALL, Held(item="profile")))
    assert held.outcome == "cannot be evaluated"
    assert "Not named, and there may be none: complaints (Complaints)" in held.reason

    # of windows only what is there is measured
    (window,) = ask("T-20", documents=(Held(item="minutes", number=5),))
    assert (
        window.reason == "0 of 1 are there and in order. Too few: minutes (The last six): 5 of 6."
    )
    assert ask("T-20", documents=(Held(item="charts"),)) == []


def test_an_unknown_document_is_named_with_those_allowed() -> None:
    found = ask("C-01", documents=(*ALL, Held(item="menu")), as_of=AS_OF)
    assert [answer.outcome for answer in found] == ["kept", "cannot be evaluated"]
    assert found[1].about == "document 'menu'"
    assert found[1].reason == (
        "No list has the item 'menu'; allowed: minutes, reviews, charts, profile, complaints, "
        "leavers."
    )


@pytest.mark.parametrize(
    ("lists", "outcome", "reason"),
    [
        (("in-need", "waiting"), "kept", "2 of 2 were supplied."),
        (("in-need",), "broken", "1 of 2 were supplied. Missing: waiting (Without a worker)."),
        (None, "cannot be evaluated", "Which lists were supplied is not stated."),
        (("in-need", "waiting", "x"), "kept",
         "2 of 2 were supplied. No list 'x'; allowed: in-need, waiting."),
    ],
)  # fmt: skip
def test_lists_of_cases(lists: tuple[str, ...] | None, outcome: str, reason: str) -> None:
    (answer,) = ask("C-05", lists=lists)
    assert (answer.outcome, answer.reason) == (outcome, reason)


@pytest.mark.parametrize(
    ("rule", "inspectors", "outcome", "words"),
    [
        ("C-11a", {"Ofsted": 3, "CQC": 1}, "kept", "3 inspectors of Ofsted, and 3 are the least."),
        ("C-11a", {"Ofsted": 2}, "broken", "and 3 are the least. Missing: 1."),
        ("C-11b", {"Ofsted": 3, "CQC": 0}, "departed from", "0 inspectors of CQC"),
        ("C-11b", {"Ofsted": 3}, "cannot be evaluated", "of CQC took part is not stated; write 0"),
        ("C-11c", {"Ofsted": 3, "CQC": 1}, "kept", "4 inspectors, and 4 are the least."),
        ("C-11c", {"Ofsted": 3}, "to weigh", "Missing: 1."),
    ],
)
def test_teams_have_a_least_number_of_each_body(
    rule: str, inspectors: dict[str, int], outcome: str, words: str
) -> None:
    (answer,) = ask(rule, team=Team(inspectors=inspectors))
    assert (answer.topic, answer.outcome) == ("team", outcome)
    assert words in answer.reason


def test_a_team_that_nobody_lists_is_unknown() -> None:
    found = [*ask("C-11a"), *ask("C-11b"), *ask("C-11c")]
    assert {answer.outcome for answer in found} == {"cannot be evaluated"}
    assert {answer.reason for answer in found} == {"Who was in the team is not stated."}


def test_case_files_are_answered_among_the_rest() -> None:
    sampled = SOUND.replace(
        "minima:\n",
        "minima:\n  - {id: C-02, of: case files, count: 1, force: must, text: One., "
        'paragraph: "47"}\n',
    )
    cases = (CaseFile(element="SG", stage="before"),)
    found = answers(read(sampled, "school.yaml"), Inspection(framework="school-2009", cases=cases))
    assert [answer.outcome for answer in found if answer.topic == "cases"] == ["kept"]


def test_a_framework_without_lists_has_nothing_to_ask() -> None:
    bare = SOUND[: SOUND.index("minima:")]
    inspection = Inspection(framework="school-2009", documents=(Held(item="menu"),))
    (answer,) = answers(read(bare, "school.yaml"), inspection)
    assert answer.reason == "No list has the item 'menu'; allowed: none."
