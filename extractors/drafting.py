"""From drafts to a frozen text: how formats without pages lay their blocks out.

A draft is one block as its source gives it. `freeze` writes the body first, one block a line
group, and set-aside text (notes and furniture) after it, and computes every offset on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.records import Block, BlockKind, Cell, Extraction, ExtractionStatus, Problem

_SET_ASIDE = ("note", "furniture")
_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
# Zero-width hints to a typesetter where a line may end; they would split words for search.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class DraftCell:
    """One table cell before it has offsets; row and column count from 0."""

    row: int
    column: int
    text: str
    header: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """One block before it has offsets. `marker` is what is printed before the text, if anything."""

    kind: BlockKind
    text: str = ""
    marker: str = ""
    level: int = 0
    number: str | None = None
    locator: str | None = None
    cells: tuple[DraftCell, ...] = ()


def tidy(text: str) -> str:
    """Return text on one line: no control characters, no doubled or outer white space."""
    text = _SURROGATES.sub("\ufffd", _INVISIBLE.sub("", text))
    return " ".join(_CONTROLS.sub(" ", text).split())


class _Writer:
    """Collects the frozen text; `place` returns the offsets of what it wrote."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.length = 0

    def place(self, text: str) -> tuple[int, int]:
        start = self.length
        self._parts.append(text)
        self.length += len(text)
        return start, self.length

    def text(self) -> str:
        return "".join(self._parts)


def _plain_block(writer: _Writer, draft: Draft) -> Block | None:
    body_text = tidy(draft.text)
    if not body_text:
        return None
    marker = tidy(draft.marker)
    start, _ = writer.place(f"{marker} " if marker else "")
    body, end = writer.place(body_text)
    writer.place("\n")
    return Block(
        kind=draft.kind,
        start=start,
        body=body,
        end=end,
        how="markup",
        level=draft.level,
        number=draft.number,
        locator=draft.locator,
    )


def _row(writer: _Writer, row: Sequence[DraftCell]) -> list[Cell]:
    cells: list[Cell] = []
    texts = [tidy(cell.text) for cell in row]
    # Tabs after the last filled cell would be trailing spaces of the row.
    filled = max((at for at, text in enumerate(texts) if text), default=-1)
    for at, (cell, text) in enumerate(zip(row, texts, strict=True)):
        if 0 < at <= filled:
            writer.place("\t")
        start, end = writer.place(text)
        cells.append(Cell(cell.row, cell.column, start, end, header=cell.header))
    if filled >= 0:
        writer.place("\n")
    return cells


def _table_block(writer: _Writer, draft: Draft) -> Block | None:
    rows: dict[int, list[DraftCell]] = {}
    for cell in draft.cells:
        rows.setdefault(cell.row, []).append(cell)
    start = writer.length
    cells: list[Cell] = []
    for row in sorted(rows):
        if any(tidy(cell.text) for cell in rows[row]):
            cells += _row(writer, sorted(rows[row], key=lambda cell: cell.column))
    if not cells:
        return None
    return Block(
        kind=draft.kind,
        start=start,
        body=start,
        end=max(cell.end for cell in cells),
        how="markup",
        level=draft.level,
        locator=draft.locator,
        cells=tuple(cells),
    )


def freeze(
    document_id: str,
    extractor: str,
    drafts: Iterable[Draft],
    problems: Sequence[Problem] = (),
) -> Extraction:
    """Lay drafts out into one frozen text with blocks over it: body first, set-aside text last.

    A document without a word of body is "partial" and says so: nothing can be quoted from it.
    """
    drafts = list(drafts)
    body = [draft for draft in drafts if draft.kind not in _SET_ASIDE]
    aside = [draft for draft in drafts if draft.kind in _SET_ASIDE]
    writer = _Writer()
    blocks: list[Block] = []
    for draft in (*body, *aside):
        block = (_table_block if draft.cells else _plain_block)(writer, draft)
        if block is not None:
            blocks.append(block)
    found = tuple(problems)
    readable = any(block.kind not in _SET_ASIDE for block in blocks)
    if not readable:
        sentence = (
            "The document was opened but holds no text. "
            "If it shows pictures of pages, scan it to PDF."
        )
        found = (Problem("extract", "no-text", sentence), *found)
    status: ExtractionStatus = "ok" if readable else "partial"
    return Extraction(document_id, extractor, writer.text(), (), tuple(blocks), status, found)
