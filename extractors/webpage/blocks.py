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
from extractors.webpage.tree import (
    attribute,
    is_comment,
    is_furniture,
    is_label,
    is_note,
    is_set_apart,
    leads_within_page,
    refers_to_note,
    walk,
)

_HEADING = re.compile(r"h[1-6]")
_INLINE_TAGS = (
    "a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s "
    "samp small span strike strong sub sup time tt u var wbr img input ruby rb sdfield"
)
_INLINE = frozenset(_INLINE_TAGS.split())
_BREAKS = ("br", "hr")
_LISTS = ("ul", "ol")
_CELLS = ("td", "th")
_NOTE_NUMBER = re.compile(
    r"[\[(]?(?:footnote |note )?(\d{1,3}(?:\s?[,–-]\s?\d{1,3})*|[ivx]{1,7})[\])]?", re.IGNORECASE
)
_SUPERSCRIPT = str.maketrans("0123456789ivxIVX-–", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁱᵛˣⁱᵛˣ⁻⁻")
_LETTERS = re.compile(r"[^\W\d_]")
_SENTENCE_ENDS = (".", "!", "?", ";")
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


@dataclass(slots=True)
class _Line:
    """What is known of the words gathered so far, beside the words themselves."""

    label: str | None = None  # a word processor's own number or bullet
    linked: bool = False  # some lead to other places of the page
    unlinked: bool = False  # some do not


def _is_inline(tag: str) -> bool:
    # Word writes elements of its own between letters: <o:p>, <st1:place>.
    return tag in _INLINE or tag in _BREAKS or ":" in tag


def _is_number(label: str) -> bool:
    """Tell "1.1", "a)" and "iv." from the letters that symbol fonts show as bullets."""
    return any(character.isalnum() for character in label) and (len(label) > 1 or label.isdigit())


class PageReader:
    """Reads one page; `read` returns its drafts in document order."""

    def __init__(self, outside_is_frame: bool) -> None:
        self._state = _State()
        self._words: list[str] = []
        self._drafts: list[Draft] = []
        self._counts: Counter[str] = Counter()
        self._grids: list[Grid] = []
        self._outside_is_frame = outside_is_frame
        self._line = _Line()
        self._raised = 0
        self._in_note_link = 0
        self._in_page_link = 0
        self._cell_marker = ""
        self._begun: list[int] = []  # where in the words an open label or comment begins

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
        number = None
        if self._raised or self._in_note_link:
            number = _NOTE_NUMBER.fullmatch(text.strip())
            if number and not self._in_note_link and not number[1][0].isdigit():
                number = None
        self._words.append(number[1].translate(_SUPERSCRIPT) if number else text)
        if number is None and _LETTERS.search(text):
            self._line.linked |= self._in_page_link > 0
            self._line.unlinked |= self._in_page_link == 0

    def _open_inline(self, node: LexborNode, step: int) -> None:
        """Count an inline element in (+1) or out (-1) of what changes the words inside."""
        if node.tag == "sup":
            self._raised += step
        elif node.tag in _BREAKS:
            self._words.append(" " if step > 0 else "")
        elif node.tag == "a":
            self._in_note_link += step * refers_to_note(node)
            self._in_page_link += step * leads_within_page(node)
        elif node.tag == "span":
            self._span(node, step)

    def _span(self, node: LexborNode, step: int) -> None:
        if is_comment(node) or (is_label(node) and not self._grids):
            if step > 0:
                self._begun.append(len(self._words))
            elif self._begun:
                self._take(node, self._begun.pop())
        elif is_set_apart(node) or is_label(node):
            if step > 0 and is_label(node):
                self._drop_marker()
            self._words.append(" ")

    def _take(self, node: LexborNode, begun: int) -> None:
        """Take the words of a label or a comment out of those of the line."""
        text = tidy("".join(self._words[begun:]))
        if is_comment(node):
            del self._words[begun:]
            self._add("note", text)
        elif tidy("".join(self._words[:begun])):
            self._words.append(" ")  # no label: it stands behind other words
        else:
            del self._words[begun:]
            self._line.label = text or None

    def _open(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if _is_inline(tag):
            self._open_inline(node, +1)
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
        elif tag == "li":
            self._open_item(node)
            self._drop_marker()
            self._words.append(f" {self._state.marker} ")
            self._cell_marker, self._state.marker = self._words[-1], None
        else:
            self._words.append(" ")
            if tag in _LISTS:
                self._open_list(node)

    def _drop_marker(self) -> None:
        """Take back the marker of an item in a cell that a marker of its own follows."""
        at = len(self._words)
        while at and not self._words[at - 1].strip():
            at -= 1
        if at and self._words[at - 1] is self._cell_marker:
            del self._words[at - 1 :]

    def _close(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if _is_inline(tag):
            self._open_inline(node, -1)
            return
        if self._grids and tag != "table":
            self._close_in_table(node, tag)
            return
        if self._grids:
            self._close_table()
        else:
            self._flush()
        if tag in _LISTS and self._state.lists:
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
            if tag in _LISTS and self._state.lists:
                self._state.lists.pop()

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
        line, self._line = self._line, _Line()
        self._begun.clear()
        if not tidy(text):
            self._line.label = line.label
            return
        marker, self._state.marker = self._state.marker, None
        if line.label is not None:
            marker = line.label if _is_number(line.label) else BULLET
        if self._state.heading:
            marker = marker if marker != BULLET else None
            self._add("heading", text, marker or "", self._state.heading)
        elif line.linked and not line.unlinked and not tidy(text).endswith(_SENTENCE_ENDS):
            # Contents lists and ways back to the top: nobody quotes them.
            self._add("furniture", text)
        elif marker is not None:
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
