"""What a committee report says of judgements in running text, and which frameworks it speaks of.

Its tables of judgements and the dates of its inspections are read elsewhere; this reads a sentence
that names one judgement among many, such as "all but one were 'Good'; the remaining one, which
related to leadership within safeguarding, was judged 'Adequate'".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.facts import Fact, JudgementFields
from corpus.frameworks import Framework, JudgementArea, load
from corpus.records import Extraction, Passage, Problem
from extractors.facts.anchors import Anchors
from extractors.facts.improvements_headings import folded
from extractors.facts.recognising import form_of

_QUOTED = r"['‘’“\"](?P<grade>[A-Za-z][\w ]{2,40})['’”\"]"
_ONE_OF_MANY = re.compile(
    r"\b(?:remaining|other|exception)[^.()]{0,40}?\(?(?:which )?(?:related|relating|relates) to"
    r" (?:the )?(?P<label>(?P<area>[\w,’ -]{3,60}?)(?: within (?P<element>[\w’ -]{3,40}?))?)"
    rf"\)? (?:being|was|which was|judged|graded)(?: judged| graded)? {_QUOTED}"
)


def read(extraction: Extraction, passages: tuple[Passage, ...]) -> tuple[list[Fact], list[Problem]]:
    """Return the judgements that sentences single out. Problems: `judgement-unplaced`."""
    facts: list[Fact] = []
    problems: list[Problem] = []
    for passage in passages:
        match = _ONE_OF_MANY.search(passage.text) if "remaining" in passage.text else None
        if match is None:
            continue
        anchors = Anchors(extraction)
        start, end = passage.start + match.start("label"), passage.start + match.end("grade") + 1
        placed = _placed(extraction, match["area"], match["element"])
        if placed is None:
            message = (
                f'The judgement "{match["label"]}" ({anchors.place(start)}) is of no area of the '
                "frameworks that the document names. Look there for what was judged."
            )
            problems.append(Problem("facts", "judgement-unplaced", message, anchors.page(start)))
            continue
        framework, area = placed
        fields = JudgementFields(
            framework=framework.id,
            area=area,
            label=match["label"],
            grade=match["grade"],
            grade_normalised=_normalised(framework, match["grade"]),
            how="sentence",
            agrees=[],
        )
        facts.append(anchors.fact("judgement", fields, start, end, area))
    return facts, problems


def spoken_of(extraction: Extraction) -> tuple[Framework, ...]:
    """Return the frameworks whose inspections the document's headings name."""
    names: dict[str, None] = {}
    for block in extraction.blocks:
        form = None
        if block.kind == "heading":
            form = form_of(" ".join(extraction.text[block.body : block.end].split()))
        names.update(dict.fromkeys(form.frameworks if form else ()))
    return tuple(load(name) for name in names)


def _placed(extraction: Extraction, area: str, element: str | None) -> tuple[Framework, str] | None:
    for framework in spoken_of(extraction):
        elements = [each for each in framework.areas if element and _is_named(each, element)]
        for within in elements or framework.areas:
            for part in _walk(within):
                if not part.areas and _is_named(part, area):
                    return framework, part.code
    return None


def _walk(area: JudgementArea) -> Iterator[JudgementArea]:
    yield area
    for part in area.areas:
        yield from _walk(part)


def _is_named(area: JudgementArea, words: str) -> bool:
    return folded(words) in {folded(name) for name in (area.title, *area.aliases)}


def _normalised(framework: Framework, grade: str) -> str | None:
    for step in framework.scale:
        if folded(grade) in {folded(name) for name in (step.name, *step.aliases)}:
            return step.name
    return None
