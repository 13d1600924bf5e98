"""Printed stretches of days to ISO dates: "8 – 12 July 2013", "14 April to 8 May 2015"."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

# Spelt out: the calendar module would name them in the language of the machine.
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_MONTH = "|".join(_MONTHS)
_SPAN = re.compile(
    rf"(?:(?P<from_day>{_DAY})(?: (?P<from_month>{_MONTH}))?(?: (?P<from_year>\d{{4}}))?"
    r"\s*(?:to|and|until|-|–|—)\s*)?"
    rf"(?P<day>{_DAY}) (?P<month>{_MONTH}) (?P<year>\d{{4}})",
    re.IGNORECASE,
)


class Span(NamedTuple):
    """First and last day, ISO 8601; equal where one day is printed."""

    start: str
    end: str


def span_in(words: str) -> Span | None:
    """Return the first stretch of days that the words print, or None. A missing part is shared."""
    for match in _SPAN.finditer(" ".join(words.split())):
        last = _day(match["day"], match["month"], match["year"])
        first = last
        if match["from_day"]:
            month = match["from_month"] or match["month"]
            first = _day(match["from_day"], month, match["from_year"] or match["year"])
            # "19 November to 5 January 2015" began in the year before.
            if first and last and first > last and not match["from_year"]:
                first = first.replace(year=first.year - 1)
        if first and last and first <= last:
            return Span(first.isoformat(), last.isoformat())
    return None


def _day(day: str, month: str, year: str) -> date | None:
    number = int(re.sub(r"\D", "", day))
    try:
        return date(int(year), _MONTHS.index(month.lower()) + 1, number)
    except ValueError:
        return None
