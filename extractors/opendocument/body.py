"""The body of an OpenDocument text, in document order: headings, lists, tables, boxes, notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from extractors.drafting import Draft, DraftCell, tidy
from extractors.marking import headed, labelled, typed
from extractors.opendocument.inline import Words, child_text, read_one, read_words
from extractors.opendocument.styles import Styles, label
from extractors.word.markup import children, local, value, whole

_LEFT_OUT = frozenset(("tracked-changes", "forms", "sequence-decls", "variable-decls"))
_INDEXES = (
    *("table-of-content", "illustration-index", "table-index", "object-index", "user-index"),
    *("alphabetical-index", "bibliography"),
)
_ROW_GROUPS = ("table-header-rows", "table-rows", "table-row-group")
_MOST_REPEATED = 1000  # a file of bytes may claim a million equal cells


@dataclass(slots=True)
class _List:
    """A list that is open: its style, what it has counted, and the label that waits for words."""

    style: str | None
    counts: dict[int, int]
    depth: int = 1
    label: str = ""


@dataclass(slots=True)
class _Counts:
    paragraphs: int = 0
    tables: int = 0
    comments: int = 0
    outline: dict[int, int] = field(default_factory=dict)


class BodyReader:
    """Turns the body into drafts; `aside` gathers notes and comments on the way."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._count = _Counts()
        self._lists: dict[str, dict[int, int]] = {}  # what lists have counted, by style and by id
        self._in_index = False
        self.aside: list[Draft] = []
        self.pictures = 0
        self.embedded = 0

    def read(self, story: etree._Element) -> Iterator[Draft]:
        """Yield the drafts of a story in document order."""
        for item in story:
            yield from self._block(item, None)

    def line(self, story: etree._Element) -> str:
        """Return all words of a story (a note, a header) on one line."""
        paragraphs = self._count.paragraphs  # only those of the body are counted
        texts = [
            text
            for draft in self.read(story)
            for text in (draft.marker, draft.text, *(cell.text for cell in draft.cells))
        ]
        self._count.paragraphs = paragraphs
        return " ".join(filter(None, map(tidy, texts)))

    def _block(self, item: etree._Element, around: _List | None) -> Iterator[Draft]:
        name = local(item)
        if name in _LEFT_OUT or value(item, "display") == "none":
            return
        if name in ("p", "h"):
            yield from self._paragraph(item, around)
        elif name == "list":
            yield from self._list(item, around)
        elif name == "table":
            yield from self._table(item)
        elif name in _INDEXES:
            self._in_index, before = True, self._in_index
            yield from self._blocks(item, None)
            self._in_index = before
        elif name == "numbered-paragraph":
            yield from self._numbered(item)
        elif name in ("section", "index-body", "index-title", "text-box", "change-region"):
            yield from self._blocks(item, around)
        elif name in ("frame", "g", "custom-shape", "rect", "ellipse", "a"):
            yield from self._anchored(item)

    def _blocks(self, story: etree._Element, around: _List | None) -> Iterator[Draft]:
        for item in story:
            yield from self._block(item, around)

    def _anchored(self, item: etree._Element) -> Iterator[Draft]:
        """Read what is anchored to a page, not to a paragraph."""
        locator = f"page, {local(item)}"
        words = self._counted(read_one(item, self._styles))
        yield typed(words.text, locator)
        yield from self._hanging(words, locator)

    def _counted(self, words: Words) -> Words:
        self.pictures += words.pictures
        self.embedded += words.embedded
        return words

    def _paragraph(self, item: etree._Element, around: _List | None) -> Iterator[Draft]:
        self._count.paragraphs += 1
        locator = f"paragraph {self._count.paragraphs}"
        words = self._counted(read_words(item, self._styles))
        yield self._draft(item, words.text, locator, around)
        yield from self._hanging(words, locator)

    def _draft(self, item: etree._Element, text: str, locator: str, around: _List | None) -> Draft:
        if not tidy(text):
            return Draft("paragraph")
        if self._in_index:
            return Draft("furniture", text, locator=locator)
        if local(item) == "h":
            return headed(self._outline(item, around), text, _depth(item), locator)
        if self._styles.is_title(value(item, "style-name")):
            return headed("", text, 1, locator)
        if around is not None and around.label:
            waiting, around.label = around.label, ""
            return labelled(waiting, text, around.depth, locator)
        return typed(text, locator)

    def _outline(self, heading: etree._Element, around: _List | None) -> str:
        """Count a heading and return its printed number."""
        if around is not None and around.label:
            waiting, around.label = around.label, ""
            return waiting
        depth, counts, levels = _depth(heading), self._count.outline, self._styles.outline
        if value(heading, "is-list-header") == "true" or depth not in levels:
            return ""
        start = levels[depth].start
        counts[depth] = counts.get(depth, start - 1) + 1
        for below in [at for at in counts if at > depth]:
            del counts[below]
        return label(levels, counts, depth)

    def _hanging(self, words: Words, locator: str) -> Iterator[Draft]:
        """Yield the boxes of a paragraph; put its notes and comments aside."""
        for kind, number, body in words.notes:
            text = self.line(body)
            where = f"{kind} {number}" if number else kind
            self.aside.append(Draft("note", text, number, number=number or None, locator=where))
        for comment in words.comments:
            self._comment(comment, locator)
        paragraphs = self._count.paragraphs
        for box in words.boxes:
            for draft in self.read(box):
                yield replace(draft, locator=f"{locator}, text box")
        self._count.paragraphs = paragraphs

    def _comment(self, comment: etree._Element, locator: str) -> None:
        self._count.comments += 1
        author = tidy("".join(child_text(comment, "creator")))
        marker = f"Comment by {author}:" if author else "Comment:"
        where = f"comment {self._count.comments} on {locator}"
        self.aside.append(Draft("note", self.line(comment), marker, locator=where))

    def _numbered(self, item: etree._Element) -> Iterator[Draft]:
        """Read a paragraph that is an item of a list without standing in one."""
        style = value(item, "style-name")
        depth = max(whole(item, "level", default=1), 1)
        key = value(item, "list-id") or style or ""
        around = _List(style, self._lists.setdefault(key, {}), depth)
        self._number(item, around)
        yield from self._blocks(item, around)

    def _list(self, item: etree._Element, around: _List | None) -> Iterator[Draft]:
        style = value(item, "style-name") or (around.style if around else None)
        if around is not None:
            inner = _List(style, around.counts, around.depth + 1)
            inner.counts.pop(inner.depth, None)
        else:
            inner = _List(style, self._continued(item, style))
        for entry in children(item, "list-item", "list-header"):
            if local(entry) == "list-item":
                self._number(entry, inner)
            yield from self._blocks(entry, inner)
            inner.label = ""

    def _continued(self, item: etree._Element, style: str | None) -> dict[int, int]:
        """Return the counts that a list goes on with, or begins with."""
        before = value(item, "continue-list")
        if before is None and value(item, "continue-numbering") == "true":
            before = style or ""
        counts = self._lists.get(before, {}) if before is not None else {}
        self._lists[style or ""] = counts
        name = value(item, "id")
        if name:
            self._lists[name] = counts
        return counts

    def _number(self, entry: etree._Element, around: _List) -> None:
        level = self._styles.level(around.style, around.depth)
        first = whole(entry, "start-value", default=-1)
        last = around.counts.get(around.depth, level.start - 1)
        around.counts[around.depth] = first if first >= 0 else last + 1
        for below in [at for at in around.counts if at > around.depth]:
            del around.counts[below]
        around.label = self._styles.label(around.style, around.counts, around.depth)

    def _table(self, table: etree._Element) -> Iterator[Draft]:
        self._count.tables += 1
        locator = f"table {self._count.tables}"
        rows = list(_rows(table, header=False))
        if all(len(list(children(row, "table-cell"))) <= 1 for row, _ in rows):
            # One column is a frame round text, not a table.
            for row, _ in rows:
                for cell in children(row, "table-cell"):
                    yield from self._blocks(cell, None)
            return
        cells: list[DraftCell] = []
        at = 0
        for row, header in rows:
            found = list(self._row(row, f"{locator}, row {at + 1}"))
            for _ in range(_repeated(row, "number-rows-repeated") if any(found) else 1):
                cells += [DraftCell(at, column, text, header) for column, text in found]
                at += 1
        yield Draft("table", locator=locator, cells=tuple(cells))

    def _row(self, row: etree._Element, locator: str) -> Iterator[tuple[int, str]]:
        column = 0
        for cell in children(row, "table-cell", "covered-table-cell"):
            text = self._cell(cell, locator)
            times = _repeated(cell, "number-columns-repeated")
            if local(cell) == "table-cell":
                yield from ((column + more, text) for more in range(times if text else 1))
            column += times

    def _cell(self, cell: etree._Element, locator: str) -> str:
        tables, self._count.tables = self._count.tables, 0
        paragraphs = self._count.paragraphs
        aside = len(self.aside)
        texts = [
            tidy(text)
            for draft in self._blocks(cell, None)
            for text in (f"{draft.marker} {draft.text}", *(inner.text for inner in draft.cells))
        ]
        self._count.tables, self._count.paragraphs = tables, paragraphs
        self.aside[aside:] = [_in_row(draft, locator) for draft in self.aside[aside:]]
        return " ".join(filter(None, texts))


def _rows(table: etree._Element, header: bool) -> Iterator[tuple[etree._Element, bool]]:
    """Yield the rows of a table, and whether each is a header."""
    for item in table:
        name = local(item)
        if name == "table-row":
            yield item, header
        elif name in _ROW_GROUPS:
            yield from _rows(item, header or name == "table-header-rows")


def _repeated(element: etree._Element, name: str) -> int:
    return min(max(whole(element, name, default=1), 1), _MOST_REPEATED)


def _depth(heading: etree._Element) -> int:
    return min(max(whole(heading, "outline-level", default=1), 1), 10)


def _in_row(draft: Draft, locator: str) -> Draft:
    """Say in which row a comment stands; the paragraphs of cells are not counted."""
    comment, on, _ = (draft.locator or "").partition(" on ")
    return replace(draft, locator=f"{comment} on {locator}") if on else draft
