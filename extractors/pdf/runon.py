"""Paragraphs and items that run on across a page or a column: one piece, on two pages."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.pdf.pieces import Piece, ended
from extractors.pdf.style import same_size

_RUNNING = ("paragraph", "item")
_ASIDE = ("note", "furniture")


def join_run_ons(pages: Sequence[list[Piece]]) -> None:
    """Append to a page's last paragraph what the next page goes on with, and drop it there.

    Furniture, notes and pages without body text between the two do not matter.
    """
    open_piece: Piece | None = None
    for pieces in pages:
        first = next((at for at, piece in enumerate(pieces) if piece.kind not in _ASIDE), None)
        if first is None:
            continue
        if open_piece is not None and goes_on(open_piece, pieces[first]):
            open_piece.lines.extend(pieces[first].lines)
            del pieces[first]
            if all(piece.kind in _ASIDE for piece in pieces):
                continue
        body = [piece for piece in pieces if piece.kind not in _ASIDE]
        open_piece = body[-1]


def goes_on(piece: Piece, following: Piece) -> bool:
    """Say whether the second piece, at the top of a page, continues the first."""
    if piece.kind not in _RUNNING or following.kind not in _RUNNING:
        return False
    if following.marker is not None:
        return False
    above, below = piece.last, following.first
    if not same_size(above.size, below.size) or above.bold != below.bold:
        return False
    if not ended(piece):
        return True
    return below.words[0].text[:1].islower()
