"""Counts over all published documents: grades by year, strengths and weaknesses by area and year.

Case notes are counted for nobody here: what is printed or passed on is the same, whoever made it.
Inspections are those of the providers' own pages, as people corrected them; of several editions of
a report the newest counts.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from corpus.decisions import Decisions
from corpus.evidence import Evidence
from corpus.frameworks import Framework
from corpus.history import Inspected
from corpus.history.finding import documents_of, providers_of
from corpus.history.inspections import inspections
from corpus.records import Document
from corpus.users import User
from pipelines.history import corrected_documents, frameworks_of, recorded
from review.counting import Remembered
from review.labels import NONE, Label, Lens
from review.reading.history import corrected_until, visible_documents
from review.reading.upcoming import frameworks_tagged
from review.viewing import Viewer

OTHER = "not on the scale"
_FIRST, _LAST = 1948, 2100
_ANYBODY = Viewer(User("anybody", "anybody", "researcher", ""))
_MADE = Remembered(most=32)
_Key = tuple[str, str, str, bool]  # document, area, polarity, sure


@dataclass(frozen=True, slots=True)
class Counted:
    """All published documents: their inspections, and the year of each, null where none is told.

    `older` are editions that a newer one replaces; they are counted nowhere else.
    """

    inspections: tuple[Inspected, ...]
    years: Mapping[str, int | None]
    older: int


@dataclass(frozen=True, slots=True)
class GradesOfYear:
    """How many inspections of a year gave which grade; the year is null where no date is told."""

    year: int | None
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class AreaGrades:
    """The grades of one judgement over the years, by the scale's names, the best first."""

    label: Label
    grades: tuple[str, ...]
    years: tuple[GradesOfYear, ...]

    @property
    def dated(self) -> tuple[GradesOfYear, ...]:
        """What can be drawn."""
        return tuple(one for one in self.years if one.year is not None)

    @property
    def total(self) -> int:
        """How many inspections judged this."""
        return sum(one.total for one in self.years)


@dataclass(frozen=True, slots=True)
class Grades:
    """Grades through one framework: of its inspections, how many gave any and how many no date."""

    areas: tuple[AreaGrades, ...]
    inspections: int
    graded: int
    undated: int


@dataclass(frozen=True, slots=True)
class EvidenceOfYear:
    """Passages of an area and year by how they speak, and of these those that are not sure."""

    year: int | None
    counts: Mapping[str, int]
    unsure: Mapping[str, int]
    documents: int

    @property
    def passages(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    @property
    def not_sure(self) -> int:
        """Those that are not sure, however they speak."""
        return sum(self.unsure.values())

    def sure(self, polarity: str) -> int:
        """Those that speak so and are sure."""
        return self.counts.get(polarity, 0) - self.unsure.get(polarity, 0)


@dataclass(frozen=True, slots=True)
class AreaEvidence:
    """The passages of one area over the years."""

    label: Label
    years: tuple[EvidenceOfYear, ...]

    @property
    def dated(self) -> tuple[EvidenceOfYear, ...]:
        """What can be drawn."""
        return tuple(one for one in self.years if one.year is not None)


@dataclass(frozen=True, slots=True)
class Speaking:
    """Strengths and weaknesses through one framework.

    `documents` of `of` are read through it, `undated` of them in no year; `passages` all passages,
    `none` those that fit no area, `decided` those that people decided on.
    """

    areas: tuple[AreaEvidence, ...]
    documents: int
    of: int
    undated: int
    passages: int
    none: int
    decided: int


def counted(evidence: Evidence, decisions: Decisions) -> Counted:
    """Read all inspections of published documents, once for each state and correction."""
    key = ("counted", corrected_until(decisions))
    return _MADE.of(evidence, key, lambda: _counted(evidence))


def frameworks_read(evidence: Evidence) -> list[str]:
    """List the frameworks through which any published document is tagged."""
    names = frameworks_tagged(evidence)
    return [name for name in names if next(evidence.query(_ANY, name), None)]


def frameworks_counted(found: Counted, tagged: Iterable[str]) -> tuple[str, ...]:
    """List the frameworks of which there is anything to show, those with most grades first."""
    graded = Counter(one.framework for one in found.inspections if one.framework and one.judgements)
    listed = [name for name, _ in sorted(graded.items(), key=lambda pair: (-pair[1], pair[0]))]
    return tuple(listed + [name for name in sorted(tagged) if name not in graded])


def grades(found: Counted, lens: Lens, framework: Framework | None) -> Grades:
    """Count the grades that inspections through a framework gave, by judgement and year."""
    own = [one for one in found.inspections if one.framework == lens.id]
    scale = tuple(step.name for step in framework.scale) if framework else ()
    areas: dict[str, Counter[tuple[int | None, str]]] = defaultdict(Counter)
    for one in own:
        for judged in one.judgements:
            grade = judged.grade_normalised if judged.grade_normalised in scale else OTHER
            areas[judged.area or judged.label][_year(one.on), grade or OTHER] += 1
    graded = [one for one in own if one.judgements]
    return Grades(
        tuple(_area(lens, code, areas[code], scale) for code in _in_order(lens, areas)),
        len(own), len(graded), sum(_year(one.on) is None for one in graded),
    )  # fmt: skip


def speaking(evidence: Evidence, found: Counted, lens: Lens) -> Speaking:
    """Count passages by area, year and how they speak; what people decided is laid over it."""
    suggested = _MADE.of(evidence, ("tags", lens.id), lambda: _suggested(evidence, lens.id))
    tally = Counter(suggested)
    decided = 0
    for was, now in _decided(evidence, lens.id):
        if was is not None:
            tally[was] -= 1
        if now is not None:
            tally[now] += 1
            decided += now[0] in found.years
    own = Counter({key: number for key, number in tally.items() if key[0] in found.years})
    documents = {document for (document, _, _, _), number in own.items() if number}
    codes = {area for (_, area, _, _), number in own.items() if number}
    return Speaking(
        tuple(_spoken(lens, code, own, found.years) for code in _in_order(lens, codes - {NONE})),
        len(documents), len(found.years), sum(found.years[one] is None for one in documents),
        own.total(), sum(number for key, number in own.items() if key[1] == NONE), decided,
    )  # fmt: skip


def _counted(evidence: Evidence) -> Counted:
    documents = visible_documents(evidence, _ANYBODY)
    corrections = corrected_documents(evidence)[1]
    frameworks = frameworks_of(evidence)
    superseded = {one.supersedes for one in documents}
    told: list[Inspected] = []
    for group in _by_provider(documents):
        told += inspections(recorded(evidence, group, corrections), frameworks)
    dates = {one.id: one.published for one in documents if one.id not in superseded}
    for one in reversed(told):
        if one.on and one.document_id in dates:
            dates[one.document_id] = one.on
    years = {key: _year(on) for key, on in dates.items()}
    return Counted(tuple(told), years, len(documents) - len(dates))


def _by_provider(documents: list[Document]) -> Iterator[list[Document]]:
    seen: set[str] = set()
    for provider in providers_of(documents):
        own = [one for one in documents_of(provider, documents) if one.id not in seen]
        seen.update(one.id for one in own)
        yield own
    yield from ([one] for one in documents if one.id not in seen)


def _area(
    lens: Lens, code: str, found: Counter[tuple[int | None, str]], scale: tuple[str, ...]
) -> AreaGrades:
    by_year: dict[int | None, dict[str, int]] = defaultdict(dict)
    for (year, grade), number in found.items():
        by_year[year][grade] = number
    used = {grade for _, grade in found}
    names = (*scale, OTHER) if OTHER in used else scale
    years = tuple(GradesOfYear(year, by_year.get(year, {})) for year in _span(by_year))
    return AreaGrades(_label(lens, code), names, years)


def _spoken(
    lens: Lens, code: str, own: Mapping[_Key, int], years: Mapping[str, int | None]
) -> AreaEvidence:
    counts: dict[int | None, Counter[str]] = defaultdict(Counter)
    unsure: dict[int | None, Counter[str]] = defaultdict(Counter)
    documents: dict[int | None, set[str]] = defaultdict(set)
    for (document, area, polarity, sure), number in own.items():
        if area == code and number:
            year = years[document]
            counts[year][polarity] += number
            unsure[year][polarity] += 0 if sure else number
            documents[year].add(document)
    return AreaEvidence(
        _label(lens, code),
        tuple(
            EvidenceOfYear(year, counts[year], unsure[year], len(documents[year]))
            for year in _span(counts)
        ),
    )


def _span(years: Iterable[int | None]) -> tuple[int | None, ...]:
    """Return all years from the first to the last, and null at the end where it is one of them."""
    known = sorted(year for year in years if year is not None)
    every: tuple[int | None, ...] = tuple(range(known[0], known[-1] + 1)) if known else ()
    return (*every, None) if None in set(years) else every


def _in_order(lens: Lens, codes: Iterable[str]) -> list[str]:
    order = {code: number for number, code in enumerate(lens.labels)}
    return sorted(codes, key=lambda code: (order.get(_plain(code), len(order)), code))


def _label(lens: Lens, code: str) -> Label:
    return lens.labels.get(_plain(code)) or Label(code, "area", "", "", code)


def _plain(code: str) -> str:
    return code.rpartition("/")[2]


def _year(on: str | None) -> int | None:
    if on and on[:4].isascii() and on[:4].isdecimal():
        year = int(on[:4])
        # A slip of the pen would stretch every picture over centuries.
        return year if _FIRST <= year <= _LAST else None
    return None


def _suggested(evidence: Evidence, framework: str) -> Mapping[_Key, int]:
    return {
        (document, area, polarity, not abstained): number
        for document, area, polarity, abstained, number in evidence.query(_TAGS, framework)
    }


def _decided(evidence: Evidence, framework: str) -> Iterator[tuple[_Key | None, _Key | None]]:
    """Give what the machine counted, null for none, and what people have made of it."""
    for document, area, polarity, abstained, rank, what, plain in evidence.query(
        _DECIDED, framework
    ):
        was = (document, area, polarity, not abstained) if rank == 1 else None
        after: dict[str, Any] = json.loads(plain) if plain else {}
        now = document, after.get("area") or area, after.get("polarity") or polarity, True
        yield was, None if what == "reject" else now
    for document, plain in evidence.query(_ADDED):
        after = json.loads(plain) if plain else {}
        if after.get("framework") == framework and after.get("area") and document:
            yield None, (document, after["area"], after.get("polarity") or "neutral", True)


_ANY = """
    SELECT 1 FROM tags CROSS JOIN documents ON documents.id = document_id
    WHERE rank = 1 AND current AND framework = ? AND sensitivity = 'public' LIMIT 1
"""
_TAGS = """
    SELECT document_id, area, polarity, abstained, count(*) FROM tags
    WHERE rank = 1 AND current AND framework = ? GROUP BY 1, 2, 3, 4
"""
_DECIDED = """
    SELECT tags.document_id, tags.area, tags.polarity, abstained, rank, events.what, events.after
    FROM review.decided CROSS JOIN review.events ON events.seq = decided.seq
        CROSS JOIN tags ON tags.id = decided.target_id
    WHERE decided.target_type = 'tag' AND tags.current AND tags.framework = ?
    AND events.what IN ('accept', 'change', 'reject')
"""
_ADDED = "SELECT document_id, after FROM review.standing WHERE what = 'add' ORDER BY tick, origin"
