"""Statistics: grades over time, strengths and weaknesses by area and year, as pictures and tables.

The numbers of every picture stand in a table beside it, and may be taken along as CSV.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from starlette.responses import Response

from corpus.exports.delimited import CSV
from corpus.frameworks import Framework, load
from corpus.problems import FrameworkError
from review.asking import Ask, NotThereError
from review.labels import Lens, lens
from review.plots import Bar, Plot, drawn, fills_of, patterns, swatch
from review.reading.figures import (
    AreaEvidence,
    AreaGrades,
    Counted,
    Grades,
    Speaking,
    counted,
    frameworks_counted,
    frameworks_read,
    grades,
    speaking,
)
from review.wording import POLARITIES

# What is drawn upwards and downwards, and how it is filled.
UP = (("strength, sure", 0), ("strength, not sure", 1))
DOWN = (("weakness, sure", 3), ("weakness, not sure", 2))
_GRADES = ("framework", "area", "title", "year", "grade", "inspections", "of_inspections")
_EVIDENCE = (
    "framework", "area", "title", "year", "polarity", "passages", "not_sure", "of_passages",
    "documents",
)  # fmt: skip


def show(ask: Ask) -> Response:
    """Show what there is of one framework."""
    found, names, chosen = _chosen(ask)
    own = grades(found, chosen, _framework(ask, chosen))
    spoken = speaking(ask.stores.evidence, found, chosen)
    folder = ask.settings.workspace.frameworks
    return ask.page(
        "statistics.html", "Statistics", lens=chosen, lenses=[lens(name, folder) for name in names],
        found=found, grades=own, spoken=spoken, patterns=patterns(), swatch=swatch,
        graded=[(one, drawn(_of_grades(f"g{number}", chosen, one)), fills_of(len(one.grades)))
                for number, one in enumerate(own.areas)],
        said=[(one, drawn(_of_evidence(f"e{number}", chosen, one)))
              for number, one in enumerate(spoken.areas)],
        up=UP, down=DOWN, polarities=POLARITIES,
        no_framework=sum(one.framework is None for one in found.inspections),
    )  # fmt: skip


def grades_as_csv(ask: Ask) -> Response:
    """Give the numbers behind the pictures of grades."""
    found, _, chosen = _chosen(ask)
    own = grades(found, chosen, _framework(ask, chosen))
    return _csv(f"grades-{chosen.id}.csv", _GRADES, _grade_rows(chosen, own))


def evidence_as_csv(ask: Ask) -> Response:
    """Give the numbers behind the pictures of strengths and weaknesses."""
    found, _, chosen = _chosen(ask)
    spoken = speaking(ask.stores.evidence, found, chosen)
    return _csv(f"strengths-weaknesses-{chosen.id}.csv", _EVIDENCE, _evidence_rows(chosen, spoken))


def _chosen(ask: Ask) -> tuple[Counted, tuple[str, ...], Lens]:
    """Return all that is counted, the frameworks to choose from, and the one asked for."""
    evidence = ask.stores.evidence
    found = counted(evidence, ask.stores.decisions)
    names = frameworks_counted(found, frameworks_read(evidence))
    asked = ask.asked("framework")
    if asked and asked not in names:
        raise NotThereError
    name = asked or (names[0] if names else "")
    return found, names, lens(name, ask.settings.workspace.frameworks)


def _framework(ask: Ask, chosen: Lens) -> Framework | None:
    try:
        return load(chosen.id, ask.settings.workspace.frameworks)
    except FrameworkError:
        return None


def _of_grades(key: str, chosen: Lens, area: AreaGrades) -> Plot:
    bars = tuple(
        Bar(str(one.year), tuple(one.counts.get(grade, 0) for grade in area.grades))
        for one in area.dated
    )
    words = f"{_years(one.year for one in area.dated)}, bars by grade. The table has the numbers."
    title = f"Grades by year: {_titled(area.label.title, area.label.code)} ({chosen.title})"
    return Plot(key, title, words, bars, tuple(fills_of(len(area.grades))))


def _of_evidence(key: str, chosen: Lens, area: AreaEvidence) -> Plot:
    bars = tuple(
        Bar(
            str(one.year),
            (one.sure("strength"), one.unsure.get("strength", 0)),
            (one.sure("weakness"), one.unsure.get("weakness", 0)),
        )
        for one in area.dated
    )
    words = (
        f"{_years(one.year for one in area.dated)}, passages that speak of a strength upwards and "
        "of a weakness downwards. The table has the numbers."
    )
    title = f"Strengths and weaknesses by year: {_titled(area.label.title, area.label.code)}"
    up, down = tuple(fill for _, fill in UP), tuple(fill for _, fill in DOWN)
    return Plot(key, f"{title} ({chosen.title})", words, bars, up, down)


def _titled(title: str, code: str) -> str:
    return title or code


def _years(years: Iterable[int | None]) -> str:
    known = [year for year in years if year is not None]
    if not known:
        return "No year is known"
    return f"{known[0]} to {known[-1]}" if known[0] != known[-1] else f"{known[0]}"


def _csv(name: str, columns: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> Response:
    lines = b"".join((CSV.head(columns), *(CSV.line(columns, row) for row in rows)))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(lines, 200, headers, "text/csv; charset=utf-8")


def _grade_rows(chosen: Lens, own: Grades) -> Iterator[tuple[object, ...]]:
    for area in own.areas:
        for one in area.years:
            for grade in area.grades:
                yield (
                    chosen.id, area.label.code, area.label.title, one.year, grade,
                    one.counts.get(grade, 0), one.total,
                )  # fmt: skip


def _evidence_rows(chosen: Lens, spoken: Speaking) -> Iterator[tuple[object, ...]]:
    for area in spoken.areas:
        for one in area.years:
            for polarity in POLARITIES:
                yield (
                    chosen.id, area.label.code, area.label.title, one.year, polarity,
                    one.counts.get(polarity, 0), one.unsure.get(polarity, 0), one.passages,
                    one.documents,
                )  # fmt: skip
