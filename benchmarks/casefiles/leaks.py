"""Search files for identifiers of the truth: nothing of a case may lie outside its vault.

Every file below a folder is searched with all that is inside it (`insides`), however it is written
(`needles`), and so are the names of files and folders. Looked for are

- direct identifiers of the truth, and every form of the name of everybody in it, with given name
  and surname together;
- of these, what has four letters or digits or more and is no common word (`telling`). A name that
  is one ("Hope") is looked for with its surname only. `unsearchable` lists what that leaves out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.casefiles.insides import insides
from benchmarks.casefiles.needles import Needles
from benchmarks.casefiles.truth import Truth, pieces
from benchmarks.casefiles.vocabulary import FOLDER

_FEWEST = 4  # characters


@dataclass(frozen=True, slots=True, order=True)
class Leak:
    """An identifier that was found: in which file (and member), of which kind, and its text."""

    file: str
    kind: str
    text: str


def leaks(truth: Truth, folder: Path, known: tuple[str, ...] = ()) -> list[Leak]:
    """Return what leaked into the files below a folder; `known` are words that may stand there."""
    terms = {(kind, text) for kind, text in searchable(truth) if text not in known}
    return search(terms, folder)


def search(terms: Iterable[tuple[str, str]], folder: Path, but: Collection[str] = ()) -> list[Leak]:
    """Return which terms (kind and text) stand in the files below a folder, or in their names.

    Of the folders in `but`, given as paths below the folder, the names of files alone are searched.
    """
    needles = Needles(terms)
    found = set()
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder).as_posix()
        found |= {Leak(f"{place} (name)", *term) for term in needles.find(path.name.encode())}
        closed = any(place.startswith(f"{one}/") for one in but)
        if path.is_file() and not path.is_symlink() and not closed:
            for member, content in insides(path, place):
                found |= {Leak(member, *term) for term in needles.find(content)}
    return sorted(found)


def searchable(truth: Truth) -> set[tuple[str, str]]:
    """Return kinds and texts of the identifiers that are looked for."""
    return {(kind, text) for kind, text in identifiers(truth) if telling(text)}


def unsearchable(truth: Truth) -> set[tuple[str, str]]:
    """Return kinds and texts of those that are too short or ordinary words."""
    return {(kind, text) for kind, text in identifiers(truth) if not telling(text)}


def identifiers(truth: Truth) -> Iterator[tuple[str, str]]:
    """Yield kind and text of every direct identifier, as printed and as people are called."""
    for file in truth.files:
        for piece in pieces(file):
            for one in piece.occurrences:
                if one.direct:
                    yield one.kind, one.text
    for person in truth.people:
        yield from (("name", name) for name in person.names)


def telling(text: str) -> bool:
    """Say whether a text found somewhere is no chance: long enough, and no common word."""
    if len(text) < _FEWEST or text.casefold() in _common():
        return False
    # Initials with full stops have four characters and are in any abbreviation.
    return sum(letter.isalnum() for letter in text) >= _FEWEST


@cache
def _common() -> frozenset[str]:
    text = (FOLDER / "words" / "common.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return frozenset(word.strip() for word in " ".join(lines).split(","))
