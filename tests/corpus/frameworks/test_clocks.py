"""Clocks: was a deadline kept, by how much was it missed, and what falls due when?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from corpus.frameworks.answers import Answer
from corpus.frameworks.clocks import answers, due
from corpus.frameworks.framework import Framework
from corpus.frameworks.inspections import Inspection
from corpus.frameworks.loading import read
from corpus.frameworks.spans import distance
from corpus.problems import FrameworkError

CANTEEN = """\
id: canteen-2012
title: Canteen inspections
publisher: A ministry of lunch
in_force:
  from: 2012-01-01
source: Lunch handbook
scale:
  - {grade: good, aliases: [good]}
  - {grade: poor, aliases: [poor]}
areas:
  - {code: FOOD, title: What is served, paragraph: "1"}
facts:
  - {code: one-cook, text: Does one cook work alone?, paragraph: "2"}
milestones:
  - {code: notified, title: the letter that announces it}
  - {code: set-up, title: set-up meeting}
  - {code: on-site, title: first day on site}
  - {code: end, title: end of the inspection}
  - {code: draft-sent, title: draft sent}
  - {code: published, title: publication}
  - {code: complaint, title: complaint, optional: yes}
  - {code: previous-inspection, title: inspection before this one}
  - {code: re-inspection, title: inspection after this one}
"""
TIMETABLE = """\
timetable:
  id: T-17
  title: Day by day
  paragraph: Table 1
  start: notified
  entries:
    - {day: 1, text: Letter, milestone: notified}
    - {day: 5, text: Set-up meeting, milestone: set-up, defect: T-18}
    - {day: 11, until: 19, text: Fieldwork, milestone: on-site}
    - {day: 20, text: End and feedback, milestone: end}
    - {day: 21, until: 25, falls: 25, text: Draft report, milestone: draft-sent}
    - {day: 40, text: On the website, milestone: published}
defects:
  - {id: T-18, text: Day 5 points at the wrong paragraph., paragraph: Table 1}
"""
NOTICE = "start: notified, end: on-site, bound: exactly, count: 10, unit: working days"
PUBLISH = "start: end, end: published, bound: at most, count: 20, unit: working days"


def canteen(*clocks: str, timetable: str = "") -> Framework:
    """A framework with these clocks, whose ids are T-1, T-2 and so on."""
    rows = [
        f'  - {{id: T-{n}, text: Wording {n}., paragraph: "{n}", '
        f"{clock if 'force:' in clock else 'force: must, ' + clock}}}\n"
        for n, clock in enumerate(clocks, 1)
    ]
    return read(CANTEEN + ("clocks:\n" + "".join(rows) if rows else "") + timetable, "canteen.yaml")


def ask(clock: str, as_of: date | None = None, **dates: date) -> Answer:
    return asked(canteen(clock), as_of, **dates)[0]


def asked(framework: Framework, as_of: date | None = None, **dates: date) -> tuple[Answer, ...]:
    named = {code.replace("_", "-"): day for code, day in dates.items()}
    return answers(framework, Inspection(framework="canteen-2012", as_of=as_of, dates=named))


def test_ten_working_days_of_notice_were_given_to_the_day() -> None:
    answer = ask(NOTICE, notified=date(2013, 1, 28), on_site=date(2013, 2, 11))

    assert (answer.topic, answer.rule, answer.paragraph) == ("dates", "T-1", "1")
    assert answer.outcome == "kept"
    assert answer.reason == (
        "From 'notified' (the letter that announces it), 28 January 2013, to 'on-site' (first day "
        "on site), 11 February 2013: 10 working days; asked for: exactly 10 working days, on "
        "11 February 2013; kept, to the day."
    )


def test_thirty_two_working_days_to_publication_are_twelve_too_many() -> None:
    answer = ask(PUBLISH, end=date(2013, 2, 14), published=date(2013, 4, 3))

    assert answer.outcome == "broken"
    assert "32 working days; asked for: at most 20 working days, by 14 March 2013" in answer.reason
    assert answer.reason.endswith("not kept, 12 working days late.")


@pytest.mark.parametrize(
    ("clock", "end", "outcome", "words"),
    [
        # exactly: a day too soon is missed too
        (NOTICE, date(2013, 2, 8), "broken", "1 working day too early"),
        (NOTICE, date(2013, 2, 12), "broken", "1 working day late"),
        # at least
        (NOTICE.replace("exactly", "at least"), date(2013, 2, 11), "kept", "to the day"),
        (NOTICE.replace("exactly", "at least"), date(2013, 2, 13), "kept", "2 working days more"),
        (NOTICE.replace("exactly", "at least"), date(2013, 2, 7), "broken", "2 working days too"),
        # at most
        (NOTICE.replace("exactly", "at most"), date(2013, 2, 7), "kept", "2 working days to spare"),
        # a Saturday after the last working day is late, though no working day lies between
        (NOTICE.replace("exactly", "at most"), date(2013, 2, 11), "kept", "to the day"),
        (NOTICE.replace("exactly, count: 10", "at most, count: 9"), date(2013, 2, 9), "broken",
         "1 calendar day late"),
        # between
        (NOTICE.replace("exactly, count: 10", "between, most: 12, count: 8"), date(2013, 2, 8),
         "kept", "3 working days to spare"),
        (NOTICE.replace("exactly, count: 10", "between, most: 12, count: 8"), date(2013, 2, 6),
         "broken", "1 working day too early"),
        (NOTICE.replace("exactly, count: 10", "between, most: 12, count: 8"), date(2013, 2, 14),
         "broken", "1 working day late"),
        # calendar days
        (NOTICE.replace("exactly", "at most").replace("working", "calendar"), date(2013, 2, 11),
         "broken", "4 calendar days late"),
        # a departure from what is only usual needs a reason and no more; "may" is for people
        (f"force: likely, {NOTICE}", date(2013, 2, 8), "departed from", "too early"),
        (f"force: may, {NOTICE}", date(2013, 2, 8), "to weigh", "too early"),
        (f"force: will, {NOTICE}", date(2013, 2, 11), "kept", "to the day"),
    ],
)  # fmt: skip
def test_what_is_kept_and_by_how_much(clock: str, end: date, outcome: str, words: str) -> None:
    answer = ask(clock, notified=date(2013, 1, 28), on_site=end)

    assert answer.outcome == outcome
    assert words in answer.reason


AGAIN = "start: end, end: re-inspection, bound: between, count: 6, most: 12, unit: months"
CYCLE = "start: previous-inspection, end: on-site, bound: every, count: 3, unit: years"


@pytest.mark.parametrize(
    ("clock", "start", "end", "outcome", "words"),
    [
        (AGAIN, date(2015, 8, 31), date(2016, 2, 29), "kept", "between 6 and 12 months"),
        (AGAIN, date(2015, 8, 31), date(2016, 2, 28), "broken", "1 calendar day too early"),
        (AGAIN, date(2015, 1, 10), date(2016, 3, 12), "broken", "2 months and 2 calendar days lat"),
        (CYCLE, date(2008, 8, 4), date(2010, 11, 15), "kept", "at least once in 3 years"),
        (CYCLE, date(2008, 8, 4), date(2011, 8, 4), "kept", "to the day"),
        (CYCLE, date(2008, 8, 4), date(2012, 9, 5), "broken", "1 year and 1 month and 1 calendar"),
    ],
)
def test_months_and_cycles(clock: str, start: date, end: date, outcome: str, words: str) -> None:
    codes = ("end", "re_inspection") if clock is AGAIN else ("previous_inspection", "on_site")
    answer = ask(clock, **dict(zip(codes, (start, end), strict=True)))

    assert answer.outcome == outcome
    assert words in answer.reason


DAYS = "start: end, end: published, bound: at most, count: 20, unit: days"


@pytest.mark.parametrize(
    ("published", "outcome"),
    [
        (date(2013, 3, 6), "kept"),  # the twentieth calendar day
        (date(2013, 3, 7), "cannot be evaluated"),
        (date(2013, 3, 14), "cannot be evaluated"),  # the twentieth working day
        (date(2013, 3, 15), "broken"),
    ],
)
def test_days_of_no_stated_kind_count_as_both(published: date, outcome: str) -> None:
    answer = ask(DAYS, end=date(2013, 2, 14), published=published)

    assert answer.outcome == outcome
    assert "at most 20 working days" in answer.reason
    assert "at most 20 calendar days" in answer.reason
    assert ("depends on the days that are meant" in answer.reason) == (outcome[:6] == "cannot")


@pytest.mark.parametrize(
    ("as_of", "outcome", "words"),
    [
        (date(2013, 3, 1), "cannot be evaluated", "3 calendar days left"),
        (date(2013, 3, 8), "cannot be evaluated", "depends on the days that are meant"),
        (date(2013, 3, 18), "broken", "overdue by 4 working days or overdue by 14 calendar days"),
    ],
)
def test_what_is_overdue_under_both_readings_is_overdue(
    as_of: date, outcome: str, words: str
) -> None:
    answer = ask(DAYS.replace("20", "18"), as_of, end=date(2013, 2, 14))
    assert answer.outcome == outcome
    assert words in answer.reason


ON_SITE = "start: on-site, end: end, bound: at most, count: 10, unit: working days, inclusive: yes"


@pytest.mark.parametrize(
    ("clock", "start", "end", "outcome", "words"),
    [
        # Monday to the Friday of the next week is ten days on site
        (ON_SITE, date(2012, 2, 20), date(2012, 3, 2), "kept", "10 working days; asked"),
        (ON_SITE, date(2012, 2, 20), date(2012, 3, 5), "broken", "1 working day late"),
        # a first day that is no working day does not count as one
        (ON_SITE, date(2012, 2, 18), date(2012, 3, 2), "kept", "to the day"),
        (ON_SITE.replace("working", "calendar"), date(2012, 2, 20), date(2012, 2, 29), "kept",
         "10 calendar days; asked for: at most 10 calendar days, the first day counted"),
        # three years with their first day end the day before
        (ON_SITE.replace("10, unit: working days", "3, unit: years"), date(2009, 4, 1),
         date(2012, 3, 31), "kept", "to the day"),
        (ON_SITE.replace("10, unit: working days", "3, unit: years"), date(2009, 4, 1),
         date(2012, 4, 1), "broken", "1 calendar day late"),
    ],
)  # fmt: skip
def test_the_first_day_counts_where_the_source_says_so(
    clock: str, start: date, end: date, outcome: str, words: str
) -> None:
    answer = ask(clock, on_site=start, end=end)
    assert answer.outcome == outcome
    assert words in answer.reason


def test_the_note_of_a_clock_stands_where_it_may_excuse() -> None:
    clock = NOTICE + ", note: It may be waived."
    late = ask(clock, notified=date(2013, 1, 28), on_site=date(2013, 2, 12))
    kept = ask(clock, notified=date(2013, 1, 28), on_site=date(2013, 2, 11))
    assert late.reason.endswith("1 working day late. It may be waived.")
    assert "waived" not in kept.reason


def test_a_clock_of_other_inspections_does_not_apply_and_an_unknown_one_stays_open() -> None:
    framework = canteen(NOTICE + ", when: {fact: one-cook}")
    days = {"notified": date(2013, 1, 28), "on-site": date(2013, 2, 12)}

    def outcome(facts: dict[str, bool]) -> tuple[str, str]:
        inspection = Inspection(framework="canteen-2012", dates=days, facts=facts)
        answer = answers(framework, inspection)[0]
        return answer.outcome, answer.reason

    assert outcome({"one-cook": False})[0] == "does not apply"
    assert outcome({"one-cook": True})[0] == "broken"
    unknown, reason = outcome({})
    assert unknown == "cannot be evaluated"
    assert "missing: the fact one-cook (Does one cook work alone?). If it does: From" in reason
    assert reason.endswith("not kept, 1 working day late.")


@pytest.mark.parametrize(
    ("dates", "missing"),
    [
        ({}, "'end' (end of the inspection) and 'published' (publication)"),
        ({"end": date(2013, 2, 14)}, "missing of 'published' (publication)."),
        ({"published": date(2013, 2, 14)}, "missing of 'end' (end of the inspection)."),
    ],
)
def test_a_date_that_is_missing_is_named(dates: dict[str, date], missing: str) -> None:
    answer = ask(PUBLISH, **dates)
    assert answer.outcome == "cannot be evaluated"
    assert missing in answer.reason


def test_what_has_not_come_is_overdue_once_its_day_has_passed() -> None:
    before = ask(PUBLISH, date(2013, 3, 14), end=date(2013, 2, 14))
    after = ask(PUBLISH, date(2013, 4, 3), end=date(2013, 2, 14))
    soft = ask(f"force: expected, {PUBLISH}", date(2013, 4, 3), end=date(2013, 2, 14))

    assert before.outcome == "cannot be evaluated"
    assert "on 14 March 2013 it is the last day" in before.reason
    assert after.outcome == "broken"
    assert "due by 14 March 2013" in after.reason
    assert "on 3 April 2013 overdue by 12 working days" in after.reason
    assert soft.outcome == "departed from"


def test_a_step_before_one_that_has_come_is_not_called_overdue() -> None:
    draft = "start: end, end: draft-sent, bound: at most, count: 5, unit: working days"
    days = {"end": date(2013, 2, 14), "complaint": date(2013, 3, 1)}
    published = {**days, "published": date(2013, 4, 3)}

    assert ask(draft, date(2013, 3, 25), **days).outcome == "broken"
    # on 25 March publication is still to come, on 25 April it has come
    assert ask(draft, date(2013, 3, 25), **published).outcome == "broken"
    since = ask(draft, date(2013, 4, 25), **published)
    assert since.outcome == "cannot be evaluated"
    assert since.reason.endswith(
        "As 'published' (publication) has come since, it may only not be stated."
    )


def test_what_need_not_happen_is_never_overdue() -> None:
    clock = "start: published, end: complaint, bound: at most, count: 5, unit: working days"
    answer = ask(clock, date(2013, 6, 1), published=date(2013, 4, 3))
    assert answer.outcome == "cannot be evaluated"
    assert answer.reason.endswith("overdue by 35 working days. It need not have come at all.")

    row = due(canteen(clock), "published", date(2013, 4, 3), date(2013, 6, 1))[0]
    assert row.overdue is False
    assert row.words.endswith("the time for it ended 35 working days before 1 June 2013")


def test_a_least_distance_is_never_overdue() -> None:
    clock = NOTICE.replace("exactly", "at least")
    answer = ask(clock, date(2014, 1, 1), notified=date(2013, 1, 28))
    assert answer.outcome == "cannot be evaluated"


def test_conflicting_statements_stand_side_by_side() -> None:
    framework = canteen(
        "start: published, end: complaint, bound: at most, count: 5, unit: working days,"
        " conflicts: [T-2]",
        "start: published, end: complaint, bound: at most, count: 30, unit: calendar days",
    )
    found = asked(framework, published=date(2013, 4, 3), complaint=date(2013, 4, 15))

    assert [answer.outcome for answer in found] == ["broken", "kept"]
    assert found[0].reason.endswith("differently, in T-2 (paragraph 2): Wording 2.")
    assert found[1].reason.endswith("differently, in T-1 (paragraph 1): Wording 1.")


def test_days_out_of_order_are_said_to_be() -> None:
    early = ask(
        "start: published, end: complaint, bound: at most, count: 30, unit: calendar days",
        published=date(2013, 4, 3),
        complaint=date(2013, 3, 25),
    )
    cycle = ask(CYCLE, previous_inspection=date(2013, 4, 3), on_site=date(2010, 4, 3))

    assert early.outcome == "kept"  # a complaint may well come before publication
    assert "9 calendar days backwards" in early.reason
    assert "lies before the first; check them" in early.reason
    assert cycle.outcome == "cannot be evaluated"
    assert "out of order" in cycle.reason


def test_years_without_known_bank_holidays_are_not_guessed() -> None:
    answer = ask(PUBLISH, end=date(1999, 2, 14), published=date(1999, 4, 3))
    assert answer.outcome == "cannot be evaluated"
    assert "2005 to 2100" in answer.reason


def test_the_timetable_is_indicative_and_compared_where_dates_are_known() -> None:
    found = asked(
        canteen(timetable=TIMETABLE),
        notified=date(2012, 2, 6),
        set_up=date(2012, 2, 14),
        on_site=date(2012, 2, 20),
        end=date(2012, 3, 2),
    )
    assert [(answer.about, answer.outcome) for answer in found] == [
        ("day 5", "to weigh"),
        ("day 11", "kept"),
        ("day 20", "kept"),
    ]
    assert found[0].reason == (
        "Planned for 10 February 2012; in fact 14 February 2012, 2 working days late."
    )
    assert asked(canteen(timetable=TIMETABLE), end=date(2012, 3, 2)) == ()
    unknown = asked(canteen(timetable=TIMETABLE), notified=date(1999, 1, 4), end=date(1999, 2, 1))
    assert [answer.outcome for answer in unknown] == ["cannot be evaluated"]


def test_a_milestone_sets_its_clocks_going() -> None:
    framework = canteen(NOTICE, PUBLISH, NOTICE.replace("exactly", "at least"))
    found = due(framework, "notified", date(2013, 1, 28))

    assert [row.rule for row in found] == ["T-1", "T-3"]
    assert (found[0].earliest, found[0].latest) == (date(2013, 2, 11), date(2013, 2, 11))
    assert found[0].words == ("on 11 February 2013 (exactly 10 working days from 28 January 2013)")
    assert (found[1].earliest, found[1].latest) == (date(2013, 2, 11), None)
    assert found[1].words.startswith("not before 11 February 2013")
    assert [row.overdue for row in found] == [None, None]


@pytest.mark.parametrize(
    ("as_of", "overdue", "words"),
    [
        (date(2013, 3, 7), False, "; 5 working days left on 7 March 2013"),
        (date(2013, 3, 14), False, "; 14 March 2013 is the last day"),
        (date(2013, 4, 3), True, "; overdue by 12 working days on 3 April 2013 unless done"),
    ],
)
def test_a_forecast_says_how_it_stands_on_a_day(as_of: date, overdue: bool, words: str) -> None:
    row = due(canteen(PUBLISH), "end", date(2013, 2, 14), as_of)[0]
    assert (row.overdue, row.latest) == (overdue, date(2013, 3, 14))
    assert row.words.endswith(words)


def test_a_forecast_counts_days_of_no_stated_kind_both_ways_and_notes_it() -> None:
    found = due(canteen(DAYS + ", when: {fact: one-cook}"), "end", date(2013, 2, 14))
    assert [(row.unit, row.latest) for row in found] == [
        ("working days", date(2013, 3, 14)),
        ("calendar days", date(2013, 3, 6)),
    ]
    assert all("does not say" in (row.note or "") and row.conditional for row in found)


def test_months_and_between_have_a_first_and_a_last_day() -> None:
    row = due(canteen(AGAIN), "end", date(2015, 8, 31))[0]
    assert row.words.startswith("from 29 February 2016 to 31 August 2016 (between 6 and 12 months")


def test_the_whole_timetable_follows_from_the_notification() -> None:
    found = due(canteen(timetable=TIMETABLE), "notified", date(2012, 2, 6), date(2012, 3, 5))
    assert [(row.earliest, row.latest) for row in found] == [
        (date(2012, 2, 6), date(2012, 2, 6)),
        (date(2012, 2, 10), date(2012, 2, 10)),
        (date(2012, 2, 20), date(2012, 3, 1)),
        (date(2012, 3, 2), date(2012, 3, 2)),
        (date(2012, 3, 5), date(2012, 3, 9)),
        (date(2012, 3, 30), date(2012, 3, 30)),
    ]
    assert found[2].words == (
        "from 20 February 2012 to 1 March 2012 (days 11-19); on-site on 20 February 2012"
    )
    assert found[4].words.endswith("(days 21-25); draft-sent on 9 March 2012")
    assert found[3].words == "on 2 March 2012 (day 20)"
    assert found[1].note == "T-18: Day 5 points at the wrong paragraph."
    assert [row.overdue for row in found] == [True, True, True, True, False, False]


def test_a_timetable_that_starts_on_a_day_off_goes_on_with_the_next_working_day() -> None:
    found = due(canteen(timetable=TIMETABLE), "notified", date(2013, 3, 29))
    assert found[0].earliest == date(2013, 3, 29)
    assert found[0].note == "29 March 2013 is no working day; day 2 is taken to be 2 April 2013."


def test_an_unknown_milestone_is_named_with_those_allowed() -> None:
    with pytest.raises(FrameworkError, match=r"no milestone 'lunch'; allowed: notified, set-up"):
        due(canteen(PUBLISH), "lunch", date(2013, 2, 14))
    assert due(canteen(PUBLISH), "published", date(2013, 2, 14)) == ()


def test_what_is_forecast_is_what_is_ruled_afterwards() -> None:
    clocks = [PUBLISH, PUBLISH.replace("working", "calendar"), AGAIN.replace("re-i", "previous-i")]
    framework = canteen(*clocks)
    day = date(2010, 1, 1)
    while day < date(2024, 1, 1):
        for row in due(framework, "end", day):
            assert row.latest is not None
            for late in (0, 1):
                dates = {"end": day, row.milestone or "": row.latest + timedelta(days=late)}
                inspection = Inspection(framework="canteen-2012", dates=dates)
                found = {answer.rule: answer.outcome for answer in answers(framework, inspection)}
                assert found[row.rule] == ("broken" if late else "kept")
        day += timedelta(days=61)


def test_distances_in_words() -> None:
    assert distance(date(2013, 3, 1), date(2013, 3, 2), "working days") == "1 calendar day"
    assert distance(date(2013, 3, 1), date(2013, 3, 1), "months") == "0 calendar days"
    assert distance(date(2012, 1, 1), date(2013, 3, 1), "months") == "14 months"
    assert distance(date(2012, 1, 1), date(2013, 3, 1), "years") == "1 year and 2 months"
