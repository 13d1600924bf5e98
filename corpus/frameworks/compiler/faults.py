"""Likely faults of the document itself: numbering, references that do not fit, foreign words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.frameworks.compiler.compiled import Area, Numbering, Part, Remark, ReportRow
from corpus.frameworks.compiler.outline import Outline, Piece, numbered
from corpus.frameworks.compiler.schedules import same
from corpus.frameworks.compiler.words import content_words, sentences

_REFERENCE = re.compile(
    r"\bparagraphs?\s+(?P<numbers>\d+(?:\.\d+)*(?:\s*(?:,|and|to|or|–|-)\s*\d+(?:\.\d+)*)*)", re.I
)
# Paragraphs of another text: "paragraph 3 of schedule 2", "page 55, paragraph 8".
_ELSEWHERE = re.compile(
    r"^\s*(?:\([a-z0-9]\)|of\s+(?!this)|in\s+(?:the\s+)?(?!this)[‘'\"A-Z])|^\s*,?\s*page\b"
)
_PLACES = [
    "home",
    "school",
    "academy",
    "nursery",
    "college",
    "agency",
    "hospital",
    "prison",
    "hostel",
    "ward",
    "pre-school",
    "childminder",
    "university",
]
_NEAR = 3  # paragraphs before and after, where the right one most often stands
_CLEARLY = 1.3


def numbering(laid: Outline) -> Numbering:
    """Count the numbered paragraphs and find gaps and numbers that come twice."""
    numbers = [piece.number for piece in numbered(laid) if piece.number]
    series: dict[str, list[int]] = {}
    for number in numbers:
        stem, _, tail = number.rpartition(".")
        if tail.isdigit():
            series.setdefault(stem, []).append(int(tail))
    gaps, twice = [], []
    for stem, counted in series.items():
        prefix = f"{stem}." if stem else ""
        gaps += [f"{prefix}{n}" for n in range(min(counted), max(counted)) if n not in counted]
        twice += [f"{prefix}{n}" for n, count in Counter(counted).items() if count > 1]
    first = numbers[0] if numbers else None
    last = numbers[-1] if numbers else None
    return Numbering(len(numbers), first, last, tuple(gaps), tuple(twice))


def references(laid: Outline) -> Iterator[Remark]:
    """Find references to paragraphs that are not there or speak of something else."""
    targets = _paragraphs(laid)
    if not targets:
        return
    weights = _rarity(list(targets.values()))
    for piece in laid.pieces:
        if piece.kind == "heading":
            continue
        for start, end in sentences(piece.text):
            sentence = piece.text[start:end]
            for match in _REFERENCE.finditer(sentence):
                if _ELSEWHERE.match(sentence[match.end() :]):
                    continue
                place = piece.block.body + start
                anchor = laid.span(
                    piece,
                    place + match.start(),
                    place + match.end(),
                    laid.numbered_before(piece.at),
                )
                own = piece.number
                words = content_words(sentence[: match.start()])
                for message in _judged(match["numbers"], words, targets, weights, own):
                    yield Remark("cross-reference", message, anchor)


def foreign_words(laid: Outline, title: str) -> Iterator[Remark]:
    """Find a place named as if it were inspected, where the document is about another kind.

    "The home" once, in a document that says "the agency" all along, is a trace of its model.
    """
    places = "|".join(_PLACES)
    named = re.compile(rf"\b(?:the|this)\s+({places})(?![\w-]|\s+(?:office|secretary))", re.I)
    found: dict[str, list[tuple[Piece, int, int]]] = {}
    for piece in laid.pieces:
        for match in named.finditer(piece.text):
            at = piece.block.body
            where = (piece, at + match.start(), at + match.end())
            found.setdefault(match[1].lower(), []).append(where)
    if not found:
        return
    usual = max(found, key=lambda place: len(found[place]))
    for place, places_found in found.items():
        rare = len(places_found) * 8 <= len(found[usual]) and len(places_found) <= 2
        if place == usual or not rare or place in title.lower():
            continue
        for piece, start, end in places_found:
            message = (
                f'"{laid.text[start:end]}" is foreign to a document that speaks of "the {usual}" '
                f"{len(found[usual])} times"
            )
            anchor = laid.span(piece, start, end, laid.numbered_before(piece.at))
            yield Remark("foreign-word", message, anchor)


def disagreements(
    areas: Sequence[Area], judged: Sequence[Part], rows: Sequence[ReportRow]
) -> Iterator[Remark]:
    """Compare the list of judgements with the areas described and the graded report headings."""
    graded = [row for row in rows if row.cell == "grade"]
    for part in judged:
        if areas and not any(same(area.title, part.title) for area in areas):
            message = f'"{part.title}" is listed as a judgement, but no section describes it'
            yield Remark("judgement-without-section", message, part.anchor)
        if graded and not any(same(row.text, part.title) for row in graded):
            message = (
                f'"{part.title}" is one of {len(judged)} judgements, but the report has '
                f'{len(graded)} cells "Grade" and none for it'
            )
            yield Remark("judgement-without-cell", message, part.anchor)
    if rows and not judged:
        yield from _without_row(areas, rows)


def _without_row(areas: Sequence[Area], rows: Sequence[ReportRow]) -> Iterator[Remark]:
    for element in areas:
        for area in element.areas or (element,):
            for part in area.parts:
                if not any(same(row.text, part.title) for row in rows):
                    message = f'"{part.title}" is in the schedule, but the report has no row for it'
                    yield Remark("part-without-cell", message, part.anchor)


def _paragraphs(laid: Outline) -> dict[str, str]:
    """Return each numbered paragraph with what stands below it, by its number."""
    found: dict[str, str] = {}
    current: str | None = None
    for piece in laid.pieces:
        if piece.kind == "heading":
            current = None
        elif piece.kind == "paragraph" and piece.number:
            current = piece.number
        if current is not None and piece.kind in ("paragraph", "item"):
            found[current] = f"{found.get(current, '')} {piece.text}"
    return found


def _rarity(texts: list[str]) -> dict[str, float]:
    counts = Counter(word for text in texts for word in content_words(text))
    return {word: math.log(len(texts) / count) for word, count in counts.items()}


def _judged(
    listed: str,
    words: frozenset[str],
    targets: dict[str, str],
    weights: dict[str, float],
    own: str | None,
) -> Iterator[str]:
    """Judge one reference: every number must be there, and one of them must fit."""
    numbers = re.findall(r"\d+(?:\.\d+)*", listed)
    missing = [number for number in numbers if number not in targets]
    for number in missing:
        yield f"Paragraph {number} is referred to, but the document has none"
    if missing or not words:
        return
    order = list(targets)
    places = [order.index(number) for number in numbers]
    best = max(_fit(words, targets[number], weights) for number in numbers)
    low, high = max(0, min(places) - _NEAR), max(places) + _NEAR + 1
    near = [number for number in order[low:high] if number not in numbers and number != own]
    other = max(near, key=lambda number: _fit(words, targets[number], weights), default=None)
    if other is None:
        return
    fit = _fit(words, targets[other], weights)
    if fit > best * _CLEARLY and fit > 0:
        yield (
            f"Paragraph {listed} is referred to, but does not speak of it; paragraph {other} "
            "fits better"
        )


def _fit(words: frozenset[str], text: str, weights: dict[str, float]) -> float:
    return sum(weights.get(word, 0.0) for word in words & content_words(text))
