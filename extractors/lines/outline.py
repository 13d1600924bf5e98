"""The outline of a text: its contents list, its headings and how deep each one stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.lines.pieces import Piece

_CONTENTS = re.compile(r"(?:table of )?contents", re.IGNORECASE)
_ENTRY = re.compile(r"[\t .·…]+\d{1,4}$")
_END_MARKS = (".", ":", ";", ",", "…", "”")
_MOST_WORDS = 22
_LONGEST = 140
# "Published: May 2009" is a fact; "Section 2: Needs" is a heading.
_LABELLED = re.compile(
    r"(?!(?:section|part|chapter|annex|appendix|schedule)\b)\S+(?: \S+)?: \S", re.I
)
_ADDRESS = re.compile(r"\d{5,}|\b[A-Z]{1,2}\d{1,2}[A-Z]? ?\d[A-Z]{2}\b|@|www\.|https?:|^No\. ")
_BOLD_LEVEL = 6
_NO_LETTER = re.compile(r"[\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_LIST_LENGTH = 3
_ENTRY_LINES = 3  # lines that one entry of a contents list takes at most


def _is_entry(piece: Piece) -> bool:
    return piece.kind == "table" or _ENTRY.search(piece.text) is not None


def _is_listed_line(pieces: Sequence[Piece], at: int) -> bool:
    """Say whether the piece below a contents heading is an entry or the first lines of one."""
    if _is_entry(pieces[at]):
        return True
    # A title of two or three lines has its page number in the last; text has none below it.
    return not pieces[at].loose and any(map(_is_entry, pieces[at + 1 : at + _ENTRY_LINES]))


def contents_aside(pieces: Sequence[Piece]) -> tuple[list[Piece], frozenset[str]]:
    """Turn the lines of contents lists into furniture; return the titles they list as well."""
    done: list[Piece] = []
    listed: list[str] = []
    inside = False
    for at, piece in enumerate(pieces):
        if inside and piece.kind != "break" and _is_listed_line(pieces, at):
            listed += [line.text for line in piece.lines]
            done.append(replace(piece, kind="furniture", rows=(), level=0, marker="", number=None))
            continue
        if piece.kind != "break" or not inside:
            inside = _is_contents_heading(piece)
        done.append(piece)
    return done, _titles(listed)


def _is_contents_heading(piece: Piece) -> bool:
    return piece.kind in ("heading", "paragraph") and _CONTENTS.fullmatch(piece.text) is not None


def _titles(lines: Sequence[str]) -> frozenset[str]:
    """Return the keys of the titles in contents lines; an entry may take two lines."""
    if not lines:
        return frozenset()
    keys = [_key(line) for line in ("Contents", *lines)]
    return frozenset((*keys, *(first + second for first, second in pairwise(keys))))


def _key(text: str) -> str:
    return _NO_LETTER.sub("", text).casefold()


def _is_listed(text: str, titles: frozenset[str]) -> bool:
    """Say whether the contents list names a heading; converters run several entries together."""
    key, words = _key(text), len(text.split())
    if key in titles:
        return True
    return any(
        (words > 1 and title.startswith(key)) or (words > 2 and key in title) for title in titles
    )


def _reads_like_heading(piece: Piece) -> bool:
    """Say whether a line could be a heading: short, no sentence, no address."""
    text = piece.text
    if piece.kind != "paragraph" or not piece.loose or len(piece.lines) > 3:
        return False
    if len(text) > _LONGEST or len(text.split()) > _MOST_WORDS or text.endswith(_END_MARKS):
        return False
    if not (text[:1].isupper() or text[:1].isdigit()):
        return False
    labelled = _LABELLED.match(text) is not None and not (text.isupper() or piece.bold)
    return not labelled and _ADDRESS.search(text) is None


def _followed_by_its_rest(piece: Piece, after: Piece | None) -> bool:
    """Say whether the next piece carries the sentence on, so that this one is no heading."""
    if after is None or not after.unmarked or piece.text.isupper() or len(piece.text.split()) < 4:
        return False
    return after.text[:1].islower()


def _runs_of_words(pieces: Sequence[Piece]) -> set[int]:
    """Find single words that follow each other: a scale or a list without bullets, no headings."""
    found: set[int] = set()
    run: list[int] = []
    for at, piece in enumerate(pieces):
        if _reads_like_heading(piece) and not piece.marker and len(piece.text.split()) == 1:
            run.append(at)
        elif piece.kind != "break":
            run = []
        if len(run) >= _LIST_LENGTH:
            found.update(run)
    return found


def headings_found(pieces: Sequence[Piece]) -> list[Piece]:
    """Make headings of lines that read like one, where the document does not mark its headings.

    Where it does, only a line all in bold becomes one, below all others.
    """
    marked = any(piece.kind == "heading" for piece in pieces)
    listed = _runs_of_words(pieces)
    words = [piece for piece in pieces if piece.kind not in ("break", "note", "furniture")]
    after = {id(piece): following for piece, following in pairwise(words)}
    done: list[Piece] = []
    for at, piece in enumerate(pieces):
        is_heading = _reads_like_heading(piece) and at not in listed and (piece.bold or not marked)
        if is_heading and not _followed_by_its_rest(piece, after.get(id(piece))):
            done.append(replace(piece, kind="heading", level=_BOLD_LEVEL if marked else 0))
        else:
            done.append(piece)
    return done


class _Levels:
    """Gives unmarked headings their depth: title, numbered, capitals, all others."""

    def __init__(self) -> None:
        self._seen = False
        self._numbered = 0
        self._capitals = False

    def of(self, piece: Piece) -> int:
        first, self._seen = not self._seen, True
        if piece.number:
            self._numbered = piece.number.count(".") + 1
            return self._numbered + 1
        if first:
            return 1
        below = self._numbered + 2
        if piece.text.isupper():
            self._capitals = True
            return below
        return below + 1 if self._capitals else below


def levels_set(pieces: Sequence[Piece], titles: frozenset[str]) -> list[Piece]:
    """Set the depth of headings and items.

    Headings that the contents list does not name go below all that it names: converters give
    "Good" the same marks as the section it belongs to.
    """
    levels = _Levels()
    done = [
        replace(piece, level=levels.of(piece))
        if piece.kind == "heading" and not piece.level
        else piece
        for piece in pieces
    ]
    listed = {
        at: piece.level
        for at, piece in enumerate(done)
        if piece.kind == "heading" and _is_listed(piece.text, titles)
    }
    deepest = max(listed.values(), default=0)
    indents: list[int] = []
    for at, piece in enumerate(done):
        if piece.kind == "heading" and listed and at not in listed:
            top = piece.level == 1 and at < 5
            done[at] = piece if top else replace(piece, level=max(piece.level, deepest + 1))
        elif piece.kind == "item":
            done[at] = replace(piece, level=_depth(indents, piece.indent))
        elif piece.kind in ("paragraph", "heading", "table"):
            indents = []
    return done


def _depth(indents: list[int], indent: int) -> int:
    """Return how deep an item stands, given the indents of the items it may stand under."""
    while indents and indents[-1] > indent:
        indents.pop()
    if not indents or indents[-1] < indent:
        indents.append(indent)
    return len(indents)


_GLUE = re.compile(r"(?<=\S)\*\*(?=\S)")


def unglued(text: str) -> tuple[str, ...]:
    """Split a line of headings that lost their line ends: "TITLE**Report****1. PURPOSE**".

    Any other line comes back whole.
    """
    pieces = [part.strip() for part in text.split("**") if part.strip()]
    whole_bold_tail = text.endswith("**") and not text.startswith("**")
    if len(pieces) < 2 or not whole_bold_tail or text.count("**") != 2 * (len(pieces) - 1):
        return (text,)
    if any(part.endswith(_END_MARKS) for part in pieces) or not _GLUE.search(text):
        return (text,)
    return tuple(pieces) if not re.search(r"\s\*\*", text) else (text,)
