"""One run of paragraphs and tables in rich text: the body, a note, a header, a text box."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from extractors.drafting import Draft, DraftCell, tidy
from extractors.marking import headed, labelled, typed
from extractors.richtext.codepages import characters, whole


@dataclass(slots=True)
class Row:
    """A table row as it is read: the paragraphs of each cell, and what its definition says."""

    cells: list[list[str]] = field(default_factory=list)
    merged: list[bool] = field(default_factory=list)  # parts of cells that begin elsewhere
    header: bool = False


@dataclass(slots=True)
class Form:
    """What the source says of a paragraph: heading level (0 is none), list depth, in a table."""

    heading: int = 0
    depth: int = 1
    in_table: bool = False


class Story:
    """Gathers words into paragraphs, cells and rows; `drafts` holds what is finished."""

    def __init__(self, kind: str, prefix: str = "") -> None:
        self.kind = kind
        self.drafts: list[Draft] = []
        self.boxes: list[Draft] = []  # anchored in the paragraph at hand: they follow it
        self.label = ""
        self.row = Row()
        self._prefix = prefix
        self._words: list[str] = []
        self._bytes: list[str] = []
        self._page = ""
        self._cell: list[str] = []
        self._rows: list[Row] = []
        self._paragraphs = 0
        self._tables = 0

    def add_bytes(self, content: str, page: str) -> None:
        """Take bytes of a code page; those of one character may come in several pieces."""
        if page != self._page:
            self._settle()
            self._page = page
        self._bytes.append(content)

    def add(self, text: str) -> None:
        """Take characters."""
        self._settle()
        self._words.append(text)

    def _settle(self) -> None:
        if self._bytes:
            self._words.append(characters("".join(self._bytes), self._page))
            self._bytes.clear()

    def _taken(self) -> str:
        self._settle()
        text = whole("".join(self._words))
        self._words.clear()
        return text

    @property
    def place(self) -> str:
        """Where the words at hand stand."""
        if self.row.cells or self._cell:
            return f"{self._prefix}table {self._tables + 1}, row {len(self._rows) + 1}"
        return f"{self._prefix}paragraph {self._paragraphs + 1}"

    def end_paragraph(self, form: Form) -> None:
        """Finish a paragraph: one of the body, or one inside a cell."""
        if form.in_table:
            text = tidy(self._taken())
            label, self.label = tidy(self.label), ""
            self._cell.append(f"{label} {text}" if label and text else text)
            return
        self._shut_row()  # one that broke off
        self._end_table()
        self._paragraphs += 1
        text, locator = self._taken(), f"{self._prefix}paragraph {self._paragraphs}"
        label, self.label = self.label, ""
        if tidy(text):
            self.drafts.append(self._draft(text, label, locator, form))
        self._empty_boxes()

    def _draft(self, text: str, label: str, locator: str, form: Form) -> Draft:
        if form.heading:
            return headed(label, text, form.heading, locator)
        if tidy(label):
            return labelled(label, text, form.depth, locator)
        return typed(text, locator)

    def _empty_boxes(self) -> None:
        self.drafts += self.boxes
        self.boxes.clear()

    def end_cell(self) -> None:
        """Finish a cell."""
        self.end_paragraph(Form(in_table=True))
        self.row.cells.append([text for text in self._cell if text])
        self._cell = []

    def end_row(self) -> None:
        """Finish a row; words after its last cell are a cell as well."""
        if self._words or self._bytes:
            self.end_paragraph(Form(in_table=True))
        self._shut_row()

    def _shut_row(self) -> None:
        if self._cell:
            self.row.cells.append([text for text in self._cell if text])
            self._cell = []
        row, self.row = self.row, Row(merged=self.row.merged, header=self.row.header)
        if row.cells:
            self._rows.append(row)

    def _end_table(self) -> None:
        if not self._rows:
            return
        self._tables += 1
        rows, self._rows = self._rows, []
        locator = f"{self._prefix}table {self._tables}"
        if all(len(row.cells) <= 1 for row in rows):
            # One column is a frame round text, not a table.
            for number, text in enumerate((text for row in rows for text in row.cells[0]), 1):
                self.drafts.append(typed(text, f"{locator}, paragraph {number}"))
        else:
            self.drafts.append(Draft("table", locator=locator, cells=tuple(_cells(rows))))
        self._empty_boxes()

    def finish(self) -> list[Draft]:
        """End what is open and return the drafts."""
        self.end_paragraph(Form())
        return self.drafts

    def line(self) -> str:
        """End what is open and return all words on one line."""
        drafts = self.finish()
        texts = [
            text
            for draft in drafts
            for text in (draft.marker, draft.text, *(cell.text for cell in draft.cells))
        ]
        return " ".join(filter(None, map(tidy, texts)))


def _cells(rows: list[Row]) -> Iterator[DraftCell]:
    for at, row in enumerate(rows):
        for column, paragraphs in enumerate(row.cells):
            text = " ".join(paragraphs)
            if text or not (column < len(row.merged) and row.merged[column]):
                yield DraftCell(at, column, text, header=row.header)
