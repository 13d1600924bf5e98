"""Dates as reports print them, and dates that cannot be."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.facts.dates import day_in, read, single

RANGES = [
    # (words, ranges, reason)
    ("2 to 13 July 2018", "2018-07-02/2018-07-13", "month and year shared"),
    ("29 January 2018 to 9 February 2018", "2018-01-29/2018-02-09", "over a month's end"),
    ("14 April – 8 May 2015", "2015-04-14/2015-05-08", "a dash, the year shared"),
    ("05 July 2016–27 July 2016", "2016-07-05/2016-07-27", "no spaces, a leading nought"),
    ("15-19 July 2013", "2013-07-15/2013-07-19", "a hyphen"),
    ("15 ‑ 19 July 2013", "2013-07-15/2013-07-19", "a hyphen that does not break"),
    ("4 July 2016 \uf02d 28 July 2016", "2016-07-04/2016-07-28", "a dash in a font's own code"),
    ("28 November 2016 to 5 January 2017", "2016-11-28/2017-01-05", "over a year's end"),
    ("19 November to 5 January 2015", "2014-11-19/2015-01-05", "the year before, not printed"),
    ("19 November 2014 to 5 January", "2014-11-19/2015-01-05", "the year after, not printed"),
    ("28 July 2016", "2016-07-28/2016-07-28", "a single day"),
    ("2 to 13 July 2018 and 7 to 8 August 2018", "2018-07-02/2018-07-13 2018-08-07/2018-08-08", ""),
    ("2 to 13 July and 7 to 8 August 2018", "2018-07-02/2018-07-13 2018-08-07/2018-08-08", "year"),
    ("2 to 13 July 2018 and 7 to 8 August", "2018-07-02/2018-07-13 2018-08-07/2018-08-08", "left"),
    ("5 and 12 July 2018", "2018-07-05/2018-07-05 2018-07-12/2018-07-12", "two single days"),
    ("Monday 3 to Friday 7 June 2019", "2019-06-03/2019-06-07", "weekdays"),
    ("3rd to the 7th of June 2019", "2019-06-03/2019-06-07", "ordinals and articles"),
    ("4 Feb to 8 Sept 2019", "2019-02-04/2019-09-08", "short months"),
    ("4 May to 5 June 2018, 12 inspectors", "2018-05-04/2018-06-05", "a number that is no day"),
]  # fmt: skip


def said(words: str, **how: object) -> str:
    found = read(words, 0, **how)  # type: ignore[arg-type]
    assert found is not None
    return " ".join(f"{first}/{last}" for first, last in found.ranges)


@pytest.mark.parametrize(("words", "ranges", "reason"), RANGES, ids=[row[0] for row in RANGES])
def test_printed_ranges(words: str, ranges: str, reason: str) -> None:
    assert said(words) == ranges, reason


IMPOSSIBLE = [
    ("31 June 2018", "there is no 31 June 2018"),
    ("29 February 2019", "there is no 29 February 2019"),
    ("13 to 2 July 2018", "“13” to “2 July 2018” ends before it starts"),
    ("13 July 2018 to 2 June 2018", "ends before it starts"),
    ("27 November – 18 December", "“27 November” has no year"),
]


@pytest.mark.parametrize(("words", "fault"), IMPOSSIBLE)
def test_what_cannot_be_is_a_fault_and_no_date(words: str, fault: str) -> None:
    found = read(words, 0)
    assert found is not None
    assert found.ranges == ()
    assert fault in found.faults[0]


def test_a_good_range_survives_an_impossible_one() -> None:
    found = read("2 to 13 July 2018 and 31 June to 2 July 2018", 0)
    assert found is not None
    assert found.ranges == ((date(2018, 7, 2), date(2018, 7, 13)),)
    assert len(found.faults) == 1


def test_and_makes_a_range_only_after_between() -> None:
    assert said("9 and 13 July 2018", between=True) == "2018-07-09/2018-07-13"
    assert said("9 and 13 July 2018") == "2018-07-09/2018-07-09 2018-07-13/2018-07-13"


@pytest.mark.parametrize(
    ("words", "latest", "ranges"),
    [
        ("9 and 13 October", date(2017, 12, 1), "2017-10-09/2017-10-13"),
        ("27 November and 1 December", date(2018, 1, 16), "2017-11-27/2017-12-01"),
        ("18 December and 2 January", date(2018, 1, 16), "2017-12-18/2018-01-02"),
    ],
)
def test_a_missing_year_comes_from_the_day_of_the_letter(
    words: str, latest: date, ranges: str
) -> None:
    assert said(words, between=True, latest=latest) == ranges
    found = read(words, 0, between=True, latest=latest)
    assert found is not None
    assert found.completed, "what was not printed is marked"


@pytest.mark.parametrize("words", ["", "6 to 17", "between 10 and 15 years", "two weeks", "2018"])
def test_numbers_without_a_month_are_no_dates(words: str) -> None:
    assert read(words, 0) is None


def test_days_of_letters_and_file_names() -> None:
    assert single("8 March 2019") == date(2019, 3, 8)
    assert single("8 to 9 March 2019") is None
    assert single("8 March 2019, by post") is None
    assert day_in("inspection 1 May 2012,  pdf - 02 august 2013.pdf") == date(2013, 8, 2)
    assert day_in("report - 31 june 2013.pdf") is None
    assert day_in("report.pdf") is None


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(0, 60))
def test_what_is_printed_whole_is_read_back(first: date, days: int) -> None:
    last = date.fromordinal(first.toordinal() + days)
    words = f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"
    assert said(words) == f"{first}/{last}"


@given(st.text("0123456789 Julyto-and,–./\n", max_size=60))
def test_no_words_break_the_reader(words: str) -> None:
    found = read(words, 0)
    assert found is None or all(first <= last for first, last in found.ranges)
