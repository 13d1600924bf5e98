"""A set of files with its truth from a seed; two others test size: many rows, one long note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from benchmarks.casefiles.drafting import Bit
from benchmarks.casefiles.families import told
from benchmarks.casefiles.formats import plain
from benchmarks.casefiles.headers import bare
from benchmarks.casefiles.notes import USUAL, Options
from benchmarks.casefiles.plans import PLANS, Written, tabled
from benchmarks.casefiles.shelf import Shelf, stocked
from benchmarks.casefiles.truth import CaseFile, FileTruth, GeneratedFile, Truth, Vocabulary

ALL = tuple(PLANS)
_NOTES_A_CASE = 40
_SENTENCES_A_PAGE = 40
_BREAK = (Bit("\n\n"),)


def generate(
    seed: int,
    vocabulary: Vocabulary = "development",
    formats: Sequence[str] = ALL,
    options: Options = USUAL,
) -> CaseFile:
    """Return a set of files of three cases over months, the same for the same arguments.

    Two of its children have one name. ValueError for a format that is none of `ALL`.
    """
    if unknown := set(formats) - set(ALL):
        raise ValueError(
            f"no such format: {', '.join(sorted(unknown))}; there are {', '.join(ALL)}"
        )
    shelf = stocked(f"{vocabulary} {seed}", vocabulary, None, options)
    cases = shelf.families
    written = [
        PLANS[name](shelf, cases[number % len(cases)], name) for number, name in enumerate(formats)
    ]
    return _case(shelf, seed, [_apart(one, at) for at, one in enumerate(written, 1)])


def _apart(written: Written, at: int) -> Written:
    """Number a file's name: two of a set may have drawn the same."""
    file, content = written
    return replace(file, name=f"{at:02} {file.name}"), content


def many_rows(count: int, seed: int, vocabulary: Vocabulary = "development") -> CaseFile:
    """Return one CSV export of `count` notes, forty a case."""
    name = f"rows {vocabulary} {seed}"
    shelf = stocked(name, vocabulary, -(-count // _NOTES_A_CASE), USUAL)
    found = [one for of in shelf.families for one in shelf.notes(of, _NOTES_A_CASE)]
    return _case(shelf, seed, [tabled(shelf, found[:count], "csv")])


def long_note(pages: int, seed: int, vocabulary: Vocabulary = "development") -> CaseFile:
    """Return one text file that is a single note of about so many pages."""
    options = replace(USUAL, length=_SENTENCES_A_PAGE, short=0.0)
    shelf = stocked(f"long {vocabulary} {seed}", vocabulary, 1, options)
    of = shelf.families[0]
    found = shelf.notes(of, 2 * pages, "visit")
    body = [bit for one in found for bit in (*one.body, *_BREAK)]
    note = bare(replace(found[0], body=body), 1)
    file = FileTruth(shelf.filename(of, "txt"), "txt", (note,))
    return _case(shelf, seed, [(file, plain.text(file, "", shelf.rng))])


def _case(shelf: Shelf, seed: int, written: list[Written]) -> CaseFile:
    people = tuple(person for one in shelf.families for person in told(one))
    files = tuple(GeneratedFile(file.name, content, file.format) for file, content in written)
    truth = Truth(seed, shelf.vocabulary, people, tuple(file for file, _ in written))
    return CaseFile(files, truth)
