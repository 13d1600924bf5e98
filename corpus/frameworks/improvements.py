"""Is a requirement or recommendation valid? One answer for each demand of the framework on each.

What only a reader can say (is there enough detail, does it sum up the guide) is asked of the reader
and "cannot be evaluated" until somebody says; the machine never says it in their place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.frameworks.answers import Answer, Outcome, outcome
from corpus.frameworks.citations import Reference
from corpus.frameworks.conditions import judge
from corpus.frameworks.framework import Framework
from corpus.frameworks.inspections import Improvement, Inspection
from corpus.frameworks.linting import beyond, dated, due_by
from corpus.frameworks.provisions import Demand, Instrument
from corpus.frameworks.references import parse
from corpus.frameworks.triangulation import bearing


@dataclass(frozen=True, slots=True)
class _Verdict:
    """Whether a demand is met (null: unknown) and why; `instead` where force has no say in it."""

    met: bool | None
    reason: str
    instead: Outcome | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    """One improvement with what it cites."""

    improvement: Improvement
    references: tuple[Reference, ...]
    framework: Framework

    def of_kind(self, *kinds: str) -> list[Reference]:
        """Return the references of these kinds."""
        return [each for each in self.references if each.kind in kinds]

    def instrument(self, reference: Reference) -> Instrument | None:
        """Return the framework's instrument that a reference names, null where none."""
        held = {each.code: each for each in self.framework.instruments}
        return held.get(reference.instrument or "")

    def possible(self, reference: Reference) -> bool:
        """Say whether a number can be right, as far as the framework knows the last one."""
        instrument = self.instrument(reference)
        return instrument is None or not beyond(reference, instrument)

    def foreign(self, reference: Reference) -> bool:
        """Say whether a reference names regulations other than those the framework knows."""
        known = any(each.kind == "regulations" for each in self.framework.instruments)
        return known and reference.title is not None and self.instrument(reference) is None


def answers(framework: Framework, inspection: Inspection) -> tuple[Answer, ...]:
    """Answer each demand for each improvement of its kind, and those on the report once."""
    return tuple(
        _answer(demand, framework, inspection, verdict, about)
        for demand in framework.demands
        for verdict, about in _verdicts(demand, framework, inspection)
    )


def _verdicts(
    demand: Demand, framework: Framework, inspection: Inspection
) -> Iterator[tuple[_Verdict, str | None]]:
    if demand.of == "report":
        if demand.needs == "outstanding practice and priorities":
            yield _both_named(inspection), None
        return
    listed = inspection.requirements
    if demand.of == "recommendation":
        listed = inspection.recommendations
    for position, improvement in enumerate(listed, start=1):
        text = "\n".join(filter(None, (improvement.text, improvement.cites)))
        case = _Case(improvement, parse(text, framework), framework)
        yield _NEEDS[demand.needs](case, demand), f"{demand.of} {position}"


def _answer(
    demand: Demand,
    framework: Framework,
    inspection: Inspection,
    verdict: _Verdict,
    about: str | None,
) -> Answer:
    if demand.when is not None:
        when = judge(demand.when, framework, inspection)
        if when.holds is None:
            verdict = _Verdict(None, when.not_stated)
        elif not when.holds:
            verdict = _Verdict(None, when.said, instead="does not apply")
    return Answer(
        topic="requirements",
        rule=demand.id,
        force=demand.force,
        paragraph=demand.paragraph,
        outcome=verdict.instead or outcome(demand.force, verdict.met),
        text=demand.text,
        reason=verdict.reason,
        about=about,
    )


def _specific_regulation(case: _Case, demand: Demand) -> _Verdict:
    found = case.of_kind("regulation")
    if not found:
        return _Verdict(False, "it cites no numbered regulation; say which, such as Regulation 18")
    known = [each for each in found if not case.foreign(each)]
    for reference in known:
        if case.possible(reference):
            return _Verdict(True, f"it cites {reference}")
    if not known:
        words = "which are not among those inspected against here; a reader must say if they apply"
        return _Verdict(None, f"it cites {found[0]}, {words}")
    return _Verdict(False, _beyond(case, known[0]))


def _detail(case: _Case, demand: Demand) -> _Verdict:
    detailed = case.improvement.detailed
    if detailed is None:
        words = "a reader must say whether it is clear what is to be done (detailed: yes or no)"
        return _Verdict(None, words)
    return _Verdict(
        detailed, f"a reader says that the detail is {'' if detailed else 'not '}enough"
    )


def _date(case: _Case, demand: Demand) -> _Verdict:
    due = case.improvement.due
    if due is not None:
        return _Verdict(True, f"it is due by {due.isoformat()}")
    if due_by(case.improvement.text):
        return _Verdict(True, "its text gives a date")
    if dated(case.improvement.text):
        words = "its text has a date; a reader must say if it is the one by which it must be met"
        return _Verdict(None, words)
    return _Verdict(False, "it has no date; say by when it must be met")


def _impact(case: _Case, demand: Demand) -> _Verdict:
    impact = case.improvement.impact
    if impact is None:
        return _Verdict(None, "its impact, or likely impact, is not stated")
    if not impact.strip():
        return _Verdict(False, "it shows no impact, nor a likely one")
    return _Verdict(True, f"impact as stated: {impact.strip()}")


def _several_sources(case: _Case, demand: Demand) -> _Verdict:
    if case.improvement.sources is None:
        return _Verdict(None, "its sources are not stated")
    found = bearing(case.improvement.sources)
    if not found.sources:
        return _Verdict(False, "it names no source at all")
    remedy = "; add another that confirms it" if found.single else ""
    return _Verdict(found.sources > 1, found.said + remedy)


def _page(case: _Case, demand: Demand) -> _Verdict:
    return _in_guide(case, "page")


def _paragraph(case: _Case, demand: Demand) -> _Verdict:
    return _in_guide(case, "paragraph")


def _in_guide(case: _Case, what: str) -> _Verdict:
    found = [each for each in case.of_kind("guide", "place") if _is_guide(case, each)]
    if not found:
        return _no_guide(case)
    for reference in found:
        if getattr(reference, what) is None:
            words = f'"{reference}" has no {what}; add it, such as "page 55, paragraph 9.4"'
            return _Verdict(False, words)
    return _Verdict(True, f"it cites {'; '.join(map(str, found))}")


def _is_guide(case: _Case, reference: Reference) -> bool:
    instrument = case.instrument(reference)
    return reference.kind == "guide" or (instrument is not None and instrument.kind == "guide")


def _no_guide(case: _Case) -> _Verdict:
    other = case.of_kind("statutory guidance")
    if other:
        words = f"it rests on other statutory guidance: {other[0]}"
        return _Verdict(None, words, instead="does not apply")
    return _Verdict(False, "it does not cite the guide; name it, with page and paragraph")


def _summary(case: _Case, demand: Demand) -> _Verdict:
    text = case.improvement.text
    for reference in reversed(parse(text, case.framework)):
        text = text[: reference.start] + text[reference.end :]
    if sum(word.isalpha() for word in text.split()) < 4:
        return _Verdict(False, "it says nothing beside its citation; sum up the part cited")
    if not any(_is_guide(case, each) for each in case.references):
        return _no_guide(case)
    return _Verdict(None, "a reader must compare its words with the part of the guide it cites")


def _standard(case: _Case, demand: Demand) -> _Verdict:
    found = case.of_kind("standard")
    numbered = [each for each in found if each.number is not None]
    for reference in numbered:
        if case.possible(reference):
            return _Verdict(True, f"it cites {reference}")
    if numbered:
        return _Verdict(False, _beyond(case, numbered[0]))
    words = "names the standards without a number" if found else "cites no standard"
    return _Verdict(False, f"it {words}; say which, such as NMS 1.6")


def _standards(case: _Case, demand: Demand) -> _Verdict:
    found = case.of_kind("standard")
    if not found:
        return _Verdict(False, "it cites no standard; say to which it relates, such as NMS 1.6")
    return _Verdict(True, f"it cites {found[0]}")


def _named_instrument(case: _Case, demand: Demand) -> _Verdict:
    for reference in case.references:
        instrument = case.instrument(reference)
        if instrument is not None and demand.of in (instrument.used_for or (demand.of,)):
            return _Verdict(True, f"it cites {reference} ({instrument.title})")
    allowed = "; ".join(
        each.title
        for each in case.framework.instruments
        if demand.of in (each.used_for or (demand.of,))
    )
    return _Verdict(False, f"it cites none of: {allowed or 'no instrument is listed'}")


def _guidance(case: _Case, demand: Demand) -> _Verdict:
    found = case.of_kind("statutory guidance")
    if not found:
        return _Verdict(None, "it cites no other statutory guidance", instead="does not apply")
    for reference in found:
        if case.instrument(reference) is not None:
            return _Verdict(True, f"it cites {reference}")
    known = [each for each in case.framework.instruments if each.kind == "statutory guidance"]
    titles = "; ".join(each.title for each in known) or "none"
    return _Verdict(False, f"{found[0]} is not among the guidance named: {titles}")


def _option(case: _Case, demand: Demand) -> _Verdict:
    words = "people weigh which is most proportionate: a requirement, a notice or another step"
    return _Verdict(None, words, instead="to weigh")


def _both_named(inspection: Inspection) -> _Verdict:
    stated = {
        "priorities for improvement": inspection.priorities,
        "outstanding practice": inspection.outstanding_practice,
    }
    unknown = [what for what, listed in stated.items() if listed is None]
    if unknown:
        return _Verdict(None, f"not stated: {' and '.join(unknown)}")
    empty = [what for what, listed in stated.items() if not listed]
    if empty:
        # There may be none to name; the source does not say that there always is.
        words = f"none named: {' and '.join(empty)}; people say whether there was none"
        return _Verdict(None, words, instead="to weigh")
    return _Verdict(True, "both are named")


def _beyond(case: _Case, reference: Reference) -> str:
    instrument = case.instrument(reference)
    last = (
        f"{instrument.title} ends with {instrument.highest}" if instrument else "it does not exist"
    )
    return f"{reference} cannot be right: {last}"


_NEEDS: dict[str, Callable[[_Case, Demand], _Verdict]] = {
    "specific regulation": _specific_regulation,
    "enough detail": _detail,
    "date": _date,
    "impact": _impact,
    "more than one source": _several_sources,
    "page": _page,
    "paragraph": _paragraph,
    "summary": _summary,
    "national minimum standard": _standard,
    "national minimum standards": _standards,
    "named instrument": _named_instrument,
    "statutory guidance": _guidance,
    "outstanding practice and priorities": _option,
    "proportionate option": _option,
}
