"""The frameworks of 2009, 2012 and 2023 hold what their source documents state, with its force."""

from __future__ import annotations

import csv
import dataclasses
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from corpus.frameworks import Framework, load
from corpus.frameworks.answers import Answer
from corpus.frameworks.clocks import answers as clock_answers
from corpus.frameworks.clocks import due
from corpus.frameworks.duties import answers as duty_answers
from corpus.frameworks.inspections import Inspection
from corpus.frameworks.limits import answers as limit_answers
from corpus.frameworks.provisions import Clock, Condition, RequiredList
from corpus.frameworks.working_days import working_days_between

SHARED = Path(__file__).parents[3].parent / "shared"
AUTHORITY = ("slac-2009", "adoption-2012", "supported-accommodation-2023")

# What each list of each document counts, as a reader of the document counted it.
LISTS = [
    ("slac-2009", "C-01", "core documents", 13, "expected"),
    ("slac-2009", "C-04", "inspection activities", 3, "expected"),
    ("slac-2009", "C-05", "case lists", 4, "must"),
    ("slac-2009", "C-06", "child fields", 7, "expected"),
    ("slac-2009", "C-07", "safeguarding flags", 3, "expected"),
    ("slac-2009", "C-08", "placement categories", 12, "expected"),
    ("slac-2009", "C-09a", "surveys", 2, "must"),
    ("slac-2009", "E-07a", "interviews", 18, "may"),
    ("slac-2009", "E-07b", "interviews", 19, "may"),
    ("slac-2009", "E-08", "held information", 7, "will"),
    ("slac-2009", "E-09", "interviews", 2, "always"),
    ("slac-2009", "E-10", "case file themes", 6, "will"),
    ("slac-2009", "E-11", "source types", 15, "descriptor"),
    ("slac-2009", "H-01", "inspector conduct", 12, "must"),
    ("slac-2009", "H-03", "provider expectations", 10, "expected"),
    ("slac-2009", "J-13", "definitions", 4, "descriptor"),
    ("slac-2009", "J-14", "element focus", 10, "will"),
    ("slac-2009", "T-20", "look-back windows", 5, "expected"),
    ("adoption-2012", "E-11", "source types", 15, "descriptor"),
    ("adoption-2012", "T-31", "reporting", 3, "descriptor"),
    ("supported-accommodation-2023", "F-02", "ladder", 4, "expected"),
    ("supported-accommodation-2023", "H-02", "inspector conduct", 16, "will"),
    ("supported-accommodation-2023", "H-03", "provider expectations", 11, "expected"),
    ("supported-accommodation-2023", "K-03", "principles", 9, "expected"),
]

# start, end, bound, count, unit, force: as written in the paragraph, never firmer.
CLOCKS = {
    "slac-2009": {
        "T-09": ("period-start", "on-site", "every", 3, "years", "will"),
        "T-10a": ("notified", "on-site", "at most", 10, "working days", "expected"),
        "T-11": ("notified", "set-up", "exactly", 4, "working days", "expected"),
        "T-12": ("on-site", "end", "at most", 10, "working days", "expected"),
        "T-13": ("end", "draft-sent", "at most", 5, "working days", "will"),
        "T-14a": ("draft-sent", "comments-due", "at most", 5, "working days", "must"),
        "T-14b": ("end", "comments-due", "at most", 10, "working days", "must"),
        "T-15": ("end", "final-sent", "at most", 15, "working days", "will"),
        "T-16": ("end", "published", "at most", 20, "working days", "will"),
        "T-19": ("published", "complaint", "at most", 30, "calendar days", "expected"),
    },
    "adoption-2012": {
        "T-21": ("previous-inspection", "on-site", "every", 3, "years", "expected"),
    },
    "supported-accommodation-2023": {
        "T-24": ("draft-sent", "comments-due", "at most", 5, "working days", "will"),
        "T-25": ("end", "draft-sent", "at most", 18, "working days", "expected"),
        # the slides only say days: neither working nor calendar days are read into them
        "T-26": ("draft-sent", "comments-due", "at most", 5, "days", "expected"),
        "T-27": ("end", "final-sent", "at most", 30, "days", "expected"),
        "T-28a": ("final-sent", "complaint", "at most", 5, "working days", "will"),
        "T-28b": ("complaint", "published", "at least", 1, "calendar days", "may"),
        "T-29": ("previous-appraisal", "appraisal", "every", 1, "years", "must"),
    },
}


def test_the_two_elements_of_2009_have_their_areas_and_aspects() -> None:
    framework = load("slac-2009")
    areas = {area.code: area for area in framework.walk()}
    below = {code: [aspect.code for aspect in area.aspects] for code, area in areas.items()}

    assert [area.code for area in framework.areas] == ["SG", "LAC"]
    assert _plain([area.code for area in areas["SG"].areas]) == ["OE", "CAP", "LM", "QP", "SO"]
    assert _plain([area.code for area in areas["LAC"].areas]) == ["OE", "CAP", "LM", "QP", "OUT"]
    assert [len(below[code]) for code in ("SG/LM", "LAC/LM", "SG/QP", "LAC/QP")] == [6, 7, 3, 3]
    # only looked after children have the seventh, which the report contents leave out
    assert set(_plain(below["LAC/LM"])) - set(_plain(below["SG/LM"])) == {"LM-SG"}
    assert below["SG/SO"] == ["SG/SO-SAFE", "SG/SO-FEEL"]
    outcomes = ("HEALTH", "SAFE", "ENJOY", "POS", "ECON")
    assert below["LAC/OUT"] == [f"LAC/LAC-{outcome}" for outcome in outcomes]
    # a tag carries the plain code and the element apart, so a plain code is one aspect of each
    for element in framework.areas:
        plain = _plain([code for code in framework.codes() if code.startswith(f"{element.code}/")])
        assert len(plain) == len(set(plain))


def test_criteria_in_another_publication_leave_a_framework_without_any() -> None:
    framework = load("slac-2009")
    assert framework.criteria == ()
    assert [grade.name for grade in framework.scale] == [
        "outstanding", "good", "adequate", "inadequate",
    ]  # fmt: skip
    # each element has an overall effectiveness of its own; none sums up both
    assert framework.overall is None


def test_the_report_of_2009_has_33_graded_cells() -> None:
    report = load("slac-2009").report
    graded = [heading.area for heading in report if heading.cell == "grade"]

    assert Counter(heading.cell for heading in report) == {
        "grade": 33,
        "no grade": 4,
        "context": 2,
    }
    assert Counter(str(code).partition("/")[0] for code in graded) == {"SG": 15, "LAC": 18}
    assert len(set(graded)) == len(graded)
    # what is judged but printed nowhere: headings without a grade, and one forgotten aspect
    judged = {code for code in load("slac-2009").codes() if "/" in code}
    assert judged - set(graded) == {"SG/SO", "LAC/OUT", "LAC/LM-SG"}


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("capacity to improve", "SG/CAP"),  # the schedule
        ("capacity for improvement", "SG/CAP"),  # the report contents, and a report of 2012
        ("capacity for improvement", "LAC/CAP"),
        ("achieving economic well-being", "LAC/LAC-ECON"),
        ("economic well-being", "LAC/LAC-ECON"),
        ("case planning, reviews and recording", "SG/QP-PLAN"),
        ("case planning, review and recording", "LAC/QP-PLAN"),
    ],
)
def test_names_that_drift_lead_to_one_area(printed: str, code: str) -> None:
    assert printed in _aliases(load("slac-2009"))[code]


def test_every_printed_heading_is_known_by_an_alias_of_its_area() -> None:
    framework = load("slac-2009")
    aliases = _aliases(framework)
    for heading in framework.report:
        if heading.area is not None:
            text = heading.text.lower()
            assert any(alias in text or text in alias for alias in aliases[heading.area]), text


@pytest.mark.parametrize(
    ("rule", "force", "paragraph", "worst", "then"),
    [
        ("L-04", "likely", "31, bullet 1", "inadequate", ("SG/OE", None, "inadequate")),
        ("L-05", "unlikely", "31, bullet 2", "adequate", ("SG/OE", "good", None)),
        ("L-06", "unlikely", "31, bullet 3", "inadequate", ("SG/LM", "adequate", None)),
        ("L-07", "likely", "32, bullet 1", "inadequate", ("LAC/OE", None, "inadequate")),
        ("L-08", "unlikely", "32, bullet 2", "adequate", ("LAC/OE", "good", None)),
        ("L-09", "unlikely", "32, bullet 3", None, ("LAC/LAC-ENJOY", "good", None)),
        ("L-10", "likely", "32, bullet 4", "inadequate", ("LAC/LM", None, "inadequate")),
    ],
)
def test_limiting_grades_keep_their_force(
    rule: str, force: str, paragraph: str, worst: str | None, then: tuple[str, str, str]
) -> None:
    found = {row.id: row for row in load("slac-2009").rules}[rule]
    assert (found.force, found.paragraph, found.when.at_most) == (force, paragraph, worst)
    assert found.then is not None
    assert (*found.then.any_area, found.then.at_least, found.then.at_most) == then


@pytest.mark.parametrize(
    ("grades", "facts", "expected"),
    [
        # an inadequate outcome beside a good overall grade departs from both rules on it
        ({"SG/SO-SAFE": "inadequate", "SG/SO-FEEL": "good", "SG/OE": "good"}, {},
         {"L-04": "departed from", "L-05": "departed from"}),
        # adequate is less than good but not inadequate
        ({"SG/SO-SAFE": "adequate", "SG/SO-FEEL": "good", "SG/OE": "adequate"}, {},
         {"L-04": "does not apply", "L-05": "kept"}),
        # L-06 and L-10 say the same the other way round, each in its own element
        ({"SG/LM-EQ": "inadequate", "SG/LM": "adequate"}, {}, {"L-06": "departed from"}),
        ({"SG/LM-EQ": "inadequate", "SG/LM": "inadequate"}, {}, {"L-06": "kept"}),
        ({"LAC/LM-EQ": "inadequate", "LAC/LM": "adequate"}, {}, {"L-10": "departed from"}),
        ({"LAC/LM-EQ": "adequate", "LAC/LM": "good"}, {}, {"L-10": "does not apply"}),
        # progress at school is a fact that no grade states
        ({"LAC/LAC-ENJOY": "good"}, {"educational-progress-below-good": True},
         {"L-09": "departed from"}),
        ({"LAC/LAC-ENJOY": "good"}, {"educational-progress-below-good": False},
         {"L-09": "does not apply"}),
        ({"LAC/LAC-ENJOY": "good"}, {}, {"L-09": "cannot be evaluated"}),
        # "likely" is never hardened: no answer of this framework's limits is "broken"
        ({"LAC/LAC-ECON": "inadequate", "LAC/OE": "outstanding"}, {}, {"L-07": "departed from"}),
        ({"LAC/LAC-SAFE": "adequate", "LAC/OE": "good"}, {}, {"L-08": "departed from"}),
    ],
)  # fmt: skip
def test_limiting_grades_run(
    grades: dict[str, str], facts: dict[str, bool], expected: dict[str, str]
) -> None:
    inspection = Inspection(framework="slac-2009", grades=grades, facts=facts)
    found = _outcomes(limit_answers(load("slac-2009"), inspection))
    assert {rule: found[rule] for rule in expected} == expected
    assert "broken" not in found.values()


@pytest.mark.parametrize("framework_id", AUTHORITY)
def test_clocks_are_those_of_the_document(framework_id: str) -> None:
    clocks = load(framework_id).clocks
    assert {clock.id: _stated(clock) for clock in clocks} == CLOCKS[framework_id]
    assert {clock.id for clock in clocks if clock.inclusive} <= {"T-09", "T-12"}


def test_days_on_site_count_the_first_day() -> None:
    framework = load("slac-2009")
    first, tenth, eleventh = date(2012, 2, 27), date(2012, 3, 9), date(2012, 3, 12)
    for last, expected in ((tenth, "kept"), (eleventh, "departed from")):
        inspection = Inspection(framework="slac-2009", dates={"on-site": first, "end": last})
        assert _outcomes(clock_answers(framework, inspection))["T-12"] == expected


def test_two_statements_on_complaints_stand_side_by_side() -> None:
    framework = load("supported-accommodation-2023")
    conflicts = {clock.id: clock.conflicts for clock in framework.clocks if clock.conflicts}
    assert conflicts == {"T-28a": ("T-28b",), "T-28b": ("T-28a",)}
    # received on a Friday: five working days reach to the Friday after
    forecast = {row.rule: row for row in due(framework, "final-sent", date(2024, 3, 1))}
    assert forecast["T-28a"].latest == date(2024, 3, 8)
    assert "T-28b" in str(forecast["T-28a"].note)


def test_the_timetable_has_13_rows_of_12_days() -> None:
    timetable = load("slac-2009").timetable
    assert timetable is not None
    assert [(row.day, row.until) for row in timetable.entries] == [
        (1, None), (2, None), (2, None), (3, None), (4, None), (5, None), (6, 10), (11, 19),
        (20, None), (21, 25), (26, 30), (35, None), (40, None),
    ]  # fmt: skip
    assert len({row.day for row in timetable.entries}) == 12
    days = {row.milestone: row.falls or row.day for row in timetable.entries if row.milestone}
    assert days == {
        "notified": 1, "documents-sent": 2, "cases-listed": 4, "set-up": 5, "on-site": 11,
        "end": 20, "draft-sent": 25, "comments-due": 30, "final-sent": 35, "published": 40,
    }  # fmt: skip
    # the clocks say the same as the table, which counts working days from day 1
    for clock in load("slac-2009").clocks:
        if clock.unit == "working days" and not clock.inclusive:
            assert days[clock.end] - days[clock.start] == clock.count, clock.id
    assert [row.day for row in timetable.entries if row.defect == "T-18"] == [5]


@pytest.mark.parametrize(("framework_id", "list_id", "kind", "count", "force"), LISTS)
def test_lists_have_as_many_items_as_the_document(
    framework_id: str, list_id: str, kind: str, count: int, force: str
) -> None:
    found = _list(load(framework_id), list_id)
    assert (found.kind, found.count, found.force) == (kind, count, force)
    assert len({item.text for item in found.items}) == len(found.items) == count


def test_windows_bind_the_documents_that_they_speak_of() -> None:
    framework = load("slac-2009")
    windows = {item.code: item for item in _list(framework, "T-20").items}
    papers = {item.code: item for item in _list(framework, "C-01").items}

    assert [windows[code].number for code in ("lscb-minutes", "trust-board-minutes")] == [6, 6]
    assert windows["management-reviews"].within_months == 24
    assert windows["care-leavers"].within_months == 12
    assert "8 or more" in windows["surveyed-children"].text
    for code in windows.keys() & papers.keys():
        assert windows[code].number == papers[code].number
        assert windows[code].within_months == papers[code].within_months
    asked = {item.code for item in papers.values() if item.number or item.within_months}
    assert asked == windows.keys() & papers.keys()


def test_samples_and_teams_have_their_least_numbers() -> None:
    minima = {row.id: row for row in load("slac-2009").minima}
    stated = {
        key: (row.of, row.stage or row.body, row.element, row.count) for key, row in minima.items()
    }
    assert stated == {
        "C-02a": ("case files", "before-fieldwork", "SG", 4),
        "C-02b": ("case files", "before-fieldwork", "LAC", 4),
        "C-02c": ("case files", "before-fieldwork", None, 8),
        "C-03a": ("case files", "start-of-fieldwork", "SG", 6),
        "C-03b": ("case files", "start-of-fieldwork", "LAC", 6),
        "C-11a": ("inspectors", "Ofsted", None, 3),
        "C-11b": ("inspectors", "CQC", None, 1),
    }
    # the authority audits the first sample, not the second
    assert [key for key, row in minima.items() if row.audited] == ["C-02c"]
    # "in most instances", "normally": a smaller sample is a departure, not a breach
    assert {row.force for row in minima.values()} == {"expected"}


def test_what_arises_in_an_inspection_of_2009_names_whom_to_tell() -> None:
    framework = load("slac-2009")
    duties = {row.id: row for row in framework.duties}
    assert {key: row.force for key, row in duties.items() if row.force != "will"} == {
        "T-10b": "may",
        "Q-08a": "always",
    }
    assert duties["P-03"].who == ("Director of Children's Services",)
    assert {key for key, row in duties.items() if row.act == "inform"} == {"P-02", "P-03"}
    # notice may be left out after an inadequate; one of the two reasons is enough
    inspection = Inspection(framework="slac-2009", facts={"last-inspection-inadequate": True})
    assert _outcomes(duty_answers(framework, inspection))["T-10b"] == "to weigh"


@pytest.mark.parametrize(
    ("framework_id", "expected"),
    [
        ("slac-2009", {"T-18": "48", "J-08a": "twice", "J-08b": "no row"}),
        ("supported-accommodation-2023", {"R-12": "no paragraph", "R-13": "no date"}),
        ("adoption-2012", {}),
    ],
)
def test_faults_of_the_documents_are_reported(framework_id: str, expected: dict[str, str]) -> None:
    found = {row.id: row.text for row in load(framework_id).defects}
    assert found.keys() == expected.keys()
    for defect, words in expected.items():
        assert words in found[defect]


def test_bands_of_areas_for_improvement_run_from_publication() -> None:
    bands = {band.name: band for band in load("slac-2009").bands}
    assert {name: band.months for name, band in bands.items()} == {
        "immediately": 0,
        "within 3 months": 3,
        "within 6 months": 6,
    }
    # the framework itself has no bands: each says where it is known from
    assert all("3.2.2" in str(band.source) for band in bands.values())


def test_the_adoption_round_has_an_overall_judgement_and_four_below() -> None:
    framework = load("adoption-2012")
    assert framework.codes() == ("OE", "OUT", "QUAL", "SAFE", "LEAD")
    assert framework.overall == "OE"
    meanings = {grade.name: grade.meaning for grade in framework.scale}
    assert list(meanings) == ["outstanding", "good", "adequate", "inadequate"]
    for grade, words in (
        ("outstanding", "exceeds by far"),
        ("good", "exceeds"),
        ("adequate", "only meet"),
        ("inadequate", "not meet"),
    ):
        assert words in str(meanings[grade]).lower()
        assert "required at least" in str(meanings[grade])


def test_the_adoption_inspection_of_2013_can_be_counted() -> None:
    framework = load("adoption-2012")
    days = {
        "previous-inspection": date(2010, 11, 30),
        "notified": date(2013, 1, 28),
        "on-site": date(2013, 2, 11),
        "end": date(2013, 2, 14),
        "published": date(2013, 4, 3),
    }
    assert days.keys() == {milestone.code for milestone in framework.milestones}
    assert working_days_between(days["notified"], days["on-site"]) == 10
    assert working_days_between(days["end"], days["published"]) == 32
    inspection = Inspection(framework="adoption-2012", dates=days)
    assert _outcomes(clock_answers(framework, inspection)) == {"T-21": "kept"}
    # its source states no notice and no deadline, so none is made up
    assert [clock.id for clock in framework.clocks] == ["T-21"]


def test_supported_accommodation_shows_three_areas_and_one_printed_grade() -> None:
    framework = load("supported-accommodation-2023")
    assert framework.codes() == ("EXP", "PROT", "LEAD")
    assert framework.in_force_from.year == 2023
    printed = {grade.name: grade.paragraph for grade in framework.scale}
    assert [name for name, paragraph in printed.items() if paragraph] == [
        "requires improvement to be good"
    ]
    aliases = {grade.name: grade.aliases for grade in framework.scale}
    assert "requires improvement" in aliases["requires improvement to be good"]


def test_demands_on_requirements_and_recommendations_of_2024() -> None:
    demands = load("supported-accommodation-2023").demands
    assert {row.id: (row.of, row.needs, row.force) for row in demands} == {
        "E-01": ("requirement", "more than one source", "must"),
        "E-02": ("requirement", "impact", "must"),
        "R-02a": ("requirement", "specific regulation", "expected"),
        "R-02b": ("requirement", "enough detail", "expected"),
        "R-02c": ("requirement", "date", "expected"),
        "R-05a": ("recommendation", "named instrument", "expected"),
        "R-05b": ("recommendation", "summary", "expected"),
        "R-05c": ("recommendation", "page", "expected"),
        "R-05d": ("recommendation", "paragraph", "expected"),
        "R-05e": ("recommendation", "enough detail", "expected"),
        "R-06": ("recommendation", "statutory guidance", "may"),
    }


def test_instruments_of_2023_say_what_a_citation_needs() -> None:
    instruments = {row.code: row for row in load("supported-accommodation-2023").instruments}
    regulations = instruments["supported-accommodation-regulations"]
    assert [part.number for part in regulations.parts] == [4, 5, 10, 18, 27]
    assert regulations.parts[-1].aliases == ("27s",)
    assert instruments["supported-accommodation-guide"].needs == ("page", "paragraph")
    # three documents besides the Guide may be cited
    assert [row.kind for row in instruments.values()].count("statutory guidance") == 3


def test_the_line_of_enquiry_has_ten_prompts_and_five_descriptors() -> None:
    (enquiry,) = load("supported-accommodation-2023").enquiries
    assert (enquiry.id, enquiry.area) == ("K-01", "PROT")
    assert (len(enquiry.prompts), len(enquiry.descriptors)) == (10, 5)
    assert any("?" in prompt and "staff" in prompt for prompt in enquiry.prompts)


def test_conduct_short_of_expectations_may_weigh_and_never_more() -> None:
    framework = load("supported-accommodation-2023")
    assert [(rule.id, rule.force, rule.then) for rule in framework.rules] == [("L-18", "may", None)]
    for fact, expected in ((True, "to weigh"), (False, "does not apply")):
        inspection = Inspection(
            framework=framework.id, facts={"provider-conduct-below-expectations": fact}
        )
        assert _outcomes(limit_answers(framework, inspection))["L-18"] == expected


@pytest.mark.parametrize("framework_id", ["adoption-2012", "supported-accommodation-2023"])
def test_crossings_lead_to_what_exists_and_say_what_is_lost(framework_id: str) -> None:
    framework = load(framework_id)
    crossed = {(row.kind, row.own) for row in framework.crosswalk}
    own = {("area", code) for code in framework.codes()}
    assert crossed == own | {("grade", grade.name) for grade in framework.scale}
    for row in framework.crosswalk:
        other = load(row.framework)
        known = {"area": other.codes(), "grade": tuple(grade.name for grade in other.scale)}
        assert row.to in known[row.kind]
        assert row.note or (row.relation == "exact" and row.own == row.to)


def test_adequate_crosses_with_a_warning() -> None:
    crossings = {row.own: row for row in load("adoption-2012").crosswalk}
    assert crossings["adequate"].to == "adequate"
    assert "minimum requirements" in str(crossings["adequate"].note)


@pytest.mark.parametrize("framework_id", AUTHORITY)
def test_facts_are_all_asked_for_somewhere(framework_id: str) -> None:
    framework = load(framework_id)
    conditions = [row.when for row in (*framework.rules, *framework.duties)]
    assert {fact for each in conditions for fact in _facts(each)} == {
        question.code for question in framework.facts
    }


# Rows of these documents that no item with the row's id meets, and what does.
ELSEWHERE = {
    "J-05": "areas",
    "J-09": "aliases",
    "J-10": "areas",
    "D-09": "no criteria",
    "D-10": "meanings of the scale",
    "R-09": "bands",
    "R-10": "instruments of adoption-2012",
    "R-11": "instruments of supported-accommodation-2023",
    "T-22": "milestones of adoption-2012",
    "T-23": "bands",
    "K-02": "descriptors of the enquiry K-01",
    "A-05": "bands",
    "E-04": "item 'evidence' of the lists on inspectors' conduct",
    "K-04": "timetable, day 5",
}
# What is read from documents, or done by people, and no part of any framework.
NO_DATA = {"J-11", "C-12"} | {f"A-0{n}" for n in (1, 2, 3, 4, 6, 7, 8)} | {"P-05"}


def test_every_row_about_these_documents_is_held() -> None:
    path = SHARED / "requirements.csv"
    if not path.is_file():
        pytest.skip("the table of requirements is not beside this checkout")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if re.search(r"\b00[234]\b", row["source"])]
    held = {
        re.sub(r"[a-z]$", "", item)
        for framework_id in AUTHORITY
        for item in _ids(load(framework_id))
    }
    asked = {row["id"] for row in rows}
    assert len(rows) > 60
    assert asked - held - ELSEWHERE.keys() - NO_DATA == set()
    # nothing is called met elsewhere that no row asks for, or that an item with its id meets
    assert (ELSEWHERE.keys() | NO_DATA) <= asked - held


# Names of bodies and documents, which carry over as they are.
NAMES = (
    "director of children's services",
    "local safeguarding children board",
    "children's trust board",
    "children and young people's plan",
    "requires improvement to be good",
)


@pytest.mark.parametrize("framework_id", AUTHORITY)
def test_our_wording_is_not_the_sources(framework_id: str) -> None:
    seeds = sorted((SHARED / "seeds").glob("0*.txt"))
    if not seeds:
        pytest.skip("the source documents are not beside this checkout")
    official = set[tuple[str, ...]]()
    for file in seeds:
        official |= _runs(file.read_text(encoding="utf-8"))
    framework = load(framework_id)
    # printed headings, titles and aliases are names
    plain = dataclasses.replace(framework, report=(), instruments=())
    found = {text: _runs(text) & official for text in _written(plain)}
    assert {text: runs for text, runs in found.items() if runs} == {}


def _plain(codes: list[str]) -> list[str]:
    return [code.partition("/")[2] for code in codes]


def _aliases(framework: Framework) -> dict[str, tuple[str, ...]]:
    parts = [part for area in framework.walk() for part in (area, *area.aspects)]
    return {part.code: part.aliases for part in parts}


def _list(framework: Framework, list_id: str) -> RequiredList:
    return {row.id: row for row in framework.lists}[list_id]


def _stated(clock: Clock) -> tuple[str | int, ...]:
    return clock.start, clock.end, clock.bound, clock.count, clock.unit, clock.force


def _outcomes(answers: tuple[Answer, ...]) -> dict[str, str]:
    return {answer.rule: answer.outcome for answer in answers}


def _facts(condition: Condition) -> Iterator[str]:
    if condition.fact is not None:
        yield condition.fact
    for inner in (*condition.every, *condition.some):
        yield from _facts(inner)


def _ids(framework: Framework) -> Iterator[str]:
    for field in dataclasses.fields(framework):
        value = getattr(framework, field.name)
        for row in value if isinstance(value, tuple) else (value,):
            if hasattr(row, "id"):
                yield row.id


def _written(part: object, key: str = "") -> Iterator[str]:
    """Give what we wrote: texts, notes, meanings, prompts; not names, headings or paragraphs."""
    if dataclasses.is_dataclass(part):
        for field in dataclasses.fields(part):
            yield from _written(getattr(part, field.name), field.name)
    elif isinstance(part, tuple):
        for inner in part:
            yield from _written(inner, key)
    elif isinstance(part, str) and key in ("text", "note", "meaning", "prompts", "descriptors"):
        yield part


def _runs(text: str) -> set[tuple[str, ...]]:
    lowered = text.lower().replace("’", "'")
    for name in NAMES:
        lowered = lowered.replace(name, " § ")
    words = re.findall(r"[a-z0-9]+|§", lowered.replace("'s", "s"))
    runs = {tuple(words[at : at + 5]) for at in range(len(words) - 4)}
    return {run for run in runs if "§" not in run}
