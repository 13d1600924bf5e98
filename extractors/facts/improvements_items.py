"""The items of one list, told by the mark that they have: bullets, numbers, rows or paragraphs.

What stands deeper belongs to the item above it; titles between items belong to none; time bands
hold for what follows them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.records import Block
from extractors.facts.improvements_headings import Headings

Style = Literal["bullet", "number", "paragraph", "table"]
_TITLE_WORDS = 20
_LONGEST_NUMBER = 10  # figures
_TAIL = 200  # characters at the end of an item, which tell whether it goes on
_END_MARKS = (".", ";", ":", "!", "?")
_NONE = re.compile(
    r"(?:there (?:is|are|was|were) (?:no\b|none|very (?:little|few)|little|few)|none\b"
    r"|no (?:areas?|priority|immediate|recommendations?|requirements?)\b|not applicable|n/?a\b)",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(r"\bfollowing\b", re.IGNORECASE)
_POINTS_BACK = re.compile(r"(?:in particular|this|these|they)\b", re.IGNORECASE)
_LETTER = re.compile(r"[^\W_]")
_DUTY = re.compile(r"\b(?:should|must|needs?|ensure|improve|required?)\b", re.IGNORECASE)


@dataclass(slots=True)
class Item:
    """One item while it is read: its slice, and what stands beside it in a row or above it.

    `mixed` says that a page break cut its row, so that the slice holds words of a cell beside it;
    `closed` that a further item stands below it, so that nothing is joined to it any more.
    """

    start: int
    end: int
    band: str | None = None
    number: str | None = None
    body: str | None = None
    due: str | None = None
    mixed: bool = False
    closed: bool = False


class Words:
    """The words of blocks and slices on one line, and what they are as headings."""

    def __init__(self, text: str, headings: Headings) -> None:
        self.text = text
        self.headings = headings

    def of(self, block: Block) -> str:
        """Return the words of a block without its marker."""
        return self.slice(block.body, block.end)

    def slice(self, start: int, end: int) -> str:
        """Return a slice of the frozen text."""
        return " ".join(self.text[start:end].split())

    def tail(self, item: Item) -> str:
        """Return the last words of an item; an item may be joined of thousands of blocks."""
        return self.slice(max(item.start, item.end - _TAIL), item.end)

    def is_title(self, block: Block) -> bool:
        """Say whether a block is a title or a time band: short, and not a sentence."""
        if block.kind == "heading":
            return True
        if block.kind != "paragraph" or block.number or block.end - block.body > 200:
            return False
        words = self.of(block)
        if self.headings.band(words):
            return True
        return len(words.split()) <= _TITLE_WORDS and not words.endswith(_END_MARKS)

    def leads_in(self, section: Sequence[Block]) -> bool:
        """Say whether a section begins with a numbered sentence that only announces its items."""
        numbered = [block for block in section if block.number is not None]
        if len(numbered) != 1 or not section or section[0] is not numbered[0]:
            return False
        words = self.of(numbered[0])
        if len(section) > 1 and self.headings.band(self.of(section[1])):
            return True
        return words.endswith(":") and _FOLLOWING.search(words) is not None

    def says_none(self, block: Block) -> bool:
        """Say whether a block states that there is nothing to list."""
        return _NONE.match(self.of(block)) is not None


class Marked:
    """Collects the items of a section whose items are bullets, numbers or paragraphs."""

    def __init__(self, words: Words, style: Style | None) -> None:
        self.items: list[Item] = []
        self.none = False
        self.band: str | None = None
        self._words = words
        self._style = style
        self._level = 0
        self._titled = False

    def take(self, block: Block, following: Block | None) -> bool:
        """Take one block; false where it shows that the list is over."""
        words = self._words.of(block)
        band = self._words.headings.band(words) if block.kind != "item" else None
        if band:
            self.band, self._titled = band, True
            return True
        if not self.items and self._words.says_none(block):
            self.none = True
            return True
        if self._words.is_title(block) and not self._runs_on(block):
            self._titled = True
            return True
        if block.number is not None:
            return self._numbered(block)
        if block.kind == "item":
            return self._bullet(block)
        return self._plain(block, following)

    def _bullet(self, block: Block) -> bool:
        if self._style == "bullet":
            if not self.items:
                self._level = block.level
            return self._join(block) if block.level > self._level else self._add(block)
        return not self._titled and self._join(block)

    def _numbered(self, block: Block) -> bool:
        number = block.number or ""
        if self._style != "number":
            deeper = block.kind == "item" and block.level > self._level
            return deeper and self._join(block)
        last = self.items[-1].number if self.items else None
        if last and is_figure(last) and not is_figure(number):
            return block.kind == "item" and self._join(block)
        afresh = self._titled and number == "1"
        if last is not None and not afresh and not _follows(last, number):
            return False
        return self._add(block)

    def _plain(self, block: Block, following: Block | None) -> bool:
        if self._style == "paragraph":
            back = self.items and _POINTS_BACK.match(self._words.of(block))
            return self._join(block) if back else self._add(block)
        if self._runs_on(block):
            return self._join(block)
        if self._words.of(block).endswith(":") or not self.items:
            self._titled = True
            return True
        # A bullet may have lost its glyph; what stands between two bullets is one.
        between = following is not None and following.kind == "item"
        return self._style == "bullet" and between and self._add(block)

    def _runs_on(self, block: Block) -> bool:
        """Say whether a block continues the item before it: that one has no end mark."""
        if not self.items or block.kind == "heading":
            return False
        last = self._words.tail(self.items[-1])
        return not last.endswith((*_END_MARKS, ")")) and self._words.of(block)[:1].islower()

    def _add(self, block: Block) -> bool:
        self.items.append(Item(block.body, block.end, self.band, block.number))
        self._titled = False
        return True

    def _join(self, block: Block) -> bool:
        # An empty bullet has nothing to join.
        if self.items and _LETTER.search(self._words.of(block)):
            if self.items[-1].closed:
                return self._add(block)
            self.items[-1].end = block.end
        return True


def style(words: Words, section: Sequence[Block]) -> Style | None:
    """Return how the items of a section are marked, by what stands first below its titles."""
    blocks = [block for block in section if not words.is_title(block) and _has_rows(block)]
    marks = [_mark(block) for block in blocks]
    plain = [
        at
        for at, mark in enumerate(marks)
        if mark == "paragraph" and not words.says_none(blocks[at])
    ]
    first = next((mark for mark in marks if mark != "paragraph"), None)
    if not plain or marks[0] != "paragraph":
        return first
    duties = [at for at in plain if _DUTY.search(words.of(blocks[at]))]
    if first is None:
        whole = [at for at in plain if not words.of(blocks[at]).endswith(":")]
        return "paragraph" if len(duties) == len(plain) or len(whole) > 1 else None
    # An introduction before bullets is none of them; two paragraphs of duties are items.
    if 0 in duties and len(duties) > 1 and first != "number":
        return "paragraph"
    return first


def is_figure(number: str) -> bool:
    """Say whether a printed number is a whole one; a raised figure ("²") marks a footnote."""
    return number.isdecimal() and len(number) < _LONGEST_NUMBER


def _has_rows(block: Block) -> bool:
    return block.kind != "table" or len({cell.row for cell in block.cells}) > 1


def _mark(block: Block) -> Style:
    if block.kind == "table":
        return "table"
    if block.number is not None:
        return "number"
    return "bullet" if block.kind == "item" else "paragraph"


def _follows(last: str, number: str) -> bool:
    if is_figure(last) and is_figure(number):
        return int(last) < int(number) <= int(last) + 3
    return number != last
