"""Checks of what is read out of a source document as facts: actions, judgements, improvements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from corpus.facts import Fact, FactKind, Stated
from corpus.frameworks.action_plans import band_of, counts, only_starting
from corpus.frameworks.inspections import Action
from corpus.frameworks.plan_references import resolve_references
from corpus.records import Document
from extractors.facts import state
from pipelines.conformance.registry import Faults, differs, named
from pipelines.conformance.world import Seed, World

_TEXT = "text/plain"


@named("stated facts")
def stated_facts(world: World, seed: str, expect: Mapping[FactKind, int]) -> Faults | None:
    """How many facts of each kind are read, every one anchored in the frozen text."""
    document = world.seed(seed)
    if document is None:
        return None
    found = _stated(document)
    text = document.extraction.text
    faults = [
        f"the words of a fact are not its slice: {fact.text[:60]!r}"
        for fact in found.facts
        if text[fact.start : fact.end] != fact.text or not (fact.page or fact.locator)
    ]
    counted = {kind: len(found.of_kind(kind)) for kind in expect}
    return faults + differs(f"facts of {seed}", counted, dict(expect))


@named("action colours")
def action_colours(world: World, seed: str, expect: Mapping[str, int]) -> Faults | None:
    """How many rows of the plan have each colour; a colour that is not named has none."""
    document = world.seed(seed)
    if document is None:
        return None
    return differs(f"colours in {seed}", counts(_actions(document)).get("", {}), dict(expect))


@named("action groups")
def action_groups(
    world: World, seed: str, expect: Mapping[str, Mapping[str, Sequence[str]]]
) -> Faults | None:
    """The colours of the plan's rows in their order, by element and band."""
    document = world.seed(seed)
    if document is None:
        return None
    found: dict[str, dict[str, list[str]]] = {}
    for row in _actions(document):
        band = found.setdefault(row.element or "", {}).setdefault((row.band or "").lower(), [])
        band.append(row.rag or "none")
    return differs(f"plan in {seed}", found, dict(expect))


@named("action bands")
def action_bands(
    world: World, seed: str, framework: str, expect: Mapping[str, int]
) -> Faults | None:
    """How many rows stand in each time band of the framework; rows in none of them are a fault."""
    document = world.seed(seed)
    if document is None:
        return None
    bands = [band_of(row, world.framework(framework)) for row in _actions(document)]
    found = Counter(band.name if band else "no band" for band in bands)
    return differs(f"bands in {seed}", dict(found), dict(expect))


@named("action fields")
def action_fields(world: World, seed: str, field: str, expect: Mapping[str, Any]) -> Faults | None:
    """One field of the plan's rows, by the first reference of each row that is named."""
    document = world.seed(seed)
    if document is None:
        return None
    rows = {fact.fields["plan_refs"][0]: fact.fields for fact in _facts(document, "action")}
    return [
        fault
        for ref, expected in expect.items()
        for fault in differs(f"{field} of {ref}", rows.get(ref, {}).get(field), expected)
    ]


@named("action owners")
def action_owners(world: World, seed: str, expect: Mapping[str, Sequence[str]]) -> Faults | None:
    """The bodies that rows name as responsible, by first reference: these rows and no others."""
    document = world.seed(seed)
    if document is None:
        return None
    found = {
        fact.fields["plan_refs"][0]: fact.fields["owners"]
        for fact in _facts(document, "action")
        if fact.fields["owners"]
    }
    return differs(f"owners in {seed}", found, dict(expect))


@named("formal actions")
def formal_actions(world: World, seed: str, expect: Mapping[str, int]) -> Faults | None:
    """How many rows answer to formal areas, how many to softer ones, and how many are untold."""
    document = world.seed(seed)
    if document is None:
        return None
    names = {True: "formal", False: "softer", None: "untold"}
    told = Counter(names[fact.fields["formal"]] for fact in _facts(document, "action"))
    return differs(f"areas in {seed}", {name: told[name] for name in names.values()}, dict(expect))


@named("green yet starting")
def green_yet_starting(world: World, seed: str, expect: Mapping[str, str]) -> Faults | None:
    """Rows that are green and whose progress says that something only starts: by which words."""
    document = world.seed(seed)
    if document is None:
        return None
    rows = ((row.refs[0], only_starting(row)) for row in _actions(document))
    found = {ref: words for ref, words in rows if words}
    return differs(f"green yet starting in {seed}", found, dict(expect))


@named("resolved pointers")
def resolved_pointers(
    world: World, seed: str, expect: Mapping[str, Mapping[str, Sequence[str]]]
) -> Faults | None:
    """Which row points to which reference, and the first references of the rows it leads to."""
    document = world.seed(seed)
    if document is None:
        return None
    rows = _actions(document)
    found: dict[str, dict[str, list[str]]] = {}
    for pointer in resolve_references(rows):
        own = found.setdefault(rows[pointer.row - 1].refs[0], {})
        own[pointer.ref] = [rows[target - 1].refs[0] for target in pointer.targets]
    return differs(f"pointers in {seed}", found, dict(expect))


@named("judgement sets")
def judgement_sets(
    world: World, seed: str, expect: Mapping[str, Mapping[str, str]]
) -> Faults | None:
    """The grades by area that are read for each inspection, by its framework, and no others."""
    document = world.seed(seed)
    if document is None:
        return None
    found: dict[str, dict[str, str]] = {}
    for fact in _facts(document, "judgement"):
        grades = found.setdefault(str(fact.fields["framework"]), {})
        grades[str(fact.fields["area"])] = str(fact.fields["grade_normalised"])
    return differs(f"judgements in {seed}", found, dict(expect))


@cache
def _stated(document: Seed) -> Stated:
    extraction = document.extraction
    record = Document(extraction.document_id, "source document", _TEXT, 0, "public")
    return state(extraction, document.passages, record)


def _facts(document: Seed, kind: FactKind) -> tuple[Fact, ...]:
    return _stated(document).of_kind(kind)


def _actions(document: Seed) -> tuple[Action, ...]:
    return tuple(
        Action(
            area=fact.fields["area"],
            element=fact.fields["element"],
            band=fact.fields["band"],
            rag=fact.fields["rag"],
            refs=tuple(fact.fields["plan_refs"]),
            text=fact.fields["status_text"],
        )
        for fact in _facts(document, "action")
    )
