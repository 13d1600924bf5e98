"""Pieces of a page without tags: paragraphs, items and notes from the places of lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.pdf.markers import is_bullet, marker_of
from extractors.pdf.pieces import END_MARKS, Piece, take_marker
from extractors.pdf.style import BodyStyle, same_size
from extractors.pdf.textlines import TextLine

_GAP = 1.28  # line distances, above the usual one, that part paragraphs
_FEW = 8  # lines; a shorter page says little about its right side
_EMPTY_LINE = 1.7  # line distances, above the usual one, that an empty line leaves
_NOTE_SIZE = 0.9  # of the body size, at most, for a note at the foot
_CLOSERS = "”’\"')]»"


def shape(lines: Sequence[TextLine], style: BodyStyle, how: str = "geometry") -> list[Piece]:
    """Group a page's lines, in reading order and without furniture, into pieces."""
    pieces: list[Piece] = []
    previous: TextLine | None = None
    if len(lines) > _FEW:
        # The sides of the text may differ from page to page.
        reach = sorted(line.x1 for line in lines)
        style = replace(style, right=reach[-2])
    for line in lines:
        if previous is not None and not _starts(previous, line, pieces[-1], style):
            pieces[-1].lines.append(line)
        else:
            pieces.append(_open(line, how))
        previous = line
    _mark_notes(pieces, style)
    return pieces


def split_at_gaps(piece: Piece, style: BodyStyle) -> list[Piece]:
    """Part a tagged paragraph where the author left an empty line in it with a soft return."""
    found = [piece]
    if piece.kind not in ("paragraph", "item") or len(piece.lines) < 2:
        return found
    lines = piece.lines
    limit = _EMPTY_LINE * style.leading / style.size
    start = 0
    for at in range(1, len(lines)):
        if at == start + 1 and len(lines[start].words) == found[-1].skip:
            continue  # a marker needs its text
        if lines[at - 1].base - lines[at].base > limit * max(lines[at].size, lines[at - 1].size):
            found[-1].lines = lines[start:at]
            start = at
            found.append(Piece("paragraph", piece.how, lines[at:], piece.role))
            take_marker(found[-1], weak=False)
    return found


def _open(line: TextLine, how: str) -> Piece:
    piece = Piece("paragraph", "ocr" if how == "ocr" else "geometry", [line])
    take_marker(piece, weak=_hangs(line))
    return piece


def _hangs(line: TextLine) -> bool:
    """Say whether the first word stands off from the rest, as a marker before a hanging text."""
    words = line.words
    return len(words) > 1 and words[1].x0 - words[0].x1 > 0.42 * line.size


def _starts(above: TextLine, line: TextLine, piece: Piece, style: BodyStyle) -> bool:
    """Say whether a line opens a new paragraph under the line above it."""
    step = above.base - line.base
    if step <= 0 or step > _GAP * style.leading * max(line.size, above.size) / style.size:
        return True
    if _changes(above, line) or _is_marked(line, above) or _led_to_page(above):
        return True
    return _moved(line, piece) or _stopped_short(above, line, style)


def _led_to_page(line: TextLine) -> bool:
    """Say whether a line is an entry of a table of contents: a gap or dots, then a number."""
    words = line.words
    if len(words) < 2 or not words[-1].text.isdigit():
        return False
    return words[-1].x0 - words[-2].x1 > 1.5 * line.size or words[-2].text.endswith("...")


def _changes(above: TextLine, line: TextLine) -> bool:
    if not same_size(above.size, line.size):
        return True
    # A bold lead-in may end inside a line; a heading ends with its line.
    return above.bold != line.bold and above.words[-1].bold != line.words[0].bold


def _is_marked(line: TextLine, above: TextLine) -> bool:
    first = line.words[0].text
    if is_bullet(first):
        return True
    marker = marker_of(first)
    if marker is None:
        return False
    return _hangs(line) or (not marker.weak and _closes(above) and first[-1] in ".)")


def _closes(line: TextLine) -> bool:
    text = line.words[-1].text.rstrip(_CLOSERS)
    return not text or text[-1] in END_MARKS


def _moved(line: TextLine, piece: Piece) -> bool:
    """Say whether the line stands at another left side than its paragraph would give it."""
    tolerance = 0.6 * line.size
    if len(piece.lines) > 1:
        expected = piece.lines[1].x0
    elif piece.marker is not None:
        # Text after a marker hangs below it, more or less, or comes back to the margin.
        left = piece.lines[0].x0 - tolerance
        return not left <= line.x0 <= piece.body_x + 1.2 * line.size
    else:
        expected = piece.lines[0].x0
    if abs(line.x0 - expected) <= tolerance:
        return False
    above = piece.lines[-1]
    return abs((line.x0 + line.x1) - (above.x0 + above.x1)) > 4.0


def _stopped_short(above: TextLine, line: TextLine, style: BodyStyle) -> bool:
    """Say whether the line above ended although this line's first word would have fitted."""
    if above.words[-1].hyphen:
        return False
    first = line.words[0]
    room = style.right - above.x1 - 0.3 * line.size
    if room <= first.x1 - first.x0:
        return False
    if _closes(above):
        return room > first.x1 - first.x0 + 0.8 * line.size
    if first.text[:1].isupper() and not line.bold and abs(line.x0 - style.left) < 1.0:
        # Addresses and lists of names: running text would have taken the word up.
        return room > first.x1 - first.x0 + 2.0 * line.size
    return room > 0.35 * (style.right - style.left)


def _mark_notes(pieces: list[Piece], style: BodyStyle) -> None:
    """Turn the small print at the foot that starts with a number into notes."""
    first = len(pieces)
    for index in range(len(pieces) - 1, -1, -1):
        piece = pieces[index]
        if piece.lines[0].size > _NOTE_SIZE * style.size:
            # The number of a note may be set in the body's size before it is raised.
            break
        if starts_note(piece):
            first = index
    for piece in pieces[first:]:
        piece.kind = "note"


def starts_note(piece: Piece) -> bool:
    """Say whether a piece begins with a note's number or sign."""
    text = piece.lines[0].words[0].text
    digits = text[: len(text) - len(text.lstrip("0123456789"))]
    return 0 < len(digits) <= 3 or text[0] in "*†‡"
