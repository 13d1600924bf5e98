"""Where the notes of one document begin: marks of one style that come again and again.

A mark is the head that a system or a person puts above a note. One style is chosen for a document,
so that a date in a note's own words does not cut it. A document without such marks is one note.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpus.records import Block, Extraction
from extractors.notes.heads import line_day
from extractors.notes.labels import labelled
from extractors.sheets.days import find_day

_ASIDE = ("note", "furniture")
_RULE = re.compile(r"[\s=_*~#–—.-]*(?:[=_*~#–—-]\s?){3,}[\s=_*~#–—.-]*")
_LOOK = 260  # characters after the start of a line within which the labels of a head stand
_HEAD_FIELDS = ("date", "kind", "author", "role", "case")
# Labels of letters and e-mails: what they stand beside is a message, quoted or not, not a note.
_MAIL = re.compile(r"^(?:>\s*)*(?:from|sent|to|cc|bcc|subject)\s*:", re.IGNORECASE | re.MULTILINE)
_AFTER = re.compile(r"[\])]?(?:,?\s*\d{1,2}[:.]\d\d\s*(?:hrs|am|pm)?)?\s*(?P<mark>[\]|:;,–—-]?)")
_PAGE_TITLE = 200  # characters from the top of a page within which OneNote prints the day
_DAY_ALONE = re.compile(r"\s*(?:\d{1,2}:\d\d)?\s*(?:\n|$)")


class Start(NamedTuple):
    """One place where a note may begin, and the style of its mark."""

    at: int
    style: str


class Line(NamedTuple):
    """One line that a reader sees, as far as the format keeps lines: a slice of the text."""

    start: int
    end: int
    heading: bool


def body_end(extraction: Extraction) -> int:
    """Return where the body ends and text begins that was set aside."""
    aside = [block.start for block in extraction.blocks if block.kind in _ASIDE]
    return min(aside, default=len(extraction.text))


def lines(extraction: Extraction) -> Iterator[Line]:
    """Give the lines of the body: printed ones, rows of tables, else whole blocks."""
    end = body_end(extraction)
    # Text and PDF say of no line for certain that it is a heading.
    certain = not extraction.extractor.startswith(("text/", "pdf"))
    for block in extraction.blocks:
        if block.kind in _ASIDE or block.start >= end:
            continue
        starts = sorted({block.start, *_starts(block)})
        for at, start in enumerate(starts):
            end_of_line = starts[at + 1] if at + 1 < len(starts) else block.end
            yield Line(start, end_of_line, certain and block.kind == "heading")


def _starts(block: Block) -> Iterator[int]:
    for line in block.lines:
        if line.start > block.body:
            yield line.start
    row = -1
    for cell in block.cells:
        if cell.row != row:
            row = cell.row
            yield cell.start


def starts(extraction: Extraction) -> list[int]:
    """Return where the notes of a document begin; none where it is one note without a head.

    One place alone is that of the head of a document that is one note.
    """
    listed = list(lines(extraction))
    by_head = _by_head(extraction.text, listed)
    by_pages = _by_pages(extraction)
    for found in (by_head, by_pages):
        if len(found) > 1:
            return found
    return _by_rules(extraction.text, listed) or by_head


def is_rule(text: str) -> bool:
    """Say whether a line only separates: "=====", "-----", "* * *"."""
    return _RULE.fullmatch(text) is not None


def _by_head(text: str, listed: Sequence[Line]) -> list[int]:
    """Return the places of the first style of head that comes again."""
    marks = [mark for line in listed for mark in _marks(text, line)]
    counts = Counter(mark.style for mark in marks)
    labels = [style for style in counts if style.startswith("label ")]
    # A head of labels that stands once is the document's own; days at lines' starts are its words.
    if labels and not any(counts[style] > 1 for style in labels):
        return [mark.at for mark in marks if mark.style in labels][:1]
    candidates = [style for style in (labels or counts) if counts[style] > 1]
    if not candidates:
        return [mark.at for mark in marks][:1]
    # Heads stand before the words of the first note, so theirs is the style that comes first.
    return [mark.at for mark in marks if mark.style == candidates[0]]


def _marks(text: str, line: Line) -> Iterator[Start]:
    ahead = text[line.start : line.start + _LOOK]
    first = next(labelled(ahead), None)
    if first is not None and not ahead[: first.at].strip("*#• \t"):
        if first.field in _HEAD_FIELDS and _is_head(ahead) and not _MAIL.search(ahead[:80]):
            yield Start(line.start, f"label {first.label.lower()}")
        return
    day = line_day(text, line.start, line.end)
    if day is None or day.fault == "no-year":
        return
    after = _AFTER.match(text, day.end)
    mark = after["mark"] if after else ""
    before = _shape(re.sub(r"[\d\s]+", " ", text[line.start : day.start]).strip().lower())
    if mark or before:
        heading = "heading" if line.heading else ""
        yield Start(line.start, f"day {heading} {before} {mark}")


def _shape(before: str) -> str:
    """Return what stands before a day, without what changes from note to note."""
    words = before.strip("[(#*-–— ")
    bracket = "[" if before.startswith(("[", "(")) else ""
    if re.fullmatch(r"(?:mon|tue|wed|thu|fri|sat|sun)\w*,?", words):
        return bracket
    return f"{bracket}{words}"


def _is_head(ahead: str) -> bool:
    """Say whether labels ahead make a head: a day among them, and another field of a head."""
    found = list(labelled(ahead))
    dated = any(
        label.field == "date" and find_day(ahead, label.start, label.start + 40) for label in found
    )
    return dated and len({label.field for label in found if label.field != "other"}) > 1


def _by_pages(extraction: Extraction) -> list[int]:
    """Return the tops of pages that print a title and a day, as OneNote does."""
    found = []
    for page in extraction.pages:
        top = extraction.text[page.start : min(page.end, page.start + _PAGE_TITLE)]
        day = find_day(top)
        # A day in the words of a page stands among them; OneNote's has a line for itself.
        if day and day.iso and _alone(top, day.start, day.end):
            found.append(page.start + len(top) - len(top.lstrip()))
    return found


def _alone(top: str, start: int, end: int) -> bool:
    before = top[:start].rpartition("\n")[2].strip().rstrip(",").lower()
    return before in _WEEKDAYS and _DAY_ALONE.match(top, end) is not None


_WEEKDAYS = (
    "", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip


def _by_rules(text: str, listed: Sequence[Line]) -> list[int]:
    """Return what follows lines that only separate; the words before the first are a note, too."""
    found: list[int] = []
    fresh = True
    separated = False
    for line in listed:
        if is_rule(text[line.start : line.end]):
            separated = separated or bool(found)
            fresh = True
        elif fresh and text[line.start : line.end].strip():
            found.append(line.start)
            fresh = False
    return found if separated and len(found) > 1 else []
