"""Dates are written in the styles that people use, and mean one day each."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.casefiles.dates import SHORT, STYLES, ordinal

DAY = date(2024, 5, 3)
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))

WRITTEN = [
    ("slashes", "03/05/2024", "03/05", "day first, as in Britain"),
    ("dots", "3.5.24", "3.5.24", "short even when whole"),
    ("long", "3 May 2024", "3 May", "the year left out"),
    ("ordinal", "3rd May 2024", "the 3rd of May", "said aloud"),
    ("iso", "2024-05-03", "2024-05-03", "as systems store it"),
    ("dashes", "03-May-24", "03-May-24", "as old systems print it"),
]


@pytest.mark.parametrize(("style", "whole", "short", "_why"), WRITTEN, ids=[r[0] for r in WRITTEN])
def test_a_day_in_each_style(style: str, whole: str, short: str, _why: str) -> None:
    assert STYLES[style](DAY) == whole
    assert SHORT[style](DAY) == short


def test_there_are_at_least_five_styles() -> None:
    assert len(STYLES) >= 5
    assert STYLES.keys() == SHORT.keys()


@pytest.mark.parametrize(
    ("day", "printed", "_why"),
    [
        (1, "1st", "first"),
        (2, "2nd", "second"),
        (3, "3rd", "third"),
        (4, "4th", "the rest"),
        (11, "11th", "not 11st"),
        (12, "12th", "not 12nd"),
        (13, "13th", "not 13rd"),
        (21, "21st", "as 1"),
        (22, "22nd", "as 2"),
        (23, "23rd", "as 3"),
        (30, "30th", "the rest"),
        (31, "31st", "as 1"),
    ],
)
def test_ordinals(day: int, printed: str, _why: str) -> None:
    assert ordinal(day) == printed


READERS = [
    ("slashes", "%d/%m/%Y"),
    ("dots", "%d.%m.%y"),
    ("long", "%d %B %Y"),
    ("iso", "%Y-%m-%d"),
    ("dashes", "%d-%b-%y"),
]


@pytest.mark.parametrize(("style", "reading"), READERS, ids=[row[0] for row in READERS])
@given(day=DAYS)
def test_a_written_day_reads_as_the_same_day(style: str, reading: str, day: date) -> None:
    assert datetime.strptime(STYLES[style](day), reading).date() == day  # noqa: DTZ007


@given(day=DAYS)
def test_all_styles_name_the_day(day: date) -> None:
    assert all(str(day.day) in style(day) for style in STYLES.values())
