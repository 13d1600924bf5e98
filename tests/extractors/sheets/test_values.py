"""Each kind of value is written once, in one way, on one line."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.drafting import tidy
from extractors.sheets.values import on_one_line, written

VALUES: list[tuple[object, str, str]] = [
    ("Home visit", "Home visit", "words as they stand"),
    ("  Home \n visit\t", "Home visit", "line ends and tabs would break the row"),
    ("a\x00b", "a b", "control characters are white space"),
    ("", "", "an empty cell"),
    (3.0, "3", "a whole number has no decimals"),
    (-0.0, "0", "nor has nought"),
    (1.5, "1.5", "a fraction has"),
    (7700900123.0, "7700900123", "a telephone number that lost its nought"),
    (1e300, "1e+300", "too large to be exact"),
    (float("inf"), "inf", "no number at all"),
    (True, "TRUE", "truth as spreadsheets show it"),
    (False, "FALSE", "and its opposite"),
    (date(2024, 3, 12), "2024-03-12", "a day as ISO"),
    (datetime(2024, 3, 12), "2024-03-12", "a moment at midnight is a day"),  # noqa: DTZ001
    (datetime(2024, 3, 12, 14, 30), "2024-03-12 14:30", "a moment"),  # noqa: DTZ001
    (datetime(2024, 3, 12, 14, 30, 5), "2024-03-12 14:30:05", "seconds if any"),  # noqa: DTZ001
    (time(9, 5), "09:05", "a time of day"),
    (timedelta(hours=26, minutes=3), "26:03", "a length of time may pass a day"),
    (timedelta(minutes=1, seconds=2), "0:01:02", "with seconds if any"),
    (7, "7", "a whole number of another library"),
]


@pytest.mark.parametrize(("value", "expected", "why"), VALUES)
def test_values_are_written_in_one_way(value: object, expected: str, why: str) -> None:
    assert written(value) == expected, why


@given(st.text(st.characters(), max_size=30))
def test_the_short_way_to_one_line_is_the_long_way(text: str) -> None:
    assert on_one_line(text) == tidy(text)
