"""Forecasts of the shipped frameworks: Table 1 of 2009, and deadlines stated in plain days."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.frameworks import load
from corpus.frameworks.clocks import answers
from corpus.frameworks.forecasts import due, is_optional, milestone_day, row_dates
from corpus.frameworks.inspections import Inspection
from corpus.frameworks.provisions import Entry
from corpus.frameworks.working_days import working_days_between

NOTIFIED = date(2012, 2, 6)


def test_table_1_of_2009_gives_thirteen_rows_their_dates() -> None:
    rows = [row for row in due(load("slac-2009"), "notified", NOTIFIED) if row.rule == "T-17"]

    assert [(str(row.earliest), str(row.latest)) for row in rows] == [
        ("2012-02-06", "2012-02-06"),  # day 1, the notification
        ("2012-02-07", "2012-02-07"),  # day 2 has two rows
        ("2012-02-07", "2012-02-07"),
        ("2012-02-08", "2012-02-08"),
        ("2012-02-09", "2012-02-09"),
        ("2012-02-10", "2012-02-10"),  # day 5, set-up
        ("2012-02-13", "2012-02-17"),  # days 6 to 10, audits
        ("2012-02-20", "2012-03-01"),  # days 11 to 19, fieldwork
        ("2012-03-02", "2012-03-02"),  # day 20, the end
        ("2012-03-05", "2012-03-09"),  # days 21 to 25, the draft
        ("2012-03-12", "2012-03-16"),  # days 26 to 30, comments
        ("2012-03-23", "2012-03-23"),  # day 35, the final report
        ("2012-03-30", "2012-03-30"),  # day 40, publication
    ]
    assert all(row.force == "descriptor" for row in rows)


def test_table_1_agrees_with_the_clocks_of_its_own_document() -> None:
    """A plan kept to the day keeps every clock of 2009 that runs between its milestones."""
    framework = load("slac-2009")
    dates = {"notified": NOTIFIED}
    assert framework.timetable is not None
    for entry in framework.timetable.entries:
        if entry.milestone:
            dates[entry.milestone] = milestone_day(entry, NOTIFIED)
    ruled = answers(framework, Inspection(framework=framework.id, dates=dates))

    outcomes = {answer.rule: answer.outcome for answer in ruled if answer.about is None}
    assert outcomes.pop("T-09") == outcomes.pop("T-19") == "cannot be evaluated"
    assert set(outcomes.values()) == {"kept"}
    assert len(outcomes) >= 7
    assert {answer.outcome for answer in ruled if answer.about} == {"kept"}


@pytest.mark.parametrize(
    ("entry", "first", "last", "milestone"),
    [
        (Entry(day=1, text="Letter"), 0, 0, 0),
        (Entry(day=5, text="Set-up"), 4, 4, 4),
        (Entry(day=11, until=19, text="Fieldwork"), 10, 18, 10),
        (Entry(day=21, until=25, falls=25, text="Draft"), 20, 24, 24),
    ],
)
def test_day_1_is_the_first_day(entry: Entry, first: int, last: int, milestone: int) -> None:
    start, end = row_dates(entry, NOTIFIED)
    counted = [working_days_between(NOTIFIED, day) for day in (start, end)]
    assert counted == [first, last]
    assert working_days_between(NOTIFIED, milestone_day(entry, NOTIFIED)) == milestone


def test_a_notification_on_a_day_off_counts_from_the_next_working_day() -> None:
    rows = due(load("slac-2009"), "notified", date(2012, 4, 6))
    table = [row for row in rows if row.rule == "T-17"]
    assert table[0].earliest == date(2012, 4, 6)
    assert table[1].earliest == date(2012, 4, 10)  # from Good Friday to Easter Tuesday
    assert all("6 April 2012 is no working day" in (row.note or "") for row in table)


def test_complaints_are_a_right_and_never_overdue() -> None:
    for name in ("slac-2009", "asa-2015", "supported-accommodation-2023"):
        assert is_optional("complaint", load(name))
        assert not is_optional("published", load(name))
    complaint = due(load("slac-2009"), "published", date(2013, 4, 3), date(2013, 6, 3))[0]
    assert (complaint.rule, complaint.latest, complaint.overdue) == (
        "T-19",
        date(2013, 5, 3),
        False,
    )


def test_the_two_statements_on_complaints_of_2023_stand_side_by_side() -> None:
    rows = due(load("supported-accommodation-2023"), "final-sent", date(2024, 3, 28))
    (complaint,) = [row for row in rows if row.rule == "T-28a"]
    assert complaint.latest == date(2024, 4, 8)
    assert "in T-28b (paragraph" in (complaint.note or "")


@pytest.mark.parametrize(
    ("rule", "start", "unit", "latest"),
    [
        ("T-25", "end", "working days", date(2024, 3, 27)),
        ("T-26", "draft-sent", "working days", date(2024, 3, 8)),
        ("T-26", "draft-sent", "calendar days", date(2024, 3, 6)),
        ("T-27", "end", "working days", date(2024, 4, 16)),
        ("T-27", "end", "calendar days", date(2024, 3, 31)),
        ("T-29", "previous-appraisal", "years", date(2025, 3, 1)),
    ],
)
def test_deadlines_told_to_providers_in_2023(
    rule: str, start: str, unit: str, latest: date
) -> None:
    rows = due(load("supported-accommodation-2023"), start, date(2024, 3, 1))
    assert [row.latest for row in rows if (row.rule, row.unit) == (rule, unit)] == [latest]
