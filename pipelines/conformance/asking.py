"""Checks that put something to the rules and compare their answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import yaml

from corpus.frameworks.action_plans import due_of, overdue
from corpus.frameworks.checking import check as check_rules
from corpus.frameworks.forecasts import due
from corpus.frameworks.inspection_file import read
from corpus.frameworks.inspections import Action
from corpus.frameworks.references import parse
from corpus.frameworks.working_days import working_days_between
from pipelines.conformance.registry import Faults, differs, named
from pipelines.conformance.world import World


@named("ask")
def ask(
    world: World,
    framework: str,
    inspection: Mapping[str, Any],
    expect: Mapping[str, str],
    because: Mapping[str, str] | None = None,
) -> Faults:
    """Put an inspection to the rules; each named rule must answer so, and give this reason.

    Of a rule that answers several times (once a requirement, say) the worst answer counts.
    """
    # Through the file that people write, so that its reading is proved too.
    content = yaml.safe_dump({"framework": framework, **inspection}, allow_unicode=True)
    answers = check_rules(
        world.framework(framework), read(content, "conformance row", world.framework)
    )
    faults = []
    for rule, expected in expect.items():
        given = [answer for answer in answers if answer.rule == rule]
        worst = min((answer.outcome for answer in given), key=_WORST.index, default="no answer")
        faults += differs(rule, worst, expected)
    for rule, words in (because or {}).items():
        reasons = [answer.reason for answer in answers if answer.rule == rule]
        if not any(words in reason for reason in reasons):
            faults.append(f"{rule}: no reason says {words!r}; given: {reasons}")
    return faults


_WORST = (
    "broken",
    "departed from",
    "to weigh",
    "kept",
    "cannot be evaluated",
    "does not apply",
    "no answer",
)


@named("ask lines")
def ask_lines(
    world: World,
    framework: str,
    part: Mapping[str, Any],
    expect: Mapping[str, str],
    because: Mapping[str, str] | None = None,
) -> Faults | None:
    """Put what stands on lines of a document to the rules.

    `part` names the document (`seed`), its first and last line (`lines`), what stands there
    (`kind`: requirement or recommendation) and how many sources bear it (`sources`).
    """
    document = world.seed(part["seed"])
    if document is None:
        return None
    first, last = part["lines"]
    text = " ".join(" ".join(document.lines[first - 1 : last]).split())
    sources = range(1, part.get("sources", 0) + 1)
    bearing = [{"type": "case-file", "document": f"source {n}"} for n in sources]
    asked = {f"{part['kind']}s": [{"text": text, "sources": bearing}]}
    return ask(world, framework, asked, expect, because)


@named("due")
def due_dates(
    world: World, framework: str, milestone: str, date: date, expect: Mapping[str, date]
) -> Faults:
    """What a date sets running: the last day of each clock, or of a row of the timetable.

    A row of the timetable is named by the list, "day" and its first day: "T-17 day 20".
    """
    last = {}
    for row in due(world.framework(framework), milestone, date):
        match = re.search(r"\(days? (\d+)", row.words)
        last[f"{row.rule} day {match[1]}" if match else row.rule] = row.latest or row.earliest
    return [
        fault
        for clock, expected in expect.items()
        for fault in differs(clock, last.get(clock), expected)
    ]


@named("timetable")
def timetable(
    world: World, framework: str, rows: int, days: Sequence[int], seed: str
) -> Faults | None:
    """How many rows the timetable has and on which days they begin, here and in the document."""
    found = world.framework(framework).timetable
    entries = found.entries if found else ()
    begun = list(dict.fromkeys(entry.day for entry in entries))
    faults = differs("rows", len(entries), rows) + differs("days", begun, list(days))
    document = world.seed(seed)
    if document is None:
        return faults
    starts = [re.match(r"(\d+)?(?:–\d+)?\t\S", line) for line in document.lines]
    printed = [match[1] for match in starts if match]
    faults += differs(f"rows in {seed}", len(printed), rows)
    return faults + differs(f"days in {seed}", [int(day) for day in printed if day], list(days))


@named("working days")
def working_days(world: World, first: date, last: date, expect: int) -> Faults:
    """How many working days lie between two dates, the first not counted."""
    return differs(
        f"working days from {first} to {last}", working_days_between(first, last), expect
    )


@named("bands")
def bands(world: World, framework: str, published: date, expect: Mapping[str, date]) -> Faults:
    """When rows of an action plan fall due, by band."""
    found = world.framework(framework)
    return [
        fault
        for band, expected in expect.items()
        for fault in differs(
            band, due_of(Action(area="row", band=band), published, found), expected
        )
    ]


@named("overdue")
def overdue_rows(
    world: World,
    framework: str,
    published: date,
    as_of: date,
    plan: Mapping[str, Sequence[Any]],
    expect: Mapping[str, Any],
) -> Faults:
    """Of a plan, colours by band: how many rows, of which colour, how many past their band."""
    found = world.framework(framework)
    actions = [
        Action(area=f"row {n}", band=band, rag=rag)
        for band, rags in plan.items()
        for n, rag in enumerate(rags)
    ]
    late = Counter(row.band for row in actions if overdue(row, published, found, as_of))
    colours = Counter(row.rag for row in actions)
    seen: dict[str, Any] = {"rows": len(actions), "overdue": dict(late)}
    seen |= {str(colour): number for colour, number in colours.items()}
    return differs("plan", seen, dict(expect))


@named("cites")
def cites(
    world: World,
    framework: str,
    expect: Sequence[str],
    text: str | None = None,
    seed: str | None = None,
    lines: Sequence[int] = (1, 9999),
) -> Faults | None:
    """The references found in a text, or on lines of a document, in their printed form."""
    if text is None:
        document = world.seed(seed or "")
        if document is None:
            return None
        text = "\n".join(document.lines[lines[0] - 1 : lines[1]])
    found = [str(reference) for reference in parse(text, world.framework(framework))]
    missing = [expected for expected in expect if expected not in found]
    return [f"not found: {missing}; found: {found}"] if missing else []
