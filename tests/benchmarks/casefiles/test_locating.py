"""The truth is found again in a text whose lines, spaces and bullets have changed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from benchmarks.casefiles import generate
from benchmarks.casefiles.drafting import Bit, Edge, finished
from benchmarks.casefiles.locating import LocatedPiece, itself, locate, locate_note
from benchmarks.casefiles.truth import Aside, FileTruth, NoteTruth, every_note

NOTE = finished(
    [
        Bit("Date\t"),
        Bit("3 May 2024", "date", "d"),
        Bit("\nChild\t"),
        Bit("Ana Ny", "name", "c1.child"),
        Bit("\n"),
        Edge("! abuse"),
        Bit("Ana", "name", "c1.child"),
        Bit(" was hit."),
        Edge(""),
        Bit("\n- rang "),
        Bit("(01632) 960 123", "telephone", "t"),
        Bit(" about "),
        Bit("s47", sort="statute"),
    ]
)
OTHER = finished([Bit("Saw "), Bit("Ana", "name", "c1.child"), Bit(" at home, all fine here.")])


def noted(*pieces: object) -> FileTruth:
    notes = tuple(
        NoteTruth(str(at), "c1", f"note {at}", "visit", piece)  # type: ignore[arg-type]
        for at, piece in enumerate(pieces)
    )
    return FileTruth("a.txt", "txt", notes)


def letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def check_found(found: LocatedPiece, text: str, wanted: list[str]) -> None:
    got = [letters(text[place.start : place.end]) for place in found.occurrences]
    assert got == [letters(one) for one in wanted]


REFLOWED: list[tuple[Callable[[str], str], str]] = [
    (lambda text: text, "nothing changed"),
    (lambda text: text.replace("\n", " "), "lines joined"),
    (lambda text: re.sub(r"\s+", "\n", text), "a word a line"),
    (lambda text: text.replace("\t", "   "), "cells parted by spaces"),
    (lambda text: text.replace("- ", "• "), "another bullet"),
    (lambda text: text.replace("\n", "\r\n"), "line ends of Windows"),
    (lambda text: f"Page 1\n\n{text}\n\nPage 2", "words around it"),
    (lambda text: text.replace("960 123", "960\u00a0123"), "a space that does not break"),
]


@pytest.mark.parametrize(("change", "_why"), REFLOWED, ids=[row[1] for row in REFLOWED])
def test_marks_are_found_in_reflowed_text(change: Callable[[str], str], _why: str) -> None:
    text = change(NOTE.text)
    (found,) = locate(noted(NOTE), text).notes
    check_found(found, text, ["3 May 2024", "Ana Ny", "Ana", "01632 960 123"])
    assert found.exact
    assert letters(text[found.signs[0].start : found.signs[0].end]) == "Anawashit"
    assert text[found.decoys[0].start : found.decoys[0].end] == "s47"


def test_equal_words_of_two_notes_are_told_apart() -> None:
    text = f"{OTHER.text}\n\n{NOTE.text}\n\n{OTHER.text}"
    first, second, third = locate(noted(OTHER, NOTE, OTHER), text).notes
    assert first.place.end <= second.place.start
    assert second.place.end <= third.place.start


def test_cells_in_another_order_are_found_one_by_one() -> None:
    text = "Child Ana Ny / Date 3 May 2024 / Ana was hit. rang (01632) 960 123 about s47"
    found = locate_note(noted(NOTE).notes[0], text)
    assert not found.exact
    assert letters(text[found.occurrences[1].start : found.occurrences[1].end]) == "AnaNy"


def test_misread_letters_lose_only_what_they_touch() -> None:
    text = NOTE.text.replace("Child", "Chiid").replace("about", "ahout")
    found = locate_note(noted(NOTE).notes[0], text)
    assert not found.exact
    check_found(found, text, ["3 May 2024", "Ana Ny", "Ana", "01632 960 123"])


def test_what_is_not_there_is_not_found() -> None:
    (found,) = locate(noted(NOTE), "Nothing of this stands here.").notes
    assert not found.place.found
    assert [place.found for place in found.occurrences] == [False] * 4


def test_asides_are_found_outside_the_notes() -> None:
    head = finished([Bit("Ana", "name", "c1.child")])
    truth = FileTruth("a.txt", "txt", noted(OTHER).notes, (Aside("head", head),))
    text = f"{OTHER.text}\n\nAna"
    located = locate(truth, text)
    assert located.asides[0].place.start == len(text) - 3


def test_an_aside_that_is_not_shown_is_not_found() -> None:
    gone = Aside("deleted", finished([Bit("Bob", "name", "c1.father")]), hidden=True)
    truth = FileTruth("a.txt", "txt", noted(OTHER).notes, (gone,))
    assert not locate(truth, OTHER.text).asides[0].occurrences[0].found


def test_a_piece_is_located_in_itself() -> None:
    found = itself(NOTE)
    check_found(found, NOTE.text, [one.text for one in NOTE.occurrences])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_everything_is_found_in_files_of_text(seed: int) -> None:
    made = generate(seed, formats=("txt", "md", "csv", "survey"))
    for file, truth in zip(made.files, made.truth.files, strict=True):
        bom = file.content[:2] in (b"\xff\xfe", b"\xfe\xff")
        text = file.content.decode("utf-16" if bom else "utf-8-sig")
        located = locate(truth, text.replace('""', '"'))
        assert all(found.exact for found in located.notes), file.name
        for note, found in zip(every_note(truth), located.notes, strict=True):
            assert all(place.found for place in found.occurrences), note.key
