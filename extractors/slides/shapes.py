"""The shapes of one slide, in the order in which they stand: titles, text, tables, diagrams."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from corpus.records import BlockKind
from extractors.drafting import Draft, DraftCell, tidy
from extractors.markers import BULLET, letters, roman
from extractors.marking import headed, labelled, typed
from extractors.word.inline import chosen
from extractors.word.markup import child, children, local, value, whole

_TITLES = ("title", "ctrTitle")
_FRAME = ("ftr", "sldNum", "dt", "hdr")
_CONTENT = ("", "obj")  # placeholders whose paragraphs are bulleted unless they say otherwise
_MOST_COLUMNS = 1000


def _shapes(tree: etree._Element | None) -> Iterator[etree._Element]:
    """Yield shapes, those in groups too; of a shape in two forms, the one that holds words."""
    for item in tree if tree is not None else ():
        name = local(item)
        if name == "grpSp":
            yield from _shapes(item)
        elif name == "AlternateContent":
            yield from _shapes_of(chosen(item))
        else:
            yield item


def _shapes_of(items: Iterator[etree._Element]) -> Iterator[etree._Element]:
    for item in items:
        yield from _shapes(item) if local(item) == "grpSp" else (item,)


def words_of(paragraph: etree._Element) -> str:
    """Return the words of a paragraph; line ends and tabs stay as they are."""
    parts: list[str] = []
    for item in paragraph:
        name = local(item)
        if name == "t":
            parts.append(item.text or "")
        elif name == "br":
            parts.append("\n")
        elif name == "AlternateContent":
            parts += [words_of(branch) for branch in chosen(item)]
        elif name not in ("pPr", "rPr", "endParaRPr"):
            parts.append(words_of(item))
    return "".join(parts)


def _automatic(kind: str, count: int) -> str:
    """Write a number as PowerPoint names its kinds: "arabicPeriod", "alphaLcParenR"."""
    if kind.startswith("alpha"):
        text = letters(count)
    elif kind.startswith("roman"):
        text = roman(count)
    else:
        text = str(count)
    text = text.upper() if "Uc" in kind else text
    if kind.endswith("ParenBoth"):
        return f"({text})"
    return f"{text})" if kind.endswith("ParenR") else f"{text}."


@dataclass(slots=True)
class SlideReader:
    """Turns the shapes of one slide into drafts.

    `diagram` finds the part of a diagram (SmartArt) by the id that its shape refers to.
    """

    place: str
    diagram: Callable[[str], etree._Element | None]
    pictures: int = 0
    embedded: int = 0
    _counts: Counter[str] = field(default_factory=Counter)

    def read(self, slide: etree._Element) -> list[Draft]:
        """Return the drafts of a slide: its title, then the shapes in their order."""
        drafts: list[Draft] = []
        titles: list[Draft] = []
        for shape in _shapes(child(slide, "cSld", "spTree")):
            mark = child(shape, "nvSpPr", "nvPr", "ph")
            kind = value(mark, "type") or ""
            if mark is not None and kind in _TITLES:
                title = " ".join(filter(None, map(tidy, self._lines(shape))))
                titles.append(headed("", title, 1, self.place))
            elif mark is not None and kind in _FRAME:
                drafts += self._plain(shape, "furniture")
            else:
                drafts += self._shape(shape, mark is not None and kind in _CONTENT)
        return [*titles, *drafts]

    def notes(self, notes: etree._Element) -> Iterator[Draft]:
        """Yield what the speaker means to say, paragraph by paragraph."""
        for shape in _shapes(child(notes, "cSld", "spTree")):
            kind = value(child(shape, "nvSpPr", "nvPr", "ph"), "type")
            if kind not in (*_FRAME, "sldImg"):
                for line in self._lines(shape):
                    yield Draft("note", line, locator=f"{self.place}, notes")

    def _lines(self, shape: etree._Element) -> list[str]:
        return [words_of(item) for item in children(child(shape, "txBody"), "p")]

    def _plain(self, shape: etree._Element, kind: BlockKind) -> Iterator[Draft]:
        for line in self._lines(shape):
            yield Draft(kind, line, locator=self.place)

    def _shape(self, shape: etree._Element, bulleted: bool) -> Iterator[Draft]:
        name = local(shape)
        if name == "pic":
            self.pictures += 1
        elif name == "graphicFrame":
            yield from self._graphic(shape)
        else:
            yield from self._text(child(shape, "txBody"), bulleted)

    def _text(self, body: etree._Element | None, bulleted: bool) -> Iterator[Draft]:
        counts: dict[int, int] = {}
        for item in children(body, "p"):
            text = words_of(item)
            if not tidy(text):
                continue
            depth = min(max(whole(child(item, "pPr"), "lvl"), 0), 8) + 1
            label = self._label(child(item, "pPr"), depth, counts, bulleted)
            if label:
                yield labelled(label, text, depth, self.place)
            else:
                yield typed(text, self.place)

    def _label(
        self,
        properties: etree._Element | None,
        depth: int,
        counts: dict[int, int],
        bulleted: bool,
    ) -> str:
        for below in [at for at in counts if at > depth]:
            del counts[below]
        automatic = child(properties, "buAutoNum")
        if automatic is not None:
            start = whole(automatic, "startAt", default=1)
            counts[depth] = counts.get(depth, start - 1) + 1
            return _automatic(value(automatic, "type") or "", counts[depth])
        counts.pop(depth, None)
        if child(properties, "buNone") is not None:
            return ""
        marked = bulleted or next(children(properties, "buChar", "buBlip"), None) is not None
        return BULLET if marked else ""

    def _graphic(self, frame: etree._Element) -> Iterator[Draft]:
        data = child(frame, "graphic", "graphicData")
        table = child(data, "tbl")
        diagram = child(data, "relIds")
        if table is not None:
            yield from self._table(table)
        elif diagram is not None and (part := self.diagram(value(diagram, "dm") or "")) is not None:
            for item in part.iter("{*}p"):
                yield typed(words_of(item), f"{self.place}, diagram")
        elif data is not None:
            self.embedded += 1  # a chart, a film, a file

    def _table(self, table: etree._Element) -> Iterator[Draft]:
        self._counts["table"] += 1
        locator = f"{self.place}, table {self._counts['table']}"
        header = value(child(table, "tblPr"), "firstRow") in ("1", "true")
        rows = [list(children(row, "tc")) for row in children(table, "tr")]
        if all(len(row) <= 1 for row in rows):
            for row in rows:
                for cell in row:
                    yield from self._text(child(cell, "txBody"), False)
            return
        cells = tuple(
            DraftCell(at, column, text, header=header and at == 0 and len(rows) > 1)
            for at, row in enumerate(rows)
            for column, cell in enumerate(row[:_MOST_COLUMNS])
            if (text := self._cell(cell)) is not None
        )
        yield Draft("table", locator=locator, cells=cells)

    def _cell(self, cell: etree._Element) -> str | None:
        """Return the words of a cell, None where it is part of one that began before."""
        if any(value(cell, name) in ("1", "true") for name in ("hMerge", "vMerge")):
            return None
        return " ".join(
            f"{draft.marker} {draft.text}" for draft in self._text(child(cell, "txBody"), False)
        )
