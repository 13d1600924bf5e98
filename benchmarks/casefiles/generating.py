"""The plan of a set of files: which case, which notes, in which format; then truth and bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import cycle
from random import Random

from benchmarks.casefiles import numbers
from benchmarks.casefiles.drafting import Bit, Draft, finished, length, plain
from benchmarks.casefiles.families import Family, family, told
from benchmarks.casefiles.formats import plain as plain_formats
from benchmarks.casefiles.formats import sheets
from benchmarks.casefiles.headers import STYLES, Facts, Style, facts, noted, tidy
from benchmarks.casefiles.notes import KINDS, USUAL, Made, Options, made
from benchmarks.casefiles.slots import named
from benchmarks.casefiles.truth import (
    Aside,
    CaseFile,
    FileTruth,
    GeneratedFile,
    NoteTruth,
    Truth,
    Vocabulary,
)
from benchmarks.casefiles.vocabulary import words
from corpus.notes import NoteKind

ALL = ("txt", "md", "csv")


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one set is made from."""

    families: tuple[Family, ...]
    vocabulary: Vocabulary
    rng: Random
    kinds: Iterator[NoteKind]
    options: Options

    def notes(self, of: Family, count: int, kind: NoteKind | None = None) -> list[Made]:
        """Write notes of one case in the order of their days."""
        day = of.opened + timedelta(days=self.rng.randrange(10))
        found = []
        for _ in range(count):
            sort = next(self.kinds) if kind is None else kind
            found.append(made(of, sort, day, self.vocabulary, self.rng, self.options))
            day += timedelta(days=self.rng.randrange(1, 24))
        return found


def generate(
    seed: int,
    vocabulary: Vocabulary = "development",
    formats: Sequence[str] = ALL,
    options: Options = USUAL,
) -> CaseFile:
    """Return a set of files of three cases over months, the same for the same arguments."""
    rng = Random(f"{vocabulary} {seed}")  # noqa: S311 - nothing secret
    stock = words(vocabulary)
    first = family("c1", stock, rng)
    families = (
        first,
        family("c2", stock, rng, namesake=first.child.given),
        family("c3", stock, rng),
    )
    kinds = list(KINDS)
    rng.shuffle(kinds)
    shelf = Shelf(families, vocabulary, rng, cycle(kinds), options)
    made_files = []
    for number, name in enumerate(formats):
        made_files.append(WRITERS[name](shelf, families[number % 3], name))
    people = tuple(person for one in families for person in told(one))
    truth = Truth(seed, vocabulary, people, tuple(file for file, _ in made_files))
    return CaseFile(
        tuple(GeneratedFile(file.name, content, file.format) for file, content in made_files), truth
    )


def _text(shelf: Shelf, of: Family, format_name: str) -> tuple[FileTruth, bytes]:
    style = shelf.rng.choice(STYLES["markdown" if format_name == "md" else "plain"])
    notes = [
        noted(one, style, number, shelf.rng)
        for number, one in enumerate(shelf.notes(of, shelf.rng.randrange(3, 8)), 1)
    ]
    title = plain("Case record: ") + named(of.child, "full", shelf.rng)
    file = FileTruth(
        filename(of, format_name, shelf.rng), format_name, tuple(notes),
        (Aside("title", tidy(finished(title))),),
    )  # fmt: skip
    write = plain_formats.markdown if format_name == "md" else plain_formats.text
    return file, write(file, style.separator, shelf.rng)


def filename(of: Family, ending: str, rng: Random) -> str:
    """Return a file's name, which often says whose file it is."""
    child = f"{numbers.ascii_of(of.child.surname)}_{numbers.ascii_of(of.child.given)}"
    stem = rng.choice(
        (f"{child}_case_notes", "case notes", "export", f"{of.number.replace('/', '-')} record")
    )
    return f"{stem} {of.key}.{ending}"


COLUMNS = (
    ("Case ID", "Date", "Type", "Author", "Role", "Notes"),
    ("Person ID", "Event date", "Event type", "Worker", "Job title", "Case note text"),
    ("CASE_REF", "CONTACT_DATE", "CONTACT_TYPE", "RECORDED_BY", "ROLE", "NOTE_TEXT"),
)


def _row(one: Made, number: int, rng: Random) -> NoteTruth:
    known: Facts = facts(one, rng)
    head: Draft = []
    for part in (known.case, known.date, known.kind, known.author, known.role):
        head += [*part, Bit("\t")]
    scene = one.scene
    return NoteTruth(
        f"{scene.family.key}/{scene.day.isoformat()}/{number}", scene.family.key,
        f"row {number + 1}", one.kind, tidy(finished(head + one.body)), scene.day.isoformat(),
        one.role, scene.family.number, length(head),
    )  # fmt: skip


def _sheet(shelf: Shelf, _of: Family, format_name: str) -> tuple[FileTruth, bytes]:
    found = [one for of in shelf.families for one in shelf.notes(of, shelf.rng.randrange(3, 7))]
    notes = tuple(_row(one, number, shelf.rng) for number, one in enumerate(found, 1))
    columns = finished(plain("\t".join(shelf.rng.choice(COLUMNS))))
    file = FileTruth(
        f"case note export.{format_name}", format_name, notes, (Aside("columns", columns),)
    )
    return file, sheets.comma_separated(file, shelf.rng)


WRITERS = {"txt": _text, "md": _text, "csv": _sheet}


def many_rows(count: int, seed: int, vocabulary: Vocabulary = "development") -> CaseFile:
    """Return one spreadsheet of `count` notes, forty a case."""
    rng = Random(f"rows {vocabulary} {seed}")  # noqa: S311 - nothing secret
    stock = words(vocabulary)
    families = tuple(family(f"c{at}", stock, rng) for at in range(1, count // 40 + 2))
    shelf = Shelf(families, vocabulary, rng, cycle(KINDS), USUAL)
    found = [one for of in families for one in shelf.notes(of, 40)][:count]
    notes = tuple(_row(one, number, rng) for number, one in enumerate(found, 1))
    columns = finished(plain("\t".join(COLUMNS[0])))
    file = FileTruth("case note export.csv", "csv", notes, (Aside("columns", columns),))
    people = tuple(person for one in families for person in told(one))
    made_file = GeneratedFile(file.name, sheets.comma_separated(file, rng), "csv")
    return CaseFile((made_file,), Truth(seed, vocabulary, people, (file,)))


def relabelled(file: FileTruth, name: str) -> FileTruth:
    """Return a file's truth under another name."""
    return replace(file, name=name)


__all__ = ["ALL", "Style", "date", "generate", "many_rows"]
