"""Where the truth stands in a text that was extracted: offsets of notes and of every mark.

Formats part and join lines, write bullets and cells in their own way, so texts are compared by
their letters and digits alone. A note is looked for after the one before it; where its letters do
not stand in one piece (cells in another order, a comment in between, a misread letter), its lines
are looked for one by one and the rest is aligned word by word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from benchmarks.casefiles.truth import (
    Decoy,
    FileTruth,
    NoteTruth,
    Occurrence,
    Piece,
    Said,
    Sign,
    every_aside,
    every_note,
)

_FEWEST = 4  # letters of a line that is looked for by itself
_FAR = 4000  # letters beyond the note before it, within which a note read badly is looked for


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mark of the truth stands in an extraction; `start` is -1 where it was not found."""

    start: int
    end: int

    @property
    def found(self) -> bool:
        """Whether it stands in the extraction."""
        return self.start >= 0


@dataclass(frozen=True, slots=True)
class LocatedPiece:
    """A piece of the truth in an extraction: its own place and those of its marks, in order.

    `exact` is false where letters differ or stand in another order.
    """

    place: Place
    occurrences: tuple[Place, ...]
    said: tuple[Place, ...]
    signs: tuple[Place, ...]
    decoys: tuple[Place, ...]
    exact: bool


@dataclass(frozen=True, slots=True)
class Located:
    """All notes of a file in order, and all its asides, attachments last."""

    notes: tuple[LocatedPiece, ...]
    asides: tuple[LocatedPiece, ...]


_Mark = Occurrence | Said | Sign | Decoy
_NOWHERE = Place(-1, -1)


class _Letters:
    """A text's letters and digits in one string, each with its place."""

    def __init__(self, text: str) -> None:
        kept = [(at, letter) for at, letter in enumerate(text) if letter.isalnum()]
        self.text = "".join(letter for _, letter in kept)
        self.places = [at for at, _ in kept]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the letters inside a stretch of the text."""
        return bisect_left(self.places, start), bisect_left(self.places, end)


def locate(truth: FileTruth, text: str) -> Located:
    """Find every note, aside and identifier of a file in the text that was extracted from it."""
    whole = _Letters(text)
    after = 0
    notes = []
    taken: list[tuple[int, int]] = []
    for note in every_note(truth):
        found, first, last = _piece(note.piece, whole, after)
        if first >= 0:
            after = last
            taken.append((first, last))
        notes.append(found)
    free = _without(whole, taken)
    asides = tuple(_aside(aside.piece, whole, free) for aside in every_aside(truth))
    return Located(tuple(notes), asides)


def locate_note(note: NoteTruth, text: str) -> LocatedPiece:
    """Find one note in a text."""
    return _piece(note.piece, _Letters(text), 0)[0]


def _piece(piece: Piece, whole: _Letters, after: int) -> tuple[LocatedPiece, int, int]:
    own = _Letters(piece.text)
    at = whole.text.find(own.text, after)
    if at >= 0:
        steps: Sequence[int] = range(at, at + len(own.text))
        return _mapped(piece, own, whole, steps), at, at + len(own.text)
    aligned = _aligned(piece, own, whole, after)
    known = [step for step in aligned if step >= 0]
    if len(known) < len(aligned) / 2:
        return _lost(piece), -1, -1
    return _mapped(piece, own, whole, aligned), min(known), max(known) + 1


def _aside(piece: Piece, whole: _Letters, free: str) -> LocatedPiece:
    """Find an aside anywhere outside the notes."""
    own = _Letters(piece.text)
    at = free.find(own.text) if own.text else -1
    if at < 0:
        return _lost(piece)
    return _mapped(piece, own, whole, range(at, at + len(own.text)))


def itself(piece: Piece) -> LocatedPiece:
    """Return the places of a piece in its own text."""

    def places(marks: Sequence[_Mark]) -> tuple[Place, ...]:
        return tuple(Place(mark.start, mark.end) for mark in marks)

    return LocatedPiece(
        Place(0, len(piece.text)), places(piece.occurrences), places(piece.said),
        places(piece.signs), places(piece.decoys), True,
    )  # fmt: skip


def _lost(piece: Piece) -> LocatedPiece:
    return LocatedPiece(
        _NOWHERE,
        (_NOWHERE,) * len(piece.occurrences),
        (_NOWHERE,) * len(piece.said),
        (_NOWHERE,) * len(piece.signs),
        (_NOWHERE,) * len(piece.decoys),
        False,
    )


def _without(whole: _Letters, taken: Iterable[tuple[int, int]]) -> str:
    """Blank out what notes took; a second copy of a note's words may stand there otherwise."""
    letters = list(whole.text)
    for first, last in taken:
        letters[first:last] = " " * (last - first)
    return "".join(letters)


def _mapped(piece: Piece, own: _Letters, whole: _Letters, steps: Sequence[int]) -> LocatedPiece:
    """Map a piece by the step in `whole` of each of its letters, -1 where one was not found."""

    def places(marks: Sequence[_Mark]) -> tuple[Place, ...]:
        return tuple(_place(mark, own, whole, steps) for mark in marks)

    known = [step for step in steps if step >= 0]
    if not known:
        return _lost(piece)
    start, end = whole.places[min(known)], whole.places[max(known)] + 1
    return LocatedPiece(
        Place(start, end), places(piece.occurrences), places(piece.said), places(piece.signs),
        places(piece.decoys), isinstance(steps, range),
    )  # fmt: skip


def _place(one: _Mark, own: _Letters, whole: _Letters, steps: Sequence[int]) -> Place:
    first, last = own.span(one.start, one.end)
    known = [step for step in steps[first:last] if step >= 0]
    if not known:
        return _NOWHERE
    return Place(whole.places[min(known)], whole.places[max(known)] + 1)


def _aligned(piece: Piece, own: _Letters, whole: _Letters, after: int) -> list[int]:
    """Find the step of each letter: whole cells and lines first, then words in what is near."""
    steps = [-1] * len(own.text)
    cursor = after
    for found in re.finditer(r"[^\n\t]+", piece.text):
        first, last = own.span(found.start(), found.end())
        sought = own.text[first:last]
        if len(sought) < _FEWEST:
            continue
        at = whole.text.find(sought, cursor, cursor + _FAR + len(sought))
        if at < 0:  # cells may stand in another order
            at = whole.text.find(sought, after, after + _FAR + len(sought))
        if at >= 0:
            steps[first:last] = range(at, at + len(sought))
            cursor = max(cursor, at + len(sought))
    if -1 in steps:
        _by_words(own, whole, after, steps)
    return steps


def _by_words(own: _Letters, whole: _Letters, after: int, steps: list[int]) -> None:
    """Fill the gaps by the longest common runs of letters."""
    window = whole.text[after : after + len(own.text) + _FAR]
    for first, last in list(_gaps(steps)):
        low = max((step for step in steps[:first] if step >= 0), default=after - 1) + 1
        high = min((step for step in steps[last:] if step >= 0), default=after + len(window))
        near = whole.text[low : max(high, low)][: last - first + _FAR]
        matcher = SequenceMatcher(None, own.text[first:last], near, autojunk=False)
        for one in matcher.get_matching_blocks():
            if one.size > 1:
                steps[first + one.a : first + one.a + one.size] = range(
                    low + one.b, low + one.b + one.size
                )


def _gaps(steps: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = None
    for at, step in enumerate([*steps, 0]):
        if step < 0 and first is None:
            first = at
        elif step >= 0 and first is not None:
            yield first, at
            first = None
