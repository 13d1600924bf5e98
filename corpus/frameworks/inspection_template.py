"""A commented inspection file for one framework, with all of its codes, so nobody looks them up."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from textwrap import wrap

from corpus.frameworks.framework import Framework
from corpus.frameworks.inspection_file import elements, items, milestones, stages
from corpus.frameworks.provisions import Item, ListKind
from corpus.frameworks.triangulation import source_types

_WIDTH = 92
_HEAD = (
    "For `vouch rules check`. Every line below that starts with one # is switched off: take the # "
    "away (and nothing else) where you know the answer, and put yours. Leave the rest: what is not "
    "stated is unknown, and rules that need it say so. Lines with ## only explain; what follows a "
    "# later in a line does so too. Dates are written year-month-day."
)
_PLAIN = re.compile(r"[A-Za-z][\w ./&-]*")
_RESERVED = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}


def template(framework: Framework) -> str:
    """Write the file; as it stands it is valid, and so it is with every # taken away."""
    lines = [
        *_explained(f"An inspection under {framework.id}: {framework.title}."),
        *_explained(_HEAD),
        "",
        f"framework: {framework.id}",
        '#provider: "Name of the provider"',
        f"#as_of: {framework.in_force_from}  # the day on which deadlines are looked at",
        *_types(framework),
        *_grades(framework),
        *_dates(framework),
        *_answers(framework),
        *_evidence(framework),
        *_documents(framework),
        *_cases(framework),
        *_actions(framework),
        *_team(framework),
    ]
    return "\n".join(lines) + "\n"


def _types(framework: Framework) -> Iterator[str]:
    if framework.types:
        yield from _section("The kind of inspection, and kinds that were joined to it.")
        yield from (f"## {kind.code}: {kind.title}" for kind in framework.types)
        yield f"#type: {_value(framework.types[0].code)}"
        yield "#with_types: []"


def _grades(framework: Framework) -> Iterator[str]:
    if not framework.scale:
        return
    names = ", ".join(step.name for step in framework.scale)
    titles = framework.titles()
    yield from _section(f"Grades, as printed or as here: {names}.")
    best = _value(framework.scale[0].name)
    rows = [(f"{code}: {best}", titles[code]) for code in framework.codes()]
    yield "#grades:"
    yield from _rows(rows)
    yield from _section("Provisional grades, where they are known: those of the verbal feedback.")
    yield "#provisional:"
    yield from _rows(rows)


def _dates(framework: Framework) -> Iterator[str]:
    yield from _section("What happened when.")
    yield "#dates:"
    day = framework.in_force_from
    yield from _rows((f"{code}: {day}", title) for code, title in milestones(framework).items())


def _answers(framework: Framework) -> Iterator[str]:
    if framework.facts:
        yield from _section("Facts that no grade states: yes or no.")
        yield "#facts:"
        yield from _rows((f"{row.code}: no", row.text) for row in framework.facts)
    if framework.duties:
        yield from _section("Was it done? Only for duties that arose: yes or no.")
        yield "#duties:"
        yield from _rows((f"{row.id}: yes", row.text) for row in framework.duties)


def _evidence(framework: Framework) -> Iterator[str]:
    types = source_types(framework)
    yield from _section(
        "What was found, and where it comes from; `child: yes` for a child's own voice."
        f" Types of source: {', '.join(types)}."
    )
    source = f"{{type: {_value(types[0])}, document: notes of day 1}}"
    yield "#findings:"
    yield '#  - text: "What was found"'
    yield f"#    area: {_value(framework.codes()[0])}"
    yield f"#    sources: [{source}]"
    for key, example in (
        ("requirements", "What the provider must do, and under which regulation"),
        (
            "recommendations",
            "What the provider should do, with the standard, or page and paragraph",
        ),
    ):
        yield from _section(f"The {key} of the report, word for word.")
        yield f"#{key}:"
        yield f'#  - text: "{example}"'
        yield f"#    due: {framework.in_force_from}"
        yield '#    impact: "The effect, or likely effect, on experiences and progress"'
        yield "#    detailed: yes  # is it clear what must be done?"
        yield f"#    sources: [{source}]"
    yield from _section(
        "Priorities for improvement and outstanding practice that the report names."
    )
    yield '#priorities: ["A priority"]'
    yield '#outstanding_practice: ["A practice"]'


def _documents(framework: Framework) -> Iterator[str]:
    held = _of(framework, "core documents", "held information", "look-back windows")
    day = framework.in_force_from
    if held:
        yield from _section("Documents that are there: how many and the date of the newest.")
        yield "#documents:"
        yield from _rows(
            (f"- {{item: {item.code}, number: {item.number or 1}, dated: {day}}}", item.text)
            for item in held
        )
    lists = _of(framework, "case lists")
    if lists:
        yield from _section("Lists of cases that were supplied.")
        yield "#lists:"
        yield from _rows((f"- {item.code}", item.text) for item in lists)


def _cases(framework: Framework) -> Iterator[str]:
    if not stages(framework):
        return
    yield from _section("Case files that inspectors chose, without names; one entry a case.")
    kinds: dict[str, ListKind] = {
        "fields": "child fields",
        "flags": "safeguarding flags",
        "placement": "placement categories",
    }
    for what, kind in kinds.items():
        yield from (f"## {what} {item.code}: {item.text}" for item in _of(framework, kind))
    yield from _explained(f"elements: {', '.join(elements(framework))}")
    yield from _explained(f"stages: {', '.join(stages(framework))}")
    yield "#cases:"
    yield f"#  - element: {_value(elements(framework)[0])}"
    yield f"#    stage: {_value(stages(framework)[0])}"
    yield f"#    fields: [{', '.join(map(_value, items(framework, 'child fields')))}]"
    yield "#    flags: [] # as it stands: none of them applies; left out: nobody has said"
    yield "#    audited: yes"


def _actions(framework: Framework) -> Iterator[str]:
    if not framework.bands:
        return
    names = ", ".join(band.name for band in framework.bands)
    yield from _section(
        f"The action plan, row by row. Time bands: {names}. rag: red, amber, green."
    )
    yield "#actions:"
    yield '#  - area: "What is to improve"'
    yield f"#    element: {_value(framework.codes()[0])}"
    yield f"#    band: {_value(framework.bands[0].name)}"
    yield "#    rag: amber"
    yield "#    refs: [A1]"
    yield '#    text: "Progress so far"'


def _team(framework: Framework) -> Iterator[str]:
    yield from _section("The inspectors, by body, and whether conflicts of interest were declared.")
    bodies = [row.body for row in framework.minima if row.body is not None] or ["Ofsted"]
    yield "#team:"
    yield f"#  inspectors: {{{', '.join(f'{_value(body)}: 1' for body in dict.fromkeys(bodies))}}}"
    yield "#  declared: yes"
    yield "#  conflicts: []"


def _of(framework: Framework, *kinds: ListKind) -> tuple[Item, ...]:
    """Return the items of lists of some kinds; of those with one code only the first."""
    found = [item for listed in framework.lists if listed.kind in kinds for item in listed.items]
    return tuple({item.code: item for item in reversed(found)}.values())[::-1]


def _section(words: str) -> Iterator[str]:
    yield ""
    yield from _explained(words)


def _explained(words: str) -> Iterator[str]:
    return (f"## {line}" for line in wrap(words, _WIDTH, break_on_hyphens=False))


def _rows(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Lay out rows of a value and what it means, the meanings below each other."""
    listed = list(rows)
    width = max(len(value) for value, _ in listed)
    return (f"#  {value:<{width}}  # {meaning}" for value, meaning in listed)


def _value(words: str) -> str:
    """Write words as YAML that reads back as the same words."""
    plain = _PLAIN.fullmatch(words) and words.casefold() not in _RESERVED
    return words if plain else json.dumps(words, ensure_ascii=False)
