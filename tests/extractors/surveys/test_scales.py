"""Answers stand in the order of their scale, and never in that of their counts."""

import pytest

from extractors.surveys.scales import folded, in_order, on_a_scale, said_by_anybody

ORDERS = [
    ("No|Yes|Don't know", "Yes|No|Don't know", "what is no answer stands last"),
    ("Agree|Disagree|Neither agree nor disagree|Strongly agree|Strongly disagree",
     "Strongly agree|Agree|Neither agree nor disagree|Disagree|Strongly disagree", "a scale"),
    ("never|Always|SOMETIMES.", "Always|SOMETIMES.|never", "however it is typed"),
    ("10|9|2|1", "1|2|9|10", "marks"),
    ("16-17|8-11|12-15|Under 8", "8-11|Under 8|12-15|16-17", "age bands by their first number"),
    ("5 - Very good|1 - Very poor|3 - OK", "1 - Very poor|3 - OK|5 - Very good", "marks in words"),
    ("Sport|Music|Other", "Music|Sport|Other", "else the alphabet"),
    ("Good|Sport", "Good|Sport", "of no one scale"),
    ("", "", "nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "expected", "why"), ORDERS)
def test_answers_stand_in_their_order(given: str, expected: str, why: str) -> None:
    answers = [one for one in given.split("|") if one]
    assert "|".join(in_order(answers)) == expected, why
    assert in_order(reversed(answers)) == in_order(answers), "whatever order they came in"


SCALES = [
    ("Yes|No", True, "the shortest scale"),
    ("Yes|No|Prefer not to say", True, "with a way out"),
    ("1|5|10", True, "marks"),
    ("1|5|11", False, "a number of something"),
    ("Outstanding|Inadequate", True, "grades"),
    ("Yes|Music", False, "half of it"),
    ("Ann|Bo", False, "names"),
]


@pytest.mark.parametrize(("answers", "known", "why"), SCALES)
def test_scales_are_known(answers: str, known: bool, why: str) -> None:
    assert on_a_scale(answers.split("|")) is known, why


@pytest.mark.parametrize(("answer", "anybody"), [("YES", True), ("7", True), ("My nan", False)])
def test_what_anybody_may_say_tells_of_nobody(answer: str, anybody: bool) -> None:
    assert said_by_anybody(answer) is anybody


def test_marks_and_case_make_no_other_answer() -> None:
    assert folded(" Don’t  know. ") == folded("don't know")
