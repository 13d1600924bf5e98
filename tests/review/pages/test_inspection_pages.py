"""Grades, changes and points of an inspection, typed into forms by people of every role."""

from __future__ import annotations

import re

import pytest

from corpus.decisions import open_decisions
from corpus.workspace import Workspace

HERE = "/evidence/provider/9900001/inspections"
ONE = f"{HERE}/asa-2015/2016-02-01"
AREAS = ("OE", "EXP", "QUAL", "SAFE", "LEAD")


@pytest.fixture
def inspector(signed_in):
    browser = signed_in("inspector")
    assert browser.post(HERE, framework="asa-2015", on="2016-02-01") == ONE
    return browser


def grade(browser, **other: str) -> str:
    grades = dict.fromkeys(AREAS, "good") | other
    return browser.post(ONE, seen=seen(browser), **{f"grade-{k}": v for k, v in grades.items()})


def seen(browser, part: str = "") -> str:
    found = re.search(r'name="seen" value="(\d+)"', browser.get(f"{ONE}{part}"))
    assert found
    return found[1]


def test_an_inspection_is_added_and_listed(inspector) -> None:
    words = inspector.words(HERE)
    assert "1 February 2016" in words
    assert "adoption support" in words.lower()
    inspector.post(HERE, status=400, framework="asa-2015", on="2016-02-01")
    inspector.post(HERE, status=400, framework="no-such", on="2016-02-01")
    inspector.post(HERE, status=400, framework="asa-2015", on="yesterday")


def test_provisional_grades_are_put_to_the_rules(inspector) -> None:
    grade(inspector, SAFE="inadequate")
    words = inspector.words(ONE)
    assert re.search(r"Broken: 3 of \d+", words)
    assert "L-01 paragraph" in words
    assert "always broken" in words
    assert "cannot be evaluated" in words


def test_facts_decide_what_could_not_be_told(inspector) -> None:
    grade(inspector)
    page = inspector.get(ONE)
    facts = re.findall(r'name="(fact-[a-z-]+)"', page)
    assert facts
    grades = {f"grade-{code}": "good" for code in AREAS}
    inspector.post(ONE, seen=seen(inspector), **grades, **dict.fromkeys(facts, "no"))
    assert "Cannot be evaluated" not in inspector.words(ONE)
    inspector.post(ONE, status=400, **grades, **{facts[0]: "maybe"})


def test_a_grade_that_stands_is_not_changed_in_passing(inspector) -> None:
    grade(inspector)
    wrong = inspector.post(ONE, status=400, **{f"grade-{code}": "inadequate" for code in AREAS})
    assert "a change needs a reason" in wrong


def test_a_quality_reviewer_changes_a_judgement_by_its_route(inspector, signed_in) -> None:
    grade(inspector)
    checker = signed_in("qa-reviewer")
    words = checker.words(f"{ONE}/changes?area=OE&grade=inadequate")
    assert "Route that the framework prescribes" in words
    assert "Regional Senior HMI" in words
    checker.post(
        f"{ONE}/changes", seen=seen(checker), area="OE", grade="inadequate",
        reason="Harm was found on the last day.", **{"duty-Q-03": "yes", "duty-Q-06": "no"},
    )  # fmt: skip
    words = inspector.words(f"{ONE}/changes")
    assert "Overall effectiveness: good → inadequate" in words
    assert "Harm was found on the last day." in words
    assert "will kept" in words
    assert "must broken" in words
    assert "(first good)" in inspector.words(ONE)


def test_an_inspector_sees_changes_and_makes_none(inspector) -> None:
    grade(inspector)
    assert "changed by quality reviewers" in inspector.words(f"{ONE}/changes")
    wrong = inspector.post(
        f"{ONE}/changes", status=403, area="OE", grade="inadequate", reason="I think so."
    )
    assert "I think so." in wrong  # what was typed is kept


def test_points_on_the_draft_run_against_their_clock(inspector) -> None:
    here = f"{ONE}/accuracy"
    assert "the day on which the draft was sent is not stated" in inspector.words(here)
    inspector.post(here, do="dates", seen=seen(inspector), **{"draft-sent": "2016-02-12"})
    words = inspector.words(here)
    assert "T-07, force: expected" in words
    assert "overdue by" in words.lower()
    assert "No point is registered, and the time ended on 19 February 2016" in words
    inspector.post(here, do="point", kind="findings", received="2016-02-22", text="Not so.",
                   rests_on="A statement of staff.")  # fmt: skip
    words = inspector.words(here)
    assert "after the time for it ended on 19 February 2016" in words
    assert "It rests on: A statement of staff." in words
    assert "1 point; answered: 0 of 1" in words
    [point] = re.findall(r'name="point" value="(\w+)"', inspector.get(here))
    inspector.post(here, do="answer", seen=seen(inspector, "/accuracy"), point=point,
                   outcome="not accepted", answer="Three sources say so.")  # fmt: skip
    assert "Not accepted : Three sources say so." in inspector.words(here)
    inspector.post(here, status=400, do="dance")


def test_the_ladder_of_a_concern_is_shown_from_the_framework(inspector) -> None:
    words = inspector.words(f"{ONE}/accuracy")
    assert "Raising a concern about an inspection" in words
    assert "Complain formally" in words


def test_who_reads_sees_all_of_it_and_no_form(inspector, signed_in) -> None:
    grade(inspector)
    reader = signed_in("researcher")
    for part in ("", "/changes", "/accuracy"):
        page = reader.get(f"{ONE}{part}")
        assert "<textarea" not in page
    reader.post(ONE, status=403)
    reader.post(HERE, status=403)


@pytest.mark.parametrize(
    "address",
    [f"{HERE}/asa-2015/1999-01-01", f"{HERE}/none/2016-02-01", f"{HERE}/asa-2015/x",
     "/evidence/provider/0/inspections", "/evidence/provider/0/inspections/asa-2015/2016-02-01"],
)  # fmt: skip
def test_what_is_not_there_is_said_so(inspector, address: str) -> None:
    inspector.check_absent(address)


def test_hostile_words_stay_words(inspector, place: Workspace) -> None:
    text = "<script>alert(1)</script> ' OR 1=1 --"
    inspector.post(f"{ONE}/accuracy", do="point", kind="conduct", received="2016-02-18", text=text)
    page = inspector.get(f"{ONE}/accuracy")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    inspector.post(f"{ONE}/accuracy", status=400, do="point", kind="accuracy",
                   received="2016-02-18", text="x" * 6000)  # fmt: skip
    with open_decisions(place) as decisions:
        assert [one for one in decisions.events() if one.target_type == "inspection"]
