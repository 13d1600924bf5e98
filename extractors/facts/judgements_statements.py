"""Where judgements are printed: rows of tables, headings and single sentences that grade an area.

One pass over the body. A statement is a label, a joint ("is", ":", a cell's border) and a grade,
and nothing else; prose that mentions a grade is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Literal

from corpus.records import Block, Cell, Problem
from extractors.facts.anchors import Anchors
from extractors.facts.judgements_labels import Labels

_LONGEST = 260  # characters of a heading or sentence that can still be a statement
_JOINT = (
    r"(?:\s*[:–—-]\s*|\s+(?:is|are)\s+that\s+(?:(?:it|they)\s+)?(?:(?:is|are)\s+)?"
    r"|\s+(?:is|are)(?:\s+judged)?(?:\s+to\s+be)?\s*:?\s+|\s+)"
)
_END = r"[.:]?\s*\d{0,2}\s*(?:because\b.*)?"
_WORD_GRADE = re.compile(r"[A-Za-z][A-Za-z’' -]{2,40}")
_GRADE_COLUMN = re.compile(r"(?:grade|judge?ment|overall grade|rating)s?", re.IGNORECASE)
_COLON = re.compile(r"(?P<label>[^:\n]{8,160}):\s*(?P<grade>[A-Z][A-Za-z]*(?: [a-z]+){0,3})\.?")
# What follows is of another inspection than this, up to the next heading.
_EARLIER = re.compile(
    r"\b(?:previous|other|last|earlier|recent|past)\b[^\n]*\binspections?\b", re.IGNORECASE
)
How = Literal["table", "heading", "sentence"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One place that grades an area: label and grade as printed, and their slice of the text."""

    area: str | None
    label: str
    grade: str
    how: How
    start: int
    end: int


class Statements:
    """Finds the statements of one framework in a run of blocks; `problems` say what was unclear."""

    def __init__(self, text: str, labels: Labels, anchors: Anchors) -> None:
        self._text = text
        self._labels = labels
        self._anchors = anchors
        self._element: str | None = None
        self._waiting: Block | None = None
        self._earlier = False
        self.problems: list[Problem] = []
        self._graded = {
            row.area for row in labels.framework.report if row.cell == "grade" and row.area
        }

    def read(self, blocks: Sequence[Block]) -> Iterator[Statement]:
        """Yield the statements of blocks in order."""
        for block in blocks:
            if block.kind in ("note", "furniture"):
                continue
            if self._of_earlier(block):
                continue
            if block.kind == "table":
                yield from self._table(block)
                self._waiting = None
                continue
            yield from self._words(block)

    def _of_earlier(self, block: Block) -> bool:
        """Say whether a block stands under what announces the judgements of an earlier report."""
        words = self._text[block.body : block.end]
        if block.kind == "heading":
            self._earlier = _EARLIER.search(words) is not None
            return self._earlier
        if block.kind == "table":
            return self._earlier and not block.level
        if words.endswith(":") and len(words) < 2 * _LONGEST and _EARLIER.search(words):
            self._earlier = True
        return self._earlier

    def _words(self, block: Block) -> Iterator[Statement]:
        heading = self._waiting
        self._waiting = None
        if heading is not None:
            found = self._below(heading, block)
            if found is not None:
                yield found
                return
        long = block.end - block.body > _LONGEST
        words = "" if long else self._text[block.body : block.end]
        found = self._sentence(block, words)
        if found is not None:
            yield found
        elif block.kind == "heading":
            self._element = self._labels.element(words) or self._element
            unknown = self._unknown_in_heading(words, block)
            if unknown is not None:
                yield unknown
            else:
                self._waiting = block if self._area(words) else None

    def _sentence(self, block: Block, words: str) -> Statement | None:
        if not words or not self._labels.grades.pattern.search(words):
            return None
        match = _pattern(self._labels).fullmatch(words)
        area = self._area(match["label"]) if match else None
        if match is None or area is None:
            return None
        how: How = "heading" if block.kind == "heading" else "sentence"
        end = block.body + match.end("grade")
        return Statement(area, match["label"].strip(), match["grade"], how, block.start, end)

    def _unknown_in_heading(self, words: str, block: Block) -> Statement | None:
        match = _COLON.fullmatch(words.strip())
        if match is None or self._area(match["label"]) not in self._graded:
            return None
        span = (block.start, block.body + match.end("grade"))
        return self._unknown(match["label"], match["grade"], "heading", span)

    def _below(self, heading: Block, block: Block) -> Statement | None:
        """Read a grade that stands alone under a heading, or the outcome in a first sentence."""
        label = self._text[heading.body : heading.end]
        words = self._text[block.body : min(block.end, block.body + 600)]
        area = self._area(label)
        grade = self._labels.grades.alone(words)
        if grade is not None:
            how: How = "heading" if block.kind == "heading" else "sentence"
            return Statement(area, label, grade, how, heading.start, block.end)
        found = list(self._labels.grades.phrases.finditer(words))
        if area not in self._graded or block.kind == "heading" or not found:
            return None
        names = {self._labels.grades.named(match[0]) for match in found}
        if len(names) > 1:
            self._problem(
                "contradictory-grades",
                f"Under “{label}” ({self._anchors.place(block.body)}) several outcomes are "
                f"printed: {', '.join(f'“{match[0]}”' for match in found)}. None was taken; "
                "read the page.",
                block.body,
            )
            return None
        stop = re.compile(r"[.!?](?=\s|$)").search(words, found[0].end())
        end = block.body + (stop.end() if stop else found[0].end())
        return Statement(area, label, found[0][0], "sentence", block.body, end)

    def _table(self, block: Block) -> Iterator[Statement]:
        rows = [list(row) for _, row in groupby(_ordered(block.cells), key=lambda cell: cell.row)]
        if not rows:
            return
        found, open_rows = self._rows(block, rows)
        # A row without a grade means nothing in a table that grades nothing.
        if any(statement.area for statement in found) or _is_judgements(self._text, rows[0]):
            found += filter(None, (self._ungraded(row, label) for row, label in open_rows))
        yield from found

    def _rows(
        self, block: Block, rows: list[list[Cell]]
    ) -> tuple[list[Statement], list[tuple[list[Cell], str]]]:
        found: list[Statement] = []
        ungraded: list[tuple[list[Cell], str]] = []
        columns = self._columns(rows[0])
        above: list[Cell] = []  # the first line of a label that runs over two rows
        for row in rows:
            filled = [cell for cell in row if cell.start < cell.end]
            if not filled:
                continue
            statements = self._row([*above, *filled], columns) or (
                self._row(filled, columns) if above else []
            )
            found += statements
            label = " ".join(self._of(cell) for cell in (*above, *filled[:1]))
            if statements:
                above = []
            elif self._area(label) and (len(row) > 1 or len(filled) > 1):
                ungraded.append((filled, label))
                above = []
            else:
                above = filled if len(filled) == 1 and filled[0].column == 0 else []
        return found, ungraded

    def _row(self, cells: list[Cell], columns: dict[int, str]) -> list[Statement]:
        grades = [(cell, self._labels.grades.alone(self._of(cell))) for cell in cells]
        graded = [(cell, grade) for cell, grade in grades if grade is not None]
        named = [cell for cell, grade in grades if grade is None]
        if not graded or not named:
            return self._in_cell(cells[-1]) if len(cells) == 1 else []
        label = " ".join(self._of(cell) for cell in named if cell.start < graded[0][0].start)
        if len(graded) == 1:
            area = self._area(label)
            cell, grade = graded[0]
            if area is None:
                return []
            return [Statement(area, label, grade, "table", named[0].start, cell.end)]
        return self._by_column(label, named[0].start, graded, columns)

    def _by_column(
        self,
        label: str,
        start: int,
        graded: list[tuple[Cell, str]],
        columns: dict[int, str],
    ) -> list[Statement]:
        """Read a row with several grades: each column's heading names the element it is of."""
        areas = [
            self._labels.area(label, columns[cell.column]) if cell.column in columns else None
            for cell, _ in graded
        ]
        if not all(areas):
            if self._area(label) or any(areas):
                self._problem(
                    "unclear-column",
                    f"The row “{label}” on {self._anchors.place(start)} prints several grades, "
                    "and its columns' headings do not say of what. None was taken; read it there.",
                    start,
                )
            return []
        return [
            Statement(area, label, grade, "table", start if at == 0 else cell.start, cell.end)
            for at, (area, (cell, grade)) in enumerate(zip(areas, graded, strict=True))
        ]

    def _in_cell(self, cell: Cell) -> list[Statement]:
        match = _pattern(self._labels).fullmatch(self._of(cell))
        area = self._area(match["label"]) if match else None
        if match is None or area is None:
            return []
        end = cell.start + match.end("grade")
        return [Statement(area, match["label"].strip(), match["grade"], "table", cell.start, end)]

    def _columns(self, header: list[Cell]) -> dict[int, str]:
        named = {cell.column: self._labels.element(self._of(cell)) for cell in header}
        return {column: element for column, element in named.items() if element}

    def _ungraded(self, row: list[Cell], label: str) -> Statement | None:
        words = self._of(row[-1])
        if len(row) > 1 and _WORD_GRADE.fullmatch(words):
            span = (row[0].start, row[-1].end)
            return self._unknown(label, words, "table", span)
        self._problem(
            "missing-grade",
            f"The table on {self._anchors.place(row[0].start)} prints no grade beside “{label}”. "
            "Look at the page; nothing was put in its place.",
            row[0].start,
        )
        return None

    def _unknown(self, label: str, grade: str, how: How, span: tuple[int, int]) -> Statement:
        scale = ", ".join(step.name for step in self._labels.framework.scale)
        self._problem(
            "unknown-grade",
            f"“{grade}”, printed beside “{label}” on {self._anchors.place(span[0])}, is no grade "
            f"of {self._labels.framework.id} ({scale}). It is kept as printed, without a step of "
            "the scale; check the page.",
            span[0],
        )
        return Statement(self._area(label), label, grade, how, *span)

    def _problem(self, code: str, message: str, start: int) -> None:
        self.problems.append(Problem("facts", code, message, self._anchors.page(start)))

    def _area(self, label: str) -> str | None:
        return self._labels.area(label, self._element)

    def _of(self, cell: Cell) -> str:
        return self._text[cell.start : cell.end]


def _is_judgements(text: str, header: Sequence[Cell]) -> bool:
    return any(_GRADE_COLUMN.fullmatch(text[cell.start : cell.end].strip()) for cell in header)


def _ordered(cells: Sequence[Cell]) -> list[Cell]:
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


@cache
def _pattern(labels: Labels) -> re.Pattern[str]:
    grade = labels.grades.pattern.pattern
    return re.compile(rf"(?P<label>.+?){_JOINT}(?P<grade>{grade}){_END}", re.IGNORECASE | re.S)
