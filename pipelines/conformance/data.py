"""Checks of framework data: codes, counts, values, crosswalks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any

from corpus.frameworks import Aspect, Framework, JudgementArea
from corpus.frameworks.crosswalk import cross_grade
from pipelines.conformance.registry import Faults, differs, named
from pipelines.conformance.world import World


@named("codes")
def codes(world: World, framework: str, expect: list[str], under: str | None = None) -> Faults:
    """The codes right under an element or area: areas, then aspects. At the top without `under`."""
    found = world.framework(framework)
    if under is None:
        return differs("codes", [area.code for area in found.areas], expect)
    area = _area(found, under)
    if area is None:
        return [f"{framework} has no area {under}"]
    inner = [part.code for part in area.areas] + [part.code for part in area.aspects]
    return differs(under, inner, expect)


@named("scale")
def scale(world: World, framework: str, expect: list[str]) -> Faults:
    """The grades from the best to the worst."""
    return differs("scale", [grade.name for grade in world.framework(framework).scale], expect)


@named("printed as")
def printed_as(world: World, framework: str, expect: dict[str, str]) -> Faults:
    """Each printed name leads to the grade, area or aspect with this name or code."""
    found = world.framework(framework)
    names = {alias.lower(): grade.name for grade in found.scale for alias in grade.aliases}
    faults = []
    for printed, expected in expect.items():
        codes = {names[printed.lower()]} if printed.lower() in names else set()
        codes |= {code for code, titles in _titles(found) if printed.lower() in titles}
        if expected not in codes:
            faults.append(f"{printed!r}: expected {expected}, found {sorted(codes) or 'nothing'}")
    return faults


@named("criteria")
def criteria(world: World, framework: str, area: str, expect: dict[str, int]) -> Faults:
    """How many criteria an area has, by grade."""
    found = world.framework(framework).criteria
    counted = Counter(row.grade for row in found if row.area == area)
    return differs(f"criteria of {area}", dict(counted), expect)


@named("no criteria")
def no_criteria(world: World, framework: str) -> Faults:
    """A framework without criteria, which is legal."""
    return differs("criteria", len(world.framework(framework).criteria), 0)


@named("not discriminating")
def not_discriminating(world: World, framework: str, expect: list[str]) -> Faults:
    """The criteria whose wording stands in several areas."""
    found = world.framework(framework).criteria
    return differs("flagged", sorted(row.code for row in found if not row.discriminating), expect)


@named("evidence")
def evidence(world: World, framework: str, expect: dict[str, int]) -> Faults:
    """How many items of required evidence each area has."""
    areas = world.framework(framework).walk()
    return differs("evidence", {a.code: len(a.evidence) for a in areas if a.evidence}, expect)


@named("report")
def report(world: World, framework: str, expect: dict[str, int]) -> Faults:
    """How many headings of the printed report hold a grade, no grade, context."""
    found = Counter(heading.cell for heading in world.framework(framework).report)
    return differs("cells", dict(found), expect)


@named("items")
def items(world: World, framework: str, list: str, expect: int, kind: str | None = None) -> Faults:
    """How many items a required list has."""
    for row in world.framework(framework).lists:
        if row.id == list:
            wrong = differs(list, len(row.items), expect)
            return wrong + (differs(f"kind of {list}", row.kind, kind) if kind else [])
    return [f"{framework} has no list {list}"]


@named("order")
def order(world: World, framework: str, list: str, expect: Sequence[str]) -> Faults:
    """The items of a required list, one after the other, by their codes."""
    for row in world.framework(framework).lists:
        if row.id == list:
            return differs(list, [item.code for item in row.items], [*expect])
    return [f"{framework} has no list {list}"]


@named("has")
def has(world: World, framework: str, item: str, expect: Mapping[str, Any]) -> Faults:
    """A rule, clock, list, duty or any other provision has these values."""
    for row in _provisions(world.framework(framework)):
        if item in (getattr(row, "id", None), getattr(row, "code", None)):
            values = asdict(row)
            return [
                fault
                for key, value in expect.items()
                for fault in differs(f"{key} of {item}", _plain(values.get(key)), value)
            ]
    return [f"{framework} has no {item}"]


@named("grade meanings")
def grade_meanings(world: World, framework: str, expect: Mapping[str, str]) -> Faults:
    """What the source says of each grade holds these words."""
    grades = {grade.name: grade for grade in world.framework(framework).scale}
    return [
        f"{name}: the meaning does not say {words!r}"
        for name, words in expect.items()
        if name not in grades or words not in (grades[name].meaning or "")
    ]


@named("cells by element")
def cells_by_element(world: World, framework: str, expect: Mapping[str, int]) -> Faults:
    """How many cells for grades the report has for each element."""
    rows = world.framework(framework).report
    found = Counter((row.area or "").split("/")[0] for row in rows if row.cell == "grade")
    return differs("cells", dict(found), expect)


@named("windows")
def windows(
    world: World, framework: str, list: str, expect: Mapping[str, Mapping[str, int]]
) -> Faults:
    """How many of an item, or how far back, a list asks for: all its windows, and no other."""
    listed = [row for row in world.framework(framework).lists if row.id == list]
    found = {
        item.code: _plain({"number": item.number, "within_months": item.within_months})
        for row in listed
        for item in row.items
        if item.number or item.within_months
    }
    return differs(f"windows of {list}", found, expect)


@named("enquiry")
def enquiry(
    world: World,
    framework: str,
    item: str,
    prompts: int | None = None,
    descriptors: int | None = None,
) -> Faults:
    """How many prompts or descriptors a line of enquiry has."""
    for row in world.framework(framework).enquiries:
        if row.id == item:
            wrong = differs("prompts", len(row.prompts), prompts) if prompts else []
            more = differs("descriptors", len(row.descriptors), descriptors) if descriptors else []
            return wrong + more
    return [f"{framework} has no line of enquiry {item}"]


@named("crosswalk never exact")
def crosswalk_never_exact(world: World, grades: Mapping[str, str], to: Mapping[str, str]) -> Faults:
    """No way through the crosswalk makes these grades the same; some way says how they stand."""
    every = world.every()
    faults, links = [], 0
    for first, grade in grades.items():
        for second, other in to.items():
            for link in cross_grade(world.framework(first), grade, world.framework(second), every):
                links += 1
                if link.to == other and link.relation == "exact":
                    faults.append(f"{first} {grade} is called exactly {second} {other}")
    return faults if links else ["the crosswalk does not relate these grades at all"]


@named("crosswalk")
def crosswalk(
    world: World, framework: str, grade: str, to: str, expect: Mapping[str, str]
) -> Faults:
    """How one framework's own file sets a grade beside those of another, each with a note."""
    links = cross_grade(world.framework(framework), grade, world.framework(to))
    bare = [f"{grade} to {link.to}: no note" for link in links if not link.steps[0].note]
    return bare + differs(grade, {link.to: link.relation for link in links}, dict(expect))


def _area(framework: Framework, code: str) -> JudgementArea | None:
    return next((area for area in framework.walk() if area.code == code), None)


def _titles(framework: Framework) -> Iterator[tuple[str, set[str]]]:
    for area in framework.walk():
        parts: list[JudgementArea | Aspect] = [area, *area.aspects]
        for part in parts:
            yield part.code, {part.title.lower(), *(alias.lower() for alias in part.aliases)}


def _provisions(framework: Framework) -> Iterator[Any]:
    for name in framework.__slots__:
        value = getattr(framework, name)
        for row in value if isinstance(value, tuple) else (value,):
            if is_dataclass(row):
                yield row
    yield from (aspect for area in framework.walk() for aspect in area.aspects)
    yield from (area for area in framework.walk() if area not in framework.areas)


def _plain(value: object) -> object:
    """Turn tuples into lists, as YAML writes them."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items() if inner not in (None, ())}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain(inner) for inner in value]
    return value
