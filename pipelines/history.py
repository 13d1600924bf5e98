"""A provider's history out of the evidence base: what its documents state, corrections laid over.

One query a document; what is computed from it is pure and stands in `corpus.history`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from corpus.corrections import Corrections, collect, corrected, corrected_facts
from corpus.decisions import standing
from corpus.evidence import Evidence
from corpus.frameworks import Framework, known, load
from corpus.history import (
    History,
    Improvement,
    Inspected,
    Provider,
    RaisedAgain,
    Recorded,
    Related,
    deadlines,
    departures,
    inspections,
    is_report,
    open_items,
    with_changes,
)
from corpus.history.finding import documents_of
from corpus.providers import Kin, Lineage
from corpus.providers import load as load_providers
from corpus.records import Document
from corpus.wording import count_of, in_words
from models.repetition import Raised, Repeated, repeated

Frameworks = dict[str, Framework]


def frameworks_of(evidence: Evidence) -> Frameworks:
    """Load every framework that Vouch ships or the workspace holds."""
    folder = evidence.workspace.frameworks
    return {name: load(name, folder) for name in known(folder)}


def corrected_documents(evidence: Evidence) -> tuple[list[Document], Corrections]:
    """Return all documents as people corrected them, and the corrections of everything."""
    corrections = collect(standing(evidence.workspace, "correct"))
    return [corrected(one, corrections).value for one in evidence.documents()], corrections


def recorded(
    evidence: Evidence, documents: Iterable[Document], corrections: Corrections
) -> tuple[Recorded, ...]:
    """Return documents with what they state, each fact as a person corrected it."""
    found = []
    for document in documents:
        read = list(evidence.facts(document.id))
        facts = corrected_facts(read, corrections, report=is_report(document))
        changed = {one.value.id: tuple(one.fields) for one in facts if one.fields}
        checks = tuple(evidence.checks(document.id))
        found.append(Recorded(document, tuple(one.value for one in facts), checks, changed))
    return tuple(found)


def provider_history(
    evidence: Evidence,
    provider: Provider,
    as_of: date,
    documents: Sequence[Document] | None = None,
) -> History:
    """Tell the history of one of the providers of the evidence base, as it stands on a day.

    Those before and after it are told too, as far as their documents are here, and stay apart: no
    judgement of one provider is compared with another's. With `documents`, as people corrected
    them, all others are told of nowhere, not even in a count.
    """
    if documents is None:
        documents, corrections = corrected_documents(evidence)
    else:
        corrections = collect(standing(evidence.workspace, "correct"))
    frameworks = frameworks_of(evidence)

    def own(one: Provider) -> tuple[Recorded, ...]:
        return recorded(evidence, documents_of(one, documents), corrections)

    lineage = load_providers(evidence.workspace.providers).lineage(provider.urn or provider.name)
    kin = [
        replace(one, inspections=tuple(reversed(inspections(own(one.provider), frameworks))))
        for one in related(lineage)
    ]
    told = history(provider, own(provider), frameworks, as_of, kin)
    return replace(told, run_by=tuple(_run_by(lineage)))


def related(lineage: Lineage) -> Iterator[Related]:
    """Give who was before and after a provider, as its history names them."""
    kin: tuple[tuple[Literal["predecessor", "successor"], tuple[Kin, ...]], ...] = (
        ("predecessor", lineage.earlier),
        ("successor", lineage.later),
    )
    for relation, found in kin:
        for one in found:
            how = f"{one.kind}, a part of its area only" if one.partly else one.kind
            named = Provider(one.provider.urn, one.provider.name, one.provider.also)
            yield Related(named, relation, one.on.isoformat(), how, one.note)


def _run_by(lineage: Lineage) -> Iterator[str]:
    for trust in lineage.run_by:
        until = f" to {_roughly(trust.until)}" if trust.until else ""
        stays = "" if until else " The council stays responsible."
        yield f"{trust.name}, from {_roughly(trust.since)}{until}.{stays} {trust.note}"


def _roughly(when: str) -> str:
    """Write a year, a month or a day in words, as exactly as it is known."""
    if len(when) == len("2018-04-01"):
        return in_words(date.fromisoformat(when))
    if len(when) == len("2018-04"):
        return in_words(date.fromisoformat(f"{when}-01")).partition(" ")[2]
    return when


def history(
    provider: Provider,
    documents: Sequence[Recorded],
    frameworks: Frameworks,
    as_of: date,
    kin: Sequence[Related] = (),
) -> History:
    """Tell a provider's history from its documents. Inspections after `as_of` are left out."""
    everything = with_changes(inspections(documents, frameworks), frameworks)
    told = tuple(one for one in everything if one.on is None or one.on <= as_of.isoformat())
    again = tuple(_again(one, told) for one in repeated(_raised(told)))
    return History(
        provider=provider,
        as_of=as_of.isoformat(),
        inspections=tuple(reversed(told)),
        open=open_items(told, frameworks),
        raised_again=again,
        deadlines=deadlines(told, frameworks, as_of),
        departures=departures(told, documents, frameworks),
        related=tuple(kin),
        counts=_counts(documents, told),
        notes=tuple(_notes(documents, everything, told)),
    )


def _raised(told: Iterable[Inspected]) -> list[Raised]:
    return [
        Raised(item.id, item.inspection, item.on, item.text)
        for one in told
        for item in one.improvements
        if item.on is not None
    ]


def _again(thread: Repeated, told: Iterable[Inspected]) -> RaisedAgain:
    items: dict[str, Improvement] = {item.id: item for one in told for item in one.improvements}
    latest, first = thread.latest.on[:4], thread.first.on[:4]
    earlier = "earlier the same year" if latest == first else f"first in {first}"
    return RaisedAgain(
        words=f"raised again in {latest}, {earlier}",
        latest=items[thread.latest.id],
        earlier=tuple(items[pair.earlier.id] for pair in thread.earlier),
        scores=tuple(round(pair.score, 3) for pair in thread.earlier),
    )


def _counts(documents: Sequence[Recorded], told: Sequence[Inspected]) -> dict[str, int]:
    superseded = {one.document.supersedes for one in documents}
    graded = [one for one in told if any(j.grade_normalised for j in one.judgements)]
    return {
        "documents": len(documents),
        "restricted_documents": sum(one.document.sensitivity != "public" for one in documents),
        "documents_that_state_something": sum(bool(one.facts) for one in documents),
        "superseded_editions": sum(one.document.id in superseded for one in documents),
        "inspections": len(told),
        "inspections_with_grades": len(graded),
        "judgements": sum(len(one.judgements) for one in told),
        "judgements_compared": sum(_is_compared(one) for one in told),
        "improvements": sum(len(one.improvements) for one in told),
        "inspections_with_improvements": sum(bool(one.improvements) for one in told),
        "checks": sum(len(one.checks) for one in documents),
    }


def _is_compared(one: Inspected) -> int:
    return sum(
        judged.change is not None and judged.change.verdict != "not comparable"
        for judged in one.judgements
    )


def _notes(
    documents: Sequence[Recorded], everything: Sequence[Inspected], told: Sequence[Inspected]
) -> Iterable[str]:
    restricted = sum(one.document.sensitivity != "public" for one in documents)
    silent = sum(one.document.sensitivity == "public" and not one.facts for one in documents)
    if restricted:
        yield f"{count_of(restricted, 'restricted document')}: kept, but not read for facts."
    if silent:
        yield f"{count_of(silent, 'document')} in which nothing of an inspection could be read."
    papers = sum(bool(one.facts) and not is_report(one.document) for one in documents)
    if papers:
        yield (
            f"{count_of(papers, 'document')} about inspections, as papers and action plans are: "
            "what these ask for is not counted as raised by an inspection."
        )
    if len(everything) > len(told):
        later = len(everything) - len(told)
        yield f"{count_of(later, 'inspection')} after this day, left out."
