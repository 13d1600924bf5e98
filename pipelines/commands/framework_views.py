"""How `vouch frameworks` lays out a framework, and what the compiler found in a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import wrap
from typing import Any

import click

from corpus.frameworks import Criterion, Framework, JudgementArea, known, load
from corpus.frameworks.compiler import Attachment, Compiled
from corpus.frameworks.compiler.compiled import Area, Remark, Sentence
from pipelines.framework_files import attached
from pipelines.summary import counted

_WIDTH = 92
_SHOWN = 40
_RELATIONS = {
    "exact": "is ",
    "broader": "is broader than ",
    "narrower": "is narrower than ",
    "none": "",
}


def summary(framework: Framework, folder: Path) -> dict[str, Any]:
    """Return one row of the list of frameworks."""
    wording = attached(folder, framework.id)
    return {
        "id": framework.id,
        "title": framework.title,
        "in_force_from": framework.in_force_from.isoformat(),
        "in_force_to": framework.in_force_to.isoformat() if framework.in_force_to else None,
        "areas": sum(1 for _ in framework.walk()),
        "criteria": len(framework.criteria),
        "rules": len(framework.rules),
        "from": "Vouch" if framework.id in known() else str(folder / f"{framework.id}.yaml"),
        "official_wordings": len(wording.wordings) if wording else None,
    }


def listed(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Lay out the list, two lines a framework."""
    for row in rows:
        until = f" to {row['in_force_to']}" if row["in_force_to"] else " on"
        yield click.style(row["id"], bold=True) + f"  {row['title']}"
        words = f"official wording of {row['official_wordings']} criteria"
        counts = (
            counted(row["areas"], "area"),
            counted(row["criteria"], "criterion", "criteria"),
            counted(row["rules"], "rule"),
        )
        yield "    " + " · ".join(
            (
                f"{row['in_force_from']}{until}",
                *counts,
                f"from {row['from']}",
                "no official wording" if row["official_wordings"] is None else words,
            )
        )


def tree(framework: Framework, criteria: bool, wording: Attachment | None) -> Iterator[str]:
    """Lay out one framework as a tree."""
    until = f" to {framework.in_force_to}" if framework.in_force_to else ""
    yield click.style(f"{framework.id}  {framework.title}", bold=True)
    yield f"{framework.publisher} · in force from {framework.in_force_from}{until}"
    yield f"Source: {framework.source}"
    yield f"Scale: {' > '.join(step.name for step in framework.scale) or 'ungraded'}"
    texts = {row.code: row.text for row in wording.wordings} if wording else {}
    for area in framework.areas:
        yield from _area(framework, area, criteria, texts, 0)
    for title, rows in (
        ("Rules", framework.rules),
        ("Deadlines", framework.clocks),
        ("Duties", framework.duties),
    ):
        yield from _provisions(title, rows)
    if framework.lists:
        yield click.style("Lists", bold=True)
    for row in framework.lists:
        place = _place(row.paragraph)
        yield f"  {row.id}  {row.title}: {row.count} ({row.kind}; {place})"
    if framework.crosswalk:
        yield click.style("Crosswalk", bold=True)
    for link in framework.crosswalk:
        there = f"{link.to} of {link.framework}" if link.to else f"has nothing in {link.framework}"
        yield f"  {link.kind} {link.own} {_RELATIONS[link.relation]}{there}"


def strays(framework: Framework, folder: Path) -> list[str]:
    """Name what a framework's crosswalk points to and nobody knows; each thing once."""
    found: list[str] = []
    for link in framework.crosswalk:
        if link.framework not in known(folder):
            found.append(
                f"the crosswalk leads to {link.framework!r}, which Vouch does not know; known are: "
                f"{', '.join(known(folder))}."
            )
            continue
        other = load(link.framework, folder)
        scale = [step.name for step in other.scale]
        allowed = other.titles() if link.kind == "area" else scale
        if link.to is not None and link.to not in allowed:
            found.append(
                f"the crosswalk leads to {link.kind} {link.to!r}, which {other.id} does not have; "
                f"it has: {', '.join(allowed)}."
            )
    return list(dict.fromkeys(found))


def still_to_write(compiled: Compiled) -> Iterator[str]:
    """Say what the compiler found and leaves to people: rules and deadlines."""
    rules, clocks = len(compiled.limits), len(compiled.deadlines)
    if rules or clocks:
        yield (
            f"It holds no rules and no deadlines as yet: {counted(rules, 'sentence')} that may be "
            f"rules and {counted(clocks, 'sentence')} that may be deadlines stand at its end, "
            "switched off. docs/frameworks.md tells how to write them."
        )


def account(compiled: Compiled) -> Iterator[str]:
    """Say what the compiler found, with counts, and all that it could not place."""
    yield click.style(compiled.title.text, bold=True)
    dated = compiled.in_force.printed if compiled.in_force else "not stated"
    issued = compiled.published.printed if compiled.published else "not stated"
    who = compiled.publisher or "not stated"
    yield f"Publisher: {who} · published: {issued} · in force: {dated}"
    scale = compiled.scale
    yield f"Scale: {' > '.join(scale.grades)} ({scale.order})" if scale else "Scale: none"
    yield f"Areas: {len(compiled.areas)}"
    for area in compiled.areas:
        yield from _found(area, 1)
    if compiled.judgements:
        yield f"Judgements listed: {len(compiled.judgements)}"
    if compiled.report:
        cells = Counter(row.cell for row in compiled.report)
        yield "Report headings: " + ", ".join(f"{count} {kind}" for kind, count in cells.items())
    numbers = compiled.numbering
    if numbers.count:
        yield f"Numbered paragraphs: {numbers.count} ({numbers.first} to {numbers.last})"
    yield from _sentences("Sentences that tie grades", compiled.limits)
    yield from _sentences("Sentences with a time", compiled.deadlines)
    yield from _remarks("Likely faults of the document", compiled.suspicions)
    yield from _remarks("Assumed", compiled.assumptions)
    yield from _remarks("Could not be placed", compiled.unplaced)


def _area(
    framework: Framework, area: JudgementArea, criteria: bool, texts: dict[str, str], depth: int
) -> Iterator[str]:
    pad = "  " * depth
    counts = Counter(one.grade for one in framework.criteria if one.area == area.code)
    shown = ", ".join(
        f"{counts[step.name]} {step.name}" for step in framework.scale if counts[step.name]
    )
    tail = f" · {shown}" if shown else ""
    yield f"{pad}{click.style(area.code, bold=True)}  {area.title} ({_place(area.paragraph)}){tail}"
    for aspect in area.aspects:
        yield f"{pad}  {aspect.code}  {aspect.title}"
    for criterion in framework.criteria if criteria else ():
        if criterion.area == area.code:
            yield from _criterion(criterion, texts, pad)
    for inner in area.areas:
        yield from _area(framework, inner, criteria, texts, depth + 1)


def _criterion(criterion: Criterion, texts: dict[str, str], pad: str) -> Iterator[str]:
    place = f"{criterion.grade}; {criterion.force}; {_place(criterion.paragraph)}"
    yield f"{pad}  {criterion.code}  {criterion.title} ({place})"
    yield from (f"{pad}      {line}" for line in wrap(criterion.text, _WIDTH))
    if criterion.code in texts:
        yield f"{pad}    Official wording:"
        yield from (f"{pad}      {line}" for line in wrap(texts[criterion.code], _WIDTH))


def _provisions(title: str, rows: Sequence[Any]) -> Iterator[str]:
    if rows:
        yield click.style(title, bold=True)
    for row in rows:
        yield f"  {row.id}  {row.text} ({row.force}; {_place(row.paragraph)})"


def _found(area: Area, depth: int) -> Iterator[str]:
    counts = ", ".join(f"{len(group.criteria)} {group.grade}" for group in area.groups)
    place = area.section or area.first_paragraph
    facts = [
        f"paragraph {place}" if place else "",
        counts,
        f"{len(area.evidence)} required evidence" if area.evidence else "",
        f"{len(area.parts)} parts" if area.parts else "",
    ]
    yield "  " * depth + " · ".join(filter(None, (area.title, *facts)))
    for inner in area.areas:
        yield from _found(inner, depth + 1)


def _sentences(title: str, found: Sequence[Sentence]) -> Iterator[str]:
    if found:
        yield f"{title}: {len(found)}"
    for row in found[:_SHOWN]:
        force = f"{row.force}; " if row.force else ""
        words = " ".join(row.wording.text.split())
        yield from wrap(
            f"({force}{row.wording.anchor}) {words}",
            _WIDTH,
            initial_indent="  ",
            subsequent_indent="    ",
        )


def _remarks(title: str, found: Sequence[Remark]) -> Iterator[str]:
    if found:
        yield click.style(f"{title}: {len(found)}", bold=True)
    for remark in found:
        yield from wrap(str(remark), _WIDTH, initial_indent="  ", subsequent_indent="    ")


def _place(paragraph: str) -> str:
    alone = paragraph[:1].isdigit() and "paragraph" not in paragraph
    return f"paragraph {paragraph}" if alone else paragraph
