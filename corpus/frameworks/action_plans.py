"""Action plans: what is due when, what is overdue, and where colour and text do not agree.

The colour (RAG) and the progress text of a row are kept apart: green may stand for "in operation"
or for a process that only starts. No source forbids a late action, so nothing here is ever harder
than "to weigh".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from corpus.frameworks.answers import Answer, Outcome, outcome
from corpus.frameworks.framework import Framework
from corpus.frameworks.inspections import Action, Inspection
from corpus.frameworks.plan_references import (
    CrossReference,
    own_refs,
    parse_refs,
    pointed_at,
    resolve_references,
)
from corpus.frameworks.provisions import Band
from corpus.frameworks.records import Force
from corpus.frameworks.spans import distance
from corpus.frameworks.working_days import add_months
from corpus.wording import count_of, in_words

__all__ = [
    "TOPIC",
    "CrossReference",
    "answers",
    "band_of",
    "counts",
    "due_of",
    "only_starting",
    "overdue",
    "own_refs",
    "parse_refs",
    "pointed_at",
    "resolve_references",
]

TOPIC = "actions"
PUBLISHED = "published"
_COLOURS = ("green", "amber", "red", "not rated")
_STARTING = re.compile(
    r"\b(?:(?:is|are|was|were|being|be) (?:now )?(?:starting|beginning)(?: to)?"
    r"|(?:has|have) (?:only )?(?:started|begun)|about to (?:start|begin)|will (?:start|begin)"
    r"|not yet|yet to|still to|to be (?:implemented|introduced|developed|agreed|rolled out)"
    r"|(?:is|are) (?:now )?being (?:planned|developed|drafted|considered|introduced|rolled out)"
    r"|(?:in|under) development|in draft)\b",
    re.IGNORECASE,
)


def band_of(action: Action, framework: Framework) -> Band | None:
    """Return the time band of a row by its name or an alias, in any case; null where none fits."""
    wanted = _folded(action.band or "")
    for band in framework.bands:
        if wanted in {_folded(name) for name in (band.name, *band.aliases)}:
            return band
    return None


def due_of(action: Action, published: date | None, framework: Framework) -> date | None:
    """Return the day on which a row is due: its own, else its band's end after publication.

    Null where the band is unknown, or the publication date is.
    """
    if action.due is not None:
        return action.due
    band = band_of(action, framework)
    return add_months(published, band.months) if band is not None and published else None


def overdue(
    action: Action, published: date | None, framework: Framework, as_of: date
) -> bool | None:
    """Say whether a row is past its day and not green; null where that day is not known."""
    if action.rag == "green":
        return False
    last = due_of(action, published, framework)
    return None if last is None else as_of > last


def only_starting(action: Action) -> str | None:
    """Return the words by which a green row says that something is only starting, if it does."""
    found = _STARTING.search(action.text) if action.rag == "green" else None
    return found.group() if found else None


def counts(actions: Sequence[Action]) -> dict[str, dict[str, int]]:
    """Count rows by colour: of the whole plan under "", then of each element under its code."""
    elements = dict.fromkeys(["", *(action.element for action in actions if action.element)])
    return {
        element: dict(Counter(_colour(row) for row in actions if element in ("", row.element)))
        for element in elements
    }


def answers(framework: Framework, inspection: Inspection) -> tuple[Answer, ...]:
    """Count the plan, then say of each row whether it is in time, and of each pointer its end."""
    if not inspection.actions:
        return ()
    return (
        _summary(framework, inspection),
        *(
            _row(number, action, framework, inspection)
            for number, action in enumerate(inspection.actions, 1)
        ),
        *_starting(inspection.actions),
        *_references(inspection.actions),
    )


def _summary(framework: Framework, inspection: Inspection) -> Answer:
    actions, published = inspection.actions, inspection.dates.get(PUBLISHED)
    counted = counts(actions)
    reason = f"{count_of(len(actions), 'action')}: {_shown(counted.pop(''))}. "
    reason += "".join(f"{element}: {_shown(found)}. " for element, found in counted.items())
    tops = [area.code for area in framework.areas]
    strange = [repr(code) for code in counted if code not in framework.codes()]
    if strange:
        reason += f"No element {', '.join(strange)}; allowed: {', '.join(tops)}. "
    met: bool | None = None
    if inspection.as_of is None:
        reason += "What is overdue is not known: the day to look at (as_of) is missing."
    else:
        late = [overdue(action, published, framework, inspection.as_of) for action in actions]
        named = [_name(n, row) for n, row in enumerate(actions, 1) if late[n - 1]]
        listed = f": {', '.join(named)}" if named else ""
        reason += f"Past their day on {in_words(inspection.as_of)}: {len(named)}{listed}."
        if unknown := late.count(None):
            reason += f" Not known of {unknown}."
        met = False if named else None if unknown else True
    text = "Actions are done by the end of the band in which they stand."
    return _answer("A-01", text, "the whole plan", "action plan", (outcome(_FORCE, met), reason))


def _row(number: int, action: Action, framework: Framework, inspection: Inspection) -> Answer:
    """Rule on one row: its colour against its day."""
    published = inspection.dates.get(PUBLISHED)
    last = due_of(action, published, framework)
    band = band_of(action, framework)
    colour = _colour(action)
    when = f"due by {in_words(last)}" if last else f"no day: {_why_no_day(action, framework)}"
    met: bool | None = True
    if colour == "green":
        reason = f"Green; {when}."
    elif last is None:
        met, reason = None, f"{colour.capitalize()}; {when}."
    elif inspection.as_of is None:
        met = None
        reason = f"{colour.capitalize()}; {when}. The day to look at (as_of) is missing."
    elif inspection.as_of > last:
        far, seen = distance(last, inspection.as_of, "months"), in_words(inspection.as_of)
        met, reason = False, f"{colour.capitalize()}; {when}: overdue by {far} on {seen}."
    else:
        reason = f"{colour.capitalize()}; {when}, which has not passed."
    asked = f"{action.area.rstrip('.')}: {action.band or 'by its own date'}."
    source = (band.source if band and action.due is None else None) or "the action plan"
    return _answer("A-05", asked, source, _name(number, action), (outcome(_FORCE, met), reason))


def _why_no_day(action: Action, framework: Framework) -> str:
    if action.band is None:
        return "the row has neither a band nor a date"
    if band_of(action, framework) is None:
        allowed = ", ".join(band.name for band in framework.bands) or "none"
        return f"the framework has no band {action.band!r}; allowed: {allowed}"
    return f"the date '{PUBLISHED}' is missing, from which its band runs"


def _starting(actions: Sequence[Action]) -> Iterator[Answer]:
    text = "Green stands for what is done or in operation."
    for number, action in enumerate(actions, 1):
        if words := only_starting(action):
            reason = f"The row is green, yet its text says {words!r}: ask how far it has come."
            verdict = outcome(_FORCE, False), reason
            yield _answer("A-06", text, "the action plan", _name(number, action), verdict)


def _references(actions: Sequence[Action]) -> Iterator[Answer]:
    text = "A row that points at another leads there."
    for reference in resolve_references(actions):
        name = _name(reference.row, actions[reference.row - 1])
        targets = [(at, actions[at - 1]) for at in reference.targets]
        reached = ", ".join(f"{_name(at, row)}, {_colour(row)}" for at, row in targets)
        if targets:
            reason = f"{reference.ref} is {reached}."
        else:
            there = dict.fromkeys(ref for action in actions for ref in own_refs(action))
            named = ", ".join(there) or "no references at all"
            reason = f"No other row is {reference.ref}; the plan has {named}."
        verdict = outcome(_FORCE, bool(targets)), reason
        yield _answer("A-08", text, "the action plan", name, verdict)


def _answer(
    rule: str, text: str, paragraph: str, about: str, verdict: tuple[Outcome, str]
) -> Answer:
    return Answer(
        topic=TOPIC,
        rule=rule,
        force=_FORCE,
        paragraph=paragraph,
        outcome=verdict[0],
        text=text,
        reason=verdict[1],
        about=about,
    )


def _name(number: int, action: Action) -> str:
    refs = ", ".join(action.refs)
    return f"action {number} ({refs})" if refs else f"action {number}"


def _colour(action: Action) -> str:
    return action.rag or "not rated"


def _shown(found: dict[str, int]) -> str:
    return ", ".join(f"{found[colour]} {colour}" for colour in _COLOURS if colour in found)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


_FORCE: Force = "descriptor"  # bands come from reports, which state no force
