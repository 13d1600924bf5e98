"""Generated case files of development seeds: notes are found, dated and told apart by kind.

All of it is synthetic. Seeds of judgement are never looked at here.
"""

import re
from collections import Counter

import pytest

from benchmarks.casefiles import generate
from benchmarks.casefiles.truth import NoteTruth
from corpus.notes import Note
from extractors import extract, sniff
from extractors.notes import notes_of, people_of

FORMATS = ("txt", "md", "csv", "xlsx", "ods", "docx", "rtf", "odt")
SEEDS = (2, 7, 9)


def letters(text: str) -> str:
    """Letters and digits alone: formats part and join lines in their own ways."""
    return re.sub(r"[\W_]+", "", text).lower()


def compared(seed: int, counts: Counter[str]) -> None:
    case = generate(seed, "development", FORMATS)
    for file, truth in zip(case.files, case.truth.files, strict=True):
        extraction = extract(file.content, "d" * 64, sniff(file.content, file.name))
        notes = notes_of(extraction)
        found = {letters(extraction.text[note.start : note.end]): note for note in notes}
        for wanted in truth.notes:
            counts["notes"] += 1
            note = found.get(letters(wanted.piece.text))
            if note is not None:
                count(note, wanted, counts)


def count(note: Note, wanted: NoteTruth, counts: Counter[str]) -> None:
    counts["found"] += 1
    counts["kind"] += note.kind == wanted.kind
    if wanted.date is not None:
        counts["dated"] += 1
        counts["date"] += note.date == wanted.date
    if wanted.case is not None:
        counts["cases"] += 1
        counts["case"] += note.case == wanted.case


@pytest.mark.slow
def test_notes_of_generated_files_are_found_and_told() -> None:
    counts: Counter[str] = Counter()
    for seed in SEEDS:
        compared(seed, counts)
    assert counts["notes"] > 100
    assert counts["found"] >= counts["notes"] * 0.98
    assert counts["kind"] >= counts["found"] * 0.9
    assert counts["date"] == counts["dated"]
    assert counts["case"] >= counts["cases"] * 0.98


@pytest.mark.slow
def test_the_same_file_gives_the_same_notes_and_people() -> None:
    case = generate(2, "development", ("txt", "xlsx"))
    for file in case.files:
        runs = []
        for _ in range(2):
            extraction = extract(file.content, "d" * 64, sniff(file.content, file.name))
            notes = notes_of(extraction)
            runs.append((notes, people_of(extraction, notes)))
        assert runs[0] == runs[1]
        assert runs[0][0]
