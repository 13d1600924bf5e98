"""A council's report to its committee speaks of several inspections; each keeps its own."""

from collections.abc import Callable

import pytest

from corpus.facts import Stated

Read = Callable[..., Stated]

REPORT = [
    "CHILDREN’S COMMITTEE", "", "Report of the Director of Children’s Services", "",
    "1. PURPOSE OF THE REPORT", "",
    "1.1 The report on the Adoption Service was published on the Ofsted website on 3 April 2013.",
    "", "2. ADOPTION INSPECTION", "",
    "2.1 On 28 January 2013 the council received notification of a visit to its "
    "Adoption Service. The inspectors were on-site between 11 and 14 February 2013.", "",
    "Overall Effectiveness\tGood", "Quality of service\tOutstanding", "",
    "3. INSPECTION OF SAFEGUARDING AND LOOKED AFTER CHILDREN SERVICES", "",
    "3.1 That report was published on 10 April 2012.", "",
    "Judgement\tSafeguarding services\tServices for looked after children",
    "Overall effectiveness\tGood\tAdequate", "",
    "Members are asked to note the report.", "", "Contact officer: Ann Example", "",
    "Background papers: none",
]  # fmt: skip


def test_each_inspection_has_its_dates_and_grades(read_text: Read) -> None:
    found = read_text(*REPORT)
    adoption, safeguarding = (fact.fields for fact in found.of_kind("inspection"))
    assert (adoption["start"], adoption["end"]) == ("2013-02-11", "2013-02-14")
    assert (adoption["notified"], adoption["published"]) == ("2013-01-28", "2013-04-03")
    assert (safeguarding["framework"], safeguarding["published"]) == ("slac-2009", "2012-04-10")
    grades = {
        (fact.fields["framework"], fact.fields["area"]): fact.fields["grade_normalised"]
        for fact in found.of_kind("judgement")
    }
    assert grades == {
        ("adoption-2012", "OE"): "good",
        ("adoption-2012", "QUAL"): "outstanding",
        ("slac-2009", "SG/OE"): "good",
        ("slac-2009", "LAC/OE"): "adequate",
    }
    assert found.framework is None, "it is a report of neither"


def test_rules_run_over_each_set_of_grades(read_text: Read) -> None:
    checks = read_text(*REPORT).checks
    assert {check.framework for check in checks} == {"slac-2009"}
    assert all(check.rule and check.force and check.paragraph and check.reason for check in checks)


@pytest.mark.parametrize("header", ["2010\t2013", "Then\tNow"])
def test_columns_that_name_nothing_give_no_grade(read_text: Read, header: str) -> None:
    lines = [line.replace("Safeguarding services\tServices for looked after children", header)
             for line in REPORT]  # fmt: skip
    lines = [line.replace("Overall effectiveness\t", "Safeguarding\t") for line in lines]
    areas = [fact.fields["area"] for fact in read_text(*lines).of_kind("judgement")]
    assert areas == ["OE", "QUAL"]
