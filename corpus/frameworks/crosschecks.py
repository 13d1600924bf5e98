"""What no single value of a framework file can show: references, counts and dates that disagree."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from corpus.frameworks.provisions import Condition
from corpus.frameworks.schema import Area, FrameworkShape
from corpus.frameworks.shapes import Place
from corpus.frameworks.yaml_lines import Finding

EVIDENCE = "required evidence"  # stands among the grades of `counts`, and counts no criteria


def crossed(shape: FrameworkShape) -> Iterator[Finding]:
    """Give every finding of every check, each with its place in the file."""
    for check in _CHECKS:
        yield from check(shape)


def _codes(shape: FrameworkShape) -> Iterator[Finding]:
    areas = dict(_walk(shape.areas, ("areas",)))
    yield from _twice(
        [((*place, "code"), area.code) for place, area in areas.items()]
        + [
            ((*place, "aspects", n, "code"), aspect.code)
            for place, area in areas.items()
            for n, aspect in enumerate(area.aspects)
        ]
        + [
            (("criteria", grade, n, "code"), criterion.code)
            for grade, listed in shape.criteria.items()
            for n, criterion in enumerate(listed)
        ]
    )
    yield from _twice([(("scale", n, "grade"), step.grade) for n, step in enumerate(shape.scale)])
    ids: list[tuple[Place, str]] = []
    for key in _WITH_IDS:
        ids += [((key, n, "id"), row.id) for n, row in enumerate(getattr(shape, key))]
    yield from _twice(ids)
    for key in ("facts", "milestones", "types", "instruments"):
        rows = enumerate(getattr(shape, key))
        yield from _twice([((key, n, "code"), row.code) for n, row in rows])


def _criteria(shape: FrameworkShape) -> Iterator[Finding]:
    grades = [step.grade for step in shape.scale]
    areas = {area.code: area for _, area in _walk(shape.areas, ())}
    for grade, listed in shape.criteria.items():
        if grade not in grades:
            yield ("criteria", grade), f"no grade {grade!r} in the scale; allowed: {_list(grades)}"
        for position, criterion in enumerate(listed):
            place: Place = ("criteria", grade, position)
            if criterion.area not in areas:
                yield (*place, "area"), f"no area {criterion.area!r}; allowed: {_list(areas)}"
                continue
            aspects = [aspect.code for aspect in areas[criterion.area].aspects]
            if criterion.aspect is not None and criterion.aspect not in aspects:
                allowed = _list(aspects)
                yield (*place, "aspect"), f"no aspect {criterion.aspect!r} here; allowed: {allowed}"


def _counts(shape: FrameworkShape) -> Iterator[Finding]:
    evidence = {area.code: len(area.evidence) for _, area in _walk(shape.areas, ())}
    for area, grades in shape.counts.items():
        for grade, stated in grades.items():
            if grade == EVIDENCE:
                found, what = evidence.get(area, 0), f"items of required evidence for {area}"
            else:
                listed = shape.criteria.get(grade, [])
                found = sum(criterion.area == area for criterion in listed)
                what = f"criteria for {area} {grade}"
            if found != stated:
                yield (
                    ("counts", area, grade),
                    f"the source has {stated} {what}; {found} are written: correct this count, or "
                    "what is written",
                )
    for n, required in enumerate(shape.lists):
        if len(required.items) != required.count:
            yield (
                ("lists", n, "count"),
                f"the source has {required.count} items in {required.id}; "
                f"{len(required.items)} are written: correct this count, or the items",
            )
        yield from _twice(
            [(("lists", n, "items", m, "code"), item.code) for m, item in enumerate(required.items)]
        )


def _dates(shape: FrameworkShape) -> Iterator[Finding]:
    force = shape.in_force
    if force.to is not None and force.to < force.since:
        yield ("in_force", "to"), f"'to' ({force.to}) lies before 'from' ({force.since})"
    for n, clock in enumerate(shape.clocks):
        if (clock.bound == "between") != (clock.most is not None):
            yield ("clocks", n, "most"), "'most' stands with the bound 'between', and only there"
        elif clock.most is not None and clock.most < clock.count:
            yield ("clocks", n, "most"), f"'most' ({clock.most}) is less than {clock.count}"
    yield from _days(shape)


def _days(shape: FrameworkShape) -> Iterator[Finding]:
    last = 0
    for n, entry in enumerate(shape.timetable.entries if shape.timetable else ()):
        until = entry.day if entry.until is None else entry.until
        if entry.day < last or until < entry.day:
            yield ("timetable", "entries", n, "day"), f"day {entry.day} is out of order"
        if entry.falls is not None and not entry.day <= entry.falls <= until:
            words = f"day {entry.falls} does not lie within days {entry.day} to {until}"
            yield ("timetable", "entries", n, "falls"), words
        last = entry.day


def _references(shape: FrameworkShape) -> Iterator[Finding]:
    codes = [area.code for _, area in _walk(shape.areas, ())]
    codes += [aspect.code for _, area in _walk(shape.areas, ()) for aspect in area.aspects]
    milestones = [milestone.code for milestone in shape.milestones]
    known: dict[str, Collection[str]] = {
        "area": codes,
        "grade": [step.grade for step in shape.scale],
        "fact": [question.code for question in shape.facts],
        "milestone": milestones,
        "clock": [clock.id for clock in shape.clocks],
        "inspection type": [kind.code for kind in shape.types],
    }
    for place, what, code in _referred(shape):
        if code not in known[what]:
            yield place, f"no {what} {code!r}; allowed: {_list(known[what])}"


def _referred(shape: FrameworkShape) -> Iterator[tuple[Place, str, str]]:
    """Give every code by which one part of the file refers to another: place, what it is, code."""
    yield from _at_the_top(shape)
    for n, crossing in enumerate(shape.crosswalk):
        yield ("crosswalk", n, "own"), crossing.kind, crossing.own
    for key, field, what in _FIELDS:
        for n, row in enumerate(getattr(shape, key)):
            for code in _several(getattr(row, field)):
                yield (key, n, field), what, code
    yield from _in_timetable(shape)
    for place, condition in _conditions(shape):
        for field, what in _CONDITION:
            for code in _several(getattr(condition, field)):
                yield (*place, field), what, code


def _at_the_top(shape: FrameworkShape) -> Iterator[tuple[Place, str, str]]:
    if shape.overall is not None:
        yield ("overall",), "area", shape.overall
    for area in shape.counts:
        yield ("counts", area), "area", area
    for n, grade in enumerate(shape.printed_order):
        yield ("printed_order", n), "grade", grade


def _several(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def _in_timetable(shape: FrameworkShape) -> Iterator[tuple[Place, str, str]]:
    if shape.timetable is None:
        return
    yield ("timetable", "start"), "milestone", shape.timetable.start
    for n, entry in enumerate(shape.timetable.entries):
        if entry.milestone is not None:
            yield ("timetable", "entries", n, "milestone"), "milestone", entry.milestone


def _conditions(shape: FrameworkShape) -> Iterator[tuple[Place, Condition]]:
    waiting: list[tuple[Place, Condition | None]] = []
    for key, field in _CONDITIONAL:
        waiting += [
            ((key, n, field), getattr(row, field)) for n, row in enumerate(getattr(shape, key))
        ]
    while waiting:
        place, condition = waiting.pop()
        if condition is None:
            continue
        yield place, condition
        for field in ("every", "some"):
            inner = enumerate(getattr(condition, field))
            waiting += [((*place, field, n), part) for n, part in inner]


def _kinds(shape: FrameworkShape) -> Iterator[Finding]:
    """Find conditions of no kind or of several, and grades asked for without areas."""
    for place, condition in _conditions(shape):
        kinds = [key for key in _KINDS if getattr(condition, key)]
        if len(kinds) != 1:
            found = " and ".join(kinds) or "none"
            yield place, f"a condition has just one of {', '.join(_KINDS)}; here: {found}"
        graded = condition.at_least is not None or condition.at_most is not None
        if graded != bool(condition.any_area or condition.every_area):
            yield place, "'any_area' or 'every_area' goes with 'at_least' or 'at_most'"


def _crossings(shape: FrameworkShape) -> Iterator[Finding]:
    for n, crossing in enumerate(shape.crosswalk):
        if (crossing.relation == "none") != (crossing.to is None):
            yield ("crosswalk", n, "to"), "'to' stands with every relation but 'none'"


def _walk(areas: list[Area], place: Place) -> Iterator[tuple[Place, Area]]:
    for position, area in enumerate(areas):
        here = (*place, position)
        yield here, area
        yield from _walk(area.areas, (*here, "areas"))


def _twice(codes: list[tuple[Place, str]]) -> Iterator[Finding]:
    seen: set[str] = set()
    for place, code in codes:
        if code in seen:
            yield place, f"{code!r} stands twice; each must be there once"
        seen.add(code)


def _list(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"


_WITH_IDS = (
    "rules", "clocks", "lists", "minima", "enquiries", "duties", "demands", "substitutions",
    "defects",
)  # fmt: skip
_KINDS = ("any_area", "every_area", "fact", "type", "changed", "every", "some")
_CONDITIONAL = (
    ("rules", "when"),
    ("rules", "then"),
    ("clocks", "when"),
    ("duties", "when"),
    ("demands", "when"),
)
_CONDITION = (
    ("any_area", "area"),
    ("every_area", "area"),
    ("at_least", "grade"),
    ("at_most", "grade"),
    ("fact", "fact"),
    ("type", "inspection type"),
    ("changed", "area"),
)
_FIELDS = (
    ("report", "area", "area"),
    ("types", "never_with", "inspection type"),
    ("clocks", "start", "milestone"),
    ("clocks", "end", "milestone"),
    ("clocks", "conflicts", "clock"),
    ("lists", "element", "area"),
    ("minima", "element", "area"),
    ("enquiries", "area", "area"),
    ("substitutions", "fact", "fact"),
)
_CHECKS: tuple[Callable[[FrameworkShape], Iterator[Finding]], ...] = (
    _codes,
    _criteria,
    _counts,
    _dates,
    _references,
    _kinds,
    _crossings,
)
