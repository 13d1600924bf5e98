"""Headings: what stands out from the body, and how deep it ranks in its document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractors.pdf.markers import marker_of
from extractors.pdf.pieces import SET_ASIDE, Piece, TableCell, ended, take_marker
from extractors.pdf.style import BodyStyle, same_size
from extractors.pdf.textlines import TextLine

_MAX_LINES = 4
_MAX_CHARS = 240
_TITLE_WORDS = 12  # a numbered title set like the body is hardly longer
_DEEPEST = 6
_LABEL = re.compile(
    r"""(?:inspection|lead\sinspector|previous|published|report(?:ing|\spublished)|review|date)
        [^:]{0,40}:\s*\S
      | h(?:er|is)\smajesty[’']s\sinspector | dear\s | yours\s | and$""",
    re.IGNORECASE | re.VERBOSE,
)
_CLOSE = re.compile(r"yours\s+(?:sincerely|faithfully|truly)\b", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")

Look = tuple[float, bool]


def mark_headings(pages: Sequence[list[Piece]], style: BodyStyle) -> None:
    """Decide which pieces of a document are headings, and give each its level."""
    for page in pages:
        _join_split(page, style)
    body = [piece for page in pages for piece in page if piece.kind not in SET_ASIDE]
    listed = _contents(body)
    for piece in body:
        if piece.kind in ("heading", "paragraph"):
            heading = id(piece) not in listed and _is_heading(piece, style)
            tagged_so = piece.kind == "heading" and not heading
            piece.kind, piece.level = ("heading", 1) if heading else ("paragraph", 0)
            if tagged_so:
                take_marker(piece, weak=False)
        elif piece.kind == "table" and _titles(piece, style):
            piece.level = 1
    _mark_list_titles(body, style)
    _drop_repeats(body)
    _drop_signatures(body, style)
    _rank([piece for piece in body if piece.level and piece.kind in ("heading", "table")])


def _is_heading(piece: Piece, style: BodyStyle) -> bool:
    if piece.kind == "heading" and _may_be_heading(piece) and not _plain_sentence(piece, style):
        return True
    return _stands_out(piece, style)


def _join_split(pieces: list[Piece], style: BodyStyle) -> None:
    """Join a heading that its author broke into two paragraphs to get two lines."""
    at = 1
    while at < len(pieces):
        above, below = pieces[at - 1], pieces[at]
        if _is_second_line(above, below, style):
            above.lines.extend(below.lines)
            del pieces[at]
        else:
            at += 1


def _is_second_line(above: Piece, below: Piece, style: BodyStyle) -> bool:
    kinds = ("heading", "paragraph")
    if above.kind not in kinds or below.kind not in kinds or below.marker is not None:
        return False
    if not (above.bold and below.bold) or style.bold or not same_size(above.size, below.size):
        return False
    step = above.last.base - below.first.base
    close = 0 < step <= 1.4 * style.leading * above.size / style.size
    return close and below.first.words[0].text[:1].islower() and not ended(above)


def _mark_list_titles(pieces: Sequence[Piece], style: BodyStyle) -> None:
    """Find plain or slanted titles of lists: one short line, no end mark, items right below.

    A font without italics is slanted by the printer, so the words do not tell.
    """
    for before, piece, after in zip(pieces, pieces[1:], pieces[2:], strict=False):
        if piece.kind != "paragraph" or len(piece.lines) > 1 or piece.marker is not None:
            continue
        if after.marker is None or (before.kind == "paragraph" and not ended(before)):
            continue
        words = piece.lines[0].words
        short = len(words) <= 9 and not ended(piece) and not words[-1].text.endswith(",")
        if short and not _LABEL.match(piece.text) and words[0].text[:1].isupper():
            piece.kind, piece.level = "heading", 1


def _drop_repeats(pieces: Sequence[Piece]) -> None:
    """Turn a heading that repeats the one right above it into what it is: a table's header row."""
    for above, piece in pairwise(pieces):
        if above.kind == piece.kind == "heading" and above.text == piece.text:
            piece.kind, piece.level = "table", 0
            piece.cells, piece.lines = [TableCell(0, 0, piece.lines, header=True)], []


def _titles(table: Piece, style: BodyStyle) -> bool:
    """Say whether a table is a section's title with its grade beside it: one bold row."""
    lines = [line for cell in table.cells for line in cell.lines]
    if table.cells[0].lines[0].text.casefold() == "key judgement":
        return table.cells[-1].row == 1
    return (
        all(cell.row == 0 for cell in table.cells)
        and all(line.bold for line in lines)
        and not table.cells[0].lines[-1].text.endswith(":")
        and not style.bold
        and lines[0].size >= style.size
    )


def _drop_signatures(pieces: Sequence[Piece], style: BodyStyle) -> None:
    """Take back headings that are the names below a letter, or have nothing below them."""
    closed = False
    for piece in pieces:
        closed = closed or (piece.kind == "paragraph" and _CLOSE.match(piece.text) is not None)
        if closed and piece.kind == "heading" and piece.size <= style.size * 1.12:
            piece.kind, piece.level = "paragraph", 0
    for piece in reversed(pieces):
        if piece.kind != "heading":
            return
        piece.kind, piece.level = "paragraph", 0


def _contents(pieces: Sequence[Piece]) -> set[int]:
    """Find the entries of tables of contents: neighbours that end with a page number."""
    listed: set[int] = set()
    previous: Piece | None = None
    for piece in pieces:
        if not piece.lines:
            continue
        if not _ends_with_page(piece):
            previous = None
            continue
        if piece.role == "TOCI":
            listed.add(id(piece))
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
    if piece.bold or piece.size > style.size * 1.07:
        return False
    text = piece.text.rstrip()
    # The full stop of a numbered paragraph may stand on the next page.
    numbered = marker_of(text.split(" ", 1)[0]) is not None
    return text.endswith(".") or (numbered and text.count(" ") > _TITLE_WORDS)


def _stands_out(piece: Piece, style: BodyStyle) -> bool:
    plain = len(piece.lines) > 1 and not piece.bold and piece.size <= style.size * 1.12
    if plain or not _may_be_heading(piece):  # most are plain: their text is not put together
        return False
    text = piece.text
    if text.endswith((".", ",", ";")) or text[0].islower():
        return False
    if _LABEL.match(text) or _spread(piece.lines[0]):
        return False
    if piece.size > style.size * 1.12:
        return not text.endswith(":") or piece.bold
    if piece.bold:
        return not style.bold and piece.size > style.size * 0.9
    return len(piece.lines) == 1 and all(word.italic for word in piece.lines[0].words)


def _spread(line: TextLine) -> bool:
    """Say whether a line stands in columns: the heads of a table without rules."""
    limit = 2.5 * line.size
    return any(after.x0 - word.x1 > limit for word, after in pairwise(line.words))


def _rank(headings: Sequence[Piece]) -> None:
    """Give each look its level: larger type first, then bold before plain.

    The first heading is the title and stands above all others, even where it is set smaller, as
    the subject line of a letter is.
    """
    looks: list[Look] = []
    for piece in sorted(headings, key=lambda piece: (-piece.size, not piece.bold)):
        if _find(looks, piece) is None:
            looks.append((piece.size, piece.bold))
    below = 1
    for number, piece in enumerate(headings):
        rank = _find(looks, piece) or 0
        if number == 0 and rank > 0:
            below, rank = 2, -1
        piece.level = min(rank + below, _DEEPEST)
    following = _DEEPEST
    for piece in reversed(headings):
        # A title with its grade is set small, yet it stands right above the headings it opens.
        if piece.kind == "table":
            piece.level = following
        following = piece.level


def _find(looks: Sequence[Look], piece: Piece) -> int | None:
    for rank, (size, bold) in enumerate(looks):
        if same_size(piece.size, size) and piece.bold == bold:
            return rank
    return None
