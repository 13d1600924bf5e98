"""The inspection file: a small YAML that people write, to an Inspection that fits its framework.

What is written must be known to the framework: a code with a typing error would otherwise be an
unknown, and its rules would silently say that they cannot be evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import pairwise
from typing import Any

from corpus.frameworks import load
from corpus.frameworks.conditions import grade_named
from corpus.frameworks.framework import Framework
from corpus.frameworks.inspections import Inspection
from corpus.frameworks.provisions import ListKind
from corpus.frameworks.shapes import Place
from corpus.frameworks.triangulation import folded, source_types
from corpus.frameworks.yaml_lines import Finding, YamlFile, parse, record
from corpus.problems import FrameworkError, InspectionError

_OPENING = (
    "an inspection file starts with the key framework:, such as `framework: sccif-asa-2024`; "
    "`vouch rules template sccif-asa-2024` writes one to fill in"
)
_KEYS = frozenset(field.name for field in fields(Inspection))
_SWITCHED_OFF = re.compile(r"#([a-z_]+):[ \t]*(?:#.*)?$")
_VISIT = (
    ("on-site", "First day of the inspection"),
    ("end", "Last day of the inspection"),
    ("published", "Report published"),
)
# Each of these milestones falls on the same day as the one before it, or later.
_IN_ORDER = (
    (
        "previous-inspection", "notified", "set-up", "on-site", "end", "draft-sent",
        "comments-due", "final-sent", "published", "re-inspection",
    ),
    ("on-site", "feedback", "draft-sent"),
    ("previous-appraisal", "appraisal"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Named:
    """A code or name written somewhere in the file, and which ones are allowed there."""

    place: Place
    what: str
    code: str
    allowed: Collection[str]


def read(content: str, name: str, find: Callable[[str], Framework] = load) -> Inspection:
    """Read one inspection file; `name` stands in messages, `find` gives a framework by its id.

    Raises InspectionError, which lists every finding with its line.
    """
    lines = [f"{name}, line {line}: {words}" for line, words in _headless(content)]
    if lines:
        raise InspectionError("\n".join(lines))
    file = parse(content, name, _OPENING, InspectionError)
    # A heading with nothing below it states nothing.
    file = replace(file, data={key: row for key, row in file.data.items() if row is not None})
    framework = _framework(file, find)
    if framework is not None:
        file.check(_misplaced(file.data, framework))
    inspection = record(file, Inspection)
    if framework is not None:
        file.check(crossed(framework, inspection))
    return inspection


def _headless(content: str) -> Iterator[tuple[int, str]]:
    """Find lines that were switched on below a heading that was not, once for each heading.

    They would count as part of the section before it, or fit nowhere.
    """
    off: tuple[str, int] | None = None
    for number, line in enumerate(content.splitlines(), start=1):
        heading = _SWITCHED_OFF.match(line)
        if heading and heading[1] in _KEYS:
            off = heading[1], number
        elif off and line[:1] == " " and line.strip() and line.lstrip()[0] != "#":
            yield (
                number,
                f"this line belongs to {off[0]!r}, which is still switched off in line {off[1]}; "
                "take the # away there too",
            )
            off = None
        elif line[:1] not in ("", " ", "#"):
            off = None


def _framework(file: YamlFile, find: Callable[[str], Framework]) -> Framework | None:
    """Find the framework that the file names; null where it names none in words."""
    stated = file.data.get("framework")
    if not isinstance(stated, str):
        return None
    try:
        return find(stated)
    except FrameworkError as error:
        raise file.refusal([(("framework",), str(error))]) from error


def _misplaced(data: dict[str, Any], framework: Framework) -> Iterator[Finding]:
    """Find codes under the heading of another section, as when that heading was left out."""
    sections = _sections(framework)
    for code in data.keys() - _KEYS:
        for other, (what, codes) in sections.items():
            if code in codes:
                yield (
                    (code,),
                    f"{code!r} is {what}: it stands below `{other}:`, two spaces further in",
                )
                break
    for key in sections:
        for code in data[key] if isinstance(data.get(key), dict) else ():
            if code in sections[key][1]:
                continue
            for other, (what, codes) in sections.items():
                if code in codes:
                    words = f"{code!r} is {what}: it stands under `{other}:`, a line of its own"
                    yield (key, code), words
                    break


def _sections(framework: Framework) -> dict[str, tuple[str, Collection[str]]]:
    """Return by key what the codes below it are, and which there are."""
    return {
        "grades": ("an area", framework.codes()),
        "provisional": ("an area", framework.codes()),
        "dates": ("a milestone", milestones(framework)),
        "facts": ("a fact", [question.code for question in framework.facts]),
        "duties": ("a duty", [duty.id for duty in framework.duties]),
    }


def crossed(framework: Framework, inspection: Inspection) -> Iterator[Finding]:
    """Give what an inspection states that its framework does not know, and dates out of order."""
    yield from _grades(framework, inspection)
    for named in _all_named(framework, inspection):
        if named.code not in named.allowed:
            yield named.place, _unknown(named.what, named.code, named.allowed)
    yield from _dates(inspection.dates)


def _grades(framework: Framework, inspection: Inspection) -> Iterator[Finding]:
    words = [*(step.name for step in framework.scale), *framework.not_judged]
    unjudged = {word.casefold() for word in framework.not_judged}
    for key in ("grades", "provisional"):
        grades: dict[str, str] = getattr(inspection, key)
        if grades and not framework.scale:
            yield (key,), f"{framework.id} gives no grades; leave {key!r} out"
            continue
        for code, printed in grades.items():
            graded = grade_named(framework, printed) or printed.strip().casefold() in unjudged
            if not graded:
                yield (key, code), _unknown("grade", printed, words)


def _all_named(framework: Framework, inspection: Inspection) -> Iterator[_Named]:
    yield from _keys(framework, inspection)
    yield from _evidence(framework, inspection)
    yield from _held(framework, inspection)
    yield from _cases(framework, inspection)


def _keys(framework: Framework, inspection: Inspection) -> Iterator[_Named]:
    types = [kind.code for kind in framework.types]
    if inspection.type is not None:
        yield _Named(("type",), "inspection type", inspection.type, types)
    for n, code in enumerate(inspection.with_types):
        yield _Named(("with_types", n), "inspection type", code, types)
    for key, (what, allowed) in _sections(framework).items():
        if key in ("grades", "provisional") and not framework.scale:
            continue  # that there are grades at all is the finding
        for code in getattr(inspection, key):
            yield _Named((key, code), what.partition(" ")[2], code, allowed)


def _evidence(framework: Framework, inspection: Inspection) -> Iterator[_Named]:
    types = source_types(framework)
    for key in ("findings", "requirements", "recommendations"):
        for n, row in enumerate(getattr(inspection, key)):
            if getattr(row, "area", None) is not None:
                yield _Named((key, n, "area"), "area", row.area, framework.codes())
            for m, source in enumerate(row.sources or ()):
                if folded(source.type) not in types:
                    yield _Named((key, n, "sources", m, "type"), "source type", source.type, types)


def _held(framework: Framework, inspection: Inspection) -> Iterator[_Named]:
    held = items(framework, "core documents", "held information", "look-back windows")
    for n, document in enumerate(inspection.documents or ()):
        yield _Named(("documents", n, "item"), "document", document.item, held)
    for n, code in enumerate(inspection.lists or ()):
        yield _Named(("lists", n), "list", code, items(framework, "case lists"))
    bands = [word for band in framework.bands for word in (band.name, *band.aliases)]
    lower = {word.casefold() for word in bands}
    for n, action in enumerate(inspection.actions):
        if action.element is not None:
            yield _Named(("actions", n, "element"), "area", action.element, framework.codes())
        if bands and action.band is not None and action.band.casefold() not in lower:
            yield _Named(("actions", n, "band"), "time band", action.band, bands)
    bodies = [row.body for row in framework.minima if row.body is not None]
    for body in inspection.team.inspectors if inspection.team and bodies else ():
        yield _Named(("team", "inspectors", body), "body of inspectors", body, bodies)


def _cases(framework: Framework, inspection: Inspection) -> Iterator[_Named]:
    for n, case in enumerate(inspection.cases or ()):
        place: Place = ("cases", n)
        yield _Named((*place, "element"), "element", case.element, elements(framework))
        yield _Named((*place, "stage"), "stage", case.stage, stages(framework))
        for m, code in enumerate(case.fields or ()):
            yield _Named((*place, "fields", m), "field", code, items(framework, "child fields"))
        for m, code in enumerate(case.flags or ()):
            yield _Named((*place, "flags", m), "flag", code, items(framework, "safeguarding flags"))
        if case.placement is not None:
            allowed = items(framework, "placement categories")
            # "other: with a family friend" says which other placement it is.
            category = case.placement.partition(":")[0].strip()
            yield _Named((*place, "placement"), "placement category", category, allowed)


def items(framework: Framework, *kinds: ListKind) -> tuple[str, ...]:
    """Return the codes of all items of a framework's lists of some kinds, in their order."""
    return tuple(
        item.code for listed in framework.lists if listed.kind in kinds for item in listed.items
    )


def milestones(framework: Framework) -> dict[str, str]:
    """Return title by code of the milestones; a framework that names none still has a visit."""
    return {row.code: row.title for row in framework.milestones} or dict(_VISIT)


def elements(framework: Framework) -> tuple[str, ...]:
    """Return the elements of which case files are chosen; all areas where none is stated."""
    stated = [row.element for row in framework.minima if row.element is not None]
    return tuple(dict.fromkeys(stated)) or framework.codes()


def stages(framework: Framework) -> tuple[str, ...]:
    """Return the stages at which case files are chosen."""
    return tuple(dict.fromkeys(row.stage for row in framework.minima if row.stage is not None))


def _dates(dates: dict[str, date]) -> Iterator[Finding]:
    late = set[str]()
    for order in _IN_ORDER:
        for before, after in pairwise([code for code in order if code in dates]):
            if dates[after] < dates[before] and after not in late:
                late.add(after)
                yield (
                    ("dates", after),
                    f"{after!r} ({dates[after]}) lies before {before!r} ({dates[before]}); "
                    "one of the two is wrong",
                )


def _unknown(what: str, code: str, allowed: Collection[str]) -> str:
    return f"no {what} {code!r}; allowed: {', '.join(dict.fromkeys(allowed)) or 'none'}"
