"""Where sentences of hasty notes end: also before small letters, at the ends of lines
and table cells, and at bullets."""

from __future__ import annotations

import re

from models.reading import Span

# A stop before white space; quotation marks and brackets may close after it.
_STOP = re.compile(r"[.!?]+[\"'’”)\]]*(?=\s)|[\n\t]+|\s(?=•)")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:mr|mrs|ms|dr|st|rd|no|nos|vs|etc|approx|inc|ref|tel|ext|e\.g|i\.e|a\.m|p\.m"
    r"|jan|feb|aug|sept|oct|nov|dec|[A-Za-z])\.$",
    re.IGNORECASE,
)


def note_sentences(text: str) -> tuple[Span, ...]:
    """Cut a note into sentences without the white space around them, in order.

    A stop ends one whatever follows, unless it closes an abbreviation before a small letter, a
    figure or a name; so does the end of a line or table cell, and a bullet begins one.
    """
    spans: list[Span] = []
    start = 0
    for match in _STOP.finditer(text):
        end = match.end()
        if match[0].strip().startswith(".") and _continues(text, start, match.start() + 1, end):
            continue
        spans += _trimmed(text, start, end)
        start = end
    return (*spans, *_trimmed(text, start, len(text)))


def _continues(text: str, start: int, stop: int, end: int) -> bool:
    """Say whether a stop closes an abbreviation and not a sentence."""
    # Only the last few characters: an abbreviation is short, a line may be very long.
    if end != stop or not (found := _ABBREVIATED.search(text[max(start, stop - 8) : stop])):
        return False
    titled = re.fullmatch(r"\W*(?:mr|mrs|ms|dr|st)\.", found[0], re.IGNORECASE)
    following = text[end : end + 2].strip()
    return bool(titled) or following[:1].islower() or following[:1].isdigit()


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    words = text[start:end]
    kept = words.strip()
    if not kept:
        return []
    start += words.index(kept[0])
    return [Span(start, start + len(kept))]
