"""What a column holds: questions with set answers, words of people's own, who they are."""

from collections.abc import Collection

import pytest

from corpus.problems import SettingsError
from extractors.surveys.guessing import as_said, cut, guess
from extractors.surveys.reading import Export

LONG = "The staff are kind to me and the food is good but my room is cold in the winter months."


def names(words: Collection[str]) -> list[str]:
    """A stand-in for what knows names."""
    return [word for word in words if word in ("Ann", "Odile", "Farid")]


def guessed(name: str, *values: str) -> str:
    rows = tuple((value, "x") for value in values)
    return guess(Export((name, "Other"), rows), names)[0].role


COLUMNS = [
    ("Do you feel safe?", ["Yes", "No", "Yes", ""], "question", "a scale"),
    ("Rate us", ["1", "5", "4", "3", "2", "5"], "question", "marks"),
    ("How old are you?", ["8-11", "12-15", "8-11", "8-11", "12-15"], "question", "few answers"),
    ("What helps?", ["Music; Sport", "Sport;", "Music", "Sport"], "multiple", "several a cell"),
    ("What helps?: Music", ["Music", "", "Music", ""], "option", "ticked or not"),
    ("Has a plan", ["x", "", "X", "x"], "option", "a tick"),
    ("Anything else?", [LONG, LONG + " And more."], "text", "long answers"),
    ("Why?", ["cold", "dark", "far"], "text", "all are different"),
    ("Who is your worker?", ["Ann", "Odile", "Ann", "Farid"] * 3, "text", "they are names"),
    ("Submitted", ["12/03/2024 10:01", "13/03/2024 11:20"], "date", "days"),
    ("Respondent ID", ["R1", "R2", "R3"], "respondent", "a number each"),
    ("ID", ["1", "2", "3"], "respondent", "a number each"),
    ("Name", ["Ann Doe", "Bo Roe", "Ann Doe"], "ignore", "who answered"),
    ("Email address", ["a@example.org", "b@example.org"], "ignore", "who answered"),
    ("Do you know your social worker's name?", ["Yes", "No", "Yes"], "question", "it asks"),
    ("", ["a", "b"], "ignore", "no name"),
    ("Empty", ["", ""], "ignore", "nothing"),
]


@pytest.mark.parametrize(("name", "values", "role", "why"), COLUMNS)
def test_a_column_is_guessed_by_name_and_values(
    name: str, values: list[str], role: str, why: str
) -> None:
    assert guessed(name, *values) == role, why


def test_what_a_user_says_stands_above_a_guess() -> None:
    export = Export(("Worker?", "Safe?"), (("Ann", "Yes"), ("Ann", "No"), ("Ann", "No")))
    said = as_said(guess(export, names), {"worker": "question", "SAFE": "group"}, "a.csv")
    assert [one.role for one in said] == ["question", "group"]
    assert said[0].reason == "as you said"


def test_another_column_may_tell_respondents_apart() -> None:
    export = Export(("ID", "Email"), (("1", "a@example.org"), ("2", "b@example.org")))
    said = as_said(guess(export, names), {"Email": "respondent"}, "a.csv")
    assert [one.role for one in said] == ["ignore", "respondent"]


def test_a_column_that_is_not_there_is_named_with_those_that_are() -> None:
    export = Export(("Home", "Safe?"), (("Oak", "Yes"),))
    with pytest.raises(
        SettingsError, match=r"'Colour', said to be 'group', is not in a\.csv.*Home"
    ):
        as_said(guess(export, names), {"Colour": "group"}, "a.csv")


def test_two_columns_cannot_tell_respondents_apart() -> None:
    export = Export(("ID", "Email"), (("1", "a"), ("2", "b")))
    with pytest.raises(SettingsError, match="Name one"):
        as_said(guess(export, names), {"ID": "respondent", "Email": "respondent"}, "a.csv")


@pytest.mark.parametrize(
    ("cell", "answers"), [("A; B;", ("A", "B")), ("A;A", ("A",)), ("A", ("A",)), (" ; ", ())]
)
def test_a_cell_is_cut_into_its_answers(cell: str, answers: tuple[str, ...]) -> None:
    assert cut(cell) == answers
