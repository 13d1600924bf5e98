"""One cell against one judgement, date or name: do they agree, and if not, how do they differ?"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.comparing.records import Category, Cell
from corpus.comparing.table import DATES
from corpus.comparing.values import day_of, folded, grade_of, is_blank, says_none
from corpus.frameworks.crosswalk import cross_area
from corpus.frameworks.framework import Framework
from corpus.history.records import Cited, Inspected, Judged
from corpus.wording import in_words

_SAME_NAME = 0.85
_NAMED = re.compile(r"(?:\d{1,2} [A-Za-z]+ \d{4}|\d{4}-\d{2}-\d{2})$")
Frameworks = Mapping[str, Framework]


@dataclass(frozen=True, slots=True)
class Found:
    """A cell with what is wrong about it; `category` is null where nothing is."""

    cell: Cell
    category: Category | None = None
    explanation: str = ""


def compare_cells(
    cells: Mapping[str, str], fields: Mapping[str, str], one: Inspected, frameworks: Frameworks
) -> tuple[Found, ...]:
    """Compare each cell of a row with an inspection of ours, in the order of the columns.

    `cells` and `fields` go by column. A grade that our document prints for another area of the same
    row is told apart from one that it prints for none.
    """
    found = [
        result
        for column, field in fields.items()
        if (result := _compared(column, field, cells[column], one, frameworks)) is not None
    ]
    return tuple(_in_wrong_columns(found, frameworks.get(one.framework or "")))


def _compared(
    column: str, field: str, text: str, one: Inspected, frameworks: Frameworks
) -> Found | None:
    if field in ("urn", "provider"):
        return None
    if field in DATES:
        return _date(column, field, text, one)
    if field in ("type", "lead"):
        return _name(column, field, text, one)
    return _judgement(Cell(column, field, text, None, None), one, frameworks)


def _judgement(cell: Cell, one: Inspected, frameworks: Frameworks) -> Found:
    framework = frameworks[one.framework or ""]
    judged = next((own for own in one.judgements if own.area == cell.field), None)
    if judged is None:
        wider = _wider(cell.field, one, framework, frameworks)
        return _not_judged(cell, wider, framework)
    cell = replace(cell, ours=judged.grade, cited=judged.cited)
    if is_blank(cell.table):
        why = f"The table has nothing here; the report prints “{judged.grade}”."
        return Found(replace(cell, agrees=False), "left blank", why)
    grade = grade_of(cell.table, framework)
    if grade is None and not says_none(cell.table):
        allowed = ", ".join(step.name for step in framework.scale)
        why = f"“{cell.table}” is no grade of {framework.title}; its grades are: {allowed}."
        return Found(replace(cell, agrees=False), "cannot be read", why)
    own = judged.grade_normalised
    if grade == own:
        return Found(replace(cell, agrees=True))
    why = f"For “{judged.title}” the report prints “{judged.grade}”."
    return Found(replace(cell, agrees=False), "grade differs", why)


def _not_judged(cell: Cell, wider: Judged | None, framework: Framework) -> Found:
    """Compare a cell of an area that the inspection did not judge apart."""
    if is_blank(cell.table) or says_none(cell.table):
        return Found(replace(cell, agrees=True))
    if wider is not None and wider.grade_normalised == grade_of(cell.table, framework):
        cell = replace(cell, ours=wider.grade, cited=wider.cited, agrees=True, wider=wider.title)
        return Found(cell)
    if wider is None:
        why = f"Inspections under {framework.title} make no such judgement."
        return Found(replace(cell, agrees=False), "no such judgement", why)
    why = (
        f"Inspections under {framework.title} make no such judgement apart. They make a wider one, "
        f"“{wider.title}”: “{wider.grade}”."
    )
    cell = replace(cell, agrees=False, cited=wider.cited, wider=wider.title)
    return Found(cell, "no such judgement", why)


def _wider(
    area: str, one: Inspected, framework: Framework, frameworks: Frameworks
) -> Judged | None:
    """Return the judgement of which a later framework made this area a part, by the crosswalk."""
    graded = {own.area: own for own in one.judgements if own.grade_normalised}
    for source in frameworks.values():
        if source.id == framework.id or area not in source.codes():
            continue
        for link in cross_area(source, area, framework, frameworks.values()):
            if link.relation == "narrower" and link.to in graded:
                return graded[link.to]
    return None


def _date(column: str, field: str, text: str, one: Inspected) -> Found | None:
    own: str | None = getattr(one, field)
    cell = Cell(column, field, text, own, None, one.cited)
    if own is None and field == "published":
        cell = _by_name(cell, one)
        own = cell.ours
    if own is None:
        return None if is_blank(text) else Found(cell)
    words = in_words(date.fromisoformat(own))
    if is_blank(text):
        why = f"The table has nothing here; the report has {words}."
        return Found(replace(cell, agrees=False), "left blank", why)
    day = day_of(text)
    if day is not None and day.isoformat() == own:
        return Found(replace(cell, agrees=True))
    told = f"{in_words(day)}" if day else text
    why = f"The table has {told}, the report {words}.{_parts(day, one)}"
    return Found(replace(cell, agrees=False), "date differs", why)


def _by_name(cell: Cell, one: Inspected) -> Cell:
    """Take the date at the end of the file's name, where the report prints no publication."""
    stem = one.document.rpartition(".")[0]
    found = _NAMED.search(stem)
    day = day_of(found[0]) if found else None
    if found is None or day is None or (one.on is not None and day.isoformat() < one.on):
        return cell
    cited = Cited(one.document_id, one.document, None, "the file's name", 0, 0, found[0])
    return replace(cell, ours=day.isoformat(), cited=cited)


def _parts(day: date | None, one: Inspected) -> str:
    """Say that a day stands in the report after all, where the inspection had several parts."""
    if (
        day is None
        or len(one.ranges) < 2
        or not any(day.isoformat() in part for part in one.ranges)
    ):
        return ""
    parts = (
        " to ".join(in_words(date.fromisoformat(own)) for own in dict.fromkeys(part))
        for part in one.ranges
    )
    return f" The inspection had {len(one.ranges)} parts: {'; '.join(parts)}."


def _name(column: str, field: str, text: str, one: Inspected) -> Found | None:
    own = one.type if field == "type" else one.lead
    cell = Cell(column, field, text, own, None, one.cited)
    if own is None:
        return None if is_blank(text) else Found(cell)
    if is_blank(text):
        why = f"The table has nothing here; we have “{own}”."
        return Found(replace(cell, agrees=False), "left blank", why)
    table, ours = folded(text), folded(own)
    if field == "type":
        table, ours = (name.removesuffix(" inspection") for name in (table, ours))
    if table.replace(" ", "") == ours.replace(" ", ""):
        return Found(replace(cell, agrees=True))
    near = difflib.SequenceMatcher(None, table, ours).ratio() >= _SAME_NAME
    category: Category = "type differs" if field == "type" else "name differs"
    why = "The same name, spelt otherwise." if near and field == "lead" else "Another one."
    return Found(replace(cell, agrees=False), category, f"{why} We have “{own}”.")


def _in_wrong_columns(found: Sequence[Found], framework: Framework | None) -> Iterator[Found]:
    """Call grades misplaced where those that differ in a row are right, only exchanged."""
    differing = [one for one in found if one.category == "grade differs"]
    if framework is None or len(differing) < 2:
        yield from found
        return
    table = sorted(str(grade_of(one.cell.table, framework)) for one in differing)
    ours = sorted(str(grade_of(one.cell.ours or "", framework)) for one in differing)
    columns = ", ".join(one.cell.column for one in differing)
    for one in found:
        if one.category != "grade differs" or table != ours:
            yield one
            continue
        why = (
            f"{one.explanation} The grades of these columns are the report's, exchanged: {columns}."
        )
        yield Found(one.cell, "wrong column", why)
