"""What bears a finding: how many sources of how many types, and whether a child speaks in them.

`bearing` serves stored evidence as well as inspection files. That a finding rests on one source is
for people to weigh: the frameworks demand more only of requirements, unless a demand says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.frameworks.answers import Answer, outcome
from corpus.frameworks.framework import Framework
from corpus.frameworks.inspections import EvidenceSource, Finding, Inspection
from corpus.frameworks.records import Force

# The types of source that frameworks without a list of their own are read with.
SOURCE_TYPES = (
    "document",
    "data",
    "case-file",
    "interview-child",
    "interview-parent-carer",
    "interview-staff",
    "interview-leader",
    "interview-partner",
    "observation",
    "survey",
    "audit",
    "previous-inspection",
    "notification",
    "complaint",
    "serious-case-review",
)
_OF_CHILDREN = re.compile(r"(?:^|-)(?:child|children|young-pe(?:rson|ople))(?:-|$)")


@dataclass(frozen=True, slots=True)
class Bearing:
    """What stands behind one finding: distinct types, documents and sources; a child's voice."""

    types: tuple[str, ...]
    documents: tuple[str, ...]
    sources: int
    child: bool

    @property
    def single(self) -> bool:
        """One source only, so that nothing confirms it."""
        return self.sources == 1

    @property
    def said(self) -> str:
        """In words, with the numbers."""
        if not self.sources:
            return "no source is stated"
        types = f"{_counted(len(self.types), 'type')} ({', '.join(self.types)})"
        documents = _counted(len(self.documents), "document")
        return f"{_counted(self.sources, 'distinct source')}, {types}, {documents}"


@dataclass(frozen=True, slots=True)
class _Ground:
    """The words of the framework on which an answer rests."""

    rule: str
    force: Force
    paragraph: str


def bearing(sources: Iterable[EvidenceSource]) -> Bearing:
    """Weigh the sources of a finding: the same type from the same document counts once.

    A source without a document is told from others by its type alone.
    """
    listed = [
        (folded(each.type), " ".join((each.document or "").split()), each) for each in sources
    ]
    types = sorted({kind for kind, _, _ in listed})
    # "File 7" and "file 7" are one document, named as it was first.
    named = {document.casefold(): document for _, document, _ in reversed(listed) if document}
    documents = sorted(named.values())
    apart = {(kind, document.casefold()) for kind, document, _ in listed if document}
    with_document = {kind for kind, _ in apart}
    alone = {kind for kind, document, _ in listed if not document} - with_document
    child = any(_speaks(kind, source) for kind, _, source in listed)
    return Bearing(tuple(types), tuple(documents), len(apart) + len(alone), child)


def answers(framework: Framework, inspection: Inspection) -> tuple[Answer, ...]:
    """Answer for each finding and each area; and name every source type that is not allowed."""
    return (
        *_unknown(framework, inspection),
        *_findings(framework, inspection.findings),
        *_areas(framework, inspection.findings),
    )


def source_types(framework: Framework) -> tuple[str, ...]:
    """Return the source types that a framework lists, or our own where it lists none."""
    for required in framework.lists:
        if required.kind == "source types":
            return tuple(item.code for item in required.items)
    return SOURCE_TYPES


def folded(kind: str) -> str:
    """Return a source type as the lists write it: "Interview child" is "interview-child"."""
    return re.sub(r"[\s_/-]+", "-", kind.strip().lower())


def _speaks(kind: str, source: EvidenceSource) -> bool:
    if source.child is not None:
        return source.child
    return _OF_CHILDREN.search(kind) is not None


def _ground(framework: Framework) -> _Ground:
    """Take the force of a demand on findings; without one, a single source is to be weighed."""
    for demand in framework.demands:
        if demand.of == "report" and demand.needs == "more than one source":
            return _Ground(demand.id, demand.force, demand.paragraph)
    return _vocabulary(framework)


def _vocabulary(framework: Framework) -> _Ground:
    for required in framework.lists:
        if required.kind == "source types":
            return _Ground(required.id, "may", required.paragraph)
    return _Ground("sources", "may", "none: the framework has no list of source types")


def _findings(framework: Framework, findings: Sequence[Finding]) -> Iterator[Answer]:
    ground = _ground(framework)
    for position, finding in enumerate(findings, start=1):
        found = bearing(finding.sources or ())
        known = finding.sources is not None
        warning = "; nothing confirms it, so look for a second source" if found.single else ""
        yield _answer(
            ground,
            met=found.sources > 1 if known else None,
            text="A finding is firmer with more than one source behind it.",
            reason=found.said + warning,
            about=f"finding {position}",
        )
        voice = "a child's own voice is" + (" among" if found.child else " not among")
        yield _answer(
            _vocabulary(framework),
            met=found.child if known else None,
            text="A child's own voice may bear a finding.",
            reason=f"{voice} its sources" if known else found.said,
            about=f"finding {position}",
        )


def _areas(framework: Framework, findings: Sequence[Finding]) -> Iterator[Answer]:
    titles = framework.titles()
    for area in dict.fromkeys(finding.area for finding in findings):
        borne = [bearing(finding.sources or ()) for finding in findings if finding.area == area]
        together = bearing(
            source
            for finding in findings
            if finding.area == area
            for source in finding.sources or ()
        )
        several = sum(each.sources > 1 for each in borne)
        single = sum(each.single for each in borne)
        none = len(borne) - several - single
        child = sum(each.child for each in borne)
        name = titles.get(area or "", area or "findings without an area")
        yield _answer(
            _ground(framework),
            met=None if none == len(borne) else several == len(borne),
            text=f"Evidence behind {name}, all findings together.",
            reason=(
                f"of {_counted(len(borne), 'finding')}: {several} with more than one source, "
                f"{single} with a single source, {none} with none stated; "
                f"a child's voice behind {child} of {len(borne)}; in all {together.said}"
            ),
            about=f"area {area}" if area else "no area",
        )


def _unknown(framework: Framework, inspection: Inspection) -> Iterator[Answer]:
    allowed = source_types(framework)
    held = {folded(kind) for kind in allowed}
    named = (
        ("finding", [each.sources or () for each in inspection.findings]),
        ("requirement", [each.sources or () for each in inspection.requirements]),
        ("recommendation", [each.sources or () for each in inspection.recommendations]),
    )
    for what, rows in named:
        for position, sources in enumerate(rows, start=1):
            odd = dict.fromkeys(each.type for each in sources if folded(each.type) not in held)
            for kind in odd:
                yield _answer(
                    _vocabulary(framework),
                    met=None,
                    text="Types of source come from one list.",
                    reason=f"{kind!r} is no type of source here; allowed: {', '.join(allowed)}",
                    about=f"{what} {position}",
                )


def _answer(ground: _Ground, *, met: bool | None, text: str, reason: str, about: str) -> Answer:
    return Answer(
        topic="evidence",
        rule=ground.rule,
        force=ground.force,
        paragraph=ground.paragraph,
        outcome=outcome(ground.force, met),
        text=text,
        reason=reason,
        about=about,
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
