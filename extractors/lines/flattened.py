"""Tables whose columns were lost: lines that each end with a value of one small vocabulary.

"Overall effectiveness Grade / Areas for improvement No grade / ..." is a table of two columns in
which a label may run on to the next line, before or after its value.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from extractors.lines.pieces import Piece, SourceLine

_FEWEST = 6  # rows; fewer lines that end alike are a list with a refrain
_SHARE = 0.5  # of a region's lines that must end with the value
_LONGEST_LABEL = 160
_END_MARKS = (".", ";", ",")
_PASSED_OVER = ("break", "note", "furniture")


class _Rows:
    """Folds lines into rows of label and value."""

    def __init__(self, value: str) -> None:
        words = rf"(?:no\s+)?{re.escape(value)}"
        self._at_end = re.compile(rf"(?:^|\s)({words})$", re.IGNORECASE)
        self._inside = re.compile(rf"\s({words})\s+(?=[a-z])", re.IGNORECASE)
        self._pending: list[str] = []
        self.rows: list[tuple[str, ...]] = []

    def has_value(self, text: str) -> bool:
        return bool(self._at_end.search(text) or self._inside.search(text))

    def add(self, text: str) -> None:
        """Add one line: a row, the rest of a label, or a label that waits for its value."""
        end, inside = self._at_end.search(text), self._inside.search(text)
        if end:
            self._row(text[: end.start()].strip(), end[1])
        elif inside:
            self._row(f"{text[: inside.start()]} {text[inside.end() :]}", inside[1])
        elif text[:1].islower() and self.rows and not self._pending:
            label, *values = self.rows[-1]
            self.rows[-1] = (f"{label} {text}", *values)
        elif text[:1].islower() and self._pending:
            self._pending[-1] = f"{self._pending[-1]} {text}"
        else:
            self._pending.append(text)

    def _row(self, label: str, value: str) -> None:
        if not label or label[:1].islower():
            label = " ".join((*self._pending[-1:], label)).strip()
            self._pending = self._pending[:-1]
        self.finish()
        self.rows.append((label, value))

    def finish(self) -> None:
        """Turn labels that never met a value into rows that announce the rows below them."""
        self.rows += [(label, "") for label in self._pending]
        self._pending = []


def _is_candidate(piece: Piece) -> bool:
    return piece.unmarked and all(
        len(line.text) <= _LONGEST_LABEL and not line.text.endswith(_END_MARKS)
        for line in piece.lines
    )


def _regions(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """Yield (first, after last) of runs of short unmarked pieces, over page breaks and notes."""
    start = None
    for at, piece in enumerate(pieces):
        if _is_candidate(piece):
            start = at if start is None else start
        elif piece.kind not in _PASSED_OVER and start is not None:
            yield start, at
            start = None
    if start is not None:
        yield start, len(pieces)


def _value_of(lines: Sequence[SourceLine]) -> str | None:
    """Return the word that most lines end with, where enough of them do."""
    ends = Counter(line.text.rpartition(" ")[2].casefold() for line in lines if line.text)
    word, count = ends.most_common(1)[0] if ends else ("", 0)
    if count < max(_FEWEST, len(lines) * _SHARE) or not word.isalpha():
        return None
    return word


def _table(region: Sequence[Piece], inline: Callable[[str], str]) -> tuple[int, list[Piece]] | None:
    """Fold a region: the number of pieces before its table, and what replaces the rest."""
    lines = [line for piece in region if piece.unmarked for line in piece.lines]
    value = _value_of(lines)
    if value is None:
        return None
    folding = _Rows(value)
    first = next(
        (
            at
            for at, piece in enumerate(region)
            if any(folding.has_value(x.text) for x in piece.lines)
        ),
        0,
    )
    kept: list[Piece] = []
    used: list[SourceLine] = []
    for piece in region[first:]:
        if not piece.unmarked:
            kept.append(piece)
            continue
        for line in piece.lines:
            folding.add(inline(line.text))
            used.append(line)
    folding.finish()
    text = " ".join(line.text for line in used)
    table = replace(
        region[first], kind="table", lines=tuple(used), text=text, rows=tuple(folding.rows)
    )
    return first, [table, *kept]


def flattened_tables(pieces: Sequence[Piece], inline: Callable[[str], str]) -> list[Piece]:
    """Turn every flattened table among the pieces back into a table of two columns."""
    done: list[Piece] = []
    at = 0
    for start, after in _regions(pieces):
        folded = _table(pieces[start:after], inline)
        if folded is not None:
            first, replacement = folded
            done += [*pieces[at : start + first], *replacement]
            at = after
    return [*done, *pieces[at:]]
