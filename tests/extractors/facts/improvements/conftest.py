"""Fictional reports as extractions, drafted block by block, and what is read of them."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from corpus.facts import Fact
from corpus.frameworks import Framework
from corpus.records import Block, Cell, Extraction, Problem
from extractors.facts.improvements import read

Part = tuple[str, object]


class Found(NamedTuple):
    """What was read of a draft."""

    facts: list[Fact]
    problems: list[Problem]

    @property
    def texts(self) -> list[str]:
        return [" ".join(fact.text.split()) for fact in self.facts]

    def field(self, name: str) -> list[object]:
        return [fact.fields[name] for fact in self.facts]

    @property
    def codes(self) -> list[str]:
        return [problem.code for problem in self.problems]


class Draft:
    """Builds an extraction: ("h2", title), ("p", words), ("-", bullet), ("7", numbered), table."""

    def __init__(self) -> None:
        self.text = ""
        self.blocks: list[Block] = []

    def add(self, mark: str, content: object, line: int) -> None:
        if isinstance(content, list):
            self._table(content, line, headers=1 if mark == "table" else 0)
            return
        words = str(content)
        kind, level, number, marker = _kind(mark)
        start = len(self.text)
        self.text += f"{marker}{words}\n"
        body, end = start + len(marker), len(self.text) - 1
        self.blocks.append(
            Block(kind, start, body, end, "markup", level, number=number, locator=f"line {line}")  # type: ignore[arg-type]
        )

    def _table(self, rows: list[list[str | None]], line: int, headers: int) -> None:
        start = len(self.text)
        cells = []
        for number, row in enumerate(rows):
            for column, words in enumerate(row):
                if words is None:
                    continue  # a merged cell: there is none
                at = len(self.text)
                self.text += f"{words}\t"
                cells.append(Cell(number, column, at, at + len(words), header=number < headers))
            self.text = self.text[:-1] + "\n"
        end = len(self.text) - 1
        self.blocks.append(
            Block("table", start, start, end, "markup", cells=tuple(cells), locator=f"line {line}")
        )


def _kind(mark: str) -> tuple[str, int, str | None, str]:
    if mark.startswith("h"):
        return "heading", int(mark[1:]), None, ""
    if mark == "p":
        return "paragraph", 0, None, ""
    if mark in ("note", "furniture"):
        return mark, 0, None, ""
    if set(mark) == {"-"}:
        return "item", len(mark), None, "• "
    if mark.startswith("("):
        return "item", 1, mark, f"{mark} "
    return "paragraph", 0, mark, f"{mark}. "


def drafted(*parts: Part) -> Extraction:
    draft = Draft()
    for line, (mark, content) in enumerate(parts, 1):
        draft.add(mark, content, line)
    return Extraction("d", "draft/1", draft.text, (), tuple(draft.blocks))


@pytest.fixture
def draft() -> Callable[..., Extraction]:
    return drafted


@pytest.fixture
def found() -> Callable[..., Found]:
    def reading(*parts: Part, framework: Framework | None = None) -> Found:
        extraction = drafted(*parts)
        facts, problems = read(extraction, (), framework)
        for fact in facts:
            assert extraction.text[fact.start : fact.end] == fact.text
            assert fact.locator
        return Found(facts, problems)

    return reading
