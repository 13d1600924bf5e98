"""The reports in one document: usually one, yet a file may hold two, each with title and dates."""

from __future__ import annotations

import re
from typing import NamedTuple

from corpus.records import Extraction
from extractors.facts.recognising import form_of
from extractors.publication import COVER

# A title and its dates may be one paragraph of the document; cells are apart by tabs.
_LABEL = re.compile(
    r"(?:^(?:\d+ )?|(?<=\w )(?=I))"
    r"(?:(?:inspection|visit|review) dates?|dates? of (?:the |this )?(?:inspection|visit|review))"
    r"\s*[:\t]",
    re.IGNORECASE | re.MULTILINE,
)
_WORD = re.compile("[Dd]ate|DATE")
_TITLE_LINE = re.compile(r"[^\n]+")
_AROUND = 40  # characters on each side of the word "date" within which its label stands


class Label(NamedTuple):
    """The words "Inspection dates:": where they begin, and where what they announce begins."""

    start: int
    end: int


class Stretch(NamedTuple):
    """One report within a document: its slice of the body, and its printed label of dates."""

    start: int
    end: int
    label: Label | None


def body_end(extraction: Extraction) -> int:
    """Return where the body ends: behind it stand running headers and notes."""
    return extraction.pages[-1].end if extraction.pages else len(extraction.text)


def stretches(extraction: Extraction) -> tuple[Stretch, ...]:
    """Split a document where a further report begins: its title, and its dates soon after."""
    text, end = extraction.text, body_end(extraction)
    labels = [Label(match.start(), match.end()) for match in _labels(text, end)]
    if not labels:
        return (Stretch(0, end, None),)
    starts = [0]
    found = [labels[0]]
    for label in labels[1:]:
        start = _title_above(text, label.start, found[-1].end)
        if start is not None:
            starts.append(start)
            found.append(label)
    return tuple(
        Stretch(start, following, label)
        for start, following, label in zip(starts, [*starts[1:], end], found, strict=True)
    )


def _labels(text: str, end: int) -> list[re.Match[str]]:
    # The word is looked for first: the whole pattern at every place of the text costs much more.
    found: list[re.Match[str]] = []
    for place in _WORD.finditer(text, 0, end):
        # A line may hold the word thousands of times: it is not read from its start each time.
        line = text.rfind("\n", max(0, place.start() - _AROUND), place.start()) + 1
        low = line or max(0, place.start() - _AROUND)
        match = _LABEL.search(text, low, min(end, place.end() + _AROUND))
        if match and match.end() > place.start() and (not found or found[-1].end() < match.start()):
            found.append(match)
    return found


def _title_above(text: str, label: int, least: int) -> int | None:
    """Return where the title that stands close above a label begins, or null."""
    low = max(least, label - COVER)
    first = None
    for line in _TITLE_LINE.finditer(text, low, label):
        if form_of(line[0]):
            first = line.start()
            break
    if first is None:
        return None
    # The line above the title names whose services they are.
    above = text.rfind("\n", low, max(low, first - 1))
    return above + 1 if above >= low else first
