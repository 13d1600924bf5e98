"""Labels of polarity that reports print themselves: headings of strengths, grades of sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from corpus.records import Passage
from models.training.material import Material

# Headings by which two frameworks sort their findings. Lists of actions are noun phrases: not here.
_OFFICIAL: Mapping[str, tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]] = {
    "jtai-2016": (
        re.compile(r"strength"),
        re.compile(r"areas? for improvement"),
        re.compile(r"needs to improve|^context|next steps|priority action|(case|practice) study"),
    ),
    "send-2023": (
        re.compile(r"doing that is effective"),
        re.compile(r"need to do better"),
        re.compile(r"areas? for|inspection team|information about|outcome|what is it like"),
    ),
}
_SHORTEST_OFFICIAL, _SHORTEST_GRADED = 6, 8  # words


class Labelled(NamedTuple):
    """A passage with its label: "strength", "weakness", or the grade of its section."""

    id: str
    group: str
    text: str
    label: str


def official(material: Material) -> tuple[Labelled, ...]:
    """Take passages that a printed heading calls strengths or weaknesses, each text once."""
    rows = (
        Labelled(passage.id, document.group, passage.text, polarity)
        for document in material.documents
        for passage in document.passages
        if (polarity := _printed(passage, document.framework)) is not None
    )
    return _distinct(rows)


def graded(material: Material) -> tuple[Labelled, ...]:
    """Take passages of sections whose heading prints the best or the worst grade."""
    rows = (
        Labelled(passage.id, document.group, passage.text, grade)
        for document in material.documents
        if document.framework not in _OFFICIAL
        for passage in document.passages
        if (grade := _grade(passage)) is not None
    )
    return _distinct(rows)


def _printed(passage: Passage, framework: str | None) -> str | None:
    if (
        framework is None
        or framework not in _OFFICIAL
        or not _long(passage.text, _SHORTEST_OFFICIAL)
    ):
        return None
    good, bad, other = _OFFICIAL[framework]
    for heading in reversed(passage.headings):
        words = " ".join(heading.lower().split())
        if other.search(words):
            return None
        if good.search(words) or bad.search(words):
            return None if words in passage.text.lower() else _side(good.search(words) is not None)
    return None


def _side(good: bool) -> str:
    return "strength" if good else "weakness"


def _grade(passage: Passage) -> str | None:
    words = " ".join(passage.headings).lower()
    if not _long(passage.text, _SHORTEST_GRADED):
        return None
    # The worst first: a title may print all grades of a scale in one line.
    return next((grade for grade in ("inadequate", "outstanding") if grade in words), None)


def _long(text: str, words: int) -> bool:
    return "\t" not in text and len(text.split()) >= words


def _distinct(rows: Iterator[Labelled]) -> tuple[Labelled, ...]:
    first: dict[str, Labelled] = {}
    for row in rows:
        first.setdefault(row.text, row)
    return tuple(first.values())
