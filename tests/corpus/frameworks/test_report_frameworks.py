"""The frameworks that stand in no document of their own: read off the reports that follow them.

The last tests hold the files against the real reports: every label, grade and outcome that is
printed must be known. Authorities that are kept apart while tuning are not looked at, and nothing
of the reports stands here but headings and counts.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from benchmarks.split import reports
from corpus.frameworks import load
from corpus.frameworks.framework import Framework
from corpus.problems import RefusedError
from corpus.records import Extraction
from extractors import extract, sniff
from extractors.formats import Options
from extractors.printed import printed

REPORTS = Path(__file__).parents[3].parent / "shared" / "reports"
SPARSE = 5  # every fifth report of a folder; 1 reads them all, in about a minute

FORMS = (
    "ilacs-2018",
    "ilacs-2023",
    "ilacs-2026",
    "jtai-2016",
    "jtai-2022",
    "send-2023",
    "sif-2013",
)


@pytest.mark.parametrize(
    ("framework_id", "codes", "overall", "grades"),
    [
        ("sif-2013", "OE HP CICL ADOPT CL LEAD LSCB", "OE", 4),
        ("ilacs-2018", "HP CICL LEAD OE", "OE", 4),
        ("ilacs-2023", "HP CIC CL LEAD OE", "OE", 4),
        ("ilacs-2026", "HP CIC CL LEAD", None, 4),  # the overall grade is absent, not missing
        ("jtai-2016", "FRONT DEEP LEAD", None, 0),  # letters, ungraded
        ("jtai-2022", "RESP LEAD", None, 0),
        ("send-2023", "OE EXP PART", "OE", 3),  # three outcomes, no grades of a service
    ],
)
def test_each_form_has_its_areas_and_its_scale(
    framework_id: str, codes: str, overall: str | None, grades: int
) -> None:
    framework = load(framework_id)
    assert [area.code for area in framework.walk()] == codes.split()
    assert framework.overall == overall
    assert len(framework.scale) == grades
    assert framework.criteria == ()  # their descriptions of grades stand elsewhere


def test_adoption_and_care_leavers_stood_inside_another_judgement() -> None:
    nested = {area.code: [inner.code for inner in area.areas] for area in load("sif-2013").areas}
    assert nested["CICL"] == ["ADOPT", "CL"]
    assert sum(map(len, nested.values())) == 2


@pytest.mark.parametrize(
    ("day", "expected", "reason"),
    [
        (date(2013, 7, 19), [], "the last day of the form before, seen in a report"),
        (date(2013, 11, 19), ["sif-2013"], "the first day of the new one, seen in a report"),
        (date(2018, 3, 1), ["ilacs-2018", "jtai-2016", "sif-2013"], "both forms were in use"),
        (date(2022, 12, 5), ["ilacs-2018", "jtai-2022"], "care leavers in one judgement"),
        (date(2023, 3, 13), ["ilacs-2023", "jtai-2022", "send-2023"], "care leavers apart"),
        (date(2026, 3, 31), ["ilacs-2023", "jtai-2022", "send-2023"], "the last overall grade"),
        (date(2026, 4, 1), ["ilacs-2026", "jtai-2022", "send-2023"], "no overall grade"),
    ],
)
def test_a_day_has_its_frameworks(day: date, expected: list[str], reason: str) -> None:
    assert [name for name in FORMS if load(name).in_force_on(day)] == expected, reason


def test_only_visits_and_letters_are_ungraded() -> None:
    ungraded = {(name, kind.code) for name in FORMS for kind in load(name).types if not kind.graded}
    visits = {(f"ilacs-{year}", visit) for year in (2018, 2023, 2026) for visit in VISITS}
    letters = {("jtai-2016", "jtai"), ("jtai-2022", "jtai")}
    after = {("sif-2013", "monitoring-visit"), ("send-2023", "monitoring")}
    assert ungraded == visits | letters | after


VISITS = ("focused-visit", "monitoring-visit", "jtai")


@pytest.mark.parametrize(
    ("framework_id", "label", "area"),
    [
        ("sif-2013", "1. Children who need help and protection", "HP"),
        ("sif-2013", "2. Children looked after and achieving permanence", "CICL"),
        ("sif-2013", "2.2 Experiences and progress of Care Leavers", "CL"),
        ("sif-2013", "The graded judgment for adoption performance is that it is", "ADOPT"),
        ("sif-2013", "1. Leadership, management and governance", "LEAD"),  # misnumbered in one
        ("sif-2013", "Leadership, governance and partnerships", "LEAD"),
        ("sif-2013", "The effectiveness of the LSCB", "LSCB"),
        ("sif-2013", "Children's services in Barsetshire", "OE"),  # one has a straight apostrophe
        ("ilacs-2018", "The experiences and progress of children in care and care leavers", "CICL"),
        ("ilacs-2018", "The impact of leaders on social work practice with families.", "LEAD"),
        ("ilacs-2023", "The experiences and progress of children in care", "CIC"),
        ("ilacs-2023", "The experiences and\nprogress of care leavers", "CL"),  # two lines
        ("ilacs-2023", "Overall effectiveness", "OE"),
        ("ilacs-2026", "Overall effectiveness", None),
        ("jtai-2016", "Response to children living with neglect", "DEEP-NEG"),
        ("send-2023", "What is it like to be a child or young person with SEND here?", "EXP"),
    ],
)
def test_a_printed_label_names_its_area(framework_id: str, label: str, area: str | None) -> None:
    assert area_of(load(framework_id), label) == area


@pytest.mark.parametrize(
    ("framework_id", "words", "grade"),
    [
        ("sif-2013", "Requires Improvement", "requires improvement"),
        ("sif-2013", "Require improvement", "requires improvement"),
        ("sif-2013", "Requires improvement to be good", "requires improvement"),
        ("sif-2013", "Not Judged", "not judged"),  # too few children: no grade, and no gap
        ("ilacs-2018", "Requires improvement", "requires improvement to be good"),
        ("ilacs-2023", "Requires Improvement to be good", "requires improvement to be good"),
        ("ilacs-2023", "Adequate", None),  # a word of the scale before
        ("sif-2013", "Not good", None),
    ],
)
def test_a_printed_grade_is_known(framework_id: str, words: str, grade: str | None) -> None:
    assert grade_of(load(framework_id), words) == grade


def test_headings_of_the_report_name_areas_as_the_aliases_do() -> None:
    for name in FORMS:
        for heading in load(name).report:
            if heading.area is not None and heading.cell == "grade":
                assert area_of(load(name), heading.text) == heading.area, (name, heading.text)


def folded(words: str) -> str:
    return " ".join(words.lower().split()).rstrip(" .:")


def area_of(framework: Framework, label: str) -> str | None:
    """Return the code of the area or aspect with the longest alias that the label contains."""
    parts = [part for area in framework.walk() for part in (area, *area.aspects)]
    found = {alias: part.code for part in parts for alias in part.aliases if alias in folded(label)}
    return found[max(found, key=len)] if found else None


def grade_of(framework: Framework, words: str) -> str | None:
    """Return the grade that a cell prints, "not judged" where it says so, None where unknown."""
    if folded(words) in framework.not_judged:
        return "not judged"
    named = {alias: step.name for step in framework.scale for alias in step.aliases}
    return named.get(folded(words))


@dataclass(frozen=True)
class Report:
    """A report with the framework that its title and its inspection date choose."""

    name: str
    extraction: Extraction
    framework: Framework


@cache
def sample() -> tuple[Report, ...]:
    """Read some of the reports of each folder, each distinct file once."""
    read: dict[str, Report | None] = {}
    for folder in ("ilacs", "jtai", "send"):
        for path in reports(REPORTS / folder, apart=False)[::SPARSE]:
            content = path.read_bytes()
            key = hashlib.sha256(content).hexdigest()
            if key not in read:
                read[key] = _report(path, content, key)
    return tuple(report for report in read.values() if report is not None)


def _report(path: Path, content: bytes, key: str) -> Report | None:
    try:
        extraction = extract(content, key, sniff(content, path.name), Options(ocr=False))
    except RefusedError:  # error pages of a web site under the name of a report
        return None
    facts = printed(extraction)
    title, day = facts.title or "", facts.inspected.start if facts.inspected else facts.published
    if facts.kind == "send_report":
        forms: tuple[str, ...] = ("send-2023",)
    elif facts.kind == "joint_inspection_letter":
        forms = ("jtai-2016", "jtai-2022")
    elif re.match(r"(re-)?inspection of services for|review of the effect", title, re.IGNORECASE):
        forms = ("sif-2013",)
    elif re.search(r"looked after children services|protection of children", title):
        return None  # the forms before, of 2012 and 2013
    else:
        forms = ("ilacs-2018", "ilacs-2023", "ilacs-2026")
    (form,) = [name for name in forms if day and load(name).in_force_on(date.fromisoformat(day))]
    return Report(f"{path.parent.name} {day}", extraction, load(form))


def cells(report: Report) -> Iterator[tuple[str, str]]:
    """Give label and grade of every row of the judgement table, whether or not they are known."""
    for block in report.extraction.blocks:
        rows = report.extraction.text[block.start : block.end].rstrip("\n").split("\n")
        if block.kind != "table" or not any(HEAD.match(row) for row in rows):
            continue
        for row in rows:
            label, tab, grade = row.rpartition("\t")
            if tab and row != "Judgement\tGrade":
                yield label, grade


HEAD = re.compile(r"Judgement\tGrade$|\d\. [A-Z][^\t]{10,60}\t[^\t]{4,40}$")

real = pytest.mark.skipif(
    not REPORTS.is_dir(), reason="the real reports are not beside the checkout (shared/reports)"
)


@real
@pytest.mark.reports
@pytest.mark.slow
def test_every_printed_judgement_is_known() -> None:
    unknown, seen = list[tuple[str, str, str]](), Counter[str]()
    for report in sample():
        for label, grade in cells(report):
            seen[report.framework.id] += 1
            area = area_of(report.framework, label)
            if area is None or grade_of(report.framework, grade) is None:
                unknown.append((report.name, label, grade))
    assert unknown == []
    assert {"sif-2013", "ilacs-2018", "ilacs-2023"} <= set(seen)
    assert sum(seen.values()) > 100


@real
@pytest.mark.reports
@pytest.mark.slow
def test_every_report_prints_the_areas_that_its_framework_grades() -> None:
    for report in sample():
        framework = report.framework
        found = {area_of(framework, label) for label, _ in cells(report)}
        if framework.id.startswith("ilacs"):
            assert found == set(framework.codes()), report.name
        elif framework.id == "sif-2013" and found:  # none where the board has a report of its own
            assert found == set(framework.codes()) - {"OE", "LSCB"}, report.name


@real
@pytest.mark.reports
@pytest.mark.slow
def test_every_area_inspection_of_send_states_one_of_three_outcomes() -> None:
    outcomes = Counter[str]()
    for report in sample():
        if report.framework.id != "send-2023":
            continue
        section = report.extraction.text.partition("Inspection outcome")[2][:600].lower()
        aliases = {alias: step.name for step in report.framework.scale for alias in step.aliases}
        found = {name for alias, name in aliases.items() if alias in " ".join(section.split())}
        assert len(found) == 1, report.name
        outcomes.update(found)
    assert outcomes


@real
@pytest.mark.reports
@pytest.mark.slow
def test_every_heading_of_a_letter_or_send_report_is_known() -> None:
    unknown = Counter[str]()
    for report in sample():
        if report.framework.id.startswith(("jtai", "send")):
            unknown.update(_strange_headings(report))
    assert unknown == Counter()


def _strange_headings(report: Report) -> Iterator[str]:
    known = {folded(heading.text) for heading in report.framework.report}
    for block in report.extraction.blocks:
        words = report.extraction.text[block.body : block.end]
        title = re.match(r"joint targeted area inspection|area send inspection", folded(words))
        if block.kind != "heading" or title:
            continue
        # "Case study: area(s) for improvement" and the like, and notes' numbers behind a heading
        plain = re.sub(r"areas?(\(s\))? for", "area for", folded(words))
        variants = {re.sub(r"areas? for", "area for", heading) for heading in known}
        if plain not in variants and area_of(report.framework, words) is None:
            yield words
