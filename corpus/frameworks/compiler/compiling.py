"""A published framework document, read into structure: the order of the work, in one place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.frameworks.compiler import faults, front_matter
from corpus.frameworks.compiler.compiled import (
    Anchor,
    Area,
    Compiled,
    GradeGroup,
    Part,
    Remark,
    ReportRow,
)
from corpus.frameworks.compiler.descriptors import (
    Found,
    gather,
    group_of,
    section_number,
    unnumbered,
)
from corpus.frameworks.compiler.grades import (
    GENERIC,
    KnownScale,
    find_grades,
    in_order,
    scale_of,
)
from corpus.frameworks.compiler.outline import Outline, Piece, outline
from corpus.frameworks.compiler.report_rows import report_rows
from corpus.frameworks.compiler.schedules import evidence, judgements, same, schedules, themes
from corpus.frameworks.compiler.sentences import deadlines, limiting
from corpus.frameworks.compiler.tables import filled, table_groups
from corpus.frameworks.compiler.words import plain
from corpus.problems import FrameworkError
from corpus.records import Extraction


def compile_document(
    extraction: Extraction, name: str = "The document", known: Sequence[KnownScale] = ()
) -> Compiled:
    """Read a framework document into structure with its official wording and anchors.

    `known` are grade scales to recognise beside the usual ones. FrameworkError where nothing of a
    framework is found; the message says what was looked for. `name` stands in that message.
    """
    laid = outline(extraction)
    if not laid.pieces:
        raise FrameworkError(
            f"{name} holds no text that could be a framework. If it is a scan, make it readable "
            "(OCR) first."
        )
    reading = _Reading(laid, (*GENERIC, *known))
    reading.refuse_what_is_none(name)
    return reading.compiled(extraction)


class _Reading:
    """One document while it is compiled: areas, then what else it states, then its faults."""

    def __init__(self, laid: Outline, known: Sequence[KnownScale]) -> None:
        self.laid = laid
        self.assumptions: list[Remark] = []
        self.unplaced: list[Remark] = []
        self.groups: dict[tuple[int, str], list[GradeGroup]] = {}
        self.lead_ins: set[int] = set()
        self.grades = find_grades(laid, known)
        if self.grades.names:
            self._describe()
        self.judged = judgements(laid, self.grades)
        self.areas = self._areas()
        self.rows, remarks = report_rows(laid)
        self.suspicions = remarks

    def _describe(self) -> None:
        """Gather the criteria, from headings and from tables, and settle the order of grades."""
        found = gather(self.laid, self.grades)
        for one in found:
            group, remarks = group_of(self.laid, one)
            self._sort_out(remarks)
            if group.criteria:
                self._add(_place(one), group)
            self.lead_ins |= _introduced(group)
        for place, groups in table_groups(self.laid, filled(self.laid, self.grades)).items():
            for group in groups:
                self._add(place, group)
        self.printed = tuple(dict.fromkeys(g.grade for gs in self.groups.values() for g in gs))
        self.grades = in_order(self.grades, self._wordings(), self.printed)

    def _add(self, place: tuple[int, str], group: GradeGroup) -> None:
        there = self.groups.setdefault(place, [])
        for n, other in enumerate(there):
            if other.grade == group.grade:
                both = (*other.criteria, *group.criteria)
                criteria = tuple(replace(one, order=n) for n, one in enumerate(both, 1))
                there[n] = replace(other, criteria=criteria)
                return
        there.append(group)

    def _sort_out(self, remarks: list[Remark]) -> None:
        self.unplaced += [remark for remark in remarks if remark.code == "unplaced"]
        self.assumptions += [remark for remark in remarks if remark.code != "unplaced"]

    def _wordings(self) -> dict[str, str]:
        """Return all that is said under each grade, area by area."""
        said: dict[str, list[str]] = {}
        for groups in self.groups.values():
            for group in groups:
                lead = group.lead_in.text if group.lead_in else ""
                said.setdefault(group.grade, []).append(lead)
                said[group.grade] += [one.text for one in group.criteria]
        return {grade: "\n".join(texts) for grade, texts in said.items()}

    def _areas(self) -> tuple[Area, ...]:
        described = tuple(
            self._area(at, title, groups) for (at, title), groups in self.groups.items()
        )
        listed = schedules(self.laid)
        if described:
            return tuple(_with_parts(area, listed) for area in described)
        if listed:
            return listed
        if self.judged:
            return tuple(Area(part.title, part.anchor) for part in self.judged)
        return themes(self.laid)

    def _area(self, at: int, title: str, groups: list[GradeGroup]) -> Area:
        head = self.laid.pieces[at] if at >= 0 else None
        first = groups[0].criteria[0].wording.anchor
        if head is None:
            self.unplaced.append(Remark("no-heading", "Criteria stand under no heading", first))
            return Area(title or "Untitled", first, groups=tuple(groups))
        own = plain(unnumbered(head.text)) == plain(title)
        section = section_number(head) if own else None
        inside = self._before_grades(head) if own else []
        wordings, notes = evidence(self.laid, inside, section or title)
        anchor = self.laid.words(head, title, section) if own else self.laid.titled(title) or first
        numbers = [number for group in groups for number in _numbers(group)]
        return Area(
            title,
            anchor,
            section,
            first_paragraph=numbers[0] if numbers else None,
            last_paragraph=numbers[-1] if numbers else None,
            evidence=tuple(wordings),
            notes=tuple(notes),
            groups=tuple(groups),
        )

    def _before_grades(self, head: Piece) -> list[Piece]:
        """Return the pieces between an area's heading and its first grade or table."""
        found: list[Piece] = []
        for piece in self.laid.pieces[head.at + 1 :]:
            grade = piece.kind == "heading" and self.grades.named(unnumbered(piece.text))
            higher = piece.kind == "heading" and piece.block.level <= head.block.level
            if grade or higher or piece.kind == "table":
                break
            found.append(piece)
        return found

    def refuse_what_is_none(self, name: str) -> None:
        """Raise FrameworkError unless something of a framework was found."""
        cells = sum(row.cell == "grade" for row in self.rows)
        # Reports explain their grades in one line each: one area and one sentence a grade.
        full = [area for area in self.areas if len(area.groups) > 1]
        several = any(len(group.criteria) > 1 for area in full for group in area.groups)
        areas = sum(bool(area.groups) for area in self.areas)
        described = bool(full) and (areas > 1 or several)
        nested = any(area.areas or area.parts for area in self.areas)
        listed = bool(self.judged) and (bool(self.grades.names) or cells > 1)
        looked = bool(self.areas) and not self.grades.names and _sounds_like_one(self.laid)
        if described or nested or cells > 1 or listed or looked:
            return
        found = f"Found were the grades {', '.join(self.grades.names)} only. " * bool(
            self.grades.names
        )
        raise FrameworkError(
            f"{name} is no inspection framework that Vouch can read. Looked for, and not found: "
            "headings or table columns that name grades with criteria under them; a schedule or "
            'list of the judgements; a table of report headings with cells "Grade" and "No '
            'grade"; areas that say what inspectors evaluate. '
            f"{found}A report or letter of an inspection is read with `vouch ingest`; offer the "
            "framework or handbook itself here."
        )

    def compiled(self, extraction: Extraction) -> Compiled:
        """Put together what was found."""
        laid, title = self.laid, front_matter.title(self.laid)
        who, when = front_matter.publisher(laid), front_matter.published(laid)
        since = front_matter.in_force(laid)
        scale, remarks = scale_of(self.grades, getattr(self, "printed", ()))
        for remark in front_matter.missing(who, when, since):
            place = self.assumptions if remark.code == "month-only" else self.unplaced
            place.append(remark)
        return Compiled(
            document_id=extraction.document_id,
            extractor=extraction.extractor,
            text_sha256=hashlib.sha256(extraction.text.encode("utf-8", "replace")).hexdigest(),
            title=title,
            publisher=who,
            published=when,
            in_force=since,
            scale=scale,
            areas=self.areas,
            judgements=self.judged,
            report=tuple(self.rows),
            numbering=faults.numbering(laid),
            limits=tuple(limiting(laid, self.grades, self.lead_ins)),
            deadlines=tuple(deadlines(laid)),
            unplaced=(*self.unplaced, *_strays(laid, self.rows)),
            suspicions=(*self.suspicions, *self._faults(title.text)),
            assumptions=(*self.assumptions, *remarks),
        )

    def _faults(self, title: str) -> Iterator[Remark]:
        yield from faults.disagreements(self.areas, self.judged, self.rows)
        yield from faults.references(self.laid)
        yield from faults.foreign_words(self.laid, title)
        counted = faults.numbering(self.laid)
        for number in counted.gaps:
            yield Remark("number-missing", f"There is no paragraph {number}")
        for number in counted.twice:
            yield Remark("number-twice", f"Paragraph {number} is there more than once")
        for area in self.areas:
            without = [name for name in self.grades.names if not area.group(name)]
            if area.groups and without:
                message = f"{area.title}: nothing describes {', '.join(without)}"
                yield Remark("grade-missing", message, area.anchor)


def _introduced(group: GradeGroup) -> set[int]:
    """Return where a sentence starts that only ties a grade to its own criteria."""
    if group.lead_in is not None:
        return {group.lead_in.anchor.start}
    alone = len(group.criteria) == 1 and group.force != "descriptor"
    return {group.criteria[0].wording.anchor.start} if alone else set()


def _place(found: Found) -> tuple[int, str]:
    return (found.area.at if found.area else -1, found.title)


def _numbers(group: GradeGroup) -> Iterator[str]:
    anchors: list[Anchor] = [one.wording.anchor for one in group.criteria]
    if group.lead_in is not None:
        anchors.insert(0, group.lead_in.anchor)
    for anchor in anchors:
        number = (anchor.paragraph or "").partition(",")[0]
        if number.replace(".", "").isdigit():
            yield number


def _with_parts(area: Area, listed: tuple[Area, ...]) -> Area:
    """Add to a described area the parts that a schedule lists for it."""
    for other in (inner for one in listed for inner in (one.areas or (one,))):
        if same(other.title, area.title):
            return replace(area, parts=other.parts)
    parts = dict.fromkeys(
        one.part for group in area.groups for one in group.criteria if one.part is not None
    )
    return replace(area, parts=tuple(Part(part, area.anchor) for part in parts))


def _strays(laid: Outline, rows: Sequence[ReportRow]) -> Iterator[Remark]:
    """Report scraps: a paragraph that begins in lower case after a whole sentence or a heading."""
    for piece in laid.pieces[1:]:
        before = laid.pieces[piece.at - 1]
        whole = before.ended or before.kind in ("heading", "table")
        if piece.kind == "paragraph" and not piece.number and whole and _scrap(piece.text):
            message = (
                f'"{piece.text[:60]}" begins in the middle of a sentence; its start is not here'
            )
            yield Remark("scrap", message, laid.anchor(piece))


def _scrap(text: str) -> bool:
    return text[:1].islower() and " " in text and "@" not in text and "www." not in text


def _sounds_like_one(laid: Outline) -> bool:
    """Say whether the first lines call the document a framework or the like, of inspection."""
    opening = " ".join(piece.text for piece in laid.pieces[:10]).lower()
    called = ("framework", "criteria", "handbook", "guidance", "schedule", "methodology")
    about = ("inspect", "evaluat", "judg", "review")
    return any(word in opening for word in called) and any(word in opening for word in about)
