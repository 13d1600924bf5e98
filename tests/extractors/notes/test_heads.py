"""Heads of notes in the forms that systems and people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.notes.heads import Head, line_day, read_head, role_in

SW, DAY = "Social Worker", "2024-03-12"
HEADS = [
    ("Date: 12/03/2024\nType: Home visit\nAuthor: J Doe\nRole: Social Worker\nCase no: C100\n\n"
     "Seen.", (DAY, "visit", SW, "C100"), "a label a line"),
    ("Date: 12/03/2024 Type: Home visit Author: J Doe Role: Social Worker Case no: C100 Seen.",
     (DAY, "visit", SW, "C100"), "all on one line, the words of the note behind"),
    ("12/03/2024 | Home visit | J Doe (Social Worker) | C100\nSeen.",
     (DAY, "visit", SW, "C100"), "with strokes"),
    ("CASE NOTE 3 - 12/03/2024 - Home visit\nRecorded by: DOE, Jane, Social Worker\nRe: A (C100)",
     (DAY, "visit", SW, "C100"), "numbered"),
    ("[12/03/2024] Home visit - J Doe, Social Worker\n\nSeen.", (DAY, "visit", SW, None),
     "in brackets"),
    ("12/03/2024 – Home visit\n\nAuthor: J Doe (Social Worker)\nCase: C100\n",
     (DAY, "visit", SW, "C100"), "a heading with labels below"),
    ("Date\t12/03/2024\nType\tHome visit\nAuthor\tJ Doe\nRole\tSocial Worker\nCase ID\tC100\nSeen.",
     (DAY, "visit", SW, "C100"), "typed as a table"),
    ("Home visit 12 March 2024: seen at home.", (DAY, "visit", None, None), "the kind first"),
    ("Tuesday 12 March 2024 14:30 Telephone call with school",
     (DAY, "contact-record", None, None), "with weekday and time"),
    ("12/03/2024 | LADO - initial evaluation | J Doe (LADO) | C/100", (DAY, "allegation", "LADO",
     "C/100"), "a dash within the kind"),
    ("12/03/2024 - Supervision - 1:1 - J Doe, Team Manager\nSeen.", (DAY, "supervision",
     "Team Manager", None), "two dashes"),
    ("Seen. Well.", (None, None, None, None), "no head"),
    ("Author: Social Worker\nSeen.", (None, None, SW, None), "a role in the author's place"),
    ("He went to school on 12/03/2024 and came back.", (None, None, None, None),
     "a day in a sentence is not the note's"),
    ("", (None, None, None, None), "nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "why"), HEADS)
def test_heads_are_read(
    text: str, expected: tuple[str | None, str | None, str | None, str | None], why: str
) -> None:
    head = read_head(text, 0, len(text))
    assert (head.date, head.kind, head.role, head.case) == expected, why


FAULTY = [
    ("Date: 31/02/2024 Type: Visit", "date: impossible", "31/02/2024"),
    ("Date: 03/25/2024 Type: Visit", "date: impossible", "03/25/2024"),
    ("Date: 12/3 Type: Visit", "date: no-year", "12/3"),
]


@pytest.mark.parametrize(("text", "rule", "words"), FAULTY)
def test_a_day_that_cannot_be_is_null_and_says_so(text: str, rule: str, words: str) -> None:
    head = read_head(text, 0, len(text))
    assert head.date is None
    assert [(text[cue.start : cue.end]) for cue in head.cues if cue.rule == rule] == [words]


def test_cues_count_from_the_start_of_the_note() -> None:
    text = "Above.\nDate: 12/03/2024 Type: Home visit"
    head = read_head(text, 7, len(text))
    (cue,) = head.cues
    assert cue.rule == "printed: visit"
    assert text[7 + cue.start : 7 + cue.end] == "Home visit"


ROLES = [
    ("J Doe (Social Worker)", SW, "in brackets"),
    ("J Doe, Social Worker", SW, "after a comma"),
    ("DOE, Jane, Social Worker", SW, "after the name turned round"),
    ("Social Worker", SW, "alone"),
    ("Jane Doe, Customer Relations", "Customer Relations", "a team"),
    ("Jane Doe, Independent Reviewing Officer", "Independent Reviewing Officer", "three words"),
    ("DOE, Jane", None, "a name alone"),
    ("Jane Doe", None, "a name"),
    ("", None, "nothing"),
]


@pytest.mark.parametrize(("words", "role", "why"), ROLES)
def test_roles_of_authors(words: str, role: str | None, why: str) -> None:
    assert role_in(words) == role, why


LINES = [
    ("12/03/2024 - Visit", True, "the day first"),
    ("[12/03/2024] Visit", True, "in a bracket"),
    ("Tues 12 March 2024", True, "a weekday before it"),
    ("Case note 3: 12/03/2024", True, "a name of notes before it"),
    ("The auditor could not find a visit on 12/03/2024", False, "a sentence"),
    ("Ann was born 12/03/2014", False, "words that name no note"),
]


@pytest.mark.parametrize(("text", "found", "why"), LINES)
def test_a_line_begins_with_a_day(text: str, found: bool, why: str) -> None:
    assert (line_day(text, 0, len(text)) is not None) == found, why


@given(st.text(max_size=120))
def test_no_text_breaks_a_head(text: str) -> None:
    head = read_head(text, 0, len(text))
    assert isinstance(head, Head)
    assert all(0 <= cue.start <= cue.end <= len(text) for cue in head.cues)
