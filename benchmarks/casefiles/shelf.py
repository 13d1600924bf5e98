"""What a set of files is made from: its cases, its chance, and the notes written so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import cycle
from random import Random

from benchmarks.casefiles import numbers
from benchmarks.casefiles.drafting import Draft, finished
from benchmarks.casefiles.expanding import expanded
from benchmarks.casefiles.families import Family, family
from benchmarks.casefiles.headers import STYLES, Look, tidy
from benchmarks.casefiles.notes import KINDS, Made, Options, made
from benchmarks.casefiles.sentences import sentences
from benchmarks.casefiles.slots import Scene, voice
from benchmarks.casefiles.truth import Aside, Vocabulary
from benchmarks.casefiles.vocabulary import Words, chance, words
from corpus.notes import NoteKind

_LACKING = "ąăęėńňūż"  # letters below U+0180 that the font of the PDFs has not
_WEIGHTED_DATES = ("slashes", "slashes", "long", "iso", "dots", "ordinal", "dashes")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The cases of a set. The last one's names can be drawn with the fonts of a PDF."""

    families: tuple[Family, ...]
    vocabulary: Vocabulary
    rng: Random
    kinds: Iterator[NoteKind]
    options: Options

    @property
    def spoken(self) -> Vocabulary:
        """The vocabulary whose sentences are used."""
        return self.options.sentences or self.vocabulary

    def notes(self, of: Family, count: int, kind: NoteKind | None = None) -> list[Made]:
        """Write notes of one case in the order of their days."""
        day = of.opened + timedelta(days=self.rng.randrange(10))
        found = []
        for _ in range(count):
            sort = next(self.kinds) if kind is None else kind
            found.append(made(of, sort, day, self.spoken, self.rng, self.options))
            day += timedelta(days=self.rng.randrange(1, 24))
        return found

    def words(self, part: str, of: Family, day: date) -> Draft:
        """Write a line of a sort: a comment, a running head, the subject of an e-mail."""
        template = self.rng.choice(sentences(self.spoken)["aside", part])
        return expanded(template, Scene(of, day, voice(self.rng), self.rng).fill, self.rng)

    def aside(self, part: str, of: Family, hidden: bool = False) -> Aside:
        """Write a line that stands beside the notes."""
        draft = self.words(part, of, of.opened + timedelta(days=90))
        return Aside(part, tidy(finished(draft)), hidden)

    def look(self, group: str) -> Look:
        """Choose how the notes of one file are headed; a system prints all dates alike."""
        return Look(self.rng.choice(STYLES[group]), self.rng.choice(_WEIGHTED_DATES))

    def filename(self, of: Family, ending: str) -> str:
        """Return a file's name, which often says whose file it is."""
        child = f"{numbers.ascii_of(of.child.surname)}_{numbers.ascii_of(of.child.given)}"
        number = of.number.replace("/", "-")
        number = of.number.replace("/", "-")
        stem = self.rng.choice((f"{child}_case_notes", "case notes", "export", f"{number} record"))
        return f"{stem} {of.key}.{ending}"


def stocked(name: str, vocabulary: Vocabulary, families: int | None, options: Options) -> Shelf:
    """Return a shelf of `families` cases, or of three, of which two children bear one name."""
    rng = chance(name)
    stock = words(vocabulary)
    kinds = list(KINDS)
    rng.shuffle(kinds)
    if families is not None:
        made_families = tuple(family(f"c{at}", stock, rng) for at in range(1, families + 1))
    else:
        first = family("c1", stock, rng)
        second = family("c2", stock, rng, namesake=first.child.given)
        made_families = (first, second, family("c3", _drawable(stock, vocabulary), rng))
    return Shelf(made_families, vocabulary, rng, cycle(kinds), options)


def _drawable(stock: Words, vocabulary: Vocabulary) -> Words:
    """Keep the names whose letters the font of the PDFs has."""
    # A few names of the two halves have such letters too; sets made of them stay as they are.
    lacking = _LACKING if vocabulary == "rehearsal" else ""

    def fits(word: str) -> bool:
        drawn = set(word.casefold()).isdisjoint(lacking)
        return drawn and all(ord(letter) < 0x180 for letter in word)

    given = tuple(one for one in stock.given if fits(one.name + "".join(one.short)))
    surnames = {culture: tuple(filter(fits, names)) for culture, names in stock.surnames.items()}
    return replace(stock, given=given, surnames=surnames)
