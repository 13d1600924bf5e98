"""Printed days are read in UK order; what is no certain day is a fault, never a guess."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.sheets.days import day_at, find_day

DAYS = [
    ("12/03/2024", "2024-03-12", "slashes, the day first"),
    ("12.3.24", "2024-03-12", "dots and a short year"),
    ("12 March 2024", "2024-03-12", "in words"),
    ("Mar 12th 2024", "2024-03-12", "the month first"),
    ("2024-03-12", "2024-03-12", "ISO"),
    ("2024-03-12T14:30:00", "2024-03-12", "ISO with a time"),
    ("2024/03/12", "2024-03-12", "the year first with slashes"),
    ("12th Mar 2024", "2024-03-12", "an ordinal and a short month"),
    ("the 12th of March 2024", "2024-03-12", "as people say it"),
    ("12-Mar-24", "2024-03-12", "as databases print it"),
    ("12-03-2024", "2024-03-12", "with hyphens"),
    ("Tuesday, 12 March 2024", "2024-03-12", "after a weekday"),
    ("12/03/24 14:30", "2024-03-12", "before a time"),
    ("12 Sept 2024", "2024-09-12", "September in four letters"),
    ("29/02/2024", "2024-02-29", "a leap day"),
    ("1.2.68", "1968-02-01", "a short year of the last century"),
    ("MARCH 12 2024", "2024-03-12", "in capitals"),
    ("5th March, 2024 at 3pm", "2024-03-05", "with a comma"),
]
FAULTS = [
    ("03/25/2024", "impossible", "American order is not guessed at"),
    ("31 February 2024", "impossible", "no such day"),
    ("29/02/2023", "impossible", "no leap year"),
    ("12/13/2024", "impossible", "no such month"),
    ("12/3", "no-year", "a day without a year"),
    ("12 March", "no-year", "in words"),
    ("12 March 10:30", "no-year", "a time is no year"),
    ("01/01/0024", "impossible", "far outside of all files"),
]
NONE = [
    "",
    "soon",
    "120/03/2024",
    "1.2.3.4",
    "07700 900123",
    "12/03/2024/5",
    "£12.50",
    "section 47",
]


@pytest.mark.parametrize(("words", "iso", "why"), DAYS)
def test_days_as_people_print_them(words: str, iso: str, why: str) -> None:
    found = find_day(words)
    assert found is not None, why
    assert (found.iso, found.fault) == (iso, None), why


@pytest.mark.parametrize(("words", "fault", "why"), FAULTS)
def test_what_is_no_certain_day_is_a_fault(words: str, fault: str, why: str) -> None:
    found = find_day(words)
    assert found is not None, why
    assert (found.iso, found.fault) == (None, fault), why


@pytest.mark.parametrize("words", NONE)
def test_what_is_no_day_at_all(words: str) -> None:
    found = find_day(words)
    assert found is None or found.iso is None


def test_a_day_says_where_it_stands() -> None:
    text = "Seen on 12 March 2024, and again on 14/03/2024."
    found = find_day(text)
    assert found is not None
    assert text[found.start : found.end] == "12 March 2024"
    again = find_day(text, found.end)
    assert again is not None
    assert again.iso == "2024-03-14"
    assert day_at(text, 0) is None
    assert day_at(text, 8) == found


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)), st.integers(0, 4))
def test_every_style_reads_back(day: date, style: int) -> None:
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    month = months[day.month - 1]
    written = (
        f"{day.day:02}/{day.month:02}/{day.year}",
        f"{day.day}.{day.month}.{day.year % 100:02}",
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}th {day.year}",
        day.isoformat(),
    )[style]
    found = find_day(f"on {written}.")
    assert found is not None
    assert found.iso == day.isoformat()


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = find_day(text)
    assert found is None or 0 <= found.start < found.end <= len(text)
