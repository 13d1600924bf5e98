"""From documents to inspections: each counted once, whatever number of documents tell of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from corpus.facts import IMPROVEMENTS, Fact
from corpus.frameworks.framework import Framework
from corpus.history.records import Cited, Improvement, Inspected, Judged, Recorded
from corpus.records import Document

# Documents that report an inspection; others, as a committee's paper, only speak of one.
_REPORTS = frozenset(
    {"inspection_report", "joint_inspection_letter", "send_report", "monitoring_letter"}
)
_DIFFER = "Documents of this inspection differ in what they say of: {areas}. Read both."


def inspections(
    recorded: Iterable[Recorded], frameworks: Mapping[str, Framework]
) -> tuple[Inspected, ...]:
    """Return a provider's inspections, the earliest first, those without any date at the end.

    Of several editions of a report the newest that states anything counts. Two documents tell of
    one inspection where framework, type and dates are the same.
    """
    groups: dict[tuple[str | None, ...], list[tuple[Document, Inspected]]] = defaultdict(list)
    for one, older in _newest(tuple(recorded)):
        for inspected in _told(one, frameworks):
            named = replace(inspected, editions=tuple(document.name for document in older))
            groups[_key(named)].append((one.document, named))
    found = [_joined(group) for group in groups.values()]
    return tuple(sorted(found, key=lambda one: (one.on is None, one.on or "", one.id)))


def is_report(document: Document) -> bool:
    """Say whether a document may be the report of an inspection itself, not a paper about one."""
    return document.kind is None or document.kind in _REPORTS


def cited(fact: Fact, one: Recorded) -> Cited:
    """Return where a fact is printed."""
    document = one.document
    return Cited(
        document_id=fact.document_id,
        document=document.name,
        page=fact.page,
        locator=fact.locator,
        start=fact.start,
        end=fact.end,
        words=fact.text,
        boxes=fact.boxes,
        corrected=one.corrected.get(fact.id, ()),
    )


def _newest(recorded: tuple[Recorded, ...]) -> list[tuple[Recorded, list[Document]]]:
    """Give the newest edition of each report that states anything, with the other editions."""
    by_id = {one.document.id: one for one in recorded}
    superseded = {one.document.supersedes for one in recorded}
    found = []
    for one in recorded:
        if one.document.id in superseded:
            continue
        editions = list(_editions(one, by_id))
        chosen = next((edition for edition in editions if edition.facts), None)
        if chosen is not None:
            others = [edition.document for edition in editions if edition is not chosen]
            found.append((chosen, others))
    return found


def _editions(newest: Recorded, by_id: Mapping[str, Recorded]) -> Iterable[Recorded]:
    seen: set[str] = set()
    one: Recorded | None = newest
    while one is not None and one.document.id not in seen:
        seen.add(one.document.id)
        yield one
        one = by_id.get(one.document.supersedes or "")


def _key(inspected: Inspected) -> tuple[str | None, ...]:
    if inspected.start is None:
        return (inspected.id,)
    return inspected.framework, inspected.type, inspected.start, inspected.end


def _joined(group: list[tuple[Document, Inspected]]) -> Inspected:
    """Join what several documents tell of one inspection: its report leads, the others are named.

    Grades that differ between them are not settled here: a note says so.
    """
    ordered = sorted(
        group,
        key=lambda pair: (
            not is_report(pair[0]),
            -len(pair[1].judgements),
            pair[0].name,
            pair[0].id,
        ),
    )
    first = ordered[0][1]
    others = [inspected for _, inspected in ordered[1:] if inspected.document_id]
    if not others:
        return first
    own = {one.area: one.grade_normalised for one in first.judgements}
    differing = {
        judged.title
        for other in others
        for judged in other.judgements
        if judged.area in own and own[judged.area] != judged.grade_normalised
    }
    notes = (_DIFFER.format(areas=", ".join(sorted(differing))),) if differing else ()
    return replace(
        first,
        told_in=tuple(other.document for other in others),
        notes=first.notes + notes,
    )


def _told(one: Recorded, frameworks: Mapping[str, Framework]) -> list[Inspected]:
    """Give each inspection that a document tells of, with the judgements that belong to it."""
    heads = [fact for fact in one.facts if fact.kind == "inspection"]
    judgements = [fact for fact in one.facts if fact.kind == "judgement"]
    # What a committee's paper or an action plan recommends, no inspection has raised.
    raised = [fact for fact in one.facts if fact.kind in IMPROVEMENTS and is_report(one.document)]
    if not heads:
        return [_bare(one, judgements, raised, frameworks)] if judgements or raised else []
    found = []
    for number, head in enumerate(heads):
        own = [fact for fact in judgements if _owner(fact, heads) == number]
        items = [fact for fact in raised if _owner(fact, heads) == number]
        inspected = _inspected(one, head, number, frameworks)
        found.append(_filled(inspected, one, own, items, frameworks))
    return found


def _owner(fact: Fact, heads: list[Fact]) -> int:
    """Return which of the inspections that a document tells of a fact belongs to, by number.

    It is one of the fact's framework, and of these the last that is told of before the fact.
    """
    framework = fact.fields.get("framework")
    numbers = [
        number for number, head in enumerate(heads) if head.fields.get("framework") == framework
    ] or list(range(len(heads)))
    before = [number for number in numbers if heads[number].start <= fact.start]
    return max(before or numbers[:1], key=lambda number: (heads[number].start, -number))


def _inspected(
    one: Recorded, head: Fact, number: int, frameworks: Mapping[str, Framework]
) -> Inspected:
    fields = head.fields
    framework = fields.get("framework")
    published = fields.get("published") or (one.document.published if number == 0 else None)
    start, end = fields.get("start"), fields.get("end")
    return Inspected(
        id=head.id,
        document_id=one.document.id,
        document=one.document.name,
        framework=framework,
        framework_title=_title_of(framework, frameworks),
        type=fields.get("type"),
        title=fields.get("title"),
        start=start,
        end=end,
        ranges=tuple(tuple(pair) for pair in fields.get("ranges") or ()),
        on=end or start or fields.get("dated") or published,
        dated=fields.get("dated"),
        published=published,
        notified=fields.get("notified"),
        lead=fields.get("lead"),
        role=fields.get("role"),
        cited=cited(head, one),
    )


def _bare(
    one: Recorded,
    judgements: list[Fact],
    raised: list[Fact],
    frameworks: Mapping[str, Framework],
) -> Inspected:
    """Make an inspection of a document that states judgements or improvements, but no dates."""
    framework = next((fact.fields.get("framework") for fact in judgements), None)
    empty = Inspected(
        id=one.document.id,
        document_id=one.document.id,
        document=one.document.name,
        framework=framework,
        framework_title=_title_of(framework, frameworks),
        type=None,
        title=None,
        start=None,
        end=None,
        ranges=(),
        on=one.document.published,
        dated=None,
        published=one.document.published,
        notified=None,
        lead=None,
        role=None,
        cited=None,
        notes=("The document prints no dates of an inspection that could be read.",),
    )
    return _filled(empty, one, judgements, raised, frameworks)


def _filled(
    inspected: Inspected,
    one: Recorded,
    judgements: list[Fact],
    raised: list[Fact],
    frameworks: Mapping[str, Framework],
) -> Inspected:
    return replace(
        inspected,
        judgements=tuple(_judged(fact, one, frameworks) for fact in judgements),
        improvements=tuple(_improvement(fact, one, inspected) for fact in raised),
    )


def _judged(fact: Fact, one: Recorded, frameworks: Mapping[str, Framework]) -> Judged:
    fields = fact.fields
    framework = frameworks.get(fields.get("framework") or "")
    return Judged(
        area=fields.get("area"),
        title=_area_title(fields.get("area") or "", framework) or fields["label"],
        label=fields["label"],
        grade=fields["grade"],
        grade_normalised=fields.get("grade_normalised"),
        cited=cited(fact, one),
    )


def _area_title(area: str, framework: Framework | None) -> str | None:
    """Return an area's title, with that of its element where several areas are called alike."""
    titles = framework.titles() if framework else {}
    title, element = titles.get(area), titles.get(area.partition("/")[0])
    alike = any(titles[code] == title for code in titles if "/" in code and code != area)
    return f"{title} ({element})" if alike and element and "/" in area else title


def _improvement(fact: Fact, one: Recorded, inspected: Inspected) -> Improvement:
    fields = fact.fields
    return Improvement(
        id=fact.id,
        kind=fact.kind,
        text=fact.text,
        heading=fields.get("heading"),
        body=fields.get("body"),
        due=fields.get("due"),
        band=fields.get("band"),
        references=tuple(fields.get("references") or ()),
        inspection=inspected.id,
        on=inspected.on,
        cited=cited(fact, one),
    )


def _title_of(framework: str | None, frameworks: Mapping[str, Framework]) -> str | None:
    found = frameworks.get(framework or "")
    return found.title if found else None
