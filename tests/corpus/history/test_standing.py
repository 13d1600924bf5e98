"""What is open, which rules are departed from, and which deadlines follow from stated dates."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from corpus.facts import Check
from corpus.frameworks import Framework
from corpus.history import Recorded, deadlines, departures, inspections, open_items

Telling = Callable[..., Recorded]
Frameworks = dict[str, Framework]


def test_what_the_latest_inspection_raised_is_open(told: Telling, frameworks: Frameworks) -> None:
    reports = [
        told("1.pdf", "ilacs-2018", improve=["Visits."], start="2019-03-04", end="2019-03-15"),
        told("2.pdf", improve=["Plans.", "Housing."], start="2023-03-06", end="2023-03-17"),
    ]
    found = open_items(inspections(reports, frameworks), frameworks)
    assert [item.improvement.text for item in found] == ["Plans.", "Housing."]
    assert {item.since for item in found} == {"2023-03-17"}


def test_an_inspection_of_another_family_closes_nothing(
    told: Telling, frameworks: Frameworks
) -> None:
    reports = [
        told("area.pdf", "send-2023", improve=["Health plans."], start="2023-02-06"),
        told("services.pdf", improve=["Visits."], start="2024-03-04", end="2024-03-15"),
    ]
    found = open_items(inspections(reports, frameworks), frameworks)
    assert [item.improvement.text for item in found] == ["Visits.", "Health plans."]


@pytest.mark.parametrize(
    ("title", "later", "open_then"),
    [
        pytest.param("Overall effectiveness of services", "OE", ["Plans."], id="both judge all"),
        pytest.param("Adoption", "OE", ["Plans.", "Visits."], id="the earlier judged a part"),
        pytest.param("Overall effectiveness", "HP", ["Plans.", "Visits."], id="the later did"),
    ],
)
def test_where_a_form_is_not_known_the_next_grade_of_the_whole_follows(
    told: Telling, frameworks: Frameworks, title: str, later: str, open_then: list[str]
) -> None:
    reports = [
        told("1.pdf", None, {"X": "Inadequate"}, ["Visits."], start="2013-07-01", end="2013-07-12"),
        told("2.pdf", grades={later: "Good"}, improve=["Plans."], start="2023-03-06"),
    ]
    first, second = inspections(reports, frameworks)
    first = replace(first, judgements=tuple(replace(one, title=title) for one in first.judgements))
    found = open_items([first, second], frameworks)
    assert [item.improvement.text for item in found] == open_then


@pytest.mark.parametrize("visit", ["focused visit", "monitoring visit", "Focused-Visit"])
def test_a_visit_closes_nothing_and_says_so(
    told: Telling, frameworks: Frameworks, visit: str
) -> None:
    reports = [
        told("1.pdf", "ilacs-2018", improve=["Visits."], start="2019-03-04"),
        told("2.pdf", "ilacs-2018", improve=["Plans."], start="2021-05-04", type=visit),
    ]
    last, first = open_items(inspections(reports, frameworks), frameworks)
    assert "Raised before a visit" in first.reason
    assert "latest inspection" in last.reason


def test_without_a_date_nothing_is_followed(told: Telling, frameworks: Frameworks) -> None:
    reports = [
        told("1.pdf", "ilacs-2018", improve=["Visits."], title="Inspection"),
        told("2.pdf", improve=["Plans."], start="2023-03-06"),
    ]
    assert len(open_items(inspections(reports, frameworks), frameworks)) == 2


@pytest.mark.parametrize(
    ("outcome", "told_of"),
    [
        ("kept", False),
        ("does not apply", False),
        ("cannot be evaluated", False),
        ("broken", True),
        ("departed from", True),
        ("to weigh", True),
    ],
)
def test_only_rules_that_are_not_kept_are_told(
    told: Telling, frameworks: Frameworks, outcome: str, told_of: bool
) -> None:
    rule = Check("d", "ilacs-2023", "L-01", "likely", "5", outcome, "Text.", "Reason.")
    other = Check("d", "sif-2013", "L-02", "likely", "5", outcome, "Text.", "Reason.")
    reports = [told("1.pdf", grades={"OE": "Good"}, checks=[rule, other], start="2023-03-06")]
    found = departures(inspections(reports, frameworks), reports)
    assert [one.rule for one in found] == (["L-01"] if told_of else [])


class TestCorrectedGrades:
    """Rules speak of the grades that are shown: where a person corrected one, of that one."""

    GRADES: Mapping[str, str] = {"HP": "Inadequate", "CICL": "Good", "LEAD": "Good"}

    @pytest.mark.parametrize(
        ("read", "overall", "rules", "why"),
        [
            ("Good", "Inadequate", [], "the departure was a slip of reading"),
            ("Inadequate", "Good", ["L-1"], "the slip of reading hid the departure"),
        ],
    )
    def test_a_corrected_grade_is_put_to_the_rules_anew(
        self,
        told: Telling,
        frameworks: Frameworks,
        read: str,
        overall: str,
        rules: list[str],
        why: str,
    ) -> None:
        outcome = "departed from" if read == "Good" else "kept"
        check = Check("", "sif-2013", "L-1", "will", "7", outcome, "It is.", "OE is as read.")
        report = told(
            "1.pdf", "sif-2013", {**self.GRADES, "OE": overall}, checks=[check],
            start="2014-03-04", end="2014-03-26",
        )  # fmt: skip
        graded = next(fact for fact in report.facts if fact.fields.get("area") == "OE")
        moved = replace(report, corrected={graded.id: ("grade", "grade_normalised")})
        found = departures(inspections([moved], frameworks), [moved], frameworks)
        assert [one.rule for one in found] == rules, why
        assert all("OE is good" in one.reason for one in found)


class TestDeadlines:
    def test_a_cycle_is_counted_from_the_inspection_before(
        self, told: Telling, frameworks: Frameworks
    ) -> None:
        reports = [
            told("1.pdf", "adoption-2012", start="2010-11-01"),
            told("2.pdf", "adoption-2012", start="2013-02-04"),
        ]
        found = deadlines(inspections(reports, frameworks), frameworks, date(2013, 3, 1))
        (cycle,) = [one for one in found if one.rule == "T-21"]
        assert cycle.outcome == "kept"
        assert "1 November 2010" in cycle.reason

    def test_a_running_clock_says_what_is_left(self, told: Telling, frameworks: Frameworks) -> None:
        report = told("1.pdf", "supported-accommodation-2023", start="2025-03-03", end="2025-03-05")
        found = deadlines(inspections([report], frameworks), frameworks, date(2025, 3, 10))
        (draft,) = [one for one in found if one.rule == "T-25"]
        assert "due by 31 March 2025" in draft.reason
        assert "left" in draft.reason

    @pytest.mark.parametrize(
        ("as_of", "told_of", "why"),
        [
            (date(2012, 4, 20), True, "one may still complain"),
            (date(2026, 11, 22), False, "nobody had to complain: nothing is overdue"),
        ],
    )
    def test_what_need_not_come_is_never_late(
        self,
        told: Telling,
        frameworks: Frameworks,
        as_of: date,
        told_of: bool,
        why: str,
    ) -> None:
        report = told("1.pdf", "slac-2009", published="2012-04-10", start="2012-03-05")
        found = deadlines(inspections([report], frameworks), frameworks, as_of)
        assert any("complaint" in one.reason for one in found) is told_of, why

    def test_a_framework_without_clocks_has_none(
        self, told: Telling, frameworks: Frameworks
    ) -> None:
        report = told("1.pdf", "ilacs-2023", start="2023-03-06", end="2023-03-17")
        assert deadlines(inspections([report], frameworks), frameworks, date(2025, 1, 1)) == ()

    def test_an_unknown_framework_has_none(self, told: Telling, frameworks: Frameworks) -> None:
        report = told("1.pdf", None, start="2023-03-06")
        assert deadlines(inspections([report], frameworks), frameworks, date(2025, 1, 1)) == ()
