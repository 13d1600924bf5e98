"""HTML tables: which are real ones, and where their cells stand in the grid."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from extractors.drafting import DraftCell, tidy
from extractors.webpage.tree import attribute

_WIDEST_SPAN = 1000


def is_layout(table: LexborNode) -> bool:
    """Say whether a table only places parts of a page: it holds tables or headings, or says so."""
    if attribute(table, "role") in ("presentation", "none"):
        return True
    # Looked for step by step: a selector finds all inner tables, at each of thousands of levels.
    # Nodes are told apart by their place in memory, since `==` writes both out as HTML.
    same = table.mem_id
    inner = any(found.tag == "table" and found.mem_id != same for found in table.traverse())
    return inner or table.css_first("h1, h2, h3") is not None


def _span(cell: LexborNode, name: str) -> int:
    text = attribute(cell, name).strip()
    return min(int(text), _WIDEST_SPAN) if text.isascii() and text.isdigit() and text != "0" else 1


class Grid:
    """Fills up row by row; a cell that spans rows keeps its column busy in the rows below."""

    def __init__(self) -> None:
        self._row = -1
        self._column = 0
        self._busy: dict[int, int] = {}
        self.cells: list[DraftCell] = []

    def row(self) -> None:
        """Begin the next row."""
        self._row += 1
        self._column = 0
        self._busy = {column: left - 1 for column, left in self._busy.items() if left > 1}

    def cell(self, node: LexborNode, text: str, in_head: bool) -> None:
        """Add a cell to the row at hand."""
        if self._row < 0:
            self.row()
        while self._column in self._busy:
            self._column += 1
        header = in_head or node.tag == "th"
        self.cells.append(DraftCell(self._row, self._column, tidy(text), header))
        down = _span(node, "rowspan")
        for column in range(self._column, self._column + _span(node, "colspan")):
            if down > 1:
                # This row is counted as well: `row` takes one off before the next.
                self._busy[column] = down
            self._column = column + 1
