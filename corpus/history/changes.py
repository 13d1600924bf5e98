"""What became of each judgement: better, worse or the same only where that can be said at all.

Two judgements are compared where the crosswalk links their areas exactly and both grades stand on
one scale, or on two whose grade in question is linked exactly. Everything else is shown side by
side and called not comparable.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from corpus.frameworks.crosswalk import Link, cross_area, cross_grade
from corpus.frameworks.framework import Framework
from corpus.history.records import Against, Change, Inspected, Judged, Verdict
from corpus.problems import FrameworkError

Frameworks = Mapping[str, Framework]
_RELATIONS = {
    "narrower": "this judgement is only a part of that one",
    "broader": "this judgement takes in more than that one",
}


def with_changes(inspected: Sequence[Inspected], frameworks: Frameworks) -> tuple[Inspected, ...]:
    """Add to each judgement its change since the inspection before that judged it or its like.

    Takes and returns inspections of one provider, the earliest first. Judgements of two inspections
    of one day have no order and are not compared.
    """
    found = []
    for number, one in enumerate(inspected):
        before = [other for other in inspected[:number] if _is_before(other, one)]
        judgements = tuple(
            replace(judged, change=_change(judged, one, before, frameworks))
            for judged in one.judgements
        )
        found.append(replace(one, judgements=judgements))
    return tuple(found)


def families(frameworks: Iterable[Framework]) -> dict[str, frozenset[str]]:
    """Group frameworks that follow each other: linked by grades, or editions of one name.

    What inspections of one family ask to improve is followed up by the next one of that family.
    """
    neighbours: dict[str, set[str]] = defaultdict(set)
    listed = tuple(frameworks)
    for one in listed:
        for row in one.crosswalk:
            if row.kind == "grade" and row.relation != "none":
                neighbours[one.id].add(row.framework)
                neighbours[row.framework].add(one.id)
        stem = one.id.rpartition("-")[0]
        neighbours[one.id] |= {own.id for own in listed if own.id.rpartition("-")[0] == stem}
    return {one.id: frozenset(_reached(one.id, neighbours)) for one in listed}


def _reached(start: str, neighbours: Mapping[str, set[str]]) -> set[str]:
    reached, waiting = {start}, [start]
    while waiting:
        new = neighbours.get(waiting.pop(), set()) - reached
        reached |= new
        waiting += new
    return reached


def _is_before(earlier: Inspected, later: Inspected) -> bool:
    return earlier.on is not None and later.on is not None and earlier.on < later.on


def _change(
    judged: Judged, own: Inspected, before: Sequence[Inspected], frameworks: Frameworks
) -> Change | None:
    framework = frameworks.get(own.framework or "")
    if framework is None or judged.area is None or judged.grade_normalised is None:
        return None
    for earlier in reversed(before):
        found = tuple(_linked(judged.area, framework, earlier, frameworks))
        if found:
            return _verdict(judged, framework, found, frameworks)
    return None


def _linked(
    area: str, framework: Framework, earlier: Inspected, frameworks: Frameworks
) -> Iterable[Against]:
    """Give the graded judgements of an earlier inspection that an area is linked to, exact first.

    Where one is linked exactly, the others are not given.
    """
    target = frameworks.get(earlier.framework or "")
    graded = {one.area: one for one in earlier.judgements if one.grade_normalised is not None}
    if target is None or not graded:
        return
    for link in _links(area, framework, target, frameworks):
        judged = graded.get(link.to) if link.to else None
        if judged is None or link.relation == "none":
            continue
        yield Against(
            inspection=earlier.id,
            on=earlier.on or "",
            framework=target.id,
            area=link.to or "",
            title=judged.title,
            grade=judged.grade,
            grade_normalised=judged.grade_normalised or "",
            relation=link.relation,
            note=_note(link),
            cited=judged.cited,
        )
        if link.relation == "exact":
            return


def _links(
    area: str, framework: Framework, target: Framework, frameworks: Frameworks
) -> tuple[Link, ...]:
    try:
        return cross_area(framework, area, target, frameworks.values())
    except FrameworkError:  # a code of a form that the framework file does not have
        return ()


def _note(link: Link) -> str | None:
    return " ".join(step.note for step in link.steps if step.note) or None


def _verdict(
    judged: Judged,
    framework: Framework,
    against: tuple[Against, ...],
    frameworks: Frameworks,
) -> Change:
    best = against[0]
    if best.relation != "exact":
        return Change("not comparable", against, _RELATIONS[best.relation])
    earlier = _on_scale(best, framework, frameworks)
    if earlier is None:
        return Change("not comparable", against, f"“{best.grade}” stood on another scale")
    try:
        now, then = framework.rank(judged.grade_normalised or ""), framework.rank(earlier)
    except ValueError:
        return Change("not comparable", against, "the grade is not on the framework's scale")
    verdict: Verdict = "the same" if now == then else "better" if now > then else "worse"
    return Change(verdict, against, "the same judgement on the same scale")


def _on_scale(against: Against, framework: Framework, frameworks: Frameworks) -> str | None:
    """Return the own grade that an earlier grade exactly is; null if there is none."""
    target = frameworks[against.framework]
    try:
        links = cross_grade(target, against.grade_normalised, framework, frameworks.values())
    except FrameworkError:  # a grade that is not on the scale of its own form
        return None
    return next((link.to for link in links if link.relation == "exact"), None)
