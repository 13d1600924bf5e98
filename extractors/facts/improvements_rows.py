"""Items that stand in a table, one a row: what is to be done, who is responsible, by when."""

from __future__ import annotations

from typing import NamedTuple

from corpus.records import Block
from extractors.facts.action_plans_columns import columns_of
from extractors.facts.improvements_items import Item, Words

_HEADER_WORDS = 8


class _Columns(NamedTuple):
    text: int = 0
    body: int | None = None
    due: int | None = None


class _Cell(NamedTuple):
    start: int
    end: int
    words: str


class Rows:
    """Collects the items of tables that follow each other; columns hold until new headers."""

    def __init__(self, words: Words) -> None:
        self.items: list[Item] = []
        self.band: str | None = None
        self._words = words
        self._columns = _Columns()

    def take(self, block: Block) -> None:
        """Take all rows of one table."""
        rows: dict[int, dict[int, _Cell]] = {}
        told = {cell.row for cell in block.cells}
        for cell in block.cells:
            words = self._words.slice(cell.start, cell.end)
            rows.setdefault(cell.row, {})[cell.column] = _Cell(cell.start, cell.end, words)
            if words and not cell.header:
                told.discard(cell.row)
        for number, row in rows.items():
            if number in told or self._is_header(row):
                self._columns = self._told(row)
            else:
                self._row(row)

    def runs_on(self, block: Block) -> bool:
        """Join a block to the last row, which a page break cut; false where that row is whole."""
        if not self.items or self._words.is_title(block) or self._is_whole(self.items[-1]):
            return False
        self.items[-1].end = block.end
        return True

    def _is_whole(self, item: Item) -> bool:
        return item.closed or self._words.tail(item).endswith((".", "!", "?"))

    def _is_header(self, row: dict[int, _Cell]) -> bool:
        filled = [cell.words for cell in row.values() if cell.words]
        opening = any(self._words.headings.opening(words) for words in filled)
        return opening and all(len(words.split()) <= _HEADER_WORDS for words in filled)

    def _told(self, row: dict[int, _Cell]) -> _Columns:
        """Return the columns of the text, of who is responsible and of the date."""
        headers = [row[column].words if column in row else "" for column in range(max(row) + 1)]
        columns = columns_of(headers)
        named = [at for at, words in enumerate(headers) if self._words.headings.opening(words)]
        text = named[0] if named else columns.get("area", 0)
        return _Columns(text, columns.get("owner"), columns.get("due"))

    def _row(self, row: dict[int, _Cell]) -> None:
        filled = [cell for cell in row.values() if cell.words]
        if len(filled) == 1 and (band := self._words.headings.band(filled[0].words)):
            self.band = band
            return
        text = row.get(self._columns.text)
        if text is None or not text.words:
            return
        body = _words(row, self._columns.body)
        if self._continues(text, alone=len(filled) == 1 < len(row)):
            last = self.items[-1]
            # The slice runs over what stands between: the rest of a neighbouring cell, if any.
            last.mixed = last.mixed or body is not None
            last.body = " ".join(filter(None, (last.body, body))) or None
            last.end = text.end
            return
        due = _words(row, self._columns.due)
        self.items.append(Item(text.start, text.end, self.band, body=body, due=due))

    def _continues(self, text: _Cell, *, alone: bool) -> bool:
        """Say whether a row is the rest of the row above it, which a page break cut."""
        if not self.items or self._is_whole(self.items[-1]):
            return False
        return alone or text.words[:1].islower()


def _words(row: dict[int, _Cell], column: int | None) -> str | None:
    cell = row.get(column) if column is not None else None
    return cell.words or None if cell else None
