"""What an inspection report states of its inspection and its judgements; a file may hold two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.facts import Fact, InspectionFields
from corpus.frameworks import load
from corpus.records import Block, Document, Extraction, Problem
from extractors.facts import details, judgements
from extractors.facts.anchors import Anchors
from extractors.facts.elsewhere import compared
from extractors.facts.judgements_labels import labels_of
from extractors.facts.recognising import FORMS, Recognised, form_of, recognise
from extractors.facts.stretches import Stretch, body_end, stretches
from extractors.printed import Printed, printed
from extractors.publication import COVER, HEAD

_BOARD = next(form.title for form in FORMS if form.type == "board review")
_INSPECTS = re.compile(r"[^\n]*\b(?:inspection|visit|review)\b[^\n]*", re.IGNORECASE)
_UNGRADED = ("focused visit", "monitoring visit", "joint")
_FOOTNOTE = re.compile(r"(?<=[a-z’)])\d{1,2}$")


def read(
    extraction: Extraction,
    document: Document,
    about: Printed,
    anchors: Anchors,
    path: str | None = None,
) -> tuple[str | None, list[Fact], list[Problem]]:
    """Return the framework of a report (of the first, where there are two), facts and problems.

    A document that prints neither the title nor the dates of an inspection states nothing here.
    """
    found = stretches(extraction)
    facts: list[Fact] = []
    problems: list[Problem] = []
    framework: str | None = None
    for number, stretch in enumerate(found):
        own = about if number == 0 else _printed_in(extraction, stretch)
        reading = _Report(extraction, stretch, own, anchors)
        if reading.title is None and stretch.label is None:
            return None, [], []
        reading.read()
        if number == 0:
            framework = reading.recognised.framework
            problems += details.disagreements(
                reading.details, extraction.text, body_end(extraction), anchors
            )
            problems += compared(reading.details, own, document, path, anchors)
        else:
            problems.append(_second(stretch, anchors))
        facts += reading.facts
        problems += reading.problems
    return framework, facts, problems


class _Report:
    """One report within a document."""

    def __init__(
        self, extraction: Extraction, stretch: Stretch, about: Printed, anchors: Anchors
    ) -> None:
        self._extraction = extraction
        self._text = extraction.text
        self._stretch = stretch
        self._about = about
        self._anchors = anchors
        self.title = self._titled()
        self.facts: list[Fact] = []
        self.problems: list[Problem] = []

    def read(self) -> None:
        """Read details, then what the report is of, then its judgements."""
        text, stretch = self._text, self._stretch
        self.details = details.read(text, stretch, self.title, self._anchors)
        page = self._anchors.page(self.title[0]) if self.title else None
        body = text[stretch.start : stretch.end]
        self.recognised = recognise(self.details.title, body, self.details.ranges, page)
        self.problems += [*self.details.problems, *self.recognised.problems]
        self.facts.append(self._inspection())
        self._judgements()

    def _titled(self) -> tuple[int, int] | None:
        """Return where the title stands: a line of a known form, else one that names a visit."""
        text, stretch = self._text, self._stretch
        low = stretch.start
        head = stretch.label.start if stretch.label else min(stretch.end, low + HEAD)
        # A title and its label may be one paragraph.
        lines = list(re.finditer(r"[^\n]+", text[low:head]))
        known = next((line for line in lines if form_of(line[0])), None)
        if known is None and stretch.label is not None:
            cover = (line for line in lines if line.start() < COVER)
            known = next((line for line in cover if _INSPECTS.fullmatch(line[0])), None)
        if known is None:
            return None
        words = _FOOTNOTE.sub("", known[0].rstrip())
        return low + known.start(), low + known.start() + len(words)

    def _inspection(self) -> Fact:
        found, kind = self.details, self.recognised
        ranges = [[first.isoformat(), last.isoformat()] for first, last in found.ranges]
        inferred = (*kind.inferred, *(("year",) if found.completed else ()))
        fields = InspectionFields(
            framework=kind.framework,
            type=kind.type,
            title=found.title,
            start=min((first for first, _ in ranges), default=None),
            end=max((last for _, last in ranges), default=None),
            ranges=ranges,
            dated=found.dated.isoformat() if found.dated else None,
            published=found.published.isoformat() if found.published else None,
            notified=found.notified.isoformat() if found.notified else None,
            lead=found.lead,
            role=found.role,
            provider_name=self._about.provider_name,
            provider_urn=self._about.provider_urn,
            inferred=list(inferred),
            places={
                name: [*place, self._anchors.page(place[0])]
                for name, place in sorted(found.places.items())
            },
        )
        start, end = found.places.get("ranges") or self.title or self._stretch.label or (0, 0)
        return self._anchors.fact("inspection", fields, start, end)

    def _judgements(self) -> None:
        kind = self.recognised
        blocks = self._blocks()
        if kind.judged_by is None:
            self.facts += judgements.unnamed(self._text, blocks, self._anchors)
            return
        labels = labels_of(kind.judged_by, kind.element)
        wanted = self._wanted(kind)
        facts, problems = judgements.read(
            self._text, blocks, labels, self._anchors, kind.framework, wanted
        )
        self.facts += facts
        stated = {fact.fields["area"] for fact in facts}
        # The board has a grade only where the report is a review of the board too.
        if kind.type != "board review" and not self._reviews_board():
            wanted.pop("LSCB", None)
        gone = [title for code, title in wanted.items() if code not in stated]
        self.problems += [*problems, *self._missing(kind, gone), *self._cut(facts)]

    def _blocks(self) -> Sequence[Block]:
        start, end = self._stretch.start, self._stretch.end
        return [block for block in self._extraction.blocks if start <= block.start < end]

    def _wanted(self, kind: Recognised) -> dict[str, str]:
        """Return title by code of the areas that a report of this kind grades."""
        if kind.framework is None or kind.type in _UNGRADED:
            return {}
        wanted = judgements.expected(load(kind.framework))
        return {"LSCB": wanted["LSCB"]} if kind.type == "board review" else wanted

    def _missing(self, kind: Recognised, gone: Sequence[str]) -> list[Problem]:
        if not gone:
            return []
        named = "; ".join(gone)
        page = self._anchors.page(self._stretch.start)
        return [
            Problem(
                "facts",
                "missing-judgement",
                f"No grade was found for: {named}. Reports of {kind.framework} print one. "
                "Look at the report; the file may be cut off, or the page may be a picture.",
                page,
            )
        ]

    def _reviews_board(self) -> bool:
        head = self._stretch.label.start if self._stretch.label else self._stretch.start + COVER
        return bool(_BOARD.search(self._text, self._stretch.start, head))

    def _cut(self, facts: Sequence[Fact]) -> list[Problem]:
        """Say that a file may be cut: reports print a grade again above the section on it."""
        if not facts or len(self._extraction.pages) != 1:
            return []
        if any(fact.fields["agrees"] or fact.fields["how"] == "sentence" for fact in facts):
            return []
        return [
            Problem(
                "facts",
                "cut-short",
                "The report has one page, and no judgement is printed again above a section: the "
                "file may be cut off. Compare it with the published report.",
                1,
            )
        ]


def _printed_in(extraction: Extraction, stretch: Stretch) -> Printed:
    """Read what the further report of a document prints about itself."""
    text = extraction.text[stretch.start : stretch.end]
    return printed(replace(extraction, text=text, pages=(), blocks=()))


def _second(stretch: Stretch, anchors: Anchors) -> Problem:
    place = anchors.place(stretch.start)
    return Problem(
        "facts",
        "two-reports",
        f"A further report begins on {place}: it has a title and dates of its own. Its facts "
        "follow those of the first; split the file if each is to stand alone.",
        anchors.page(stretch.start),
    )
