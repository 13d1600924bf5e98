"""Days, counts, shares and places, as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from review.wording import FILTERS, POLARITIES, certainty, day, moment, place, polarity, share


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2024-06-03", "3 June 2024"),
        ("2024-06-03T14:05:00+00:00", "3 June 2024"),  # a moment has a day
        (date(2024, 6, 3), "3 June 2024"),
        (datetime(2024, 6, 3, 23, 59, tzinfo=UTC), "3 June 2024"),
        ("2024-02-30", "2024-02-30"),  # no such day: it stays as it is, never the next one
        ("June 2024", "June 2024"),
        ("?", "?"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_day_reads_as_people_write_it(written: str | date | None, expected: str) -> None:
    assert day(written) == expected


@given(some.dates())
def test_every_day_names_its_own_year_and_number(one: date) -> None:
    number, month, year = day(one.isoformat()).split()
    assert (int(number), int(year)) == (one.day, one.year)
    assert month.isalpha()
    assert day(one) == day(one.isoformat())


@given(some.text(max_size=12))
def test_what_is_no_day_breaks_no_page(written: str) -> None:
    assert isinstance(day(written), str)
    assert isinstance(moment(written), str)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2024-06-03T14:05:09+00:00", "3 June 2024, 14:05"),
        ("2024-06-03T00:00:00", "3 June 2024, 00:00"),
        ("yesterday", "yesterday"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_moment_has_its_hour(written: str | None, expected: str) -> None:
    assert moment(written) == expected


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (12, 40, "12 of 40 (30 %)"),
        (0, 40, "0 of 40 (0 %)"),
        (40, 40, "40 of 40 (100 %)"),
        (1, 3, "1 of 3 (33 %)"),
        (1200, 4000, "1,200 of 4,000 (30 %)"),
        (0, 0, "0 of 0"),  # nothing out of nothing has no percentage
    ],
)
def test_a_share_names_its_denominator(part: int, whole: int, expected: str) -> None:
    assert share(part, whole) == expected


@given(some.integers(0, 10_000), some.integers(1, 10_000))
def test_a_share_always_holds_both_numbers_and_the_right_percentage(part: int, whole: int) -> None:
    part = min(part, whole)
    counted, _, rest = share(part, whole).partition(" of ")
    total, _, percent = rest.partition(" (")
    assert int(counted.replace(",", "")) == part
    assert int(total.replace(",", "")) == whole
    assert abs(int(percent.removesuffix(" %)")) - 100 * part / whole) <= 0.5


@pytest.mark.parametrize(
    ("pages", "locator", "expected"),
    [
        ((4, 4), None, "page 4"),
        ((4, 5), None, "pages 4 to 5"),
        ((4, 4), "row 3", "page 4"),  # where there are pages, they are what people look for
        (None, "row 3", "row 3"),
        (None, None, ""),
    ],
)
def test_a_place_is_a_page_else_what_the_file_has(pages, locator, expected: str) -> None:
    assert place(pages, locator) == expected


@pytest.mark.parametrize("way", POLARITIES)
def test_ways_of_speaking_are_words_and_none_is_a_grade(way: str) -> None:
    assert polarity(way) in {"strength", "weakness", "both", "neither"}


def test_an_unknown_way_of_speaking_is_shown_as_it_is() -> None:
    assert polarity("odd") == "odd"
    assert polarity(None) == ""


def test_templates_have_every_one_of_these() -> None:
    assert {"day", "moment", "count", "share", "place", "polarity", "source"} <= set(FILTERS)
    assert FILTERS["share"](1, 2) == "1 of 2 (50 %)"


@pytest.mark.parametrize(
    ("score", "expected"),
    [(0.5, "50 %"), (0.764, "76 %"), (0.9949, "99 %"), (0.9951, "99 % or more"),
     (0.9997, "99 % or more"), (1.0, "99 % or more")],
)  # fmt: skip
def test_the_machine_is_never_said_to_be_wholly_certain(score: float, expected: str) -> None:
    assert certainty(score) == expected
