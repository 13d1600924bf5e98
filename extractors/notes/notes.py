"""The notes of one extraction, whatever its format: rows, parts of a document, or all of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.identity import note_id
from corpus.notes import Note, NoteKind
from corpus.records import Block, Extraction
from extractors.notes.heads import Head, read_head
from extractors.notes.kinds import printed_kind, told_by_words
from extractors.notes.labels import NAMED_OTHERS, labelled
from extractors.notes.mails import WHOLE, mail_notes
from extractors.notes.rows import reader_of
from extractors.notes.splitting import body_end, is_rule, starts
from extractors.sheets.mapping import Mapping, Table, mapping_of, tables

_SHEETS = ("csv/", "xlsx/", "ods/")
_MAILS = ("eml/", "msg/")
_LEAST_BEFORE = 40  # words before the first mark from which they are a note of their own
_CHRONOLOGY = 0.5  # of a document's words: what a table of dated rows has to be
_LINES = re.compile(r"(lines?) (\d+)-\d+")
# The line that says whose file it is, or how it is to be kept.
_MOST_NAMING = 8  # blocks at the top that may only name the people of a file
_NAMES = 110  # characters of the names in such a block
_PEOPLE = ("child", "born", "relative", "carer", "staff", "official")
_FILE_NAME = re.compile(
    r"[#\s]*(?:(?:case )?(?:file|record)s?\s*(?:of|for|:)|(?:strictly |private and )?confidential\b"
    r"|restricted\b|official(?:[ -]sensitive)?\b)[^\n.]{0,80}(?:\n|$)"
    # The standing of a child, and who: "CLA - J D - 12345", "SGO: Jo Doe, Sam Doe".
    r"|[#\s]*(?:cla|lac|cic|cin|cp|cpp|sgo|ehm?|plo|lcs|ics|care leaver|uasc)\s*(?::|\s[–—-]\s)"
    r"[^\n.?!]{2,70}(?:\n|$)",
    re.IGNORECASE,
)


def notes_of(extraction: Extraction, *mappings: Mapping) -> tuple[Note, ...]:
    """Return the notes of a file, in order and without overlap, each a slice of its text.

    A row of a sheet is a note, read by the first of `mappings` that fits, else by a guess. A
    document is split at heads of one style, at rows of a chronology or at pages of OneNote; without
    such marks it is one note. An extraction without words has none.
    """
    if not extraction.text.strip():
        return ()
    if extraction.extractor.startswith(_SHEETS):
        found = tables(extraction)
        return tuple(note for t in found for note in reader_of(extraction, t, mappings).notes())
    if extraction.extractor.startswith(_MAILS):
        return tuple(mail_notes(extraction, body_end(extraction)))
    chronology = list(_chronology(extraction))
    if chronology:
        return tuple(_chronology_notes(extraction, chronology, mappings))
    return tuple(_document_notes(extraction, _spans(extraction)))


def is_sheet(extraction: Extraction) -> bool:
    """Say whether an extraction is of a spreadsheet, whose notes are rows."""
    return extraction.extractor.startswith(_SHEETS)


def _spans(extraction: Extraction) -> list[tuple[int, int]]:
    """Return the slices of the notes: from mark to mark, without what separates them."""
    text, end = extraction.text, body_end(extraction)
    first = len(text) - len(text.lstrip())
    marks = starts(extraction) or [_below_name(extraction, first)]
    before = text[first : marks[0]]
    if len(before.split()) >= _LEAST_BEFORE:
        marks = [first, *marks]
    spans = [_trimmed(text, *span) for span in pairwise([*marks, end])]
    return [(start, stop) for start, stop in spans if start < stop]


def _below_name(extraction: Extraction, first: int) -> int:
    """Return where a file begins below lines that say whose file it is and who belongs to it."""
    text = extraction.text
    blocks = [block for block in extraction.blocks if block.end > first]
    for block in blocks[:_MOST_NAMING]:
        if not _only_names(text, block):
            return block.start
    return first


def _only_names(text: str, block: Block) -> bool:
    if _FILE_NAME.match(text, block.start):
        return True
    label = next(labelled(text, block.start, block.end), None)
    if label is None or label.at != block.body or label.end - label.start > _NAMES:
        return False
    named = label.field in _PEOPLE or label.label.lower() in NAMED_OTHERS
    return named and text[label.end : block.end].strip(" .;,") == ""


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Take off white space and lines that only separate."""
    piece = text[start:end].rstrip()
    while piece:
        kept, _, last = piece.rpartition("\n")
        if not is_rule(last):
            break
        piece = kept.rstrip()
    lead = len(piece) - len(piece.lstrip())
    return start + min(lead, len(piece)), start + len(piece)


def _document_notes(extraction: Extraction, spans: Sequence[tuple[int, int]]) -> Iterator[Note]:
    places = _Places(extraction)
    whole = len(spans) == 1 and not extraction.text[: spans[0][0]].strip()
    title = _title_kind(extraction, spans)
    for start, end in spans:
        locator = WHOLE if whole else places.locator(start)
        yield _note(extraction, start, end, locator, title)


def _note(
    extraction: Extraction, start: int, end: int, locator: str, title: NoteKind | None
) -> Note:
    text = extraction.text
    head: Head = read_head(text, start, end)
    kind, cues = head.kind, head.cues
    if kind is None and title is not None:
        kind = title
    if kind is None:
        told = told_by_words(text[start:end])
        kind, cues = told.kind, (*cues, *told.cues)
    return Note(
        id=note_id(extraction.document_id, locator),
        start=start,
        end=end,
        locator=locator,
        date=head.date,
        kind=kind,
        author_role=head.role,
        case=head.case,
        cues=cues,
    )


def _title_kind(extraction: Extraction, spans: Sequence[tuple[int, int]]) -> NoteKind | None:
    """Return the kind that the document's own title prints: "Chronology", "Home visit record"."""
    for block in extraction.blocks[:3]:
        words = extraction.text[block.body : block.end]
        if block.kind in ("furniture", "note") or len(words.split()) > 9:
            continue
        if words.rstrip().endswith((".", "?", "!")):
            continue
        if (kind := printed_kind(words)) is not None and block.start <= spans[0][0] + 200:
            return kind if len(spans) == 1 or block.start < spans[0][0] else None
    return None


class _Places:
    """Says where offsets stand: page and line, else the place of their block."""

    def __init__(self, extraction: Extraction) -> None:
        blocks = [block for block in extraction.blocks if block.start < block.end]
        self._blocks = sorted(blocks, key=lambda block: block.start)
        self._starts = [block.start for block in self._blocks]
        self._pages = {page.number: page.start for page in extraction.pages}
        self._lines = sorted(
            (line.start, line.box.page)
            for block in self._blocks
            for line in (*block.lines, *(line for cell in block.cells for line in cell.lines))
        )
        self._given: set[str] = set()

    def locator(self, start: int) -> str:
        """Say where a note begins; no two of a document get the same words."""
        found = self._place(start)
        told, count = found, 1
        while told in self._given:
            count += 1
            told = f"{found}, part {count}"
        self._given.add(told)
        return told

    def _place(self, start: int) -> str:
        at = bisect_right(self._starts, start) - 1
        if at < 0:
            return "beginning"
        block = self._blocks[at]
        if block.page is not None:
            return self._page_and_line(start, block.page)
        if block.locator is None:
            return f"paragraph {at + 1}"
        row = _row_of(block, start)
        place = _LINES.sub(r"line \2", block.locator)
        return f"{place}, row {row + 1}" if row else place

    def _page_and_line(self, start: int, page: int) -> str:
        upto = bisect_right(self._lines, (start, 1 << 30))
        page = self._lines[upto - 1][1] if upto else page
        line = sum(1 for _, number in self._lines[:upto] if number == page)
        return f"page {page}, line {max(line, 1)}"


def _row_of(block: Block, start: int) -> int:
    rows = [cell.row for cell in block.cells if cell.start <= start]
    return rows[-1] if rows else 0


def _chronology(extraction: Extraction) -> Iterator[Table]:
    """Give the tables whose rows are notes: dated ones that make up the document."""
    found = []
    words = 0
    for table in tables(extraction):
        mapping = mapping_of(extraction, table)
        if mapping.of("date") and mapping.of("text") and len(table.rows) > 1:
            found.append(table)
            words += table.block.end - table.block.start
    if words >= body_end(extraction) * _CHRONOLOGY:
        yield from found


def _chronology_notes(
    extraction: Extraction, found: Sequence[Table], mappings: Sequence[Mapping]
) -> Iterator[Note]:
    printed = _title_kind(extraction, [(found[0].block.start, found[0].block.end)])
    for table in found:
        kinds = mapping_of(extraction, table).of("kind")
        reader = reader_of(extraction, table, mappings, None if kinds else printed or "chronology")
        yield from reader.notes()
