"""What a page break tore apart: split paragraphs and items, stray numbers, repeated headers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.lines.pieces import Piece, joined

_PAGE_NUMBER = re.compile(r"(?:page\s+)?\d{1,4}(?:\s+of\s+\d{1,4})?", re.IGNORECASE)
_CLOSERS = "\"'”’)]»⁰¹²³⁴⁵⁶⁷⁸⁹"
_END_MARKS = (".", "!", "?", ":", ";", "…")
_ASIDE = ("break", "note", "furniture")


def ends_open(text: str) -> bool:
    """Say whether a text stops without an end mark, as if something were to follow."""
    return not text.rstrip(_CLOSERS).endswith(_END_MARKS)


def page_numbers_aside(pieces: Sequence[Piece]) -> list[Piece]:
    """Turn numbers that stand alone first or last on a page into furniture.

    A document without page breaks has no page numbers, so a lone number stays text there.
    """
    if not any(piece.kind == "break" for piece in pieces):
        return list(pieces)
    mended = list(pieces)
    for order in (range(len(mended)), range(len(mended) - 1, -1, -1)):
        at_edge = True
        for at in order:
            piece = mended[at]
            if piece.kind == "break":
                at_edge = True
            elif piece.kind == "note":
                continue
            elif at_edge and piece.unmarked and _PAGE_NUMBER.fullmatch(piece.text):
                mended[at] = replace(piece, kind="furniture")
            else:
                at_edge = False
    return mended


def _continues(before: Piece, piece: Piece) -> bool:
    if before.kind not in ("paragraph", "item") or not piece.unmarked:
        return False
    return piece.text[:1].islower() and ends_open(before.text)


def continuations_joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Join a piece that begins in lower case to the open-ended text before it.

    An unmarked paragraph right after an item mended over a page break is an item too: after such a
    break converters lose the bullets until the list begins anew.
    """
    done: list[Piece] = []
    at = -1  # of the last piece that is body text
    torn = mended_item = False
    for piece in pieces:
        before = done[at] if at >= 0 else None
        if piece.kind in _ASIDE:
            done.append(piece)
            torn = torn or piece.kind == "break"
        elif before is not None and _continues(before, piece):
            text = joined(before.text, piece.text)
            done[at] = replace(before, text=text, lines=before.lines + piece.lines)
            mended_item, torn = torn and before.kind == "item", False
        else:
            # Only on the same page: a new page may well begin with a paragraph.
            lost_bullet = mended_item and not torn and piece.unmarked and not ends_open(piece.text)
            indent = before.indent if before is not None else 0
            done.append(replace(piece, kind="item", indent=indent) if lost_bullet else piece)
            at, torn, mended_item = len(done) - 1, False, False
    return done


def tables_joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Join tables that a page break split; a header row repeated on the new page goes aside."""
    done: list[Piece] = []
    at = -1
    torn = False
    for piece in pieces:
        before = done[at] if at >= 0 else None
        if piece.kind in _ASIDE:
            done.append(piece)
            torn = torn or piece.kind == "break"
        elif before is not None and _same_table(before, piece, torn):
            repeated = piece.rows[0] == before.rows[0]
            if repeated:
                header = " ".join(piece.rows[0])
                done.append(
                    replace(piece, kind="furniture", rows=(), lines=piece.lines[:1], text=header)
                )
            done[at] = replace(
                before,
                rows=before.rows + piece.rows[repeated:],
                lines=before.lines + piece.lines[repeated:],
                header=1 if repeated else before.header,
            )
            torn = False
        else:
            done.append(piece)
            at, torn = len(done) - 1, False
    return done


def _same_table(before: Piece, piece: Piece, torn: bool) -> bool:
    """Say whether a table goes on in the next one: its header is repeated, or a page ended."""
    if before.kind != "table" or piece.kind != "table":
        return False
    if piece.rows[0] == before.rows[0] and len(before.rows) > 1:
        return True
    return torn and {len(row) for row in piece.rows} == {len(row) for row in before.rows}
