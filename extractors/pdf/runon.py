"""Paragraphs and items that run on across a page or a column: one piece, on two pages."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.pdf.pieces import SET_ASIDE, Piece, ended
from extractors.pdf.style import BodyStyle, same_size
from extractors.pdf.textlines import TextLine

_RUNNING = ("paragraph", "item")


def join_run_ons(pages: Sequence[list[Piece]], style: BodyStyle) -> None:
    """Append to a page's last paragraph what the next page goes on with, and drop it there.

    Furniture, notes and pages without body text between the two do not matter.
    """
    last: Piece | None = None
    for pieces in pages:
        at = _next_body(pieces, 0)
        if at is None:
            continue
        if last is not None and goes_on(last, pieces[at], style):
            last.lines.extend(pieces[at].lines)
            del pieces[at]
            if _next_body(pieces, at) is None:
                continue
        last = [piece for piece in pieces if piece.kind not in SET_ASIDE][-1]


def mend_breaks(pieces: list[Piece], style: BodyStyle) -> None:
    """Join what an author broke by hand: each line of a paragraph a paragraph of its own.

    The line above must be full and open, and the next start in lower case; once two lines are
    joined, capitals may follow too.
    """
    at = 1
    while at < len(pieces):
        above, below = pieces[at - 1], pieces[at]
        if _is_broken(above, below, style):
            above.lines.extend(below.lines)
            del pieces[at]
        else:
            at += 1


def _is_broken(above: Piece, below: Piece, style: BodyStyle) -> bool:
    if above.kind not in _RUNNING or below.kind != "paragraph" or below.marker is not None:
        return False
    last, first = above.last, below.first
    step = last.base - first.base
    if not 0 < step <= 1.35 * style.leading * first.size / style.size or ended(above):
        return False
    if not same_size(last.size, first.size) or last.bold != first.bold:
        return False
    lower = first.words[0].text[:1].islower()
    return (lower or len(above.lines) > 1) and not _stopped_short(above, first, style)


def _next_body(pieces: Sequence[Piece], start: int) -> int | None:
    for at in range(start, len(pieces)):
        if pieces[at].kind not in SET_ASIDE:
            return at
    return None


def goes_on(piece: Piece, following: Piece, style: BodyStyle) -> bool:
    """Say whether the second piece, at the top of a page, continues the first."""
    if piece.kind not in _RUNNING or following.kind not in _RUNNING:
        return False
    if following.marker is not None:
        return False
    above, below = piece.last, following.first
    if not same_size(above.size, below.size) or above.bold != below.bold:
        return False
    if below.words[0].text[:1].islower():
        return True
    if _hangs_on(piece, following):
        return True
    return not ended(piece) and not _stopped_short(piece, below, style)


def _hangs_on(piece: Piece, following: Piece) -> bool:
    """Say whether the second stands at the indent of the first one's text, right of its marker."""
    if piece.marker is None:
        return False
    indent = piece.body_x - piece.first.x0
    left = following.first.x0
    hangs = len(piece.lines) < 2 or abs(piece.lines[1].x0 - piece.body_x) < 4.0
    return hangs and indent > 6.0 and abs(left - piece.body_x) < 4.0


def _stopped_short(piece: Piece, below: TextLine, style: BodyStyle) -> bool:
    """Say whether the last line left room for the next word and more: a name, an address."""
    word = below.words[0]
    right = style.right
    if len(piece.lines) > 2:
        right = min(right, max(line.x1 for line in piece.lines))
    return right - piece.last.x1 > word.x1 - word.x0 + 3.0 * below.size
