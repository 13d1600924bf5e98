"""Lists of what must improve, found by their printed headings, and the items of each.

A list is read by the mark of its items: bullets, numbers, rows of a table, or bare paragraphs.
What stands deeper belongs to the item above it; titles between items belong to none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from corpus.records import Block, Extraction
from extractors.facts.action_plans_columns import columns_of, is_plan
from extractors.facts.improvements_headings import Headings, Opening, sentence_opening, unmarked

Style = Literal["bullet", "number", "paragraph", "table"]
_DEEPEST = 99
_TITLE_WORDS = 20
_END_MARKS = (".", ";", ":", "!", "?")
_NONE = re.compile(
    r"(?:there (?:is|are|was|were) (?:no\b|none|very (?:little|few)|little|few)"
    r"|no (?:areas?|priority|immediate|recommendations?|requirements?)\b|none\b|not applicable|n/?a\b)",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"(?:table of )?contents\b", re.IGNORECASE)
_LETTER = re.compile(r"[^\W_]")
_DUTY = re.compile(r"\b(?:should|must|needs?|ensure|improve|required?)\b", re.IGNORECASE)


@dataclass(slots=True)
class Item:
    """One item while it is read: its slice, and what stands beside it in a row or above it.

    `mixed` says that a page break cut its row, so that the slice holds words of a cell beside it.
    """

    start: int
    end: int
    band: str | None = None
    number: str | None = None
    body: str | None = None
    due: str | None = None
    mixed: bool = False


@dataclass(slots=True)
class Listed:
    """One list: the heading that opens it and its items; `none` where it says that it has none."""

    opening: Opening
    block: Block
    items: list[Item] = field(default_factory=list)
    none: bool = False
    parent: bool = False
    contents: bool = False


class Reader:
    """Reads the lists of one extraction."""

    def __init__(self, extraction: Extraction, headings: Headings) -> None:
        self._text = extraction.text
        self._headings = headings
        self._blocks = [
            block
            for block in extraction.blocks
            if block.kind not in ("furniture", "note") and block.body < block.end
        ]

    def lists(self) -> Iterator[Listed]:
        """Yield every list in printing order, those without items too."""
        contents: int | None = None
        for at, block in enumerate(self._blocks):
            if block.kind == "heading" and _CONTENTS.match(self._text, block.body):
                contents = block.page
            opening = self._opening(block, at)
            if opening is None:
                continue
            found = Listed(opening, block, contents=block.page is not None and block.page == contents)
            section = self._section(at, found)
            _Items(self, found, section).read()
            yield found

    def words(self, block: Block) -> str:
        """Return the words of a block without its marker, on one line."""
        return " ".join(self._text[block.body : block.end].split())

    def slice(self, start: int, end: int) -> str:
        """Return a slice of the frozen text on one line."""
        return " ".join(self._text[start:end].split())

    def band(self, words: str) -> str | None:
        """Return the words as a time band, or null."""
        return self._headings.band(words)

    def opens(self, words: str) -> bool:
        """Say whether a cell holds the heading of a list."""
        return self._headings.opening(words) is not None

    def is_title(self, block: Block) -> bool:
        """Say whether a block is a title or a time band: short, and not a sentence."""
        if block.kind == "heading":
            return True
        if block.kind != "paragraph" or block.number or block.end - block.body > 200:
            return False
        words = self.words(block)
        if self.band(words):
            return True
        return len(words.split()) <= _TITLE_WORDS and not words.endswith(_END_MARKS)

    def _opening(self, block: Block, at: int) -> Opening | None:
        length = block.end - block.body
        if block.kind == "heading" or (block.kind == "paragraph" and length < 120):
            words = self.words(block)
            # In a contents list the figure is a page, so only a heading's may be a footnote mark.
            opening = self._headings.opening(unmarked(words) if block.kind == "heading" else words)
            if opening:
                return opening
        if block.kind == "table":
            return self._table_opening(block)
        if block.kind == "paragraph" and length < 400 and self._text[block.end - 1] == ":":
            following = self._blocks[at + 1] if at + 1 < len(self._blocks) else None
            if following is not None and (following.kind == "item" or following.number):
                return sentence_opening(self.words(block))
        return None

    def _table_opening(self, block: Block) -> Opening | None:
        """Return what a table's first row opens, where it is the heading of a list."""
        first = [cell for cell in block.cells if cell.row == block.cells[0].row]
        headers = [self.slice(cell.start, cell.end) for cell in first]
        if is_plan(columns_of(headers)):
            return None
        openings = (self._headings.opening(header) for header in headers if header)
        return next((opening for opening in openings if opening), None)

    def _section(self, at: int, found: Listed) -> list[Block]:
        """Return the blocks below a heading, to the next heading that ends its list."""
        opener = self._blocks[at]
        level = self._level(at)
        section = [opener] if opener.kind == "table" else []
        for after in range(at + 1, len(self._blocks)):
            block = self._blocks[after]
            if self._opening(block, after) is not None:
                found.parent = not section
                break
            if self._ends(block, level):
                break
            section.append(block)
        return section

    def _level(self, at: int) -> float:
        """Return the level at which a heading ends the list that this block opens.

        A title right below the opening may be of a higher level than it, as are its like.
        """
        opener = self._blocks[at]
        level: float = opener.level if opener.kind == "heading" else _DEEPEST
        below = self._blocks[at + 1 : at + 3]
        if len(below) < 2 or below[0].kind != "heading" or below[0].level > level:
            return level
        marked = below[1].kind == "item" or below[1].number is not None
        words = self.words(below[0])
        if marked and not (self._headings.ends(words) or self._headings.opening(words)):
            return below[0].level - 0.5
        return level

    def _ends(self, block: Block, level: float) -> bool:
        if not self.is_title(block) or self.band(self.words(block)):
            return False
        if self._headings.ends(self.words(block)):
            return True
        return block.kind == "heading" and block.level <= level


class _Items:
    """Tells the items of one section by the mark that the first of them has."""

    def __init__(self, reader: Reader, found: Listed, section: list[Block]) -> None:
        self._reader = reader
        self._found = found
        self._section = section
        self._style: Style | None = _style(reader, section)
        self._level = 0
        self._band: str | None = None
        self._titled = False
        self._columns: tuple[int, int | None, int | None] = (0, None, None)

    def read(self) -> None:
        """Fill the list with its items."""
        for at, block in enumerate(self._section):
            following = self._section[at + 1] if at + 1 < len(self._section) else None
            if not self._take(block, following):
                return

    def _take(self, block: Block, following: Block | None) -> bool:
        """Take one block; false where it shows that the list is over."""
        words = self._reader.words(block)
        band = self._reader.band(words) if block.kind in ("heading", "paragraph") else None
        if band:
            self._band, self._titled = band, True
            return True
        if block.kind == "table":
            return self._rows(block)
        if _NONE.match(words) and not self._found.items:
            self._found.none = True
            return True
        if self._reader.is_title(block) and not self._runs_on(block):
            self._titled = True
            return True
        return self._marked(block, following)

    def _marked(self, block: Block, following: Block | None) -> bool:
        if block.kind == "item" and block.number is None:
            return self._bullet(block)
        if block.number is not None:
            return self._numbered(block)
        return self._plain(block, following)

    def _bullet(self, block: Block) -> bool:
        if self._style == "bullet":
            if not self._found.items:
                self._level = block.level
            if block.level > self._level and self._found.items:
                return self._join(block)
            return self._add(block)
        if self._titled:
            return False
        return self._join(block)

    def _numbered(self, block: Block) -> bool:
        if self._style != "number":
            return self._join(block) if block.level > self._level and block.kind == "item" else False
        last = next((item.number for item in reversed(self._found.items) if item.number), None)
        if last and last.isdigit() and not (block.number or "").isdigit():
            return self._join(block) if block.kind == "item" else False
        if last is not None and not _follows(last, block.number or ""):
            if not (self._titled and block.number == "1"):
                return False
        return self._add(block)

    def _plain(self, block: Block, following: Block | None) -> bool:
        if self._style == "paragraph":
            return self._add(block)
        if self._found.items and self._runs_on(block):
            return self._join(block)
        words = self._reader.words(block)
        if words.endswith(":") or not self._found.items:
            self._titled = True
            return True
        # A bullet may have lost its glyph; what stands between two bullets is one.
        if self._style == "bullet" and following is not None and following.kind == "item":
            return self._add(block)
        return False

    def _runs_on(self, block: Block) -> bool:
        """Say whether a block continues the item before it: that one has no end mark."""
        if not self._found.items or block.kind == "heading" or self._style == "table":
            return False
        last = self._found.items[-1]
        open_ended = not self._reader.slice(last.start, last.end).endswith((*_END_MARKS, ")"))
        return open_ended and self._reader.words(block)[:1].islower()

    def _add(self, block: Block) -> bool:
        self._found.items.append(Item(block.body, block.end, self._band, block.number))
        self._titled = False
        return True

    def _join(self, block: Block) -> bool:
        # An empty bullet has nothing to join.
        if self._found.items and _LETTER.search(self._reader.words(block)):
            self._found.items[-1].end = block.end
        return True

    def _rows(self, block: Block) -> bool:
        if self._style != "table":
            return not self._found.items
        rows: dict[int, list[tuple[int, int, int]]] = {}
        headers: set[int] = {cell.row for cell in block.cells}
        for cell in block.cells:
            rows.setdefault(cell.row, []).append((cell.column, cell.start, cell.end))
            if not cell.header and cell.start < cell.end:
                headers.discard(cell.row)
        for row, cells in rows.items():
            printed = {column: self._reader.slice(start, end) for column, start, end in cells}
            if row in headers or self._is_header(printed):
                self._columns = self._told(printed)
                continue
            self._row(cells, printed)
        return True

    def _is_header(self, printed: dict[int, str]) -> bool:
        filled = [words for words in printed.values() if words]
        opening = any(self._reader.opens(words) for words in filled)
        return opening and all(len(words.split()) <= 8 for words in filled)

    def _told(self, printed: dict[int, str]) -> tuple[int, int | None, int | None]:
        """Return the columns of the text, of who is responsible and of the date."""
        told = columns_of([printed.get(column, "") for column in range(max(printed) + 1)])
        named = [column for column, words in printed.items() if self._reader.opens(words)]
        text = named[0] if named else told.get("area", 0)
        return text, told.get("owner"), told.get("due")

    def _row(self, cells: list[tuple[int, int, int]], printed: dict[int, str]) -> None:
        text, body, due = self._columns
        place = {column: (start, end) for column, start, end in cells}
        filled = [column for column, words in printed.items() if words]
        if len(filled) == 1 and (band := self._reader.band(printed[filled[0]])):
            self._band = band
            return
        if not printed.get(text):
            return
        start, end = place[text]
        beside = printed.get(body) if body is not None else None
        if self._continues(start, end, alone=len(filled) == 1 < len(cells)):
            last = self._found.items[-1]
            # The slice runs over what stands between: the rest of a neighbouring cell, if any.
            last.mixed = last.mixed or bool(beside)
            last.body = " ".join(filter(None, (last.body, beside))) or None
            last.end = end
            return
        item = Item(start, end, self._band, body=beside or None)
        item.due = printed.get(due) or None if due is not None else None
        self._found.items.append(item)

    def _continues(self, start: int, end: int, *, alone: bool) -> bool:
        """Say whether a row is the rest of the row above it, which a page break cut."""
        if not self._found.items:
            return False
        last = self._found.items[-1]
        if self._reader.slice(last.start, last.end).endswith((".", "!", "?")):
            return False
        return alone or self._reader.slice(start, end)[:1].islower()


def _style(reader: Reader, section: list[Block]) -> Style | None:
    """Return how the items of a section are marked, by what stands first below its titles."""
    blocks = [block for block in section if not reader.is_title(block) and _has_rows(block)]
    marks = [_mark(block) for block in blocks]
    paragraphs = [
        at
        for at, mark in enumerate(marks)
        if mark == "paragraph" and not _NONE.match(reader.words(blocks[at]))
    ]
    first = next((mark for mark in marks if mark != "paragraph"), None)
    if not paragraphs or marks[0] != "paragraph":
        return first
    duties = [at for at in paragraphs if _DUTY.search(reader.words(blocks[at]))]
    if first is None:
        filled = [at for at in paragraphs if not reader.words(blocks[at]).endswith(":")]
        return "paragraph" if len(duties) == len(paragraphs) or len(filled) > 1 else None
    # An introduction before bullets is none of them, two paragraphs of duties are items.
    if 0 in duties and len(duties) > 1 and first != "number":
        return "paragraph"
    return first


def _has_rows(block: Block) -> bool:
    return block.kind != "table" or len({cell.row for cell in block.cells}) > 1


def _mark(block: Block) -> Style:
    if block.kind == "table":
        return "table"
    if block.number is not None:
        return "number"
    return "bullet" if block.kind == "item" else "paragraph"


def _follows(last: str, number: str) -> bool:
    if last.isdigit() and number.isdigit():
        return int(last) < int(number) <= int(last) + 3
    return number != last
