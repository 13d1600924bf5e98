"""Who is to improve and by when, as an item prints it."""

from datetime import date

import pytest

from extractors.facts.improvements_bodies import body_in, due_in

BODIES = [
    # (item, body, reason)
    ("The safeguarding board should hold partners to account.", "The safeguarding board", "plain"),
    ("The LSCB must review its dataset.", "The LSCB", "an acronym with its article"),
    ("NTWX to ensure that pathways are followed.", "NTWX", "an acronym and what it is to do"),
    ("Leaders across the partnership should agree a plan.", "Leaders across the partnership", ""),
    ("Area leaders need to work at pace.", "Area leaders", "needs to"),
    (
        "Health commissioners and leaders need urgently to act.",
        "Health commissioners and leaders",
        "",
    ),
    ("Across the partnership, leaders should ensure this.", "leaders", "an opening phrase"),
    ("Local authority and health leaders must act.", "Local authority and health leaders", "two"),
    ("Ensure that the board should know.", None, "the subject is not named"),
    ("The structure of the board should be reviewed.", None, "a structure is no body"),
    ("Audits of practice should be presented to the board.", None, "audits are no body"),
    ("The mental health needs of children are understood.", None, "needs is a noun here"),
    ("The quality of assessments.", None, "a noun phrase"),
    ("", None, "no words"),
]


@pytest.mark.parametrize(("item", "body", "reason"), BODIES, ids=lambda value: str(value)[:30])
def test_who_is_to_act(item: str, body: str | None, reason: str) -> None:
    assert body_in(item) == body, reason


DUE = [
    ("Ensure that checks are made by 31 May 2024.", date(2024, 5, 31), "a day"),
    ("By the end of February 2024, review it.", date(2024, 2, 29), "at the start of a sentence"),
    ("Review the policy by the end of February 2024.", date(2024, 2, 29), "end of a leap month"),
    ("Review the policy no later than 1st June 2024.", date(2024, 6, 1), "an ordinal"),
    ("Review the policy before September 2024.", date(2024, 9, 30), "a month alone"),
    ("Build on what was done since 1 May 2023.", None, "a date in a story"),
    ("Improve visits.", None, "no date"),
]


@pytest.mark.parametrize(("words", "day", "reason"), DUE, ids=lambda value: str(value)[:30])
def test_by_when_in_running_text(words: str, day: date | None, reason: str) -> None:
    assert due_in(words) == day, reason


COLUMN = [
    ("31 May 2024", date(2024, 5, 31)),
    ("31/05/2024", date(2024, 5, 31)),
    ("31.5.24", date(2024, 5, 31)),
    ("2024-05-31", date(2024, 5, 31)),
    ("end of May 2024", date(2024, 5, 31)),
    ("Sep 2024", date(2024, 9, 30)),
    ("ongoing", None),
    ("Q3", None),
]


@pytest.mark.parametrize(("words", "day"), COLUMN)
def test_by_when_in_a_column_of_dates(words: str, day: date | None) -> None:
    assert due_in(words, column=True) == day


@pytest.mark.parametrize("words", ["31 June 2024", "32/01/2024", "30 February 2024"])
def test_a_date_that_cannot_be_is_an_error(words: str) -> None:
    with pytest.raises(ValueError, match=r"day|month"):
        due_in(words, column=True)
