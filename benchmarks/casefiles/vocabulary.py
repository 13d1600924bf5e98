"""Names of people, streets, places and schools, parted for good into two halves.

A fixed hash of each word says whether it belongs to development or to judgement, whatever list it
stands in: a word is never seen in both, not even once as a surname and once as a given name. The
same hash parts the sentences (`benchmarks.casefiles.sentences`).

THE JUDGEMENT HALF IS FOR THE FINAL MEASURE. Nobody tunes on it, reads samples of it, or prints
examples of it.

The rehearsal is a vocabulary of its own (`words/rehearsal`, `phrases/rehearsal`), written by
somebody who did not know the rules. It says before the final measure how well they do on what
nobody had seen; once they are tuned on it, it says no more than development does.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from benchmarks.casefiles.truth import Vocabulary

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Given:
    """A given name with the short forms people use of it."""

    name: str
    short: tuple[str, ...]
    culture: str
    sex: str


@dataclass(frozen=True, slots=True)
class Words:
    """One vocabulary.

    Where there are `buildings`, streets and schools stand with their kinds ("Sluice Wharf") and
    addresses take more forms.
    """

    given: tuple[Given, ...]
    surnames: dict[str, tuple[str, ...]]
    streets: tuple[str, ...]
    places: tuple[str, ...]
    schools: tuple[str, ...]
    buildings: tuple[str, ...] = ()


def chance(seed: object) -> Random:
    """Return a source of chance that is the same for the same seed; nothing here is secret."""
    return Random(str(seed))  # noqa: S311


def half(word: str) -> Vocabulary:
    """Return the half to which a word or sentence belongs for good."""
    digest = hashlib.sha256(word.casefold().encode()).digest()
    return "judgement" if digest[0] % 2 else "development"


def kept(words: list[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the words of one half; the rehearsal keeps all of its own."""
    return tuple(word for word in words if vocabulary in ("rehearsal", half(word)))


@cache
def words(vocabulary: Vocabulary) -> Words:
    """Return one vocabulary."""
    surnames = {}
    for head, listed in _lists("surnames", vocabulary):
        surnames[head] = kept(listed, vocabulary)
    names = ["streets", "places", "schools"]
    if vocabulary == "rehearsal":
        names.append("buildings")
    return Words(
        tuple(_given(vocabulary)),
        surnames,
        *(
            kept([word for _, line in _lists(name, vocabulary) for word in line], vocabulary)
            for name in names
        ),
    )


def _given(vocabulary: Vocabulary) -> list[Given]:
    found = []
    for head, listed in _lists("given", vocabulary):
        culture, sex = head.split()
        for entry in listed:
            name, _, short = entry.partition("=")
            if kept([name], vocabulary):
                shorts = kept([word for word in short.split("/") if word], vocabulary)
                found.append(Given(name, shorts, culture, sex))
    return found


def _lists(name: str, vocabulary: Vocabulary) -> list[tuple[str, list[str]]]:
    folder = FOLDER / "words" / ("rehearsal" if vocabulary == "rehearsal" else "")
    text = (folder / f"{name}.txt").read_text(encoding="utf-8")
    found = []
    for line in text.splitlines():
        if line and not line.startswith("#"):
            head, _, rest = line.rpartition(": ")
            found.append((head, [word.strip() for word in rest.split(",")]))
    return found


def misspelt(name: str, rng: Random) -> str:
    """Return a name as somebody in a hurry types it; short names stay as they are."""
    if len(name) < 4:
        return name
    swaps = [("ph", "f"), ("ie", "ei"), ("ei", "ie"), ("y", "i"), ("th", "t"), ("ck", "k"),
             ("ll", "l"), ("ss", "s"), ("nn", "n"), ("ee", "ea"), ("ha", "ah")]  # fmt: skip
    tries = [name.replace(old, new, 1) for old, new in swaps if old in name[1:]]
    at = rng.randrange(1, len(name) - 2)
    tries += [name[:at] + name[at + 1] + name[at] + name[at + 2 :], name[:at] + name[at + 1 :]]
    usable = [word for word in tries if word != name and word.replace("-", "").isalpha()]
    return rng.choice(usable) if usable else name
