"""What stands above a note says its date, kind and author as the style of the file has it."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.casefiles.dates import STYLES as DATES
from benchmarks.casefiles.families import family
from benchmarks.casefiles.headers import STYLES, Look, Style, bare, facts, noted, tidy
from benchmarks.casefiles.notes import AUTHORS, KINDS, Made, Options, made
from benchmarks.casefiles.sentences import sentences
from benchmarks.casefiles.truth import Decoy, NoteTruth, Occurrence, Piece
from benchmarks.casefiles.vocabulary import chance, words
from corpus.notes import NoteKind

DAY = date(2024, 5, 3)
OWN = family("c1", words("development"), chance("headers"))
LOOKS = [style for group in STYLES.values() for style in group]
NAMES = [f"{group} {at}" for group, listed in STYLES.items() for at in range(len(listed))]


def one(kind: NoteKind = "visit", seed: int = 0) -> Made:
    return made(OWN, kind, DAY, "development", chance(seed))


def headed(style: Style, dates: str = "iso", seed: int = 0) -> NoteTruth:
    return noted(one(seed=seed), Look(style, dates), 3, chance(seed))


@pytest.mark.parametrize("style", LOOKS, ids=NAMES)
def test_a_header_names_date_kind_and_author(style: Style) -> None:
    note = headed(style)
    head = note.piece.text[: note.body]
    assert "2024-05-03" in head
    assert one().label in head
    marks = [mark for mark in note.piece.occurrences if mark.end <= note.body]
    assert [mark.kind for mark in marks].count("date") == 1
    assert any(mark.kind == "name" and mark.who == f"c1.{one().author}" for mark in marks)


@pytest.mark.parametrize("style", LOOKS, ids=NAMES)
def test_the_truth_claims_only_what_the_header_prints(style: Style) -> None:
    note = headed(style)
    head = note.piece.text[: note.body]
    assert (note.author_role in head) if note.author_role else not style.role
    assert (note.case in head) if note.case else not style.case


@pytest.mark.parametrize("dates", DATES)
def test_dates_follow_the_style_of_the_file_and_mean_one_day(dates: str) -> None:
    note = headed(STYLES["plain"][0], dates)
    assert DATES[dates](DAY) in note.piece.text[: note.body]
    assert note.date == "2024-05-03"


@pytest.mark.parametrize("style", LOOKS, ids=NAMES)
def test_the_body_begins_after_the_header(style: Style) -> None:
    note = headed(style, seed=4)
    assert note.piece.text[note.body - 1] == "\n"
    assert note.piece.text[note.body :].strip() == bare(one(seed=4), 1).piece.text.strip()


def test_a_bare_note_prints_no_date_of_its_own() -> None:
    note = bare(one(), 1)
    assert (note.date, note.author_role, note.case, note.body) == (None, None, None, 0)
    assert note.kind == "visit"


def test_authors_are_written_in_several_ways() -> None:
    forms = {bit.form for seed in range(30) for bit in facts(one(), "iso", chance(seed)).author}  # type: ignore[union-attr]
    assert forms == {"full", "initial-surname", "surname-first"}


def test_a_mark_that_is_elsewhere_is_an_error() -> None:
    with pytest.raises(ValueError, match="elsewhere"):
        tidy(Piece("abc", (Occurrence(0, 2, "bc", "name", "k", True),)))
    with pytest.raises(ValueError, match="elsewhere"):
        tidy(Piece("abc", decoys=(Decoy(1, 3, "ab", "drug"),)))


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_its_authors_and_labels(kind: NoteKind) -> None:
    notes = [one(kind, seed) for seed in range(12)]
    assert {(note.author, note.role) for note in notes} <= set(AUTHORS[kind])
    assert {note.label for note in notes} <= set(sentences("development")[kind, "label"])
    assert len({bare(note, 1).piece.text for note in notes}) > 6


@pytest.mark.parametrize("kind", KINDS)
def test_labels_of_a_kind_are_of_no_other(kind: NoteKind) -> None:
    for half in ("development", "judgement"):
        own = set(sentences(half)[kind, "label"])  # type: ignore[arg-type]
        others = [sentences(half)[other, "label"] for other in KINDS if other != kind]  # type: ignore[arg-type]
        assert own.isdisjoint(label for listed in others for label in listed)


def test_a_questionnaire_is_answered_by_one_person() -> None:
    for seed in range(60):
        note = bare(one("survey-response", seed), 1)
        assert len({said.who for said in note.piece.said}) == 1


def test_length_is_as_asked_for() -> None:
    short = made(OWN, "visit", DAY, "development", chance(1), Options(length=1, short=0.0))
    long = made(OWN, "visit", DAY, "development", chance(1), Options(length=20, short=0.0))
    assert len(bare(short, 1).piece.text) < len(bare(long, 1).piece.text)
