"""Printed days to ISO dates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.spans import span_in


@pytest.mark.parametrize(
    ("words", "start", "end", "reason"),
    [
        ("8 – 12 July 2013", "2013-07-08", "2013-07-12", "shared month and year, en dash"),
        ("14 April to 8 May 2015", "2015-04-14", "2015-05-08", "shared year"),
        ("2 July 2014 – 23 July 2014", "2014-07-02", "2014-07-23", "both in full"),
        ("28 January–5 February 2014", "2014-01-28", "2014-02-05", "no spaces round the dash"),
        ("15-19 July 2013", "2013-07-15", "2013-07-19", "hyphen"),
        ("17 and 21 October 2016", "2016-10-17", "2016-10-21", "between … and …"),
        ("1st to 3rd March 2020", "2020-03-01", "2020-03-03", "ordinals"),
        ("28 July 2016", "2016-07-28", "2016-07-28", "one day"),
        ("18 December to 9 January 2015", "2014-12-18", "2015-01-09", "over New Year"),
        ("05 July 2016–27 July 2016", "2016-07-05", "2016-07-27", "leading nought"),
    ],
)
def test_a_stretch_of_days_is_read_as_printed(
    words: str, start: str, end: str, reason: str
) -> None:
    assert span_in(words) == (start, end), reason


@pytest.mark.parametrize(
    "words", ["", "spring 2015", "July 2013", "31 February 2019", "12/07/2013", "not inspected"]
)
def test_what_is_no_day_is_not_guessed(words: str) -> None:
    assert span_in(words) is None


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    span = span_in(text)
    assert span is None or span.start <= span.end
