"""One printed statement of a judgement: a label, a joint ("is", ":") and a grade, and nothing else.

Prose that mentions a grade is no statement. What is unclear is collected as problems.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from corpus.records import Problem
from extractors.facts.anchors import Anchors
from extractors.facts.judgements_labels import Labels

_JOINT = (
    r"(?:\s*[:–—-]\s*|\s+(?:is|are)\s+that\s+(?:(?:it|they)\s+)?(?:(?:is|are)\s+)?"
    r"|\s+(?:is|are|has\s+been|have\s+been)(?:\s+(?:judged|graded))?(?:\s+(?:to\s+be|as))?\s*:?\s+"
    r"|\s+)"
)
_END = r"[.:]?\s*\d{0,2}\s*(?:because\b.*)?"
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


class Context:
    """What all readers of one report share: its words, its labels, where it is, what was unclear.

    `element` is the part of the framework whose section is being read.
    """

    def __init__(self, text: str, labels: Labels, anchors: Anchors) -> None:
        self.text = text
        self.labels = labels
        self.anchors = anchors
        self.element: str | None = None
        self.problems: list[Problem] = []
        self.graded = {row.area for row in labels.framework.report if row.cell == "grade"}

    def area(self, label: str) -> str | None:
        """Return the code of the area that a label names here, or null."""
        return self.labels.area(label, self.element)

    def stated(self, start: int, end: int, how: How, within: str = "") -> Statement | None:
        """Read a slice as a statement, or null where it is none.

        With `within`, words before the label may be the end of something else, such as a title
        that a heading runs on from: only the area of that code is taken.
        """
        words = self.text[start:end]
        if not self.labels.grades.pattern.search(words):
            return None
        match = _pattern(self.labels).fullmatch(words.strip())
        if match is None:
            return None
        label = match["label"].strip(" •")
        area = self.area(label) or (within if self.labels.ends_in(label, within) else None)
        if area is None:
            return None
        lead = len(words) - len(words.lstrip())
        return Statement(area, label, match["grade"], how, start, start + lead + match.end("grade"))

    def unknown(self, label: str, grade: str, how: How, span: tuple[int, int]) -> Statement:
        """Return a statement whose grade is in no scale, with its problem."""
        scale = ", ".join(step.name for step in self.labels.framework.scale)
        self.problem(
            "unknown-grade",
            f"“{grade}”, printed beside “{label}” on {self.anchors.place(span[0])}, is no grade "
            f"of {self.labels.framework.id} ({scale}). It is kept as printed, without a step of "
            "the scale; check the page.",
            span[0],
        )
        return Statement(self.area(label), label, grade, how, *span)

    def problem(self, code: str, message: str, start: int) -> None:
        """Note something unclear at a place."""
        self.problems.append(Problem("facts", code, message, self.anchors.page(start)))


@cache
def _pattern(labels: Labels) -> re.Pattern[str]:
    grade = labels.grades.pattern.pattern
    return re.compile(rf"(?P<label>.+?){_JOINT}(?P<grade>{grade}){_END}", re.IGNORECASE | re.S)
