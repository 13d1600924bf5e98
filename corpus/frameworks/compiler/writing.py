"""A compiled document as a new framework file: ids and codes from its titles, its own wording."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import yaml

from corpus.frameworks.compiler.compiled import Area, Compiled, GradeGroup, Part, Sentence
from corpus.frameworks.compiler.schedules import same
from corpus.frameworks.compiler.words import plain
from corpus.problems import FrameworkError

_ID = re.compile(r"[a-z]+(-[a-z]+)*-\d{4}")
_WORD = re.compile(r"[a-z0-9]+")
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "the a an of and for to in on how well are is by with their its what where this that or be "
        "overall quality summary evaluation schedule element inspection section",
    )
)
_LABEL = 7  # words of a criterion's title


def suggested_id(compiled: Compiled) -> str | None:
    """Make an id from the title and the year in force; null where no year is known."""
    dated = compiled.in_force or compiled.published
    words = re.findall(r"[a-z]+", plain(compiled.title.text))
    named = [word for word in words if word not in _SMALL or word == "inspection"][:4]
    return f"{'-'.join(named)}-{dated.iso[:4]}" if dated and named else None


def to_yaml(compiled: Compiled, framework_id: str | None = None, since: date | None = None) -> str:
    """Write a framework file with the official wording as its text.

    The id comes from title and year where none is given; `since` stands in for a date in force
    that the document does not give. FrameworkError where id or date cannot be had.
    """
    name = framework_id or suggested_id(compiled)
    if name is None or not _ID.fullmatch(name):
        raise FrameworkError(
            f"The new framework needs an id such as 'harbour-care-2031' (words and the year, in "
            f"small letters); {name!r} is none. Give one with --new ID."
        )
    if not compiled.areas:
        raise FrameworkError(
            "The document names grades and report headings, but no judgement area was found, so it "
            "cannot become a framework of its own. Attach it to a known one with --as ID."
        )
    codes = _Codes(compiled)
    whole = yaml.safe_dump(
        dict(_keys(compiled, name, _since(compiled, name, since), codes)),
        sort_keys=False,
        allow_unicode=True,
        width=100,
    )
    return f"{''.join(_head(compiled))}{whole}{''.join(_tail(compiled))}"


def _since(compiled: Compiled, name: str, given: date | None) -> date:
    if given is not None:
        return given
    dated = compiled.in_force or compiled.published
    # The year of the id is all that is known; the head of the file says so.
    return date.fromisoformat(dated.iso) if dated else date(int(name[-4:]), 1, 1)


def _keys(compiled: Compiled, name: str, since: date, codes: _Codes) -> Iterator[tuple[str, Any]]:
    yield "id", name
    yield "title", _line(compiled.title.text)
    yield "publisher", compiled.publisher or "not stated in the document"
    yield "in_force", {"from": since}
    yield "source", f"{_line(compiled.title.text)} (document {compiled.document_id[:12]})"
    if compiled.scale is not None:
        yield "scale", [_grade(compiled, grade) for grade in compiled.scale.grades]
        if len(compiled.scale.printed) > 1:
            yield "printed_order", list(compiled.scale.printed)
    yield "areas", [codes.area(area) for area in compiled.areas]
    if compiled.scale is not None:
        criteria = {grade: list(codes.criteria(grade)) for grade in compiled.scale.grades}
        yield "criteria", {grade: rows for grade, rows in criteria.items() if rows}
        yield "counts", codes.counts()
    report = [codes.heading(row.text, row.cell, row.anchor.paragraph) for row in compiled.report]
    if report:
        yield "report", report
    if compiled.suspicions:
        yield (
            "defects",
            [
                {"id": f"DEF-{n}", "text": remark.message, "paragraph": _place(remark.anchor)}
                for n, remark in enumerate(compiled.suspicions, 1)
            ],
        )


def _grade(compiled: Compiled, grade: str) -> dict[str, Any]:
    groups = (group for area in compiled.areas for group in area.groups if group.grade == grade)
    printed = {plain(group.printed): None for group in groups if group.printed}
    return {"grade": grade, "aliases": list(dict.fromkeys([grade, *printed]))}


class _Codes:
    """Gives areas, parts and criteria their codes: words of their titles, none twice."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.taken: set[str] = set()
        self.by_area: dict[int, str] = {}
        self.by_part: dict[tuple[int, str], str] = {}
        self.grades = self._grade_codes()
        for area in compiled.areas:
            self._name(area, compiled.areas, "")

    def _name(self, area: Area, siblings: Sequence[Area], above: str) -> None:
        titles = [other.title for other in siblings]
        code = self._code(area.title, titles, above)
        self.by_area[id(area)] = code
        for part in area.parts:
            own = self._code(part.title, [other.title for other in area.parts], f"{code}-")
            self.by_part[(id(area), part.title)] = own
        for inner in area.areas:
            self._name(inner, area.areas, f"{code}/")

    def _code(self, title: str, siblings: Sequence[str], above: str) -> str:
        """Take the first telling word; those that every sibling has tell nothing."""
        shared = [set(_WORD.findall(plain(other))) for other in siblings if other != title]
        words = [word for word in _WORD.findall(plain(title)) if word not in _SMALL]
        telling = [word for word in words if not shared or not all(word in one for one in shared)]
        chosen = [word.upper() for word in telling or words or ["area"]]
        first = next((n for n, word in enumerate(chosen) if not word[0].isdigit()), 0)
        chosen = chosen[first:]
        # Inside an element or area the code goes on; only the first part may hold a slash.
        above = (
            above if "-" not in above[:-1] or not above.endswith("/") else above.replace("-", "")
        )
        for n in range(1, len(chosen) + 1):
            code = f"{above}{'-'.join(chosen[:n])}"
            if code not in self.taken:
                self.taken.add(code)
                return code
        n = next(n for n in range(2, 1000) if f"{code}-{n}" not in self.taken)
        self.taken.add(f"{code}-{n}")
        return f"{code}-{n}"

    def _grade_codes(self) -> dict[str, str]:
        codes: dict[str, str] = {}
        for grade in self.compiled.scale.grades if self.compiled.scale else ():
            words = _WORD.findall(grade) or ["grade"]
            code = words[0][:4] if len(words) == 1 else "".join(word[0] for word in words)
            while code.upper() in codes.values():
                code += "x"
            codes[grade] = code.upper()
        return codes

    def area(self, area: Area) -> dict[str, Any]:
        """Return an area as the file writes it."""
        code = self.by_area[id(area)]
        row: dict[str, Any] = {
            "code": code,
            "title": _line(area.title),
            "paragraph": _paragraphs(area),
            "aliases": [plain(area.title)],
        }
        if area.evidence:
            row["evidence"] = [
                {"text": _line(quote.text), "paragraph": _place(quote.anchor)}
                for quote in area.evidence
            ]
        if area.parts:
            row["aspects"] = [self._aspect(area, part) for part in area.parts]
        if area.areas:
            row["areas"] = [self.area(inner) for inner in area.areas]
        return row

    def _aspect(self, area: Area, part: Part) -> dict[str, Any]:
        code = self.by_part[(id(area), part.title)]
        return {"code": code, "title": _line(part.title), "paragraph": _place(part.anchor)}

    def criteria(self, grade: str) -> Iterator[dict[str, Any]]:
        """Give the criteria of one grade, area by area."""
        for area in self.compiled.areas:
            group = area.group(grade)
            if group is not None:
                yield from self._of(area, group)

    def _of(self, area: Area, group: GradeGroup) -> Iterator[dict[str, Any]]:
        code = self.by_area[id(area)]
        for one in group.criteria:
            row = {
                "code": f"{code}-{self.grades[group.grade]}-{one.order}",
                "area": code,
                "title": _label(one.text),
                "text": _line(one.text),
                "paragraph": _place(one.wording.anchor),
                "force": group.force,
            }
            aspect = self.by_part.get((id(area), one.part or ""))
            yield row | ({"aspect": aspect} if aspect else {})

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how many criteria each area has, by grade."""
        return {
            self.by_area[id(area)]: {group.grade: len(group.criteria) for group in area.groups}
            for area in self.compiled.areas
            if area.groups
        }

    def heading(self, text: str, cell: str, paragraph: str | None) -> dict[str, Any]:
        """Return a report heading, with the code of the area that its cell grades."""
        row = {"text": _line(text), "cell": cell, "paragraph": paragraph or "report headings"}
        areas = [area for area in self.compiled.areas if same(area.title, text)]
        if cell == "grade" and len(areas) == 1:
            row["area"] = self.by_area[id(areas[0])]
        return row


def _head(compiled: Compiled) -> Iterator[str]:
    yield "# Written by `vouch frameworks compile` from the document itself; the wording is its\n"
    yield "# publisher's. Check what follows, and correct this file where it is wrong.\n"
    for remark in (*compiled.unplaced, *compiled.assumptions):
        yield f"# - {_line(str(remark))}\n"


def _tail(compiled: Compiled) -> Iterator[str]:
    """Name the sentences that may be rules and clocks: only a person can say what they mean."""
    for title, found in (("rules", compiled.limits), ("clocks", compiled.deadlines)):
        if found:
            yield f"\n# Sentences that may be {title}; write them as in docs/frameworks.md.\n"
        for sentence in found:
            yield f"# - {_said(sentence)}\n"


def _said(sentence: Sentence) -> str:
    lead = f"{_line(sentence.lead_in)} " if sentence.lead_in else ""
    return f"{sentence.wording.anchor}: {lead}{_line(sentence.wording.text)}"


def _paragraphs(area: Area) -> str:
    first, last = area.first_paragraph, area.last_paragraph
    if area.section or first is None:
        return area.section or _place(area.anchor)
    return first if first == last else f"{first}-{last}"


def _place(anchor: Any) -> str:
    if anchor is None:
        return "the whole document"
    return anchor.paragraph or str(anchor)


def _line(text: str) -> str:
    return " ".join(text.split())


def _label(text: str) -> str:
    words = _line(text).split()
    label = " ".join(words[:_LABEL]).rstrip(" ,;:.")
    return label if len(words) <= _LABEL else f"{label}…"
