"""What a person must look at before a case is signed."""

import pytest

from corpus.notes import Person, Redaction
from models.deid import MEANS, Pseudonyms, find, redact, residual
from models.deid.rarity import facts, rare

PEOPLE = (Person(("Aisha Khan",), "child"), Person(("Will Baker",), "child"))


def redacted(texts: list[str], means: frozenset[str] = MEANS) -> list[Redaction]:
    assigned = Pseudonyms(b"secret").assign(texts, find(texts, PEOPLE, means=means))
    return [redact(text, items) for text, items in zip(texts, assigned, strict=True)]


def doubts(text: str, means: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    report = residual([text], redacted([text], means), PEOPLE)
    return [(doubt.words, doubt.reason) for doubt in report.doubts]


@pytest.mark.parametrize(
    ("text", "words", "reason"),
    [
        ("She saw Zyphora.", "Zyphora", "in no dictionary"),
        ("She saw Hope there.", "Hope", "a name as well"),
        ("she saw priya there", "priya", "in lower case"),
        ("She saw Aisha.", "Aisha", "listed in this case"),
        ("Number 8812345 was given.", "8812345", "long number"),
    ],
)
def test_what_looks_like_a_name_or_number_and_was_left(text: str, words: str, reason: str) -> None:
    found = doubts(text)
    assert any(seen == words and reason in why for seen, why in found), found


@pytest.mark.parametrize(
    "text",
    [
        "She slept well and will be seen on Monday.",
        "CAMHS and Ofsted were told.",
        "It cost £12,500 and took 24 hours.",
    ],
)
def test_plain_words_raise_no_doubt(text: str) -> None:
    assert doubts(text) == []


@pytest.mark.parametrize(
    ("text", "letters", "reason"),
    [
        ("NOTIFICATION OF AN INCIDENT INVOLVING NH. COPY TO THE POLICE.", ["NH"], "capitals"),
        ("She asked for NH to be seen at home.", ["NH"], "a sentence"),
        ("NOTIFICATION OF AN INCIDENT AT HOME. CALL THE NHS ABOUT IT.", [], "a service"),
        ("GO TO HIM OR CALL THE SW ABOUT IT.", [], "words and a role"),
        ("She asked for NZ to be seen at home.", [], "nobody's letters"),
        ("She asked for DR to be seen at home.", ["DR"], "a full name, and a title as well"),
    ],
)
def test_letters_left_that_may_be_initials(text: str, letters: list[str], reason: str) -> None:
    notes = ["Sister Ngoc was late. I saw Destiny Reid.", "Mr Hirsi rang.", text]
    hidden = redacted(notes[:2]) + redacted([text], frozenset())
    found = residual(notes, hidden, PEOPLE[:1]).doubts
    assert [one.words for one in found if "initials" in one.reason] == letters, reason


def test_what_was_replaced_raises_no_doubt() -> None:
    assert doubts("Zyphora rang 07700 900 123 about Aisha Khan.", MEANS) == []


def test_pseudonyms_raise_no_doubt_and_stand_around_one() -> None:
    text = "Aisha Khan met Qwerro there."
    (item, *_) = residual([text], redacted([text], frozenset({"people"})), PEOPLE).doubts
    assert (item.words, item.start) == ("Qwerro", 15)
    assert "Child A met Qwerro" in item.around
    assert "Aisha" not in item.around


def test_officials_are_shown_with_the_rule_that_exempts_them() -> None:
    text = "HHJ Williams made the order."
    report = residual([text], redacted([text]), PEOPLE)
    assert [(item.words, item.reason) for item in report.exempt] == [("Williams", "exempt: judge")]


def test_what_each_means_found_is_counted_and_what_it_alone_found() -> None:
    text = "Zyphora Khan rang 07700 900 123."
    report = residual([text], redacted([text]), ())
    rows = {(row.kind, row.means): (row.found, row.alone) for row in report.counted}
    assert rows["telephone", "patterns"] == (1, 1)
    assert rows["name", "context"][0] == 1
    assert report.identifiers == 2
    assert "2 identifiers were replaced in 1 notes" in report.explanation


@pytest.mark.parametrize(
    ("text", "trait", "words"),
    [
        ("He is 9 years old.", "age", "9 years old"),
        ("She is aged 14.", "age", "aged 14"),
        ("A Kurdish family.", "ethnicity", "kurdish"),
        ("They are Sikh.", "religion", "sikh"),
        ("A BSL interpreter came.", "language", "bsl"),
        ("She has sickle cell.", "disability or condition", "sickle cell"),
        ("He has seven siblings.", "siblings", "seven siblings"),
        ("Her dad is a vicar.", "work", "vicar"),
        ("He is a young carer.", "care", "young carer"),
    ],
)
def test_facts_that_may_tell_who_is_meant(text: str, trait: str, words: str) -> None:
    assert (trait, words) in facts(text)


def test_rare_combinations_are_counted_within_the_batch() -> None:
    notes = ["A Kurdish girl who is deaf."] + ["A deaf boy."] * 8 + ["A Kurdish family."] * 8
    (only,) = rare(notes)
    assert (only.note, only.k) == (0, 1)
    assert "no other note" in only.explanation


def test_combinations_that_many_share_are_not_rare() -> None:
    assert rare(["A Kurdish girl who is deaf."] * 6) == ()
    assert [item.k for item in rare(["A Kurdish girl who is deaf."] * 2)] == [2, 2]


def test_one_fact_alone_is_no_combination() -> None:
    assert rare(["She is deaf."]) == ()
