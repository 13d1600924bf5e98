"""Is what inspectors need there? Document sets, case lists, case files and the team.

An item that an inspection lists is there, one that it leaves out of a list is missing, and a list
that is left out altogether is unknown. Answers name what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from corpus.frameworks import samples
from corpus.frameworks.answers import Answer, outcome
from corpus.frameworks.framework import Framework
from corpus.frameworks.inspections import Held, Inspection
from corpus.frameworks.provisions import Item, Minimum, RequiredList
from corpus.frameworks.working_days import add_months
from corpus.wording import count_of, in_words

TOPIC = "documents"
TEAM = "team"
# A core set is asked for always; of the others only what an inspection says something about.
_WHOLE = ("core documents",)
_IF_STATED = ("held information",)
_WINDOWS = ("look-back windows",)
_UNNAMED = "Not named, and there may be none"


def answers(framework: Framework, inspection: Inspection) -> tuple[Answer, ...]:
    """Say what is complete, missing or out of date of documents, lists, case files and team."""
    return (
        *_documents(framework, inspection),
        *_case_lists(framework, inspection),
        *samples.answers(framework, inspection),
        *(
            _inspectors(minimum, inspection)
            for minimum in framework.minima
            if minimum.of == "inspectors"
        ),
    )


def _documents(framework: Framework, inspection: Inspection) -> Iterator[Answer]:
    stated = {held.item for held in inspection.documents or ()}
    for required in framework.lists:
        touched = any(item.code in stated for item in required.items)
        if required.kind in _WHOLE or (required.kind in _IF_STATED and touched):
            yield _set(required, required.items, inspection)
        elif required.kind in _WINDOWS and touched:
            items = tuple(item for item in required.items if item.code in stated)
            yield _set(required, items, inspection)
    known = {item.code for required in framework.lists for item in required.items}
    for held in inspection.documents or ():
        if held.item not in known:
            yield _strange(held, framework)


def _set(required: RequiredList, items: tuple[Item, ...], inspection: Inspection) -> Answer:
    """Rule on one set of documents: each item is there, short, out of date, missing or unclear."""
    if inspection.documents is None:
        return _listed(required, None, "Which documents there are is not stated.")
    measured_at = inspection.as_of or inspection.dates.get("notified")
    found: dict[str, list[str]] = {}
    for item in items:
        held = [row for row in inspection.documents if row.item == item.code]
        state, words = _state(item, held, measured_at)
        if state == "Missing" and required.kind not in _WHOLE:
            # What is held is read, yet nothing says that there must be a complaint to hold.
            state = _UNNAMED
        found.setdefault(state, []).append(words)
    there = found.pop("there", [])
    parts = [f"{state}: {'; '.join(words)}" for state, words in found.items()]
    reason = ". ".join((f"{len(there)} of {len(items)} are there and in order", *parts))
    bad = any(state in found for state in ("Missing", "Too few", "Out of date"))
    return _listed(required, False if bad else None if found else True, f"{reason}.")


def _state(item: Item, held: list[Held], measured_at: date | None) -> tuple[str, str]:
    """Return the state of one item and how to name it."""
    name = f"{item.code} ({item.text.rstrip('.')})"
    if not held:
        return _UNNAMED if item.if_any else "Missing", name
    if item.number is None and all(row.number == 0 for row in held):
        return "there" if item.if_any else "Missing", name
    for state, words in (_number(item, held), _age(item, held, measured_at)):
        if state != "there":
            return state, f"{name}: {words}"
    return "there", name


def _number(item: Item, held: list[Held]) -> tuple[str, str]:
    numbers = [row.number for row in held if row.number is not None]
    if item.number is None or sum(numbers) >= item.number:
        return "there", ""
    if not numbers:
        return "Not known", f"how many, of {item.number}"
    return "Too few", f"{sum(numbers)} of {item.number}"


def _age(item: Item, held: list[Held], measured_at: date | None) -> tuple[str, str]:
    """Judge the newest of what is held by its date."""
    if item.within_months is None:
        return "there", ""
    dates = [row.dated for row in held if row.dated is not None]
    if not dates:
        return "Not known", "its date"
    if measured_at is None:
        return "Not known", "the day to measure from (as_of, or the date 'notified')"
    newest = max(dates)
    if newest >= add_months(measured_at, -item.within_months):
        return "there", ""
    months = count_of(item.within_months, "month")
    of = f"of {in_words(newest)}, not within {months} before {in_words(measured_at)}"
    return ("Not known", f"{of}; was there none since") if item.if_any else ("Out of date", of)


def _strange(held: Held, framework: Framework) -> Answer:
    wanted = [row for row in framework.lists if row.kind in (*_WHOLE, *_IF_STATED, *_WINDOWS)]
    allowed = ", ".join(dict.fromkeys(item.code for row in wanted for item in row.items))
    reason = f"No list has the item {held.item!r}; allowed: {allowed or 'none'}."
    return Answer(
        topic=TOPIC,
        rule=wanted[0].id if wanted else "documents",
        force="descriptor",
        paragraph=wanted[0].paragraph if wanted else "",
        outcome="cannot be evaluated",
        text="Documents are named by the framework's codes.",
        reason=reason,
        about=f"document {held.item!r}",
    )


def _case_lists(framework: Framework, inspection: Inspection) -> Iterator[Answer]:
    for required in framework.lists:
        if required.kind != "case lists":
            continue
        if inspection.lists is None:
            yield _listed(required, None, "Which lists were supplied is not stated.")
            continue
        missing = [item for item in required.items if item.code not in inspection.lists]
        reason = f"{len(required.items) - len(missing)} of {len(required.items)} were supplied."
        if missing:
            named = "; ".join(f"{item.code} ({item.text.rstrip('.')})" for item in missing)
            reason += f" Missing: {named}."
        if strange := samples.not_listed("list", inspection.lists, required):
            reason += f" {strange}"
        yield _listed(required, not missing, reason)


def _listed(required: RequiredList, met: bool | None, reason: str) -> Answer:
    return Answer(
        topic=TOPIC,
        rule=required.id,
        force=required.force,
        paragraph=required.paragraph,
        outcome=outcome(required.force, met),
        text=f"{required.title}: {count_of(len(required.items), 'item')}.",
        reason=reason,
        about=required.element,
    )


def _inspectors(minimum: Minimum, inspection: Inspection) -> Answer:
    met: bool | None = None
    team = inspection.team.inspectors if inspection.team else None
    if team is None:
        reason = "Who was in the team is not stated."
    elif minimum.body is not None and minimum.body not in team:
        reason = (
            f"How many inspectors of {minimum.body} took part is not stated; write 0 if none did."
        )
    else:
        body = minimum.body
        found = sum(team.values()) if body is None else team[body]
        met = found >= minimum.count
        of = f" of {body}" if body else ""
        reason = f"{count_of(found, 'inspector')}{of}, and {minimum.count} are the least."
        if not met:
            reason += f" Missing: {minimum.count - found}."
    return Answer(
        topic=TEAM,
        rule=minimum.id,
        force=minimum.force,
        paragraph=minimum.paragraph,
        outcome=outcome(minimum.force, met),
        text=minimum.text,
        reason=reason,
        about=minimum.body,
    )
