"""Pieces of a tagged page: words grouped by the elements of the tag tree that hold them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from extractors.pdf.layout import Word
from extractors.pdf.markers import is_bullet
from extractors.pdf.pieces import Piece, take_marker
from extractors.pdf.tables import tagged_table
from extractors.pdf.tagtree import Mark
from extractors.pdf.textlines import lines_of

_LEVEL = 0.1  # of the type size: a note's raised number is no part of the line beside it
THICK = 0.7  # share of a page's words outside furniture that the tree must know for it to be used

Sorted = tuple[dict[int, tuple[Mark, list[Word]]], list[Word], list[Word]]


def sort_words(words: Sequence[Word], marks: Mapping[int, Mark]) -> Sorted:
    """Sort words into blocks of the tree, artifacts, and words that the tree does not know.

    Words that the tree tears out of the middle of another block's line go to that block: Word
    gives "and young people" of one item to the item above it.
    """
    blocks: dict[int, tuple[Mark, list[Word]]] = {}
    artifacts: list[Word] = []
    unknown: list[Word] = []
    last = -2
    bucket = before = unknown
    opened = 0
    for word in words:
        if word[9]:
            artifacts.append(word)
            continue
        mcid = word[8]
        if mcid != last:
            last = mcid
            mark = marks.get(mcid)
            found = unknown
            if mark is not None and mark.block > 0:
                found = blocks.setdefault(mark.block, (mark, []))[1]
            if found is not bucket:
                if found is before is not unknown and _is_torn(before, bucket[opened:], word):
                    before.extend(bucket[opened:])
                    del bucket[opened:]
                before, bucket, opened = bucket, found, len(found)
        bucket.append(word)
    return {number: block for number, block in blocks.items() if block[1]}, artifacts, unknown


def _is_torn(block: Sequence[Word], between: Sequence[Word], word: Word) -> bool:
    """Say whether words stand on one line between the end of a block and its next word."""
    if not block:
        return False  # all its words have gone to another block
    printed = [block[-1], *between, word]
    return all(
        abs(after.y0 - one.y0) < _LEVEL * one.size and 0 <= after.x0 - one.x1 < one.size
        for one, after in pairwise(printed)
    )


def is_thick(sorted_words: Sorted) -> bool:
    """Say whether the tree knows enough of the page to be used for it."""
    blocks, _, unknown = sorted_words
    known = sum([len(words) for _, words in blocks.values()])
    return known > 0 and known >= THICK * (known + len(unknown))


def tagged_pieces(
    blocks: Mapping[int, tuple[Mark, list[Word]]], marks: Mapping[int, Mark], page: int
) -> list[Piece]:
    """Turn the tree's blocks into pieces, in the tree's reading order."""
    widths: dict[tuple[int, int], int] = {}
    if any(mark.table >= 0 for mark, _ in blocks.values()):
        for mark in marks.values():
            seat = (mark.table, mark.row)
            widths[seat] = max(widths.get(seat, 0), mark.column + 1)
    pieces: list[Piece] = []
    table: list[tuple[Mark, Piece]] = []
    for number in sorted(blocks):
        mark, words = blocks[number]
        if table and mark.table != table[0][0].table:
            pieces.extend(tagged_table(table, widths))
            table = []
        piece = _piece(mark, words, page)
        if mark.table >= 0 and mark.row >= 0:
            table.append((mark, piece))
        else:
            pieces.append(piece)
    if table:
        pieces.extend(tagged_table(table, widths))
    return pieces


def _bullet_first(words: list[Word]) -> list[Word]:
    """Put an item's bullet before its words where the page draws it after them."""
    first, last = words[0], words[-1]
    beside = last.y0 < first.y1 and first.y0 < last.y1 and last.x1 <= first.x0
    if len(words) > 1 and beside and is_bullet(last.text) and not is_bullet(first.text):
        return [last, *words[:-1]]
    return words


def _piece(mark: Mark, words: list[Word], page: int) -> Piece:
    role = mark.role
    lines = lines_of(_bullet_first(words) if role == "LI" else words, page)
    if mark.note:
        piece = Piece("note", "tags", lines, role)
    elif role == "LI":
        piece = Piece("item", "tags", lines, role)
    elif role[:1] == "H" and role[1:].isdigit():
        piece = Piece("heading", "tags", lines, role, level=int(role[1:]))
    else:
        piece = Piece("paragraph", "tags", lines, role)
    take_marker(piece, weak=role == "LI")
    return piece
