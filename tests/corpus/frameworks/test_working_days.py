"""Working days of England agree with a calendar that is counted day by day."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import date, timedelta

import pytest

from corpus.frameworks.working_days import (
    FIRST_YEAR,
    LAST_YEAR,
    CalendarError,
    add_days,
    add_months,
    add_working_days,
    add_years,
    bank_holidays,
    is_working_day,
    next_working_day,
    whole_months_between,
    working_days_between,
)
from corpus.problems import VouchError


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        # the adoption inspection of February 2013: notice, then the wait for the report
        (date(2013, 1, 28), date(2013, 2, 11), 10),
        (date(2013, 2, 14), date(2013, 4, 3), 32),
        (date(2013, 2, 14), date(2013, 3, 14), 20),
        # a day is no working days from itself; a weekend holds none
        (date(2013, 2, 14), date(2013, 2, 14), 0),
        (date(2013, 2, 15), date(2013, 2, 17), 0),
        (date(2013, 2, 16), date(2013, 2, 18), 1),
        # over Christmas, with two substitute days
        (date(2010, 12, 24), date(2011, 1, 4), 4),
        # backwards
        (date(2013, 2, 11), date(2013, 1, 28), -10),
    ],
)
def test_the_first_day_is_not_counted_and_the_last_is(start: date, end: date, count: int) -> None:
    assert working_days_between(start, end) == count


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2011, 4, 29), "a royal wedding"),
        (date(2012, 6, 4), "spring bank holiday, moved"),
        (date(2012, 6, 5), "a diamond jubilee"),
        (date(2020, 5, 8), "early May bank holiday, moved to VE day"),
        (date(2022, 6, 2), "spring bank holiday, moved"),
        (date(2022, 6, 3), "a platinum jubilee"),
        (date(2022, 9, 19), "a state funeral"),
        (date(2023, 5, 8), "a coronation"),
        (date(2010, 12, 28), "substitute for Boxing Day on a Sunday"),
        (date(2011, 1, 3), "substitute for New Year's Day on a Saturday"),
        (date(2016, 12, 27), "substitute for Christmas Day on a Sunday"),
    ],
)
def test_bank_holidays_and_the_one_offs_are_no_working_days(day: date, why: str) -> None:
    assert not is_working_day(day), why


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2012, 5, 28), "where the spring bank holiday was moved from"),
        (date(2020, 5, 4), "where the early May bank holiday was moved from"),
        (date(2022, 5, 30), "where the spring bank holiday was moved from"),
        (date(2013, 1, 2), "a holiday of Scotland"),
        (date(2013, 3, 18), "a holiday of Northern Ireland"),
        (date(2013, 12, 2), "a holiday of Scotland, moved"),
        (date(2013, 3, 28), "Maundy Thursday"),
    ],
)
def test_days_that_are_holidays_elsewhere_or_in_other_years_are_worked(day: date, why: str) -> None:
    assert is_working_day(day), why


def test_two_whole_years_are_those_that_were_published() -> None:
    published = {
        2019: ["1-1", "4-19", "4-22", "5-6", "5-27", "8-26", "12-25", "12-26"],
        2022: ["1-3", "4-15", "4-18", "5-2", "6-2", "6-3", "8-29", "9-19", "12-26", "12-27"],
    }
    for year, days in published.items():
        found = sorted(day for day in bank_holidays() if day.year == year and day.weekday() < 5)
        assert [f"{day.month}-{day.day}" for day in found] == days


def worked(day: date) -> bool:
    return day.weekday() not in (5, 6) and day not in bank_holidays()


def test_counting_agrees_with_a_calendar_on_ten_thousand_pairs() -> None:
    chance = random.Random(20130214)  # noqa: S311 - rows of a test
    first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    span = (last - first).days
    # the brute force: one running total, day by day
    total, totals = 0, []
    for n in range(span + 1):
        total += worked(first + timedelta(days=n))
        totals.append(total)
    for _ in range(10_000):
        a, b = chance.randint(0, span), chance.randint(0, span)
        start, end = first + timedelta(days=a), first + timedelta(days=b)
        assert working_days_between(start, end) == totals[b] - totals[a]
        assert working_days_between(end, start) == -working_days_between(start, end)


def test_adding_agrees_with_stepping_and_comes_back() -> None:
    chance = random.Random(7)  # noqa: S311 - rows of a test
    for _ in range(2_000):
        day = date(2005, 7, 1) + timedelta(days=chance.randint(0, 30_000))
        count = chance.randint(-60, 60)
        there = add_working_days(day, count)
        assert working_days_between(day, there) == count
        assert working_days_between(there, day) == -count
        assert count == 0 or is_working_day(there)
        if count > 0:
            assert there == stepped(day, count)


def stepped(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= worked(day)
    return day


@pytest.mark.parametrize(
    ("day", "count", "result"),
    [
        (date(2013, 2, 14), 20, date(2013, 3, 14)),
        (date(2013, 2, 11), -10, date(2013, 1, 28)),
        # one working day before a Saturday: of Thursday to Saturday only Friday counts
        (date(2013, 2, 16), -1, date(2013, 2, 14)),
        (date(2013, 2, 16), 1, date(2013, 2, 18)),
        (date(2013, 2, 16), 0, date(2013, 2, 16)),
        (date(2013, 3, 28), 1, date(2013, 4, 2)),
    ],
)
def test_days_on_and_back(day: date, count: int, result: date) -> None:
    assert add_working_days(day, count) == result


def test_a_day_off_gives_way_to_the_next_working_day() -> None:
    assert next_working_day(date(2013, 3, 29)) == date(2013, 4, 2)
    assert next_working_day(date(2013, 4, 2)) == date(2013, 4, 2)


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2012, 4, 10), 3, date(2012, 7, 10)),
        (date(2012, 4, 10), 6, date(2012, 10, 10)),
        (date(2012, 4, 10), 0, date(2012, 4, 10)),
        # the month's last day where there is no such day
        (date(2013, 1, 31), 1, date(2013, 2, 28)),
        (date(2012, 1, 31), 1, date(2012, 2, 29)),
        (date(2013, 3, 31), -1, date(2013, 2, 28)),
        (date(2013, 11, 30), 3, date(2014, 2, 28)),
        (date(2013, 12, 31), 12, date(2014, 12, 31)),
    ],
)
def test_months_keep_the_day_or_end_with_the_month(day: date, months: int, result: date) -> None:
    assert add_months(day, months) == result


def test_years_and_days() -> None:
    assert add_years(date(2012, 2, 29), 1) == date(2013, 2, 28)
    assert add_years(date(2012, 2, 29), 4) == date(2016, 2, 29)
    assert add_days(date(2013, 4, 3), 30) == date(2013, 5, 3)


def test_months_between_two_days_lead_from_one_to_the_other() -> None:
    chance = random.Random(3)  # noqa: S311 - rows of a test
    for _ in range(2_000):
        start = date(2005, 1, 1) + timedelta(days=chance.randint(0, 9_000))
        end = start + timedelta(days=chance.randint(0, 2_000))
        months, days = whole_months_between(start, end)
        assert add_days(add_months(start, months), days) == end
        assert 0 <= days <= 31
    with pytest.raises(ValueError, match="lies before"):
        whole_months_between(date(2013, 1, 2), date(2013, 1, 1))


@pytest.mark.parametrize(
    "asked",
    [
        lambda: is_working_day(date(2004, 12, 31)),
        lambda: add_working_days(date(2004, 12, 31), 1),
        lambda: add_working_days(date(2005, 1, 5), -30),
        lambda: add_working_days(date(2100, 12, 30), 30),
        lambda: working_days_between(date(2013, 1, 1), date(2101, 1, 1)),
        lambda: working_days_between(date(1999, 1, 1), date(2013, 1, 1)),
    ],
)
def test_years_whose_bank_holidays_nobody_checked_are_refused(asked: object) -> None:
    assert callable(asked)
    with pytest.raises(CalendarError, match=r"years 2005 to 2100 only; check the date") as caught:
        asked()
    assert isinstance(caught.value, VouchError)


def test_no_calendar_reaches_the_year_ten_thousand() -> None:
    for asked in (add_months, add_years, add_days):
        with pytest.raises(CalendarError, match="no calendar reaches that far"):
            asked(date(2013, 1, 1), 9_999_999)


def test_the_bank_holidays_are_read_when_a_working_day_is_asked_for() -> None:
    code = (
        "import sys; from datetime import date; import corpus.frameworks.working_days as days;"
        "days.add_months(date(2013, 1, 1), 1); print('holidays' in sys.modules);"
        "days.is_working_day(date(2013, 1, 1)); print('holidays' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "True"]
