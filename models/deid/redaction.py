"""Texts with their identifiers replaced, and offsets both ways between them and the originals."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from corpus.notes import Identifier, Redaction


def redact(text: str, identifiers: Iterable[Identifier]) -> Redaction:
    """Replace the identifiers of one text; they are in order and disjoint, and have replacements.

    ValueError where they are not: a text half redacted would be worse than none.
    """
    items = tuple(identifiers)
    parts: list[str] = []
    end = 0
    for item in items:
        if not item.replacement or not end <= item.start < item.end <= len(text):
            raise ValueError(
                f"identifier at {item.start} to {item.end} is out of order or undecided"
            )
        parts += (text[end : item.start], item.replacement)
        end = item.end
    parts.append(text[end:])
    return Redaction("".join(parts), items)


class Offsets:
    """The places of one redaction's replacements, for mapping many spans."""

    def __init__(self, redaction: Redaction) -> None:
        self.before: list[tuple[int, int]] = []
        self.behind: list[tuple[int, int]] = []
        moved = 0
        for item in redaction.identifiers:
            start = item.start + moved
            moved += len(item.replacement) - (item.end - item.start)
            self.before.append((item.start, item.end))
            self.behind.append((start, item.end + moved))
        self._starts = [start for start, _ in self.before]
        self._moved = [start for start, _ in self.behind]

    def to_redacted(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the original; what touches a replacement grows to its edges."""
        return _mapped(self._starts, self.before, self.behind, (start, end))

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the redacted text; what touches a replacement grows to its edges."""
        return _mapped(self._moved, self.behind, self.before, (start, end))


def _mapped(
    starts: list[int],
    from_: list[tuple[int, int]],
    to: list[tuple[int, int]],
    span: tuple[int, int],
) -> tuple[int, int]:
    start, end = span
    at = bisect_right(starts, start) - 1
    if at >= 0 and start < from_[at][1]:
        first = to[at][0]
    else:
        first = start + (to[at][1] - from_[at][1] if at >= 0 else 0)
    # An end is touched only by what begins before it: the sign at `end` is no part of the span.
    at = bisect_right(starts, end - 1 if end > start else end) - 1
    if at >= 0 and end < from_[at][1]:
        last = to[at][1]
    else:
        last = end + (to[at][1] - from_[at][1] if at >= 0 else 0)
    return first, max(first, last)


def to_redacted(redaction: Redaction, start: int, end: int) -> tuple[int, int]:
    """Return where a span of the original stands in the redacted text."""
    return Offsets(redaction).to_redacted(start, end)


def to_original(redaction: Redaction, start: int, end: int) -> tuple[int, int]:
    """Return where a span of the redacted text stands in the original."""
    return Offsets(redaction).to_original(start, end)
