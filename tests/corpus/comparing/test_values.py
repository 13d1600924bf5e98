"""What people write into cells: days in many styles, grades, and that there is nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.comparing.values import day_of, folded, grade_of, is_blank, says_none, written_like
from corpus.frameworks import load

FIFTH_OF_AUGUST = date(2025, 8, 5)


@pytest.mark.parametrize(
    "written",
    [
        "05/08/25", "5/8/2025", "05.08.2025", "5-8-25", "2025-08-05", "2025/8/5", "05 08 2025",
        "5 August 2025", "5th Aug 2025", "5-Aug-25", "Tuesday 5 August 2025", "5 Aug, 2025",
        "2025-08-05 00:00:00", "2025-08-05T00:00:00", "  05/08/25 ",
    ],
)  # fmt: skip
def test_one_day_in_many_styles(written: str) -> None:
    assert day_of(written) == FIFTH_OF_AUGUST


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("08/25/2025", "month before day"),
        ("31/02/2025", "no such day"),
        ("August 2025", "no day"),
        ("45874", "a spreadsheet's number of a day"),
        ("soon", "no date"),
        ("", "nothing"),
        ("5 Augtember 2025x", "rubbish"),
    ],
)
def test_what_is_no_day(written: str, why: str) -> None:
    assert day_of(written) is None, why


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
@pytest.mark.parametrize("model", ["05/08/25", "05/08/2025", "05.08.2025", "2025-08-05", ""])
def test_a_day_written_like_another_reads_back(model: str, day: date) -> None:
    assert day_of(written_like(day, model)) == day


@pytest.mark.parametrize(
    ("model", "written"),
    [("01/02/23", "05/08/25"), ("1.2.2023", "05.08.2025"), ("1 May 2023", "2025-08-05")],
)
def test_the_style_is_the_tables(model: str, written: str) -> None:
    assert written_like(FIFTH_OF_AUGUST, model) == written


@pytest.mark.parametrize(
    ("written", "blank", "none"),
    [
        ("", True, False),
        ("None", True, False),
        ("NULL", True, False),
        ("-", False, True),
        ("n/a", False, True),
        ("Not judged", False, True),
        ("inspection_pre_dates_judgement", False, True),
        ("Predates the judgement", False, True),
        ("good", False, False),
    ],
)
def test_nothing_and_the_word_for_it(written: str, blank: bool, none: bool) -> None:
    assert (is_blank(written), says_none(written)) == (blank, none)


@pytest.mark.parametrize(
    ("written", "grade"),
    [
        ("good", "good"),
        ("Requires improvement", "requires improvement to be good"),
        ("requires_improvement", "requires improvement to be good"),
        ("REQUIRES IMPROVEMENT TO BE GOOD", "requires improvement to be good"),
        ("adequate", None),
        ("2", None),
        ("", None),
    ],
)
def test_a_grade_is_one_of_its_scale(written: str, grade: str | None) -> None:
    assert grade_of(written, load("ilacs-2023")) == grade


def test_names_are_compared_without_accents_case_and_marks() -> None:
    assert folded("Máire  O’Atherton-Smith") == folded("maire o'atherton smith")
