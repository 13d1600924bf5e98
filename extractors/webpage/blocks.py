"""A page's tree to drafts: headings, paragraphs, list items, tables, notes, the site's frame."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from corpus.records import BlockKind
from extractors.drafting import Draft, tidy
from extractors.markers import BULLET, letters, number_of, roman, split_marker
from extractors.webpage.tables import Grid, is_layout
from extractors.webpage.tree import attribute, is_furniture, is_note, walk

_HEADING = re.compile(r"h[1-6]")
_INLINE_TAGS = (
    "a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s "
    "samp small span strike strong sub sup time tt u var wbr img input ruby"
)
_INLINE = frozenset(_INLINE_TAGS.split())
_BREAKS = ("br", "hr")
_CELLS = ("td", "th")
_NOTE_NUMBER = re.compile(r"[\[(]?(\d{1,3})[\])]?")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_WORDS_FOR = {"item": "list item"}


@dataclass(slots=True)
class _List:
    ordered: bool
    style: str
    count: int


@dataclass(slots=True)
class _State:
    """What is open round the point at hand; counters, as elements nest."""

    frame: int = 0
    note: int = 0
    content: int = 0
    head: int = 0
    heading: int = 0
    lists: list[_List] = field(default_factory=list)
    marker: str | None = None


def _ordinal(number_list: _List) -> str:
    style = number_list.style
    if style in ("a", "A"):
        written = letters(number_list.count)
    elif style in ("i", "I"):
        written = roman(number_list.count)
    else:
        written = str(number_list.count)
    return f"{written.upper() if style.isupper() else written}."


def _whole(text: str, default: int) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,6}", text.strip()) else default


class PageReader:
    """Reads one page; `read` returns its drafts in document order."""

    def __init__(self, outside_is_frame: bool) -> None:
        self._state = _State()
        self._words: list[str] = []
        self._drafts: list[Draft] = []
        self._counts: Counter[str] = Counter()
        self._grids: list[Grid] = []
        self._outside_is_frame = outside_is_frame
        self._raised: LexborNode | None = None

    def read(self, root: LexborNode) -> list[Draft]:
        """Walk the tree and return the drafts."""
        for step, node in walk(root):
            if step == "text":
                self._text(node)
            elif step == "open":
                self._open(node)
            else:
                self._close(node)
        self._flush()
        return self._drafts

    def _text(self, node: LexborNode) -> None:
        text = node.text_content or ""
        number = _NOTE_NUMBER.fullmatch(text.strip()) if self._raised is not None else None
        self._words.append(number[1].translate(_SUPERSCRIPT) if number else text)

    def _open(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "sup":
            self._raised = node
        elif tag in _BREAKS:
            self._words.append(" ")
        if tag in _INLINE or tag in _BREAKS:
            return
        if self._grids:
            self._open_in_table(node, tag)
            return
        self._flush()
        self._enter(node, +1)
        opening: Callable[[LexborNode], None] | None = {
            "ul": self._open_list,
            "ol": self._open_list,
            "li": self._open_item,
            "table": self._open_table,
        }.get(tag)
        if opening is not None:
            opening(node)
        elif _HEADING.fullmatch(tag):
            self._state.heading = int(tag[1])

    def _enter(self, node: LexborNode, step: int) -> None:
        """Count an element in (+1) or out (-1) of what changes the kind of the text inside."""
        state = self._state
        if node.tag in ("main", "article") or attribute(node, "role") == "main":
            state.content += step
        elif is_furniture(node, state.content > 0):
            state.frame += step
        elif is_note(node):
            state.note += step

    def _open_list(self, node: LexborNode) -> None:
        start = _whole(attribute(node, "start"), 1)
        self._state.lists.append(_List(node.tag == "ol", attribute(node, "type") or "1", start - 1))

    def _open_item(self, node: LexborNode) -> None:
        self._state.marker = BULLET
        if self._state.lists and self._state.lists[-1].ordered:
            numbers = self._state.lists[-1]
            numbers.count = _whole(attribute(node, "value"), numbers.count + 1)
            self._state.marker = _ordinal(numbers)

    def _open_table(self, node: LexborNode) -> None:
        if not is_layout(node):
            self._grids.append(Grid())

    def _open_in_table(self, node: LexborNode, tag: str) -> None:
        if tag == "tr":
            self._words.clear()
            self._grids[-1].row()
        elif tag == "thead":
            self._state.head += 1
        elif tag in _CELLS or tag == "caption":
            self._words.clear()
        else:
            self._words.append(f" {BULLET} " if tag == "li" else " ")

    def _close(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "sup":
            self._raised = None
        if tag in _INLINE or tag in _BREAKS:
            return
        if self._grids and tag != "table":
            self._close_in_table(node, tag)
            return
        if self._grids:
            self._close_table()
        else:
            self._flush()
        if tag in ("ul", "ol") and self._state.lists:
            self._state.lists.pop()
        elif tag == "li":
            self._state.marker = None
        elif _HEADING.fullmatch(tag):
            self._state.heading = 0
        self._enter(node, -1)

    def _close_in_table(self, node: LexborNode, tag: str) -> None:
        if tag in _CELLS:
            self._grids[-1].cell(node, "".join(self._words), self._state.head > 0)
            self._words.clear()
        elif tag == "thead":
            self._state.head -= 1
        elif tag == "caption":
            self._add("paragraph", "".join(self._words))
            self._words.clear()
        else:
            self._words.append(" ")

    def _close_table(self) -> None:
        cells = tuple(self._grids.pop().cells)
        self._words.clear()
        kind = self._kind("table")
        if kind != "table" or len({cell.column for cell in cells}) < 2:
            for cell in cells:
                self._add("paragraph", cell.text)
        elif any(cell.text for cell in cells):
            self._drafts.append(Draft("table", cells=cells, locator=self._locator("table")))

    def _kind(self, kind: BlockKind) -> BlockKind:
        state = self._state
        if state.frame or (self._outside_is_frame and not state.content):
            return "furniture"
        return "note" if state.note else kind

    def _locator(self, kind: str) -> str:
        self._counts[kind] += 1
        return f"{_WORDS_FOR.get(kind, kind)} {self._counts[kind]}"

    def _flush(self) -> None:
        text = "".join(self._words)
        self._words.clear()
        if not tidy(text):
            return
        if self._state.heading:
            self._add("heading", text, level=self._state.heading)
        elif self._state.marker is not None:
            marker, self._state.marker = self._state.marker, None
            self._add("item", text, marker, max(len(self._state.lists), 1))
        else:
            marked = split_marker(text.strip())
            if marked.kind and marked.text:
                kind: BlockKind = "paragraph" if marked.kind == "number" else "item"
                self._add(kind, marked.text, marked.marker, 0 if kind == "paragraph" else 1)
            else:
                self._add("paragraph", text)

    def _add(self, kind: BlockKind, text: str, marker: str = "", level: int = 0) -> None:
        if not tidy(text):
            return
        kind = self._kind(kind)
        if kind == "furniture":
            marker = ""
        if kind in ("furniture", "note"):
            level = 0
        self._drafts.append(
            Draft(kind, text, marker, level, number_of(marker), self._locator(kind))
        )
