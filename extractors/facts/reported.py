"""What a committee's report or a plan states of inspections that others made and reported.

It speaks of one inspection or several; each of its tables belongs to the framework whose labels it
prints and whose inspection the words above it name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from corpus.facts import Fact, InspectionFields
from corpus.records import Block, Extraction, Problem
from extractors.facts import dates, judgements
from extractors.facts.anchors import Anchors
from extractors.facts.judgements_labels import labels_of
from extractors.facts.stretches import body_end

# The inspections that such a report may speak of, as it names them in running text.
_NAMED = (
    ("adoption-2012", "adoption service", re.compile(r"adoption (?:service|inspection)", re.I)),
    (
        "slac-2009",
        "full",
        re.compile(r"(?:inspections? of )?safeguarding and looked after children services", re.I),
    ),
)
_ON_SITE = re.compile(r"\bon[- ]site (?P<between>between )?(?:from |on )?(?=\d)", re.IGNORECASE)
_NOTIFIED = re.compile(
    r"(?:\bon (?=\d)[^.\n]{6,30} the council received notification|notified on (?=\d))",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"\bpublished (?:on the [\w ]{3,30}website )?on (?=\d)", re.IGNORECASE)


def read(extraction: Extraction, anchors: Anchors) -> tuple[str | None, list[Fact], list[Problem]]:
    """Return the framework where only one is spoken of, the facts, and what was unclear."""
    text = extraction.text
    sections = tuple(_sections(extraction))
    facts: list[Fact] = []
    problems: list[Problem] = []
    for framework, kind, blocks in sections:
        found, unclear = judgements.read(text, blocks, labels_of(framework), anchors, framework)
        fact = _inspection(text, framework, kind, blocks, anchors)
        if fact is not None:
            facts.append(fact)
        facts += found
        problems += unclear
    names = {fact.fields["framework"] for fact in facts}
    return (names.pop() if len(names) == 1 else None), facts, problems


def _sections(extraction: Extraction) -> Iterator[tuple[str, str, list[Block]]]:
    """Give each inspection that is named the blocks that speak of it, in order."""
    text, end = extraction.text, body_end(extraction)
    spoken: dict[str, list[Block]] = {}
    kinds = {name: kind for name, kind, _ in _NAMED}
    current: str | None = None
    for block in extraction.blocks:
        if block.start >= end or block.kind in ("note", "furniture"):
            continue
        words = text[block.start : block.end]
        named = [name for name, _, pattern in _NAMED if pattern.search(words)]
        if len(named) == 1:
            current = named[0]
        elif block.kind == "heading" and len(named) > 1:
            current = None
        if current is not None:
            spoken.setdefault(current, []).append(block)
    for name, blocks in spoken.items():
        yield name, kinds[name], blocks


def _inspection(
    text: str, framework: str, kind: str, blocks: Sequence[Block], anchors: Anchors
) -> Fact | None:
    on_site = _found(_ON_SITE, text, blocks)
    notified = _found(_NOTIFIED, text, blocks)
    published = _found(_PUBLISHED, text, blocks)
    places = {"ranges": on_site, "notified": notified, "published": published}
    stated = {name: found for name, found in places.items() if found}
    if not stated:
        return None
    ranges = on_site.ranges if on_site else ()
    fields = InspectionFields(
        framework=framework,
        type=kind,
        title=None,
        start=ranges[0][0].isoformat() if ranges else None,
        end=ranges[-1][1].isoformat() if ranges else None,
        ranges=[[first.isoformat(), last.isoformat()] for first, last in ranges],
        dated=None,
        published=_day(published),
        notified=_day(notified),
        lead=None,
        role=None,
        provider_name=None,
        provider_urn=None,
        inferred=[],
        places={
            name: [found.start, found.end, anchors.page(found.start)]
            for name, found in stated.items()
        },
    )
    anchor = next(iter(stated.values()))
    return anchors.fact("inspection", fields, anchor.start, anchor.end, framework)


def _found(label: re.Pattern[str], text: str, blocks: Sequence[Block]) -> dates.Dates | None:
    for block in blocks:
        for match in label.finditer(text, block.start, block.end):
            place = re.compile(r"\d").search(text, match.start())
            between = "between" in match[0].lower()
            found = dates.read(text, place.start(), between=between) if place else None
            if found is not None and found.ranges and not found.faults:
                return found
    return None


def _day(found: dates.Dates | None) -> str | None:
    day: date | None = found.ranges[0][1] if found else None
    return day.isoformat() if day else None
