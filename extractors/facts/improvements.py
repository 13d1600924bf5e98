"""What a report says must improve: one fact for each item of each list, with its anchor.

Lists are found by their printed headings, never by position, in reports of known frameworks and of
unknown ones. The kind follows the heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from corpus.facts import Fact, ImprovementFields
from corpus.frameworks import Framework
from corpus.frameworks.references import parse
from corpus.records import Extraction, Passage, Problem
from extractors.facts.anchors import Anchors
from extractors.facts.improvements_bodies import body_in, due_in
from extractors.facts.improvements_headings import Headings
from extractors.facts.improvements_items import Item, is_figure
from extractors.facts.improvements_lists import Listed, Lists

_STAGE = "facts"
# What a committee is asked to note or agree is business of its meeting, not an improvement.
_BUSINESS = re.compile(
    r"(?:that )?(?:the |this )?[\w’' ]{0,60}?\b(?:committee|cabinet|members?|panel|executive|forum)"
    r" (?:(?:is|are|be) (?:asked|requested|recommended|invited|to)"
    r"|notes?|agrees?|considers?|approves?)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]")


def read(
    extraction: Extraction,
    passages: tuple[Passage, ...],
    framework: Framework | None,
) -> tuple[list[Fact], list[Problem]]:
    """Return the improvements that a document lists, in printing order, and what was unclear.

    Problems: `list-without-items` (a heading is known, what stands below it cannot be told),
    `numbers-missing` (printed numbers leave a gap), `row-cut` (the slice of an item that runs over
    a page break holds words of the cell beside it), `impossible-date`.
    """
    return _Reading(extraction, framework).read()


class _Reading:
    """One pass over one document."""

    def __init__(self, extraction: Extraction, framework: Framework | None) -> None:
        self._extraction = extraction
        self._framework = framework
        self._lists = Lists(extraction, Headings(framework))
        self._anchors = Anchors(extraction)
        self._facts: list[Fact] = []
        self._problems: list[Problem] = []

    def read(self) -> tuple[list[Fact], list[Problem]]:
        for found in self._lists.read():
            self._gaps(found)
            items = list(self._improving(found))
            for item in items:
                self._fact(found, item)
            if not (found.items or found.none or found.parent or found.contents):
                self._unread(found)
        return self._facts, self._problems

    def _words(self, item: Item) -> str:
        return " ".join(self._extraction.text[item.start : item.end].split())

    def _improving(self, found: Listed) -> Iterator[Item]:
        for item in found.items:
            words = self._words(item)
            if _WORD.search(words) and not _BUSINESS.match(words):
                yield item

    def _fact(self, found: Listed, item: Item) -> None:
        words = self._words(item)
        fields = ImprovementFields(
            order=len(self._facts) + 1,
            heading=found.opening.words,
            body=item.body or body_in(words) or found.opening.body,
            references=[str(each) for each in parse(words, self._framework)],
            due=self._due(item, words),
            band=item.band,
        )
        self._facts.append(self._anchors.fact(found.opening.kind, fields, item.start, item.end))
        if item.mixed:
            message = (
                f"A page break after {self._anchors.place(item.start)} cuts the row of an item: "
                "its text holds the end of the cell beside it too. Read it on the page."
            )
            self._problem("row-cut", message, item.start)

    def _due(self, item: Item, words: str) -> str | None:
        try:
            due = due_in(item.due, column=True) if item.due else due_in(words)
        except ValueError:
            message = (
                f"The date by which an item on {self._anchors.place(item.start)} is due cannot be: "
                f'"{item.due or words[-80:]}". It was left out; look at the page.'
            )
            self._problem("impossible-date", message, item.start)
            return None
        return due.isoformat() if due else None

    def _gaps(self, found: Listed) -> None:
        printed = (item.number or "" for item in found.items)
        numbers = [int(number) for number in printed if is_figure(number)]
        for first, second in pairwise(numbers):
            if second > first + 1:
                message = (
                    f'The list "{found.opening.words}" goes from number {first} to {second}: what '
                    "stands between was not told as an item. Compare it with the page."
                )
                self._problem("numbers-missing", message, found.items[0].start)

    def _unread(self, found: Listed) -> None:
        place = self._anchors.place(found.block.start)
        message = (
            f'The heading "{found.opening.words}" on {place} should have a list below it, but its '
            "items could not be told. Read it on the page."
        )
        self._problem("list-without-items", message, found.block.start)

    def _problem(self, code: str, message: str, start: int) -> None:
        self._problems.append(Problem(_STAGE, code, message, self._anchors.page(start)))
