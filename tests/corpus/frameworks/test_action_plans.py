"""Action plans: thirteen areas, eight green and five amber, and what that hides."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.frameworks.action_plans import (
    answers,
    band_of,
    counts,
    due_of,
    only_starting,
    overdue,
)
from corpus.frameworks.answers import Answer
from corpus.frameworks.framework import Framework
from corpus.frameworks.inspections import Action, Inspection
from corpus.frameworks.loading import read

PUBLISHED = date(2012, 4, 10)
AS_OF = date(2013, 4, 4)


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
bands:
  - {name: immediately, aliases: [immediate, at once], months: 0}
  - {name: within 3 months, aliases: [within three months, 3 months], months: 3, source: "A report"}
  - {name: within 6 months, aliases: [within six months, 6 months], months: 6}
""",
        "school.yaml",
    )


def rows(element: str, band: str, *plan: tuple[str, str]) -> list[Action]:
    """Rows of one element and band: each a colour ("A" or "G") and its reference."""
    colours = {"A": "amber", "G": "green"}
    return [
        Action(
            area=f"Menu {ref}",
            element=element,
            band=band,
            rag=colours[colour],  # type: ignore[arg-type]
            refs=(ref,),
        )
        for colour, ref in plan
    ]


# Thirteen rows split as the published plan of 2012 was.
PLAN = (
    *rows("SG", "Immediately", ("A", "A1 & A2"), ("G", "A14 & A15")),
    *rows("SG", "Within 3 months", ("A", "A4"), ("G", "D2"), ("G", "C1"), ("A", "G1")),
    *rows("SG", "Within 6 months", ("G", "D3"), ("A", "D4"), ("G", "B1")),
    *rows("LAC", "Immediately", ("G", "A16")),
    *rows("LAC", "Within 3 months", ("G", "C20"), ("G", "C21"), ("A", "D9")),
)


def ask(*actions: Action, as_of: date | None = AS_OF, published: bool = True) -> list[Answer]:
    dates = {"published": PUBLISHED} if published else {}
    inspection = Inspection(framework="school-2009", as_of=as_of, dates=dates, actions=actions)
    return list(answers(framework(), inspection))


def test_bands_fall_due_after_publication() -> None:
    assert [due_of(Action(area="x", band=band), PUBLISHED, framework()) for band in BANDS] == [
        date(2012, 4, 10),
        date(2012, 7, 10),
        date(2012, 10, 10),
    ]


BANDS = ("Immediately", "Within 3 months", "Within 6 months")


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Within 3 months", "within 3 months"),
        ("WITHIN  THREE\nMONTHS", "within 3 months"),
        ("at once", "immediately"),
        ("within a year", None),
        (None, None),
    ],
)
def test_bands_go_by_any_alias_in_any_case(printed: str | None, name: str | None) -> None:
    band = band_of(Action(area="x", band=printed), framework())
    assert (band.name if band else None) == name


def test_all_five_ambers_of_thirteen_are_past_their_band() -> None:
    assert counts(PLAN) == {
        "": {"amber": 5, "green": 8},
        "SG": {"amber": 4, "green": 5},
        "LAC": {"green": 3, "amber": 1},
    }
    late = [row for row in PLAN if overdue(row, PUBLISHED, framework(), AS_OF)]
    assert len(PLAN) == 13
    assert [row.band for row in late] == [BANDS[0], BANDS[1], BANDS[1], BANDS[2], BANDS[1]]
    assert {row.rag for row in late} == {"amber"}


def test_the_plan_is_counted_and_its_late_rows_are_named() -> None:
    summary = ask(*PLAN)[0]
    assert (summary.topic, summary.rule, summary.about) == ("actions", "A-01", "action plan")
    assert summary.outcome == "to weigh"
    assert summary.reason == (
        "13 actions: 8 green, 5 amber. SG: 5 green, 4 amber. LAC: 3 green, 1 amber. "
        "Past their day on 4 April 2013: 5: action 1 (A1 & A2), action 3 (A4), action 6 (G1), "
        "action 8 (D4), action 13 (D9)."
    )


@pytest.mark.parametrize(
    ("rag", "as_of", "late"),
    [
        ("amber", date(2012, 7, 10), False),  # the last day itself
        ("amber", date(2012, 7, 11), True),
        ("red", date(2012, 7, 11), True),
        (None, date(2012, 7, 11), True),
        ("green", date(2019, 7, 11), False),
    ],
)
def test_what_is_not_green_is_overdue_the_day_after(rag: str, as_of: date, late: bool) -> None:
    action = Action(area="x", band="3 months", rag=rag)  # type: ignore[arg-type]
    assert overdue(action, PUBLISHED, framework(), as_of) is late


def test_an_own_date_goes_before_the_band() -> None:
    action = Action(area="x", band="immediately", due=date(2013, 6, 1), rag="red")
    assert due_of(action, None, framework()) == date(2013, 6, 1)
    assert overdue(action, PUBLISHED, framework(), AS_OF) is False


@pytest.mark.parametrize(
    ("action", "outcome", "words"),
    [
        (Action(area="Soup", band="3 months", rag="amber"), "to weigh",
         "Amber; due by 10 July 2012: overdue by 8 months and 25 calendar days on 4 April 2013."),
        (Action(area="Soup", band="3 months"), "to weigh", "Not rated; due by 10 July 2012: over"),
        (Action(area="Soup", band="3 months", rag="green"), "kept", "Green; due by 10 July 2012."),
        (Action(area="Soup", due=date(2014, 1, 1), rag="red"), "kept", "which has not passed"),
        (Action(area="Soup", band="next year", rag="red"), "cannot be evaluated",
         "no band 'next year'; allowed: immediately, within 3 months, within 6 months"),
        (Action(area="Soup", rag="red"), "cannot be evaluated", "neither a band nor a date"),
        (Action(area="Soup", rag="green"), "kept", "Green; no day"),
    ],
)  # fmt: skip
def test_a_row_is_ruled_by_its_colour_and_its_day(action: Action, outcome: str, words: str) -> None:
    row = ask(action)[1]
    assert (row.rule, row.about, row.outcome) == ("A-05", "action 1", outcome)
    assert words in row.reason


def test_the_source_of_a_band_is_named() -> None:
    banded, dated = ask(PLAN[2], Action(area="Soup", due=AS_OF, rag="red"))[1:]
    assert (banded.paragraph, dated.paragraph) == ("A report", "the action plan")
    assert banded.text == "Menu A4: Within 3 months."


def test_without_the_dates_nothing_is_called_late() -> None:
    summary, row = ask(PLAN[0], as_of=None)
    assert summary.outcome == row.outcome == "cannot be evaluated"
    assert "(as_of) is missing" in summary.reason
    assert "due by 10 April 2012. The day to look at (as_of) is missing." in row.reason

    summary, row = ask(PLAN[0], published=False)
    assert summary.outcome == row.outcome == "cannot be evaluated"
    assert summary.reason.endswith("Past their day on 4 April 2013: 0. Not known of 1.")
    assert "the date 'published' is missing" in row.reason


def test_a_plan_in_time_is_kept_and_no_plan_has_no_answers() -> None:
    assert ask(PLAN[1])[0].outcome == "kept"
    assert ask() == []


def test_an_element_that_the_framework_lacks_is_named() -> None:
    row = Action(area="Soup", element="BAR", rag="green")
    assert "BAR: 1 green. No element 'BAR'; allowed: SG, LAC." in ask(row)[0].reason


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A way of working is drawn up and is starting to be used.", "is starting to"),
        ("Agreed; not yet in the kitchens.", "not yet"),
        ("Menus are being developed.", "are being developed"),
        ("It is still to be tried.", "still to"),
        ("Cooks have begun.", "have begun"),
        ("Done, and watched every week.", None),
        ("Audits will show whether it lasts.", None),
        ("The starting time is eight.", None),
        ("", None),
    ],
)
def test_green_may_stand_for_a_mere_start(text: str, words: str | None) -> None:
    green = Action(area="Soup", band="immediately", rag="green", text=text)
    assert only_starting(green) == words
    assert only_starting(Action(area="Soup", rag="amber", text=text)) is None

    notes = [answer for answer in ask(green) if answer.rule == "A-06"]
    assert [answer.outcome for answer in notes] == (["to weigh"] if words else [])
    assert all(repr(words) in answer.reason for answer in notes)


def test_rows_that_point_at_others_are_followed() -> None:
    pointing = Action(area="Alone", rag="green", refs=("A16",), text="See A14 and Z9 above.")
    found = [answer for answer in ask(PLAN[0], PLAN[1], pointing) if answer.rule == "A-08"]

    assert [(answer.about, answer.outcome) for answer in found] == [
        ("action 3 (A16)", "kept"),
        ("action 3 (A16)", "to weigh"),
    ]
    assert found[0].reason == "A14 is action 2 (A14 & A15), green."
    assert found[1].reason == "No other row is Z9; the plan has A1, A2, A14, A15, A16."
    lonely = ask(Action(area="Alone", text="See A1."))[-1]
    assert lonely.reason == "No other row is A1; the plan has no references at all."
