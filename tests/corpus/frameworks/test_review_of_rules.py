"""Where rules could be harder or softer than their sources: inspections at the edges."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from corpus.frameworks import load
from corpus.frameworks.answers import Answer
from corpus.frameworks.checking import check
from corpus.frameworks.crosswalk import check_crosswalk, cross_area, cross_grade
from corpus.frameworks.forecasts import due
from corpus.frameworks.inspections import (
    CaseFile,
    EvidenceSource,
    Finding,
    Held,
    Improvement,
    Inspection,
)
from corpus.frameworks.triangulation import bearing

OLD, NEW, SLAC = "asa-2015", "sccif-asa-2024", "slac-2009"
ADOPTION, SLIDES = "adoption-2012", "supported-accommodation-2023"


def asked(framework: str, rule: str, **stated: Any) -> list[Answer]:
    """Give every answer of one rule to an inspection made up here."""
    given = check(load(framework), Inspection(framework=framework, **stated))
    return [answer for answer in given if answer.rule == rule]


def outcome(framework: str, rule: str, **stated: Any) -> str:
    """Give the outcome of a rule that answers once."""
    (answer,) = asked(framework, rule, **stated)
    return answer.outcome


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2018-06-01", "kept"),  # three years to the day
        # one cycle can end early and the next begin late: only the cycles' own dates would tell
        ("2018-06-02", "cannot be evaluated"),
        ("2021-05-31", "cannot be evaluated"),
        # six years on a whole cycle has passed between the two, whenever cycles begin
        ("2021-06-01", "departed from"),
    ],
)
def test_inspections_of_neighbouring_cycles_may_lie_further_apart(day: str, expected: str) -> None:
    dates = {"previous-inspection": date(2015, 6, 1), "on-site": date.fromisoformat(day)}
    assert outcome(OLD, "T-01", type="scheduled", dates=dates) == expected
    assert outcome(ADOPTION, "T-21", dates=dates) == expected  # called a cycle there too


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2018-06-02", "cannot be evaluated"), ("2021-06-01", "departed from")],
)
def test_a_cycle_that_still_runs_is_not_called_overdue(as_of: str, expected: str) -> None:
    seen = date.fromisoformat(as_of)
    dates = {"previous-inspection": date(2015, 6, 1)}
    assert outcome(OLD, "T-01", type="scheduled", dates=dates, as_of=seen) == expected
    forecast = due(load(OLD), "previous-inspection", date(2015, 6, 1), seen)
    (cycle,) = (row for row in forecast if row.rule == "T-01")
    assert cycle.overdue is (expected == "departed from")
    assert ("overdue by" in cycle.words) is cycle.overdue


def test_a_monitoring_inspection_neither_keeps_nor_breaks_the_cycle() -> None:
    dates = {"previous-inspection": date(2015, 6, 1), "on-site": date(2017, 6, 1)}
    assert outcome(OLD, "T-01", type="monitoring", dates=dates) == "does not apply"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2015-10-01", "kept"),
        ("2016-03-31", "kept"),  # concerns of the seventh month: sooner, and no day is named
        ("2016-08-31", "kept"),
        ("2016-09-01", "departed from"),  # never later than twelve months
    ],
)
def test_sooner_names_no_day_but_the_outer_limit_stays(day: str, expected: str) -> None:
    stated = {
        "grades": {"OE": "inadequate"},
        "facts": {"earlier-re-inspection-needed": True},
        "dates": {"end": date(2015, 8, 31), "re-inspection": date.fromisoformat(day)},
    }
    assert outcome(OLD, "T-04c", **stated) == expected
    assert outcome(OLD, "T-04b", **stated) == "does not apply"


@pytest.mark.parametrize(
    ("framework", "rule", "item"),
    [(OLD, "E-05", "previous-reports"), (SLAC, "E-08", "performance-profile")],
)
def test_information_that_nobody_holds_is_no_departure(
    framework: str, rule: str, item: str
) -> None:
    (answer,) = asked(framework, rule, documents=(Held(item=item),))
    assert answer.outcome == "cannot be evaluated"  # there may have been no complaint at all
    assert "Not named" in answer.reason


def core(*reviews: Held) -> tuple[Held, ...]:
    """Give all core documents of 2009 but management reviews, and these reviews."""
    (wanted,) = (row for row in load(SLAC).lists if row.id == "C-01")
    others = (item.code for item in wanted.items if item.code != "management-reviews")
    return (*(Held(item=code, number=6) for code in others), *reviews)


@pytest.mark.parametrize(
    ("reviews", "expected"),
    [
        # any reviews of the last two years are asked for, and there may be none
        ((), "cannot be evaluated"),
        ((Held(item="management-reviews", number=0),), "kept"),
        ((Held(item="management-reviews", dated=date(2009, 12, 1)),), "cannot be evaluated"),
        ((Held(item="management-reviews", dated=date(2010, 1, 30)),), "kept"),  # to the day
    ],
)
def test_reviews_are_asked_for_where_there_are_any(
    reviews: tuple[Held, ...], expected: str
) -> None:
    dates = {"notified": date(2012, 1, 30)}
    assert outcome(SLAC, "C-01", dates=dates, documents=core(*reviews)) == expected


def test_none_of_a_document_is_not_a_document() -> None:
    reviews = (Held(item="management-reviews", number=0),)
    documents = tuple(
        Held(item=row.item, number=0 if row.item == "placements" else 6) for row in core()
    )
    (answer,) = asked(SLAC, "C-01", documents=documents + reviews)
    assert answer.outcome == "departed from"
    assert "Missing: placements" in answer.reason


def first_cases(*audited: bool | None) -> tuple[CaseFile, ...]:
    return tuple(
        CaseFile(element=("SG", "LAC")[n % 2], stage="before-fieldwork", audited=done)
        for n, done in enumerate(audited)
    )


@pytest.mark.parametrize(
    ("audited", "expected"),
    [
        ([True] * 8, "kept"),
        ([True] * 10, "kept"),
        # the audit is of all that were chosen, "the eight or more", not of eight of them
        ([True] * 8 + [False] * 2, "departed from"),
        ([True] * 8 + [None] * 2, "cannot be evaluated"),
        ([True] * 7, "departed from"),
        ([True] * 7 + [None], "cannot be evaluated"),
    ],
)
def test_every_case_chosen_before_fieldwork_is_audited(
    audited: list[bool | None], expected: str
) -> None:
    assert outcome(SLAC, "C-02c", cases=first_cases(*audited)) == expected


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        (None, "cannot be evaluated"),  # nobody said
        ((), "kept"),  # said: none of the three applies
        (("child-in-need-plan",), "kept"),
    ],
)
def test_no_flag_is_an_answer_and_silence_is_none(
    flags: tuple[str, ...] | None, expected: str
) -> None:
    case = CaseFile(element="SG", stage="before-fieldwork", flags=flags)
    assert outcome(SLAC, "C-07", cases=(case,)) == expected


def test_a_recommendation_relates_to_the_standards_also_without_a_number() -> None:
    words = "Make the guide clearer, in line with the national minimum standards."
    stated = {"recommendations": (Improvement(text=words),)}
    assert outcome(OLD, "R-04a", **stated) == "departed from"  # paragraph 52: a particular one
    assert outcome(OLD, "R-04b", **stated) == "kept"  # paragraph 53: the standards
    bare = {"recommendations": (Improvement(text="Make the guide clearer."),)}
    assert outcome(OLD, "R-04b", **bare) == "broken"


@pytest.mark.parametrize(
    ("cited", "expected"),
    [
        ("Regulation 5", "kept"),
        ("Regulation 5 of the Supported Accommodation (England) Regulations 2023", "kept"),
        # other regulations than those inspected against: a reader has to look
        ("Regulation 5 of the Children's Homes (England) Regulations 2015", "cannot be evaluated"),
    ],
)
def test_a_regulation_of_other_regulations_is_not_taken_for_the_one(
    cited: str, expected: str
) -> None:
    stated = {"requirements": (Improvement(text=f"Keep children safe ({cited})."),)}
    assert outcome(SLIDES, "R-02a", **stated) == expected


def test_one_document_in_two_spellings_is_one_source() -> None:
    found = bearing(
        EvidenceSource(type="case-file", document=name) for name in ("File 7", " file  7 ")
    )
    assert found.sources == 1
    assert found.documents == ("File 7",)


def test_leadership_took_in_training_and_is_the_broader_since() -> None:
    (link,) = cross_area(load(NEW), "LEAD", load(OLD))
    assert link.relation == "broader"


@pytest.mark.parametrize(
    ("grade", "older", "relation"),
    [
        ("outstanding", "outstanding", "narrower"),
        ("good", "good", "narrower"),
        ("requires improvement", "adequate", "broader"),
        ("inadequate", "inadequate", "narrower"),
    ],
)
def test_grades_of_2015_are_set_beside_the_minimum_requirements_of_2012(
    grade: str, older: str, relation: str
) -> None:
    (link,) = cross_grade(load(OLD), grade, load(ADOPTION))
    assert (link.to, link.relation) == (older, relation)
    assert all(step.note for step in link.steps)  # lossy, and labelled
    assert check_crosswalk(load(name) for name in (OLD, NEW, SLAC, ADOPTION)) == ()


@pytest.mark.parametrize("notified", ["2012-01-28", "2012-01-27", "2012-04-06"])
def test_table_and_paragraph_agree_on_the_set_up_meeting(notified: str) -> None:
    forecast = due(load(SLAC), "notified", date.fromisoformat(notified))
    (paragraph,) = (row.latest for row in forecast if row.rule == "T-11")
    (table,) = (row.latest for row in forecast if row.rule == "T-17" and row.milestone == "set-up")
    assert paragraph == table  # a Saturday, a Friday and a Good Friday


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Supervise staff by 31 May 2024", "kept"),
        ("Supervise staff by the end of May 2024", "kept"),
        ("Supervise staff no later than Friday 31 May 2024", "kept"),
        ("Supervise staff. Due date: 31.05.2024", "kept"),
        # a date of what happened is no date by which something is to be done
        ("A child went missing on 3 March 2024; supervise staff", "cannot be evaluated"),
        ("Supervise staff soon", "departed from"),
    ],
)
def test_a_date_in_a_story_is_no_deadline(words: str, expected: str) -> None:
    stated = {"requirements": (Improvement(text=f"Regulation 18(4)(b): {words}."),)}
    assert outcome(SLIDES, "R-02c", **stated) == expected


@pytest.mark.parametrize(("sources", "expected"), [(None, "cannot be evaluated"), ((), "broken")])
def test_no_source_is_an_answer_and_silence_is_none(
    sources: tuple[EvidenceSource, ...] | None, expected: str
) -> None:
    stated = {"requirements": (Improvement(text="Regulation 18: train.", sources=sources),)}
    assert outcome(SLIDES, "E-01", **stated) == expected
    finding = {"findings": (Finding(text="Training lags.", area="LEAD", sources=sources),)}
    heard = asked(SLIDES, "sources", **finding)
    weighed = "cannot be evaluated" if sources is None else "to weigh"
    assert {each.outcome for each in heard if each.about == "finding 1"} == {weighed}


def test_what_a_source_only_tells_as_its_practice_is_departed_from_not_broken() -> None:
    # No "must" stands there: told as the length of notice is, which is departed from too.
    office = {"grades": {"OE": "inadequate"}, "requirements": (Improvement(text="Mend the door."),)}
    assert outcome(OLD, "R-03", **office) == "departed from"
    late = {"draft-sent": date(2024, 3, 22), "comments-due": date(2024, 4, 3)}
    assert outcome(SLIDES, "T-24", dates=late) == "departed from"
