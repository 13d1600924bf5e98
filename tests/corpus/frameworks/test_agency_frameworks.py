"""The two frameworks for adoption support agencies hold what their documents state, to the number.

The figures are those of the sources, counted by hand; none is read from the files under test.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from difflib import SequenceMatcher
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from corpus.frameworks import Framework, known, load
from corpus.frameworks.inspections import Inspection
from corpus.frameworks.limits import answers
from corpus.frameworks.loading import read
from corpus.problems import FrameworkError

OLD, NEW = "asa-2015", "sccif-asa-2024"
GRADES = {OLD: ("good", "outstanding", "requires improvement", "inadequate")}
GRADES[NEW] = ("good", "requires improvement to be good", "inadequate", "outstanding")


def by_id(framework: Framework, section: str) -> dict[str, Any]:
    key = "code" if section in {"types", "facts", "instruments", "milestones"} else "id"
    return {getattr(row, key): row for row in getattr(framework, section)}


@pytest.mark.parametrize(
    ("framework", "area", "counts"),
    [
        # good, outstanding, requires improvement, inadequate
        (OLD, "OE", (7, 8, 1, 1)),
        (OLD, "EXP", (2, 1, 1, 1)),
        (OLD, "QUAL", (5, 1, 1, 1)),
        (OLD, "SAFE", (14, 4, 1, 1)),  # 13 with a bullet and one that lost it
        (OLD, "LEAD", (9, 3, 1, 1)),
        # good, requires improvement, inadequate, outstanding
        (NEW, "EXP", (9, 1, 1, 3)),
        (NEW, "PROT", (7, 1, 1, 3)),
        (NEW, "LEAD", (15, 1, 3, 6)),
    ],
)
def test_every_descriptor_of_the_source_is_there(
    framework: str, area: str, counts: tuple[int, ...]
) -> None:
    for grade, count in zip(GRADES[framework], counts, strict=True):
        rows = [row for row in load(framework).criteria if (row.area, row.grade) == (area, grade)]
        numbers = [int(row.paragraph.split()[-1]) for row in rows]
        # a paragraph that only leads in to the others is no criterion
        first = 2 if framework == NEW and count > 1 and grade != "good" else 1
        assert numbers == list(range(first, count + 1)), grade
        infix = {"good": "", "outstanding": "OUT-", "inadequate": "IN-"}.get(grade, "RI-")
        assert [row.code for row in rows] == [f"{area}-{infix}{n + 1}" for n in range(len(rows))]


@pytest.mark.parametrize(
    ("framework", "old", "new", "words"),
    [
        (OLD, "SAFE: {good: 14", "SAFE: {good: 13", "13 criteria for SAFE good; 14 are written"),
        (NEW, "evidence: 7", "evidence: 6", "6 items of required evidence for LEAD; 7 are written"),
        (OLD, "must\n    count: 12", "must\n    count: 11", "11 items in H-01; 12 are written"),
    ],
)
def test_a_changed_figure_does_not_load(framework: str, old: str, new: str, words: str) -> None:
    file = resources.files("corpus.frameworks").joinpath(f"{framework}.yaml")
    content = file.read_text(encoding="utf-8")
    assert content.count(old) == 1
    with pytest.raises(FrameworkError, match=words):
        read(content.replace(old, new), file.name)


def test_areas_and_scale_stand_as_the_sources_have_them() -> None:
    old, new = load(OLD), load(NEW)

    assert [area.code for area in old.areas] == ["OE", "EXP", "QUAL", "SAFE", "LEAD"]
    assert [area.code for area in new.areas] == ["EXP", "PROT", "LEAD"]
    assert [area.paragraph for area in new.areas] == ["5.1", "5.2", "5.3"]
    assert (old.overall, new.overall) == ("OE", "EXP")
    assert [len(area.evidence) for area in new.areas] == [3, 3, 7]
    for framework in (old, new):
        assert framework.printed_order == GRADES[framework.id]
        assert len(framework.scale) == 4
        assert "requires improvement" in framework.scale[2].aliases
        assert "requires improvement to be good" in framework.scale[2].aliases
    assert old.in_force_on(date(2015, 4, 1))
    assert not old.in_force_on(date(2015, 3, 31))


def test_the_report_has_seven_headings_and_too_few_grades() -> None:
    old = load(OLD)

    assert [heading.cell for heading in old.report] == [
        "context", "grade", "no grade", "grade", "grade", "grade", "context",
    ]  # fmt: skip
    graded = {heading.area for heading in old.report if heading.cell == "grade"}
    assert {area.code for area in old.areas} - graded == {"SAFE"}
    assert "safeguarding is missing" in by_id(old, "defects")["J-02"].text


def test_wording_that_stands_in_several_areas_tells_none_apart() -> None:
    rows = [row for row in load(OLD).criteria if not row.discriminating]

    assert {row.code for row in rows} == {
        "OE-2", "EXP-2", "OE-5", "LEAD-8", "OE-6", "QUAL-5", "OE-OUT-5", "OE-OUT-6", "OE-OUT-7",
        "OE-RI-1",
        *(f"{area}-{kind}-1" for area in ("EXP", "QUAL", "SAFE", "LEAD") for kind in ("RI", "IN")),
    }  # fmt: skip
    texts = {row.code: row.text for row in rows}
    assert texts["OE-5"] == texts["LEAD-8"]
    assert len({texts[f"{area}-IN-1"] for area in ("EXP", "QUAL", "SAFE", "LEAD")}) == 1


@pytest.mark.parametrize("framework", [OLD, NEW])
def test_what_the_document_repeats_is_flagged_and_nothing_else(framework: str, seeds: Path) -> None:
    rows = load(framework).criteria
    reader = descriptors_of_2015 if framework == OLD else descriptors_of_2024
    official = reader(seeds)
    words = {row.code: re.findall(r"\w+", official[row.paragraph].lower()) for row in rows}
    repeated = {
        row.code
        for row in rows
        for other in rows
        if row.area != other.area and repeats(words[row.code], words[other.code]) >= 0.75
    }
    assert repeated == {row.code for row in rows if not row.discriminating}


def repeats(own: list[str], other: list[str]) -> float:
    """Give the share of its own words that stand in another text, in runs of four or more."""
    blocks = SequenceMatcher(None, own, other, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= 4) / len(own)


def descriptors_of_2015(seeds: Path) -> dict[str, str]:
    """Read the bullets of the numbered paragraphs, mending those that a page break split."""
    found: dict[str, str] = {}
    number = bullet = 0
    for line in next(seeds.glob("000_*.txt")).read_text(encoding="utf-8").splitlines():
        if match := re.match(r"(?:- )?(\d+)\. ", line):
            number, bullet = int(match[1]), 0
        elif re.match(r"\s*- ", line) or line.startswith("Staff and volunteers working"):
            bullet += 1  # the second lost its mark in the document
            found[f"{number}, bullet {bullet}"] = line.strip(" -")
        elif bullet and line.strip() and not line.startswith(("#", "<sup>")):
            found[f"{number}, bullet {bullet}"] += " " + line.strip()
    return found


def descriptors_of_2024(seeds: Path) -> dict[str, str]:
    """Read the paragraphs below the heading of each grade."""
    found: dict[str, str] = {}
    section = heading = ""
    number = 0
    lines = next(seeds.glob("001_*.txt")).read_text(encoding="utf-8").splitlines()
    for line in filter(None, map(str.strip, lines)):
        if match := re.match(r"(5\.\d) ", line):
            section, heading = match[1], ""
        elif line in SECTIONS["5.1"]:
            heading, number = line, 0
        elif heading:
            number += 1
            found[f"{section} {heading}, paragraph {number}"] = line
    return found


@pytest.mark.parametrize(
    ("framework", "section", "row", "force", "paragraph"),
    [
        (OLD, "rules", "L-01", "always", "18"),
        (OLD, "rules", "L-02", "always", "33"),
        (OLD, "rules", "L-03", "always", "50"),
        (OLD, "rules", "L-11a", "expected", "26"),
        (OLD, "rules", "L-11b", "descriptor", "31, bullet 8"),
        (OLD, "rules", "L-12a", "expected", "26"),
        (OLD, "rules", "L-12c", "descriptor", "30, bullet 7"),
        (OLD, "rules", "L-13", "descriptor", "32, 36, 40, 44, 48"),
        (OLD, "rules", "L-14a", "descriptor", "37, 41, 45, 49"),
        (OLD, "rules", "L-14b", "descriptor", "51"),
        (OLD, "rules", "L-15", "in addition", "35, 39, 43, 47"),
        (OLD, "rules", "L-16a", "never automatic", "25"),
        (OLD, "rules", "L-16c", "never automatic", "15"),
        (OLD, "rules", "L-19a", "may", "23"),
        (OLD, "rules", "L-19c", "will", "23"),
        (OLD, "rules", "D-11", "descriptor", "27, 32, 36, 40, 44, 48"),
        # the source aims: it does not promise
        (OLD, "clocks", "T-06", "expected", "59"),
        (OLD, "clocks", "T-07", "expected", "60"),
        (OLD, "clocks", "T-04b", "must", "57"),
        (OLD, "duties", "Q-03", "will", "74, unnumbered paragraph after it"),
        (OLD, "duties", "Q-04", "must", "74, unnumbered paragraph after it"),
        # the sentence is broken, so nothing firmer can be read from it
        (OLD, "duties", "Q-05a", "expected", "74, unnumbered paragraph after it"),
        (OLD, "duties", "Q-07a", "must", "54"),
        (OLD, "duties", "Q-07c", "expected", "55"),
        # should always relate in one paragraph, always relate in the next
        (OLD, "demands", "R-04a", "expected", "52"),
        (OLD, "demands", "R-04b", "always", "53"),
        (OLD, "demands", "R-14", "will", "24"),
        (OLD, "lists", "H-01", "must", "75"),
        (NEW, "rules", "L-15a", "in addition", "5.1 Outstanding, paragraph 1"),
        (NEW, "rules", "L-15b", "likely", "5.2 Outstanding, paragraph 2"),
        (NEW, "rules", "L-17a", "is", "5.3 Inadequate, paragraphs 1 and 2"),
        (NEW, "rules", "L-20a", "always", "4.1"),
        (NEW, "rules", "L-20b", "likely", "4.1"),
        (NEW, "rules", "L-20c", "cap", "4.1"),
        (NEW, "substitutions", "J-12", "may", "5.3 Required evidence, note"),
    ],
)
def test_nothing_is_firmer_than_in_the_source(
    framework: str, section: str, row: str, force: str, paragraph: str
) -> None:
    found = by_id(load(framework), section)[row]
    assert (found.force, found.paragraph) == (force, paragraph)


@pytest.mark.parametrize(
    ("row", "bound", "count", "most", "unit"),
    [
        ("T-01", "every", 3, None, "years"),
        ("T-02", "exactly", 10, None, "working days"),
        ("T-03", "exactly", 20, None, "working days"),
        ("T-04a", "between", 6, 12, "months"),
        ("T-04b", "between", 6, 12, "months"),
        ("T-04c", "at most", 12, None, "months"),
        ("T-06", "at most", 10, None, "working days"),
        ("T-07", "at most", 5, None, "working days"),
        ("T-08", "at most", 20, None, "working days"),
    ],
)
def test_clocks_run_as_long_as_the_source_says(
    row: str, bound: str, count: int, most: int | None, unit: str
) -> None:
    clocks = by_id(load(OLD), "clocks")
    clock = clocks[row]
    assert (clock.bound, clock.count, clock.most, clock.unit) == (bound, count, most, unit)
    assert len(clocks) == 9


@pytest.mark.parametrize(
    ("framework", "row", "kind", "count"),
    [
        (OLD, "E-05", "held information", 9),
        (OLD, "E-06", "inspection activities", 5),
        (OLD, "E-11", "source types", 15),
        (OLD, "J-15a", "equality characteristics", 9),
        (OLD, "J-15b", "equality characteristics", 10),
        (OLD, "H-01", "inspector conduct", 12),
        (OLD, "H-03", "provider expectations", 10),
        (OLD, "H-05", "timing factors", 4),
        (OLD, "H-06", "principles", 7),
        (OLD, "F-02", "ladder", 3),
        (OLD, "C-10", "surveys", 2),
        (OLD, "Q-01", "quality assurance", 3),
        (NEW, "J-15", "equality characteristics", 9),
    ],
)
def test_lists_are_as_long_as_in_the_source(
    framework: str, row: str, kind: str, count: int
) -> None:
    found = by_id(load(framework), "lists")[row]
    assert (found.kind, len(found.items)) == (kind, count)


def test_a_survey_never_goes_with_a_monitoring_inspection() -> None:
    types = by_id(load(OLD), "types")
    assert {code: kind.graded for code, kind in types.items()} == {
        "scheduled": True, "monitoring": False, "survey": False,
    }  # fmt: skip
    assert types["survey"].never_with == ("monitoring",)


def test_requirements_and_recommendations_have_something_to_cite() -> None:
    rows = by_id(load(OLD), "instruments")
    used = {code: row.used_for for code, row in rows.items()}

    assert len(rows) == 7
    assert [code for code in used if "requirement" in used[code]] == [
        "care-standards-act-2000", "adoption-and-children-act-2002", "adoption-regulations",
    ]  # fmt: skip
    assert [code for code in used if "recommendation" in used[code]] == ["adoption-nms"]
    assert by_id(load(OLD), "demands")["R-03"].when is not None
    assert {row.source is None for row in load(NEW).rules if row.id.startswith("L-20")} == {False}


def test_areas_and_grades_stand_beside_those_of_2015() -> None:
    old, links = load(OLD), load(NEW).crosswalk
    areas = {(link.own, link.to): link.relation for link in links if link.kind == "area"}

    assert areas == {
        ("EXP", "EXP"): "broader",
        ("EXP", "QUAL"): "broader",  # no exact counterpart
        ("EXP", "OE"): "narrower",
        ("PROT", "SAFE"): "broader",
        ("LEAD", "LEAD"): "broader",
    }
    assert {to for _, to in areas} == set(old.codes())
    grades = [(link.own, link.to) for link in links if link.kind == "grade"]
    assert ("requires improvement to be good", "requires improvement") in grades
    assert {to for _, to in grades} == {grade.name for grade in old.scale}
    assert {link.relation for link in links if link.kind == "grade"} == {"exact"}


@pytest.mark.parametrize(
    ("framework", "grades", "outcomes"),
    [
        # all three statements of one rule are broken together
        (OLD, {"SAFE": "inadequate", "OE": "good"}, {"L-01": "broken", "L-03": "broken"}),
        (OLD, {"SAFE": "inadequate", "OE": "inadequate"}, {"L-02": "kept"}),
        (OLD, {"OE": "outstanding"}, {"L-01": "cannot be evaluated", "L-12a": "does not apply"}),
        # a cap leaves requires improvement open, which is only unlikely
        (NEW, {"LEAD": "inadequate", "EXP": "good"}, {"L-20b": "departed from", "L-20c": "broken"}),
        (
            NEW,
            {"LEAD": "inadequate", "EXP": "requires improvement"},
            {"L-20b": "departed from", "L-20c": "kept"},
        ),
        (NEW, {"PROT": "inadequate", "EXP": "requires improvement"}, {"L-20a": "broken"}),
    ],
)
def test_rules_run_on_grades(
    framework: str, grades: dict[str, str], outcomes: dict[str, str]
) -> None:
    found = answers(load(framework), Inspection(framework=framework, grades=grades))
    said = {answer.rule: answer.outcome for answer in found}
    assert {rule: said[rule] for rule in outcomes} == outcomes


def test_meeting_requirements_decides_nothing_by_itself() -> None:
    facts = {"breach-of-regulations": True, "standards-disregarded": False}
    inspection = Inspection(framework=OLD, grades={"OE": "inadequate"}, facts=facts)
    said = {answer.rule: answer.outcome for answer in answers(load(OLD), inspection)}
    assert (said["L-16a"], said["L-16b"]) == ("does not apply", "to weigh")


# The numbered paragraphs of 2015, and how many bullets those have of which bullets are cited.
PARAGRAPHS = 80
BULLETS = {
    12: 3, 28: 5, 30: 7, 31: 8, 32: 1, 33: 1, 34: 2, 35: 1, 36: 1, 37: 1, 38: 5, 39: 1, 40: 1,
    41: 1, 42: 14, 43: 4, 44: 1, 45: 1, 46: 9, 47: 3, 48: 1, 49: 1, 54: 2, 55: 3,
}  # fmt: skip
# Paragraphs under each heading of 2024; evidence stands in bullets.
SECTIONS = {
    "5.1": {"Good": 9, "Requires improvement to be good": 1, "Inadequate": 1, "Outstanding": 3},
    "5.2": {"Good": 7, "Requires improvement to be good": 1, "Inadequate": 1, "Outstanding": 3},
    "5.3": {"Good": 15, "Requires improvement to be good": 1, "Inadequate": 3, "Outstanding": 6},
}


def cited(value: Any) -> Iterator[str]:
    """Give every paragraph that a record, or one inside it, restates from its own document."""
    if is_dataclass(value):
        if getattr(value, "source", None) is None or isinstance(value, Framework):
            found = getattr(value, "paragraph", None)
            yield from found.split("; ") if found else ()
        for field in fields(value):
            yield from cited(getattr(value, field.name))
    elif isinstance(value, tuple):
        for inner in value:
            yield from cited(inner)


def test_every_paragraph_cited_of_2015_exists() -> None:
    for paragraph in cited(load(OLD)):
        numbers, _, rest = paragraph.partition(", bullet")
        numbers = re.sub(r", (table|unnumbered paragraph after it)$", "", numbers)
        found = [int(number) for number in numbers.split(", ")]
        assert all(1 <= number <= PARAGRAPHS for number in found), paragraph
        for bullet in re.findall(r"\d+", rest):
            assert int(bullet) <= BULLETS[found[0]], paragraph


def test_every_paragraph_cited_of_2024_exists() -> None:
    evidence = {"5.1": 3, "5.2": 3, "5.3": 7}
    for paragraph in cited(load(NEW)):
        section, _, rest = paragraph.partition(" ")
        heading, _, place = rest.partition(", ")
        most = evidence[section] if heading == "Required evidence" else None
        if heading and most is None:
            most = SECTIONS[section][heading]
        assert all(int(n) <= (most or 0) for n in re.findall(r"\d+", place)), paragraph


def test_the_bounds_are_those_of_the_documents(seeds: Path) -> None:
    old = next(seeds.glob("000_*.txt")).read_text(encoding="utf-8")
    numbers = {int(number) for number in re.findall(r"^(?:- )?(\d+)\. ", old, re.M)}
    assert numbers == set(range(1, PARAGRAPHS + 1))

    assert set(descriptors_of_2024(seeds)) == {
        f"{section} {heading}, paragraph {number}"
        for section, headings in SECTIONS.items()
        for heading, count in headings.items()
        for number in range(1, count + 1)
    }
    bullets = descriptors_of_2015(seeds)
    assert {number: count_of(number, bullets) for number in BULLETS} == BULLETS


def count_of(number: int, bullets: dict[str, str]) -> int:
    return sum(place.startswith(f"{number}, ") for place in bullets)


@pytest.mark.parametrize("framework", known())
def test_the_wording_is_ours(framework: str, copied: Callable[[str], list[str]]) -> None:
    assert copied(framework) == []
