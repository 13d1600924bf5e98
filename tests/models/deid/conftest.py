"""Sentences marked up with what identifies: "<name>Aisha</name> told <name>Mrs Okafor</name>"."""

import re
from collections.abc import Callable, Sequence

import pytest

from corpus.notes import Identifier, Person
from models.deid import MEANS, find

MARK = re.compile(r"<(/?)([a-z-]+)>")
Told = list[tuple[str, str]]


def read(marked: str) -> tuple[str, Told]:
    """Return the plain sentence, and (kind, words) of each mark in order."""
    plain, marks, start, at = "", [], 0, 0
    for match in MARK.finditer(marked):
        plain += marked[at : match.start()]
        at = match.end()
        if match[1]:
            marks.append((match[2], plain[start:]))
        else:
            start = len(plain)
    return plain + marked[at:], marks


@pytest.fixture
def told() -> Callable[[str, Sequence[Identifier]], Told]:
    """(kind, words) of the identifiers of a text."""
    return lambda text, items: [(item.kind, text[item.start : item.end]) for item in items]


@pytest.fixture
def plain() -> Callable[[str], str]:
    """A marked sentence without its marks."""
    return lambda marked: read(marked)[0]


@pytest.fixture
def judged(
    told: Callable[[str, Sequence[Identifier]], Told],
) -> Callable[..., tuple[Told, Told]]:
    """What was found in a marked sentence, and what its marks say."""

    def judge(
        sentence: str, people: Sequence[Person] = (), means: frozenset[str] = MEANS
    ) -> tuple[Told, Told]:
        text, wanted = read(sentence)
        return told(text, find([text], people, means=means)[0]), wanted

    return judge
