"""Figures count what was removed, kept, split and routed; each row is worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from benchmarks.casefiles import generate
from benchmarks.casefiles.drafting import Bit, Edge, finished
from benchmarks.casefiles.locating import locate
from benchmarks.casefiles.scoring import (
    FoundFile,
    Rate,
    Tally,
    judge_file,
    judge_notes,
    score,
    table,
)
from benchmarks.casefiles.truth import FileTruth, NoteTruth, every_note
from corpus.notes import Identifier, Note

Hits = tuple[int, int]
HEAD = [Bit("Visit, "), Bit("3 May 2024", "date", "d"), Bit("\n")]
BODY = [
    Bit("Ana Ny", "name", "c1.child", "full"),
    Bit(" takes "),
    Bit("insulin", sort="drug"),
    Bit(". "),
    Edge("! abuse"),
    Bit("Dad hit her."),
    Edge(""),
    Bit(" "),
    Edge("~ policy"),
    Bit("Hitting is wrong."),
    Edge(""),
]
PIECE = finished([*HEAD, *BODY])
TEXT = PIECE.text
TRUTH = FileTruth(
    "a.txt",
    "txt",
    (
        NoteTruth(
            "n",
            "c1",
            "note 1",
            "visit",
            PIECE,
            "2024-05-03",
            None,
            None,
            len(TEXT.split("\n")[0]) + 1,
        ),
    ),
)


def claim(words: str, kind: str = "name") -> Identifier:
    start = TEXT.index(words)
    return Identifier(start, start + len(words), kind, ("test",))  # type: ignore[arg-type]


def span(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def rate(tally: Tally, name: str) -> tuple[int, int]:
    return tally.hits[name], tally.tries[name]


REMOVED = [
    (["Ana Ny"], (1, 1), (1, 1), "the whole name"),
    (["Ana", "Ny"], (1, 1), (2, 2), "the name in two parts"),
    (["Ana N"], (0, 1), (1, 1), "a letter was left"),
    (["Ana"], (0, 1), (1, 1), "the surname was left"),
    (["Ana Ny takes"], (1, 1), (1, 1), "more than the name, yet half of it is right"),
    ([], (0, 1), (0, 0), "nothing was found"),
    (["Dad"], (0, 1), (0, 1), "a word that is no name"),
    (["Ana Ny takes insulin. Dad hit her."], (1, 1), (0, 1), "far too much"),
]


@pytest.mark.parametrize(("words", "recall", "precision", "_why"), REMOVED, ids=str)
def test_an_identifier_is_removed_if_every_letter_is(
    words: Sequence[str], recall: tuple[int, int], precision: tuple[int, int], _why: str
) -> None:
    tally = judge_file(TRUTH, FoundFile(TEXT, [claim(one) for one in words]))
    assert rate(tally, "recall") == rate(tally, "recall/kind/name") == recall
    assert rate(tally, "precision") == precision
    assert rate(tally, "files clean") == rate(tally, "notes clean/kind/visit") == recall


def test_dates_are_apart_from_direct_identifiers() -> None:
    tally = judge_file(TRUTH, FoundFile(TEXT, [claim("3 May 2024", "date"), claim("Ana Ny")]))
    assert rate(tally, "indirect recall/kind/date") == (1, 1)
    assert rate(tally, "precision") == (1, 1)
    assert rate(tally, "precision with dates and places") == (2, 2)


def test_decoys_are_kept_or_not() -> None:
    kept = judge_file(TRUTH, FoundFile(TEXT, [claim("Ana Ny")]))
    lost = judge_file(TRUTH, FoundFile(TEXT, [claim("insulin")]))
    assert rate(kept, "decoys kept/drug") == (1, 1)
    assert rate(lost, "decoys kept/drug") == (0, 1)


NOTES = [
    (0, len(TEXT), (1, 1), "header and body"),
    (len("Visit, 3 May 2024\n"), len(TEXT), (1, 1), "the body alone"),
    (0, len(TEXT) - 1, (1, 1), "without the last full stop"),
    (0, len(TEXT) - 8, (0, 1), "cut off"),
    (len("Visit, 3 May 2024\nAna "), len(TEXT), (0, 1), "begins inside the body"),
]


@pytest.mark.parametrize(("start", "end", "hits", "_why"), NOTES, ids=[row[-1] for row in NOTES])
def test_a_note_is_found_with_or_without_its_header(
    start: int, end: int, hits: tuple[int, int], _why: str
) -> None:
    note = Note("id", start, end, "note 1", "2024-05-03", "visit")
    tally = judge_file(TRUTH, FoundFile(TEXT, [], [note]))
    assert rate(tally, "notes found") == hits
    assert rate(tally, "kind right") == rate(tally, "date right") == (hits[0], hits[0])


def test_kind_and_date_are_judged_of_found_notes() -> None:
    note = Note("id", 0, len(TEXT), "note 1", "2024-03-05", "audit")
    tally = judge_file(TRUTH, FoundFile(TEXT, [], [note]))
    assert rate(tally, "kind right/visit") == rate(tally, "date right") == (0, 1)


ROUTED = [
    (["Dad hit her."], (1, 1), (1, 1), (1, 1), "the sign"),
    (["Dad hit"], (1, 1), (1, 1), (1, 1), "a part of it"),
    (["Hitting is wrong."], (0, 1), (0, 1), (0, 1), "only what looks like one"),
    (["Dad hit her.", "takes"], (1, 1), (1, 2), (1, 1), "and a false one"),
    ([], (0, 1), (0, 0), (1, 1), "nothing"),
]


@pytest.mark.parametrize(("words", "signs", "routes", "kept", "_why"), ROUTED)
def test_signs_are_routed_and_near_misses_are_not(
    words: Sequence[str], signs: Hits, routes: Hits, kept: Hits, _why: str
) -> None:  # fmt: skip
    found = FoundFile(TEXT, [], None, [span(one) for one in words])
    for tally in (judge_file(TRUTH, found), judge_notes(TRUTH, [[]], [found.routed or []])):
        assert rate(tally, "signs routed/abuse") == signs
        assert rate(tally, "routes right") == routes
        assert rate(tally, "near-misses kept/policy") == kept


def test_notes_can_be_judged_without_a_file() -> None:
    tally = judge_notes(TRUTH, [[claim("Ana Ny")]])
    assert rate(tally, "recall/format/txt") == rate(tally, "files clean") == (1, 1)


def test_what_finds_everything_scores_one() -> None:
    made = generate(2, formats=("txt", "csv", "eml"))
    tallies = [
        judge_notes(
            file,
            [
                [
                    Identifier(one.start, one.end, one.kind, ("truth",))
                    for one in note.piece.occurrences
                ]
                for note in every_note(file)
            ],
        )
        for file in made.truth.files
    ]
    figures = score([tallies])
    assert figures["recall"].value == figures["precision"].value == 1.0
    assert figures["files clean"].n == 3
    assert figures["decoys kept"].value == 1.0


def tallied(hits: int, tries: int) -> Tally:
    tally = Tally()
    for at in range(tries):
        tally.add(at < hits, "recall")
    return tally


def test_intervals_are_over_case_files() -> None:
    alike = score([[tallied(9, 10)] for _ in range(20)])["recall"]
    uneven = score([[tallied(10, 10)] if at % 2 else [tallied(8, 10)] for at in range(20)])[
        "recall"
    ]
    assert alike.value == alike.low == alike.high == 0.9
    assert uneven.low < uneven.value == 0.9 < uneven.high
    assert uneven.n == 200


def test_a_table_shows_each_figure() -> None:
    assert table(score([[tallied(1, 2)]])) == "recall  0.5000  [0.5000, 0.5000]  n=2"


RELEASED = [
    ((0, len(TEXT)), "Visit, 1 May 2024\nChild A takes insulin.", (1, 1), (0, 1), "all was hidden"),
    ((0, len(TEXT)), "Visit. Ana  Ny takes insulin.", (0, 1), (0, 1), "it stands there still"),
    ((0, len(TEXT)), "Visit. Hanana Nyx takes insulin.", (1, 1), (0, 1), "inside other words"),
    ((TEXT.index(" takes"), len(TEXT)), "Takes insulin.", (1, 1), (1, 1), "outside of the note"),
]


@pytest.mark.parametrize(
    ("span_", "text", "bare", "withheld", "_why"), RELEASED, ids=[row[-1] for row in RELEASED]
)
def test_what_is_released_is_searched_word_for_word(
    span_: tuple[int, int], text: str, bare: Hits, withheld: Hits, _why: str
) -> None:
    found = FoundFile(TEXT, [], [Note("id", *span_, "note 1")], released=[text])
    tally = judge_file(TRUTH, found)
    assert rate(tally, "notes bare") == rate(tally, "gone/kind/name") == bare
    assert rate(tally, "withheld") == withheld
    # What nobody is shown is neither missed nor found.
    assert tally.tries["recall"] == 1 - withheld[0]


def test_the_note_that_was_not_found_is_looked_for_in_all_that_is_released() -> None:
    found = FoundFile("Other words.", [], [Note("id", 0, 12, "note 1")], released=["Of Ana Ny."])
    assert rate(judge_file(TRUTH, found), "notes bare") == (0, 1)


def test_what_has_nothing_direct_is_not_clean_for_it() -> None:
    plain_note = finished([Bit("Nothing new on "), Bit("3 May 2024", "date", "d")])
    truth = FileTruth("a.txt", "txt", (NoteTruth("n", "c1", "note 1", "visit", plain_note),))
    tally = judge_file(truth, FoundFile(plain_note.text, []))
    assert rate(tally, "notes clean") == rate(tally, "files clean") == (0, 0)
    assert rate(tally, "indirect recall") == (0, 1)


def test_places_that_are_known_are_not_looked_up_again() -> None:
    nowhere = locate(TRUTH, "")
    tally = judge_file(TRUTH, FoundFile(TEXT, [claim("Ana Ny")]), nowhere)
    assert rate(tally, "recall") == (0, 0)


def test_what_is_rare_has_an_interval_too() -> None:
    empty = Tally()
    figures = score([[tallied(1, 1)], *([empty] for _ in range(9))])
    assert figures["recall"] == Rate(1.0, 1.0, 1.0, 1)


SPOKEN = finished(
    [
        Edge("child past"),
        Bit("He said no."),
        Edge(),
        Bit(" "),
        Edge("parent now"),
        Bit("Mum agrees."),
        Edge(),
    ]
)
TOLD = FileTruth("a.txt", "txt", (NoteTruth("n", "c1", "note 1", "visit", SPOKEN),))
SAID = [
    ([(0, 11, "child", "past"), (12, 23, "parent", "now")], 2, 2, "all"),
    ([(0, 23, "child", "now")], 1, 1, "one span over both"),
    ([(3, 7, "child", None)], 1, 0, "no time was told"),
    ([(0, 2, "staff", "now"), (2, 11, "child", "past")], 1, 1, "the longer share counts"),
    ([], 0, 0, "nothing"),
]


@pytest.mark.parametrize(("said", "who", "time", "_why"), SAID, ids=[row[-1] for row in SAID])
def test_who_says_so_and_of_which_time(
    said: Sequence[tuple[int, int, str | None, str | None]], who: int, time: int, _why: str
) -> None:
    tally = judge_file(TOLD, FoundFile(SPOKEN.text, [], said=said))
    assert rate(tally, "speaker right") == (who, 2)
    assert rate(tally, "time right") == (time, 2)


def test_what_was_not_tried_is_not_scored() -> None:
    tally = judge_file(TOLD, FoundFile(SPOKEN.text, []))
    untried = ("speaker right", "notes found", "signs routed", "routes right")
    assert [tally.tries[name] for name in untried] == [0, 0, 0, 0]
