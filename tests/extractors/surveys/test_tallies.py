"""Tables of counts: as they are usually laid out, and what is no count."""

from collections.abc import Callable

import pytest

from corpus.problems import SettingsError
from corpus.records import Extraction
from corpus.suppression import Said
from extractors.surveys.reading import export_of
from extractors.surveys.tallies import tallied

Read = Callable[[str], Extraction]
SAFE: dict[Said, int] = {("Yes", ""): 34, ("No", ""): 7}

LAYOUTS = [
    ("Question,Answer,Count\nSafe?,Yes,34\nSafe?,No,7\n", "a row each answer"),
    ("Question,Answer,Count\nSafe?,Yes,34\n,No,7\n,Total,41\n", "merged questions, a total"),
    ("Question,Yes,No\nSafe?,34,7\nHappy?,30,11\n", "a row each question"),
    ("Question,Yes,No,Total\nSafe?,34,7,41\nHappy?,30,11,41\n", "with its total"),
    ("Safe?,Number of responses\nYes,34\nNo,7\n", "one question alone"),
]


@pytest.mark.parametrize(("text", "why"), LAYOUTS)
def test_counts_are_read(sheet: Read, text: str, why: str) -> None:
    found = tallied(export_of(sheet(text), "a.csv"), "a.csv")
    assert found.questions[0].name == "Safe?", why
    assert found.questions[0].counted == {None: SAFE}, why
    assert found.questions[0].answers == ("Yes", "No")
    assert (found.responses, found.questions[0].none) == (None, None), "nobody knows"


def test_columns_of_groups_are_counted_by(sheet: Read) -> None:
    text = "Question,Answer,Oak,Elm,Ash,All\nSafe?,Yes,20,13,1,34\nSafe?,No,4,3,,7\n"
    found = tallied(export_of(sheet(text), "a.csv"), "a.csv", "Home")
    assert found.questions[0].counted[None] == SAFE
    assert found.questions[0].counted["Home"] == {
        ("Yes", "Oak"): 20, ("Yes", "Ash and Elm"): 14, ("No", "Oak"): 4, ("No", "Ash and Elm"): 3,
    }  # fmt: skip


def test_one_question_by_groups(sheet: Read) -> None:
    text = 'How often?,Oak,Elm\nMusic,"1,020",13\nSport,4,31\n'
    found = tallied(export_of(sheet(text), "a.csv"), "a.csv")
    assert found.questions[0].counted["group"]["Music", "Oak"] == 1020


REFUSED = [
    ("Question,Answer,Count\nSafe?,Yes,83%\nSafe?,No,17%\n", "row 1 below the names", "shares"),
    ("Question,Answer,Count\nSafe?,Yes,34\nSafe?,No,*\n", "'*' is no count", "left out before"),
    ("Question,Answer,Count\nSafe?,Yes,34\nSafe?,Yes,3\nSafe?,No,3\n", "counted twice", "twice"),
    ("Question,Yes,No,Total\nSafe?,34,7,40\nHappy?,1,2,3\n", "add up to 41", "a wrong total"),
    ("Home,Safe?\nOak,Yes\nElm,No\n", "is no table of counts", "a row each response"),
]


@pytest.mark.parametrize(("text", "message", "why"), REFUSED)
def test_what_is_no_count_is_named(sheet: Read, text: str, message: str, why: str) -> None:
    with pytest.raises(SettingsError) as caught:
        tallied(export_of(sheet(text), "a.csv"), "a.csv")
    assert message in str(caught.value), why
    assert "a.csv" in str(caught.value)
