"""Headings: what stands out from the body, and how deep it ranks in its document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.pdf.pieces import Piece
from extractors.pdf.style import BodyStyle, same_size

_MAX_LINES = 4
_MAX_CHARS = 240
_DEEPEST = 6
_LABEL = re.compile(
    r"(?:inspection|lead inspector|previous|published|reporting|review)[^:]{0,40}:\s*\S", re.I
)
_LETTER = re.compile(r"[^\W\d_]")

Look = tuple[float, bool]


def mark_headings(pieces: Sequence[Piece], style: BodyStyle) -> None:
    """Decide which pieces of a document are headings, and give each its level."""
    listed = _contents(pieces)
    for piece in pieces:
        if piece.kind == "heading":
            if (
                id(piece) in listed
                or not _may_be_heading(piece)
                or _plain_sentence(piece, style)
            ):
                piece.kind = "paragraph"
                piece.level = 0
        elif piece.kind == "paragraph" and id(piece) not in listed and _stands_out(piece, style):
            piece.kind = "heading"
    _drop_signatures(pieces)
    _rank([piece for piece in pieces if piece.kind == "heading"])


def _drop_signatures(pieces: Sequence[Piece]) -> None:
    """Take back headings with nothing below them: the names at the end of a letter."""
    for piece in reversed(pieces):
        if piece.kind == "heading":
            piece.kind = "paragraph"
            piece.level = 0
        elif piece.kind not in ("furniture", "note"):
            return


def _contents(pieces: Sequence[Piece]) -> set[int]:
    """Find the entries of tables of contents: neighbours that end with a page number."""
    listed: set[int] = set()
    previous: Piece | None = None
    for piece in pieces:
        if not piece.lines or piece.kind in ("furniture", "note"):
            continue
        if piece.role == "TOCI":
            listed.add(id(piece))
        if not _ends_with_page(piece):
            previous = None
            continue
        if previous is not None:
            listed.update((id(previous), id(piece)))
        previous = piece
    return listed


def _ends_with_page(piece: Piece) -> bool:
    words = piece.last.words
    return len(piece.lines) <= 3 and words[-1].text.isdigit() and len(piece.last.words) > 1


def _may_be_heading(piece: Piece) -> bool:
    if not piece.lines or len(piece.lines) > _MAX_LINES:
        return False
    text = piece.text
    return len(text) <= _MAX_CHARS and _LETTER.search(text) is not None


def _plain_sentence(piece: Piece, style: BodyStyle) -> bool:
    """Say whether a tagged heading is set and closed like running text."""
    return not piece.bold and piece.size <= style.size * 1.07 and piece.text.rstrip().endswith(".")


def _stands_out(piece: Piece, style: BodyStyle) -> bool:
    if not _may_be_heading(piece):
        return False
    text = piece.text
    if text.endswith((".", ",", ";")) or _LABEL.match(text):
        return False
    if text[0].islower():
        return False
    if piece.size > style.size * 1.12:
        return not text.endswith(":") or piece.bold
    if piece.bold:
        return not style.bold and piece.size > style.size * 0.9
    return len(piece.lines) == 1 and all(word.italic for word in piece.lines[0].words)


def _rank(headings: Sequence[Piece]) -> None:
    """Give each look its level: larger type first, then bold before plain."""
    looks: list[Look] = []
    for piece in sorted(headings, key=lambda piece: (-piece.size, not piece.bold)):
        look = (piece.size, piece.bold)
        if not any(same_size(look[0], known[0]) and look[1] == known[1] for known in looks):
            looks.append(look)
    for piece in headings:
        for level, known in enumerate(looks, 1):
            if same_size(piece.size, known[0]) and piece.bold == known[1]:
                piece.level = min(level, _DEEPEST)
                break
