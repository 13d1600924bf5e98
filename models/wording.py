"""What a framework says of its areas, aspects and criteria, as the text by which they are known.

Nobody need have trained for the framework: titles, words of printed headings and our or the
official wording are all there is. What is worded alike in two areas cannot tell them apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.frameworks import Criterion, Framework, JudgementArea
from corpus.problems import FrameworkError

LONGEST = 4000  # characters: longer wording is no criterion, and would only cost time


@dataclass(frozen=True, slots=True)
class Item:
    """Something that a passage can speak to: `plain` is its code as tags carry it.

    `kind` is "area", "aspect" or "criterion"; `area` the full code of the area it belongs to.
    `telling` is false where its wording cannot tell areas apart.
    """

    kind: str
    plain: str
    area: str
    text: str
    telling: bool = True


def judged(framework: Framework) -> tuple[JudgementArea, ...]:
    """Return the areas that a passage can be evidence of: an element gives way to its areas.

    An area that only sums up the others, with nothing said of what it is, is left out, unless it
    is all there is.
    FrameworkError where the framework has no areas at all.
    """
    told = {row.area for row in framework.criteria}
    # An area that holds areas is judged beside them where reports print a grade for it.
    graded = {row.area for row in framework.report if row.cell == "grade"}
    leaves = [area for area in framework.walk() if not area.areas or area.code in graded | told]
    if not leaves:
        raise FrameworkError(
            f"The framework {framework.id} has no judgement areas, so passages cannot be read "
            "through it. Add its areas, each with a code and a title, to its file."
        )
    return tuple(
        area
        for area in leaves
        if area.code in told or area.aspects or not _sums_up(area, framework)
    ) or tuple(leaves)


def _sums_up(area: JudgementArea, framework: Framework) -> bool:
    # An older framework has a sum for each element, and so none that it names as overall.
    return area.code == framework.overall or area.title.casefold().startswith("overall")


def items(framework: Framework) -> tuple[Item, ...]:
    """List the areas, aspects and criteria that passages are likened to, in the file's order.

    Of criteria, those of the grade "good" say what a service does; where there is no such grade,
    all count. An aspect that stands in several elements is listed once for each.
    """
    areas = judged(framework)
    codes = {area.code for area in areas}
    listed = [
        *(Item("area", area.code, area.code, _of_area(area)) for area in areas),
        *_aspects(areas),
        *(
            Item(
                "criterion",
                row.code,
                row.area,
                _cut(f"{row.title}. {row.text}"),
                row.discriminating,
            )
            for row in described(framework)
            if row.area in codes
        ),
    ]
    return tuple(_marked(listed))


def described(framework: Framework) -> tuple[Criterion, ...]:
    """Return the criteria that say what a service does: those of "good", else all there are."""
    good = tuple(row for row in framework.criteria if row.grade == "good")
    return good or framework.criteria


def _of_area(area: JudgementArea) -> str:
    return _cut(". ".join((area.title, *area.aliases, *(row.text for row in area.evidence))))


def _aspects(areas: tuple[JudgementArea, ...]) -> Iterator[Item]:
    for area in areas:
        for aspect in area.aspects:
            plain = aspect.code.rpartition("/")[2]
            yield Item("aspect", plain, area.code, _cut(". ".join((aspect.title, *aspect.aliases))))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST].rpartition(" ")[0] or text[:LONGEST]


def _marked(listed: list[Item]) -> Iterator[Item]:
    """Mark what is worded alike in two areas: it cannot tell them apart, whatever its file says."""
    places: dict[str, set[str]] = defaultdict(set)
    for item in listed:
        places[_same(item.text)].add(item.area)
    for item in listed:
        alike = len(places[_same(item.text)]) > 1
        yield Item(item.kind, item.plain, item.area, item.text, item.telling and not alike)


def _same(text: str) -> str:
    return " ".join(text.casefold().split())
