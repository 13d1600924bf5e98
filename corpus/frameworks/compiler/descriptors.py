"""Criteria under headings that name grades: which area, which grade, which wording."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.frameworks.compiler.compiled import Descriptor, GradeGroup, How, Quote, Remark
from corpus.frameworks.compiler.grades import Grades
from corpus.frameworks.compiler.outline import NUMBER, Outline, Piece
from corpus.frameworks.compiler.words import plain
from corpus.frameworks.records import Force

_OPENS = re.compile(r"(:|\bfollowing\.?|\bbelow\.?)$", re.I)
_TIES = re.compile(r"\b(likely|below|following)\b", re.I)
_PART_HEADING = re.compile(r"\b(evidence|notes?|guidance|introduction)\b", re.I)
_FORCES: tuple[tuple[str, Force], ...] = (
    (r"\bin addition\b", "in addition"),
    (r"\bunlikely\b", "unlikely"),
    (r"\blikely\b", "likely"),
    (r"\balways\b", "always"),
    (r"\bmust\b", "must"),
    (r"\bexpected\b", "expected"),
    (r"\bmay\b", "may"),
)


@dataclass(slots=True)
class Found:
    """The wordings of one grade under one area heading, while they are gathered.

    `title` is the area's printed title; `head` the heading of the grade; `entries` are sub-heading
    and piece, in order.
    """

    area: Piece | None
    title: str
    grade: str
    head: Piece
    entries: list[tuple[str | None, Piece]] = field(default_factory=list)


def gather(laid: Outline, grades: Grades) -> list[Found]:
    """Walk the document and collect what stands under each heading that names a grade."""
    found: list[Found] = []
    open_group: Found | None = None
    part: str | None = None
    for piece in laid.pieces:
        if piece.kind != "heading":
            if open_group is not None:
                open_group.entries.append((part, piece))
            continue
        started = _started(laid, piece, grades)
        if started is not None:
            open_group, part = started, None
            found.append(started)
        elif open_group is not None and piece.block.level > open_group.head.block.level:
            part = piece.text
        else:
            open_group = None
    found = [group for group in found if group.entries]
    return _turned(_with_company(found, grades))


def _started(laid: Outline, piece: Piece, grades: Grades) -> Found | None:
    grade = grades.named(_unnumbered(piece.text))
    if grade is not None:
        area = _area_above(laid, piece, grades)
        return Found(area, _unnumbered(area.text) if area else "", grade, piece)
    split = grades.split(piece.text)
    return Found(piece, _unnumbered(split[0]), split[1], piece) if split else None


def _area_above(laid: Outline, piece: Piece, grades: Grades) -> Piece | None:
    """Return the heading of the area to which a heading of a grade belongs."""
    above = [
        other
        for other in reversed(laid.pieces[: piece.at])
        if other.kind == "heading" and not grades.named(_unnumbered(other.text))
    ]
    for other in above:
        if other.block.level < piece.block.level:
            return other
    return next((other for other in above if not _PART_HEADING.search(other.text)), None)


def _with_company(found: list[Found], grades: Grades) -> list[Found]:
    """Drop "Leadership: good" where no other grade stands for the same area: a report says that."""
    kept: dict[str, set[str]] = {}
    first: dict[str, Found] = {}
    for group in found:
        kept.setdefault(plain(group.title), set()).add(group.grade)
        if not grades.named(_unnumbered(group.head.text)):
            # The first heading of an area stands for all of its headings.
            group.area = first.setdefault(plain(group.title), group).area
    return [
        group
        for group in found
        if grades.named(_unnumbered(group.head.text)) or len(kept[plain(group.title)]) > 1
    ]


def _turned(found: list[Found]) -> list[Found]:
    """Where areas stand below grades and not grades below areas, turn the two round."""
    by_part: dict[str, set[str]] = {}
    for group in found:
        for name in {part for part, _ in group.entries if part}:
            by_part.setdefault(plain(name), set()).add(group.grade)
    areas = {part for part, names in by_part.items() if len(names) > 1}
    heads = {group.area.at if group.area else -1 for group in found}
    if len(areas) < 2 or len(heads) > 1:
        return found
    turned: dict[tuple[str, str], Found] = {}
    for group in found:
        for part, piece in group.entries:
            title = part or group.title
            key = (plain(title), group.grade)
            if key not in turned:
                turned[key] = Found(group.area, title, group.grade, group.head)
            turned[key].entries.append((None, piece))
    return list(turned.values())


def group_of(laid: Outline, found: Found) -> tuple[GradeGroup, list[Remark]]:
    """Sort what stands under a grade into lead-in, criteria and what is neither."""
    remarks: list[Remark] = []
    criteria: list[Descriptor] = []
    leads: list[Quote] = []
    for part, pieces in _by_part(found):
        sorted_out = _Sorting(laid, found, part, pieces)
        sorted_out.sort()
        leads += [laid.quote(piece, piece.number) for piece in sorted_out.leads]
        start = len(criteria)
        for n, made in enumerate(sorted_out.made, start + 1):
            criteria.append(Descriptor(made.quote, n, made.how, part, tuple(made.continued)))
        remarks += sorted_out.remarks
    lead = leads[0] if leads else None
    tied = lead.text if lead else criteria[0].text if len(criteria) == 1 else ""
    force = force_of(tied, found.grade)
    return GradeGroup(
        found.grade, tuple(criteria), lead, force, _unnumbered(found.head.text)
    ), remarks


def force_of(text: str, grade: str) -> Force:
    """Return how firmly a sentence ties a grade to what follows: "likely", "is", "in addition"."""
    for pattern, force in _FORCES:
        if re.search(pattern, text, re.I):
            return force
    if re.search(
        rf"\b(is|are)\s+(judged\s+)?{re.escape(grade)}\b.*\b(if|where|when)\b", text, re.I
    ):
        return "is"
    return "descriptor"


def _by_part(found: Found) -> Iterator[tuple[str | None, list[Piece]]]:
    parts: dict[str | None, list[Piece]] = {}
    for part, piece in found.entries:
        parts.setdefault(part, []).append(piece)
    yield from parts.items()


@dataclass(slots=True)
class _Made:
    quote: Quote
    how: How
    last: Piece
    continued: list[Quote] = field(default_factory=list)


class _Sorting:
    """Sorts the pieces of one grade (or of one sub-heading in it) in one walk."""

    def __init__(self, laid: Outline, found: Found, part: str | None, pieces: list[Piece]) -> None:
        self.laid, self.found, self.part, self.pieces = laid, found, part, pieces
        self.leads: list[Piece] = []
        self.made: list[_Made] = []
        self.remarks: list[Remark] = []
        self.listing = False

    def sort(self) -> None:
        """Fill `leads`, `made` and `remarks`."""
        first, *rest = self.pieces
        if first.kind == "paragraph" and rest and self._opens(first, rest[0]):
            self.leads.append(first)
        else:
            rest = self.pieces
        self.listing = bool(rest) and rest[0].kind == "item"
        for n, piece in enumerate(rest):
            after = rest[n + 1] if n + 1 < len(rest) else None
            self._take(piece, after)

    def _opens(self, piece: Piece, after: Piece) -> bool:
        return _OPENS.search(piece.text) is not None or (
            after.kind == "item"
            and (self.found.grade in plain(piece.text) or _TIES.search(piece.text) is not None)
        )

    def _take(self, piece: Piece, after: Piece | None) -> None:
        if piece.kind == "table":
            self._leave(piece, "a table under a grade has no column or row that names one")
        elif piece.kind == "item":
            self._take_item(piece)
        elif not self.listing:
            self._make(piece, "paragraph")
        elif after is not None and after.kind == "item" and _OPENS.search(piece.text):
            self.leads.append(piece)
        elif piece.number is not None:
            self._leave(piece, "it stands after the list of criteria, with a number of its own")
        else:
            self._take_unmarked(piece)

    def _take_item(self, piece: Piece) -> None:
        if not piece.marked:
            self._take_unmarked(piece)
        elif self.made and (not self.listing or piece.block.level > self.pieces_level):
            self._extend(piece)
        else:
            self._make(piece, "item")

    @property
    def pieces_level(self) -> int:
        """The level of the list that holds the criteria: its highest one."""
        return min((p.block.level for p in self.pieces if p.kind == "item" and p.marked), default=1)

    def _take_unmarked(self, piece: Piece) -> None:
        """A paragraph inside a list has lost its bullet, or is the rest of a split item."""
        if self.made and not self.made[-1].last.ended:
            self.made[-1].continued.append(self.laid.quote(piece))
            self.made[-1].last = piece
            self._note("item-split", piece, "Taken as the rest of the item before it")
        elif piece.text[:1].islower():
            self._leave(
                piece, "it begins in the middle of a sentence, and the item before is whole"
            )
        else:
            self._make(piece, "item without its mark")
            self._note("mark-lost", piece, "Taken as an item of the list that lost its bullet")

    def _make(self, piece: Piece, how: How) -> None:
        quote = self.laid.quote(piece, self._cited(piece, how))
        self.made.append(_Made(quote, how, piece))

    def _extend(self, piece: Piece) -> None:
        """Let a criterion run on over an item below it; they follow each other in the text."""
        made = self.made[-1]
        start, end = made.quote.anchor.start, piece.block.end
        head = next(p for p in self.pieces if p.block.body == start)
        made.quote = self.laid.quoted(head, start, end, made.quote.anchor.paragraph)
        made.last = piece

    def _cited(self, piece: Piece, how: How) -> str:
        if piece.number is not None and piece.kind == "paragraph":
            return piece.number
        lead = self.leads[0].number if self.leads else None
        order = len(self.made) + 1
        if lead is not None:
            return f"{lead}, bullet {order}"
        area = self.found.area
        section = section_number(area) if area else None
        grade = _unnumbered(self.found.head.text)
        place = f"{section or self.found.title} {grade}".strip()
        # The lead-in is the first paragraph of its section.
        kind = "paragraph" if how == "paragraph" else "bullet"
        return f"{place}, {kind} {order + (len(self.leads) if how == 'paragraph' else 0)}"

    def _leave(self, piece: Piece, why: str) -> None:
        under = f"{self.found.title}, {self.found.head.text}"
        message = f'"{_short(piece.text)}" under {under} is no criterion: {why}'
        self.remarks.append(Remark("unplaced", message, self.laid.anchor(piece, piece.number)))

    def _note(self, code: str, piece: Piece, what: str) -> None:
        under = f"{self.found.title}, {self.found.head.text}"
        message = f'{what}, under {under}: "{_short(piece.text)}"'
        self.remarks.append(Remark(code, message, self.laid.anchor(piece)))


def section_number(heading: Piece) -> str | None:
    """Return a heading's number, printed apart ("5.1") or as the first of its words."""
    match = NUMBER.match(heading.text)
    return heading.number or (match["number"] if match else None)


def _unnumbered(text: str) -> str:
    return NUMBER.sub("", text, count=1) if NUMBER.match(text) else text


def unnumbered(text: str) -> str:
    """Return a heading's words without the number that stands before them."""
    return _unnumbered(text)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57].rstrip()}…"
