"""Better, worse or the same is said only where area and scale are linked exactly."""

from collections.abc import Callable

import pytest

from corpus.frameworks import Framework
from corpus.history import Change, Recorded, inspections, with_changes
from corpus.history.changes import families

Telling = Callable[..., Recorded]
Frameworks = dict[str, Framework]

IN_2015 = {"framework": "sif-2013", "start": "2015-02-02", "end": "2015-02-26"}
IN_2019 = {"framework": "ilacs-2018", "start": "2019-03-04", "end": "2019-03-15"}
IN_2023 = {"framework": "ilacs-2023", "start": "2023-03-06", "end": "2023-03-17"}
RI = "Requires improvement to be good"


def changes(frameworks: Frameworks, *reports: Recorded) -> dict[str | None, Change | None]:
    """The changes of the last inspection, by area."""
    *_, last = with_changes(inspections(reports, frameworks), frameworks)
    return {judged.area: judged.change for judged in last.judgements}


@pytest.mark.parametrize(
    ("then", "now", "verdict"),
    [
        ("Inadequate", RI, "better"),
        ("Good", "Outstanding", "better"),
        ("Outstanding", "Good", "worse"),
        ("Requires improvement", RI, "the same"),
    ],
)
def test_the_same_judgement_under_one_framework(
    told: Telling, frameworks: Frameworks, then: str, now: str, verdict: str
) -> None:
    earlier = told("1.pdf", "ilacs-2023", {"OE": then}, start="2023-01-09", end="2023-01-20")
    later = told("2.pdf", "ilacs-2023", {"OE": now}, start="2025-01-13", end="2025-01-17")
    change = changes(frameworks, earlier, later)["OE"]
    assert change is not None
    assert change.verdict == verdict
    assert (change.against[0].on, change.against[0].grade) == ("2023-01-20", then)


class TestAcrossFrameworks:
    def test_an_exact_link_in_a_chain_is_exact(self, told: Telling, frameworks: Frameworks) -> None:
        # From 2023 to 2013 there is no direct link; the edition of 2018 stands between.
        first = told("1.pdf", grades={"HP": "Requires improvement"}, **IN_2015)
        last = told("2.pdf", grades={"HP": "Good"}, **IN_2023)
        change = changes(frameworks, first, last)["HP"]
        assert change is not None
        assert (change.verdict, change.against[0].relation) == ("better", "exact")

    def test_a_part_of_an_older_judgement_is_not_comparable(
        self, told: Telling, frameworks: Frameworks
    ) -> None:
        first = told("1.pdf", grades={"CICL": "Good"}, **IN_2019)
        last = told("2.pdf", grades={"CIC": "Good", "CL": RI}, **IN_2023)
        found = changes(frameworks, first, last)
        for area in ("CIC", "CL"):
            change = found[area]
            assert change is not None
            assert (change.verdict, change.against[0].relation) == ("not comparable", "narrower")
            assert "only a part" in change.reason
            assert change.against[0].note

    def test_a_whole_of_several_older_judgements_is_not_comparable(
        self, told: Telling, frameworks: Frameworks
    ) -> None:
        first = told("1.pdf", grades={"CL": "Good", "ADOPT": "Good"}, **IN_2015)
        last = told("2.pdf", grades={"CICL": "Good"}, **IN_2019)
        change = changes(frameworks, first, last)["CICL"]
        assert change is not None
        assert change.verdict == "not comparable"
        assert {one.area for one in change.against} == {"CL", "ADOPT"}

    def test_another_scale_is_not_comparable(self, told: Telling, frameworks: Frameworks) -> None:
        first = told("1.pdf", "ilacs-2018", {"OE": "Good"}, start="2019-03-04", end="2019-03-15")
        last = told("2.pdf", "ilacs-2023", {"OE": "Passable"}, start="2023-03-06", end="2023-03-17")
        assert changes(frameworks, first, last) == {"OE": None}

    def test_a_subject_that_nothing_links_has_no_change(
        self, told: Telling, frameworks: Frameworks
    ) -> None:
        area = told("1.pdf", "send-2023", start="2022-05-02", end="2022-05-06")
        last = told("2.pdf", grades={"OE": "Good"}, **IN_2023)
        assert changes(frameworks, area, last) == {"OE": None}


class TestWhichInspectionBefore:
    def test_an_ungraded_one_between_is_passed_over(
        self, told: Telling, frameworks: Frameworks
    ) -> None:
        first = told("1.pdf", grades={"OE": "Good"}, **IN_2019)
        visit = told("visit.pdf", "ilacs-2018", start="2021-05-04", end="2021-05-05")
        last = told("2.pdf", grades={"OE": "Good"}, **IN_2023)
        change = changes(frameworks, first, visit, last)["OE"]
        assert change is not None
        assert change.against[0].on == "2019-03-15"

    def test_one_of_the_same_day_is_not_before(self, told: Telling, frameworks: Frameworks) -> None:
        one = told("1.pdf", grades={"OE": "Good"}, type="standard", **IN_2023)
        other = told("2.pdf", grades={"OE": "Good"}, type="short", **IN_2023)
        assert changes(frameworks, one, other) == {"OE": None}

    def test_the_first_inspection_has_no_change(
        self, told: Telling, frameworks: Frameworks
    ) -> None:
        assert changes(frameworks, told("1.pdf", grades={"OE": "Good"}, **IN_2015)) == {"OE": None}

    def test_a_code_that_the_framework_does_not_have_breaks_nothing(
        self, told: Telling, frameworks: Frameworks
    ) -> None:
        first = told("1.pdf", grades={"OE": "Good"}, **IN_2019)
        last = told("2.pdf", grades={"NEW": "Good"}, **IN_2023)
        assert changes(frameworks, first, last) == {"NEW": None}


@pytest.mark.parametrize(
    ("one", "other", "kin"),
    [
        ("sif-2013", "ilacs-2023", True),
        ("slac-2009", "ilacs-2026", True),
        ("jtai-2016", "jtai-2022", True),
        ("jtai-2022", "ilacs-2023", False),
        ("send-2023", "ilacs-2023", False),
    ],
)
def test_families_follow_grades_and_names(
    frameworks: Frameworks, one: str, other: str, kin: bool
) -> None:
    grouped = families(frameworks.values())
    assert (other in grouped[one]) is kin
    assert (one in grouped[other]) is kin
