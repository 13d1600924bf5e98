"""Lines of enquiry: the prompts for an inspection, of areas that are in play."""

from __future__ import annotations

from corpus.frameworks.answers import Answer
from corpus.frameworks.framework import Framework
from corpus.frameworks.inspections import Inspection
from corpus.frameworks.provisions import LineOfEnquiry

TOPIC = "enquiries"


def answers(framework: Framework, inspection: Inspection) -> tuple[Answer, ...]:
    """Give the prompts of every line of enquiry whose area the inspection speaks of, to weigh.

    A line of enquiry without an area is in play wherever any area is.
    """
    areas = in_play(framework, inspection)
    return tuple(
        _answer(line, areas)
        for line in framework.enquiries
        if (line.area in areas if line.area is not None else areas)
    )


def in_play(framework: Framework, inspection: Inspection) -> tuple[str, ...]:
    """Return the codes that grades and findings speak of, in the order of the framework.

    An aspect brings the area in which it stands, an inner area its element.
    """
    stated = {*inspection.grades, *inspection.provisional}
    stated |= {finding.area for finding in inspection.findings if finding.area is not None}
    for area in reversed(list(framework.walk())):
        inner = {part.code for part in area.areas} | {part.code for part in area.aspects}
        if inner & stated:
            stated.add(area.code)
    return tuple(code for code in framework.codes() if code in stated)


def _answer(line: LineOfEnquiry, areas: tuple[str, ...]) -> Answer:
    about = line.area or ", ".join(areas)
    prompts = " · ".join(line.prompts)
    end = "" if prompts.endswith(("?", ".")) else "."
    parts = [f"In play: {about}.", f"Ask: {prompts}{end}"]
    if line.descriptors:
        parts.append(f"Look for: {' · '.join(line.descriptors)}")
    return Answer(
        topic=TOPIC,
        rule=line.id,
        force="descriptor",
        paragraph=line.paragraph,
        outcome="to weigh",
        text=line.title,
        reason=" ".join(parts),
        about=line.area,
    )
