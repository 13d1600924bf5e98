"""What came, and what a later date overtook, is not overdue; what is only missing is."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.frameworks import load
from corpus.frameworks.forecasts import Due, due
from corpus.frameworks.overtaken import settled

NOTIFIED = date(2012, 2, 6)


def forecast(name: str, start: str, as_of: date, dates: dict[str, date]) -> tuple[Due, ...]:
    framework = load(name)
    return settled(due(framework, start, dates[start], as_of), framework, dates, as_of)


@pytest.mark.parametrize(
    ("name", "dates", "still_overdue"),
    [
        # nothing else is known, so everything that the notification sets going is late
        ("slac-2009", {"notified": NOTIFIED}, {"on-site", "set-up"}),
        ("slac-2009", {"notified": NOTIFIED, "set-up": date(2012, 2, 13)}, {"on-site"}),
        # where there was an end, there was a beginning, whether or not a clock joins the two
        ("slac-2009", {"notified": NOTIFIED, "end": date(2012, 3, 2)}, set()),
        ("asa-2015", {"notified": NOTIFIED, "end": date(2012, 3, 2)}, set()),
        # an end that is only planned on the day of looking proves nothing
        ("slac-2009", {"notified": NOTIFIED, "end": date(2012, 8, 2)}, {"on-site", "set-up"}),
        # a complaint may come at any time
        ("asa-2015", {"notified": NOTIFIED, "complaint": date(2012, 3, 2)}, {"on-site"}),
    ],
)
def test_what_lies_before_a_given_later_milestone_is_not_overdue(
    name: str, dates: dict[str, date], still_overdue: set[str]
) -> None:
    rows = forecast(name, "notified", date(2012, 7, 2), dates)
    clocks = [row for row in rows if row.rule != "T-17"]
    assert {row.milestone for row in clocks if row.overdue} == still_overdue
    for row in clocks:
        assert ("overdue" in row.words) == (row.milestone in still_overdue)


def test_an_appraisal_says_nothing_of_the_report() -> None:
    dates = {"end": date(2024, 3, 1), "appraisal": date(2024, 6, 3)}
    rows = forecast("supported-accommodation-2023", "end", date(2024, 7, 1), dates)
    assert all(row.overdue for row in rows)


def test_it_is_said_why_something_is_not_overdue() -> None:
    dates = {
        "end": date(2012, 3, 2),
        "draft-sent": date(2012, 3, 12),
        "published": date(2012, 4, 2),
    }
    rows = forecast("slac-2009", "end", date(2012, 7, 2), dates)
    words = {row.milestone: row.words for row in rows}
    assert words["draft-sent"].endswith("from 2 March 2012); came on 12 March 2012")
    assert words["final-sent"].endswith(
        "; its date is not given, but 'Report published' came on 2 April 2012"
    )
