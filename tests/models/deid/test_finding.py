"""Finding identifiers in all notes of one case: what holds whatever the notes say."""

import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.notes import Person
from corpus.problems import SettingsError
from models.deid import MEANS, Pseudonyms, find, redact

PEOPLE = (Person(("Aisha Khan",), "child", "2012-05-04"), Person(("Will Baker",), "child"))
WORDS = (
    "Aisha", "KHAN", "will", "Will", "said", "Mrs", "Okafor", "12/03/2024", "XX1 4AB", "on", "the",
    "07700 900 123", "Hope", "School", "Oakfield", "T.", "A.K.", "and", ",", ".", ":", "\n", "\t",
    "Judge", "mum", "Road", "14", "lives", "in", "Wickenden", "’s", "-", "(SW)", "jo@example.org",
    "LCS-1234567", "999 484 3923", "dob", "É", "ﬁ", "e\u0301", "ß", "I", "a", "@x_1",
)  # fmt: skip
notes = st.lists(
    st.one_of(
        st.lists(st.sampled_from(WORDS), max_size=24).map(" ".join),
        st.lists(st.sampled_from(WORDS), max_size=12).map("".join),
        st.text(max_size=40),
    ),
    max_size=4,
)


@settings(max_examples=200)
@given(notes)
def test_identifiers_are_in_order_disjoint_and_named(texts: list[str]) -> None:
    found = find(texts, PEOPLE)
    assert len(found) == len(texts)
    for text, items in zip(texts, found, strict=True):
        at = 0
        for item in items:
            assert at <= item.start < item.end <= len(text)
            at = item.end
            assert item.means
            assert item.key
            assert not set("\n\t") & set(text[item.start : item.end])


@settings(max_examples=60)
@given(notes)
def test_the_same_notes_give_the_same_identifiers(texts: list[str]) -> None:
    assert find(texts, PEOPLE) == find(list(texts), PEOPLE)


@settings(max_examples=60)
@given(notes)
def test_whatever_is_found_can_be_redacted(texts: list[str]) -> None:
    assigned = Pseudonyms(b"secret").assign(texts, find(texts, PEOPLE))
    for text, items in zip(texts, assigned, strict=True):
        redaction = redact(text, items)
        assert all(item.replacement for item in redaction.identifiers)


@settings(max_examples=40)
@given(notes, st.sampled_from(sorted(MEANS)))
def test_a_means_that_is_off_found_nothing(texts: list[str], off: str) -> None:
    for items in find(texts, PEOPLE, means=MEANS - {off}):
        for item in items:
            assert off not in {means.partition("/")[0] for means in item.means}


@pytest.mark.parametrize("texts", [[], [""], ["", " ", "\n", "..."], ["ok"]])
def test_notes_that_say_nothing(texts: list[str]) -> None:
    assert find(texts) == [()] * len(texts)


def test_no_means_find_nothing() -> None:
    assert find(["Aisha Khan, 07700 900 123"], PEOPLE, means=frozenset()) == [()]


def test_a_means_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(SettingsError, match="'magic' is no means; allowed: component, context"):
        find(["Seen."], means={"magic"})


@pytest.mark.parametrize(
    ("text", "means", "reason"),
    [
        ("Ring 07700 900 123.", "patterns", "a shape"),
        ("She saw Priya.", "gazetteer", "a listed name"),
        ("I told Zyphora.", "context", "a capital unexplained"),
        ("So khan left.", "people", "somebody listed"),
    ],
)
def test_each_means_is_named_by_what_it_found(text: str, means: str, reason: str) -> None:
    (item,) = find([text], PEOPLE)[0]
    assert means in {one.partition("/")[0] for one in item.means}, reason


def test_several_means_are_all_named() -> None:
    (item,) = find(["I told Aisha Khan."], PEOPLE)[0]
    told = {one.partition("/")[0] for one in item.means}
    assert told == {"context", "gazetteer", "people", "propagation"}


def test_a_number_known_from_one_note_is_found_bare_in_another() -> None:
    notes_ = ["Case no: QW77812.", "as agreed on QW77812 today"]
    found = find(notes_)
    assert [len(items) for items in found] == [1, 1]
    assert found[0][0].key == found[1][0].key
    assert "propagation/number" in found[1][0].means


def test_a_date_of_birth_is_one_wherever_it_stands() -> None:
    notes_ = ["DOB 03/02/2011.", "Zyphora/3 February 2011/XX1 4AB"]
    kinds = [item.kind for items in find(notes_) for item in items]
    assert kinds.count("date-of-birth") == 2


def test_equal_dates_in_two_styles_have_one_key() -> None:
    keys = {item.key for item in find(["Seen 12/03/2024 and 12 March 2024."])[0]}
    assert keys == {"date:2024-3-12"}


def test_an_identifier_never_runs_over_lines_or_cells() -> None:
    text = "Aisha\tOkafor\nFlat 3,\n14 Kirton Road"
    printed = [text[item.start : item.end] for item in find([text])[0]]
    assert printed == ["Aisha", "Okafor", "Flat 3", "14 Kirton Road"]


def calls_of(work: Callable[[], Any]) -> int:
    """How many functions were called: what work costs on any machine."""
    calls = 0

    def count(_frame: Any, event: str, _what: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


def test_cost_grows_with_the_notes_and_not_with_their_square() -> None:
    def case(size: int) -> list[str]:
        return [
            f"Visit {at}: Zyph{chr(97 + at % 26)}ora told Mrs Okafor on 12/03/2024 that she slept."
            for at in range(size)
        ]

    find(case(30))
    small, large = (calls_of(lambda size=size: find(case(size))) for size in (60, 240))
    assert large < 5 * small


def test_a_case_of_many_names_costs_no_more_a_name() -> None:
    def case(size: int) -> list[str]:
        names = [
            f"{chr(65 + at % 26)}{'aeiou'[at % 5]}q{chr(97 + at // 26)}zor" for at in range(size)
        ]
        return [f"Social worker {name} rang." for name in names]

    find(case(30))
    small, large = (calls_of(lambda size=size: find(case(size))) for size in (60, 240))
    assert large < 6 * small


LINES = [
    (
        "Sent to Gejza & F.D.\nG.D. will ring school.",
        "initials at the end of a line and of the next",
    ),
    ("Present: F.D.\nG.D. will ring school.", "initials by themselves in both"),
    ("Seen with J.\nOkafor rang later.", "an initial before the name of the next line"),
    ("Written by T.A.\n\nR.O. agreed.", "an empty line between"),
]


@pytest.mark.parametrize(("text", "why"), LINES, ids=[row[1] for row in LINES])
def test_nothing_found_runs_on_into_the_next_line(text: str, why: str) -> None:
    found = [text[one.start : one.end] for one in find([text], ())[0]]
    assert found, why
    assert not [words for words in found if "\n" in words], why


@given(notes)
def test_in_any_notes_what_is_found_stands_in_one_line(texts: list[str]) -> None:
    for text, found in zip(texts, find(texts, PEOPLE), strict=True):
        for one in found:
            assert "\n" not in text[one.start : one.end].strip("\n")
