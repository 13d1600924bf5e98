"""The notes of an e-mail: its own words, and those of each mail forwarded or quoted in it.

A mail within a mail begins at its own headers, which a program attaches or copies, or at a line
such as "On 3 May Sam wrote:". Its day and author are those of these headers, never the outer ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from corpus.identity import note_id
from corpus.notes import Note, NoteKind
from corpus.records import Block, Cue, Extraction
from extractors.notes.heads import head_labels, role_in
from extractors.notes.kinds import label_kind, printed_kind, told_by_words
from extractors.sheets.days import find_day

WHOLE = "whole file"
_WITHIN = re.compile(r"((?:forwarded message \d+, )*)(header )?")
_HEADER = re.compile(
    r"\s*\*{0,2}(from|sent|date|to|cc|bcc|subject|reply-to|importance|attachments)\*{0,2}"
    r"\s?:\*{0,2}[ \t]*",
    re.IGNORECASE,
)
# Several headers that a format has joined into one line: "From: A Sent: 2 May To: B Subject: C".
_JOINED = re.compile(r"\s(?=(?:sent|date|to|cc|subject)\s?:\s)", re.IGNORECASE)
_RULE = re.compile(
    r"\s*(?:[-_=]{2,}\s*(?:original (?:message|appointment)|forwarded (?:message|by)\b[^\n-]*"
    r"|start of forwarded message)\s*[-_=]*|begin forwarded message\s*:?|[-_]{5,})\s*",
    re.IGNORECASE,
)
_WROTE = re.compile(r"\s*(?P<on>on\s)?(?P<head>[^\n]{2,180}?)\s?\bwrote\s?:\s*", re.IGNORECASE)
_CLOCK = re.compile(r"[\s,]*(?:at\s)?(?:\d{1,2}[:.]\d\d\s?(?:hrs|[ap]m)?)?[\s,]*", re.IGNORECASE)
_ADDRESS = re.compile(r"<[^>]*>|\[[^\]]*\]")
_HEAD = 700  # characters of a mail's words within which the head of a note stands


class _Piece(NamedTuple):
    """One block of a mail: the mail within which it stands, and whether it is a header of it."""

    block: Block
    within: str
    header: bool
    quoted: bool


@dataclass(slots=True)
class _Letter:
    """One mail: its headers by their small names, and the place of its words.

    `above` are the headers of the mail that quotes it, where lines are marked as quoted.
    """

    headers: dict[str, str] = field(default_factory=dict)
    above: dict[str, str] | None = None
    start: int = -1
    end: int = -1

    def take(self, block: Block) -> None:
        """Add the words of a block."""
        self.start = block.start if self.start < 0 else self.start
        self.end = block.end


def mail_notes(extraction: Extraction, body_end: int) -> Iterator[Note]:
    """Give the words of each mail as a note; a mail without words is none."""
    text = extraction.text
    letters = [one for one in _letters(extraction, body_end) if text[one.start : one.end].strip()]
    for number, letter in enumerate(letters, 1):
        locator = WHOLE if len(letters) == 1 else f"message {number}"
        yield _note(extraction, letter, locator)


def _letters(extraction: Extraction, body_end: int) -> Iterator[_Letter]:
    text = extraction.text
    pieces = [_piece(block) for block in extraction.blocks if block.start < body_end]
    letter, within, at = _Letter(), "", 0
    while at < len(pieces):
        piece = pieces[at]
        if piece.within != within:
            yield letter
            letter, within = _Letter(), piece.within
        if piece.header:
            letter.headers |= _fields(text[piece.block.body : piece.block.end])
            at += 1
            continue
        copied = _copied(text, pieces, at)
        if copied:
            yield letter
            headers, at = copied
            quoted = at < len(pieces) and pieces[at].quoted
            letter = _Letter(headers, letter.headers if quoted else None)
            continue
        if letter.above is not None and not piece.quoted:
            # Below a quoted mail its receiver writes again.
            yield letter
            letter = _Letter(letter.above)
        letter.take(piece.block)
        at += 1
    yield letter


def _piece(block: Block) -> _Piece:
    locator = block.locator or ""
    found = _WITHIN.match(locator)
    within, header = (found[1], found[2]) if found else ("", None)
    return _Piece(block, within, header is not None, locator[len(within) :].startswith("quoted"))


def _fields(line: str) -> dict[str, str]:
    """Return the headers of a line, one or several."""
    found = {}
    for part in _JOINED.split(line):
        header = _HEADER.match(part)
        if header:
            found[header[1].lower()] = part[header.end() :].strip()
        elif ": " in part and not found:
            name, _, value = part.partition(": ")
            found[name.lower()] = value
    return found


def _copied(text: str, pieces: Sequence[_Piece], at: int) -> tuple[dict[str, str], int] | None:
    """Return the headers of a mail copied at a block, and which block its words begin with."""
    words = text[pieces[at].block.body : pieces[at].block.end]
    if wrote := _WROTE.fullmatch(words):
        quoted = at + 1 < len(pieces) and pieces[at + 1].quoted
        day = find_day(wrote["head"]) if wrote["on"] else None
        if day is not None or quoted:
            ends = day.end if day else 0
            who = _CLOCK.sub("", wrote["head"][ends:], count=1)
            return {"from": who, "date": wrote["head"][:ends]}, at + 1
    headers: dict[str, str] = {}
    after = at + 1 if _RULE.fullmatch(words) else at
    for piece in pieces[after:]:
        line = text[piece.block.body : piece.block.end]
        if not _HEADER.match(line) or piece.header or piece.within != pieces[at].within:
            break
        headers |= _fields(line)
        after += 1
    if "from" not in headers or not headers.keys() & {"sent", "date", "subject", "to"}:
        return None
    return headers, after


def _note(extraction: Extraction, letter: _Letter, locator: str) -> Note:
    words = extraction.text[letter.start : letter.end]
    start = letter.start + len(words) - len(words.lstrip())
    end = letter.start + len(words.rstrip())
    headers = letter.headers
    day = find_day(headers.get("date") or headers.get("sent", ""))
    kind, cues = _kind(extraction.text, start, end, headers.get("subject", ""))
    author = _ADDRESS.sub("", headers.get("from", ""))
    return Note(
        id=note_id(extraction.document_id, locator),
        start=start,
        end=end,
        locator=locator,
        date=day.iso if day else None,
        kind=kind,
        author_role=role_in(author, bare=False) if author.strip() else None,
        cues=cues,
    )


def _kind(text: str, start: int, end: int, subject: str) -> tuple[NoteKind | None, tuple[Cue, ...]]:
    """Return the kind that the head of a note in a mail prints, or its subject, or its words."""
    for label in head_labels(text, start, min(end, start + _HEAD)):
        kind = label_kind(text[label.start : label.end]) if label.field == "kind" else None
        if kind is not None:
            cue = Cue("context", label.start - start, label.end - start, f"printed: {kind}")
            return kind, (cue,)
    kind = printed_kind(subject)
    return (kind, ()) if kind else told_by_words(text[start:end])
