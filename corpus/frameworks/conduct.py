"""Conflicts of interest: were they declared, and what does the code of conduct say to that?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.frameworks.answers import Answer, Outcome, outcome
from corpus.frameworks.framework import Framework
from corpus.frameworks.inspections import Inspection, Team
from corpus.frameworks.provisions import Item, RequiredList

_CONFLICT = re.compile(r"conflict|connection|\binterests? in\b", re.IGNORECASE)
_DECLARED = re.compile(r"conflict|declar", re.IGNORECASE)


def answers(framework: Framework, inspection: Inspection) -> tuple[Answer, ...]:
    """Answer for each list of inspectors' conduct; its other points are for people to judge."""
    return tuple(
        _answer(required, inspection.team)
        for required in framework.lists
        if required.kind == "inspector conduct"
    )


def _answer(required: RequiredList, team: Team | None) -> Answer:
    item = next(_on_conflicts(required), None)
    found: tuple[Outcome, str]
    if item is None:
        found = "does not apply", "the list says nothing of conflicts of interest"
    else:
        found = _judged(required, item, team)
    return Answer(
        topic="conduct",
        rule=required.id,
        force=required.force,
        paragraph=required.paragraph,
        outcome=found[0],
        text=item.text if item else required.title,
        reason=found[1],
        about="inspection team",
    )


def _on_conflicts(required: RequiredList) -> Iterator[Item]:
    """Give the items on conflicts, one that asks for a declaration first."""
    listed = [item for item in required.items if _CONFLICT.search(f"{item.code} {item.text}")]
    return iter(sorted(listed, key=lambda item: not _asks(item)))


def _asks(item: Item) -> bool:
    """Say whether an item asks for a declaration, not only that there be no connection."""
    return _DECLARED.search(f"{item.code} {item.text}") is not None


def _judged(required: RequiredList, item: Item, team: Team | None) -> tuple[Outcome, str]:
    if team is None:
        return outcome(required.force, None), "the inspection team is not stated"
    named = ", ".join(team.conflicts)
    if named and team.declared is not False:
        # Declared is what was asked; whether objectivity suffers no list can say.
        return "to weigh", f"named: {named}; people decide whether the inspector may take part"
    if team.declared is None:
        return outcome(required.force, None), "whether conflicts were declared is not stated"
    if team.declared:
        return outcome(required.force, True), "declared; no conflict is named"
    if not _asks(item):
        words = f"a connection is named: {named}" if named else "nothing is known of a connection"
        said = f"no declaration was made, and the list asks for none; {words}"
        return ("to weigh" if named else outcome(required.force, None)), said
    words = f"conflicts were named ({named}) but not declared" if named else "nothing was declared"
    said = f"{words}; have every inspector declare, even that there is no conflict"
    return outcome(required.force, False), said
