"""The judgements that a report prints, one fact an area, with every place that prints it again.

The first place is the fact; a later one that agrees is listed in it, one that differs is a problem
naming both. An area without a printed grade is said to have none; no grade is worked out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from corpus.facts import Fact, JudgementFields
from corpus.frameworks.framework import Framework
from corpus.records import Block, Cell, Problem
from extractors.facts.anchors import Anchors
from extractors.facts.judgements_labels import Labels
from extractors.facts.judgements_places import Places
from extractors.facts.judgements_statements import Context, Statement

_JUDGEMENT = re.compile(r"judge?ments?", re.IGNORECASE)
_GRADE = re.compile(r"grades?|outcomes?", re.IGNORECASE)


def read(
    text: str,
    blocks: Sequence[Block],
    labels: Labels,
    anchors: Anchors,
    framework: str | None,
    wanted: Collection[str] = (),
) -> tuple[list[Fact], list[Problem]]:
    """Return the judgements within blocks, in printing order, and what was unclear.

    `framework` is what the facts name as theirs: null where only labels and grades are shared.
    `wanted` are areas that such a report grades: if none of their grades stands by itself, single
    sentences are searched for it.
    """
    context = Context(text, labels, anchors)
    finder = Places(context)
    places: dict[str, list[Statement]] = {}
    for statement in finder.read(blocks):
        places.setdefault(statement.area or "", []).append(statement)
    missing = [area for area in wanted if area not in places]
    for statement in finder.sentences(blocks, missing) if missing else ():
        places.setdefault(statement.area or "", []).append(statement)
    facts = []
    problems = context.problems
    for statements in places.values():
        first, *others = sorted(statements, key=lambda found: found.start)
        agreeing = []
        for other in others:
            if _same(first, other, labels):
                agreeing.append(other)
            else:
                problems.append(_contradiction(first, other, anchors))
        facts.append(_fact(first, agreeing, labels, anchors, framework))
    return sorted(facts, key=lambda fact: (fact.start, fact.id)), problems


def expected(framework: Framework) -> dict[str, str]:
    """Return title by code of the areas that a framework's reports grade, in order of the file."""
    graded = {row.area for row in framework.report if row.cell == "grade"}
    titles = framework.titles()
    return {code: titles[code] for code in titles if code in graded}


def unnamed(text: str, blocks: Sequence[Block], anchors: Anchors) -> Iterator[Fact]:
    """Read tables headed "Judgement" and "Grade" as printed, where no framework is known."""
    for block in blocks:
        if block.kind != "table":
            continue
        rows: dict[int, list[Cell]] = {}
        for cell in sorted(block.cells, key=lambda cell: (cell.row, cell.column)):
            if cell.start < cell.end:
                rows.setdefault(cell.row, []).append(cell)
        header, *others = rows.values() or [[]]
        words = [text[cell.start : cell.end] for cell in header]
        if len(words) != 2 or not (_JUDGEMENT.fullmatch(words[0]) and _GRADE.fullmatch(words[1])):
            continue
        for row in others:
            if len(row) == 2:
                label, grade = (text[cell.start : cell.end] for cell in row)
                fields = JudgementFields(
                    framework=None,
                    area=None,
                    label=label,
                    grade=grade,
                    grade_normalised=None,
                    how="table",
                    agrees=[],
                )
                yield anchors.fact("judgement", fields, row[0].start, row[1].end, label)


def _fact(
    first: Statement,
    agreeing: Sequence[Statement],
    labels: Labels,
    anchors: Anchors,
    framework: str | None,
) -> Fact:
    fields = JudgementFields(
        framework=framework,
        area=first.area,
        label=" ".join(first.label.split()),
        grade=" ".join(first.grade.split()),
        grade_normalised=labels.grades.named(first.grade),
        how=first.how,
        agrees=[[place.start, place.end, anchors.page(place.start)] for place in agreeing],
    )
    return anchors.fact("judgement", fields, first.start, first.end, first.area or first.label)


def _same(first: Statement, other: Statement, labels: Labels) -> bool:
    grades = labels.grades
    named = (grades.named(first.grade), grades.named(other.grade))
    if named == (None, None):
        return first.grade.casefold() == other.grade.casefold()
    return named[0] == named[1]


def _contradiction(first: Statement, other: Statement, anchors: Anchors) -> Problem:
    return Problem(
        "facts",
        "contradictory-grades",
        f"“{first.label}” is “{first.grade}” on {anchors.place(first.start)} and “{other.grade}” "
        f"on {anchors.place(other.start)}. The first was kept; check which is right.",
        anchors.page(other.start),
    )
