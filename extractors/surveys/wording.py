"""Suppressed tables as a document: a sentence a question and group, each count anchored in it.

A paragraph's cells are its parts: row 0 holds question, group and what the groups go by, each row
below an answer, its count and of how many; what is not shown has no cell for its count. Where no
count is shown, row 0 holds how many answered. `corpus.exports.surveys` reads them back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from corpus.records import Block, BlockKind, Cell, Extraction
from corpus.suppression import SMALLEST, Table
from extractors.drafting import tidy

EXTRACTOR = "survey/1"
NOT_SHOWN = "not shown"
NO_ANSWER = "no answer"
_ENDS = ("?", ".", "!", ":")


class Heading(NamedTuple):
    """What stands above and below the tables: title, responses, set size, and responses left out.

    `responses` is null where only counts were given.
    """

    title: str
    responses: int | None
    smallest: int = SMALLEST
    again: int = 0


class Answered(NamedTuple):
    """The tables of one question, everybody's first, and how many gave no answer, if known."""

    tables: tuple[Table, ...]
    none: int | None = None


def document_of(document_id: str, heading: Heading, questions: Sequence[Answered]) -> Extraction:
    """Write the tables of a survey as an extraction, to be cut into passages."""
    writer = _Writer()
    writer.heading(_title(heading))
    for number, answered in enumerate(questions, 1):
        for table in answered.tables:
            writer.table(table, answered.none, f"question {number}")
    writer.note(_about(heading))
    return Extraction(document_id, EXTRACTOR, writer.text(), (), tuple(writer.blocks))


def _title(heading: Heading) -> str:
    if heading.responses is None:
        return heading.title
    return f"{heading.title}: {heading.responses:,} responses"


def _about(heading: Heading) -> str:
    told = (
        f"Counts under {heading.smallest} are not shown, nor others that would tell them; groups "
        f"under {heading.smallest} are put together."
    )
    if heading.again:
        return (
            f"{told} {heading.again:,} responses were left out: a later one is the same person's."
        )
    return told


# Counts in the order of the answers, how many answered, and how many gave no answer.
_Said = tuple[Sequence[int | None], int | None, int | None]


class _Writer:
    """Collects the frozen text and its blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._length = 0
        self._cells: list[Cell] = []

    def text(self) -> str:
        return "".join(self._parts)

    def heading(self, words: str) -> None:
        self._line(words, "heading", 1)

    def note(self, words: str) -> None:
        self._line(words, "note", 0)

    def table(self, table: Table, none: int | None, place: str) -> None:
        """Write a table: one paragraph for everybody, else one for each group."""
        if table.by is None:
            counts = list(table.answer_totals)
            self._paragraph(table, None, (counts, table.total, none), place)
            return
        for at, group in enumerate(table.groups):
            counts = [row[at] for row in table.counts]
            where = f"{place}, by {tidy(table.by)}"
            self._paragraph(table, group, (counts, table.group_totals[at], None), where)

    def _paragraph(self, table: Table, group: str | None, said: _Said, place: str) -> None:
        start = self._begin()
        self._put(table.question, 0, 0)
        ends = table.question.rstrip().endswith(_ENDS)
        if group is not None:
            self._add(" " if ends else ": ")
            self._put(group, 0, 1)
            self._add(" (")
            self._put(table.by or "", 0, 2)
            self._add("):")
        elif not ends:
            self._add(":")
        counts, total, none = said
        self._answers(table.answers, counts, total)
        if none is not None and total is not None:
            self._add("; ")
            self._put(NO_ANSWER, len(table.answers) + 1, 0)
            self._add(" ")
            self._put(f"{none:,}", len(table.answers) + 1, 1)
        self._add(".")
        self._end("paragraph", start, 0, place)

    def _answers(
        self, answers: Sequence[str], counts: Sequence[int | None], total: int | None
    ) -> None:
        shown = any(count is not None for count in counts)
        for row, (answer, count) in enumerate(zip(answers, counts, strict=True), 1):
            self._add(" " if row == 1 else ", ")
            self._put(answer, row, 0)
            if shown:
                self._count(row, count, total)
        if not shown:
            self._add(f" {NOT_SHOWN}" if answers else " nobody answered")
        if total is None:
            self._add(f"; how many answered is {NOT_SHOWN}")
        elif not shown and answers:
            self._add("; ")
            self._put(f"{total:,}", 0, 3)
            self._add(" answered")

    def _count(self, row: int, count: int | None, total: int | None) -> None:
        self._add(" ")
        if count is None:
            self._add(NOT_SHOWN)
            return
        self._put(f"{count:,}", row, 1)
        if total:
            self._add(" of ")
            self._put(f"{total:,}", row, 2)
            self._add(f" ({count / total * 100:.0f} %)")

    def _put(self, words: str, row: int, column: int) -> None:
        start = self._length
        self._add(tidy(words))
        self._cells.append(Cell(row, column, start, self._length))

    def _add(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)

    def _line(self, words: str, kind: BlockKind, level: int) -> None:
        start = self._begin()
        self._add(tidy(words))
        self._end(kind, start, level, None)

    def _begin(self) -> int:
        self._add("\n" if self._length else "")
        self._cells = []
        return self._length

    def _end(self, kind: BlockKind, start: int, level: int, place: str | None) -> None:
        cells = tuple(self._cells)
        self.blocks.append(
            Block(kind, start, start, self._length, "markup", level, locator=place, cells=cells)
        )
