"""Hostile words in every place of a document: facts are read in time that grows with the length."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.facts import Stated
from corpus.records import Block, BlockKind, Cell, Document, Extraction, Page
from extractors.facts import state
from extractors.printed import Printed

_LENGTH = 100_000  # so many cost minutes before they were bounded
_COVER = "Inspection of Westshire local authority children’s services"
_KINDS: tuple[BlockKind, ...] = ("heading", "paragraph", "item", "table", "note")

TRAPS = [
    ("date ", "the word of a label of dates, thousands of times in a line"),
    ("inspection of ", "the beginning of a title that never ends"),
    ("monitoring SEND visit ", "the words of several titles"),
    ("previous ", "what announces an earlier inspection, without the inspection"),
    ("1", "one number of a hundred thousand figures"),
    ("12 of 40 areas ", "figures without a year"),
    ("x", "one word that never ends"),
    ("A", "capitals, as a name begins"),
    ("A.", "initials"),
    ("Ann Example ", "names without a role"),
    ("-----\n", "rules between lines, where labels may follow marks"),
    ("• ", "bullets and nothing else"),
    ("good ", "grades and nothing else"),
    ("Overall effectiveness is good ", "statements without an end"),
    ("because ", "reasons without a judgement"),
    ("Within three months ", "time bands"),
    ("The board should ", "duties"),
    ("remaining other judgement relating to the ", "what singles out a judgement"),
    ("See A1 & A2, ", "references to rows"),
    ("1 May 2015 to ", "a range that goes on for ever"),
    ("1, ", "days without a month"),
    ("Regulation 18(4)(a) and ", "regulations"),
    ("\u202eדוח טוב ", "right-to-left words with a mark that turns them"),
    ("\t", "cells without words"),
    ("e\u0301\u200d", "combining and joining marks"),
]  # fmt: skip


def _hostile(words: str) -> Extraction:
    """Put the same words into a heading, a paragraph, an item, a cell, a note and the tail."""
    trap = (words * (_LENGTH // len(words) + 1))[:_LENGTH]
    text, blocks = f"{_COVER}\n", [Block("heading", 0, 0, len(_COVER), "markup", 1, 1)]
    for kind in _KINDS:
        start, end = len(text), len(text) + len(trap)
        cells = (Cell(0, 0, start, end),) if kind == "table" else ()
        level = int(kind in ("heading", "item"))
        blocks.append(Block(kind, start, start, end, "markup", level, 1, cells=cells))
        text += f"{trap}\n"
    page = Page(1, 0, len(text), 595, 842)
    return Extraction("d" * 64, "draft/1", f"{text}{trap}\n", (page,), tuple(blocks))


@pytest.mark.parametrize(("words", "reason"), TRAPS, ids=[reason for _, reason in TRAPS])
def test_hostile_words_do_not_hang(words: str, reason: str, no_hang: Callable) -> None:
    extraction = _hostile(words)
    with no_hang():
        found = _stated(extraction)
    assert all(extraction.text[fact.start : fact.end] == fact.text for fact in found.facts)


def _stated(extraction: Extraction) -> Stated:
    document = Document("d" * 64, "report.pdf", "application/pdf", 1, "public")
    return state(extraction, (), document, about=Printed("inspection_report", True))


def _drawn(parts: list[tuple[BlockKind, str]]) -> Extraction:
    text, blocks = f"{_COVER}\n", [Block("heading", 0, 0, len(_COVER), "markup", 1, 1)]
    for kind, words in parts:
        start, end = len(text), len(text) + len(words)
        blocks.append(Block(kind, start, start, end, "markup", int(kind != "paragraph"), 1))
        text += f"{words}\n"
    page = Page(1, 0, len(text), 595, 842)
    return Extraction("d" * 64, "draft/1", text, (page,), tuple(blocks))


_RUNS_ON: tuple[BlockKind, str] = ("paragraph", "and hear their wishes and feelings")
MANY: list[tuple[list[tuple[BlockKind, str]], str]] = [
    ([("heading", "Areas for improvement")] * 5000, "headings that open lists"),
    ([("heading", "Recommendations"), ("paragraph", "Judgement")] * 2500, "lists without items"),
    (
        [("heading", "Recommendations"), ("item", "See children"), *[_RUNS_ON] * 5000],
        "one item that goes on over thousands of paragraphs",
    ),
    ([("heading", "Inspection of adoption service")] * 5000, "titles"),
    ([("paragraph", "Inspection date: 2 to 6 May 2024")] * 5000, "labels of dates"),
    ([("heading", "Overall effectiveness"), ("paragraph", "Good")] * 2500, "the same grade"),
]


@pytest.mark.parametrize(("parts", "reason"), MANY, ids=[reason for _, reason in MANY])
def test_thousands_of_blocks_cost_no_more_than_their_number(
    parts: list[tuple[BlockKind, str]], reason: str, check_effort: Callable
) -> None:
    eighth, whole = _drawn(parts[: len(parts) // 8]), _drawn(parts)
    check_effort(_stated, eighth, whole, reason)
