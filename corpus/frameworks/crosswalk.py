"""How an area or grade of one framework stands to those of another: explicit, and lossy.

Framework files state links to older frameworks; here they are also read backwards and, where no
link is stated, in chains. A chain keeps its whole path and is never more exact than its weakest
step; nothing is averaged. What no file links has no link, which is not the same as "none".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from corpus.frameworks.framework import Framework
from corpus.frameworks.provisions import Crossing, Relation
from corpus.problems import FrameworkError

Kind = Literal["area", "grade"]

_OPPOSITE: dict[Relation, Relation] = {
    "exact": "exact",
    "broader": "narrower",
    "narrower": "broader",
    "none": "none",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One stated link, as a file has it or `inverted`: `own` of `source` to `to` of `target`.

    "broader" says that `own` is the broader of the two. `to` is null with "none", in a step that
    stands as stated; `own` is null in its inversion.
    """

    kind: Kind
    source: str
    own: str | None
    target: str
    to: str | None
    relation: Relation
    inverted: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """How `own` of framework `source` stands to `to` of framework `target`, and by which steps.

    One step is a direct link, several are a chain, no step means that both are the same framework.
    "none" with a null `to` is stated so by a file; with a `to` it is a chain that proves nothing,
    because its steps lead to something broader and back to something narrower, or the reverse.
    """

    kind: Kind
    source: str
    own: str
    target: str
    to: str | None
    relation: Relation
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of the crosswalk between files: `entry` counts a file's crosswalk rows from 1."""

    framework: str
    entry: int
    text: str


def cross_area(
    source: Framework, code: str, target: Framework, through: Iterable[Framework] = ()
) -> tuple[Link, ...]:
    """Link an area or aspect to those of another framework; `through` may lend chains.

    Chains are looked for only where no direct link is stated, and only those of fewest steps are
    given. FrameworkError where the source has no such code.
    """
    return _cross("area", source, code, target, through)


def cross_grade(
    source: Framework, grade: str, target: Framework, through: Iterable[Framework] = ()
) -> tuple[Link, ...]:
    """Link a grade to those of another framework's scale, as `cross_area` links areas."""
    return _cross("grade", source, grade, target, through)


def invert(step: Step) -> Step:
    """Read a step backwards: what was broader is narrower. Twice gives the same step."""
    return replace(
        step,
        source=step.target,
        own=step.to,
        target=step.source,
        to=step.own,
        relation=_OPPOSITE[step.relation],
        inverted=not step.inverted,
    )


def combine(relations: Iterable[Relation]) -> Relation:
    """Return what a chain of relations proves: exact if all are, else the weaker, else none.

    Broader after broader is broader; broader and narrower together prove nothing.
    """
    lossy = set(relations) - {"exact"}
    if not lossy:
        return "exact"
    return lossy.pop() if len(lossy) == 1 else "none"


def check_crosswalk(frameworks: Iterable[Framework]) -> tuple[Finding, ...]:
    """Find links to what no file has, and links that contradict each other within or across files.

    Own codes and grades are checked when a file is loaded.
    """
    files = {framework.id: framework for framework in frameworks}
    findings = [*_dangling(files), *_contradicting(files)]
    return tuple(sorted(findings, key=lambda found: (found.framework, found.entry, found.text)))


def _cross(
    kind: Kind, source: Framework, own: str, target: Framework, through: Iterable[Framework]
) -> tuple[Link, ...]:
    known = _names(source, kind)
    if own not in known:
        allowed = ", ".join(known) or "none"
        raise FrameworkError(f"{source.id} has no {kind} {own!r}; it has: {allowed}.")
    if source.id == target.id:
        return (Link(kind, source.id, own, target.id, own, "exact", ()),)
    files = {framework.id: framework for framework in (source, target, *through)}
    steps = _steps(files.values(), kind)
    paths: list[tuple[Step, ...]] = [(step,) for step in steps[source.id, own]]
    while paths:
        found = [path for path in paths if path[-1].target == target.id]
        if found:
            return tuple(sorted(_telling(_link(own, path) for path in found), key=_order))
        paths = [longer for path in paths for longer in _longer(path, steps)]
    return ()


def _longer(
    path: tuple[Step, ...], steps: dict[tuple[str, str], list[Step]]
) -> Iterator[tuple[Step, ...]]:
    """Lengthen a path by each step that leads to a framework where it has not been."""
    last = path[-1]
    if last.to is None:  # "none" leads nowhere
        return
    visited = {path[0].source, *(step.target for step in path)}
    for step in steps[last.target, last.to]:
        # "None" is said of the step's own area alone; at the end of a chain it would say too much.
        if step.target not in visited and step.to is not None:
            yield (*path, step)


def _steps(files: Iterable[Framework], kind: Kind) -> dict[tuple[str, str], list[Step]]:
    """Return the steps out of each framework's areas or grades, both as stated and inverted."""
    out: dict[tuple[str, str], list[Step]] = defaultdict(list)
    for framework in files:
        for crossing in framework.crosswalk:
            if crossing.kind != kind:
                continue
            step = _step(framework, crossing)
            out[framework.id, crossing.own].append(step)
            if crossing.to is not None:
                out[crossing.framework, crossing.to].append(invert(step))
    return out


def _step(framework: Framework, row: Crossing) -> Step:
    return Step(row.kind, framework.id, row.own, row.framework, row.to, row.relation, note=row.note)


def _link(own: str, path: tuple[Step, ...]) -> Link:
    first, last = path[0], path[-1]
    relation = combine(step.relation for step in path)
    return Link(first.kind, first.source, own, last.target, last.to, relation, path)


def _telling(links: Iterable[Link]) -> Iterator[Link]:
    """Drop chains that prove nothing where another one proves something about the same end."""
    listed = list(links)
    proved = {link.to for link in listed if link.relation != "none"}
    return (link for link in listed if link.relation != "none" or link.to not in proved)


def _order(link: Link) -> tuple[int, str, tuple[str, ...]]:
    strength = ("exact", "broader", "narrower", "none").index(link.relation)
    return strength, link.to or "", tuple(step.target + (step.to or "") for step in link.steps)


def _names(framework: Framework, kind: Kind) -> tuple[str, ...]:
    if kind == "area":
        return framework.codes()
    return tuple(grade.name for grade in framework.scale)


def _rows(files: dict[str, Framework]) -> Iterator[tuple[Framework, int, Crossing]]:
    for framework in files.values():
        for entry, row in enumerate(framework.crosswalk, start=1):
            yield framework, entry, row


def _dangling(files: dict[str, Framework]) -> Iterator[Finding]:
    for framework, entry, row in _rows(files):
        if row.framework == framework.id:
            yield Finding(framework.id, entry, "a framework is not linked to itself")
        elif row.framework not in files:
            known = ", ".join(sorted(files))
            yield Finding(
                framework.id, entry, f"there is no framework {row.framework!r}; known: {known}"
            )
        elif row.to is not None and row.to not in (names := _names(files[row.framework], row.kind)):
            allowed = ", ".join(names) or "none"
            yield Finding(
                framework.id,
                entry,
                f"{row.framework} has no {row.kind} {row.to!r}; allowed: {allowed}",
            )


def _contradicting(files: dict[str, Framework]) -> Iterator[Finding]:
    """Compare each row with the rows before it, whichever file of the two frameworks states it."""
    earlier: list[tuple[Step, str]] = []
    for framework, entry, row in _rows(files):
        step = _step(framework, row)
        for other, place in earlier:
            if _repeats(_oriented(step), _oriented(other)):
                text = f"{_said(step)}; row {place} says it already"
                yield Finding(framework.id, entry, text)
            elif _clash(_oriented(step), _oriented(other)):
                text = f"{_said(step)}, but row {place} says that {_said(other)}"
                yield Finding(framework.id, entry, text)
        earlier.append((step, f"{entry} of {framework.id}"))


def _oriented(step: Step) -> Step:
    return step if step.source < step.target else invert(step)


def _repeats(step: Step, other: Step) -> bool:
    return _ends(step) == _ends(other) and step.relation == other.relation


def _clash(step: Step, other: Step) -> bool:
    if _ends(step)[:3] != _ends(other)[:3]:
        return False
    same_own = step.own is not None and step.own == other.own
    same_to = step.to is not None and step.to == other.to
    if same_own and same_to:
        return step.relation != other.relation
    # What has no counterpart has none at all; what is exactly one thing is not exactly another.
    relations = {step.relation, other.relation}
    return (same_own or same_to) and ("none" in relations or relations == {"exact"})


def _ends(step: Step) -> tuple[str, str, str, str | None, str | None]:
    return step.kind, step.source, step.target, step.own, step.to


def _said(step: Step) -> str:
    if step.to is None:
        return f"{step.own} has no counterpart in {step.target}"
    words = "exactly" if step.relation == "exact" else f"{step.relation} than"
    return f"{step.own} of {step.source} is {words} {step.to} of {step.target}"
