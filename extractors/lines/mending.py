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


def _last_words(done: Sequence[Piece]) -> int | None:
    """Find the last piece of body text, over page breaks and set-aside pieces."""
    for at in range(len(done) - 1, -1, -1):
        if done[at].kind not in _ASIDE:
            return at
    return None


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
    mended_item = -1
    for piece in pieces:
        at = _last_words(done)
        if at is not None and _continues(done[at], piece):
            before = done[at]
            torn = any(between.kind == "break" for between in done[at + 1 :])
            text = joined(before.text, piece.text)
            done[at] = replace(before, text=text, lines=before.lines + piece.lines)
            mended_item = at if torn and before.kind == "item" else -1
            continue
        if at is not None and at == mended_item and _lost_its_bullet(done, at, piece):
            done.append(replace(piece, kind="item", indent=done[at].indent))
        else:
            done.append(piece)
        mended_item = mended_item if piece.kind in _ASIDE else -1
    return done


def _lost_its_bullet(done: Sequence[Piece], at: int, piece: Piece) -> bool:
    """Say whether a sentence on the same page as the end of a mended item belongs to its list."""
    if not piece.unmarked or ends_open(piece.text):
        return False
    last_line = done[at].lines[-1].number
    return not any(
        other.kind == "break" and last_line < other.lines[0].number < piece.lines[0].number
        for other in done[at + 1 :]
    )


def tables_joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Join tables that a page break split; a header row repeated on the new page goes aside."""
    done: list[Piece] = []
    for piece in pieces:
        at = _last_words(done)
        before = done[at] if at is not None else None
        if piece.kind != "table" or at is None or before is None or before.kind != "table":
            done.append(piece)
            continue
        repeated = piece.rows[0] == before.rows[0] and len(before.rows) > 1
        torn = any(between.kind == "break" for between in done[at:])
        same_width = {len(row) for row in piece.rows} == {len(row) for row in before.rows}
        if not (repeated or (torn and same_width)):
            done.append(piece)
            continue
        rows, lines = piece.rows, piece.lines
        if repeated:
            done.append(
                replace(piece, kind="furniture", rows=(), lines=lines[:1], text=" ".join(rows[0]))
            )
            rows, lines = rows[1:], lines[1:]
        done[at] = replace(
            before,
            rows=before.rows + rows,
            lines=before.lines + lines,
            header=1 if repeated else before.header,
        )
    return done
