"""The body of a Word document, in document order: paragraphs, lists, tables, text boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from corpus.records import BlockKind
from extractors.drafting import Draft, DraftCell, tidy
from extractors.markers import BULLET, number_of, split_marker
from extractors.word.contents import is_contents_line
from extractors.word.inline import InlineReader, Words, chosen
from extractors.word.markup import child, is_on, local, value, whole
from extractors.word.numbering import Label, Numbering
from extractors.word.styles import Styles

_NO_LIST = "0"  # Word's list id for "no list here", which overrides the style's
_CONTAINERS = ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
_MOST_COLUMNS = 1000


@dataclass(slots=True)
class _Place:
    """Counts paragraphs and tables of one part, for locators."""

    part: str
    paragraphs: int = 0
    tables: int = 0

    def paragraph(self) -> str:
        self.paragraphs += 1
        return f"part {self.part}, paragraph {self.paragraphs}"

    def table(self) -> str:
        self.tables += 1
        return f"part {self.part}, table {self.tables}"


def blocks_of(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs and tables of a story, inside content controls and the like too."""
    for item in element:
        name = local(item)
        if name in ("p", "tbl"):
            yield item
        elif name in _CONTAINERS:
            yield from blocks_of(item)
        elif name == "AlternateContent":
            for inside in chosen(item):
                yield from [inside] if local(inside) in ("p", "tbl") else blocks_of(inside)


def _rows_of(table: etree._Element, name: str) -> Iterator[etree._Element]:
    for item in table:
        if local(item) == name:
            yield item
        elif local(item) in _CONTAINERS:
            yield from _rows_of(item, name)


class BodyReader:
    """Turns one part into drafts."""

    def __init__(
        self, part: str, styles: Styles, numbering: Numbering, inline: InlineReader
    ) -> None:
        self._place = _Place(part)
        self._styles = styles
        self._numbering = numbering
        self._inline = inline
        self._carried: list[str] = []
        self._here = ""
        self.commented: dict[str, str] = {}  # the place of each comment by its id

    def read(self, story: etree._Element) -> Iterator[Draft]:
        """Yield the drafts of a story in document order."""
        for block in blocks_of(story):
            if local(block) == "p":
                yield from self._paragraph(block, self._place.paragraph())
            else:
                yield from self._left_over()
                yield from self._table(block)
        yield from self._left_over()

    def _words(self, paragraph: etree._Element) -> Words:
        words = self._inline.read(paragraph)
        for identifier in words.comments:
            self.commented.setdefault(identifier, self._here)
        return words

    def _left_over(self) -> Iterator[Draft]:
        """Yield words whose paragraph end is deleted where no paragraph follows to take them."""
        if self._carried:
            text = "".join(self._carried)
            self._carried.clear()
            yield Draft("paragraph", text, locator=f"part {self._place.part}")

    def _paragraph(self, paragraph: etree._Element, locator: str) -> Iterator[Draft]:
        self._here = locator
        words = self._words(paragraph)
        self._carried.append(words.text)
        properties = child(paragraph, "pPr")
        mark = child(properties, "rPr")
        # Where the end of this paragraph is deleted, its words belong to the next one.
        if child(mark, "del") is None and child(mark, "moveFrom") is None:
            text = "".join(self._carried)
            self._carried.clear()
            if words.refers_to_page and is_contents_line(text):
                yield Draft("furniture", text, locator=locator)
            else:
                yield self._draft(properties, text, locator)
        carried, self._carried = self._carried, []  # not for the words of a box to join
        for box in words.boxes:
            for inside in blocks_of(box):
                if local(inside) == "p":
                    yield from self._paragraph(inside, f"{locator}, text box")
                else:
                    yield from self._table(inside)
            yield from self._left_over()
        self._carried = carried

    def _draft(self, properties: etree._Element | None, text: str, locator: str) -> Draft:
        style = value(child(properties, "pStyle")) or self._styles.default
        label = self._label(properties, style)  # an empty paragraph of a list is counted as well
        if not tidy(text):
            return Draft("paragraph")
        if self._styles.is_contents(style):
            return Draft("furniture", text, locator=locator)
        level = self._heading_level(properties, style)
        if level:
            marker = label.text if label and label.text != BULLET else ""
            return Draft("heading", text, marker, level, number_of(marker), locator)
        if label is None:
            return _typed(text, locator)
        kind: BlockKind = "paragraph" if label.numbered else "item"
        depth = 0 if label.numbered else label.level + 1
        return Draft(kind, text, label.text, depth, number_of(label.text), locator)

    def _heading_level(self, properties: etree._Element | None, style: str) -> int:
        outline = child(properties, "outlineLvl")
        if outline is not None:
            level = whole(outline, default=9)
            return level + 1 if 0 <= level < 9 else 0
        return self._styles.heading_level(style)

    def _label(self, properties: etree._Element | None, style: str) -> Label | None:
        styled_id, styled_level = self._styles.numbering(style)
        own = child(properties, "numPr")
        own_id = value(child(own, "numId"))
        num_id = own_id or styled_id
        if num_id is None or num_id == _NO_LIST:
            return None
        level = child(own, "ilvl")
        if level is not None:
            return self._numbering.label(num_id, whole(level))
        if own_id is None and styled_level is None:
            return self._numbering.label(num_id, self._numbering.level_of_style(num_id, style))
        return self._numbering.label(num_id, styled_level or 0)

    def _table(self, table: etree._Element) -> Iterator[Draft]:
        locator = self._place.table()
        # Rows that are deleted keep their place in the count: Word still shows them to its readers.
        rows = [
            (at, row)
            for at, row in enumerate(_rows_of(table, "tr"))
            if child(row, "trPr", "del") is None
        ]
        if all(len(list(_rows_of(row, "tc"))) <= 1 for _, row in rows):
            # One column is a frame round text, not a table.
            for _, row in rows:
                for cell in _rows_of(row, "tc"):
                    yield from self._framed(cell, locator)
            return
        cells: list[DraftCell] = []
        for at, row in rows:
            self._here = f"{locator}, row {at + 1}"
            cells += self._row(row, at)
        yield Draft("table", locator=locator, cells=tuple(cells))

    def _framed(self, cell: etree._Element, locator: str) -> Iterator[Draft]:
        for number, block in enumerate(blocks_of(cell), 1):
            if local(block) == "p":
                yield from self._paragraph(block, f"{locator}, paragraph {number}")
            else:
                yield from self._table(block)

    def _row(self, row: etree._Element, at: int) -> Iterator[DraftCell]:
        properties = child(row, "trPr")
        column = min(max(whole(child(properties, "gridBefore")), 0), _MOST_COLUMNS)
        marked = is_on(child(properties, "tblHeader"))
        found: list[tuple[int, str, bool]] = []
        for cell in _rows_of(row, "tc"):
            span = min(max(whole(child(cell, "tcPr", "gridSpan"), default=1), 1), _MOST_COLUMNS)
            merge = child(cell, "tcPr", "vMerge")
            if merge is None or value(merge) == "restart":
                text, plain = self._cell(cell)
                found.append((column, text, plain))
            column += span
        # Authors mark header rows less often than they set them in bold.
        bold = at == 0 and all(text and not plain for _, text, plain in found)
        for place, text, _ in found:
            yield DraftCell(at, place, text, header=marked or bold)

    def _cell(self, cell: etree._Element) -> tuple[str, bool]:
        texts: list[str] = []
        plain = False
        for block in blocks_of(cell):
            if local(block) == "p":
                text, is_plain = self._cell_paragraph(block)
                texts.append(text)
                plain = plain or is_plain
            else:
                texts += self._nested(block)
        return " ".join(filter(None, texts)), plain

    def _cell_paragraph(self, paragraph: etree._Element) -> tuple[str, bool]:
        words = self._words(paragraph)
        text = tidy(words.text)
        properties = child(paragraph, "pPr")
        label = self._label(properties, value(child(properties, "pStyle")) or self._styles.default)
        boxed = [
            self._cell_paragraph(block)[0] if local(block) == "p" else " ".join(self._nested(block))
            for box in words.boxes
            for block in blocks_of(box)
        ]
        if text and label:
            text = f"{label.text} {text}"
        return " ".join(filter(None, [text, *boxed])), words.plain

    def _nested(self, table: etree._Element) -> list[str]:
        """Return the cells of a table inside a cell, in reading order."""
        return [
            self._cell(cell)[0]
            for row in _rows_of(table, "tr")
            if child(row, "trPr", "del") is None
            for cell in _rows_of(row, "tc")
            if value(child(cell, "tcPr", "vMerge")) in (None, "restart")
        ]


def _typed(text: str, locator: str) -> Draft:
    """Make a paragraph, or what its typed bullet or number says it is."""
    marked = split_marker(text.strip())
    if marked.kind == "bullet" or (marked.kind and marked.text):
        kind: BlockKind = "paragraph" if marked.kind == "number" else "item"
        level = 0 if kind == "paragraph" else 1
        return Draft(kind, marked.text, marked.marker, level, number_of(marked.marker), locator)
    return Draft("paragraph", text, locator=locator)
