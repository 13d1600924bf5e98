"""The whole measure on files as they are extracted: what is perfect scores one, in each format."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.casefiles import generate
from benchmarks.casefiles.leaks import leaks, searchable
from benchmarks.casefiles.locating import LocatedPiece, Place, locate
from benchmarks.casefiles.scoring import FoundFile, Tally, judge_file, score
from benchmarks.casefiles.truth import FileTruth, GeneratedFile, every_aside, every_note
from corpus.notes import Identifier, Note
from extractors import extract
from extractors.formats import Options
from extractors.sniffing import sniff

FORMATS = ("txt", "md", "docx", "rtf", "odt", "pdf", "pptx", "csv", "xlsx", "ods", "survey")


def extracted(file: GeneratedFile) -> str:
    return extract(file.content, "0" * 64, sniff(file.content, file.name), Options()).text


def identifiers(truth: FileTruth, text: str) -> list[Identifier]:
    located = locate(truth, text)
    pieces = [one.piece for one in (*every_note(truth),)]
    pieces += [one.piece for one in every_aside(truth)]
    places: list[LocatedPiece] = [*located.notes, *located.asides]
    return [
        Identifier(place.start, place.end, mark.kind, ("truth",))
        for piece, found in zip(pieces, places, strict=True)
        for mark, place in zip(piece.occurrences, found.occurrences, strict=True)
        if place.found
    ]


def notes(truth: FileTruth, text: str) -> list[Note]:
    located = locate(truth, text).notes
    return [
        Note(
            "id", found.place.start, found.place.end, own.place, own.date, own.kind, None, own.case
        )
        for own, found in zip(every_note(truth), located, strict=True)
        if found.place.found
    ]


def signs(truth: FileTruth, text: str) -> list[tuple[int, int]]:
    located = locate(truth, text).notes
    pairs: list[tuple[bool, Place]] = [
        (sign.explicit, place)
        for own, found in zip(every_note(truth), located, strict=True)
        for sign, place in zip(own.piece.signs, found.signs, strict=True)
    ]
    return [(place.start, place.end) for explicit, place in pairs if explicit and place.found]


def perfect(truth: FileTruth, file: GeneratedFile) -> Tally:
    text = extracted(file)
    found = FoundFile(text, identifiers(truth, text), notes(truth, text), signs(truth, text))
    return judge_file(truth, found)


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_perfect_scores_one(name: str) -> None:
    made = [generate(seed, formats=(name,)) for seed in (11, 12)]
    figures = score([[perfect(one.truth.files[0], one.files[0])] for one in made])
    whole = ("recall", "precision", "notes clean", "files clean", "notes found", "kind right")
    assert {one: figures[one].value for one in whole} == dict.fromkeys(whole, 1.0)
    assert figures[f"recall/format/{name}"].n == figures["recall"].n
    # A questionnaire's answers hold no decoys.
    assert name == "survey" or figures["decoys kept"].value == 1.0


@pytest.mark.parametrize("name", FORMATS)
def test_who_finds_nothing_scores_nothing(name: str) -> None:
    made = generate(11, formats=(name,))
    tally = judge_file(made.truth.files[0], FoundFile(extracted(made.files[0]), [], [], []))
    assert tally.tries["recall"] > 0
    assert tally.hits["recall"] == tally.hits["notes found"] == tally.hits["files clean"] == 0
    assert tally.tries["precision"] == tally.tries["routes right"] == 0


def test_signs_are_routed_in_files_as_extracted() -> None:
    tallies = []
    for seed in range(4):
        made = generate(seed, formats=("csv", "docx"))
        pairs = zip(made.truth.files, made.files, strict=True)
        tallies.append([perfect(truth, file) for truth, file in pairs])
    figures = score(tallies)
    assert figures["signs routed"].value == figures["routes right"].value == 1.0
    assert figures["near-misses kept"].value == 1.0
    assert figures["signs routed"].n >= 5


def test_leaks_are_found_in_every_format(tmp_path: Path) -> None:
    made = generate(13, formats=("txt", "docx", "odt", "xlsx", "ods", "csv", "pptx"))
    for file in made.files:
        folder = tmp_path / file.format
        folder.mkdir()
        (folder / "a").write_bytes(file.content)
        assert len({leak.text for leak in leaks(made.truth, folder)}) >= 5, file.format


def test_what_is_searched_for_is_telling() -> None:
    terms = searchable(generate(13, formats=("csv", "docx")).truth)
    assert all(len(text) >= 4 for _, text in terms)
    assert {"date", "place"}.isdisjoint(kind for kind, _ in terms)
    assert not {"Hope", "Summer", "Will", "May", "Mark"} & {text for _, text in terms}
