"""Responses are counted once each, and rare words are counted together."""

from __future__ import annotations

import pytest

from corpus.problems import SettingsError
from extractors.surveys.counting import Counted, counted
from extractors.surveys.guessing import Asked, Role
from extractors.surveys.reading import Export


def of(columns: dict[str, Role], *rows: tuple[str, ...], smallest: int = 2) -> Counted:
    asked = [Asked(name, role, "") for name, role in columns.items()]
    return counted(Export(tuple(columns), rows), asked, smallest)


def whole(found: Counted, at: int = 0) -> dict[str, int]:
    tally = found.questions[at].counted[None]
    return {answer: tally.get((answer, ""), 0) for answer in found.questions[at].answers}


def test_answers_are_counted_and_who_gave_none() -> None:
    found = of({"Safe?": "question", "x": "ignore"}, ("No", ""), ("Yes", ""), ("yes ", "a"),
               ("Yes", ""), ("", "b"))  # fmt: skip
    assert whole(found) == {"Yes": 3, "No": 1}
    assert found.questions[0].none == 1
    assert found.responses == 5


def test_the_later_response_of_a_respondent_counts() -> None:
    found = of({"ID": "respondent", "Safe?": "question"}, ("1", "No"), ("2", "Yes"), ("1", "Yes"),
               ("", "No"))  # fmt: skip
    assert whole(found) == {"Yes": 2, "No": 1}
    assert (found.responses, found.again) == (3, 1)


def test_the_same_answers_of_two_people_are_two() -> None:
    found = of({"Safe?": "question"}, ("Yes",), ("Yes",))
    assert whole(found) == {"Yes": 2}


def test_words_that_few_said_are_counted_together() -> None:
    rows = [("Music",)] * 3 + [("my nan",), ("Odile",), ("Don't know",)]
    found = of({"What helps?": "question"}, *rows, smallest=3)
    assert whole(found) == {"Music": 3, "Don't know": 1, "other answers": 2}
    assert "Odile" not in repr(found)


def test_each_option_of_several_is_a_question_of_its_own() -> None:
    rows = [("A; B", "x"), ("A;", "x"), ("b", "x"), ("", "x")]
    found = of({"Which": "multiple", "x": "ignore"}, *rows)
    assert [one.name for one in found.questions] == ["Which: A", "Which: B"]
    assert whole(found, 0) == {"chosen": 2, "not chosen": 1}
    assert found.questions[0].none == 1


def test_options_may_be_cut_at_commas() -> None:
    found = of({"Which?": "multiple"}, ("A, B",), ("A",), ("B",))
    assert [one.name for one in found.questions] == ["Which? A", "Which? B"]


def test_a_ticked_column_counts_all_who_answered() -> None:
    found = of({"Music": "option", "x": "ignore"}, ("x", "1"), ("", "2"), ("x", "3"))
    assert whole(found) == {"chosen": 2, "not chosen": 1}


def test_small_groups_are_put_together_by_who_answered() -> None:
    rows = [("Oak", "Yes")] * 6 + [("Elm", "No")] * 5 + [("Ash", "Yes"), ("", "No")]
    found = of({"Home": "group", "Safe?": "question"}, *rows, smallest=5)
    assert found.questions[0].counted["Home"] == {
        ("Yes", "Ash and Elm and not given"): 1, ("No", "Ash and Elm and not given"): 6,
        ("Yes", "Oak"): 6,
    }  # fmt: skip


def test_one_group_is_everybody() -> None:
    found = of({"Home": "group", "Safe?": "question"}, ("Oak", "Yes"), ("oak", "No"))
    assert list(found.questions[0].counted) == [None]


def test_free_answers_keep_their_row_and_day() -> None:
    found = of({"When": "date", "Why?": "text"}, ("1/2/2024", "cold"), ("2/2/2024", ""))
    assert [tuple(one) for one in found.texts] == [(0, "Why?", "cold")]
    assert found.days == {0: "1/2/2024", 1: "2/2/2024"}


def test_too_many_groups_are_refused() -> None:
    rows = [(f"Home {at}", "Yes") for at in range(61)]
    with pytest.raises(SettingsError, match="'Home' has 61 different values"):
        of({"Home": "group", "Safe?": "question"}, *rows)


def test_empty_rows_are_no_responses() -> None:
    assert of({"Safe?": "question"}, ("Yes",), ("",)).responses == 1


def test_many_responses_are_counted() -> None:
    rows = [("Oak" if at % 3 else "Elm", "Yes" if at % 2 else "No") for at in range(20_000)]
    found = of({"Home": "group", "Safe?": "question"}, *rows)
    assert whole(found) == {"Yes": 10_000, "No": 10_000}
