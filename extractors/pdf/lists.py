"""How deep list items stand, by their indents."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.pdf.pieces import Piece

_STEP = 6.0  # points that a marker moves right, at least, for a deeper level


def mark_levels(pieces: Sequence[Piece]) -> None:
    """Give each item of a document's body its level; any other piece ends the list."""
    indents: list[float] = []
    for piece in pieces:
        if piece.kind != "item":
            indents = []
            continue
        left = piece.first.x0
        while indents and left < indents[-1] - _STEP:
            indents.pop()
        if not indents or left > indents[-1] + _STEP:
            indents.append(left)
        piece.level = len(indents)
