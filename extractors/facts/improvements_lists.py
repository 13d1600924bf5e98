"""Lists of what must improve: found by their printed headings, each with its items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.records import Block, Extraction
from extractors.facts.action_plans_columns import is_plan
from extractors.facts.improvements_bodies import body_in
from extractors.facts.improvements_headings import (
    Headings,
    Opening,
    sentence_opening,
    unmarked,
)
from extractors.facts.improvements_items import Item, Marked, Words, style
from extractors.facts.improvements_rows import Rows

_DEEPEST = 99
_LONGEST_HEADING = 120
_LONGEST_SENTENCE = 400
_CONTENTS = re.compile(r"(?:table of )?contents\b", re.IGNORECASE)


@dataclass(slots=True)
class Listed:
    """One list: the heading that opens it and its items.

    `none` where the document says that there are none; `parent` where other lists stand right
    below; `contents` where the heading stands on a page of contents.
    """

    opening: Opening
    block: Block
    items: list[Item] = field(default_factory=list)
    none: bool = False
    parent: bool = False
    contents: bool = False


class Lists:
    """Reads the lists of one extraction."""

    def __init__(self, extraction: Extraction, headings: Headings) -> None:
        self._text = extraction.text
        self._headings = headings
        self._words = Words(extraction.text, headings)
        self._blocks = [
            block
            for block in extraction.blocks
            if block.kind not in ("furniture", "note") and block.body < block.end
        ]

    def read(self) -> Iterator[Listed]:
        """Yield every list in printing order, those without items too."""
        contents: int | None = None
        above: Listed | None = None
        for at, block in enumerate(self._blocks):
            if block.kind == "heading":
                if _CONTENTS.match(self._text, block.body):
                    contents = block.page
                if above is not None and block.level <= above.block.level:
                    above = None
            opening = self._opening(at)
            if opening is None:
                continue
            own = opening.body
            if above is not None:
                opening = opening._replace(body=own or above.opening.body)
            found = Listed(opening, block)
            found.contents = block.page is not None and block.page == contents
            self._fill(found, self._section(at, found))
            # "What does the board need to improve?" names who is meant in the lists below it.
            above = found if found.parent and own else above
            yield found

    def _fill(self, found: Listed, section: list[Block]) -> None:
        if self._words.leads_in(section):
            clause = self._words.of(section[0]).rpartition(", ")[2]
            found.opening = found.opening._replace(body=body_in(clause) or found.opening.body)
            section = section[1:]
        marks = style(self._words, section)
        rows, marked = Rows(self._words), Marked(self._words, marks)
        for at, block in enumerate(section):
            following = section[at + 1] if at + 1 < len(section) else None
            if block.kind != "table":
                if marks == "table" and rows.runs_on(block):
                    continue
                rows.band = marked.band
                if not marked.take(block, following):
                    break
            elif marks == "table" or _has_columns(section[0]):
                rows.take(block)
            elif marked.items:
                break
            if marks != "table":
                _close(rows.items, marked.items)
        # Where the rows of a table fell apart, some of its items stand outside of it.
        outside = marked.items if marks != "table" else []
        found.items = sorted([*rows.items, *outside], key=lambda item: item.start)
        found.none = marked.none

    def _opening(self, at: int) -> Opening | None:
        """Return what a heading, the head of a table or a sentence before a list opens."""
        block = self._blocks[at]
        length = block.end - block.body
        if block.kind == "table":
            return self._table_opening(block)
        if block.kind == "heading":
            return self._headings.opening(unmarked(self._words.of(block)))
        if block.kind != "paragraph":
            return None
        # In a contents list the figure is a page, so only a heading's may be a footnote mark.
        opening = None
        if length < _LONGEST_HEADING:
            opening = self._headings.opening(self._words.of(block))
        if opening is None and length < _LONGEST_SENTENCE and self._announces(at):
            opening = sentence_opening(self._words.of(block))
        return opening

    def _announces(self, at: int) -> bool:
        if self._text[self._blocks[at].end - 1] != ":" or at + 1 == len(self._blocks):
            return False
        following = self._blocks[at + 1]
        return following.kind in ("item", "table") or following.number is not None

    def _table_opening(self, block: Block) -> Opening | None:
        """Return what a table's first row opens, where it is the heading of a list."""
        if not block.cells:
            return None
        first = [cell for cell in block.cells if cell.row == block.cells[0].row]
        headers = [self._words.slice(cell.start, cell.end) for cell in first]
        if is_plan(headers):
            return None
        openings = (self._headings.opening(header) for header in headers if header)
        return next((opening for opening in openings if opening), None)

    def _section(self, at: int, found: Listed) -> list[Block]:
        """Return the blocks below a heading, to the next heading that ends its list."""
        opener = self._blocks[at]
        level = self._level(at)
        section = [opener] if opener.kind == "table" else []
        for after in range(at + 1, len(self._blocks)):
            if self._opening(after) is not None:
                found.parent = not section
                break
            if self._ends(self._blocks[after], level):
                break
            section.append(self._blocks[after])
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
        words = self._words.of(below[0])
        if marked and not (self._headings.ends(words) or self._headings.opening(words)):
            return below[0].level - 0.5
        return level

    def _ends(self, block: Block, level: float) -> bool:
        if not self._words.is_title(block) or self._headings.band(self._words.of(block)):
            return False
        if self._headings.ends(self._words.of(block)):
            return True
        return block.kind == "heading" and block.level <= level


def _close(inside: list[Item], outside: list[Item]) -> None:
    """Close the last item in a table or the last outside of it, whichever stands higher.

    Joining a block to it would run over the other, which stands between.
    """
    if inside and outside:
        min(inside[-1], outside[-1], key=lambda item: item.start).closed = True


def _has_columns(block: Block) -> bool:
    return block.kind == "table" and len({cell.column for cell in block.cells}) > 1
